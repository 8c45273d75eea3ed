//! `seaworthy agents`: puts hooks, the MCP server and a rule into the files of coding agents, and takes them out again.
//!
//! Invariants: nothing is written before it was shown and agreed to; what others wrote stays byte for byte; where one file cannot
//! be read, none is written; taking out gives back what was there.

mod doctor;
mod json;
mod layout;
mod section;
mod targets;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use seaworthy_workspace::fix::ChangedFile;
use seaworthy_workspace::{WriteError, absolute, remove_text, write_new, write_text};

use crate::args::{AgentsArguments, AgentsCommand, ChangeArguments};
use crate::diff::diff;
use crate::output::deliver;
use crate::terminal::{BOLD, DIM, GOOD, WARNING, clean, complain, confirm, counted, say};
use crate::{Failure, project_root};
use targets::{State, Target};

const FAILED: u8 = 2;
/// The largest file of an agent that is read, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Runs one of the commands.
pub(crate) fn run(command: &AgentsCommand) -> Result<u8, Failure> {
    match command {
        AgentsCommand::Install(arguments) => change(arguments, true),
        AgentsCommand::Remove(arguments) => change(arguments, false),
        AgentsCommand::Status(arguments) => status(arguments),
        AgentsCommand::Doctor(arguments) => doctor::run(&project_root(&arguments.path)?, arguments.agent),
    }
}

/// What becomes of a file: its text, none where it goes.
type After = Option<String>;

/// A file and what it is to hold.
struct Change {
    path: &'static str,
    before: Option<String>,
    after: After,
}

fn change(arguments: &ChangeArguments, is_install: bool) -> Result<u8, Failure> {
    let root = project_root(&arguments.of.path)?;
    let changes = plan(&root, &Target::of(arguments.of.agent), is_install)?;
    if changes.is_empty() {
        let words = if is_install { "Everything is in place already." } else { "There is nothing to take out." };
        say(words);
        return Ok(0);
    }
    for change in &changes {
        show(change);
    }
    if !arguments.yes && !confirm(&format!("\nChange {}?", counted(changes.len(), "file", "files"))) {
        say("Nothing was written. Use --yes to make the changes above.");
        return Ok(0);
    }
    let mut failed = false;
    for change in &changes {
        if let Err(error) = write(&root, change) {
            failed = true;
            complain(&format!("{} was not changed: {error}", change.path));
        }
    }
    if failed {
        return Ok(FAILED);
    }
    say(&format!("{GOOD}Changed {}.{GOOD:#}", counted(changes.len(), "file", "files")));
    if is_install {
        say("To see that the hooks fire: seaworthy agents doctor");
    }
    Ok(0)
}

/// What is to be changed; words about every file that cannot be.
fn plan(root: &Path, targets: &[Target], is_install: bool) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for target in targets {
        let planned = read(root, target.path).and_then(|before| {
            // Two names of one file (`CLAUDE.md`, a link to it) are one file.
            if !absolute(&root.join(target.path)).map_or(true, |real| seen.insert(real)) {
                return Ok(None);
            }
            let after = match (&before, is_install) {
                (before, true) => target.put_in(before.as_deref())?.map(Some),
                (Some(before), false) => target.take_out(before)?,
                (None, false) => None,
            };
            Ok(after.map(|after| Change { path: target.path, before, after }))
        });
        match planned {
            Ok(change) => changes.extend(change),
            Err(words) => problems.push(format!("{}: {words}", target.path)),
        }
    }
    if problems.is_empty() {
        return Ok(changes);
    }
    Err(format!("nothing was written, since this cannot be changed safely:\n{}", problems.join("\n")))
}

/// The text of a file; none where nothing is.
fn read(root: &Path, path: &str) -> Result<Option<String>, Failure> {
    let full = root.join(path);
    if full.symlink_metadata().is_err() {
        return Ok(None);
    }
    let real = absolute(&full).map_err(|error| error.to_string())?;
    if !real.starts_with(root) {
        return Err("it is a link that leads out of the project".to_owned());
    }
    let metadata = real.metadata().map_err(|error| error.to_string())?;
    if !metadata.is_file() || metadata.len() > LARGEST {
        return Err("it is no file of a usual size".to_owned());
    }
    let bytes = std::fs::read(&real).map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map(Some).map_err(|_| "it is no UTF-8 text".to_owned())
}

fn show(change: &Change) {
    let after = change.after.clone().unwrap_or_default();
    let file = ChangedFile { path: change.path.to_owned(), before: change.before.clone(), after, form: None };
    say(diff(&file, false).trim_end());
    if change.after.is_none() {
        say(&format!("{DIM}{} held nothing else, so it goes.{DIM:#}", change.path));
    }
}

fn write(root: &Path, change: &Change) -> Result<(), WriteError> {
    let full = root.join(change.path);
    match (&change.before, &change.after) {
        (None, Some(after)) => write_new(root, change.path, after),
        (Some(before), Some(after)) => write_text(&full, before, after, None),
        (Some(before), None) => {
            remove_text(&full, before)?;
            // Folders that hold nothing more were made for it.
            let folders = full.ancestors().skip(1).take_while(|folder| *folder != root);
            for folder in folders {
                if std::fs::remove_dir(folder).is_err() {
                    break;
                }
            }
            Ok(())
        }
        (None, None) => Ok(()),
    }
}

fn status(arguments: &AgentsArguments) -> Result<u8, Failure> {
    let root = project_root(&arguments.path)?;
    let mut out = String::new();
    let mut failed = false;
    for target in Target::of(arguments.agent) {
        let state = read(&root, target.path).and_then(|text| target.state(text.as_deref()));
        let words = match &state {
            Ok(State::All) => format!("{GOOD}installed{GOOD:#}    "),
            Ok(State::Some) => format!("{WARNING}in part{WARNING:#}      "),
            Ok(State::None) => format!("{DIM}not installed{DIM:#}"),
            Err(_) => format!("{WARNING}not readable{WARNING:#} "),
        };
        let _ = writeln!(out, "{words}  {BOLD}{:31}{BOLD:#}  {}", target.path, target.about);
        if let Err(reason) = state {
            failed = true;
            let _ = writeln!(out, "               {}", clean(&reason));
        }
    }
    deliver(&out, None)?;
    Ok(if failed { FAILED } else { 0 })
}
