//! Findings as SARIF results.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::rules::level;
use crate::finding::{Certainty, Edit, Finding, Fix, Message, Severity};
use crate::report::fingerprint::SCHEME;
use crate::report::{Place, Places, encode_path};
use crate::rules::{RULES, RuleMeta};
use crate::text::TextRange;

/// What every place of the report needs.
pub(super) struct Shape<'a> {
    pub(super) prefix: &'a str,
    pub(super) places: &'a Places<'a>,
}

impl Shape<'_> {
    pub(super) fn result(&self, finding: &Finding, fingerprint: &str) -> Value {
        let mut result = base(finding.rule, finding.severity, finding.certainty, &finding.message, fingerprint);
        let mut set = |key: &str, value: Value| result.insert(key.to_owned(), value);
        set("locations", json!([self.location(&finding.path, Some(finding.range))]));
        if !finding.related.is_empty() {
            set("relatedLocations", self.related(finding));
        }
        let fixes: Vec<Value> =
            finding.fixes.iter().filter(|fix| !fix.edits.is_empty()).map(|fix| self.fix(fix)).collect();
        if !fixes.is_empty() {
            set("fixes", json!(fixes));
        }
        Value::Object(result)
    }

    /// A location; without a region when the text is not at hand.
    pub(super) fn location(&self, path: &str, range: Option<TextRange>) -> Value {
        let mut physical = json!({ "artifactLocation": self.artifact(path) });
        if let Some(region) = range.and_then(|range| self.region(path, range)) {
            physical["region"] = region;
        }
        json!({ "physicalLocation": physical })
    }

    fn related(&self, finding: &Finding) -> Value {
        let places = finding.related.iter().enumerate().map(|(id, related)| {
            let mut location = self.location(&related.path, Some(related.range));
            location["id"] = json!(id);
            location["message"] = json!({ "text": related.note });
            location
        });
        places.collect()
    }

    fn artifact(&self, path: &str) -> Value {
        json!({ "uri": encode_path(&format!("{}{path}", self.prefix)), "uriBaseId": "%SRCROOT%" })
    }

    fn region(&self, path: &str, range: TextRange) -> Option<Value> {
        self.places.place(path, range).map(region_of)
    }

    fn fix(&self, fix: &Fix) -> Value {
        let mut by_file: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
        for edit in &fix.edits {
            by_file.entry(&edit.path).or_default().push(edit);
        }
        let changes: Vec<Value> = by_file
            .into_iter()
            .map(|(path, edits)| {
                let replacements = edits.into_iter().filter_map(|edit| self.replacement(edit)).collect::<Vec<_>>();
                json!({ "artifactLocation": self.artifact(path), "replacements": replacements })
            })
            .collect();
        let description = json!({ "text": fix.title });
        json!({ "description": description, "artifactChanges": changes, "properties": { "level": fix.level } })
    }

    fn replacement(&self, edit: &Edit) -> Option<Value> {
        let mut replacement = json!({ "deletedRegion": region_of(self.places.edit_place(edit)?) });
        if !edit.text.is_empty() {
            replacement["insertedContent"] = json!({ "text": edit.text });
        }
        Some(replacement)
    }
}

/// What every result says, wherever its finding is.
pub(in crate::report) fn base(
    rule: &'static RuleMeta,
    severity: Severity,
    certainty: Certainty,
    message: &Message,
    fingerprint: &str,
) -> Map<String, Value> {
    let mut result = Map::new();
    let mut set = |key: &str, value: Value| result.insert(key.to_owned(), value);
    set("ruleId", json!(rule.id));
    if let Some(index) = RULES.iter().position(|known| known.meta == rule) {
        set("ruleIndex", json!(index));
    }
    set("level", json!(level(severity)));
    let text = format!("{}. {} {}", message.what.trim_end_matches('.'), message.risk, message.remedy);
    set("message", json!({ "text": text }));
    set("partialFingerprints", json!({ SCHEME: fingerprint }));
    set(
        "properties",
        json!({
            "certainty": certainty,
            "gap": rule.gap.as_str(),
            "launchItem": rule.launch_item,
            "risk": message.risk,
            "remedy": message.remedy,
        }),
    );
    result
}

/// A place as SARIF counts it.
pub(in crate::report) fn region_of(place: Place) -> Value {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    })
}
