//! Cookies the code sets, with the attributes they end up with.

use smol_str::SmolStr;

use super::{FunctionId, Value};
use crate::text::TextRange;

/// What is known of one attribute of a cookie, defaults of the library applied.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribute<T> {
    /// The code (or a helper or constant it uses) says so, at this place of this file when it is in it.
    Set(T, Option<TextRange>),
    /// Nobody says so: this is the library's (or the browser's) default.
    Default(T),
    /// It depends on something that is not known here: an environment test, a setting, a parameter.
    Unknown,
}

impl<T> Attribute<T> {
    /// The value, if it is known.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value, _) | Self::Default(value) => Some(value),
            Self::Unknown => None,
        }
    }
}

/// The `SameSite` attribute (RFC 6265bis, section 4.1.2.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameSite {
    /// `Strict`.
    Strict,
    /// `Lax`.
    Lax,
    /// `None`.
    None,
    /// Not sent; browsers differ in what they make of it.
    Missing,
}

/// Who writes the cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieWriter {
    /// A response of the server.
    Server,
    /// A script in the page, which can never set `HttpOnly`.
    Script,
}

/// How the attributes are spelled where an edit would go.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionsPlace {
    /// An object literal: its range with braces, and where a new property may be inserted (`needs_comma` tells whether
    /// a comma has to go before it).
    Object {
        /// The literal with its braces.
        range: TextRange,
    },
    /// There is no options argument yet; one can be inserted at this offset (before the closing parenthesis), after a comma.
    Missing {
        /// Byte offset of the insertion.
        insert_at: u32,
    },
    /// A `Set-Cookie` string; attributes are appended at this offset, inside the quotes.
    HeaderText {
        /// Byte offset of the insertion.
        insert_at: u32,
    },
    /// Somewhere an edit cannot safely go (a parameter, a helper, an imported constant).
    Elsewhere,
}

/// The attribute names a library uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionNames {
    /// `httpOnly` almost everywhere.
    pub http_only: &'static str,
    /// `secure`.
    pub secure: &'static str,
    /// `sameSite`.
    pub same_site: &'static str,
}

impl OptionNames {
    /// The names nearly every JavaScript library uses.
    pub const COMMON: Self = Self { http_only: "httpOnly", secure: "secure", same_site: "sameSite" };
}

/// A cookie is set.
#[derive(Clone, Debug, PartialEq)]
pub struct CookieWrite {
    /// The expression that sets it.
    pub range: TextRange,
    /// The statement around it when setting the cookie is all it does.
    pub statement: Option<TextRange>,
    /// The function it stands in.
    pub function: Option<FunctionId>,
    /// The API as people write it: `res.cookie`, `cookies().set (next/headers)`.
    pub written_as: SmolStr,
    /// Who writes it.
    pub writer: CookieWriter,
    /// The name; for a session middleware its setting or the library's default.
    pub name: Value,
    /// The value.
    pub value: Value,
    /// Whether the library says that this cookie carries a session (express-session, iron-session, Auth.js …).
    pub is_session_library: bool,
    /// Whether the write deletes the cookie (empty value with an expiry in the past, `maxAge: 0`, `delete`).
    pub is_removal: bool,
    /// `HttpOnly`.
    pub http_only: Attribute<bool>,
    /// `Secure`.
    pub secure: Attribute<bool>,
    /// `SameSite`.
    pub same_site: Attribute<SameSite>,
    /// Where an edit would go.
    pub options: OptionsPlace,
    /// How the library spells the attributes.
    pub names: OptionNames,
}
