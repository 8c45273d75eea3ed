//! `--fix`: mends in memory, shows suggestions as a diff, writes.

use seaworthy_core::{Certainty, Finding, Fix, FixLevel};
use seaworthy_workspace::fix::{ChangedFile, fix_scan, write};
use seaworthy_workspace::{Scan, Workspace};

use super::select::Chosen;
use crate::args::FixChoice;
use crate::diff::diff;
use crate::terminal::{GOOD, clean, complain, confirm, counted, say};

/// What fixing came to.
pub(super) struct Outcome {
    /// Whether a file could not be written.
    pub(super) has_failed: bool,
}

/// Applies the chosen fixes; `scan` then holds what is on disk.
pub(super) fn run(workspace: &Workspace, scan: &mut Scan, choice: FixChoice, yes: bool, chosen: &Chosen) -> Outcome {
    let original = scan.clone();
    let fixed = fix_scan(workspace, scan, &|finding| if chosen.takes(finding) { pick(finding, choice) } else { None });
    for path in &fixed.taken_back {
        complain(&format!("{path}: left as it is, its fix would not parse; please report this"));
    }
    if fixed.files.is_empty() {
        return Outcome { has_failed: false };
    }
    if choice == FixChoice::Suggestions && !agreed(&fixed.files, yes) {
        *scan = original;
        return Outcome { has_failed: false };
    }
    let failures = write(workspace, &fixed.files);
    for (path, error) in &failures {
        complain(&format!("{path} was not changed: {error}"));
    }
    let written = fixed.files.len() - failures.len();
    if failures.is_empty() {
        let number = counted(fixed.applied, "fix", "fixes");
        let new = new_files(&fixed.files, "making");
        say(&format!("{GOOD}Applied {number} in {}{new}.{GOOD:#}", counted(written, "file", "files")));
    } else {
        // What was mended in memory is not what is on disk now.
        *scan = original;
    }
    Outcome { has_failed: !failures.is_empty() }
}

/// `, making .env.example`: the files that are new among those changed.
fn new_files(files: &[ChangedFile], word: &str) -> String {
    let new: Vec<String> = files.iter().filter(|file| file.before.is_none()).map(|file| clean(&file.path)).collect();
    if new.is_empty() { String::new() } else { format!(", {word} {}", new.join(", ")) }
}

/// The most trusted fix of a finding that the choice allows. Code that is only half readable is left alone.
pub(crate) fn pick(finding: &Finding, choice: FixChoice) -> Option<Fix> {
    if finding.certainty == Certainty::Partial {
        return None;
    }
    let allowed = |fix: &&Fix| match fix.level {
        FixLevel::Safe => true,
        FixLevel::Suggestion => choice == FixChoice::Suggestions,
        FixLevel::Guide => false,
    };
    finding.fixes.iter().filter(allowed).find(|fix| !fix.edits.is_empty()).cloned()
}

fn agreed(files: &[ChangedFile], yes: bool) -> bool {
    for file in files {
        say(diff(file, false).trim_end());
    }
    if yes {
        return true;
    }
    let new = new_files(files, "making");
    let agreed = confirm(&format!("\nChange {}{new}?", counted(files.len(), "file", "files")));
    if !agreed {
        say("Nothing was changed. Use --yes to apply the changes above.");
    }
    agreed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_files_are_named() {
        let file = ChangedFile { path: ".env.example".into(), before: None, after: "A=\nB=\n".into(), form: None };
        assert_eq!(new_files(&[file], "making"), ", making .env.example");
        let old = ChangedFile { path: "a.ts".into(), before: Some(String::new()), after: "x".into(), form: None };
        assert_eq!(new_files(&[old], "making"), "");
    }
}
