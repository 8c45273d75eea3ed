//! The one automaton that finds every place where a credential may stand.
//!
//! Invariant: it is a constant, worked out from the table on first use.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Detector;
use super::pattern::{Check, Form, Shape, anchor};
use super::tables::detectors;

/// What to try where an anchor stands.
#[derive(Clone, Copy)]
pub(super) enum Attempt {
    /// A form of the table, with the place of its anchor among its parts.
    Form { detector: &'static Detector, form: &'static Form, at: usize, check: Option<Check> },
    /// A JSON Web Token begins here.
    Jwt,
    /// A private key in PEM begins here.
    Pem,
    /// A base64-encoded private key in PEM begins here.
    EncodedPem,
    /// The `://` of a URL.
    Url,
}

/// The automaton and what its patterns stand for.
pub(super) struct Anchors {
    /// Finds the anchors; none only if it could not be built, which a test rules out.
    pub(super) automaton: Option<AhoCorasick>,
    /// What to try for each pattern of the automaton.
    pub(super) attempts: Vec<Vec<Attempt>>,
}

/// The anchors of the whole table.
pub(super) static ANCHORS: LazyLock<Anchors> = LazyLock::new(|| {
    let mut anchors: Vec<(&'static str, Vec<Attempt>)> = vec![
        ("eyJ", vec![Attempt::Jwt]),
        (super::pem::BEGIN, vec![Attempt::Pem]),
        (super::pem::ENCODED_BEGIN, vec![Attempt::EncodedPem]),
        ("://", vec![Attempt::Url]),
    ];
    for detector in detectors() {
        let (forms, check) = match detector.shape {
            Shape::Token(forms) => (forms, None),
            Shape::Checked(forms, check) => (forms, Some(check)),
            Shape::Named(..) | Shape::NamedChecked(..) | Shape::Special(_) => continue,
        };
        for form in forms {
            let Some((at, text)) = anchor(form) else { continue };
            let attempt = Attempt::Form { detector, form, at, check };
            match anchors.iter_mut().find(|(known, _)| *known == text) {
                Some((_, attempts)) => attempts.push(attempt),
                None => anchors.push((text, vec![attempt])),
            }
        }
    }
    let (texts, attempts): (Vec<_>, Vec<_>) = anchors.into_iter().unzip();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .kind(Some(aho_corasick::AhoCorasickKind::DFA))
        .build(texts)
        .ok();
    Anchors { automaton, attempts }
});
