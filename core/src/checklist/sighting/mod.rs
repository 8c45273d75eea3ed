//! What was looked at for each launch item, counted. An item holds because of what was seen, never because nothing was
//! found: so each item has a [`Sighting`] of its own that says whether there was anything to see.
//!
//! Invariant: [`Standing::Absent`] is said only where the project evidently has nothing of the kind. What is not understood
//! is [`Standing::Unclear`] or [`Standing::Unread`].

mod app;
mod data;
mod delivery;
mod logins;
mod paper;

pub use app::App;

use crate::checklist::item::ItemNumber;

/// What the code shows of an item, findings apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// What follows from it.
    pub standing: Standing,
    /// What was looked at, as clauses without a full stop.
    pub evidence: Vec<String>,
}

/// What follows from what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The code was seen to do it; if no rule speaks against it, the item holds.
    Shown,
    /// The project has nothing of the kind, for this reason.
    Absent(String),
    /// The code does not tell, for this reason; a person can.
    Unclear(String),
    /// There is something of the kind, but it could not be read, for this reason.
    Unread(String),
}

impl Sighting {
    fn new(standing: Standing, evidence: Vec<String>) -> Self {
        Self { standing, evidence }
    }

    fn absent(reason: &str) -> Self {
        Self::new(Standing::Absent(reason.to_owned()), Vec::new())
    }
}

/// What the code shows of one item.
pub fn sighting(number: ItemNumber, app: &App<'_>) -> Sighting {
    if app.sources == 0 {
        let reason = "no script, page or schema was read".to_owned();
        return Sighting::new(Standing::Unread(reason), Vec::new());
    }
    match number.get() {
        1 => logins::cookies(app),
        2 => delivery::keys(app),
        3 => data::tenants(app),
        4 => delivery::limits(app),
        5 => delivery::https(app),
        6 => delivery::content_policy(app),
        7 => delivery::packages(app),
        8 => paper::policies(app),
        9 => paper::regulated(app),
        _ => paper::audit(app),
    }
}

/// `a, b and c`; of more than `most`, how many more there are.
fn listed(names: &[&str], most: usize) -> String {
    let shown: Vec<String> = names.iter().take(most).map(|name| (*name).to_owned()).collect();
    if names.len() > most {
        return format!("{} and {} more", shown.join(", "), names.len() - most);
    }
    match shown.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// That these are among the packages.
fn among(names: &[&str]) -> String {
    format!("{} {} among the packages", listed(names, 3), if names.len() == 1 { "is" } else { "are" })
}
