//! What findings and sightings come to: a verdict on each launch item, and one sentence.
//!
//! Invariant: an item falls short when a finding of at least a warning speaks against it; it holds only when the page was seen
//! to do what the item asks. Concluding again changes nothing.

use super::report::{SeenOfItem, SiteItem, SiteReport};
use crate::checklist::{Tally, Verdict, gravity, sentence};
use crate::finding::Severity;
use crate::rules::by_id;

/// Brings items and sentence of a report up to date with its findings.
pub fn conclude(report: &mut SiteReport) {
    if report.items.is_empty() {
        return;
    }
    let findings: Vec<(&str, Severity)> =
        report.findings.iter().map(|finding| (finding.rule.id, finding.severity)).collect();
    report.sentence = tell(&mut report.items, &findings);
}

/// Judges items by findings, given as rule ids and severities, and says in a sentence what it comes to.
pub fn tell(items: &mut [SiteItem], findings: &[(&str, Severity)]) -> String {
    for item in &mut *items {
        let of_item = |severity| {
            let speaks = |id: &str| by_id(id).is_some_and(|rule| rule.meta.launch_item == item.number.get());
            findings.iter().filter(|(id, own)| *own == severity && speaks(id)).count()
        };
        (item.verdict, item.reason) = verdict(&item.seen, of_item(Severity::Error), of_item(Severity::Warning));
    }
    let count = |verdict| items.iter().filter(|item| item.verdict == verdict).count();
    let tally = if count(Verdict::FallsShort) > 0 {
        Tally::NotSeaworthyYet
    } else if count(Verdict::Holds) + count(Verdict::NotApplicable) < items.len() {
        Tally::NearlySeaworthy
    } else {
        Tally::Seaworthy
    };
    sentence(tally, items.len(), &count)
}

fn verdict(seen: &SeenOfItem, errors: usize, warnings: usize) -> (Verdict, String) {
    if errors + warnings > 0 {
        return (Verdict::FallsShort, gravity(errors, warnings));
    }
    match seen {
        SeenOfItem::Shown(reason) => (Verdict::Holds, reason.clone()),
        SeenOfItem::Absent(reason) => (Verdict::NotApplicable, reason.clone()),
        SeenOfItem::Unclear(reason) => (Verdict::NeedsWord, reason.clone()),
        SeenOfItem::Unread(reason) => (Verdict::NotInspected, reason.clone()),
    }
}
