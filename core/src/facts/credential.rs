//! Credentials that stand in a text.
//!
//! Invariant: the credential itself is gone by the time a fact exists; what is left finds it again and cannot be used.

use smol_str::SmolStr;

use super::FunctionId;
use crate::jwt::Jwt;
use crate::secrets::Detector;
use crate::text::TextRange;

/// A credential stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Credential {
    /// The credential, without quotes. For one put together from parts, the whole expression.
    pub range: TextRange,
    /// The whole literal with its quotes, when the credential is all there is in it and code could stand in its place.
    pub literal: Option<TextRange>,
    /// What it is.
    pub detector: &'static Detector,
    /// Its redacted form.
    pub redacted: String,
    /// What it says of itself, when it is a JSON Web Token.
    pub jwt: Option<Jwt>,
    /// What the text around calls it: the variable, property, header or parameter it is given to.
    pub name: Option<SmolStr>,
    /// Where it stands.
    pub place: CredentialPlace,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

/// Where in a text a credential stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialPlace {
    /// In code that runs, or data that is read.
    Code,
    /// In a comment.
    Comment,
}
