//! Credentials that only their name tells.
//!
//! Invariant: a name alone is never enough: the value has to fit what the provider gives out, or look random.

use super::candidate::{Candidate, Telling, found};
use super::pattern::{Check, Form, Shape, Special, longest_run, match_forward};
use super::scan::scan;
use super::{Detector, Found, is_placeholder, named_table, placeholder, random, tables};

/// The credential that `value`, a whole string, is when it is given to `name`: a variable, property, header or
/// environment variable in any spelling (`datadogApiKey`, `DATADOG_API_KEY`), alone or with what it belongs to before it
/// (`datadog.apiKey`).
///
/// A value whose looks give it away is told by them; then providers' names are tried, then strong names such as
/// `clientSecret` with a random value.
pub fn of_named(name: &str, value: &str) -> Option<Found> {
    let value = value.trim();
    if value.len() > LONGEST_VALUE || name.len() > LONGEST_NAME {
        return None;
    }
    let name = Name::read(name);
    if let Some(whole) = scan(value).into_iter().find(|found| found.range == (0..value.len())) {
        return Some(renamed(&name, value, whole));
    }
    if placeholder::is_known_example(value) {
        return None;
    }
    let detector = tables::detectors().find(|detector| fits(detector, &name, value))?;
    Some(whole(detector, value))
}

/// Longer values are files; their credentials are for [`scan`].
const LONGEST_VALUE: usize = 64 * 1024;
const LONGEST_NAME: usize = 400;

fn whole(detector: &'static Detector, value: &str) -> Found {
    found(value, Candidate { detector, range: 0..value.len(), jwt: None, telling: Telling::Url })
}

/// A Google key under Gemini's name is no browser key: it pays for a model.
fn renamed(name: &Name, value: &str, found: Found) -> Found {
    let is_gemini = found.detector.id == "google-api-key" && named_table::GEMINI.iter().any(|word| name.has(word));
    match tables::by_id("google-gemini-key") {
        Some(detector) if is_gemini => whole(detector, value),
        _ => found,
    }
}

fn fits(detector: &Detector, name: &Name, value: &str) -> bool {
    let (names, forms, check) = match detector.shape {
        Shape::Named(names, forms) => (names, forms, None),
        Shape::NamedChecked(names, forms, check) => (names, forms, Some(check)),
        Shape::Special(Special::Generic) => return is_generic(name, value),
        Shape::Token(_) | Shape::Checked(..) | Shape::Special(_) => return false,
    };
    // What costs least comes first: most values fit no form at all.
    let fitting = |form: &&&Form| match_forward(form, value.as_bytes(), 0) == Some(value.len());
    forms.iter().find(fitting).is_some_and(|form| {
        names.iter().any(|phrase| name.ends_in(phrase))
            && !placeholder::is_made_up(longest_run(form, value))
            && check.is_none_or(|check| check.holds(value) && !(check == Check::Random && is_placeholder(value)))
    })
}

fn is_generic(name: &Name, value: &str) -> bool {
    named_table::STRONG.iter().any(|phrase| name.ends_in(phrase))
        && !named_table::HARMLESS.iter().any(|word| name.has(word))
        && !is_placeholder(value)
        && !name.is_in(value)
        && random::looks_random(value)
}

/// A name, taken apart.
struct Name {
    /// Its letters and digits, lower-case.
    joined: String,
    /// Where words begin in it, and its end.
    starts: Vec<usize>,
}

impl Name {
    fn read(name: &str) -> Self {
        let mut joined = String::new();
        let mut starts = Vec::new();
        for word in crate::names::words(name) {
            starts.push(joined.len());
            joined.push_str(&word);
        }
        starts.push(joined.len());
        Self { joined, starts }
    }

    /// Whether a value says the name again, as generated identifiers do (`secret: "_secret_1oa8v_70"` in a CSS module);
    /// what is random does not.
    fn is_in(&self, value: &str) -> bool {
        let letters: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
        self.joined.len() >= 4 && letters.to_ascii_lowercase().contains(&self.joined)
    }

    /// Whether the words of `phrase` come one after the other at its end, or before a word that only tells which one it is.
    fn ends_in(&self, phrase: &str) -> bool {
        self.ends_of(phrase).any(|end| self.is_end(end))
    }

    /// Whether the words of `phrase` come one after the other anywhere in it.
    fn has(&self, phrase: &str) -> bool {
        self.ends_of(phrase).next().is_some()
    }

    /// Where the letters of `phrase` end at the end of a word, when they begin at the beginning of one. Names run words
    /// together at will: `apikey`, `apiKey`, `api_key`.
    fn ends_of(&self, phrase: &str) -> impl Iterator<Item = usize> {
        let ends = |start: &usize| {
            let rest = phrase.split(' ').try_fold(&self.joined[*start..], |rest, word| rest.strip_prefix(word))?;
            Some(self.joined.len() - rest.len())
        };
        self.starts.iter().filter_map(ends).filter(|end| self.starts.contains(end))
    }

    fn is_end(&self, end: usize) -> bool {
        let mut words = self.starts.iter().filter(|start| **start >= end);
        let Some(mut from) = words.next() else { return true };
        words.all(|to| {
            let word = &self.joined[*from..*to];
            from = to;
            named_table::WHICH.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
        })
    }
}
