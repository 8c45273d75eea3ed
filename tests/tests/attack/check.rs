//! The real command, run on the app.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

use super::app::Copy;
use super::expected::Found;

/// The findings of tenant isolation.
pub fn tenant_findings(copy: &Copy) -> BTreeSet<Found> {
    let findings = findings(copy, &["--rule", "tenant-isolation"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let line = |finding: &Value| finding["place"]["start"]["line"].as_u64().unwrap();
    findings.iter().map(|finding| (text(&finding["path"]), line(finding), text(&finding["rule"]))).collect()
}

/// Every finding of tenant isolation that a fix could mend.
pub fn findings_with_a_fix(copy: &Copy) -> Vec<String> {
    let has_edits = |fix: &Value| fix["edits"].as_array().is_some_and(|edits| !edits.is_empty());
    let has_fix = |finding: &Value| finding["fixes"].as_array().is_some_and(|fixes| fixes.iter().any(has_edits));
    findings(copy, &["--rule", "tenant-isolation"])
        .iter()
        .filter(|finding| has_fix(finding))
        .map(ToString::to_string)
        .collect()
}

/// Applies every fix of tenant isolation there is; those of other gaps may need packages the app does not have.
pub fn fix_all(copy: &Copy) {
    let output = run(copy, &["--fix=suggestions", "--yes", "--rule", "tenant-isolation"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("Applied"), "{said}");
    println!("{said}");
}

fn findings(copy: &Copy, arguments: &[&str]) -> Vec<Value> {
    let output = run(copy, &[arguments, &["--format", "json"]].concat());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    report["findings"].as_array().unwrap().clone()
}

fn run(copy: &Copy, arguments: &[&str]) -> Output {
    let mut command = Command::new(binary());
    command.arg("check").args(arguments).current_dir(copy.root()).env("NO_COLOR", "1").stdin(Stdio::null());
    let output = command.output().unwrap();
    // 1 says that there are findings.
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// The command of this workspace, built as this test is.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let folder = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().to_owned();
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["build", "--quiet", "--package", "seaworthy", "--bin", "seaworthy"]);
        cargo.args((folder.file_name().unwrap() == "release").then_some("--release"));
        assert!(cargo.current_dir(env!("CARGO_MANIFEST_DIR")).status().unwrap().success());
        folder.join(format!("seaworthy{}", std::env::consts::EXE_SUFFIX))
    })
}
