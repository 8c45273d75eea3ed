//! What ten items and a calendar come to, in one sentence that a founder understands.

use std::fmt::Write as _;

use serde::Serialize;

use super::{CalendarEntry, DueState, ItemResult, Verdict};

/// What it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tally {
    /// Every item holds or does not apply.
    Seaworthy,
    /// No item falls short, but some need a word or were not inspected.
    NearlySeaworthy,
    /// Some item falls short.
    NotSeaworthyYet,
    /// There was nothing to look at.
    NothingSeen,
}

/// What it comes to, with the numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// In a word.
    pub tally: Tally,
    /// In a sentence with a full stop.
    pub sentence: String,
    /// How many items have each verdict.
    pub counts: Vec<(Verdict, usize)>,
    /// How many reviews are overdue.
    pub overdue: usize,
}

impl Sum {
    /// Adds up. `sources` is how many files with code there were.
    pub fn of(items: &[ItemResult], calendar: &[CalendarEntry], sources: usize) -> Self {
        let count = |verdict| items.iter().filter(|result| result.verdict == verdict).count();
        let counts: Vec<(Verdict, usize)> = Verdict::ALL.map(|verdict| (verdict, count(verdict))).to_vec();
        let overdue = calendar.iter().filter(|entry| entry.state == DueState::Overdue).count();
        let settled = count(Verdict::Holds) + count(Verdict::NotApplicable);
        let tally = if sources == 0 && settled < items.len() {
            Tally::NothingSeen
        } else if count(Verdict::FallsShort) > 0 {
            Tally::NotSeaworthyYet
        } else if settled < items.len() {
            Tally::NearlySeaworthy
        } else {
            Tally::Seaworthy
        };
        let mut sentence = sentence(tally, items.len(), &count);
        if overdue > 0 {
            let reviews = if overdue == 1 { "1 review is" } else { &format!("{overdue} reviews are") };
            let _ = write!(sentence, " {reviews} overdue.");
        }
        Self { tally, sentence, counts, overdue }
    }
}

/// The sentence of a tally of `all` items.
pub(crate) fn sentence(tally: Tally, all: usize, count: &dyn Fn(Verdict) -> usize) -> String {
    let (short, word, unseen) = (count(Verdict::FallsShort), count(Verdict::NeedsWord), count(Verdict::NotInspected));
    let (holds, absent) = (count(Verdict::Holds), count(Verdict::NotApplicable));
    let mut parts = Vec::new();
    let mut tell = |number: usize, one: &str, many: &str| {
        if number > 0 {
            let of_all = if parts.is_empty() { format!(" of {all} items") } else { String::new() };
            parts.push(format!("{number}{of_all} {}", if number == 1 { one } else { many }));
        }
    };
    match tally {
        Tally::NothingSeen => return "Nothing was looked at: there is no code here that Seaworthy reads.".to_owned(),
        Tally::Seaworthy => {
            tell(holds, "holds", "hold");
            tell(absent, "does not apply", "do not apply");
            return format!("Seaworthy: {}.", parts.join(", "));
        }
        Tally::NotSeaworthyYet => tell(short, "falls short", "fall short"),
        Tally::NearlySeaworthy => {}
    }
    tell(word, "needs your word", "need your word");
    tell(unseen, "was not inspected", "were not inspected");
    match tally {
        Tally::NotSeaworthyYet => format!("Not seaworthy yet: {}.", parts.join(", ")),
        _ => format!("Nothing falls short, but {}.", parts.join(", ")),
    }
}
