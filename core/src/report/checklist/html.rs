//! The checklist as one page that needs nothing else: no script, no font, no picture, one style sheet within.
//!
//! Invariant: every text that comes from outside goes through [`text`] or [`attribute`]; the page's own policy forbids scripts
//! and everything from elsewhere, should one of them fail.

use std::fmt::Write as _;

use super::super::clean::clean;
use super::super::markdown::html as text;
use super::shapes::{MARK, of_severity, of_verdict};
use super::{ChecklistReport, Places, sentence};
use crate::checklist::{Attestation, CalendarEntry, ItemNumber, ItemPlace, ItemResult, Verdict};
use crate::finding::Severity;

const STYLE: &str = concat!(include_str!("../seaworthy.css"), "\n", include_str!("checklist.css"));
/// Style sheets stand in the page; nothing else is let in, from anywhere.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/// The most places that are named of one item.
const MOST: usize = 100;
/// The most that are shown before the reader asks for the rest.
const FIRST: usize = 5;

/// The checklist as a page.
pub fn checklist_html(report: &ChecklistReport<'_>) -> String {
    let list = report.checklist;
    let places = report.places();
    let title = format!("Launch checklist of {}", report.project);
    let mut out = page_head(&title);
    let _ = writeln!(
        out,
        "<header class=\"bar\"><svg class=\"mark\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"{MARK}\"/></svg>\
         <strong>Launch checklist</strong><span class=\"day\">{}</span></header>\n<main>",
        list.today.in_words()
    );
    let _ = writeln!(
        out,
        "<section class=\"verdict\"><h1>{}</h1><p class=\"page\">{}</p>{}</section>",
        text(&list.sum.sentence),
        text(report.project),
        strip(list.items.iter().map(|result| (result.item.number, result.item.title, result.verdict)))
    );
    out.push_str("<section aria-labelledby=\"items\"><h2 id=\"items\">The ten items</h2>\n<ol class=\"cards\">\n");
    for result in &list.items {
        item(&mut out, report, &places, result);
    }
    out.push_str("</ol></section>\n");
    calendar(&mut out, &list.calendar);
    looked(&mut out, report);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// The beginning of a page, up to its body.
pub(in crate::report) fn page_head(title: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        text(title)
    )
}

/// Ten cells that read at a glance, each leading to its item: number, title, verdict.
pub(in crate::report) fn strip<'a>(items: impl Iterator<Item = (ItemNumber, &'a str, Verdict)>) -> String {
    let cell = |(number, title, verdict): (ItemNumber, &str, Verdict)| {
        format!(
            "<li><a class=\"cell {}\" href=\"#item-{number}\" aria-label=\"{number} {}: {}\"><span class=\"number\">{number}</span>{}\
             <span class=\"word\" aria-hidden=\"true\">{}</span></a></li>",
            verdict.as_str(),
            attribute(title),
            verdict.in_words(),
            shape(of_verdict(verdict)),
            verdict.in_words()
        )
    };
    format!("<ol class=\"ten\">{}</ol>", items.map(cell).collect::<String>())
}

pub(in crate::report) fn shape(path: &str) -> String {
    format!("<svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path fill-rule=\"evenodd\" d=\"{path}\"/></svg>")
}

fn item(out: &mut String, report: &ChecklistReport<'_>, places: &Places<'_>, result: &ItemResult) {
    let verdict = result.verdict;
    let open = if verdict == Verdict::FallsShort { " open" } else { "" };
    let _ = write!(
        out,
        "<li><details class=\"card {}\" id=\"item-{}\"{open}>\n<summary><span class=\"badge\">{}{}</span>\
         <span class=\"what\"><span class=\"number\">{}</span> {}</span><span class=\"where\">{}</span></summary>\n\
         <div class=\"more\"><p class=\"question\">{}</p>",
        verdict.as_str(),
        result.item.number,
        shape(of_verdict(verdict)),
        verdict.in_words(),
        result.item.number,
        result.item.title,
        text(&sentence(&result.reason)),
        result.item.question
    );
    findings(out, report, places, result);
    if !result.evidence.is_empty() {
        out.push_str("<h3>What was looked at</h3><ul class=\"plain\">");
        for clause in &result.evidence {
            let _ = write!(out, "<li>{}</li>", text(&sentence(clause)));
        }
        out.push_str("</ul>");
    }
    if let Some(given) = &result.attestation {
        attestation(out, given, result);
    }
    if !result.verdict.is_settled() && result.verdict != Verdict::FallsShort {
        let _ = write!(
            out,
            "<h3>To give your word</h3><p>If it is so that {}:</p><pre><code>seaworthy attest {} --by \"…\" --note \"…\"</code></pre>",
            result.item.word, result.item.number
        );
    }
    out.push_str("</div></details></li>\n");
}

fn findings(out: &mut String, report: &ChecklistReport<'_>, places: &Places<'_>, result: &ItemResult) {
    if result.places.is_empty() {
        return;
    }
    out.push_str("<h3>Where</h3><ul class=\"places\">");
    // One more than the first few is shown at once: a fold for a single place hides more than it saves.
    let first = if result.places.len() == FIRST + 1 { FIRST + 1 } else { FIRST };
    for place in result.places.iter().take(first) {
        finding(out, report, places, place);
    }
    out.push_str("</ul>");
    if result.places.len() > first {
        let rest = result.places.len() - first;
        let _ = write!(out, "<details class=\"rest\"><summary>{rest} more places</summary><ul class=\"places\">");
        for place in result.places.iter().take(MOST).skip(first) {
            finding(out, report, places, place);
        }
        out.push_str("</ul></details>");
    }
    if result.places.len() > MOST {
        let rest = result.places.len() - MOST;
        let _ = write!(out, "<p class=\"note\">… and {rest} more, which <code>seaworthy check</code> lists.</p>");
    }
}

fn finding(out: &mut String, report: &ChecklistReport<'_>, places: &Places<'_>, place: &ItemPlace) {
    let (location, line) = report.location(places, place);
    let location = text(&location).replace('/', "/<wbr>");
    let linked = match (report.link)(&place.path, line) {
        Some(address) => format!("<a href=\"{}\">{location}</a>", attribute(&address)),
        None => location,
    };
    let rule = crate::rules::by_id(place.rule).map(|rule| rule.meta.url()).unwrap_or_default();
    let _ = write!(
        out,
        "<li class=\"{severity}\"><span class=\"badge\">{}{}</span> {} <span class=\"at\">{linked} · \
         <a href=\"{}\">{}</a></span></li>",
        shape(of_severity(place.severity)),
        word(place.severity),
        text(&place.what),
        attribute(&rule),
        place.rule,
        severity = place.severity.as_str(),
    );
}

pub(in crate::report) const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Surely wrong",
        Severity::Warning => "Needs a look",
        Severity::Info => "Worth knowing",
    }
}

fn attestation(out: &mut String, given: &Attestation, result: &ItemResult) {
    let counts = if result.is_attested {
        format!("counts until {}", given.until().in_words())
    } else {
        format!("does not count today, but from {} until {}", given.on.in_words(), given.until().in_words())
    };
    let _ = write!(
        out,
        "<h3>On record</h3><p>{}, {}: {} ({counts}).{}</p>",
        text(&given.by),
        given.on.in_words(),
        text(&given.note),
        source(given.link.as_deref())
    );
}

/// Where it can be looked up: a link where it is a web address, else text.
fn source(link: Option<&str>) -> String {
    match link {
        Some(link) if link.starts_with("https://") || link.starts_with("http://") => {
            format!(" <a href=\"{}\" rel=\"noreferrer\">{}</a>", attribute(link), text(link))
        }
        Some(link) => format!(" {}", text(link)),
        None => String::new(),
    }
}

fn calendar(out: &mut String, entries: &[CalendarEntry]) {
    out.push_str(
        "<section aria-labelledby=\"calendar\"><h2 id=\"calendar\">Ever after</h2>\n<ul class=\"calendar\">\n",
    );
    for entry in entries {
        let last = entry
            .last
            .as_ref()
            .map(|last| format!("last {} by {}{}", last.on.in_words(), text(&last.by), source(last.link.as_deref())));
        let due = entry.due.map(|due| format!("due {}", due.in_words()));
        let workflow = entry.workflow.as_deref().map(|path| format!("in {}", text(path)));
        let told: Vec<String> = [due, last, workflow].into_iter().flatten().collect();
        let _ = write!(
            out,
            "<li><details><summary><span class=\"what\">{} <span class=\"often\">{}</span></span>\
             <span class=\"state {}\">{}</span><span class=\"where\">{}</span></summary><ul class=\"plain\">",
            entry.kind.title(),
            entry.kind.cadence().in_words(),
            state_class(entry),
            entry.state.in_words(),
            told.join(", ")
        );
        for step in entry.kind.steps() {
            let _ = write!(out, "<li>{step}</li>");
        }
        let _ = writeln!(
            out,
            "</ul><pre><code>seaworthy review {} --by \"…\"</code></pre></details></li>",
            entry.kind.as_str()
        );
    }
    out.push_str("</ul></section>\n");
}

const fn state_class(entry: &CalendarEntry) -> &'static str {
    use crate::checklist::DueState;
    match entry.state {
        DueState::Overdue => "late",
        DueState::DueSoon => "soon",
        DueState::NeverRecorded => "none",
        DueState::Done | DueState::Automated => "done",
    }
}

fn looked(out: &mut String, report: &ChecklistReport<'_>) {
    let list = report.checklist;
    let files = if list.files == 1 { "1 file".to_owned() } else { format!("{} files", list.files) };
    let unread = match list.unread {
        0 => String::new(),
        1 => " 1 file could not be read whole.".to_owned(),
        more => format!(" {more} files could not be read whole."),
    };
    let _ = writeln!(
        out,
        "<footer class=\"note\"><p>{files} looked at.{unread} Code does not show everything: what is deployed, what is set \
         at the host, and what people do, this page cannot see. What it says of laws is context; advice is a lawyer's.</p>\
         <p>Seaworthy {}</p></footer>",
        text(report.version)
    );
}

/// Text for an attribute between double quotes.
pub(in crate::report) fn attribute(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for character in clean(value).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
