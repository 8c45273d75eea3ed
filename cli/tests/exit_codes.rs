//! What the exit code says, and the words that go with it.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{COOKIE, Project, SOUND, TOKEN};

#[test]
fn zero_is_clean_and_one_is_findings() {
    let project = Project::new(&[("src/a.ts", TOKEN), ("src/b.ts", SOUND)]);
    for (arguments, code) in [
        (&[][..], 1),
        (&["src/b.ts"], 0),
        (&["--fail-on", "error"], 1),
        (&["--fail-on", "info"], 1),
        (&["--fail-on", "never"], 0),
        (&["--rule", "headers"], 0),
        (&["--rule", "headers", "--rule", "token-storage"], 1),
        (&["--rule", "token-in-web-storage", "--format", "json"], 1),
    ] {
        let run = project.check(arguments);
        assert_eq!(run.code, code, "{arguments:?}\n{}\n{}", run.out, run.err);
    }
}

#[test]
fn fail_on_compares_severities() {
    let project = Project::new(&[("a.ts", TOKEN), ("seaworthy.toml", "[rules]\ntoken-storage = 'info'\n")]);
    for (fail_on, code) in [("error", 0), ("warning", 0), ("info", 1), ("never", 0)] {
        assert_eq!(project.check(&["--fail-on", fail_on]).code, code, "{fail_on}");
    }
}

#[test]
fn two_is_a_wrong_call_or_input() {
    let project =
        Project::new(&[("a.ts", TOKEN), ("known.json", "{\"version\": 9}"), ("bad.toml", "[rules]\nx = 1\n")]);
    for (arguments, words) in [
        (&["check", "nowhere.ts"][..], "there is no file or folder nowhere.ts"),
        (&["check", "a.ts", "gone/"], "there is no file or folder gone/"),
        (&["check", "--rule", "token-in-webstorage"], "Did you mean `token-in-web-storage`?"),
        (&["check", "--baseline", "gone.json"], "cannot use the baseline gone.json"),
        (&["check", "--baseline", "known.json"], "no Seaworthy report of version 1"),
        (&["check", "--baseline", "a.ts"], "cannot use the baseline a.ts"),
        (&["check", "--config", "bad.toml"], "bad.toml:2:5: "),
        (&["check", "--config", "gone.toml"], "gone.toml"),
        (&["check", "--output", "no/such/folder/x.txt"], "cannot write no/such/folder/x.txt"),
        (&["check", "--stdin"], "--path"),
        (&["check", "--fromat", "json"], "--format"),
        (&["explain", "token-in-web-storag"], "Did you mean `token-in-web-storage`?"),
        (&["sail"], "unrecognized subcommand"),
        (&[], "Usage:"),
    ] {
        let run = project.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}\n{}\n{}", run.out, run.err);
        assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
        assert!(run.out.is_empty(), "{arguments:?}: {}", run.out);
    }
}

#[test]
fn a_broken_configuration_is_named_with_its_place() {
    let project =
        Project::new(&[("a.ts", TOKEN), ("seaworthy.toml", "ignore = []\n\n[rules]\nno-such-rule = \"off\"\n")]);
    let run = project.check(&[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("seaworthy.toml:4:1: there is no rule or gap named `no-such-rule`"), "{}", run.err);
}

#[test]
fn configuration_is_found_upward_and_can_be_replaced() {
    let project = Project::new(&[
        ("apps/web/a.ts", TOKEN),
        ("seaworthy.toml", "[rules]\ntoken-storage = 'off'\n"),
        ("other.toml", ""),
    ]);
    assert_eq!(project.check(&["apps/web/a.ts"]).code, 0);
    assert_eq!(project.check(&["apps/web", "--config", "other.toml"]).code, 1);
    let inside = common::finish(project.command(&["check"]).current_dir(project.path("apps/web")));
    assert_eq!(inside.code, 0, "{}", inside.err);
}

#[test]
fn help_and_version_are_no_failures() {
    let project = Project::new(&[]);
    for (arguments, words) in [
        (&["--help"][..], "Exit codes:"),
        (&["check", "--help"], "--fix=suggestions"),
        (&["--version"], env!("CARGO_PKG_VERSION")),
        (&["rules"], "token-in-web-storage"),
        (&["rules", "--json"], "\"launchItem\""),
        (&["explain", "token-in-web-storage"], "seaworthy-ignore token-in-web-storage"),
    ] {
        let run = project.run(arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
        assert!(run.out.contains(words), "{arguments:?}: {}", run.out);
    }
    let rules: serde_json::Value = project.run(&["rules", "--json"]).json();
    assert_eq!(rules.as_array().unwrap().len(), seaworthy_core::RULES.len());
}

#[cfg(unix)]
#[test]
fn a_reader_who_goes_away_is_no_failure() {
    let project = Project::new(&[]);
    for number in 0..400 {
        project.write(&format!("src/{number}.ts"), TOKEN);
    }
    let mut command = project.command(&["check"]);
    let mut child = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn after_fixing_the_code_speaks_of_what_is_left() {
    let project = Project::new(&[("server/login.ts", COOKIE)]);
    assert_eq!(project.check(&[]).code, 1);
    let run = project.check(&["--fix", "--fail-on", "warning"]);
    assert_eq!(run.code, 0, "{}\n{}", run.out, run.err);
    assert!(run.err.contains("Applied 1 fix in 1 file."), "{}", run.err);
}
