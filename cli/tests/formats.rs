//! Each report format, made by the real command.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::fs;
use std::process::Command;

use common::{COOKIE, Project, SOUND, TOKEN};
use serde_json::Value;

fn sample() -> Project {
    let project = Project::new(&[("src/a b/ü.ts", TOKEN), ("server/login.ts", COOKIE), ("src/ok.ts", SOUND)]);
    project.write("src/logo.ts", b"\x89PNG\0");
    project.write("src/half.ts", "export const a = (;\n\nexport const b = 1;\n");
    project
}

/// The official schema, as the crate `serde-sarif` ships it.
fn sarif_schema() -> Value {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let arguments = ["metadata", "--format-version", "1", "--manifest-path", manifest];
    let output = Command::new(cargo).args(arguments).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let package =
        metadata["packages"].as_array().unwrap().iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let folder = std::path::Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(folder.join("src/schema.json")).unwrap()).unwrap();
    // Its one pattern that is no regular expression, as errata 01 mends it.
    for holder in ["run", "toolComponent"] {
        schema["definitions"][holder]["properties"]["language"]["pattern"] = "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$".into();
    }
    schema
}

#[test]
fn sarif_fits_the_official_schema() {
    let schema = sarif_schema();
    assert!(schema["title"].as_str().unwrap().contains("2.1.0"), "{}", schema["title"]);
    let validator = jsonschema::validator_for(&schema).unwrap();
    for project in [sample(), Project::new(&[])] {
        let made = project.check(&["--format", "sarif"]).json();
        let errors: Vec<String> =
            validator.iter_errors(&made).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    let mut broken = sample().check(&["--format", "sarif"]).json();
    broken["runs"][0]["results"][0]["level"] = "loud".into();
    assert!(!validator.is_valid(&broken), "the schema is really asked");
}

#[test]
fn sarif_says_all_there_is() {
    let made = sample().check(&["--format", "sarif"]).json();
    let run = &made["runs"][0];
    let results = run["results"].as_array().unwrap();
    let token = results.iter().find(|result| result["ruleId"] == "token-in-web-storage").unwrap();
    let uri = &token["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "src/a%20b/%C3%BC.ts");
    assert_eq!(token["locations"][0]["physicalLocation"]["region"]["startLine"], 2);
    let cookie = results.iter().find(|result| result["ruleId"] == "session-cookie-readable-by-script").unwrap();
    assert!(cookie["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"].is_string());
    let notes = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    let unread = notes.iter().find(|note| note["descriptor"]["id"] == "file-not-read").unwrap();
    assert_eq!(unread["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "src/logo.ts");
    assert!(notes.iter().any(|note| note["descriptor"]["id"] == "file-read-in-part"), "{notes:?}");
}

#[test]
fn fingerprints_survive_lines_above() {
    let project = Project::new(&[("a.ts", TOKEN)]);
    let print = || project.check(&["--format", "sarif"]).json()["runs"][0]["results"][0]["partialFingerprints"].clone();
    let before = print();
    project.write("a.ts", format!("// one\n\n// two\n{TOKEN}"));
    assert_eq!(print(), before);
    assert!(before["seaworthy/v1"].is_string());
}

#[test]
fn json_goes_to_standard_output_alone() {
    let run = sample().check(&["--format", "json"]);
    let value = run.json();
    assert_eq!(value["version"], 1);
    assert_eq!(value["findings"][0]["severity"], "error", "the gravest first");
    assert!(run.err.contains("Not read: src/logo.ts (it is not text)."), "{}", run.err);
    assert_eq!(sample().check(&["--format", "json", "--quiet"]).err, "");
}

#[test]
fn github_lines_point_to_the_place() {
    let out = sample().check(&["--format", "github"]).out;
    assert!(out.contains("::error file=src/a b/ü.ts,line=2,endLine=2,col=3,"), "{out}");
    assert!(out.lines().all(|line| line.starts_with("::")), "{out}");
}

#[test]
fn markdown_is_a_comment() {
    let out = sample().check(&["--format", "markdown"]).out;
    assert!(out.starts_with("### Seaworthy: ") && out.contains("<details>"), "{out}");
    assert!(out.contains("**Not read**"), "{out}");
}

#[test]
fn a_report_can_go_to_a_file() {
    let project = sample();
    for format in ["text", "json", "sarif", "github", "markdown"] {
        let run = project.check(&["--format", format, "--output", "report.out"]);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{format}");
        let written = project.read("report.out");
        assert!(written.contains("token-in-web-storage") && !written.contains('\u{1b}'), "{format}: {written}");
    }
}

#[test]
fn paths_lead_from_the_current_folder() {
    let project = Project::new(&[("apps/web/seaworthy.toml", ""), ("apps/web/src/a.ts", TOKEN)]);
    let outside = project.check(&["apps/web", "--format", "json"]).json();
    assert_eq!(outside["findings"][0]["path"], "apps/web/src/a.ts");
    let inside = common::finish(project.command(&["check"]).current_dir(project.path("apps/web/src")));
    assert!(inside.out.contains(" a.ts:2:3"), "{}", inside.out);
}

#[test]
fn colours_follow_the_person() {
    let project = Project::new(&[("a.ts", TOKEN)]);
    let coloured = |arguments: &[&str], name: &str| {
        common::finish(project.command(&[&["check"], arguments].concat()).env(name, "1")).out.contains('\u{1b}')
    };
    assert!(!coloured(&[], "UNRELATED"), "no terminal, no colours");
    assert!(coloured(&[], "CLICOLOR_FORCE"));
    assert!(!coloured(&["--no-color"], "CLICOLOR_FORCE"));
    assert!(!coloured(&[], "NO_COLOR"));
}

#[test]
fn max_findings_hides_and_says_so() {
    let project = Project::new(&[("a.ts", TOKEN), ("b.ts", TOKEN), ("c.ts", TOKEN)]);
    let run = project.check(&["--max-findings", "1"]);
    assert_eq!(run.out.matches("error[token-in-web-storage]").count(), 1, "{}", run.out);
    assert!(run.out.contains("3 errors in 3 of 3 files.") && run.out.contains("2 not shown"), "{}", run.out);
    assert_eq!(
        project.check(&["--max-findings", "1", "--format", "json"]).json()["findings"].as_array().unwrap().len(),
        3
    );
}

#[test]
fn the_order_never_changes() {
    let project = Project::new(&[]);
    for number in 0..60 {
        project.write(&format!("src/{number}/{}.ts", 60 - number), TOKEN.repeat(1 + number % 3));
    }
    let first = project.check(&["--format", "json"]).out;
    for threads in ["1", "2", "7"] {
        let run = common::finish(project.command(&["check", "--format", "json"]).env("RAYON_NUM_THREADS", threads));
        assert!(run.out == first, "{threads} threads");
    }
}

#[test]
fn the_text_reads_well() {
    let project = Project::new(&[
        ("src/login.ts", TOKEN),
        ("src/again.ts", TOKEN),
        ("server/login.ts", COOKIE),
        ("src/theme.ts", SOUND),
        ("src/theme.test.ts", SOUND),
        ("src/ignored.ts", &format!("// seaworthy-ignore-file token-storage: kiosk, wiped after each shift\n{TOKEN}")),
        ("src/useless.ts", "// seaworthy-ignore token-in-url: nothing here\nexport const a = 1;\n"),
    ]);
    project.write("src/logo.ts", b"\x89PNG\0");
    for width in ["80", "120"] {
        let run = common::finish(project.command(&["check"]).env("COLUMNS", width));
        insta::with_settings!({filters => vec![(r"\(\d+ ms\)", "([time])"), (r"\([\d.]+ s\)", "([time])")]}, {
            insta::assert_snapshot!(format!("text_{width}"), run.out);
        });
    }
}
