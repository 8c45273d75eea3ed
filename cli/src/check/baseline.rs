//! Findings that are known already. A baseline is a JSON report, or the short form of one that `--write-baseline` writes:
//! of both only `findings[].fingerprint` is read.

use std::collections::BTreeSet;
use std::path::Path;

use seaworthy_core::report::{JSON_VERSION, Marked};
use serde_json::{Value, json};

use crate::Failure;

/// Reads the fingerprints a baseline holds.
pub(super) fn read(path: &Path) -> Result<BTreeSet<String>, Failure> {
    let fail = |reason: String| format!("cannot use the baseline {}: {reason}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
    let value: Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| fail(error.to_string()))?;
    parse(&value).ok_or_else(|| fail(format!("it is no Seaworthy report of version {JSON_VERSION}")))
}

fn parse(value: &Value) -> Option<BTreeSet<String>> {
    if value["version"] != json!(JSON_VERSION) {
        return None;
    }
    let findings = value["findings"].as_array()?;
    findings.iter().map(|finding| finding["fingerprint"].as_str().map(str::to_owned)).collect()
}

/// Writes the findings as a baseline, in an order that makes small diffs.
pub(super) fn write(path: &Path, found: &[Marked<'_>]) -> Result<(), Failure> {
    let mut entries: Vec<(&str, &str, &str)> = found
        .iter()
        .map(|marked| (marked.finding.path.as_str(), marked.finding.rule.id, marked.fingerprint.as_str()))
        .collect();
    entries.sort_unstable();
    let findings: Vec<Value> = entries
        .into_iter()
        .map(|(path, rule, fingerprint)| json!({ "path": path, "rule": rule, "fingerprint": fingerprint }))
        .collect();
    let text = format!("{:#}\n", json!({ "version": JSON_VERSION, "findings": findings }));
    let written = seaworthy_workspace::write_bytes(path, text.as_bytes());
    written.map_err(|error| format!("cannot write the baseline {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_reports_of_our_version_are_read() {
        let report = json!({"version": 1, "findings": [{"fingerprint": "a:1", "more": 1}], "notes": []});
        assert_eq!(parse(&report), Some(BTreeSet::from(["a:1".to_owned()])));
        for other in [json!({"version": 2, "findings": []}), json!([]), json!({"version": 1, "findings": [{}]})] {
            assert_eq!(parse(&other), None, "{other}");
        }
    }
}
