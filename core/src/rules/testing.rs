//! The table tests of rules: exact ranges by markers, silence on sound code, and the proof of every fix.
//!
//! In a case, `«` and `»` stand around what a finding must cover, to the byte.

#![allow(dead_code, reason = "used as the tables of the rules grow")]

use std::collections::BTreeMap;

use crate::finding::{Edit, Finding, Fix};
use crate::text::TextRange;
use crate::{Change, Config, Project, analyse};

/// Files of a small project: path and text with markers.
pub type Files<'a> = &'a [(&'a str, &'a str)];

/// Texts by path.
type Texts = BTreeMap<String, String>;

/// Each case must give findings of `rule` at its markers, and nowhere else; each of their fixes must hold its promise.
#[track_caller]
pub fn bad(rule: &str, cases: &[Files<'_>]) {
    each(cases, |case| {
        let (texts, expected) = unmark(case);
        assert!(!expected.is_empty(), "a bad case needs markers: {case:?}");
        let found: Vec<Finding> = judge(&texts).into_iter().filter(|finding| finding.rule.id == rule).collect();
        let mut places: Vec<_> = found.iter().map(|finding| (finding.path.clone(), finding.range)).collect();
        places.sort();
        let show = |list: &[(String, TextRange)]| -> Vec<String> {
            list.iter().map(|(path, range)| format!("{path}: {}", range.slice(&texts[path]))).collect()
        };
        assert_eq!(
            show(&places),
            show(&expected),
            "in {}",
            texts.values().cloned().collect::<Vec<_>>().join("\n---\n")
        );
        assert_eq!(places, expected, "the same text at another place");
        for finding in &found {
            finding.fixes.iter().filter(|fix| !fix.edits.is_empty()).for_each(|fix| prove(&texts, finding, fix));
        }
    });
}

/// In each case, the fixes of `rule` must change the last file to the text beside it; where they change nothing, the rule
/// has to give a finding with words only.
#[track_caller]
pub fn mends(rule: &str, cases: &[(Files<'_>, &str)]) {
    for (case, expected) in cases {
        let (texts, _) = unmark(case);
        let found: Vec<Finding> = judge(&texts).into_iter().filter(|finding| finding.rule.id == rule).collect();
        assert!(!found.is_empty(), "nothing is found in {case:?}");
        let mut edits: Vec<Edit> = Vec::new();
        for edit in found.iter().flat_map(|finding| &finding.fixes).flat_map(|fix| &fix.edits) {
            if !edits.contains(edit) {
                edits.push(edit.clone());
            }
        }
        let (path, _) = case.last().unwrap();
        assert_eq!(apply(&texts, &edits)[*path], *expected);
    }
}

/// No case may give any finding of `rule`.
#[track_caller]
pub fn sound(rule: &str, cases: &[Files<'_>]) {
    each(cases, |case| {
        let (texts, expected) = unmark(case);
        assert!(expected.is_empty(), "a sound case has no markers: {case:?}");
        let found: Vec<String> = judge(&texts)
            .iter()
            .filter(|finding| finding.rule.id == rule)
            .map(|finding| format!("{}: {}", finding.message.what, finding.range.slice(&texts[&finding.path])))
            .collect();
        assert!(found.is_empty(), "{found:#?} in {case:?}");
    });
}

/// Runs every case before it fails, so that one run shows all that is wrong.
#[track_caller]
fn each(cases: &[Files<'_>], run: impl Fn(Files<'_>) + std::panic::RefUnwindSafe) {
    let failed = cases.iter().filter(|case| std::panic::catch_unwind(|| run(case)).is_err()).count();
    assert_eq!(failed, 0, "of {} cases", cases.len());
}

/// The documented examples: the bad one is found, the sound one gives nothing at all of the rule's gap.
#[track_caller]
pub fn documented(rule: &str) {
    let meta = super::by_id(rule).unwrap().meta;
    assert!(!meta.docs.is_empty() && !meta.sources.is_empty());
    let one = |example: super::Example| Texts::from([(example.path.to_owned(), example.code.to_owned())]);
    let bad = judge(&one(meta.bad));
    assert!(bad.iter().any(|finding| finding.rule.id == rule), "{rule}: its bad example is not found");
    let sound: Vec<Finding> =
        judge(&one(meta.sound)).into_iter().filter(|finding| finding.rule.gap == meta.gap).collect();
    assert!(sound.is_empty(), "{rule}: its sound example gives {:?}", sound[0].message);
}

fn unmark(case: Files<'_>) -> (Texts, Vec<(String, TextRange)>) {
    let mut texts = Texts::new();
    let mut expected = Vec::new();
    for (path, marked) in case {
        let mut text = String::new();
        let mut open = Vec::new();
        for character in marked.chars() {
            let at = u32::try_from(text.len()).unwrap();
            match character {
                '«' => open.push(at),
                '»' => expected.push(((*path).to_owned(), TextRange::new(open.pop().unwrap(), at))),
                other => text.push(other),
            }
        }
        texts.insert((*path).to_owned(), text);
    }
    expected.sort();
    (texts, expected)
}

fn project(texts: &Texts) -> Project {
    let mut project = Project::new(Config::default());
    project.apply(texts.iter().map(|(path, text)| Change::Set(Box::new(analyse(path, text)))));
    project
}

fn judge(texts: &Texts) -> Vec<Finding> {
    let project = project(texts);
    texts.keys().flat_map(|path| project.judge(path).findings).collect()
}

/// Applying a fix gives text that parses no worse, the finding is gone, nothing new is found, and the fix is not offered
/// again for what it left.
fn prove(texts: &Texts, finding: &Finding, fix: &Fix) {
    let fixed = apply(texts, &fix.edits);
    let problems = |texts: &Texts| project(texts).files().map(|file| file.problems.len()).sum::<usize>();
    let show = || format!("{}\n{}", fix.title, fixed.values().cloned().collect::<Vec<_>>().join("\n---\n"));
    assert!(problems(&fixed) <= problems(texts), "the fix breaks the text: {}", show());
    let count = |found: &[Finding], rule: &str| found.iter().filter(|other| other.rule.id == rule).count();
    let (before, after) = (judge(texts), judge(&fixed));
    let rule = finding.rule.id;
    assert!(count(&after, rule) < count(&before, rule), "the finding stays: {}", show());
    for other in super::RULES {
        let id = other.meta.id;
        assert!(count(&after, id) <= count(&before, id), "the fix brings `{id}`: {}", show());
    }
    let again =
        after.iter().flat_map(|finding| &finding.fixes).find(|other| other.edits == fix.edits && !fix.edits.is_empty());
    assert!(again.is_none(), "the fix is offered again: {}", show());
}

/// The texts after edits; one whose path is not among them makes a file.
fn apply(texts: &Texts, edits: &[Edit]) -> Texts {
    let mut fixed = texts.clone();
    let (mut edits, new): (Vec<&Edit>, Vec<&Edit>) = edits.iter().partition(|edit| texts.contains_key(&edit.path));
    for edit in new {
        assert_eq!(edit.range, TextRange::empty(0), "an edit of {}, which is not there, must begin it", edit.path);
        fixed.entry(edit.path.clone()).or_default().push_str(&edit.text);
    }
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.range));
    for edit in edits {
        let text = fixed.get_mut(&edit.path).unwrap();
        text.replace_range(edit.range.start as usize..edit.range.end as usize, &edit.text);
    }
    fixed
}

#[test]
fn an_edit_can_make_a_file() {
    let edit =
        |path: &str, start, text: &str| Edit { path: path.into(), range: TextRange::empty(start), text: text.into() };
    let texts = Texts::from([("a.ts".to_owned(), "one".to_owned())]);
    let edits = [edit("b.ts", 0, "first;"), edit("a.ts", 3, "!"), edit("b.ts", 0, "second;")];
    let expected = [("a.ts", "one!"), ("b.ts", "first;second;")];
    assert_eq!(apply(&texts, &edits), expected.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
}

#[test]
fn every_rule_is_documented_and_registered_once() {
    let mut ids = std::collections::BTreeSet::new();
    for rule in super::RULES {
        assert!(ids.insert(rule.meta.id), "{} is listed twice", rule.meta.id);
        assert!(!rule.meta.docs.is_empty() && !rule.meta.sources.is_empty(), "{}", rule.meta.id);
        if !rule.meta.bad.path.is_empty() {
            documented(rule.meta.id);
        }
    }
    let order: Vec<_> = super::RULES.iter().map(|rule| (rule.meta.gap, rule.meta.id)).collect();
    assert!(order.is_sorted(), "{order:?}");
}
