//! `.env` files: which variables get what kind of value.

use smol_str::SmolStr;

use crate::facts::{Credential, CredentialPlace, EnvValue, EnvVariable, FileFacts};
use crate::secrets::{self, Found};
use crate::syntax::env::{self, EnvEntry};
use crate::text::TextRange;

/// Turns a `.env` file into facts.
pub fn recognise(text: &str, facts: &mut FileFacts) {
    for entry in env::parse(text) {
        facts.env_variables.push(EnvVariable {
            range: TextRange::new(entry.key_range.start, entry.value_range.end.max(entry.key_range.end)),
            name: SmolStr::new(&entry.key),
            name_range: entry.key_range,
            value_range: entry.value_range,
            value: kind(&entry),
        });
    }
}

fn kind(entry: &EnvEntry) -> EnvValue {
    let value = entry.value.trim();
    if value.is_empty() {
        return EnvValue::Empty;
    }
    if is_reference(value) {
        return EnvValue::Reference;
    }
    if let Some(found) = secrets::scan(value).into_iter().next().or_else(|| secrets::of_named(&entry.key, value)) {
        return EnvValue::Credential(Box::new(credential(entry, found)));
    }
    if secrets::is_placeholder(value) {
        EnvValue::Placeholder
    } else if secrets::looks_random(value) {
        EnvValue::Random
    } else {
        EnvValue::Plain
    }
}

/// Taken from elsewhere: another variable, a command, a password manager (1Password, Doppler, dotenvx).
fn is_reference(value: &str) -> bool {
    let is_whole = |open: &str, close: &str| value.starts_with(open) && value.ends_with(close);
    is_whole("${", "}")
        || is_whole("$(", ")")
        || value.starts_with("op://")
        || value.starts_with("encrypted:")
        || value.starts_with('$') && value[1..].bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

fn credential(entry: &EnvEntry, found: Found) -> Credential {
    Credential {
        range: entry.value_range,
        literal: None,
        detector: found.detector,
        redacted: found.redacted,
        jwt: found.jwt,
        name: Some(SmolStr::new(&entry.key)),
        place: CredentialPlace::Code,
        function: None,
    }
}
