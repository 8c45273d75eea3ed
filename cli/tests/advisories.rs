//! Advisories that are imported, and reports of package managers.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod common;

use common::Project;

const MANIFEST: &str = "{\n  \"dependencies\": {\n    \"left-pad\": \"1.2.0\"\n  }\n}\n";
const LOCK: &str = "{\"packages\": {\"node_modules/left-pad\": {\"version\": \"1.2.0\"}}}";
const OSV: &str = r#"{"id":"GHSA-aaaa-bbbb-cccc","summary":"bad","affected":[{"package":{"ecosystem":"npm","name":"left-pad"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.3.0"}]}]}],"database_specific":{"severity":"HIGH"}}"#;
const REPORT: &str = r#"{"auditReportVersion":2,"vulnerabilities":{"left-pad":{"name":"left-pad","severity":"high","isDirect":true,"via":[{"source":1,"name":"left-pad","dependency":"left-pad","title":"bad","url":"https://github.com/advisories/GHSA-aaaa-bbbb-cccc","severity":"high","range":"<1.3.0"}]}}}"#;

fn project() -> Project {
    Project::new(&[
        ("package.json", MANIFEST),
        ("package-lock.json", LOCK),
        ("osv/a.json", OSV),
        ("report.json", REPORT),
    ])
}

#[test]
fn an_import_is_used_by_the_next_check() {
    let project = project();
    let before = project.run(&["check", "--rule", "dependency"]);
    assert_eq!(before.code, 0, "{}{}", before.out, before.err);
    let show = project.run(&["advisories", "show"]);
    assert!(show.out.contains("No advisories"), "{}", show.out);
    let import = project.run(&["advisories", "import", "osv"]);
    assert!(import.code == 0 && import.out.starts_with("Kept 1 advisory of 1 file"), "{}{}", import.out, import.err);
    let after = project.run(&["check", "--rule", "dependency", "--format", "json"]);
    assert_eq!(after.code, 1, "{}{}", after.out, after.err);
    let finding = &after.json()["findings"][0];
    assert_eq!(
        (finding["rule"].as_str(), finding["path"].as_str()),
        (Some("known-vulnerable-dependency"), Some("package.json"))
    );
    project.write("data/advisories.jsonl", "nonsense\n");
    assert_eq!(project.run(&["check"]).code, 2, "a broken store is no silence");
}

#[test]
fn a_report_is_used_where_it_is_named() {
    let project = project();
    let found = project.run(&["check", "--rule", "dependency", "--audit-report", "report.json"]);
    assert!(found.code == 1 && found.out.contains("GHSA-aaaa-bbbb-cccc"), "{}{}", found.out, found.err);
    for wrong in ["package.json", "none.json"] {
        assert_eq!(project.run(&["check", "--audit-report", wrong]).code, 2, "{wrong}");
    }
    assert_eq!(project.run(&["advisories", "import", "report.json"]).code, 2);
}
