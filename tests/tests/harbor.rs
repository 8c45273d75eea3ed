//! The example app, judged whole: what `EXPECTED.md` lists is found on its line, and nothing else is.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use seaworthy_core::{Gap, LineIndex};
use seaworthy_workspace::{OpenOptions, ScanRequest, Workspace};

/// The gaps that have rules today.
const GAPS: [Gap; 5] = [Gap::TokenStorage, Gap::CookieFlags, Gap::ClientSecret, Gap::TenantIsolation, Gap::Dependency];

fn harbor() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/harbor")
}

/// Rows of the tables: file, line, rule (empty in the table of look-alikes).
fn rows(section: &str) -> BTreeSet<(String, u32, String)> {
    let text = std::fs::read_to_string(harbor().join("EXPECTED.md")).unwrap();
    let from = text.find(section).unwrap_or_else(|| panic!("EXPECTED.md has no section {section}"));
    let body = &text[from + section.len()..];
    let body = &body[..body.find("\n## ").unwrap_or(body.len())];
    let cell = |text: &str| text.trim().trim_matches('`').to_owned();
    let mut rows = BTreeSet::new();
    for row in body.lines().filter(|row| row.starts_with("| `")) {
        let cells: Vec<String> = row.trim_matches('|').split('|').map(cell).collect();
        let line = cells[1].parse().unwrap_or_else(|_| panic!("no line in {row}"));
        let rule = if cells.len() > 4 { cells[3].clone() } else { String::new() };
        rows.insert((cells[0].clone(), line, rule));
    }
    assert!(!rows.is_empty(), "{section} is empty");
    rows
}

fn found() -> BTreeSet<(String, u32, String)> {
    let workspace = Workspace::open(&harbor(), OpenOptions::default()).unwrap();
    let scan = workspace.scan(&ScanRequest::default(), &());
    assert!(scan.unread.is_empty());
    let place = |finding: &seaworthy_core::Finding| {
        let text = &scan.texts[&finding.path].text;
        let line = LineIndex::new(text).line_of(finding.range.start) + 1;
        (finding.path.clone(), line, finding.rule.id.to_owned())
    };
    scan.findings().filter(|finding| GAPS.contains(&finding.rule.gap)).map(place).collect()
}

#[test]
fn everything_listed_is_found_and_nothing_else() {
    let mut expected = rows("## Token storage (`token-storage`)");
    expected.extend(rows("## Cookie flags (`cookie-flags`)"));
    expected.extend(rows("## Client secrets (`client-secret`)"));
    expected.extend(rows("## Tenant isolation (`tenant-isolation`)"));
    expected.extend(rows("## Dependencies (`dependency`)"));
    let found = found();
    let missing: Vec<_> = expected.difference(&found).collect();
    let surplus: Vec<_> = found.difference(&expected).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "missing: {missing:#?}\nsurplus: {surplus:#?}");
}

#[test]
fn look_alikes_stay_silent() {
    let found = found();
    for (file, line, _) in rows("## Look-alikes that must stay silent") {
        let accused = found.iter().find(|(path, at, _)| *path == file && *at == line);
        assert!(accused.is_none(), "{accused:?}");
    }
}
