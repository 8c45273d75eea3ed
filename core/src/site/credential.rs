//! Finds credentials in a stored value: the value itself, or somewhere in the JSON it holds.
//!
//! Invariant: bounded work whatever the value (size, depth, number of nodes), and only redacted forms come out.

use serde_json::Value;

use crate::config::Names;
use crate::jwt::{Jwt, decode_base64url};
use crate::names::{NameClass, classify_for};
use crate::redact::{redact, redact_name};

/// What a credential looks like.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A JSON Web Token, and what it says of itself.
    Jwt(Jwt),
    /// A long random text.
    Opaque,
}

/// Something in a stored value that looks like a credential.
#[derive(Clone, Debug, PartialEq)]
pub struct Credential {
    /// The properties that lead to it within the value, dotted; empty when the value is it.
    pub at: String,
    /// What its own name says: the last property, or the key of the entry.
    pub name: NameClass,
    /// What it looks like.
    pub shape: Shape,
    /// Its redacted form.
    pub redacted: String,
}

/// Longer values are read up to here and no further.
const LONGEST_VALUE: usize = 1024 * 1024;
const MOST_NODES: usize = 20_000;
const DEEPEST: usize = 24;
const MOST_FOUND: usize = 8;

/// Finds what looks like a credential in the value kept under a name of class `class`.
pub(super) fn credentials(class: NameClass, value: &str, names: &Names) -> Vec<Credential> {
    let mut search = Search { names, found: Vec::new(), nodes: 0 };
    if value.len() <= LONGEST_VALUE {
        search.text(class, class, value, "", 0);
    }
    search.found
}

struct Search<'a> {
    names: &'a Names,
    found: Vec<Credential>,
    nodes: usize,
}

impl Search<'_> {
    /// `around` is what the entry's key says; it decides for wrappers such as `{"value": …}`.
    fn text(&mut self, around: NameClass, name: NameClass, text: &str, at: &str, depth: usize) {
        let text = unwrap_scheme(text.trim());
        if name == NameClass::NotToken || text.is_empty() || self.found.len() >= MOST_FOUND {
            return;
        }
        if let Some(jwt) = Jwt::read(text) {
            self.push(name, Shape::Jwt(jwt), text, at);
        } else if depth < DEEPEST && (text.starts_with(['{', '[', '"']) || text.starts_with("base64-")) {
            if let Some(value) = json(text) {
                self.value(around, name, &value, at, depth + 1);
            }
        } else if matches!(name, NameClass::AuthToken | NameClass::TokenWord) && is_opaque(text, name) {
            self.push(name, Shape::Opaque, text, at);
        }
    }

    fn value(&mut self, around: NameClass, name: NameClass, value: &Value, at: &str, depth: usize) {
        self.nodes += 1;
        if self.nodes > MOST_NODES || depth > DEEPEST {
            return;
        }
        match value {
            Value::String(text) => self.text(around, name, text, at, depth),
            Value::Array(items) => items.iter().for_each(|item| self.value(around, name, item, at, depth + 1)),
            Value::Object(fields) => {
                for (key, field) in fields {
                    let class = self.class_of(around, key);
                    self.value(around, class, field, &join(at, key), depth + 1);
                }
            }
            _ => {}
        }
    }

    /// Within a value kept under an auth key, wrappers hold the credential under a plain name.
    fn class_of(&self, around: NameClass, key: &str) -> NameClass {
        match classify_for(self.names, key) {
            NameClass::Other if around == NameClass::AuthToken && WRAPPERS.contains(&key) => NameClass::AuthToken,
            class => class,
        }
    }

    fn push(&mut self, name: NameClass, shape: Shape, text: &str, at: &str) {
        self.found.push(Credential { at: at.to_owned(), name, shape, redacted: redact(text) });
    }
}

/// What MSAL and home-made wrappers call the credential itself.
const WRAPPERS: &[&str] = &["secret", "value", "raw", "token"];

fn json(text: &str) -> Option<Value> {
    // @supabase/ssr writes its session as `base64-` and base64url JSON.
    if let Some(encoded) = text.strip_prefix("base64-") {
        return serde_json::from_slice(&decode_base64url(encoded)?).ok();
    }
    serde_json::from_str(text).ok()
}

fn unwrap_scheme(text: &str) -> &str {
    let rest = text.get(..7).filter(|head| head.eq_ignore_ascii_case("bearer ")).map_or(text, |_| &text[7..]);
    rest.trim_start()
}

fn join(at: &str, key: &str) -> String {
    let key = redact_name(key);
    if at.is_empty() { key } else { format!("{at}.{key}") }
}

/// Long enough, of a token's alphabet, with digits among letters and some variety: no word, date, URL, colour or count.
fn is_opaque(text: &str, name: NameClass) -> bool {
    // A strong name speaks for shorter values; the bare word `token` needs more.
    let shortest = if name == NameClass::AuthToken { 16 } else { 20 };
    let alphabet = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~+/=|:%!".contains(&byte);
    if text.len() < shortest || text.len() > 8192 || !text.bytes().all(alphabet) || text.contains("://") {
        return false;
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let mut distinct: Vec<u8> = text.bytes().collect();
    distinct.sort_unstable();
    distinct.dedup();
    digits >= 2 && letters >= 2 && distinct.len() >= 8 && !is_date(text)
}

/// `2026-11-24T03:47:23.000Z`: a year, and the separators of ISO 8601.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-' && bytes[7] == b'-'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jwt::tests::token;

    fn found(key: &str, value: &str) -> Vec<String> {
        let names = Names::default();
        let found = credentials(classify_for(&names, key), value, &names);
        found.into_iter().map(|credential| credential.at).collect()
    }

    fn opaque() -> String {
        format!("k9{}", "Zx4q".repeat(2)) + "Wm7Tb2Lp0Rv5"
    }

    #[test]
    fn credentials_are_found_wherever_they_lie() {
        let (jwt, opaque) = (token(r#"{"sub":"u"}"#), opaque());
        let sdk = format!(r#"{{"stsTokenManager":{{"refreshToken":"{opaque}","accessToken":"{jwt}"}}}}"#);
        let redux = serde_json::to_string(&format!(r#"{{"user":{{"token":"{jwt}"}}}}"#)).unwrap();
        let encoded = base64_json(&format!(r#"{{"access_token":"{jwt}","token_type":"bearer"}}"#));
        let table: &[(&str, String, &[&str])] = &[
            ("anything", jwt.clone(), &[""]),
            ("access_token", opaque.clone(), &[""]),
            ("access_token", format!("Bearer {opaque}"), &[""]),
            ("access_token", format!("\"{opaque}\""), &[""]),
            ("token", opaque.clone(), &[""]),
            ("firebase:authUser:x", sdk, &["stsTokenManager.accessToken", "stsTokenManager.refreshToken"]),
            ("persist:root", format!(r#"{{"auth":{redux}}}"#), &["auth.user.token"]),
            ("sb-ref-auth-token", encoded, &["access_token"]),
            ("u-login.windows.net-accesstoken-c", format!(r#"{{"secret":"{opaque}"}}"#), &["secret"]),
            ("authToken", format!(r#"{{"value":"{opaque}","expires":1}}"#), &["value"]),
        ];
        for (key, value, expected) in table {
            assert_eq!(&found(key, value), expected, "{key}");
        }
    }

    #[test]
    fn other_values_are_left_alone() {
        let (jwt, opaque) = (token(r#"{"sub":"u"}"#), opaque());
        for (key, value) in [
            ("csrfToken", jwt.as_str()),
            ("csrf_token", opaque.as_str()),
            ("deviceId", &opaque),
            ("theme", "dark"),
            ("access_token", ""),
            ("access_token", "undefined"),
            ("access_token", "a-b-c-d"),
            ("accessToken", "2026-11-24T03:47:23.000Z"),
            ("access_token_expires_at", "1790000000000000000001"),
            ("token", "https://a.test/some/long/path/12345"),
            ("token", "an ordinary sentence of words 12"),
            ("id", &opaque),
            ("settings", r#"{"nextPageToken":"a1b2c3d4e5f6g7h8i9j0","tokens":120}"#),
            ("u-accesstoken-c", r#"{"id":"0190c7d2a1b2c3d4e5f6","nonce":"bm9uY2Ux","data":"aGVsbG8gd29ybGQ0NQ"}"#),
        ] {
            assert_eq!(found(key, value), Vec::<String>::new(), "{key}={value}");
        }
    }

    #[test]
    fn hostile_values_are_bounded() {
        let deep = "[".repeat(100_000);
        let nested = format!("{}1{}", r#"{"a":"#.repeat(100), "}".repeat(100));
        let wide = format!("[{}1]", "\"x\",".repeat(100_000));
        let many = format!("[{}\"\"]", format!("\"{}\",", token(r#"{"sub":"u"}"#)).repeat(2000));
        assert!(found("token", &deep).is_empty());
        assert!(found("token", &nested).is_empty());
        assert!(found("token", &wide).is_empty());
        assert_eq!(found("token", &many).len(), MOST_FOUND);
    }

    fn base64_json(text: &str) -> String {
        use base64::Engine;
        format!("base64-{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text))
    }
}
