//! Input that means harm, or is merely odd: nothing panics, nothing is dropped silently, nothing steers the terminal.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::fmt::Write as _;

use common::{Project, SOUND, TOKEN};

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn texts_in_every_form_are_read() {
    for (name, bytes) in [
        ("plain", TOKEN.as_bytes().to_vec()),
        ("crlf", TOKEN.replace('\n', "\r\n").into_bytes()),
        ("cr", TOKEN.replace('\n', "\r").into_bytes()),
        ("mark", [b"\xef\xbb\xbf", TOKEN.as_bytes()].concat()),
        ("utf-16", utf16(TOKEN)),
    ] {
        let project = Project::new(&[]);
        project.write("a.ts", bytes);
        let run = project.check(&[]);
        assert_eq!(run.code, 1, "{name}: {}{}", run.out, run.err);
        assert!(run.out.contains("a.ts:2:3"), "{name}: {}", run.out);
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    for (name, bytes, words) in [
        ("nul", b"a\0b".to_vec(), "it is not text"),
        ("latin-1", b"const a = 'caf\xe9';".to_vec(), "it is not UTF-8 (byte 14)"),
        ("half utf-16", b"\xff\xfea".to_vec(), "it is not well-formed UTF-16"),
        ("huge", vec![b' '; 5 * 1024 * 1024], "larger than 4 MiB"),
    ] {
        let project = Project::new(&[("ok.ts", SOUND)]);
        project.write("bad.ts", bytes);
        let run = project.check(&[]);
        assert_eq!(run.code, 0, "{name}: {}{}", run.out, run.err);
        assert!(run.out.contains(&format!("bad.ts ({words}")), "{name}: {}", run.out);
    }
}

#[test]
fn odd_shapes_do_no_harm() {
    let mut deep = "(".repeat(200_000);
    let _ = write!(deep, "{}", ")".repeat(200_000));
    let long = format!("const a = \"{}\"; {}", "x".repeat(3_000_000), TOKEN.replace('\n', " "));
    for (name, text) in [
        ("empty", String::new()),
        ("only a mark", "\u{feff}".to_owned()),
        ("deep parentheses", deep),
        ("deep brackets", "[".repeat(100_000)),
        ("deep jsx", "<a>".repeat(50_000)),
        ("deep templates", "`${".repeat(50_000)),
        ("one long line", long),
        ("open string", "const a = \"".to_owned()),
        ("controls", (1..32u8).map(char::from).collect()),
    ] {
        let project = Project::new(&[("odd.tsx", &text), ("ok.ts", SOUND)]);
        for arguments in [&[][..], &["odd.tsx"], &["--format", "sarif"], &["--format", "markdown"]] {
            let run = project.check(arguments);
            assert!(matches!(run.code, 0 | 1), "{name} {arguments:?}: {} {}{}", run.code, run.out, run.err);
            assert!(
                !run.err.contains("panicked") && !run.out.contains("internal error"),
                "{name}: {}{}",
                run.out,
                run.err
            );
        }
    }
}

#[test]
fn a_long_line_is_shown_around_the_finding() {
    let line = TOKEN.replace('\n', " ");
    let project = Project::new(&[("a.ts", &format!("const a = \"{}\"; {line}", "x".repeat(1_000_000)))]);
    let run = project.check(&["a.ts"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.len() < 5000 && run.out.contains("localStorage.setItem"), "{}", run.out.len());
    let column = "const a = \"\"; ".len() + 1_000_000 + TOKEN.find("localStorage").unwrap() + 1;
    assert!(run.out.contains(&format!("a.ts:1:{column}\n")), "{}", run.out);
}

#[test]
fn source_and_names_cannot_steer_the_terminal() {
    let text = TOKEN.replace("localStorage", "/*\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m\u{202e}*/ localStorage");
    let project = Project::new(&[("a.ts", &text)]);
    #[cfg(unix)]
    project.write("b\u{1b}[31m\u{7}.ts", TOKEN);
    for format in ["text", "markdown", "github", "json", "sarif"] {
        let run = project.check(&["--format", format]);
        assert_eq!(run.code, 1);
        for (name, text) in [("out", &run.out), ("err", &run.err)] {
            let bad = text.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
            assert_eq!(bad, None, "{format} {name}: {text:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn links_pipes_and_locked_files() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let project = Project::new(&[("src/a.ts", TOKEN)]);
    symlink("nowhere.ts", project.path("dangling.ts")).unwrap();
    symlink(".", project.path("src/loop")).unwrap();
    symlink("/etc", project.path("outside")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(project.path("pipe.ts")).status().unwrap();
    assert!(made.success());
    project.write("locked.ts", TOKEN);
    std::fs::set_permissions(project.path("locked.ts"), std::fs::Permissions::from_mode(0o000)).unwrap();
    let is_locked = std::fs::read(project.path("locked.ts")).is_err();

    let run = project.check(&[]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains("1 symbolic link, 1 pipe, socket or device"), "{}", run.out);
    assert_eq!(run.out.contains("locked.ts (permission denied)"), is_locked, "{}", run.out);
    assert_eq!(run.out.matches("src/a.ts:2:3").count(), 1, "{}", run.out);

    let named = project.check(&["pipe.ts"]);
    assert_eq!(named.code, 2, "{}", named.out);
    assert!(named.err.contains("pipe.ts: it is not a regular file"), "{}", named.err);
    let dangling = project.check(&["dangling.ts"]);
    assert_eq!(dangling.code, 2);
}

#[test]
fn odd_names_are_names_like_others() {
    let project = Project::new(&[("my app/x.ts/inner.ts", TOKEN), ("日本/ü (1).ts", TOKEN), ("-rf.ts", TOKEN)]);
    let run = project.check(&[]);
    for path in ["my app/x.ts/inner.ts:2:3", "日本/ü (1).ts:2:3", "-rf.ts:2:3"] {
        assert!(run.out.contains(path), "{path}: {}", run.out);
    }
    let run = project.check(&["my app/x.ts", "日本/ü (1).ts", "--format", "json"]);
    assert_eq!(run.json()["summary"]["files"], 2);
    assert_eq!(project.check(&["--", "-rf.ts"]).code, 1);
}

#[test]
fn named_kinds_that_are_not_read_are_said() {
    let project = Project::new(&[("a.png", "x"), ("a.ts", SOUND)]);
    let run = project.check(&["a.png", "a.ts"]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("a.png: not a kind of file Seaworthy reads"), "{}", run.err);
}
