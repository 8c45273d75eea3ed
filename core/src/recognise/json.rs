//! Credentials in JSON: by their looks anywhere, and by the names of properties.

use smol_str::SmolStr;

use super::text;
use crate::facts::{Credential, CredentialPlace, FileFacts};
use crate::secrets;
use crate::syntax::json::{self, JsonKind, JsonValue};
use crate::text::TextRange;

/// Larger files are data; their looks are read, their properties are not.
const LARGEST: usize = 512 * 1024;

/// Finds credentials in a JSON text.
pub fn recognise(text: &str, facts: &mut FileFacts) {
    text::recognise(text, facts);
    if text.len() > LARGEST || !text::may_name_a_secret(text) {
        return;
    }
    let Some(root) = json::parse(text).value else { return };
    let known: Vec<TextRange> = facts.credentials.iter().map(|credential| credential.range).collect();
    let mut named = Vec::new();
    walk(&root, &mut named);
    named.retain(|credential| !known.iter().any(|range| credential.range.contains(*range)));
    facts.credentials.extend(named);
    facts.credentials.sort_by_key(|credential| credential.range);
}

/// Nesting is bounded by the reader of the text.
fn walk(value: &JsonValue, found: &mut Vec<Credential>) {
    for property in value.properties() {
        if let JsonKind::String(value) = &property.value.kind
            && text::may_name_a_secret(&property.key)
            && let Some(hit) = secrets::of_named(&property.key, value)
        {
            found.push(Credential {
                range: property.value.range.inside_quotes(),
                literal: None,
                detector: hit.detector,
                redacted: hit.redacted,
                jwt: hit.jwt,
                name: Some(SmolStr::new(&property.key)),
                place: CredentialPlace::Code,
                function: None,
            });
        }
        walk(&property.value, found);
    }
    value.items().iter().for_each(|item| walk(item, found));
}
