//! The JSON report: a stable shape for scripts and agents.
//!
//! Fields are only ever added within a [`JSON_VERSION`]; a reader must ignore those it does not know. Lines and columns are
//! one-based, columns count Unicode scalar values, offsets count UTF-8 bytes, ends are exclusive. Paths use `/`.

use serde::Serialize;

use super::clean::clean_json;
use super::place::{Place, Places};
use super::{Counts, Marked, Report, count};
use crate::finding::{Certainty, Edit, Finding, Fix, FixLevel, Message, Related, Severity};

/// The version of the shape.
pub const JSON_VERSION: u32 = 1;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    version: u32,
    tool: Tool<'a>,
    summary: Summary,
    findings: Vec<Entry<'a>>,
    notes: Vec<Note<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'static str,
    version: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    files: usize,
    findings: Counts,
    suppressed: usize,
    baselined: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    rule: &'static str,
    gap: &'static str,
    launch_item: u8,
    severity: Severity,
    certainty: Certainty,
    path: String,
    place: Option<Place>,
    message: &'a Message,
    related: Vec<RelatedPlace<'a>>,
    fixes: Vec<FixEntry<'a>>,
    docs: String,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct RelatedPlace<'a> {
    path: String,
    place: Option<Place>,
    note: &'a str,
}

#[derive(Serialize)]
struct FixEntry<'a> {
    title: &'a str,
    level: FixLevel,
    edits: Vec<EditEntry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EditEntry<'a> {
    path: String,
    place: Option<Place>,
    /// Only said where it is so: the edit makes the file.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    new_file: bool,
    text: &'a str,
}

#[derive(Serialize)]
struct Note<'a> {
    kind: &'static str,
    path: String,
    place: Option<Place>,
    message: &'a str,
}

/// The report as pretty-printed JSON with a final newline.
pub fn json(report: &Report<'_>) -> String {
    let places = Places::new(report);
    let shape = Shape { prefix: report.prefix, places: &places };
    let log = Log {
        version: JSON_VERSION,
        tool: Tool { name: "seaworthy", version: report.version },
        summary: Summary {
            files: report.files,
            findings: count(report.findings.iter().map(|marked| marked.finding)),
            suppressed: report.suppressed,
            baselined: report.baselined,
        },
        findings: report.findings.iter().map(|marked| shape.entry(marked)).collect(),
        notes: report
            .notes
            .iter()
            .map(|note| Note {
                kind: note.kind.as_str(),
                path: shape.path(&note.path),
                place: note.range.and_then(|range| places.place(&note.path, range)),
                message: &note.message,
            })
            .collect(),
    };
    // Plain owned data with string keys always serialises.
    serde_json::to_string_pretty(&log)
        .map_or_else(|error| format!("{{\"error\":\"{error}\"}}\n"), |text| clean_json(&text) + "\n")
}

struct Shape<'a> {
    prefix: &'a str,
    places: &'a Places<'a>,
}

impl Shape<'_> {
    fn path(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    fn entry<'b>(&self, marked: &'b Marked<'_>) -> Entry<'b> {
        let finding: &'b Finding = marked.finding;
        Entry {
            rule: finding.rule.id,
            gap: finding.rule.gap.as_str(),
            launch_item: finding.rule.launch_item,
            severity: finding.severity,
            certainty: finding.certainty,
            path: self.path(&finding.path),
            place: self.places.place(&finding.path, finding.range),
            message: &finding.message,
            related: finding.related.iter().map(|related| self.related(related)).collect(),
            fixes: finding.fixes.iter().map(|fix| self.fix(fix)).collect(),
            docs: finding.rule.url(),
            fingerprint: &marked.fingerprint,
        }
    }

    fn related<'b>(&self, related: &'b Related) -> RelatedPlace<'b> {
        let place = self.places.place(&related.path, related.range);
        RelatedPlace { path: self.path(&related.path), place, note: &related.note }
    }

    fn fix<'b>(&self, fix: &'b Fix) -> FixEntry<'b> {
        FixEntry { title: &fix.title, level: fix.level, edits: fix.edits.iter().map(|edit| self.edit(edit)).collect() }
    }

    fn edit<'b>(&self, edit: &'b Edit) -> EditEntry<'b> {
        EditEntry {
            path: self.path(&edit.path),
            place: self.places.edit_place(edit),
            new_file: self.places.makes_file(edit),
            text: &edit.text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{findings_in, findings_that_make, with_report};
    use super::*;

    #[test]
    fn the_shape_is_stable() {
        let text = "é;\nlocalStorage.setItem('token', a);\n";
        let made = with_report(&findings_in("src/a.ts", text), text, json);
        let value: serde_json::Value = serde_json::from_str(&made).unwrap();
        assert_eq!(value["version"], 1);
        assert_eq!(value["summary"]["findings"]["error"], 1);
        assert_eq!(value["summary"]["files"], 7);
        let entry = &value["findings"][0];
        for (key, expected) in [("rule", "token-in-web-storage"), ("gap", "token-storage"), ("severity", "error")] {
            assert_eq!(entry[key], expected);
        }
        assert_eq!(entry["place"]["start"], serde_json::json!({"line": 2, "column": 1, "offset": 4}));
        assert_eq!(entry["fixes"][0]["edits"][0]["text"], "sessionStorage");
        assert_eq!(entry["fixes"][0]["edits"][0]["newFile"], serde_json::Value::Null);
        assert_eq!(entry["fixes"][0]["level"], "safe");
        assert_eq!(value["notes"][0]["kind"], "file-not-read");
    }

    #[test]
    fn a_fix_can_make_a_file() {
        let text = "localStorage.setItem('token', a);\n";
        let made = with_report(&findings_that_make(".env.example", "src/a.ts", text), text, json);
        let value: serde_json::Value = serde_json::from_str(&made).unwrap();
        let edit = &value["findings"][0]["fixes"][0]["edits"][1];
        assert_eq!((&edit["path"], &edit["newFile"]), (&".env.example".into(), &true.into()));
        assert_eq!(edit["place"]["start"], serde_json::json!({"line": 1, "column": 1, "offset": 0}));
        assert_eq!(edit["place"]["end"], edit["place"]["start"]);
    }
}
