//! Fixes, baselines and text from standard input.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{COOKIE, Project, SOUND, TOKEN};

#[test]
fn fixing_keeps_the_form_and_is_done_once() {
    for (name, make) in [
        ("plain", (|text: &str| text.as_bytes().to_vec()) as fn(&str) -> Vec<u8>),
        ("crlf", |text| text.replace('\n', "\r\n").into_bytes()),
        ("mark", |text| [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("utf-16", |text| std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()),
    ] {
        let project = Project::new(&[]);
        project.write("server/login.ts", make(COOKIE));
        let run = project.check(&["--fix"]);
        assert_eq!(run.code, 0, "{name}: {}{}", run.out, run.err);
        let fixed = std::fs::read(project.path("server/login.ts")).unwrap();
        let expected = [
            COOKIE.replace("sameSite: \"lax\" }", "sameSite: \"lax\", httpOnly: true }"),
            COOKIE.replace("{ secure", "{ httpOnly: true, secure"),
        ];
        assert!(expected.iter().any(|text| make(text) == fixed), "{name}: {}", String::from_utf8_lossy(&fixed));
        let again = project.check(&["--fix"]);
        assert!(!again.err.contains("Applied"), "{name}: {}", again.err);
        assert_eq!(std::fs::read(project.path("server/login.ts")).unwrap(), fixed, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn fixing_keeps_permissions_and_respects_them() {
    use std::os::unix::fs::PermissionsExt as _;

    let project = Project::new(&[("a.ts", COOKIE)]);
    std::fs::set_permissions(project.path("a.ts"), std::fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(project.check(&["--fix"]).code, 0);
    assert_eq!(std::fs::metadata(project.path("a.ts")).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn nothing_is_written_without_being_asked() {
    let project = Project::new(&[("a.ts", COOKIE), ("b.ts", TOKEN)]);
    project.check(&[]);
    project.check(&["--fix", "--rule", "headers"]);
    assert_eq!(project.read("a.ts"), COOKIE);
    let run = project.check(&["--fix=suggestions"]);
    assert_eq!((run.code, project.read("a.ts").as_str()), (1, COOKIE), "nobody was there to agree: {}", run.err);
    assert!(run.err.contains("+++ b/a.ts") && run.err.contains("Nothing was changed."), "{}", run.err);
    assert!(run.out.contains("session-cookie-readable-by-script"), "{}", run.out);
    let run = project.check(&["--fix=suggestions", "--yes"]);
    assert!(run.err.contains("+++ b/a.ts") && run.err.contains("Applied"), "{}", run.err);
    assert!(project.read("a.ts").contains("httpOnly: true"));
}

#[test]
fn a_baseline_hides_what_is_known() {
    let project = Project::new(&[("a.ts", TOKEN), ("server/login.ts", COOKIE)]);
    let written = project.check(&["--write-baseline", "known.json"]);
    assert_eq!((written.code, written.out.as_str()), (0, ""), "{}", written.err);
    let known = project.check(&["--baseline", "known.json"]);
    assert_eq!(known.code, 0, "{}", known.out);
    assert!(known.out.contains("Nothing new found") && known.out.contains("known from the baseline"), "{}", known.out);

    // Known code moves; a second copy of it is new.
    project.write("a.ts", format!("// moved\n\n{TOKEN}{TOKEN}"));
    let run = project.check(&["--baseline", "known.json", "--format", "json"]);
    assert_eq!(run.code, 1);
    let lines: Vec<_> =
        run.json()["findings"].as_array().unwrap().iter().map(|f| f["place"]["start"]["line"].clone()).collect();
    assert_eq!(lines, [7]);
}

#[test]
fn a_json_report_is_a_baseline_from_anywhere() {
    let project = Project::new(&[("src/a.ts", TOKEN)]);
    project.check(&["--format", "json", "--output", "report.json"]);
    assert_eq!(project.check(&["--baseline", "report.json"]).code, 0);
    let inside = common::finish(
        project.command(&["check", "a.ts", "--baseline", "../report.json"]).current_dir(project.path("src")),
    );
    assert_eq!(inside.code, 0, "{}", inside.out);
}

#[test]
fn standard_input_stands_for_the_file() {
    let project = Project::new(&[("src/a.ts", SOUND), ("src/b.ts", TOKEN), ("seaworthy.toml", "")]);
    let check = |path: &str, text: &str| project.run_with_input(&["check", "--stdin", "--path", path], text.as_bytes());
    let run = check("src/a.ts", TOKEN);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains("src/a.ts:2:3") && !run.out.contains("b.ts"), "{}", run.out);
    assert_eq!(check("src/a.ts", SOUND).code, 0);
    assert_eq!(check("src/b.ts", SOUND).code, 0, "what is on disk does not count");
    assert_eq!(check("not/there/yet.tsx", TOKEN).code, 1);
    assert_eq!(check("src/../src/a.ts", TOKEN).code, 1);
    let binary = project.run_with_input(&["check", "--stdin", "--path", "a.ts"], b"a\0b");
    assert_eq!(binary.code, 2);
    assert!(binary.err.contains("standard input: it is not text"), "{}", binary.err);
    project.write("seaworthy.toml", "[[overrides]]\npaths = [\"src/**\"]\nrules = { token-storage = \"off\" }\n");
    assert_eq!(check("src/a.ts", TOKEN).code, 0, "the path decides the overrides");
    assert_eq!(check("lib/a.ts", TOKEN).code, 1);
}

#[test]
fn tests_are_left_out_unless_asked_for() {
    let project = Project::new(&[("src/a.test.ts", TOKEN), ("e2e/login.ts", TOKEN), ("src/ok.ts", SOUND)]);
    let run = project.check(&[]);
    assert_eq!(run.code, 0);
    assert!(run.out.contains("Left out: 2 test files (--include-tests)."), "{}", run.out);
    assert_eq!(project.check(&["--include-tests"]).code, 1);
    assert_eq!(project.check(&["src/a.test.ts"]).code, 1);
    assert_eq!(project.check(&["e2e"]).code, 1);
}
