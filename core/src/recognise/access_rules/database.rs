//! Rules of the Realtime Database: a JSON tree with `.read`, `.write` and `.validate`
//! (firebase.google.com/docs/database/security/core-syntax).

use smol_str::SmolStr;

use super::lower::{Lowering, MOST_NODES};
use crate::facts::{AccessEffect, AccessRule, Condition, DataStore, FileFacts, Operations, PathSegment};
use crate::syntax::firebase_rules::{Dialect, parse_expression};
use crate::syntax::json::{self, JsonKind, JsonProperty, JsonValue};
use crate::syntax::{Problem, ProblemKind};
use crate::text::{TextRange, offset};

/// Longer texts are data.
const LONGEST: usize = 1024 * 1024;

/// Finds the rules in a JSON text that has a tree called `rules` with grants in it.
pub fn recognise(text: &str, facts: &mut FileFacts) {
    let names = |key: &str| memchr::memmem::find(text.as_bytes(), key.as_bytes()).is_some();
    if text.len() > LONGEST || !names("rules") || !(names(".read") || names(".write")) {
        return;
    }
    let json = json::parse(text);
    let Some(rules) = json.get(&["rules"]) else { return };
    let before = facts.access_rules.len();
    let mut walk = Walk { text, left: MOST_NODES, facts };
    walk.tree(rules, &mut Vec::new(), rules.range);
    if let Some((range, message)) = json.error
        && facts.access_rules.len() > before
    {
        // What follows the first error may be anything.
        facts.partial.push(TextRange::new(range.start, offset(text.len())));
        facts.problems.push(Problem { range, kind: ProblemKind::Syntax, message });
    }
}

struct Walk<'a> {
    text: &'a str,
    left: u32,
    facts: &'a mut FileFacts,
}

impl Walk<'_> {
    /// Nesting is bounded by the reader of the text.
    fn tree(&mut self, value: &JsonValue, path: &mut Vec<PathSegment>, path_range: TextRange) {
        for property in value.properties() {
            let effect = match property.key.as_str() {
                ".read" => AccessEffect::Grants(Operations::READ),
                ".write" => AccessEffect::Grants(Operations::WRITE),
                ".validate" => AccessEffect::Validates,
                key if key.starts_with('.') => continue,
                key => {
                    for name in key.split('/').filter(|name| !name.is_empty()) {
                        path.push(match name.strip_prefix('$') {
                            Some(_) => PathSegment::Any(SmolStr::new(name)),
                            None => PathSegment::Name(SmolStr::new(name)),
                        });
                    }
                    let length = key.split('/').filter(|name| !name.is_empty()).count();
                    self.tree(&property.value, path, property.key_range);
                    path.truncate(path.len() - length);
                    continue;
                }
            };
            self.rule(property, effect, path, path_range);
        }
    }

    fn rule(&mut self, property: &JsonProperty, effect: AccessEffect, path: &[PathSegment], path_range: TextRange) {
        let written = match &property.value.kind {
            JsonKind::Bool(value) => SmolStr::new(value.to_string()),
            JsonKind::String(text) => SmolStr::new(text),
            _ => return,
        };
        let Some(expr) = parse_expression(&written, Dialect::Database) else {
            let message = "this expression cannot be read".to_owned();
            self.facts.problems.push(Problem { range: property.value.range, kind: ProblemKind::Syntax, message });
            self.facts.partial.push(property.range);
            return;
        };
        let mut lowering = Lowering::new(Dialect::Database, &[], path, self.left);
        let condition: Condition = lowering.condition(&expr);
        self.left = lowering.left();
        let mut path = path.to_vec();
        if effect != AccessEffect::Validates {
            // A grant holds for all that is below it.
            path.push(PathSegment::Rest(SmolStr::default()));
        }
        // A value with escapes stands otherwise in the text than it reads.
        let is_plain = property.value.range.inside_quotes().slice(self.text) == written;
        self.facts.access_rules.push(AccessRule {
            store: DataStore::RealtimeDatabase,
            effect,
            path,
            path_range,
            condition,
            written: Some(written).filter(|_| is_plain || property.value.as_bool().is_some()),
            range: property.range,
            indent: None,
        });
    }
}
