//! The checklist as JSON, in the shape of `docs/checklist.schema.json`: fields are only ever added within a
//! [`CHECKLIST_VERSION`].

use serde::Serialize;

use super::super::clean::clean_json;
use super::super::{Place, Places};
use super::ChecklistReport;
use crate::checklist::{
    Attestation, Cadence, CalendarEntry, Date, DueState, ItemResult, Review, ReviewKind, Tally, Verdict,
};
use crate::finding::Severity;

/// The version of the shape.
pub const CHECKLIST_VERSION: u32 = 1;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    version: u32,
    tool: Tool<'a>,
    project: &'a str,
    date: Date,
    verdict: Tally,
    sentence: &'a str,
    counts: Counts,
    files: usize,
    unread: usize,
    items: Vec<Item<'a>>,
    calendar: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'static str,
    version: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Counts {
    holds: usize,
    falls_short: usize,
    not_applicable: usize,
    needs_word: usize,
    not_inspected: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    id: &'static str,
    number: u8,
    title: &'static str,
    question: &'static str,
    verdict: &'static str,
    reason: &'a str,
    evidence: &'a [String],
    places: Vec<PlaceEntry<'a>>,
    set_aside: usize,
    rules: &'a [&'static str],
    attestation: Option<Given<'a>>,
}

#[derive(Serialize)]
struct PlaceEntry<'a> {
    path: String,
    place: Option<Place>,
    rule: &'static str,
    severity: Severity,
    what: &'a str,
}

#[derive(Serialize)]
struct Given<'a> {
    by: &'a str,
    on: Date,
    until: Date,
    counts: bool,
    note: &'a str,
    link: Option<&'a str>,
}

#[derive(Serialize)]
struct Entry<'a> {
    kind: ReviewKind,
    title: &'static str,
    cadence: Cadence,
    state: DueState,
    due: Option<Date>,
    last: Option<Done<'a>>,
    workflow: Option<&'a str>,
    steps: &'static [&'static str],
}

#[derive(Serialize)]
struct Done<'a> {
    on: Date,
    by: &'a str,
    note: Option<&'a str>,
    link: Option<&'a str>,
}

/// The checklist as pretty-printed JSON with a final newline.
pub fn checklist_json(report: &ChecklistReport<'_>) -> String {
    let list = report.checklist;
    let places = report.places();
    let count = |verdict| list.items.iter().filter(|result| result.verdict == verdict).count();
    let log = Log {
        version: CHECKLIST_VERSION,
        tool: Tool { name: "seaworthy", version: report.version },
        project: report.project,
        date: list.today,
        verdict: list.sum.tally,
        sentence: &list.sum.sentence,
        counts: Counts {
            holds: count(Verdict::Holds),
            falls_short: count(Verdict::FallsShort),
            not_applicable: count(Verdict::NotApplicable),
            needs_word: count(Verdict::NeedsWord),
            not_inspected: count(Verdict::NotInspected),
        },
        files: list.files,
        unread: list.unread,
        items: list.items.iter().map(|result| item(report, &places, result)).collect(),
        calendar: list.calendar.iter().map(entry).collect(),
    };
    // Plain owned data with string keys always serialises.
    serde_json::to_string_pretty(&log)
        .map_or_else(|error| format!("{{\"error\":\"{error}\"}}\n"), |text| clean_json(&text) + "\n")
}

fn item<'a>(report: &'a ChecklistReport<'_>, places: &Places<'_>, result: &'a ItemResult) -> Item<'a> {
    let place = |place: &'a crate::checklist::ItemPlace| PlaceEntry {
        path: format!("{}{}", report.prefix, place.path),
        place: places.place(&place.path, place.range),
        rule: place.rule,
        severity: place.severity,
        what: &place.what,
    };
    Item {
        id: result.item.id,
        number: result.item.number.get(),
        title: result.item.title,
        question: result.item.question,
        verdict: result.verdict.as_str(),
        reason: &result.reason,
        evidence: &result.evidence,
        places: result.places.iter().map(place).collect(),
        set_aside: result.set_aside,
        rules: &result.rules,
        attestation: result.attestation.as_ref().map(|given| self::given(given, result.is_attested)),
    }
}

fn given(given: &Attestation, counts: bool) -> Given<'_> {
    Given { by: &given.by, on: given.on, until: given.until(), counts, note: &given.note, link: given.link.as_deref() }
}

fn entry(entry: &CalendarEntry) -> Entry<'_> {
    Entry {
        kind: entry.kind,
        title: entry.kind.title(),
        cadence: entry.kind.cadence(),
        state: entry.state,
        due: entry.due,
        last: entry.last.as_ref().map(done),
        workflow: entry.workflow.as_deref(),
        steps: entry.kind.steps(),
    }
}

fn done(review: &Review) -> Done<'_> {
    Done { on: review.on, by: &review.by, note: review.note.as_deref(), link: review.link.as_deref() }
}
