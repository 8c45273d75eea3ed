//! A content security policy written as an object of directives: `{ defaultSrc: ["'self'"], scriptSrc: [nonce] }`.

use super::written;
use crate::csp::HOLE;
use crate::facts::{ObjectValue, Value};

/// Directives and their values, in order; `None` for a directive that is switched off.
pub type Directives = Vec<(String, Option<String>)>;

/// What Helmet sends without options (helmetjs.github.io, "Content-Security-Policy").
pub const HELMET_POLICY: &str = "default-src 'self'; base-uri 'self'; font-src 'self' https: data:; form-action 'self'; \
frame-ancestors 'self'; img-src 'self' data:; object-src 'none'; script-src 'self'; script-src-attr 'none'; \
style-src 'self' https: 'unsafe-inline'; upgrade-insecure-requests";

/// The directives of an object. What is spread in from elsewhere is a hole.
pub fn directives(object: &ObjectValue) -> Directives {
    let mut found: Directives = Vec::new();
    for property in &object.properties {
        let name = property.key.as_deref().map_or_else(|| HOLE.to_string(), kebab);
        let value = match &property.value {
            _ if property.key.is_none() => Some(String::new()),
            Value::Nothing | Value::Bool(false) => None,
            Value::Bool(true) => Some(String::new()),
            Value::Array(items) => Some(items.iter().map(entry).collect::<Vec<_>>().join(" ")),
            other => Some(entry(other)),
        };
        found.retain(|(known, _)| *known != name || name.contains(HOLE));
        found.push((name, value));
    }
    found
}

/// The text of a policy.
pub fn text(directives: &Directives) -> String {
    let one = |(name, value): &(String, Option<String>)| value.as_ref().map(|value| format!("{name} {value}"));
    directives.iter().filter_map(one).collect::<Vec<_>>().join("; ")
}

/// The directives on top of Helmet's own.
pub fn over_helmet(own: Directives) -> Directives {
    let mut all: Directives = HELMET_POLICY
        .split("; ")
        .map(|directive| directive.split_once(' ').unwrap_or((directive, "")))
        .map(|(name, value)| (name.to_owned(), Some(value.to_owned())))
        .collect();
    for (name, value) in own {
        all.retain(|(known, _)| *known != name);
        all.push((name, value));
    }
    all
}

fn entry(value: &Value) -> String {
    match value {
        // `(req, res) => `'nonce-${res.locals.nonce}'``, and Hono's `NONCE`.
        Value::Function(_) => format!("'nonce-{HOLE}'"),
        Value::Ref(reference) if reference.path.last().is_some_and(|last| last == "NONCE") => {
            format!("'nonce-{HOLE}'")
        }
        value => written(value).unwrap_or_else(|| HOLE.to_string()),
    }
}

/// `scriptSrcElem` is `script-src-elem`.
fn kebab(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}
