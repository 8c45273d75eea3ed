//! The checklist for people in a terminal.

use std::fmt::Write as _;

use anstyle::Style;
use seaworthy_core::Severity;
use seaworthy_core::checklist::{CalendarEntry, Checklist, DueState, ItemResult, Tally, Verdict};
use seaworthy_core::report::{Places, Texts};
use unicode_width::UnicodeWidthStr as _;

use crate::terminal::{BOLD, CODE, DIM, ERROR, GOOD, WARNING, clean, counted, wrap};
use crate::text::Paths;
use crate::verdict::{sign, style};

/// The most places that are named of one item.
const MOST: usize = 3;
/// Columns left of an item's title: its number, its verdict.
const INDENT: usize = 24;
/// Columns left of how a review stands.
const REVIEW_INDENT: usize = 52;

/// The checklist, styled, with a final newline.
pub(super) fn table(list: &Checklist, project: &str, texts: &dyn Texts, paths: &Paths, width: usize) -> String {
    let view = View { paths, width };
    let mut out = String::new();
    let (sign, style) = match list.sum.tally {
        Tally::Seaworthy => (sign(Verdict::Holds), GOOD),
        Tally::NotSeaworthyYet => (sign(Verdict::FallsShort), ERROR),
        Tally::NearlySeaworthy | Tally::NothingSeen => (sign(Verdict::NeedsWord), WARNING),
    };
    for (at, line) in wrap(&list.sum.sentence, width - 2).iter().enumerate() {
        let _ = writeln!(out, "{style}{} {line}{style:#}", if at == 0 { sign } else { " " });
    }
    let files = counted(list.files, "file", "files");
    let unread = if list.unread == 0 { String::new() } else { format!(", {} not read whole", list.unread) };
    let _ = writeln!(out, "  {DIM}{}, {}, {files}{unread}{DIM:#}\n", clean(project), list.today.in_words());
    let all = list.items.iter().flat_map(|result| &result.places).map(|place| place.path.as_str());
    let places = Places::of(texts, all);
    for result in &list.items {
        view.item(&mut out, result, &places);
    }
    let _ = writeln!(out, "\n{BOLD}Ever after{BOLD:#}");
    for entry in &list.calendar {
        view.review(&mut out, entry);
    }
    View::advice(&mut out, list);
    out
}

struct View<'a> {
    paths: &'a Paths,
    width: usize,
}

impl View<'_> {
    fn item(&self, out: &mut String, result: &ItemResult, places: &Places<'_>) {
        let style = style(result.verdict);
        let verdict = format!("{} {}", sign(result.verdict), result.verdict.in_words());
        let pad = (INDENT - 5).saturating_sub(verdict.width());
        let number = result.item.number.get();
        let _ = writeln!(out, "{number:>3}  {style}{verdict}{style:#}{:pad$}{BOLD}{}{BOLD:#}", "", result.item.title);
        self.clause(out, "", &result.reason, Style::new());
        for clause in &result.evidence {
            self.clause(out, "· ", clause, DIM);
        }
        if let Some(given) = &result.attestation {
            let end = if result.is_attested { "until" } else { "no longer counts: until" };
            let words = format!("{}, {}: {} ({end} {})", given.by, given.on, given.note, given.until());
            self.clause(out, "✎ ", &words, DIM);
        }
        for place in result.places.iter().filter(|place| place.severity > Severity::Info).take(MOST) {
            let line = places.place(&place.path, place.range).map(|place| place.start.line);
            let line = line.map_or(String::new(), |line| format!(":{line}"));
            let shown = format!("{}{line}", clean(&self.paths.show(&place.path)));
            let style = if place.severity == Severity::Error { ERROR } else { WARNING };
            let sign = if place.severity == Severity::Error { "✖" } else { "▲" };
            self.place(out, &format!("{style}{sign}{style:#}"), &shown, place.rule);
        }
        let shown = result.places.iter().filter(|place| place.severity > Severity::Info).count();
        if shown > MOST {
            let gaps: Vec<&str> = result.item.gaps.iter().map(|gap| gap.as_str()).collect();
            let words = format!("… {} more: seaworthy check --rule {}", shown - MOST, gaps.join(" --rule "));
            self.clause(out, "", &words, DIM);
        }
    }

    /// A place and its rule, side by side where both fit.
    fn place(&self, out: &mut String, sign: &str, path: &str, rule: &str) {
        let indent = INDENT;
        let fits = indent + 2 + path.width() + 2 + rule.len() <= self.width;
        let between = if fits { "  ".to_owned() } else { format!("\n{:1$}", "", indent + 2) };
        let _ = writeln!(out, "{:indent$}{sign} {CODE}{path}{CODE:#}{between}{DIM}{rule}{DIM:#}", "");
    }

    fn clause(&self, out: &mut String, mark: &str, words: &str, style: Style) {
        let indent = INDENT;
        let room = self.width.saturating_sub(indent + mark.width()).max(20);
        for (at, line) in wrap(&clean(words), room).iter().enumerate() {
            let mark = if at == 0 { mark.to_owned() } else { " ".repeat(mark.width()) };
            let _ = writeln!(out, "{:indent$}{style}{mark}{line}{style:#}", "");
        }
    }

    fn review(&self, out: &mut String, entry: &CalendarEntry) {
        let style = match entry.state {
            DueState::Overdue => ERROR,
            DueState::DueSoon => WARNING,
            DueState::Done | DueState::Automated => GOOD,
            DueState::NeverRecorded => DIM,
        };
        let due = entry.due.map_or(String::new(), |due| format!(", due {due}"));
        let last = entry.last.as_ref().map(|last| format!("last {}, {}", last.on, clean(&last.by)));
        let aside = entry.workflow.as_deref().map(clean).or(last).map_or(String::new(), |words| format!("({words})"));
        let state = entry.state.in_words();
        let _ = write!(
            out,
            "  {:25}  {:21}  {style}{state}{style:#}{due}",
            entry.kind.title(),
            entry.kind.cadence().in_words()
        );
        if !aside.is_empty() {
            let fits = REVIEW_INDENT + state.width() + due.width() + 1 + aside.width() <= self.width;
            let between = if fits { " ".to_owned() } else { format!("\n{:REVIEW_INDENT$}", "") };
            let _ = write!(out, "{between}{DIM}{aside}{DIM:#}");
        }
        out.push('\n');
    }

    fn advice(out: &mut String, list: &Checklist) {
        let has = |verdict| list.items.iter().any(|result| result.verdict == verdict);
        let mut lines = Vec::new();
        if has(Verdict::FallsShort) {
            lines.push(("What to mend, place by place", "seaworthy check"));
        }
        if has(Verdict::NeedsWord) || has(Verdict::NotInspected) {
            lines.push(("To give your word", "seaworthy attest ITEM --by NAME --note \"…\""));
        }
        if list.calendar.iter().any(|entry| !matches!(entry.state, DueState::Done | DueState::Automated)) {
            lines.push(("To put a review on record", "seaworthy review KIND --by NAME"));
        }
        lines.push(("As a page", "seaworthy checklist --format html --output checklist.html"));
        out.push('\n');
        for (what, how) in lines {
            let _ = writeln!(out, "  {DIM}{what}:{DIM:#} {how}");
        }
    }
}
