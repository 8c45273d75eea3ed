//! The example app as an editor sees it while a model types: every prefix of every file gives findings that lie in the
//! text, and none that the whole file does not have.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use seaworthy_core::{Change, Config, Project, analyse};
use seaworthy_workspace::{OpenOptions, Scan, ScanRequest, Workspace};

/// How many places each file is cut at.
const CUTS: usize = 41;

/// A table is secured, and old data is deleted, by a statement of its own, further down or in another file: while that is not
/// typed, things are as open as they look.
const SECURED_LATER: [&str; 2] = ["table-without-row-level-security", "no-retention-policy"];

/// The example, scanned, and the text of every file of it.
fn example() -> (Scan, BTreeMap<String, String>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/harbor");
    let scan = Workspace::open(&root, OpenOptions::default()).unwrap().scan(&ScanRequest::default(), &());
    let text = |path: &String| (path.clone(), std::fs::read_to_string(root.join(path)).unwrap());
    let texts = scan.project.files().map(|file| text(&file.path)).collect();
    (scan, texts)
}

#[test]
fn a_half_typed_file_says_nothing_that_the_whole_one_does_not() {
    let (_, texts) = example();
    let mut project = Project::new(Config::default());
    let whole = |path: &str, text: &str| Change::Set(Box::new(analyse(path, text)));
    project.apply(texts.iter().map(|(path, text)| whole(path, text)));
    let mut cut_count = 0;
    for (path, text) in &texts {
        let places = |project: &Project| -> BTreeSet<(&'static str, u32)> {
            project.judge(path).findings.iter().map(|finding| (finding.rule.id, finding.range.start)).collect()
        };
        let final_places = places(&project);
        for cut in 1..CUTS {
            let mut at = text.len() * cut / CUTS;
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let prefix = &text[..at];
            project.apply([whole(path, prefix)]);
            cut_count += 1;
            let judged = project.judge(path).findings;
            assert!(judged.iter().all(|finding| finding.range.end as usize <= at), "{path} cut at {at}");
            let early = places(&project);
            let surplus: Vec<_> =
                early.difference(&final_places).filter(|(rule, _)| !SECURED_LATER.contains(rule)).collect();
            assert!(
                surplus.is_empty(),
                "{path} cut at byte {at}: {surplus:?}\n…{}",
                &prefix[prefix.len().saturating_sub(200)..]
            );
        }
        project.apply([whole(path, text)]);
        assert_eq!(places(&project), final_places, "{path} whole again");
    }
    assert!(cut_count > 2_000);
}

/// Rules that speak about something present speak as soon as its line is typed.
#[test]
fn what_is_present_is_found_as_soon_as_its_line_is_typed() {
    const PRESENT: [&str; 3] = ["token-in-web-storage", "token-in-url", "cookie-written-by-script"];
    let (scan, texts) = example();
    let mut project = Project::new(Config::default());
    let whole = |path: &str, text: &str| Change::Set(Box::new(analyse(path, text)));
    project.apply(texts.iter().map(|(path, text)| whole(path, text)));
    let mut found = 0;
    for finding in scan.findings().filter(|finding| PRESENT.contains(&finding.rule.id)) {
        let text = &texts[&finding.path];
        // A store or a hook is pointed at by its head; its statement ends further down.
        if !finding.range.slice(text).ends_with([')', '`']) {
            continue;
        }
        let end = finding.range.end as usize;
        let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        project.apply([whole(&finding.path, &text[..line_end])]);
        let early = project.judge(&finding.path).findings;
        let is_there = early.iter().any(|other| other.rule == finding.rule && other.range == finding.range);
        assert!(is_there, "{}: {} at {:?}; {early:?}", finding.path, finding.rule.id, finding.range);
        project.apply([whole(&finding.path, text)]);
        found += 1;
    }
    assert!(found >= 8, "{found}");
}
