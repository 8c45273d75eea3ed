//! Every credential of a text.
//!
//! Invariant: what is found does not overlap and comes in the order of the text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::anchors::{ANCHORS, Attempt};
use super::candidate::{Candidate, found};
use super::{Found, pem, token, url};

/// Every credential in `text` whose looks alone give it away, in the order of the text, none overlapping another.
/// Placeholders and the examples of vendors' documentation are left out.
///
/// Any text will do: source of any language, a minified bundle, JSON, HTML, `.env`. The time taken grows with the length
/// of the text.
pub fn scan(text: &str) -> Vec<Found> {
    let Some(automaton) = &ANCHORS.automaton else { return Vec::new() };
    let mut candidates = Vec::new();
    for hit in automaton.find_overlapping_iter(text.as_bytes()) {
        for attempt in &ANCHORS.attempts[hit.pattern().as_usize()] {
            candidates.extend(try_at(text, *attempt, hit.range()));
        }
    }
    settle(candidates).into_iter().map(|candidate| found(text, candidate)).collect()
}

fn try_at(text: &str, attempt: Attempt, anchor: Range<usize>) -> Option<Candidate> {
    match attempt {
        Attempt::Form { detector, form, at, check } => token::of_form(text, detector, form, at, check, anchor.end),
        Attempt::Jwt => token::of_jwt(text, anchor.start),
        Attempt::Pem => pem::of_pem(text, anchor.start),
        Attempt::EncodedPem => pem::of_encoded(text, anchor.start),
        Attempt::Url => url::of_url(text, anchor.start),
    }
}

/// Those of `candidates` that stay: the more telling before the less, the longer before the shorter.
fn settle(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by(|a, b| b.telling.cmp(&a.telling).then_with(|| b.range.len().cmp(&a.range.len())));
    let mut kept: BTreeMap<usize, Candidate> = BTreeMap::new();
    for candidate in candidates {
        let before = kept.range(..candidate.range.end).next_back();
        if before.is_none_or(|(_, kept)| kept.range.end <= candidate.range.start) {
            kept.insert(candidate.range.start, candidate);
        }
    }
    kept.into_values().collect()
}
