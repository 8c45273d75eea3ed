//! Everything found in a folder, for the command `seaworthy.findings`: what a list of findings beside the editor shows.

use std::collections::BTreeMap;
use std::path::Path;

use seaworthy_core::{ColumnUnit, Finding, Judgement};
use serde_json::{Value, json};
use tower_lsp::lsp_types::Url;

use crate::convert::Snapshot;
use crate::diagnostic::message;

/// The command that answers with the findings.
pub const COMMAND: &str = "seaworthy.findings";

/// The findings of judged files as JSON: `{ files, findings: [{ uri, path, range, rule, severity, message }] }`, in order of path
/// and place. Messages are those of the diagnostics; ranges are the protocol's, in the unit agreed on. What lies in a file whose text is not there has no place and is
/// left out.
pub fn as_json(
    root: &Path,
    judged: &BTreeMap<String, Judgement>,
    texts: &BTreeMap<String, String>,
    unit: ColumnUnit,
) -> Value {
    let of_file = |(path, judgement): (&String, &Judgement)| -> Vec<Value> {
        let Some(text) = texts.get(path).filter(|_| !judgement.findings.is_empty()) else { return Vec::new() };
        let Ok(url) = Url::from_file_path(root.join(path)) else { return Vec::new() };
        let snapshot = Snapshot::new(text.clone());
        judgement.findings.iter().map(|finding| entry(finding, &url, &snapshot, unit)).collect()
    };
    let findings: Vec<Value> = judged.iter().flat_map(of_file).collect();
    json!({ "files": judged.len(), "findings": findings })
}

fn entry(finding: &Finding, url: &Url, snapshot: &Snapshot, unit: ColumnUnit) -> Value {
    json!({
        "uri": url,
        "path": finding.path,
        "range": snapshot.range(finding.range, unit),
        "rule": finding.rule.id,
        "severity": finding.severity.as_str(),
        "message": message(finding),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use seaworthy_core::{Change, Config, Project, analyse};

    #[test]
    fn each_finding_has_its_place() {
        let text = "const a = '😀'; localStorage.setItem('access_token', session.access_token);\n";
        let mut project = Project::new(Config::default());
        project.apply([Change::Set(Box::new(analyse("a b.ts", text)))]);
        let judged = BTreeMap::from([("a b.ts".to_owned(), project.judge("a b.ts"))]);
        let texts = BTreeMap::from([("a b.ts".to_owned(), text.to_owned())]);
        let made = as_json(Path::new("/w"), &judged, &texts, ColumnUnit::Utf16);
        let finding = &made["findings"][0];
        assert_eq!((&made["files"], finding["rule"].as_str()), (&json!(1), Some("token-in-web-storage")));
        assert_eq!(finding["uri"], "file:///w/a%20b.ts");
        assert_eq!(finding["range"]["start"], json!({ "line": 0, "character": 16 }));
        let none = as_json(Path::new("/w"), &judged, &BTreeMap::new(), ColumnUnit::Utf16);
        assert_eq!(none.to_string(), r#"{"files":1,"findings":[]}"#);
    }
}
