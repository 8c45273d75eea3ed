//! Reading a JSON Web Token without verifying it: what it says of itself.
//!
//! Invariant: nothing here keeps the token or a claim that names a person.

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

/// What a JSON Web Token (RFC 7519) says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Jwt {
    /// `alg` of the header.
    pub algorithm: String,
    /// `iss`.
    pub issuer: Option<String>,
    /// `role`, which Supabase uses to tell its public key from its service key.
    pub role: Option<String>,
    /// `exp`, seconds since 1970.
    pub expires: Option<f64>,
    /// `iat`, seconds since 1970.
    pub issued: Option<f64>,
    /// Whether it names a user, session or scope, which makes it a login and not, say, a feature flag.
    pub names_subject: bool,
}

impl Jwt {
    /// Reads a compact-serialised token; none when the text is no such token or longer than 16 KiB.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > LONGEST || !text.starts_with("eyJ") {
            return None;
        }
        let mut parts = text.split('.');
        let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || !signature.bytes().all(is_base64url) {
            return None;
        }
        let header = object(header)?;
        let algorithm = header.get("alg")?.as_str()?.to_owned();
        let claims = object(claims)?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
        let number = |name: &str| claims.get(name).and_then(Value::as_f64);
        Some(Self {
            algorithm,
            issuer: text("iss"),
            role: text("role"),
            expires: number("exp"),
            issued: number("iat"),
            names_subject: SUBJECT_CLAIMS.iter().any(|claim| claims.get(*claim).is_some_and(|value| !value.is_null())),
        })
    }

    /// Whether it is made to be public: Supabase's anonymous key.
    pub fn is_public_key(&self) -> bool {
        self.role.as_deref() == Some("anon")
    }

    /// Whether it opens everything: Supabase's service key, which passes by row level security.
    pub fn is_service_key(&self) -> bool {
        matches!(self.role.as_deref(), Some("service_role" | "supabase_admin"))
    }

    /// How many seconds it is good for, when it says so.
    pub fn lifetime(&self) -> Option<f64> {
        Some(self.expires? - self.issued?)
    }
}

const LONGEST: usize = 16 * 1024;

const SUBJECT_CLAIMS: &[&str] = &[
    "sub",
    "email",
    "user_id",
    "userId",
    "uid",
    "user",
    "username",
    "preferred_username",
    "sid",
    "session_id",
    "scope",
    "scp",
    "roles",
    "id",
];

fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Decodes base64url with or without padding, as found in tokens and in `base64-` cookies.
pub(crate) fn decode_base64url(text: &str) -> Option<Vec<u8>> {
    GeneralPurpose::new(&URL_SAFE, AS_FOUND).decode(text).ok()
}

/// Base64 as people copy it: with or without padding, cut where it may be.
pub(crate) const AS_FOUND: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

fn object(part: &str) -> Option<serde_json::Map<String, Value>> {
    match serde_json::from_slice(&decode_base64url(part)?) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// An unsigned look-alike, built at run time.
    pub(crate) fn token(claims: &str) -> String {
        let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.{}", encode(r#"{"alg":"HS256","typ":"JWT"}"#), encode(claims), encode("not a signature at all"))
    }

    #[test]
    fn claims_are_read() {
        let jwt = Jwt::read(&token(r#"{"iss":"supabase","role":"service_role","iat":1,"exp":61,"sub":"u"}"#)).unwrap();
        assert_eq!((jwt.algorithm.as_str(), jwt.issuer.as_deref()), ("HS256", Some("supabase")));
        assert!(jwt.is_service_key() && !jwt.is_public_key() && jwt.names_subject);
        assert_eq!(jwt.lifetime(), Some(60.0));
        assert!(Jwt::read(&token(r#"{"iss":"supabase","role":"anon"}"#)).unwrap().is_public_key());
    }

    #[test]
    fn look_alikes_are_not_tokens() {
        let good = token(r#"{"sub":"u"}"#);
        let long = token(&format!(r#"{{"sub":"{}"}}"#, "x".repeat(20_000)));
        for text in ["", "eyJ", "a.b.c", "eyJhIjoxfQ.eyJhIjoxfQ.x", &format!("{good}.x"), &format!("{good}!"), &long] {
            assert_eq!(Jwt::read(text), None, "{text}");
        }
    }
}
