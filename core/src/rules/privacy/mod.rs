//! People's data: which of it an app keeps, where it leaks to, and what an app owes those it is about.
//!
//! Invariant: a rule here names what was found and the law that speaks of it; whether a law applies, it leaves to a lawyer.

pub mod card_data_stored;
mod duties;
mod laws;
pub mod missing_privacy_policy;
pub mod missing_terms;
pub mod no_account_deletion;
pub mod no_data_export;
pub mod no_retention_policy;
mod owed;
pub mod personal_data_in_logs;
pub mod personal_data_in_storage;
pub mod personal_data_in_url;
pub mod personal_data_to_third_party;
pub mod regulated_data;
pub mod template_privacy_policy;
pub mod tracker_before_consent;

use crate::names::personal::DataClass;
use crate::project::DataItem;

/// `a`, `b` and `c`; of more than `most`, how many more there are.
fn listed<T: AsRef<str>>(names: &[T], most: usize) -> String {
    let shown: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    match (shown.as_slice(), names.len().saturating_sub(most)) {
        ([], _) => String::new(),
        ([one], 0) => (*one).to_owned(),
        ([start @ .., last], 0) => format!("{} and {last}", start.join(", ")),
        (all, more) => format!("{} and {more} more", all.join(", ")),
    }
}

/// `` `email` and `phone` ``, each name once.
fn quoted<'n>(names: impl Iterator<Item = &'n str>, most: usize) -> String {
    let mut all: Vec<String> = Vec::new();
    for name in names.map(|name| format!("`{name}`")) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    listed(&all, most)
}

/// The classes among items, the gravest first, each with its first item.
fn by_class<'a>(items: impl Iterator<Item = &'a DataItem>) -> Vec<(DataClass, &'a DataItem)> {
    let mut found: Vec<(DataClass, &DataItem)> = Vec::new();
    for item in items {
        if !found.iter().any(|(class, _)| *class == item.class) {
            found.push((item.class, item));
        }
    }
    found.sort_by_key(|(class, _)| *class);
    found
}

/// A sentence with a capital at its beginning.
fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
