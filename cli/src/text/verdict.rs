//! The last paragraph: what was found, what was looked at, and what was not.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use seaworthy_core::report::{Counts, FileNote, Marked, NoteKind, Places, Report, count};
use seaworthy_core::{Finding, FixLevel};
use seaworthy_workspace::{Bundles, SkipReason, Skipped, size_in_words};

use super::Paths;
use crate::terminal::{DIM, ERROR, GOOD, INFO, WARNING, clean, counted, width, wrap};

/// The most files that are named one by one.
const MOST_NAMED: usize = 5;

/// What was to be checked.
pub(crate) enum Subject<'a> {
    /// Sources.
    Project,
    /// What is staged for commit.
    Staged {
        /// How many files are staged.
        total: usize,
        /// Whether only those below certain paths count.
        is_narrowed: bool,
    },
    /// Built output.
    Bundles {
        /// What lay in it.
        bundles: &'a Bundles,
        /// Whether nothing else was checked.
        is_alone: bool,
    },
}

/// What the verdict speaks of.
pub(crate) struct Verdict<'a> {
    /// Every finding, those that are not shown included.
    pub(crate) all: &'a [Marked<'a>],
    /// The report.
    pub(crate) report: &'a Report<'a>,
    /// What was to be checked.
    pub(crate) subject: &'a Subject<'a>,
    /// Files that were left out.
    pub(crate) skipped: &'a [Skipped],
    /// How long it took.
    pub(crate) took: Duration,
    /// Whether fixes were applied, so that none need be advertised.
    pub(crate) has_fixed: bool,
}

/// The verdict, styled, with a final newline.
pub(crate) fn verdict(verdict: &Verdict<'_>, paths: &Paths) -> String {
    let mut out = String::new();
    let places = Places::new(verdict.report);
    for note in verdict.report.notes.iter().filter(|note| note.kind == NoteKind::Notice) {
        let place = note.range.and_then(|range| places.place(&note.path, range));
        let line = place.map_or(String::new(), |place| format!(":{}:{}", place.start.line, place.start.column));
        let _ = writeln!(out, "{INFO}note{INFO:#}: {}{line}: {}", clean(&paths.show(&note.path)), clean(&note.message));
    }
    if !out.is_empty() {
        out.push('\n');
    }
    let counts = count(verdict.all.iter().map(|marked| marked.finding));
    let (sign, style) = match counts {
        Counts { error: 1.., .. } => ("✖", ERROR),
        Counts { warning: 1.., .. } => ("▲", WARNING),
        Counts { info: 1.., .. } => ("●", INFO),
        Counts { .. } if verdict.report.files == 0 => ("●", INFO),
        Counts { .. } => ("✔", GOOD),
    };
    let sentences = [
        fixes(verdict),
        hidden(verdict),
        not_read(verdict.report.notes, NoteKind::Unread, "Not read", paths),
        not_read(verdict.report.notes, NoteKind::Partial, "Read only in part", paths),
        left_out(verdict.skipped),
        built(verdict.subject, paths),
    ];
    let _ =
        writeln!(out, "{style}{sign} {}{style:#} {DIM}({}){DIM:#}", headline(verdict, counts), seconds(verdict.took));
    for sentence in sentences.iter().filter(|sentence| !sentence.is_empty()) {
        for line in wrap(sentence, width() - 2) {
            let _ = writeln!(out, "  {line}");
        }
    }
    out
}

fn headline(verdict: &Verdict<'_>, counts: Counts) -> String {
    if verdict.report.files == 0 {
        return nothing_there(verdict.subject);
    }
    let (one, many) = match verdict.subject {
        Subject::Staged { .. } => ("staged file", "staged files"),
        Subject::Bundles { is_alone: true, .. } => ("built file", "built files"),
        Subject::Project | Subject::Bundles { .. } => ("file", "files"),
    };
    let files = counted(verdict.report.files, one, many);
    let is_new = if verdict.report.baselined > 0 { "new: " } else { "" };
    if counts.total() == 0 {
        let nothing = if verdict.report.baselined > 0 { "Nothing new found" } else { "Nothing found" };
        return format!("{nothing} in {files}.");
    }
    let mut in_files: Vec<&str> = verdict.all.iter().map(|marked| marked.finding.path.as_str()).collect();
    in_files.sort_unstable();
    in_files.dedup();
    format!("{is_new}{} in {} of {files}.", counts.in_words(), in_files.len())
}

fn nothing_there(subject: &Subject<'_>) -> String {
    let words = match subject {
        Subject::Staged { total: 0, is_narrowed: false } => "Nothing is staged.",
        Subject::Staged { total: 0, is_narrowed: true } => "Nothing is staged in these paths.",
        Subject::Staged { .. } => "Nothing was looked at: no staged file is one Seaworthy checks.",
        Subject::Bundles { .. } => {
            "Nothing was looked at: there are no scripts, pages or JSON files in the built output."
        }
        Subject::Project => "Nothing was looked at: there is no file of a kind Seaworthy reads.",
    };
    words.to_owned()
}

/// What there is to know of built output.
fn built(subject: &Subject<'_>, paths: &Paths) -> String {
    let Subject::Bundles { bundles, is_alone } = subject else { return String::new() };
    let shown = |path: &String| clean(&paths.show(path));
    let mut sentences = Vec::new();
    if !is_alone {
        sentences.push("Among them is the built output, each file of it judged alone.".to_owned());
    }
    for next in &bundles.next {
        sentences.push(format!("In {} only static/ was read: the rest stays on the server.", shown(next)));
    }
    if !bundles.on_server.is_empty() {
        let folders: Vec<String> = bundles.on_server.iter().map(shown).collect();
        sentences.push(format!("Left out, since it stays on the server: {}.", folders.join(", ")));
    }
    let maps = bundles.source_maps.len();
    if maps > 0 {
        let size = size_in_words(bundles.source_maps.values().sum());
        let number = counted(maps, "source map", "source maps");
        let they = if maps == 1 { "it is" } else { "they are" };
        sentences.push(format!("Not read: {number} ({size}). Where {they} deployed, anyone can read your sources."));
    }
    sentences.join(" ")
}

fn fixes(verdict: &Verdict<'_>) -> String {
    let offers = |finding: &Finding, level| finding.fixes.iter().any(|fix| fix.level == level && !fix.edits.is_empty());
    let mut safe = 0;
    let mut suggested = 0;
    for marked in verdict.all {
        if offers(marked.finding, FixLevel::Safe) {
            safe += 1;
        } else if offers(marked.finding, FixLevel::Suggestion) {
            suggested += 1;
        }
    }
    match (safe, suggested) {
        _ if verdict.has_fixed => String::new(),
        (0, 0) => String::new(),
        (0, _) => format!("{suggested} can be mended with --fix=suggestions, which shows each change first."),
        (_, 0) => format!("{safe} can be mended with --fix."),
        (..) => format!("{safe} can be mended with --fix, {suggested} more with --fix=suggestions."),
    }
}

fn hidden(verdict: &Verdict<'_>) -> String {
    let report = verdict.report;
    let not_shown = verdict.all.len() - report.findings.len();
    let parts = [
        (not_shown, "not shown (--max-findings)"),
        (report.suppressed, "silenced by ignore comments"),
        (report.baselined, "known from the baseline"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}")).collect();
    if parts.is_empty() { String::new() } else { format!("{}.", parts.join(", ")) }
}

fn not_read(notes: &[FileNote], kind: NoteKind, title: &str, paths: &Paths) -> String {
    let of_kind: Vec<&FileNote> = notes.iter().filter(|note| note.kind == kind).collect();
    if of_kind.is_empty() {
        return String::new();
    }
    let name = |note: &&FileNote| format!("{} ({})", clean(&paths.show(&note.path)), clean(&note.message));
    let mut named: Vec<String> = of_kind.iter().take(MOST_NAMED).map(name).collect();
    if of_kind.len() > MOST_NAMED {
        named.push(format!("{} more (--format json lists all)", of_kind.len() - MOST_NAMED));
    }
    format!("{title}: {}.", named.join(", "))
}

fn left_out(skipped: &[Skipped]) -> String {
    let mut by_reason: BTreeMap<SkipReason, usize> = BTreeMap::new();
    for entry in skipped {
        *by_reason.entry(entry.reason).or_default() += 1;
    }
    let describe = |(reason, count): (&SkipReason, &usize)| {
        let flag = if *reason == SkipReason::Test { " (--include-tests)" } else { "" };
        format!("{}{flag}", counted(*count, reason.describe(1), reason.describe(2)))
    };
    let parts: Vec<String> = by_reason.iter().map(describe).collect();
    if parts.is_empty() { String::new() } else { format!("Left out: {}.", parts.join(", ")) }
}

fn seconds(took: Duration) -> String {
    if took < Duration::from_secs(1) {
        format!("{} ms", took.as_millis())
    } else {
        format!("{:.1} s", took.as_secs_f64())
    }
}
