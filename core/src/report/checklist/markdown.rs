//! The checklist as Markdown, for a pull request or a job summary: the sentence, ten rows, then what falls short.

use std::fmt::Write as _;

use super::super::markdown::escape;
use super::{ChecklistReport, sentence};
use crate::checklist::{CalendarEntry, ItemResult, Verdict};

/// The most places that are named of one item.
const MOST: usize = 10;

/// The checklist as Markdown.
pub fn checklist_markdown(report: &ChecklistReport<'_>) -> String {
    let list = report.checklist;
    let mut out = format!("### {}\n\n", escape(&list.sum.sentence));
    out.push_str("| | launch item | | why |\n| ---: | --- | --- | --- |\n");
    for result in &list.items {
        let _ = writeln!(
            out,
            "| {} | {} | {} {} | {} |",
            result.item.number,
            result.item.title,
            sign(result.verdict),
            result.verdict.in_words(),
            escape(&sentence(&result.reason))
        );
    }
    out.push('\n');
    let places = report.places();
    for result in list.items.iter().filter(|result| !result.places.is_empty()) {
        item(&mut out, report, &places, result);
    }
    out.push_str("| review | how often | last | due | |\n| --- | --- | --- | --- | --- |\n");
    for entry in &list.calendar {
        review(&mut out, entry);
    }
    let _ = writeln!(out, "\nOf {}, by Seaworthy {}.", list.today, escape(report.version));
    out
}

const fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "✅",
        Verdict::FallsShort => "🛑",
        Verdict::NotApplicable => "➖",
        Verdict::NeedsWord => "✍️",
        Verdict::NotInspected => "⬜",
    }
}

fn item(out: &mut String, report: &ChecklistReport<'_>, places: &super::Places<'_>, result: &ItemResult) {
    let title = result.item.title;
    let _ =
        writeln!(out, "<details>\n<summary>{} {title}: {}</summary>\n", result.item.number, result.verdict.in_words());
    for clause in &result.evidence {
        let _ = writeln!(out, "- {}", escape(&sentence(clause)));
    }
    for place in result.places.iter().take(MOST) {
        let sign = super::super::markdown::sign(place.severity);
        let (location, _) = report.location(places, place);
        let _ = writeln!(
            out,
            "- {sign} {} · {} · {} (`{}`)",
            place.severity.as_str(),
            escape(&location),
            escape(&place.what),
            place.rule
        );
    }
    if result.places.len() > MOST {
        let _ = writeln!(out, "- … and {} more", result.places.len() - MOST);
    }
    out.push_str("\n</details>\n\n");
}

fn review(out: &mut String, entry: &CalendarEntry) {
    let last = entry.last.as_ref().map_or("–".to_owned(), |last| format!("{}, {}", last.on, escape(&last.by)));
    let due = entry.due.map_or("–".to_owned(), |due| due.to_string());
    let _ = writeln!(
        out,
        "| {} | {} | {last} | {due} | {} |",
        entry.kind.title(),
        entry.kind.cadence().in_words(),
        entry.state.in_words()
    );
}
