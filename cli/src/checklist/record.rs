//! `seaworthy attest` and `seaworthy review`: a person's word, written into `seaworthy.toml`.

use seaworthy_core::checklist::{Attestation, Review};
use seaworthy_workspace::{OpenOptions, Record, Workspace, find_root, today};

use super::folder;
use crate::Failure;
use crate::args::{AttestArguments, ReviewArguments, WhoArguments};
use crate::terminal::say;
use crate::text::Paths;

/// Writes an attestation.
pub(crate) fn attest(arguments: &AttestArguments) -> Result<u8, Failure> {
    let who = &arguments.who;
    let given = Attestation {
        item: arguments.item,
        by: said(&who.by, "--by")?,
        on: who.on.unwrap_or_else(today),
        note: said(&arguments.note, "--note")?,
        link: who.link.clone(),
        valid_for: arguments.valid_for,
    };
    let item = given.item.item();
    let until = given.until();
    let path = put(who, &Record::Attestation(given))?;
    say(&format!(
        "{path}: item {}, {}: {}'s word that {}, until {until}.",
        item.number,
        item.title,
        who.by.trim(),
        item.word
    ));
    Ok(0)
}

/// Writes a review.
pub(crate) fn review(arguments: &ReviewArguments) -> Result<u8, Failure> {
    let who = &arguments.who;
    let done = Review {
        kind: arguments.kind,
        on: who.on.unwrap_or_else(today),
        by: said(&who.by, "--by")?,
        note: arguments.note.clone(),
        link: who.link.clone(),
    };
    let kind = done.kind;
    let next = kind.cadence().span().map(|span| done.on.after(span));
    let on = done.on;
    let path = put(who, &Record::Review(done))?;
    let next = next.map_or(String::new(), |next| format!("; the next is due {next}"));
    say(&format!("{path}: {} of {on}{next}.", kind.title().to_lowercase()));
    Ok(0)
}

fn said(text: &str, flag: &str) -> Result<String, Failure> {
    let text = text.trim();
    if text.is_empty() { Err(format!("{flag} must say something")) } else { Ok(text.to_owned()) }
}

/// Writes to the project's configuration; gives its path as the person would type it.
fn put(who: &WhoArguments, record: &Record) -> Result<String, Failure> {
    let root = find_root(&folder(&who.project)?);
    let options = OpenOptions { config: who.config.clone(), include_tests: false };
    let workspace = Workspace::open(&root, options).map_err(|error| error.to_string())?;
    let written = workspace.put_on_record(record).map_err(|error| error.to_string())?;
    let relative = seaworthy_workspace::relative(workspace.root(), &written);
    Ok(relative.map_or_else(|| written.display().to_string(), |path| Paths::new(workspace.root()).show(&path)))
}
