//! `seaworthy checklist`, `attest` and `review`, by the real binary.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{COOKIE, Project, SOUND, TOKEN};
use serde_json::Value;

/// A login with a cookie as it should be.
const LOGIN: &str = "app.post(\"/login\", (req, res) => {\n  res.cookie(\"session\", createSession(req.body), { httpOnly: true, secure: true, sameSite: \"lax\" });\n  res.end();\n});\n";

fn sample() -> Project {
    Project::new(&[
        ("src/a b/ü.ts", TOKEN),
        ("server/login.ts", COOKIE),
        ("src/theme.ts", SOUND),
        (
            "seaworthy.toml",
            "# ours\n[[attestations]]\nitem = 8\nby = \"Ada\"\non = 2026-11-01\nnote = \"read by our lawyer\"\n\n[[reviews]]\nkind = \"penetration-test\"\non = 2025-01-01\nby = \"Others\"\n",
        ),
    ])
}

fn schema() -> jsonschema::Validator {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/checklist.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn verdict(list: &Value, number: usize) -> &str {
    list["items"][number - 1]["verdict"].as_str().unwrap()
}

#[test]
fn json_fits_its_schema() {
    let validator = schema();
    for project in [sample(), Project::new(&[]), Project::new(&[("server/login.ts", LOGIN)])] {
        let run = project.run(&["checklist", "--format", "json", "--on", "2026-11-24"]);
        assert_eq!(run.code, 0, "{}", run.err);
        let made = run.json();
        let errors: Vec<String> =
            validator.iter_errors(&made).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        for (at, value) in [("items", Value::Array(Vec::new())), ("verdict", "fine".into()), ("date", "today".into())] {
            let mut broken = made.clone();
            broken[at] = value;
            assert!(!validator.is_valid(&broken), "the schema is really asked: {at}");
        }
    }
}

#[test]
fn verdicts_come_from_findings_sightings_and_words() {
    let list = sample().run(&["checklist", "--format", "json", "--on", "2026-11-24"]).json();
    assert_eq!(list["verdict"], "not-seaworthy-yet");
    assert_eq!((verdict(&list, 1), verdict(&list, 2), verdict(&list, 8)), ("falls-short", "holds", "holds"));
    let places = list["items"][0]["places"].as_array().unwrap();
    assert_eq!((&places[0]["path"], &places[0]["place"]["start"]["line"]), (&"server/login.ts".into(), &2.into()));
    assert!(places.iter().any(|place| place["path"] == "src/a b/ü.ts"), "{places:?}");
    let later = sample().run(&["checklist", "--format", "json", "--on", "2027-11-02"]).json();
    assert_ne!(verdict(&later, 8), "holds", "a word ends");
    assert!(list["sentence"].as_str().unwrap().ends_with("1 review is overdue."), "{}", list["sentence"]);
}

#[test]
fn strict_alone_makes_the_exit_code_speak() {
    let project = sample();
    assert_eq!(project.run(&["checklist"]).code, 0);
    assert_eq!(project.run(&["checklist", "--strict"]).code, 1);
    let settled = Project::new(&[("server/login.ts", LOGIN)]);
    for item in 1..=10 {
        let run = settled.run(&["attest", &item.to_string(), "--by", "Ada", "--note", "looked at"]);
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    }
    let run = settled.run(&["checklist", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.out);
    settled.write("src/a.ts", TOKEN);
    let run = settled.run(&["checklist", "--strict"]);
    assert!(run.code == 1 && run.out.contains("attested, but 1 place is surely wrong"), "{}", run.out);
}

#[test]
fn a_wrong_call_is_told() {
    let project = sample();
    project.write("broken/seaworthy.toml", "[[attestations]]\nitem = 12\n");
    for (arguments, words) in [
        (&["checklist", "nowhere"][..], "nowhere is not there"),
        (&["checklist", "src/theme.ts"], "is no folder"),
        (&["checklist", "--on", "yesterday"], "`yesterday` is no day"),
        (&["checklist", "broken"], "seaworthy.toml:2:8: there is no launch item 12"),
        (&["checklist", "--format", "html", "--output", "no/such/x.html"], "no/such"),
        (&["attest", "11", "--by", "A", "--note", "n"], "there is no launch item `11`; there are 1 session-cookies"),
        (&["attest", "8", "--by", " ", "--note", "n"], "--by must say something"),
        (&["attest", "8", "--by", "A"], "--note"),
        (&["attest", "8", "--by", "A", "--note", "n", "--valid-for", "ever"], "`ever` is no span of time"),
        (&["review", "pentest", "--by", "A"], "there is no review `pentest`"),
    ] {
        let run = project.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}\n{}\n{}", run.out, run.err);
        assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn what_is_put_on_record_is_written_and_read() {
    let project = sample();
    let before = project.read("seaworthy.toml");
    let run = project.run(&[
        "attest",
        "regulated-data",
        "--by",
        "Ada",
        "--note",
        "written down",
        "--link",
        "https://example.com/r",
        "--valid-for",
        "6 months",
        "--on",
        "2026-11-02",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("seaworthy.toml: item 9") && run.err.contains("until 2027-05-02"), "{}", run.err);
    let run = project.run(&["review", "code-review", "--by", "Bo", "--on", "2026-11-20"]);
    assert!(run.code == 0 && run.err.contains("the next is due 2026-12-20"), "{}", run.err);
    let after = project.read("seaworthy.toml");
    assert!(before.lines().all(|line| after.lines().any(|other| other == line)), "{after}");
    let list = project.run(&["checklist", "--format", "json", "--on", "2026-11-24"]).json();
    assert_eq!(verdict(&list, 9), "holds");
    let reviews = list["calendar"].as_array().unwrap();
    let state = |kind: &str| &reviews.iter().find(|review| review["kind"] == kind).unwrap()["state"];
    assert_eq!((state("code-review"), state("penetration-test")), (&"done".into(), &"overdue".into()));
}

#[test]
fn a_page_leads_to_the_files_from_where_it_is() {
    let project = sample();
    project.write("out/keep", "");
    for (output, link) in
        [("page.html", "href=\"src/a%20b/%C3%BC.ts\""), ("out/page.html", "href=\"../src/a%20b/%C3%BC.ts\"")]
    {
        let run = project.run(&["checklist", "--format", "html", "--output", output]);
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
        let page = project.read(output);
        assert!(page.contains(link) && page.starts_with("<!doctype html>") && !page.contains("<script"), "{output}");
    }
    let markdown = project.run(&["checklist", "--format", "markdown"]).out;
    assert!(markdown.starts_with("### Not seaworthy yet: ") && markdown.contains("server/login.ts:2"), "{markdown}");
}

#[test]
fn one_app_of_several_is_judged_alone() {
    let project = Project::new(&[("apps/web/src/login.ts", TOKEN), ("apps/api/login.ts", LOGIN)]);
    let web = project.run(&["checklist", "apps/web", "--format", "json"]).json();
    let api = project.run(&["checklist", "apps/api", "--format", "json"]).json();
    assert_eq!((verdict(&web, 1), verdict(&api, 1)), ("falls-short", "holds"));
    assert_eq!((&web["project"], &web["files"]), (&"web".into(), &1.into()));
}

#[test]
fn the_table_reads_well() {
    for width in ["80", "120"] {
        let run = common::finish(sample().command(&["checklist", "--on", "2026-11-24"]).env("COLUMNS", width));
        let longest = run.out.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(longest <= width.parse().unwrap(), "{longest}: {}", run.out);
        assert!(!run.out.contains('\u{1b}'));
        insta::with_settings!({filters => vec![(r"  \.tmp\w+, ", "  [folder], ")]}, {
            insta::assert_snapshot!(format!("checklist_{width}"), run.out);
        });
    }
    let plain = common::finish(sample().command(&["checklist"]).env("LANG", "C"));
    assert!(plain.out.starts_with("x Not seaworthy yet"), "{}", plain.out);
    let coloured = common::finish(sample().command(&["checklist"]).env("CLICOLOR_FORCE", "1"));
    assert!(coloured.out.contains("\u{1b}["), "{}", coloured.out);
}
