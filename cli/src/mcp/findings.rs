//! `check_text` and `check_files`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use seaworthy_core::Severity;
use seaworthy_core::report::{NoteKind, count, mark};
use seaworthy_workspace::{Scan, ScanRequest, Workspace};
use serde::Deserialize;

use super::place::Root;
use super::{Answer, answer};
use crate::check::Chosen;
use crate::terminal::counted;

/// The longest text that is judged, in bytes.
const LONGEST_TEXT: usize = 4 * 1024 * 1024;
/// How many findings are told when nothing else is asked for, and at most.
const USUAL: usize = 40;
const MOST: usize = 200;
/// How many files that were not read are named.
const MOST_NOTES: usize = 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckText {
    path: String,
    text: String,
    #[serde(default)]
    rules: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckFiles {
    #[serde(default)]
    paths: Vec<String>,
    #[serde(default)]
    rules: Vec<String>,
    #[serde(default = "all")]
    min_severity: Severity,
    limit: Option<usize>,
}

/// The least grave finding that is told when nothing else is asked for.
const fn all() -> Severity {
    Severity::Info
}

/// Judges a text as if it were the file at a path, within its project.
pub(super) fn check_text(root: &Root, wish: CheckText) -> Answer {
    if wish.text.len() > LONGEST_TEXT {
        return Err(format!("the text is longer than {} MiB", LONGEST_TEXT / 1024 / 1024));
    }
    let chosen = Chosen::new(&wish.rules)?;
    let workspace = root.workspace()?;
    let place = root.place(&wish.path)?;
    let Some(name) = Some(place.path).filter(|path| !path.is_empty() && !place.on_disk.is_dir()) else {
        return Err("path must name a file".to_owned());
    };
    let is_wanted = workspace.wants(&name);
    let overlays = Some(BTreeMap::from([(name, wish.text)]));
    let scan = workspace.scan(&ScanRequest { targets: Vec::new(), overlays }, &());
    let mut text = told(&scan, &chosen, Severity::Info, USUAL);
    if !is_wanted {
        text += "A check of the project leaves this path out: a test, an ignored file, or a kind that is not read.\n";
    }
    Ok(text)
}

/// Judges files and folders of the project, or all of it.
pub(super) fn check_files(root: &Root, wish: &CheckFiles) -> Answer {
    let chosen = Chosen::new(&wish.rules)?;
    let workspace = root.workspace()?;
    let scan = scan(root, &workspace, &wish.paths)?;
    let limit = wish.limit.unwrap_or(USUAL).clamp(1, MOST);
    Ok(told(&scan, &chosen, wish.min_severity, limit))
}

/// Reads the project and judges what lies at these paths; everything when there are none.
pub(super) fn scan(root: &Root, workspace: &Workspace, paths: &[String]) -> Result<Scan, String> {
    let mut targets = Vec::new();
    for named in paths {
        let place = root.place(named)?;
        if !place.on_disk.exists() {
            return Err(format!("there is no file or folder {named}"));
        }
        targets.push(place.on_disk);
    }
    Ok(workspace.scan(&ScanRequest { targets, overlays: None }, &()))
}

fn told(scan: &Scan, chosen: &Chosen, least: Severity, limit: usize) -> String {
    let wanted = scan.findings().filter(|finding| chosen.takes(finding) && finding.severity >= least);
    let mut found = mark(wanted, scan);
    found.sort_by_key(|marked| std::cmp::Reverse(marked.finding.severity));
    let files = counted(scan.judged.len(), "file", "files");
    let mut text = if found.is_empty() {
        format!("No findings in {files}.\n")
    } else {
        format!("{} in {files}.\n", count(found.iter().map(|marked| marked.finding)).in_words())
    };
    let shown = &found[..found.len().min(limit)];
    text += &answer::lines(scan, shown);
    if found.len() > shown.len() {
        let _ =
            writeln!(text, "… and {} more: raise `limit`, or narrow `paths` or `rules`.", found.len() - shown.len());
    }
    not_read(&mut text, scan);
    text
}

/// Says what a clean answer says nothing about.
fn not_read(text: &mut String, scan: &Scan) {
    for path in scan.foreign.iter().take(MOST_NOTES) {
        let _ = writeln!(text, "Not a kind of file that is read: {}", answer::words(path));
    }
    let mut seen = BTreeSet::new();
    let notes = scan.notes();
    let unread = notes.iter().filter(|note| matches!(note.kind, NoteKind::Unread | NoteKind::Partial));
    for note in unread.filter(|note| seen.insert(&note.path)).take(MOST_NOTES) {
        let line = match note.kind {
            NoteKind::Unread => format!("Not read: {}: {}", note.path, note.message),
            _ => format!("Read in part: {}: {}", note.path, note.message),
        };
        let _ = writeln!(text, "{}", answer::words(&line));
    }
}
