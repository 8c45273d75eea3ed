//! Data about people in a page's storage, told by its shape under a name that says whose it is.
//!
//! Invariant: bounded work whatever the value, and no value goes on from here, only what kind it is of.

use serde_json::Value;

use super::facts::StoredValue;
use super::snapshot::StorageEntry;
use crate::names::words;

/// Data about people in a storage entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalEntry {
    /// `localStorage`, `sessionStorage` or `IndexedDB`.
    pub area: String,
    /// Its key for people, identifiers in it redacted.
    pub key: String,
    /// `email address`, `phone number`.
    pub kinds: Vec<&'static str>,
}

const LONGEST_VALUE: usize = 256 * 1024;
const MOST_NODES: usize = 5000;
const DEEPEST: usize = 12;

/// Words that say a value is about a person.
const ABOUT: [&str; 20] = [
    "user", "profile", "account", "customer", "member", "contact", "email", "mail", "phone", "mobile", "tel", "person",
    "me", "patient", "checkout", "shipping", "billing", "address", "client", "employee",
];

/// What an entry holds about people; none where it holds a login, which is told by another rule.
pub(super) fn personal(entry: &StorageEntry, stored: &StoredValue) -> Option<PersonalEntry> {
    if !stored.credentials.is_empty() || entry.value.len() > LONGEST_VALUE {
        return None;
    }
    let mut search = Search { kinds: Vec::new(), nodes: 0 };
    let is_about = is_about(&entry.key) || is_about(&entry.place);
    match serde_json::from_str::<Value>(&entry.value) {
        Ok(value) => search.value(&value, is_about, 0),
        Err(_) => search.text(&entry.value, is_about),
    }
    let Search { mut kinds, .. } = search;
    kinds.sort_unstable();
    kinds.dedup();
    (!kinds.is_empty()).then(|| PersonalEntry { area: stored.area.clone(), key: stored.key.clone(), kinds })
}

fn is_about(name: &str) -> bool {
    words(name).iter().any(|word| ABOUT.contains(&word.trim_end_matches('s')))
}

struct Search {
    kinds: Vec<&'static str>,
    nodes: usize,
}

impl Search {
    fn value(&mut self, value: &Value, is_about: bool, depth: usize) {
        self.nodes += 1;
        if self.nodes > MOST_NODES || depth > DEEPEST {
            return;
        }
        match value {
            Value::String(text) => self.text(text, is_about),
            Value::Array(items) => items.iter().for_each(|item| self.value(item, is_about, depth + 1)),
            Value::Object(fields) => fields.iter().for_each(|(name, field)| {
                self.value(field, is_about || self::is_about(name), depth + 1);
            }),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, is_about: bool) {
        if !is_about {
            return;
        }
        let text = text.trim();
        if is_email(text) {
            self.kinds.push("email address");
        } else if is_phone(text) {
            self.kinds.push("phone number");
        }
    }
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte);
    let is_placeholder = ["example.com", "example.org", "test.com", "email.com"].contains(&host);
    text.len() <= 254
        && !name.is_empty()
        && name.bytes().all(is_part)
        && host.split('.').count() >= 2
        && host
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
        && !is_placeholder
}

/// In the form in which machines store numbers: a plus and 8 to 15 digits (E.164), with blanks and brackets at most.
fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_part = |byte: u8| byte.is_ascii_digit() || b" -()".contains(&byte);
    text.len() <= 24
        && (8..=15).contains(&digits)
        && text.strip_prefix('+').is_some_and(|rest| rest.bytes().all(is_part))
}
