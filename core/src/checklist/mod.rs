//! The launch checklist: ten items, each judged from findings, from what was seen, and from what people put on record.
//!
//! Invariant: *holds* is earned. An item holds because the code was seen to do it, or because a person gave their word; that
//! nothing was found is never enough. What no rule of this build looks at is said to be not inspected.

mod calendar;
mod date;
mod item;
mod record;
mod sighting;
mod sum;

use std::collections::BTreeMap;

pub use calendar::{Automation, Cadence, CalendarEntry, DueState, ReviewKind, calendar};
pub use date::{Date, Span};
pub use item::{ITEMS, ItemNumber, LaunchItem};
pub use record::{Attestation, Review, USUAL_VALIDITY};
pub use sighting::{App, Sighting, Standing};
pub(crate) use sum::sentence;
pub use sum::{Sum, Tally};

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::facts::FileFacts;
use crate::finding::{Finding, Severity};
use crate::project::{Judgement, Project};
use crate::rules::RuleMeta;
use crate::text::TextRange;

/// What a checklist is made of.
pub struct Input<'a> {
    /// The project.
    pub project: &'a Project,
    /// What judging gave, by path: the files the checklist is about.
    pub judged: &'a BTreeMap<String, Judgement>,
    /// Workflows that do a review by themselves.
    pub automation: &'a Automation,
    /// How many files were left unread, or were read only in part.
    pub unread: usize,
    /// The day.
    pub today: Date,
}

/// How an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The code was seen to do it, or a person gave their word.
    Holds,
    /// A rule speaks against it.
    FallsShort,
    /// The project has nothing of the kind.
    NotApplicable,
    /// Code does not show it: a person has to say so.
    NeedsWord,
    /// Nothing looked at it.
    NotInspected,
}

impl Verdict {
    /// Every verdict, the gravest first.
    pub const ALL: [Self; 5] =
        [Self::FallsShort, Self::NeedsWord, Self::NotInspected, Self::Holds, Self::NotApplicable];

    /// The kebab-case name used in machine formats and style sheets.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::FallsShort => "falls-short",
            Self::NotApplicable => "not-applicable",
            Self::NeedsWord => "needs-word",
            Self::NotInspected => "not-inspected",
        }
    }

    /// As people read it.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Holds => "Holds",
            Self::FallsShort => "Falls short",
            Self::NotApplicable => "Does not apply",
            Self::NeedsWord => "Needs your word",
            Self::NotInspected => "Not inspected",
        }
    }

    /// Whether nothing is left to do.
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Holds | Self::NotApplicable)
    }
}

/// A finding that speaks to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemPlace {
    /// Project-relative path.
    pub path: String,
    /// UTF-8 bytes in that file.
    pub range: TextRange,
    /// The rule.
    pub rule: &'static str,
    /// How grave.
    pub severity: Severity,
    /// What is wrong there.
    pub what: String,
}

/// An item and how it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemResult {
    /// Which.
    pub item: &'static LaunchItem,
    /// How it stands.
    pub verdict: Verdict,
    /// Why, in one clause without a full stop.
    pub reason: String,
    /// What was looked at, as clauses without a full stop.
    pub evidence: Vec<String>,
    /// The findings, the gravest first.
    pub places: Vec<ItemPlace>,
    /// How many findings were set aside with a reason.
    pub set_aside: usize,
    /// The newest attestation, whether it counts or not.
    pub attestation: Option<Attestation>,
    /// Whether that attestation counts today.
    pub is_attested: bool,
    /// The rules that looked at it.
    pub rules: Vec<&'static str>,
}

/// Ten items, a calendar, and what they come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Checklist {
    /// What all of it comes to.
    pub sum: Sum,
    /// The ten items, in order.
    pub items: Vec<ItemResult>,
    /// The reviews.
    pub calendar: Vec<CalendarEntry>,
    /// How many files were looked at.
    pub files: usize,
    /// How many could not be read, or only in part.
    pub unread: usize,
    /// The day it is of.
    pub today: Date,
}

impl Checklist {
    /// Whether every item holds or does not apply.
    pub fn is_settled(&self) -> bool {
        self.items.iter().all(|result| result.verdict.is_settled())
    }
}

/// Judges the ten items.
pub fn checklist(input: &Input<'_>) -> Checklist {
    let files: Vec<&FileFacts> = input.judged.keys().filter_map(|path| input.project.file(path)).collect();
    let app = App::new(input.project, files);
    let config = input.project.config();
    let items: Vec<ItemResult> = ITEMS.iter().map(|item| judge(item, input, config, &app)).collect();
    let calendar = calendar(config.reviews(), input.automation, input.today);
    let sum = Sum::of(&items, &calendar, app.sources);
    Checklist { sum, items, calendar, files: input.judged.len(), unread: input.unread, today: input.today }
}

fn judge(item: &'static LaunchItem, input: &Input<'_>, config: &Config, app: &App<'_>) -> ItemResult {
    let number = item.number.get();
    let all: Vec<&'static RuleMeta> = item.rules().collect();
    let rules: Vec<&'static RuleMeta> = all.iter().copied().filter(|rule| !config.is_off(rule)).collect();
    let places = places(input, number);
    let silenced = input.judged.values().flat_map(|judgement| &judgement.silenced);
    let set_aside = silenced.filter(|rule| rule.launch_item == number).count();
    let Sighting { standing, mut evidence } = sighting::sighting(item.number, app);
    if set_aside > 0 {
        let (findings, were) = if set_aside == 1 { ("finding", "was") } else { ("findings", "were") };
        evidence.push(format!("{set_aside} {findings} {were} set aside with a reason in the code"));
    }
    if !rules.is_empty() {
        evidence.extend(softened(config, &all));
    }
    let given = config.attestations().iter().filter(|one| one.item == item.number);
    let attestation = given.max_by_key(|one| (one.counts_on(input.today), one.on)).cloned();
    let is_attested = attestation.as_ref().is_some_and(|one| one.counts_on(input.today));
    let (verdict, reason) = if !all.iter().any(|rule| rule.reads_code()) {
        unseen("no rule of this version looks at it".to_owned(), is_attested)
    } else if rules.is_empty() {
        unseen("every rule that looks at it is switched off in seaworthy.toml".to_owned(), is_attested)
    } else {
        verdict(item, &places, &standing, is_attested)
    };
    let rules = rules.iter().map(|rule| rule.id).collect();
    ItemResult { item, verdict, reason, evidence, places, set_aside, attestation, is_attested, rules }
}

/// What `seaworthy.toml` makes rules leave unsaid.
fn softened(config: &Config, rules: &[&'static RuleMeta]) -> Vec<String> {
    let named = |is_it: &dyn Fn(&RuleMeta) -> bool| {
        let ids: Vec<&str> = rules.iter().filter(|rule| is_it(rule)).map(|rule| rule.id).collect();
        ids.join(", ")
    };
    let all = named(&|rule| config.is_softened(rule));
    let some = named(&|rule| !config.is_softened(rule) && config.is_softened_somewhere(rule));
    [("", all), (" for some paths", some)]
        .into_iter()
        .filter(|(_, ids)| !ids.is_empty())
        .map(|(part, ids)| format!("switched off or lowered{part} in seaworthy.toml: {ids}"))
        .collect()
}

/// The verdict on what nothing looked at.
fn unseen(reason: String, is_attested: bool) -> (Verdict, String) {
    if is_attested {
        (Verdict::Holds, format!("on a person's word; {reason}"))
    } else {
        (Verdict::NotInspected, reason)
    }
}

fn verdict(item: &LaunchItem, places: &[ItemPlace], standing: &Standing, is_attested: bool) -> (Verdict, String) {
    let count = |severity| places.iter().filter(|place| place.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors + warnings > 0 {
        let against = if is_attested { "attested, but " } else { "" };
        return (Verdict::FallsShort, format!("{against}{}", gravity(errors, warnings)));
    }
    match standing {
        Standing::Absent(reason) => (Verdict::NotApplicable, reason.clone()),
        Standing::Unread(reason) => unseen(reason.clone(), is_attested),
        Standing::Shown if item.shown_by_code => {
            (Verdict::Holds, "seen in the code, and nothing speaks against it".into())
        }
        _ if is_attested => (Verdict::Holds, "on a person's word; nothing in the code speaks against it".into()),
        Standing::Unclear(reason) => (Verdict::NeedsWord, reason.clone()),
        Standing::Shown => (Verdict::NeedsWord, "code alone does not show it".into()),
    }
}

pub(crate) fn gravity(errors: usize, warnings: usize) -> String {
    let wrong = match errors {
        0 => None,
        1 => Some("1 place is surely wrong".to_owned()),
        more => Some(format!("{more} places are surely wrong")),
    };
    let look = match warnings {
        0 => None,
        1 => Some("1 needs a look".to_owned()),
        more => Some(format!("{more} need a look")),
    };
    match (wrong, look) {
        (Some(wrong), Some(look)) => format!("{wrong}, {look}"),
        (Some(one), None) => one,
        (None, Some(_)) if warnings == 1 => "1 place needs a look".to_owned(),
        (None, _) => format!("{warnings} places need a look"),
    }
}

fn places(input: &Input<'_>, number: u8) -> Vec<ItemPlace> {
    let findings = input.judged.values().flat_map(|judgement| &judgement.findings);
    let of_item = findings.filter(|finding| finding.rule.launch_item == number);
    let mut places: Vec<ItemPlace> = of_item.map(place).collect();
    places.sort_by(|one, other| {
        let key = |place: &ItemPlace| std::cmp::Reverse(place.severity);
        key(one).cmp(&key(other)).then_with(|| (&one.path, one.range).cmp(&(&other.path, other.range)))
    });
    places
}

fn place(finding: &Finding) -> ItemPlace {
    ItemPlace {
        path: finding.path.clone(),
        range: finding.range,
        rule: finding.rule.id,
        severity: finding.severity,
        what: finding.message.what.clone(),
    }
}

#[cfg(test)]
mod tests;
