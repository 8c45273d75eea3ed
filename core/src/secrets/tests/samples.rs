//! For every kind of the table: made-up ones are found, near misses and placeholders are not.

use super::made::{Dice, blob, changed, last_run, sample};
use super::{forms_of, ids};
use crate::secrets::pattern::{Check, Form, GRAPHIC, Part, Set, Shape};
use crate::secrets::{Detector, Found, detectors, of_named, scan};

/// Each form of each kind that is found by its looks.
fn tokens() -> impl Iterator<Item = (&'static Detector, &'static Form, Option<Check>)> {
    detectors().flat_map(|detector| {
        let (forms, check) = match detector.shape {
            Shape::Token(forms) => (forms, None),
            Shape::Checked(forms, check) => (forms, Some(check)),
            _ => (&[] as &[_], None),
        };
        forms.iter().map(move |form| (detector, *form, check))
    })
}

/// Each form of each kind that is known by a name, with its names.
fn named() -> impl Iterator<Item = (&'static Detector, &'static [&'static str], &'static Form, Option<Check>)> {
    detectors().flat_map(|detector| {
        let (names, check) = match detector.shape {
            Shape::Named(names, _) => (names, None),
            Shape::NamedChecked(names, _, check) => (names, Some(check)),
            _ => (&[] as &[_], None),
        };
        let forms = if names.is_empty() { &[] as &[_] } else { forms_of(detector.shape) };
        forms.iter().map(move |form| (detector, names, *form, check))
    })
}

const SAMPLES: u64 = 8;

#[test]
fn samples_are_found_wherever_they_stand() {
    let mut missed = Vec::new();
    for (detector, form, check) in tokens() {
        for seed in 0..SAMPLES {
            let token = sample(form, check, usize::try_from(seed).unwrap() * 3, &mut Dice::new(seed));
            for (before, after) in [
                ("key: \"", "\","),
                ("API_KEY=", "\n"),
                ("https://api.test/v1?key=", "&page=2"),
                ("a={k:'", "'},b=1;"),
                ("\\n", "\\n"),
                ("%22", "%22"),
            ] {
                let text = format!("{before}{token}{after}");
                // The digits of an escape are no other digits than those of a bot's id.
                if before == "%22" && matches!(form[0], Part::Run(set, ..) if set.contains(b'2')) {
                    continue;
                }
                let range = before.len()..before.len() + token.len();
                if !scan(&text).iter().any(|found| found.detector == detector && found.range == range) {
                    missed.push(format!("{} as {:?} in {before}…{after} ({seed})", detector.id, ids(&text)));
                }
            }
        }
    }
    assert!(missed.is_empty(), "{} missed\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn near_misses_are_not_found() {
    let mut wrong = Vec::new();
    for (detector, form, check) in tokens() {
        let mut dice = Dice::new(77);
        let token = sample(form, check, 0, &mut dice);
        let (run_at, length) = last_run(form);
        let mut misses = vec![
            ("short", format!("{}{}", &token[..run_at], &token[run_at + 1..])),
            ("bad character", changed(&token, run_at + length.min(2) - 1, '!')),
            ("glued before", format!("Zq9{token}")),
            ("glued after", format!("{token}{}", too_long(form, &mut dice))),
        ];
        if check == Some(Check::Crc32Base62) {
            let other = if token.ends_with('0') { '1' } else { '0' };
            misses.push(("bad checksum", changed(&token, token.len() - 1, other)));
        }
        for (what, text) in misses {
            let same = |found: &Found| {
                found.detector == detector && (what != "glued after" || found.range.len() == token.len())
            };
            if scan(&format!("x = '{text}';")).iter().any(same) {
                wrong.push(format!("{}: {what}", detector.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What makes a text of `form` too long for it.
fn too_long(form: &Form, dice: &mut Dice) -> String {
    match form.last() {
        Some(Part::Run(set, least, most)) => dice.run(*set, most - least + 1),
        _ => "Zq9".to_owned(),
    }
}

#[test]
fn nothing_is_found_inside_encoded_files() {
    let mut wrong = Vec::new();
    for (detector, form, check) in tokens() {
        let mut dice = Dice::new(5);
        let token = sample(form, check, 0, &mut dice);
        let text = format!("'data:font/woff2;base64,{}/{token}/{}'", blob(90, &mut dice), blob(90, &mut dice));
        if ids(&text).contains(&detector.id) {
            wrong.push(detector.id);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Placeholders in the form of the credential, as people write them.
fn stand_ins(form: &Form) -> Vec<String> {
    let fill = |with: &dyn Fn(Set, usize) -> String| -> String {
        form.iter()
            .map(|part| match part {
                Part::Lit(text) => (*text).to_owned(),
                Part::Run(set, least, _) => with(*set, *least),
            })
            .collect()
    };
    let first = |set: Set| (0..128).rev().find(|byte| set.contains(*byte)).map(char::from).unwrap();
    let of = |set: Set, text: &str, length: usize| -> String {
        text.bytes().filter(|byte| set.contains(*byte)).map(char::from).cycle().take(length).collect()
    };
    vec![
        fill(&|set, length| first(set).to_string().repeat(length)),
        fill(&|set, length| of(set, "1234567890abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", length)),
        fill(&|_, length| "x".repeat(length)),
        fill(&|_, _| "your-key-here".to_owned()),
        fill(&|_, _| "<token>".to_owned()),
        fill(&|_, _| "${TOKEN}".to_owned()),
        fill(&|_, _| "...".to_owned()),
    ]
}

#[test]
fn placeholders_are_not_found() {
    let mut wrong = Vec::new();
    for (detector, form, _) in tokens() {
        for (at, text) in stand_ins(form).into_iter().enumerate() {
            if ids(&format!("x = '{text}';")).contains(&detector.id) {
                wrong.push(format!("{}: placeholder {at}", detector.id));
            }
        }
    }
    for (detector, names, form, _) in named() {
        for (at, text) in stand_ins(form).into_iter().enumerate() {
            if of_named(names[0], &text).is_some_and(|found| found.detector == detector) {
                wrong.push(format!("{}: placeholder {at}", detector.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A name in the spellings of code and of environments.
fn spellings(phrase: &str) -> [String; 4] {
    let camel: String = phrase
        .split(' ')
        .enumerate()
        .map(|(at, word)| if at == 0 { word.to_owned() } else { word[..1].to_uppercase() + &word[1..] })
        .collect();
    let screaming = phrase.to_uppercase().replace(' ', "_");
    [camel, phrase.replace(' ', "_"), format!("VITE_{screaming}"), format!("{screaming}_PROD")]
}

#[test]
fn values_are_known_by_their_names() {
    let mut missed = Vec::new();
    for (detector, names, form, check) in named() {
        for (seed, phrase) in names.iter().enumerate() {
            let value = sample(form, check, seed, &mut Dice::new(seed as u64));
            for name in spellings(phrase) {
                let found = of_named(&name, &value);
                if found.as_ref().is_none_or(|found| found.detector != detector || found.range != (0..value.len())) {
                    missed.push(format!("{} as {:?} by {name}", detector.id, found.map(|found| found.detector.id)));
                }
            }
        }
    }
    assert!(missed.is_empty(), "{} missed\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn values_that_do_not_fit_are_not_known_by_their_names() {
    let mut wrong = Vec::new();
    for (detector, names, form, check) in named() {
        let mut dice = Dice::new(78);
        let value = sample(form, check, 0, &mut dice);
        let (run_at, length) = last_run(form);
        let short = format!("{}{}", &value[..run_at], &value[run_at + 1..]);
        let long = format!("{value}{}", too_long(form, &mut dice));
        let is_any = matches!(form.last(), Some(Part::Run(set, ..)) if *set == GRAPHIC);
        let bad = changed(&value, run_at + length / 2, if is_any { ' ' } else { '!' });
        for (what, name, value) in [
            ("short", names[0], &short),
            ("long", names[0], &long),
            ("bad", names[0], &bad),
            ("other name", "build id", &value),
        ] {
            if of_named(name, value).is_some_and(|found| found.detector == detector) {
                wrong.push(format!("{}: {what}", detector.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
