use std::collections::BTreeMap;

use super::*;
use crate::checklist::{Automation, Checklist, Input, checklist};
use crate::config::{Config, ConfigFile};
use crate::project::{Change, Judgement, Project};
use crate::recognise::analyse;

const HOSTILE: &str = "src/<img onerror='x'>\"&|`\u{202e}.ts";

fn made(config: &str, files: &[(&str, &str)]) -> (Checklist, BTreeMap<String, String>) {
    let file: ConfigFile = serde_json::from_str(config).unwrap();
    let mut project = Project::new(Config::new(file).unwrap());
    project.apply(files.iter().map(|(path, text)| Change::Set(Box::new(analyse(path, text)))));
    let judged: BTreeMap<String, Judgement> =
        files.iter().map(|(path, _)| ((*path).to_owned(), project.judge(path))).collect();
    let today = "2026-11-24".parse().unwrap();
    let input = Input { project: &project, judged: &judged, automation: &Automation::default(), unread: 1, today };
    let texts = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    (checklist(&input), texts)
}

fn sample() -> (Checklist, BTreeMap<String, String>) {
    let config = r#"{"attestations":[{"item":8,"by":"<b>Ada</b>","on":"2026-11-01","note":"read \" it","link":"javascript:alert(1)"}],
        "reviews":[{"kind":"penetration-test","on":"2024-01-01","by":"<i>Others</i>","link":"https://example.com/?a=\"b"}]}"#;
    made(config, &[(HOSTILE, "// one\nlocalStorage.setItem('access_token', session.access_token);\n")])
}

fn with<T>(made: &(Checklist, BTreeMap<String, String>), use_it: impl FnOnce(&ChecklistReport<'_>) -> T) -> T {
    let link = |path: &str, line: u32| Some(format!("open?\"{path}\":{line}"));
    use_it(&ChecklistReport {
        version: "1.2.3",
        project: "<script>alert(1)</script>",
        prefix: "app/",
        checklist: &made.0,
        texts: &made.1,
        link: &link,
    })
}

#[test]
fn what_comes_from_outside_opens_no_markup() {
    let page = with(&sample(), checklist_html);
    for hostile in [
        "<script",
        "<img",
        "<b>Ada",
        "<i>Others",
        "href=\"javascript:",
        "\u{202e}",
        "href=\"https://example.com/?a=\"b",
        "onerror='x'>",
    ] {
        assert!(!page.contains(hostile), "{hostile}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)") && page.contains("read \" it"), "{page}");
    assert!(page.contains("Content-Security-Policy\" content=\"default-src 'none'"));
    let markdown = with(&sample(), checklist_markdown);
    assert!(!markdown.contains("<img") && !markdown.contains('\u{202e}'), "{markdown}");
}

#[test]
fn the_page_is_well_formed() {
    let page = with(&sample(), checklist_html);
    let body = page.split("</style>").nth(1).unwrap();
    for tag in ["ol", "ul", "li", "details", "summary", "section", "span", "p", "a", "h3", "div", "main", "pre", "code"]
    {
        let opened = body.matches(&format!("<{tag}>")).count() + body.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, body.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    assert_eq!(page.matches("<h1>").count(), 1);
    for number in 1..=10 {
        assert!(page.contains(&format!("id=\"item-{number}\"")) && page.contains(&format!("href=\"#item-{number}\"")));
    }
    assert!(page.contains("<h1>Not seaworthy yet: 1 of 10 items falls short"), "{page}");
    assert!(page.contains(":2</a>"), "the place's line is told");
}

#[test]
fn the_shape_is_stable() {
    let value: serde_json::Value = serde_json::from_str(&with(&sample(), checklist_json)).unwrap();
    assert_eq!((&value["version"], &value["verdict"]), (&1.into(), &"not-seaworthy-yet".into()));
    assert_eq!(value["items"].as_array().unwrap().len(), 10);
    let first = &value["items"][0];
    assert_eq!((&first["id"], &first["verdict"]), (&"session-cookies".into(), &"falls-short".into()));
    assert_eq!(first["places"][0]["place"]["start"]["line"], 2);
    assert_eq!(first["places"][0]["path"], format!("app/{HOSTILE}"));
    assert_eq!(value["items"][7]["attestation"]["until"], "2027-11-01");
    let test = value["calendar"].as_array().unwrap().iter().find(|entry| entry["kind"] == "penetration-test").unwrap();
    assert_eq!((&test["state"], &test["due"]), (&"overdue".into(), &"2025-01-01".into()));
}

#[test]
fn the_rows_of_a_table_are_not_torn() {
    let out = with(&sample(), checklist_markdown);
    let rows: Vec<&str> = out.lines().filter(|line| line.starts_with("| ")).collect();
    let columns = |row: &str| row.replace("\\|", "").matches('|').count();
    assert_eq!(rows.len(), 2 + 10 + 2 + 6, "{out}");
    assert!(rows[..12].iter().all(|row| columns(row) == 5), "{out}");
    assert!(rows[12..].iter().all(|row| columns(row) == 6), "{out}");
}

#[test]
fn clauses_become_sentences() {
    for (clause, expected) in [
        ("no limiter was seen", "No limiter was seen."),
        ("next-auth is used", "next-auth is used."),
        ("src/a.ts is read", "src/a.ts is read."),
        ("is it so?", "Is it so?"),
        ("", "."),
    ] {
        assert_eq!(sentence(clause), expected);
    }
}

/// The relative luminance of `#rrggbb` (WCAG 2.2).
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[test]
fn every_text_stands_out_from_its_ground() {
    let sheet = concat!(include_str!("../seaworthy.css"), include_str!("checklist.css"));
    let blocks: Vec<&str> = sheet.split("--ground: ").skip(1).map(|block| block.split('}').next().unwrap()).collect();
    assert_eq!(blocks.len(), 5, "light, dark, an editor's light and dark, paper");
    for block in blocks {
        let block = format!("--ground: {block}");
        let colour = |name: &str| {
            let rest = block.split(&format!("--{name}: ")).nth(1).unwrap_or_else(|| panic!("{name} in {block}"));
            rest.split(';').next().unwrap().to_owned()
        };
        for (text, grounds) in [
            (
                "text",
                &["ground", "sheet", "code", "error-ground", "warning-ground", "info-ground", "accent-ground"][..],
            ),
            ("soft", &["ground", "sheet", "code"]),
            ("accent", &["ground", "sheet", "accent-ground", "code"]),
            ("error", &["ground", "sheet", "error-ground"]),
            ("warning", &["ground", "sheet", "warning-ground"]),
            ("info", &["ground", "sheet", "info-ground"]),
        ] {
            for ground in grounds {
                let (one, other) = (luminance(&colour(text)), luminance(&colour(ground)));
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= 4.5, "{text} on {ground}: {contrast:.2} in {block}");
            }
        }
    }
}
