//! What is wrong with a rule, and how gravely.

use smol_str::SmolStr;

use super::clause::{Reading, Who};
use super::known::{Known, Rules};
use super::place::{self, Kind, Place};
use crate::facts::{DataStore, Operations};
use crate::finding::Severity;

/// What is wrong with a rule.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The rule, by its place among those of the file.
    pub at: usize,
    /// What is wrong.
    pub issue: Issue,
    /// For these operations.
    pub operations: Operations,
    /// How gravely.
    pub severity: Severity,
    /// What is known of its path.
    pub place: Place,
}

/// What may be wrong with a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Issue {
    /// More people may do it than should.
    Open {
        /// Who.
        who: Who,
        /// Until when, in milliseconds since 1970.
        until: Option<i64>,
    },
    /// What is there can be taken over: only the new owner has to be whoever writes.
    TakenOver {
        /// The field with the owner.
        field: SmolStr,
    },
    /// Things can be made in the name of others.
    MadeForOthers,
    /// What others trust can be written by those whom it is about.
    SelfMadeRole {
        /// The field; none when being there is what counts.
        field: Option<SmolStr>,
        /// The rule that trusts it, by its place.
        trusted_at: usize,
    },
}

/// The gravest thing that is wrong with a grant on its own.
pub fn verdict(at: usize, known: &Known<'_>, rules: &Rules<'_>) -> Option<Verdict> {
    let ownership = rules.ownership(known.rule)?;
    let place = place::place(known.rule, ownership);
    let mut found: Option<Verdict> = None;
    for operation in [Operations::GET, Operations::LIST, Operations::CREATE, Operations::UPDATE, Operations::DELETE] {
        let able = known
            .ways
            .iter()
            .filter(|(_, reading)| known.operations.has(operation) && reading.operations.has(operation));
        for (_, reading) in able {
            if let Some((severity, issue)) = judge(operation, reading, &place, known, rules) {
                let one = Verdict { at, issue, operations: operation, severity, place: place.clone() };
                found = Some(match found {
                    Some(other) => graver(other, one),
                    None => one,
                });
            }
        }
    }
    found.map(|mut found| {
        found.severity = capped(&found);
        found
    })
}

/// The graver of two, with the operations of both when both say the same.
fn graver(first: Verdict, then: Verdict) -> Verdict {
    if first.issue == then.issue {
        let severity = first.severity.max(then.severity);
        return Verdict { operations: first.operations.or(then.operations), severity, ..first };
    }
    // Who may change what others stored may also make it.
    match (&first.issue, &then.issue) {
        (Issue::Open { .. }, Issue::MadeForOthers) => {
            return Verdict { operations: first.operations.or(then.operations), ..first };
        }
        (Issue::MadeForOthers, Issue::Open { .. }) if then.operations.has(Operations::WRITE) => {
            return Verdict { operations: first.operations.or(then.operations), ..then };
        }
        _ => {}
    }
    let weight = |verdict: &Verdict| match &verdict.issue {
        Issue::Open { who, until } => (verdict.severity, *who, until.is_none()),
        _ => (verdict.severity, Who::Named, false),
    };
    if weight(&then) > weight(&first) { then } else { first }
}

/// What ends by itself is an error only where all is open: until then to everyone, after it to nobody.
fn capped(verdict: &Verdict) -> Severity {
    let is_total = verdict.place.kind == Kind::Everything && verdict.operations.has(Operations::WRITE);
    match &verdict.issue {
        Issue::Open { until: Some(_), .. } if !is_total => verdict.severity.min(Severity::Warning),
        _ => verdict.severity,
    }
}

fn judge(
    operation: Operations,
    reading: &Reading,
    place: &Place,
    known: &Known<'_>,
    rules: &Rules<'_>,
) -> Option<(Severity, Issue)> {
    if reading.who == Who::Named || reading.is_of_state || reading.limits_changes {
        return None;
    }
    let open = Issue::Open { who: reading.who, until: reading.until };
    if let Some(field) = &reading.new_owner {
        let is_taken = operation == Operations::UPDATE;
        return is_taken.then(|| (Severity::Error, Issue::TakenOver { field: field.clone() }));
    }
    if operation == Operations::CREATE {
        return create(reading, place, open).filter(|_| !rules.is_owner_validated(known.rule));
    }
    let severity = if Operations::READ.has(operation) {
        read(operation, reading.who, place, known)
    } else {
        change(reading, place, known.rule.store)
    };
    severity.map(|severity| (severity, open))
}

fn read(operation: Operations, who: Who, place: &Place, known: &Known<'_>) -> Option<Severity> {
    let store = known.rule.store;
    let is_anyone = who == Who::Anyone;
    // Whoever knows a place has been told it, perhaps.
    let is_by_place = operation == Operations::GET && !known.operations.has(Operations::LIST);
    match place.kind {
        // A bucket of pictures for a site is read by everyone.
        Kind::Everything if store == DataStore::Storage => is_anyone.then_some(Severity::Info),
        Kind::Everything if is_anyone => Some(Severity::Error),
        Kind::Everything => Some(Severity::Warning),
        Kind::Public => None,
        _ if is_by_place && (place.is_read_by_owner || place.kind == Kind::Personal) => None,
        Kind::Confidential if is_anyone => Some(Severity::Error),
        Kind::Confidential | Kind::Conversation | Kind::Tenant | Kind::Personal => Some(Severity::Warning),
        _ if place.is_read_by_owner => {
            // To list what only the owner may get says the opposite of it; to read it all may be what is meant.
            let undoes = is_anyone || !known.operations.has(Operations::GET);
            Some(if undoes { Severity::Warning } else { Severity::Info })
        }
        Kind::Social if !is_anyone && store != DataStore::Storage => Some(Severity::Info),
        Kind::Social | Kind::Plain => None,
    }
}

fn change(reading: &Reading, place: &Place, store: DataStore) -> Option<Severity> {
    let is_private = place.is_owned()
        || matches!(
            place.kind,
            Kind::Everything | Kind::Confidential | Kind::Personal | Kind::Conversation | Kind::Tenant
        );
    match reading.who {
        // Guests without an account, perhaps, whose places nobody can guess.
        Who::Anyone if !reading.checks_input && !place.takes_input => Some(Severity::Error),
        Who::Anyone => Some(Severity::Warning),
        _ if reading.checks_input && !is_private => None,
        _ if place.kind == Kind::Public => Some(Severity::Info),
        _ if store == DataStore::Storage && place.kind == Kind::Plain && reading.checks_input => Some(Severity::Info),
        _ => Some(Severity::Warning),
    }
}

fn create(reading: &Reading, place: &Place, open: Issue) -> Option<(Severity, Issue)> {
    let is_anyone = reading.who == Who::Anyone;
    match place.kind {
        Kind::Everything if is_anyone && !reading.checks_input => Some((Severity::Error, open)),
        Kind::Everything => Some((Severity::Warning, open)),
        _ if place.takes_input => None,
        _ if is_anyone && !reading.checks_input => Some((Severity::Warning, open)),
        _ if !is_anyone && place.owner_variable.is_some() => Some((Severity::Warning, open)),
        _ if !is_anyone && place.is_owned() && !place.is_for_others => Some((Severity::Warning, Issue::MadeForOthers)),
        _ => None,
    }
}
