//! Data about people: where it is asked for or described, where it leaves to, and what is done so that it ends.
//!
//! Invariant: only names that may be those of such data are kept; which class they are of, and whether that matters, the
//! project and its rules decide.

use smol_str::SmolStr;

use super::{FunctionId, UrlKind, Value};
use crate::text::TextRange;

/// A piece of data that a form asks for, or that a type or a validator describes.
#[derive(Clone, Debug, PartialEq)]
pub struct DataField {
    /// Its name.
    pub name: SmolStr,
    /// The type, the validator or the component it belongs to; empty when that has no name.
    pub owner: SmolStr,
    /// What tells of it.
    pub origin: DataOrigin,
    /// Where it stands.
    pub range: TextRange,
}

/// What tells of a piece of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataOrigin {
    /// A field that people fill in.
    Form,
    /// A validator, which most often stands in front of what is sent or kept.
    Validator,
    /// A type.
    Type,
}

/// Names and values are handed to something that keeps them elsewhere: a log, a service, an address.
#[derive(Clone, Debug, PartialEq)]
pub struct Outflow {
    /// What takes them.
    pub to: Outlet,
    /// From the callee to its parenthesis.
    pub head: TextRange,
    /// The whole call.
    pub range: TextRange,
    /// What is handed over, as far as its name may be that of data about people.
    pub given: Vec<Given>,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

/// What takes data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outlet {
    /// A log: the console, a logger.
    Log,
    /// A service of another company, by its name, and what it is there for.
    Service(&'static str, OutletKind),
    /// An address: what happens with it, and its text up to the first value.
    Address(UrlKind, SmolStr),
}

/// What a service is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutletKind {
    /// It counts and profiles visitors.
    Analytics,
    /// It advertises.
    Advertising,
    /// It collects errors and sessions.
    Errors,
    /// It talks to people on the site.
    Support,
    /// It answers prompts.
    Model,
}

/// Something handed over.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// The key it is given under, or the last name of the expression as written: `email` of `user.email`.
    pub name: SmolStr,
    /// The name before that: `user` of `user.email`; empty when there is none.
    pub of: SmolStr,
    /// Where it stands.
    pub range: TextRange,
    /// What is known of its value.
    pub value: Value,
    /// Whether it is an argument by itself, and not a part of one.
    pub is_whole: bool,
}

/// Something that is done with data about people so that it ends, or gets to those it is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DataCare {
    /// What.
    pub kind: CareKind,
    /// Where.
    pub range: TextRange,
}

/// What is done with data about people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CareKind {
    /// An account is deleted.
    DeletesAccount,
    /// Someone gets their data out.
    Exports,
    /// Data goes by itself after a time.
    Expires,
}
