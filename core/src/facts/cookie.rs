//! Cookies the code sets. The attributes a cookie ends up with are computed from its options once those are resolved
//! across files; see [`CookieWrite::attributes`].

use smol_str::SmolStr;

use super::{FunctionId, ObjectValue, Property, Value};
use crate::text::TextRange;

/// What is known of one attribute of a cookie, defaults of the library applied.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribute<T> {
    /// The code says so, in this entry of the options.
    Set(T, TextRange),
    /// Nobody says so: this is the library's (or the browser's) default.
    Default(T),
    /// It depends on something that is not known here: an environment test, a setting, a parameter.
    Unknown,
}

impl<T: Copy> Attribute<T> {
    /// The value, if it is known.
    pub fn value(&self) -> Option<T> {
        match self {
            Self::Set(value, _) | Self::Default(value) => Some(*value),
            Self::Unknown => None,
        }
    }

    /// Where the code says so.
    pub fn place(&self) -> Option<TextRange> {
        match self {
            Self::Set(_, range) => Some(*range),
            _ => None,
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

/// What a library does when an attribute is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CookieDefaults {
    /// `HttpOnly`.
    pub http_only: bool,
    /// `Secure`; none when the library decides at run time.
    pub secure: Option<bool>,
    /// `SameSite`.
    pub same_site: SameSite,
}

impl CookieDefaults {
    /// A cookie as RFC 6265 has it: no attribute unless it is given.
    pub const NONE: Self = Self { http_only: false, secure: Some(false), same_site: SameSite::Missing };
}

/// How attributes are spelled where an edit would go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionsStyle {
    /// An object literal: the property that sets each attribute, as source text without a comma.
    Object {
        /// `httpOnly: true`.
        http_only: &'static str,
        /// `secure: true`, or an expression that leaves plain-HTTP development working.
        secure: &'static str,
        /// `sameSite: "lax"`.
        same_site: &'static str,
    },
    /// A `Set-Cookie` header text.
    Header,
}

/// Where an edit would go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionsPlace {
    /// Into the object literal with this range (braces included); `is_own` when it stands in the call itself, so that
    /// no other cookie shares it.
    Object {
        /// The literal.
        range: TextRange,
        /// Whether it stands in the call itself.
        is_own: bool,
    },
    /// There is no options argument; one goes in here, after a comma.
    Missing {
        /// Byte offset of the insertion.
        insert_at: u32,
    },
    /// Into the object literal `outer`, as a new entry `key` that is an object of the attributes.
    MissingNested {
        /// The outer literal, braces included.
        outer: TextRange,
        /// The new entry's key.
        key: &'static str,
    },
    /// Into the header text, here, inside the quotes.
    HeaderText {
        /// Byte offset of the insertion.
        insert_at: u32,
    },
    /// Somewhere an edit cannot safely go (a parameter, a helper, an imported constant).
    Elsewhere,
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
    /// The API as people write it: `res.cookie`, `cookies().set`.
    pub written_as: SmolStr,
    /// Who writes it.
    pub writer: CookieWriter,
    /// The name; for a session middleware its setting or the library's default.
    pub name: Value,
    /// The value.
    pub value: Value,
    /// Whether the library says that this cookie carries a session (express-session, iron-session, Auth.js …).
    pub is_session_library: bool,
    /// Whether the write deletes the cookie.
    pub is_removal: bool,
    /// The options: an object with the keys `httpOnly`, `secure` and `sameSite`; `Nothing` when there are none;
    /// anything else while they are not known.
    pub options: Value,
    /// What the library does when an attribute is not given.
    pub defaults: CookieDefaults,
    /// Where an edit would go.
    pub place: OptionsPlace,
    /// How attributes are spelled there.
    pub style: OptionsStyle,
}

/// The attributes a cookie ends up with.
#[derive(Clone, Debug, PartialEq)]
pub struct CookieAttributes {
    /// `HttpOnly`.
    pub http_only: Attribute<bool>,
    /// `Secure`.
    pub secure: Attribute<bool>,
    /// `SameSite`.
    pub same_site: Attribute<SameSite>,
}

impl CookieWrite {
    /// The attributes the cookie ends up with, given its options as far as the whole project tells them.
    pub fn attributes(&self, options: &Value) -> CookieAttributes {
        let entry = |key: &str| lookup(options, key);
        CookieAttributes {
            http_only: attribute(&entry("httpOnly"), Some(self.defaults.http_only), truth),
            secure: attribute(&entry("secure"), self.defaults.secure, truth),
            same_site: attribute(&entry("sameSite"), Some(self.defaults.same_site), same_site),
        }
    }
}

enum Entry<'a> {
    Given(&'a Property),
    Absent,
    Unclear,
}

fn lookup<'a>(options: &'a Value, key: &str) -> Entry<'a> {
    match options {
        Value::Nothing => Entry::Absent,
        Value::Object(object) => find(object, key),
        _ => Entry::Unclear,
    }
}

/// Later entries win, and a spread of something unknown may hold anything.
fn find<'a>(object: &'a ObjectValue, key: &str) -> Entry<'a> {
    for property in object.properties.iter().rev() {
        match property.key.as_deref() {
            None if property.is_spread && !may_hold(&property.value, key) => {}
            None => return Entry::Unclear,
            Some(name) if name.eq_ignore_ascii_case(key) => return Entry::Given(property),
            Some(_) => {}
        }
    }
    Entry::Absent
}

/// Whether spreading a value may bring `key`: `...(isProduction && { secure: true })` brings no `httpOnly`.
fn may_hold(value: &Value, key: &str) -> bool {
    match value {
        Value::Choice(options) => options.iter().any(|option| may_hold(option, key)),
        Value::Object(object) => !matches!(find(object, key), Entry::Absent),
        Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Nothing | Value::Test(_) => false,
        _ => true,
    }
}

fn attribute<T>(entry: &Entry<'_>, default: Option<T>, read: fn(&Value) -> Option<T>) -> Attribute<T> {
    match entry {
        Entry::Unclear => Attribute::Unknown,
        Entry::Absent => default.map_or(Attribute::Unknown, Attribute::Default),
        Entry::Given(Property { value: Value::Nothing, .. }) => default.map_or(Attribute::Unknown, Attribute::Default),
        Entry::Given(property) => {
            read(&property.value).map_or(Attribute::Unknown, |value| Attribute::Set(value, property.range))
        }
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        _ => None,
    }
}

fn same_site(value: &Value) -> Option<SameSite> {
    match value {
        Value::Bool(true) => Some(SameSite::Strict),
        Value::Bool(false) => Some(SameSite::Missing),
        Value::Text(text) => match text.to_ascii_lowercase().as_str() {
            "strict" => Some(SameSite::Strict),
            "lax" => Some(SameSite::Lax),
            "none" | "no_restriction" => Some(SameSite::None),
            _ => None,
        },
        _ => None,
    }
}
