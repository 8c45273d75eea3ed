//! What a project says after a change is what a new project of the same files says.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::collections::BTreeMap;
use std::path::Path;

use seaworthy_core::project::{Change, Project};
use seaworthy_core::{FileFacts, analyse};
use seaworthy_workspace::{OpenOptions, ScanRequest, Workspace};

type Files = BTreeMap<String, FileFacts>;

/// Ways to change a text that move, rename, add and take away what other files see.
const EDITS: [fn(&str) -> String; 6] = [
    |text| format!("const added = () => 1;\n{text}"),
    |text| format!("{text}\n// Only a comment.\n"),
    |text| text.replace("export ", ""),
    |text| text.replace("return ", "return null ?? "),
    |text| text.lines().take(text.lines().count() / 2).fold(String::new(), |all, line| all + line + "\n"),
    |text| text.replace("(request", "(first, request").replace("import ", "import type "),
];

fn fresh(files: &Files) -> Project {
    let mut project = Project::new(seaworthy_core::config::Config::default());
    project.apply(files.values().cloned().map(|facts| Change::Set(Box::new(facts))));
    project
}

fn said(project: &Project, files: &Files) -> Vec<String> {
    let findings = files.keys().flat_map(|path| project.judge(path).findings);
    findings
        .map(|finding| format!("{} {} {:?} {}", finding.rule.id, finding.path, finding.range, finding.message.what))
        .collect()
}

#[test]
fn a_change_and_a_new_start_agree() {
    let harbor = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/harbor");
    let workspace = Workspace::open(&harbor, OpenOptions::default()).unwrap();
    let scan = workspace.scan(&ScanRequest::default(), &());
    let texts: BTreeMap<String, String> = scan
        .project
        .files()
        .filter_map(|file| Some((file.path.clone(), workspace.read(&file.path).ok()?.text)))
        .collect();
    let mut files: Files = texts.iter().map(|(path, text)| (path.clone(), analyse(path, text))).collect();
    let mut project = fresh(&files);
    let mut differed = 0;
    let before = said(&project, &files);
    for (turn, (path, text)) in texts.iter().enumerate() {
        // Each file is changed in two ways and changed back, while those before it stay changed in one run of three.
        for edit in [EDITS[turn % EDITS.len()], EDITS[(turn + 1) % EDITS.len()]] {
            let facts = analyse(path, &edit(text));
            files.insert(path.clone(), facts.clone());
            project.apply([Change::Set(Box::new(facts))]);
            let found = said(&project, &files);
            assert_eq!(found, said(&fresh(&files), &files), "after a change of {path}");
            differed += usize::from(found != before);
        }
        if turn % 3 != 0 {
            let facts = analyse(path, text);
            files.insert(path.clone(), facts.clone());
            project.apply([Change::Set(Box::new(facts))]);
            assert_eq!(said(&project, &files), said(&fresh(&files), &files), "after {path} was changed back");
        }
    }
    assert!(differed > 20, "the edits change hardly anything: {differed}");
}
