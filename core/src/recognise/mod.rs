//! Framework knowledge: turns a text into facts. A recogniser never decides whether something is good or bad.

use crate::facts::{FileFacts, StorageApi, StorageArea, StorageWrite, Value};
use crate::suppress::suppressions;
use crate::syntax::Language;
use crate::text::TextRange;

/// Reads one file.
pub fn analyse(path: &str, text: &str) -> FileFacts {
    let mut facts = FileFacts::empty(path, Language::TypeScript);
    facts.suppressions = suppressions(text);
    for (at, found) in text.match_indices("localStorage.setItem(") {
        let quoted = at + found.len();
        let key = text[quoted + 1..].split(['\'', '"']).next().unwrap_or("");
        let end = text[at..].find(')').map_or(text.len(), |end| at + end + 1);
        facts.storage_writes.push(StorageWrite {
            range: TextRange::new(u32::try_from(at).unwrap_or(0), u32::try_from(end).unwrap_or(0)),
            statement: None,
            function: None,
            area: StorageArea::Local,
            api: StorageApi::Direct,
            written_as: "localStorage.setItem".into(),
            key: Value::Text(key.into()),
            value: Value::Unknown,
        });
    }
    facts
}
