//! `seaworthy hook`: answers the hooks of coding agents, so that the one who writes the code hears of a gap at once.
//!
//! Invariant: an agent hears only of what was not there before its edit, and nothing when all is well. Whatever goes wrong
//! here never stops it: the exit code is then 0, and the reason is said where a person may look.

mod alike;
mod event;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use seaworthy_core::report::{Marked, mark};
use seaworthy_core::{Change, Finding, Severity};
use seaworthy_workspace::{OpenOptions, Scan, ScanRequest, Workspace, find_root};

use crate::Failure;
use crate::args::Agent;
use crate::output::{agent_lines, deliver_exactly};
use crate::terminal::complain;
use event::Event;

/// The longest event that is read, in bytes.
const LONGEST_EVENT: u64 = 16 * 1024 * 1024;
/// How many findings an agent is told at once: more would drown what it was doing.
const MOST: usize = 20;
/// The exit code that makes Claude Code show standard error to the model
/// (<https://code.claude.com/docs/en/hooks>, "Exit code output").
const TELL_THE_MODEL: u8 = 2;

/// Answers one event from standard input.
pub(crate) fn run(agent: Agent) -> Result<u8, Failure> {
    let told = read_event(agent).and_then(|event| news(&event));
    let news = told.unwrap_or_else(|reason| {
        complain(&format!("nothing was checked: {reason}"));
        None
    });
    let Some(news) = news else { return Ok(0) };
    match agent {
        Agent::ClaudeCode => {
            anstream::eprint!("{news}");
            Ok(TELL_THE_MODEL)
        }
        Agent::Cursor => {
            deliver_exactly(&format!("{}\n", serde_json::json!({ "followup_message": news })))?;
            Ok(0)
        }
    }
}

fn read_event(agent: Agent) -> Result<Event, Failure> {
    let mut text = String::new();
    let read = std::io::stdin().lock().take(LONGEST_EVENT).read_to_string(&mut text);
    read.map_err(|error| format!("cannot read standard input: {error}"))?;
    let value = serde_json::from_str(&text).map_err(|error| format!("standard input is no JSON: {error}"))?;
    match agent {
        Agent::ClaudeCode => event::claude_code(&value),
        Agent::Cursor => event::cursor(&value),
    }
}

/// What to tell the agent; none when there is nothing new.
fn news(event: &Event) -> Result<Option<String>, Failure> {
    match event {
        Event::Other => Ok(None),
        Event::Edit(edited) => {
            let Some((workspace, path)) = project_of(&edited.path)? else { return Ok(None) };
            let Ok(file) = workspace.read(&path) else { return Ok(None) };
            let before = edited.before(&file.text).or_else(|| workspace.committed(&path));
            if before.as_deref().is_some_and(|before| changes_nothing(&workspace, &path, before, &file.text)) {
                return Ok(None);
            }
            Ok(told(&workspace, &BTreeMap::from([(path, before)])))
        }
        Event::Stop { folder } => {
            let workspace = open(&find_root(folder))?;
            let changed = workspace.changed().map_err(|error| error.to_string())?;
            Ok(told(&workspace, &changed))
        }
    }
}

/// Whether an edit leaves all that is judged as it was. Then nothing is new, and the project, which takes most of the time, need
/// not be read.
fn changes_nothing(workspace: &Workspace, path: &str, before: &str, now: &str) -> bool {
    match (workspace.analyse(path, before), workspace.analyse(path, now)) {
        (Ok(before), Ok(now)) => alike::alike(&before, &now),
        _ => false,
    }
}

/// The project a file belongs to, and the file's path in it; none for a file that is never read or is gone.
fn project_of(path: &Path) -> Result<Option<(Workspace, String)>, Failure> {
    let (Some(folder), Ok(full)) = (path.parent(), path.canonicalize()) else { return Ok(None) };
    let workspace = open(&find_root(folder))?;
    let relative = workspace.relative(&full).filter(|relative| workspace.wants(relative));
    Ok(relative.map(|relative| (workspace, relative)))
}

fn open(root: &Path) -> Result<Workspace, Failure> {
    Workspace::open(root, OpenOptions::default()).map_err(|error| error.to_string())
}

/// Judges the files as they are and as they were, and puts what is new into words.
fn told(workspace: &Workspace, files: &BTreeMap<String, Option<String>>) -> Option<String> {
    if files.is_empty() {
        return None;
    }
    let targets: Vec<PathBuf> = files.keys().map(|path| workspace.on_disk(path)).collect();
    let mut scan = workspace.scan(&ScanRequest { targets, overlays: None }, &());
    let now: Vec<Finding> = scan.findings().filter(|finding| finding.severity > Severity::Info).cloned().collect();
    if now.is_empty() {
        return None;
    }
    let known = known_before(workspace, &mut scan, files);
    let mut new = mark(&now, &scan);
    new.retain(|marked| !known.contains(&marked.fingerprint));
    new.sort_by_key(|marked| std::cmp::Reverse(marked.finding.severity));
    (!new.is_empty()).then(|| words(&scan, &new))
}

/// The fingerprints of what there was to find before.
fn known_before(workspace: &Workspace, scan: &mut Scan, files: &BTreeMap<String, Option<String>>) -> BTreeSet<String> {
    let changes = files.iter().filter_map(|(path, before)| match before {
        Some(text) => Some(Change::Set(Box::new(workspace.analyse(path, text).ok()?))),
        None => Some(Change::Remove(path.clone())),
    });
    scan.project.apply(changes);
    let found: Vec<Finding> = files.keys().flat_map(|path| scan.project.judge(path).findings).collect();
    let texts = files.iter().filter_map(|(path, text)| Some((path.clone(), text.clone()?)));
    let texts: BTreeMap<String, String> = texts.collect();
    mark(&found, &texts).into_iter().map(|marked| marked.fingerprint).collect()
}

fn words(scan: &Scan, new: &[Marked<'_>]) -> String {
    let more = new.len().saturating_sub(MOST);
    let rest =
        if more > 0 { format!("and {more} more: run `seaworthy check --format agent`\n") } else { String::new() };
    format!(
        "Seaworthy found security gaps that this change opened. Mend each, or ask the person; `seaworthy explain RULE` tells more.\n{}{rest}",
        agent_lines(scan, &new[..new.len().min(MOST)])
    )
}
