//! The JSON schema of `seaworthy.toml`, for completion and checking in editors.

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
        },
    })
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
        ] {
            let value: toml::Value = toml::from_str(text).unwrap();
            let json = serde_json::to_value(value).unwrap();
            let read = toml::from_str::<ConfigFile>(text).is_ok_and(|file| seaworthy_core::Config::new(file).is_ok());
            assert_eq!(schema.is_valid(&json), is_sound, "schema: {text}");
            assert_eq!(read, is_sound, "reader: {text}");
        }
    }
}
