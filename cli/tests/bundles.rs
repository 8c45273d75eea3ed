//! `check --bundles`: built output as browsers get it.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{Project, SOUND, TOKEN, finish};

const FILLER: &str = "function a(e,t){return e?t(e):{b:\"x-y\",c:/['\"]/g.test(e)}}var n=a;";
const BAD: &str = "localStorage.setItem(\"access_token\",r.access_token);";

fn minified() -> String {
    format!("{}{BAD}{}", FILLER.repeat(2_000), FILLER.repeat(2_000))
}

fn sample() -> Project {
    let project = Project::new(&[
        (".gitignore", "dist\n.next\nbuild\n"),
        ("src/a.ts", TOKEN),
        ("src/ok.ts", SOUND),
        ("dist/assets/app.js", &minified()),
        ("dist/assets/app.js.map", "{}"),
        ("dist/index.html", &format!("<script>{BAD}</script>")),
        ("dist/style.css", "a{}"),
        (".next/static/chunks/a.js", &minified()),
        (".next/server/app/b.js", &minified()),
        ("build/client/a.js", SOUND),
        ("build/server/b.js", TOKEN),
    ]);
    project.write("dist/bin.js", b"a\0b");
    project
}

fn paths(project: &Project, arguments: &[&str]) -> Vec<String> {
    let report = project.check(&[arguments, &["--format", "json"]].concat()).json();
    report["findings"].as_array().unwrap().iter().map(|finding| finding["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn built_output_is_judged_alone_or_beside_the_sources() {
    let project = sample();
    assert_eq!(paths(&project, &[]), ["src/a.ts"]);
    assert_eq!(paths(&project, &["--bundles", "dist"]), ["dist/assets/app.js", "dist/index.html"]);
    assert_eq!(paths(&project, &["--bundles", "dist", ".next"]).len(), 3);
    assert_eq!(paths(&project, &["src", "--bundles", "dist/index.html"]), ["dist/index.html", "src/a.ts"]);
    let run = project.check(&["--bundles", "dist"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("2 errors in 2 of 2 built files."), "{}", run.out);
    assert!(run.out.contains("Not read: dist/bin.js (it is not text)."), "{}", run.out);
    assert!(run.out.contains("Not read: 1 source map (2 bytes)."), "{}", run.out);
    assert!(!run.out.contains("--fix"), "what is to be mended is the source: {}", run.out);
    let notes = project.check(&["--bundles", "dist", "--format", "json"]).json()["notes"].clone();
    let kinds: Vec<_> = notes.as_array().unwrap().iter().map(|note| (&note["kind"], &note["path"])).collect();
    let expected = [("file-not-read", "dist/bin.js"), ("source-map", "dist/assets/app.js.map")];
    assert_eq!(
        kinds,
        expected
            .map(|(kind, path)| (kind.into(), path.into()))
            .iter()
            .map(|(k, p): &(serde_json::Value, serde_json::Value)| (k, p))
            .collect::<Vec<_>>()
    );
    let inside = finish(project.command(&["check", "--bundles", "../dist"]).current_dir(project.path("src")));
    assert!(inside.out.contains(" ../dist/index.html:1:9"), "{}", inside.out);
}

#[test]
fn what_stays_on_the_server_is_left_out_and_said() {
    let project = sample();
    let run = project.check(&["--bundles", ".next", "build"]);
    assert!(run.out.contains(".next/static/chunks/a.js:1:") && !run.out.contains("b.js"), "{}", run.out);
    assert!(run.out.contains("In .next only static/ was read"), "{}", run.out);
    let words = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("Left out, since it stays on the server: build/server."), "{}", run.out);
}

#[test]
fn a_wrong_folder_is_a_wrong_call() {
    let project = sample();
    project.write("web/.next/cache/a", "");
    project.write("empty/a.css", "");
    let outside = tempfile::tempdir().unwrap();
    let outside = outside.path().to_string_lossy();
    for (arguments, words) in [
        (&["--bundles", "nowhere"][..], "there is no file or folder nowhere"),
        (&["--bundles", ".next/server"], "stays on the server"),
        (&["--bundles", "web/.next"], "holds no static/ folder"),
        (&["src", "--bundles", &outside], "lies outside the project"),
        (&["--bundles"], "a value is required"),
        (&["--bundles", "dist", "--fix"], "cannot be used with"),
    ] {
        let run = project.check(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
    }
    let empty = project.check(&["--bundles", "empty"]);
    assert!(empty.code == 0 && empty.out.contains("Nothing was looked at"), "{}", empty.out);
}

#[test]
fn a_minified_line_is_shown_around_the_finding_in_every_report() {
    let project = sample();
    let column = FILLER.len() * 2_000 + 1;
    for (format, words) in [
        ("text", format!("dist/assets/app.js:1:{column}\n")),
        ("markdown", format!("…{}{BAD}", &FILLER[FILLER.len() - 20..])),
        ("github", format!("file=dist/assets/app.js,line=1,endLine=1,col={column},")),
        ("json", format!("\"column\": {column},")),
        ("sarif", format!("\"startColumn\": {column}")),
    ] {
        let run = project.check(&["--bundles", "dist/assets", "--format", format, "--rule", "token-storage"]);
        assert!(run.out.contains(&words), "{format}: {}", run.out);
        // A rule's whole page is one line of SARIF; the minified one is some ten times as long.
        let longest = run.out.lines().map(str::len).max().unwrap();
        assert!(longest < 5_000 && longest * 5 < column, "{format}: a line of {longest} bytes");
    }
}

#[test]
fn a_baseline_outlives_a_build() {
    let project = sample();
    project.check(&["--bundles", "dist/assets", "--write-baseline", "known.json"]);
    project.write("dist/assets/app.js", format!("{}{}", FILLER.repeat(7), minified()));
    let run = project.check(&["--bundles", "dist/assets", "--baseline", "known.json"]);
    assert_eq!(run.code, 0, "{}", run.out);
}

#[test]
fn the_order_never_changes() {
    let project = Project::new(&[]);
    for number in 0..40 {
        project.write(&format!("dist/{number}/{}.js", 40 - number), format!("{FILLER}{BAD}"));
    }
    let first = project.check(&["--bundles", "dist", "--format", "json"]).out;
    for threads in ["1", "3"] {
        let mut command = project.command(&["check", "--bundles", "dist", "--format", "json"]);
        assert!(finish(command.env("RAYON_NUM_THREADS", threads)).out == first, "{threads} threads");
    }
}
