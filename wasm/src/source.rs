//! Source files as one project, and their findings as plain data for JavaScript.

use std::collections::BTreeMap;

use seaworthy_core::{Certainty, Change, Config, Finding, FixLevel, Message, Project, Severity, TextRange};
use serde::{Deserialize, Serialize};

use crate::place::{Places, Range};
use crate::report::RuleInfo;

/// A source file.
#[derive(Clone, Debug, Deserialize)]
pub struct Source {
    path: String,
    text: String,
}

#[derive(Clone, Debug, Serialize)]
struct Place {
    path: String,
    range: Option<Range>,
}

#[derive(Clone, Debug, Serialize)]
struct Related {
    #[serde(flatten)]
    place: Place,
    note: String,
}

#[derive(Clone, Debug, Serialize)]
struct Edit {
    #[serde(flatten)]
    place: Place,
    /// Whether the edit makes the file it names.
    #[serde(rename = "newFile")]
    new_file: bool,
    text: String,
}

#[derive(Clone, Debug, Serialize)]
struct Fix {
    title: String,
    level: FixLevel,
    edits: Vec<Edit>,
}

#[derive(Clone, Debug, Serialize)]
struct SourceFinding {
    rule: RuleInfo,
    range: Option<Range>,
    severity: Severity,
    certainty: Certainty,
    message: Message,
    related: Vec<Related>,
    fixes: Vec<Fix>,
}

#[derive(Clone, Debug, Serialize)]
struct Note {
    range: Option<Range>,
    message: String,
}

#[derive(Clone, Debug, Serialize)]
struct File {
    path: String,
    findings: Vec<SourceFinding>,
    suppressed: usize,
    /// Ignore comments that ignore nothing, and parts that could not be read.
    notes: Vec<Note>,
}

/// What analysing source files gave.
#[derive(Clone, Debug, Serialize)]
pub struct AnalysisReport {
    files: Vec<File>,
}

/// Judges the sources together. Of two with one path the later one counts.
pub fn analyze(sources: &[Source], config: Config) -> AnalysisReport {
    let places: BTreeMap<&str, Places<'_>> =
        sources.iter().map(|source| (source.path.as_str(), Places::new(&source.text))).collect();
    let mut project = Project::new(config);
    let wanted = sources.iter().filter(|source| !project.config().ignores(&source.path));
    let changes: Vec<Change> =
        wanted.map(|source| Change::Set(Box::new(seaworthy_core::analyse(&source.path, &source.text)))).collect();
    project.apply(changes);
    let files = project.files().map(|facts| file(&project, &facts.path, &places));
    AnalysisReport { files: files.collect() }
}

fn file(project: &Project, path: &str, places: &BTreeMap<&str, Places<'_>>) -> File {
    let judgement = project.judge(path);
    let here = |range: TextRange| places.get(path).map(|places| places.range(range));
    let problems = project.file(path).map(|facts| facts.problems.as_slice()).unwrap_or_default();
    let problems = problems.iter().map(|problem| Note { range: here(problem.range), message: problem.message.clone() });
    let notices =
        judgement.notices.into_iter().map(|notice| Note { range: here(notice.range), message: notice.message });
    File {
        path: path.to_owned(),
        notes: notices.chain(problems).collect(),
        findings: judgement.findings.into_iter().map(|found| finding(found, places)).collect(),
        suppressed: judgement.suppressed,
    }
}

fn finding(found: Finding, places: &BTreeMap<&str, Places<'_>>) -> SourceFinding {
    let place = |path: String, range: TextRange| {
        let range = places.get(path.as_str()).map(|places| places.range(range));
        Place { path, range }
    };
    let fixes = found.fixes.into_iter().map(|fix| Fix {
        title: fix.title,
        level: fix.level,
        edits: fix
            .edits
            .into_iter()
            .map(|edit| Edit {
                new_file: edit.range == TextRange::empty(0) && !places.contains_key(edit.path.as_str()),
                place: place(edit.path, edit.range),
                text: edit.text,
            })
            .collect(),
    });
    let fixes = fixes.collect();
    let related = found
        .related
        .into_iter()
        .map(|related| Related { place: place(related.path, related.range), note: related.note })
        .collect();
    SourceFinding {
        rule: RuleInfo::new(found.rule),
        range: place(found.path, found.range).range,
        severity: found.severity,
        certainty: found.certainty,
        message: found.message,
        related,
        fixes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_one_project() {
        let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
        let sources = [
            source("src/a.ts", "/* 😀 */ localStorage.setItem('access_token', session.access_token);"),
            source("src/b.ts", "export {};"),
        ];
        let report = serde_json::to_value(analyze(&sources, Config::default())).unwrap();
        let found = &report["files"][0]["findings"][0];
        assert_eq!(found["rule"]["id"], "token-in-web-storage");
        assert_eq!(found["range"]["start"], serde_json::json!({"offset": 9, "line": 0, "column": 9}));
        assert_eq!(report["files"][1]["findings"], serde_json::json!([]));
    }
    #[test]
    fn an_edit_that_makes_a_file_says_so() {
        let text = "localStorage.setItem('access_token', session.access_token);";
        let mut project = Project::new(Config::default());
        project.apply([Change::Set(Box::new(seaworthy_core::analyse("a.ts", text)))]);
        let mut found = project.judge("a.ts").findings.remove(0);
        let edit =
            |path: &str| seaworthy_core::Edit { path: path.into(), range: TextRange::empty(0), text: "A=\n".into() };
        let edits = vec![edit("a.ts"), edit(".env.example")];
        found.fixes = vec![seaworthy_core::Fix { title: String::new(), level: FixLevel::Safe, edits }];
        let places = BTreeMap::from([("a.ts", Places::new(text))]);
        let made = serde_json::to_value(finding(found, &places)).unwrap();
        let new = serde_json::json!({ "path": ".env.example", "range": null, "newFile": true, "text": "A=\n" });
        assert_eq!((&made["fixes"][0]["edits"][1], &made["fixes"][0]["edits"][0]["newFile"]), (&new, &false.into()));
    }
}
