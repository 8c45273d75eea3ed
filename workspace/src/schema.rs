//! The JSON schema of `seaworthy.toml`, for completion and checking in editors.

use seaworthy_core::checklist::{ITEMS, ReviewKind};
use seaworthy_core::{Gap, RULES};
use serde_json::{Map, Value, json};

/// The JSON schema (draft 2020-12) of `seaworthy.toml`, with every rule and gap by name.
pub fn config_schema() -> Value {
    let rules = rule_levels();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://raw.githubusercontent.com/seaworthy-dev/seaworthy/main/docs/seaworthy.schema.json",
        "title": "Seaworthy",
        "description": "The configuration of Seaworthy: seaworthy.toml at the root of a project.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "rules": rules,
            "overrides": {
                "description": "Levels for some paths; the last match wins.",
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["paths", "rules"],
                    "properties": {
                        "paths": strings("Globs on paths relative to the project."),
                        "rules": rules,
                    },
                },
            },
            "ignore": strings("Globs of paths that are not analysed at all."),
            "names": {
                "description": "Names the project uses in its own way.",
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "tokens": strings("Storage keys and properties that hold an auth token whatever they are called."),
                    "not-tokens": strings("Storage keys and properties that never hold one."),
                    "session-cookies": strings("Cookies that carry a session whatever they are called."),
                    "not-session-cookies": strings("Cookies that never carry one."),
                },
            },
            "attestations": attestations(),
            "reviews": reviews(),
        },
    })
}

fn attestations() -> Value {
    let items: Vec<String> = ITEMS.iter().map(|item| format!("{} {}", item.number, item.title)).collect();
    json!({
        "description": "What people gave their word for, because no tool can see it.",
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["item", "by", "on", "note"],
            "properties": {
                "item": { "description": items.join("; "), "type": "integer", "minimum": 1, "maximum": ITEMS.len() },
                "by": text("Who gives their word."),
                "on": day("The day they gave it."),
                "note": text("What was done."),
                "link": text("Where it can be looked up."),
                "valid-for": {
                    "description": "How long it counts: `1 year` (also without this line), `6 months`, `2 weeks`, `90 days`.",
                    "type": "string",
                    "pattern": "^\\s*[0-9]{1,4}\\s+(day|week|month|year)s*\\s*$",
                },
            },
        },
    })
}

fn reviews() -> Value {
    json!({
        "description": "Reviews that were done; the newest of each kind counts.",
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["kind", "on", "by"],
            "properties": {
                "kind": { "description": "Which.", "enum": ReviewKind::ALL.map(ReviewKind::as_str) },
                "on": day("The day it was done."),
                "by": text("Who did it."),
                "note": text("What came of it."),
                "link": text("Where it can be looked up."),
            },
        },
    })
}

fn text(description: &str) -> Value {
    json!({ "description": description, "type": "string", "pattern": "\\S" })
}

/// Editors hand a bare TOML date to the schema as its text.
fn day(description: &str) -> Value {
    json!({ "description": description, "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?$" })
}

fn strings(description: &str) -> Value {
    json!({ "description": description, "type": "array", "items": { "type": "string" } })
}

fn rule_levels() -> Value {
    let level = |description: String| {
        let levels = ["off", "info", "information", "warn", "warning", "error"];
        json!({ "description": description, "enum": levels })
    };
    let mut properties = Map::new();
    for gap in Gap::ALL {
        properties.insert(gap.as_str().to_owned(), level(format!("Every rule of the gap “{}”.", gap.title())));
    }
    for rule in RULES {
        let meta = rule.meta;
        let words = format!("{}. By default at most {}. {}", meta.title, meta.severity.as_str(), meta.url());
        properties.insert(meta.id.to_owned(), level(words));
    }
    json!({
        "description": "A rule or a gap, and its level; a level for a rule wins over one for its gap.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use seaworthy_core::ConfigFile;

    /// A date is text to a schema, whatever the TOML library makes of it.
    fn as_editors_see_it(mut value: Value) -> Value {
        match &mut value {
            Value::Array(entries) => entries.iter_mut().for_each(|entry| *entry = as_editors_see_it(entry.take())),
            Value::Object(entries) if entries.keys().any(|key| key.contains("datetime")) => {
                return entries.values().next().cloned().unwrap();
            }
            Value::Object(entries) => entries.values_mut().for_each(|entry| *entry = as_editors_see_it(entry.take())),
            _ => {}
        }
        value
    }

    #[test]
    fn schema_and_reader_agree() {
        let schema = jsonschema::validator_for(&config_schema()).unwrap();
        for (text, is_sound) in [
            ("", true),
            ("ignore = ['a']\n[rules]\nheaders = 'off'\ntoken-in-web-storage = 'warn'", true),
            ("[[overrides]]\npaths = ['x/**']\n[overrides.rules]\ntoken-storage = 'information'", true),
            ("[names]\nnot-tokens = ['csrf']\nsession-cookies = ['sid']\ntokens = []\nnot-session-cookies = []", true),
            ("[rules]\nno-such-rule = 'off'", false),
            ("[rules]\nheaders = 'loud'", false),
            ("[names]\nnot_tokens = ['csrf']", false),
            ("[[overrides]]\npaths = []", false),
            ("extra = 1", false),
            (
                "[[attestations]]\nitem = 8\nby = 'A'\non = 2026-11-01\nnote = 'n'\nvalid-for = '1 year'\nlink = 'x'",
                true,
            ),
            ("[[attestations]]\nitem = 8\nby = 'A'\non = '2026-11-01'\nnote = 'n'", true),
            ("[[attestations]]\nitem = 0\nby = 'A'\non = 2026-11-01\nnote = 'n'", false),
            ("[[attestations]]\nitem = 8\nby = ''\non = 2026-11-01\nnote = 'n'", false),
            ("[[attestations]]\nitem = 8\nby = 'A'\nnote = 'n'", false),
            ("[[attestations]]\nitem = 8\nby = 'A'\non = 2026-11-01\nnote = 'n'\nvalid-for = 'long'", false),
            ("[[reviews]]\nkind = 'penetration-test'\non = 2026-11-01\nby = 'A'\nnote = 'n'", true),
            ("[[reviews]]\nkind = 'pentest'\non = 2026-11-01\nby = 'A'", false),
            ("[[reviews]]\nkind = 'code-review'\non = 'November'\nby = 'A'", false),
        ] {
            let value: toml::Value = toml::from_str(text).unwrap();
            let json = as_editors_see_it(serde_json::to_value(value).unwrap());
            let read = toml::from_str::<ConfigFile>(text).is_ok_and(|file| seaworthy_core::Config::new(file).is_ok());
            assert_eq!(schema.is_valid(&json), is_sound, "schema: {text}");
            assert_eq!(read, is_sound, "reader: {text}");
        }
    }
}
