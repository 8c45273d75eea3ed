//! What is said about a rule.

use std::fmt::Write as _;

use super::clause::Who;
use super::place::Kind;
use super::verdict::{Issue, Verdict};
use crate::facts::{AccessRule, DataStore, Operations, PathSegment};
use crate::finding::Message;

/// What is wrong, what it allows, what to do.
pub fn message(verdict: &Verdict, rule: &AccessRule) -> Message {
    let what = what(verdict, rule);
    match &verdict.issue {
        Issue::Open { who, until } => Message::new(what, risk(*who, *until, verdict), remedy(verdict, rule)),
        Issue::TakenOver { field } => Message::new(
            what,
            format!(
                "Only the new `{field}` has to be the caller's id, and the caller writes it: whoever signs in overwrites the data of others and becomes its owner."
            ),
            format!("Compare the owner that is stored as well: `{}`.", stored_owner(rule.store, field)),
        ),
        Issue::MadeForOthers => Message::new(
            what,
            "Other rules trust the owner that is written here. Whoever signs in can put data into somebody else's name or account.",
            "When something is created, require that its owner is the caller.",
        ),
        Issue::SelfMadeRole { field: Some(field), .. } => Message::new(
            what,
            format!(
                "Other rules decide by `{field}`. Whoever signs in writes the value they like into their own data and gets all that it gives."
            ),
            format!(
                "Keep `{field}` out of what users write, or keep it in a custom claim, which only the server sets."
            ),
        ),
        Issue::SelfMadeRole { field: None, .. } => Message::new(
            what,
            "Other rules let everyone through who has an entry here. Whoever signs in makes one for themselves.",
            "Let only the server, or those who have the role, make these entries; or keep the role in a custom claim.",
        ),
    }
}

fn what(verdict: &Verdict, rule: &AccessRule) -> String {
    let place = shown_place(verdict, rule);
    match &verdict.issue {
        Issue::Open { who, until } => {
            let who = match who {
                Who::SignedIn => "Anyone who signs in",
                _ => "Anyone",
            };
            let doing = doing(verdict.operations);
            match until {
                Some(until) => format!("{who} may {doing} {place} until {}, and nobody after it", day(*until)),
                None => format!("{who} may {doing} {place}"),
            }
        }
        Issue::TakenOver { .. } => format!("Anyone who signs in may take over {place}"),
        Issue::MadeForOthers => format!("Anyone who signs in may create {place} in the name of others"),
        Issue::SelfMadeRole { field: Some(field), .. } => format!("Users may set their own `{field}` in {place}"),
        Issue::SelfMadeRole { field: None, .. } => format!("Users may add themselves to {place}"),
    }
}

fn risk(who: Who, until: Option<i64>, verdict: &Verdict) -> String {
    let mut risk = match who {
        Who::SignedIn => "Everybody can make an account, with a script if need be, and then ".to_owned(),
        _ => "The app's configuration is public, so a few lines in a browser's console are enough to ".to_owned(),
    };
    let (reads, writes) = (verdict.operations.has(Operations::READ), verdict.operations.has(Operations::WRITE));
    let changes = verdict.operations.has(Operations::UPDATE.or(Operations::DELETE));
    risk.push_str(match (reads, writes) {
        (true, true) => "copy all of it, change it and delete it.",
        (true, false) => "copy all of it.",
        (false, _) if changes => "overwrite or delete what others have stored.",
        (false, _) => "fill it with whatever they like, at your cost.",
    });
    if let Some(until) = until {
        let _ = write!(risk, " From {} on the app itself is locked out.", day(until));
    }
    risk
}

fn remedy(verdict: &Verdict, rule: &AccessRule) -> String {
    let place = &verdict.place;
    match (place.kind, &place.owner_variable, &place.owner_field) {
        (Kind::Everything, ..) => {
            "Take this rule away and write one per collection or folder, each with the condition its data needs; what no rule allows stays closed."
                .to_owned()
        }
        (_, Some(variable), _) => format!("Let only the owner in: `{}`.", variable_owner(rule.store, variable)),
        (_, None, Some(field)) => format!("Let only the owner in: `{}`.", stored_owner(rule.store, field)),
        _ => format!(
            "Store the owner's id with the data and let only the owner in: `{}`; what an editor or admin writes needs a custom claim.",
            stored_owner(rule.store, "ownerId")
        ),
    }
}

/// A condition: the caller's id is this part of the path.
pub fn variable_owner(store: DataStore, variable: &str) -> String {
    match store {
        DataStore::RealtimeDatabase => format!("auth != null && auth.uid === {variable}"),
        _ => format!("request.auth != null && request.auth.uid == {variable}"),
    }
}

/// A condition: the caller's id is in this field of what is stored.
pub fn stored_owner(store: DataStore, field: &str) -> String {
    match store {
        DataStore::RealtimeDatabase => format!("auth != null && {} === auth.uid", child("data", field)),
        DataStore::Storage => format!("request.auth != null && request.auth.uid == resource.{field}"),
        DataStore::Firestore => format!("request.auth != null && request.auth.uid == resource.data.{field}"),
    }
}

/// A condition: the caller's id is in this field of what is written.
pub fn new_owner(store: DataStore, field: &str) -> String {
    match store {
        DataStore::RealtimeDatabase => format!("auth != null && {} === auth.uid", child("newData", field)),
        DataStore::Storage => format!("request.auth != null && request.auth.uid == request.resource.{field}"),
        DataStore::Firestore => format!("request.auth != null && request.auth.uid == request.resource.data.{field}"),
    }
}

/// The value of a field in the Realtime Database.
pub fn child(root: &str, field: &str) -> String {
    format!("{root}.child('{}').val()", field.replace('.', "/"))
}

fn doing(operations: Operations) -> String {
    let mut words = Vec::new();
    match (operations.has(Operations::GET), operations.has(Operations::LIST)) {
        (_, true) => words.push("read"),
        (true, false) => words.push("get"),
        _ => {}
    }
    if operations.and(Operations::WRITE) == Operations::WRITE {
        words.push("write");
    } else {
        for (operation, word) in
            [(Operations::CREATE, "create"), (Operations::UPDATE, "change"), (Operations::DELETE, "delete")]
        {
            if operations.has(operation) {
                words.push(word);
            }
        }
    }
    match words.as_slice() {
        [] => "use".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn shown_place(verdict: &Verdict, rule: &AccessRule) -> String {
    match (verdict.place.kind, rule.store) {
        (Kind::Everything, DataStore::Storage) => "every file".to_owned(),
        (Kind::Everything, _) => "the whole database".to_owned(),
        _ => format!("`{}`", shown_path(rule)),
    }
}

/// A path as people write it.
pub fn shown_path(rule: &AccessRule) -> String {
    let is_tree = rule.store == DataStore::RealtimeDatabase;
    let segment = |segment: &PathSegment| match segment {
        PathSegment::Name(name) => Some(name.to_string()),
        PathSegment::Any(name) if is_tree => Some(name.to_string()),
        PathSegment::Any(name) => Some(format!("{{{name}}}")),
        PathSegment::Rest(_) if is_tree => None,
        PathSegment::Rest(name) => Some(format!("{{{name}=**}}")),
    };
    rule.path.iter().filter_map(segment).collect::<Vec<_>>().join("/")
}

/// The day of a moment (UTC), as `2026-01-31` (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
pub fn day(milliseconds: i64) -> String {
    let days = milliseconds.div_euclid(86_400_000) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{:02}", of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn moments_are_shown_as_days() {
        for (milliseconds, expected) in
            [(0, "1970-01-01"), (1_670_000_000_000, "2022-12-02"), (951_782_400_000, "2000-02-29"), (-1, "1969-12-31")]
        {
            assert_eq!(day(milliseconds), expected);
        }
        day(i64::MAX);
        day(i64::MIN);
    }
}
