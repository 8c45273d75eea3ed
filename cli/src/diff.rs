//! A change of a file as a unified diff.
//!
//! Invariant: lines are copies of the source, so credentials in them are covered and nothing in them steers a terminal.

use std::fmt::Write as _;

use seaworthy_core::report::mask;
use seaworthy_workspace::fix::ChangedFile;
use similar::{ChangeTag, TextDiff};

use crate::terminal::{BOLD, CODE, ERROR, GOOD, clean};

/// A unified diff with three lines around each change. With `all_quoted`, for files a rule found a secret in, everything
/// between quotes is covered too.
pub(crate) fn diff(file: &ChangedFile, all_quoted: bool) -> String {
    let mut out = String::new();
    let path = clean(&file.path);
    let before = if file.before.is_some() { format!("a/{path}") } else { "/dev/null".to_owned() };
    let _ = writeln!(out, "{BOLD}--- {before}{BOLD:#}\n{BOLD}+++ b/{path}{BOLD:#}");
    let diff = TextDiff::from_lines(file.before.as_deref().unwrap_or_default(), &file.after);
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        let _ = writeln!(out, "{CODE}{}{CODE:#}", hunk.header());
        for change in hunk.iter_changes() {
            let line = clean(&mask(change.value().trim_end_matches(['\n', '\r']), all_quoted));
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
        let plain = anstream::adapter::strip_str(&diff(&file, false)).to_string();
        assert_eq!(
            plain,
            "--- a/a.ts\n+++ b/a.ts\n@@ -7,7 +7,7 @@\n line 7\n line 8\n line 9\n-line 10\n+\u{fffd}[2Jnew\n line 11\n \
             line 12\n line 13\n"
        );
    }

    #[test]
    fn a_diff_of_a_new_file_begins_at_nothing() {
        let file = ChangedFile { path: ".env.example".into(), before: None, after: "A=\nB=\n".into(), form: None };
        let plain = anstream::adapter::strip_str(&diff(&file, false)).to_string();
        assert_eq!(plain, "--- /dev/null\n+++ b/.env.example\n@@ -0,0 +1,2 @@\n+A=\n+B=\n");
    }
}
