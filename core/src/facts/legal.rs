//! What a file shows of the texts by which a site speaks of law, and of what it asks people for.

use smol_str::SmolStr;

use crate::policy::{LegalKind, PolicyText};
use crate::text::TextRange;

/// What a file shows of privacy policies, terms and the like.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LegalFacts {
    /// The text, when the file is one by its place and holds it. Ranges are those of the file.
    pub text: Option<PolicyText>,
    /// The kind of page or text that the file is by its place.
    pub page: Option<LegalKind>,
    /// Links to such pages, and routes of such names.
    pub traces: Vec<LegalTrace>,
    /// Fields and calls by which people give something of themselves.
    pub asked: Vec<Asked>,
    /// Whether one of the words for such texts stands in a file that could not be read whole.
    pub may_hold_more: bool,
}

/// A link or a route that names such a text.
#[derive(Clone, Debug, PartialEq)]
pub struct LegalTrace {
    /// Which.
    pub kind: LegalKind,
    /// What it shows.
    pub shows: Shows,
    /// Where it stands.
    pub range: TextRange,
}

/// What a trace shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shows {
    /// The site has such a page: a route, a name in a table, a link to an address that a script makes.
    Page,
    /// There is a link to this page of the same site.
    Inner(SmolStr),
    /// There is a link to a page elsewhere.
    Elsewhere,
    /// There is a link that leads nowhere: `href="#"`.
    Nowhere,
}

/// People are asked for something of themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What for.
    pub what: AskedFor,
    /// Where.
    pub range: TextRange,
}

/// What people are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AskedFor {
    /// An account is made: `auth.signUp(…)`, or a provider's sign-in that makes one.
    Account,
    /// A password.
    Password,
    /// A mail address, a telephone number or a postal address.
    Contact,
}
