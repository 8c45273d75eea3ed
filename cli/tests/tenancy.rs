//! `seaworthy explain --tenancy`, by the real binary.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::process::Command;

fn explain(folder: &std::path::Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_seaworthy"))
        .arg("explain")
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn each_model_is_told_with_whose_its_rows_are_and_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("prisma")).unwrap();
    let schema = "model User {\n  id String @id\n}\n\nmodel Invoice {\n  id String @id\n  userId String\n}\n\nmodel Country {\n  id String @id\n}\n";
    std::fs::write(folder.path().join("prisma/schema.prisma"), schema).unwrap();
    let (code, out, _) = explain(folder.path(), &["--tenancy"]);
    assert_eq!(code, 0);
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    assert!(lines[0].ends_with("1 of 3 models"), "{out}");
    assert!(out.contains("  Invoice  a user's own, by `userId`\n           prisma/schema.prisma:5"), "{out}");
    assert!(out.contains("  Country  nobody's\n"), "{out}");
    assert_eq!(explain(folder.path(), &["--tenancy", "."]).1, out);
}

#[test]
fn a_project_without_models_and_a_wrong_call_are_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, _) = explain(folder.path(), &["--tenancy"]);
    assert!(code == 0 && out.starts_with("No models"), "{out}");
    let (code, _, err) = explain(folder.path(), &["--tenancy", "not-there"]);
    assert!(code == 2 && err.contains("not-there"), "{err}");
    let (code, _, err) = explain(folder.path(), &[]);
    assert!(code == 2 && err.contains("RULE"), "{err}");
}
