//! SARIF 2.1.0 (OASIS, <https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/>): what GitHub code scanning, Azure DevOps
//! and the SARIF viewers read.
//!
//! Columns count Unicode code points and say so (`columnKind`). Paths are relative to `%SRCROOT%` and percent-encoded.

mod results;
mod rules;

use serde_json::{Value, json};

use super::clean::clean_json;
use super::{FileNote, NoteKind, Places, Report};
pub(super) use results::{base, region_of};
pub(super) use rules::descriptors;

pub(super) const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
pub(super) const HOME: &str = "https://github.com/seaworthy-dev/seaworthy";

/// The report as pretty-printed SARIF with a final newline.
pub fn sarif(report: &Report<'_>) -> String {
    let places = Places::new(report);
    let shape = results::Shape { prefix: report.prefix, places: &places };
    let found: Vec<Value> =
        report.findings.iter().map(|marked| shape.result(marked.finding, &marked.fingerprint)).collect();
    let notifications: Vec<Value> = report.notes.iter().map(|note| notification(&shape, note)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Seaworthy",
                "version": report.version,
                "semanticVersion": report.version,
                "informationUri": HOME,
                "rules": rules::descriptors(),
                "notifications": NOTES.map(|(kind, text)| json!({
                    "id": kind.as_str(),
                    "shortDescription": { "text": text },
                })),
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "%SRCROOT%": { "description": { "text": "The root of the checked folder." } } },
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notifications,
            }],
            "results": found,
            "properties": {
                "files": report.files,
                "suppressed": report.suppressed,
                "baselined": report.baselined,
            },
        }],
    });
    clean_json(&format!("{log:#}\n"))
}

const NOTES: [(NoteKind, &str); 4] = [
    (NoteKind::Unread, "A file could not be read."),
    (NoteKind::Partial, "Parts of a file could not be parsed; the rest was analysed."),
    (NoteKind::Notice, "An ignore comment ignores nothing."),
    (NoteKind::SourceMap, "A source map lies beside a delivered script; its content is not read."),
];

fn notification(shape: &results::Shape<'_>, note: &FileNote) -> Value {
    let level = match note.kind {
        NoteKind::Unread => "warning",
        NoteKind::Partial | NoteKind::Notice | NoteKind::SourceMap => "note",
    };
    json!({
        "descriptor": { "id": note.kind.as_str() },
        "level": level,
        "message": { "text": note.message },
        "locations": [shape.location(&note.path, note.range)],
    })
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{findings_in, findings_that_make, with_report};
    use super::*;

    #[test]
    fn a_finding_becomes_a_result() {
        let text = "const a = '😀'; localStorage.setItem('token', a);\n";
        let made = with_report(&findings_in("src/pages/[id] ü.ts", text), text, sarif);
        let value: Value = serde_json::from_str(&made).unwrap();
        let run = &value["runs"][0];
        let result = &run["results"][0];
        let rule = &run["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        let location = &result["locations"][0]["physicalLocation"];
        assert_eq!(location["artifactLocation"]["uri"], "src/pages/%5Bid%5D%20%C3%BC.ts");
        assert_eq!(location["region"], json!({"startLine": 1, "startColumn": 16, "endLine": 1, "endColumn": 36}));
        assert_eq!(result["fixes"].as_array().unwrap().len(), 1, "a guide without edits is no SARIF fix");
        let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(replacement["insertedContent"]["text"], "sessionStorage");
        assert_eq!(run["properties"]["suppressed"], 2);
        let note = &run["invocations"][0]["toolExecutionNotifications"][0];
        assert_eq!(note["descriptor"]["id"], "file-not-read");
    }
    #[test]
    fn a_fix_can_make_a_file() {
        let text = "localStorage.setItem('token', a);\n";
        let made = with_report(&findings_that_make(".env.example", "src/a.ts", text), text, sarif);
        let value: Value = serde_json::from_str(&made).unwrap();
        let change = &value["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
        assert_eq!(change["artifactLocation"]["uri"], ".env.example");
        let start = json!({"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1});
        let expected = json!([{ "deletedRegion": start, "insertedContent": { "text": "TOKEN=\n" } }]);
        assert_eq!(change["replacements"], expected);
    }
}
