//! Which files are the rules of which store, as `firebase.json` says (firebase.google.com/docs/cli, "The firebase.json file").

use crate::facts::{DataStore, DeployedRules, FileFacts};
use crate::syntax::json;

/// Reads a `firebase.json`.
pub fn recognise(text: &str, facts: &mut FileFacts) {
    let Some((folder, "firebase.json")) = facts.path.rsplit_once('/').or(Some(("", facts.path.as_str()))) else {
        return;
    };
    let json = json::parse(text);
    let mut named = Vec::new();
    for (key, store) in [
        ("firestore", DataStore::Firestore),
        ("storage", DataStore::Storage),
        ("database", DataStore::RealtimeDatabase),
    ] {
        let Some(section) = json.get(&[key]) else { continue };
        let one = std::slice::from_ref(section);
        let sections = if section.items().is_empty() { one } else { section.items() };
        for value in sections.iter().filter_map(|section| section.get(&["rules"])) {
            if let Some(path) = value.as_str().and_then(|path| joined(folder, path)) {
                named.push(DeployedRules { store, path, range: value.range.inside_quotes() });
            }
        }
    }
    facts.deployed_rules = named;
}

/// A path relative to a folder; `None` where it leads out of the project.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
