//! Tests over the whole table, with credentials made up from its own formats, and tables of single texts.

mod made;
mod names;
mod samples;
mod texts;

use std::collections::HashSet;

use super::pattern::{Part, Shape, anchor};
use super::*;

/// The id of each find in `text`.
fn ids(text: &str) -> Vec<&'static str> {
    scan(text).iter().map(|found| found.detector.id).collect()
}

fn forms_of(shape: Shape) -> &'static [&'static Form] {
    match shape {
        Shape::Token(forms) | Shape::Checked(forms, _) | Shape::Named(_, forms) | Shape::NamedChecked(_, forms, _) => {
            forms
        }
        Shape::Special(_) => &[],
    }
}

#[test]
fn every_entry_is_whole() {
    let mut seen = HashSet::new();
    for detector in detectors() {
        let id = detector.id;
        assert!(seen.insert(id), "{id} is there twice");
        assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'), "{id}");
        assert!(detector.leak.ends_with('.'), "{id}");
        for link in [detector.source, detector.rotate] {
            assert!(link.starts_with("https://") && !link.contains(' '), "{id}: {link}");
        }
        assert!(matches!(detector.shape, Shape::Special(_)) || !forms_of(detector.shape).is_empty(), "{id}");
        assert_eq!(by_id(id), Some(detector));
    }
    let providers: HashSet<_> = detectors().map(|detector| detector.provider).collect();
    assert!(providers.len() >= 250, "{} providers", providers.len());
}

#[test]
fn every_form_can_be_found_without_going_back() {
    assert!(anchors::ANCHORS.automaton.is_some());
    for detector in detectors() {
        let named = matches!(detector.shape, Shape::Named(..) | Shape::NamedChecked(..));
        for form in forms_of(detector.shape) {
            assert!(named || anchor(form).is_some_and(|(_, text)| text.len() >= 3), "{}", detector.id);
            for pair in form.windows(2) {
                if let [Part::Run(set, least, most), Part::Lit(next)] = pair {
                    let goes_on = set.contains(next.as_bytes()[0]);
                    assert!(least == most || !goes_on, "{}: a run swallows {next}", detector.id);
                }
            }
        }
    }
}

#[test]
fn hostile_texts_take_time_by_their_length() {
    let piece = |text: &str| text.repeat(300_000 / text.len());
    for text in [
        "eyJ",
        "eyJ.",
        ".eyJ",
        "--eyJ",
        ":-eyJ",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMIIE",
        "://",
        "https://a:b",
        "https://a:b@",
        "LS0tLS1CRUdJTi",
        "/LS0tLS1CRUdJTi",
        "sk-proj-",
        ":-sk-proj-a",
        "pypi-AgEIcHlwaS5vcmc",
        ".atlasv1.",
        "T3BlbkFJ",
        "a://",
        "fm2_",
        ":-fm2_",
        "AKIA",
        "\u{1f600}eyJ",
        "\\n",
    ] {
        assert_eq!(ids(&piece(text)), Vec::<&str>::new(), "{text}");
    }
}
