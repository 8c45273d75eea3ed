//! What was found at a place, before it is settled which of several finds stays.

use std::ops::Range;

use super::{Detector, Found, Secret};
use crate::jwt::Jwt;

/// Something found that may lose its place to something more telling.
pub(super) struct Candidate {
    pub(super) detector: &'static Detector,
    pub(super) range: Range<usize>,
    pub(super) jwt: Option<Jwt>,
    pub(super) telling: Telling,
}

/// How much a find says of what it is. Between two that overlap, the greater stays.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Telling {
    /// A URL with a password: a token in it says more.
    Url,
    /// A token of a format, by the characters that are said literally.
    Form(usize),
    /// A token read and understood.
    Read,
}

/// The find as it leaves this module.
pub(super) fn found(text: &str, candidate: Candidate) -> Found {
    let Candidate { detector, range, jwt, .. } = candidate;
    let redacted = Secret(text.get(range.clone()).unwrap_or_default()).redacted();
    Found { detector, range, redacted, jwt }
}
