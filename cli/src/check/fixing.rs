//! `--fix`: mends in memory, shows suggestions as a diff, writes.

use std::fmt::Write as _;

use seaworthy_core::report::mask;
use seaworthy_core::{Certainty, Finding, Fix, FixLevel};
use seaworthy_workspace::fix::{ChangedFile, fix_scan, write};
use seaworthy_workspace::{Scan, Workspace};
use similar::{ChangeTag, TextDiff};

use super::select::Chosen;
use crate::args::FixChoice;
use crate::terminal::{BOLD, CODE, ERROR, GOOD, clean, complain, confirm, counted, say};

/// What fixing came to.
pub(super) struct Outcome {
    /// Whether a file could not be written.
    pub(super) has_failed: bool,
}

/// Applies the chosen fixes; `scan` then holds what is on disk.
pub(super) fn run(workspace: &Workspace, scan: &mut Scan, choice: FixChoice, yes: bool, chosen: &Chosen) -> Outcome {
    let original = scan.clone();
    let fixed = fix_scan(workspace, scan, &|finding| pick(finding, choice, chosen));
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
fn pick(finding: &Finding, choice: FixChoice, chosen: &Chosen) -> Option<Fix> {
    if finding.certainty == Certainty::Partial || !chosen.takes(finding) {
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
        say(diff(file).trim_end());
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

/// A unified diff. Lines are copies of the source, so credentials in them are covered.
fn diff(file: &ChangedFile) -> String {
    let mut out = String::new();
    let path = clean(&file.path);
    let before = if file.before.is_some() { format!("a/{path}") } else { "/dev/null".to_owned() };
    let _ = writeln!(out, "{BOLD}--- {before}{BOLD:#}\n{BOLD}+++ b/{path}{BOLD:#}");
    let diff = TextDiff::from_lines(file.before.as_deref().unwrap_or_default(), &file.after);
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        let _ = writeln!(out, "{CODE}{}{CODE:#}", hunk.header());
        for change in hunk.iter_changes() {
            let line = clean(&mask(change.value().trim_end_matches(['\n', '\r']), false));
            let _ = match change.tag() {
                ChangeTag::Delete => writeln!(out, "{ERROR}-{line}{ERROR:#}"),
                ChangeTag::Insert => writeln!(out, "{GOOD}+{line}{GOOD:#}"),
                ChangeTag::Equal => writeln!(out, " {line}"),
            };
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_shows_what_changes_and_nothing_else() {
        let before = (1..=20).map(|line| format!("line {line}\r\n")).collect::<Vec<_>>().concat();
        let after = before.replace("line 10\r\n", "\u{1b}[2Jnew\r\n");
        let file = ChangedFile { path: "a.ts".into(), before: Some(before), after, form: None };
        let plain = anstream::adapter::strip_str(&diff(&file)).to_string();
        assert_eq!(
            plain,
            "--- a/a.ts\n+++ b/a.ts\n@@ -7,7 +7,7 @@\n line 7\n line 8\n line 9\n-line 10\n+\u{fffd}[2Jnew\n line 11\n \
             line 12\n line 13\n"
        );
    }
    #[test]
    fn a_diff_of_a_new_file_begins_at_nothing() {
        let file = ChangedFile { path: ".env.example".into(), before: None, after: "A=\nB=\n".into(), form: None };
        let plain = anstream::adapter::strip_str(&diff(&file)).to_string();
        assert_eq!(plain, "--- /dev/null\n+++ b/.env.example\n@@ -0,0 +1,2 @@\n+A=\n+B=\n");
        assert_eq!(new_files(&[file], "making"), ", making .env.example");
        let old = ChangedFile { path: "a.ts".into(), before: Some(String::new()), after: "x".into(), form: None };
        assert_eq!(new_files(&[old], "making"), "");
    }
}
