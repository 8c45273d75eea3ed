//! What a credential looks like: a table of detectors and the engine that finds them in any text.
//!
//! Invariant: the text of a credential leaves this module in redacted form only, and the time taken grows with the
//! length of the text alone, whatever stands in it.
//!
//! A format is written down as data ([`Shape`]): literals and runs of characters. There are no regular expressions: the
//! same data finds a credential, and makes up samples of it in the tests.

mod anchors;
mod boundary;
mod candidate;
mod checksum;
mod named;
mod named_table;
mod pattern;
mod pem;
mod placeholder;
mod random;
mod scan;
mod tables;
mod token;
mod url;

use std::ops::Range;

use crate::jwt::Jwt;
use crate::redact::redact;

pub use named::of_named;
pub use pattern::{Check, Form, Part, Set, Shape, Special};
pub use placeholder::is_placeholder;
pub use random::looks_random;
pub use scan::scan;
pub use tables::{by_id, detectors};

/// One kind of credential.
#[derive(Debug)]
pub struct Detector {
    /// Kebab-case name, such as `stripe-secret-key`.
    pub id: &'static str,
    /// Who gives it out: `Stripe`.
    pub provider: &'static str,
    /// What it is called there, to be read after the provider: `live secret key`.
    pub what: &'static str,
    /// Whether it may be public.
    pub exposure: Exposure,
    /// What it looks like.
    pub shape: Shape,
    /// What whoever has it can do, as a sentence.
    pub leak: &'static str,
    /// The vendor's page that tells of it and its format.
    pub source: &'static str,
    /// The vendor's page on which it is revoked and made anew, or that tells how.
    pub rotate: &'static str,
}

impl PartialEq for Detector {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Detector {
    /// Whether only a strong name and a random value speak for it: it may be anybody's.
    pub fn is_generic(&self) -> bool {
        self.id == tables::GENERIC
    }
}

/// Whether a credential may be seen by everyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exposure {
    /// Made to be public: publishable keys, site keys, ingest keys.
    Public,
    /// For test modes and sandboxes: harmless by itself, but a sign that the live one goes the same way.
    Test,
    /// Must stay on the server.
    Secret,
    /// Opens everything: live payments, cloud accounts, whole databases, private keys.
    Critical,
}

/// A credential found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it is.
    pub detector: &'static Detector,
    /// Where it stands: bytes of the given text, the credential alone.
    pub range: Range<usize>,
    /// Its redacted form.
    pub redacted: String,
    /// What it says of itself, when it is a JSON Web Token.
    pub jwt: Option<Jwt>,
}

/// Text of a credential. It cannot be printed: what leaves it is its redacted form and the answers to questions.
#[derive(Clone, Copy)]
struct Secret<'a>(&'a str);

impl Secret<'_> {
    fn redacted(self) -> String {
        redact(self.0)
    }
}

#[cfg(test)]
mod tests;
