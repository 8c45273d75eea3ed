//! Findings for the report tests, made without any recogniser.

use std::collections::BTreeMap;

use super::{FileNote, NoteKind, Report, mark};
use crate::finding::{Certainty, Edit, Finding, Fix, FixLevel, Message, Related, Severity};
use crate::rules::by_id;
use crate::text::TextRange;

fn range(start: usize, length: usize) -> TextRange {
    let start = u32::try_from(start).unwrap();
    TextRange::new(start, start + u32::try_from(length).unwrap())
}

/// One finding at every `localStorage.setItem` of the text.
pub(crate) fn findings_in(path: &str, text: &str) -> Vec<Finding> {
    let needle = "localStorage.setItem";
    text.match_indices(needle)
        .map(|(at, _)| Finding {
            rule: by_id("token-in-web-storage").unwrap().meta,
            path: path.to_owned(),
            range: range(at, needle.len()),
            severity: Severity::Error,
            certainty: Certainty::Complete,
            message: Message::new(
                "A token: 100% readable\nby scripts, <b>all</b> | of them",
                "Any script reads it.",
                "Use a cookie.",
            ),
            related: vec![Related { path: path.to_owned(), range: range(at, 12), note: "the storage".into() }],
            fixes: vec![
                Fix {
                    title: "Use session storage".into(),
                    level: FixLevel::Safe,
                    edits: vec![Edit { path: path.to_owned(), range: range(at, 12), text: "sessionStorage".into() }],
                },
                Fix { title: "Read the guide".into(), level: FixLevel::Guide, edits: Vec::new() },
            ],
        })
        .collect()
}

/// The findings of [`findings_in`], whose first fix also makes the file `new`.
pub(crate) fn findings_that_make(new: &str, path: &str, text: &str) -> Vec<Finding> {
    let mut found = findings_in(path, text);
    for finding in &mut found {
        let edit = Edit { path: new.to_owned(), range: TextRange::empty(0), text: "TOKEN=\n".into() };
        finding.fixes[0].edits.push(edit);
    }
    found
}

/// A report of these findings, all in one text, with one file that was not read.
pub(crate) fn with_report<T>(findings: &[Finding], text: &str, use_it: impl FnOnce(&Report<'_>) -> T) -> T {
    let texts: BTreeMap<String, String> =
        findings.iter().map(|finding| (finding.path.clone(), text.to_owned())).collect();
    let findings = mark(findings, &texts);
    let notes = [FileNote {
        path: "src/logo.ts".into(),
        range: None,
        kind: NoteKind::Unread,
        message: "it is not text".into(),
    }];
    use_it(&Report {
        version: "1.2.3",
        prefix: "",
        findings: &findings,
        texts: &texts,
        notes: &notes,
        files: 7,
        suppressed: 2,
        baselined: 3,
    })
}
