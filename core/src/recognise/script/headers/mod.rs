//! Response headers that scripts set: by hand, by a framework's configuration or by a library.

mod homes;
mod libraries;
mod pairs;
mod policy_object;
mod written;

pub(super) use written::written;

use aho_corasick::AhoCorasick;

use crate::facts::FileFacts;
use crate::syntax::digest::Script;

/// Words of which a script that sets headers holds one.
const WORDS: [&str; 12] = [
    "strict-transport-security",
    "content-security-policy",
    "x-frame-options",
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "access-control-allow",
    "helmet",
    "secureheaders",
    "lusca",
    "csp",
    "nosecone",
];

/// Finds headers set and places where more could be.
pub fn recognise(script: &Script, text: &str, facts: &mut FileFacts) {
    let mentions = AhoCorasick::builder().ascii_case_insensitive(true).build(WORDS);
    if mentions.is_ok_and(|words| words.is_match(text)) {
        pairs::recognise(script, facts);
        libraries::recognise(script, facts);
        facts.header_settings.sort_by_key(|setting| (setting.range, setting.name.clone()));
        facts.header_settings.dedup_by(|a, b| a.range == b.range && a.name == b.name);
    }
    homes::recognise(script, text, facts);
}
