//! Sets of headers, compared with MDN's HTTP Observatory.

use std::collections::BTreeMap;

use seaworthy_core::csp::{CspKind, CspSeverity, Policy, Version, evaluate};
use seaworthy_core::headers::{Framing, Hsts, Referrer, SIX_MONTHS, is_nosniff};

use super::{ask, cases};

/// Where we answer otherwise: the header, its value or a part of a policy, their verdict, and why ours differs.
const EXPLAINED: [(&str, &str, &str, &str); 8] = [
    (
        "hsts",
        "max-age=31536000; max-age=31536000",
        LONG,
        "RFC 6797, 6.1: a directive may stand once; they take the last",
    ),
    ("hsts", "max-age=31536000abc", LONG, "RFC 6797, 6.1.1: digits alone; they stop reading at the first letter"),
    ("hsts", "max-age=abc", LONG, "browsers ignore what is no number; for them it is not less than six months"),
    ("hsts", "max-age=", LONG, "browsers ignore what is no number; for them nothing is not less than six months"),
    (
        "csp",
        "'strict-dynamic'",
        "invalid",
        "`'strict-dynamic'` without a nonce blocks all scripts; they call it invalid",
    ),
    ("csp", "data:", "closed", "we count `data:` for plugins too, which run scripts; they count it for scripts only"),
    ("csp", "script-src-", "closed", "we look at `script-src-elem` and `-attr`, which decide before `script-src`"),
    ("csp", "; script-src *", "invalid", "CSP3, 2.2.1: the first counts; they call a repeated directive invalid"),
];

const LONG: &str = "hsts-implemented-max-age-at-least-six-months";

#[test]
#[ignore = "needs node and the packages of tests/oracle, which `cargo xtask test` installs"]
fn headers_are_judged_as_the_observatory_does() {
    let sets = cases::header_sets();
    assert!(sets.len() >= 200, "{}", sets.len());
    let answer = ask(&[], &sets);
    let mut agreed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut explained: BTreeMap<&str, usize> = BTreeMap::new();
    let mut differences = Vec::new();
    for (set, theirs) in sets.iter().zip(answer["headers"].as_array().unwrap()) {
        let value = |name: &str| set.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        let csp = value("content-security-policy");
        for (header, of, ours, theirs) in [
            ("hsts", value("strict-transport-security"), hsts(value("strict-transport-security")), say(theirs, "hsts")),
            ("framing", value("x-frame-options"), framing(value("x-frame-options"), csp), say(theirs, "framing")),
            (
                "nosniff",
                value("x-content-type-options"),
                nosniff(value("x-content-type-options")),
                say(theirs, "nosniff"),
            ),
            ("referrer", value("referrer-policy"), referrer(value("referrer-policy")), say(theirs, "referrer")),
            ("csp", csp, policy(csp), in_short(&say(theirs, "csp"))),
        ] {
            let of = of.unwrap_or_default();
            if ours == theirs {
                *agreed.entry(header).or_default() += 1;
            } else if let Some((_, _, _, why)) = EXPLAINED.iter().find(|(name, part, verdict, _)| {
                let is_it = if header == "csp" { of.contains(part) } else { of == *part };
                *name == header && is_it && theirs == *verdict
            }) {
                *explained.entry(why).or_default() += 1;
            } else {
                differences.push(format!("{header}: {of}: ours {ours}, theirs {theirs}"));
            }
        }
    }
    println!("{} sets, agreed: {agreed:#?}, explained: {explained:#?}", sets.len());
    assert!(differences.is_empty(), "{differences:#?}");
    assert_eq!(explained.len(), EXPLAINED.len(), "an explanation explains nothing");
}

fn say(theirs: &serde_json::Value, header: &str) -> String {
    theirs[header].as_str().unwrap().to_owned()
}

fn hsts(value: Option<&str>) -> String {
    match value.map(Hsts::parse) {
        None => "hsts-not-implemented",
        Some(None) => "hsts-header-invalid",
        Some(Some(hsts)) if hsts.max_age < SIX_MONTHS => "hsts-implemented-max-age-less-than-six-months",
        Some(Some(_)) => "hsts-implemented-max-age-at-least-six-months",
    }
    .to_owned()
}

fn framing(value: Option<&str>, csp: Option<&str>) -> String {
    if csp.is_some_and(|csp| Policy::parse(csp).has("frame-ancestors")) {
        return "x-frame-options-implemented-via-csp".to_owned();
    }
    match value.map(Framing::parse) {
        None => "x-frame-options-not-implemented",
        Some(Framing::Refused) => "x-frame-options-sameorigin-or-deny",
        Some(Framing::AllowFrom) => "x-frame-options-allow-from-origin",
        Some(Framing::Invalid) => "x-frame-options-header-invalid",
    }
    .to_owned()
}

fn nosniff(value: Option<&str>) -> String {
    match value.map(is_nosniff) {
        None => "x-content-type-options-not-implemented",
        Some(true) => "x-content-type-options-nosniff",
        Some(false) => "x-content-type-options-header-invalid",
    }
    .to_owned()
}

fn referrer(value: Option<&str>) -> String {
    match value.map(Referrer::parse) {
        None => "referrer-policy-not-implemented",
        Some(Referrer::Private) => "referrer-policy-private",
        Some(Referrer::Leaky) => "referrer-policy-unsafe",
        Some(Referrer::Invalid) => "referrer-policy-header-invalid",
    }
    .to_owned()
}

/// Whether injected scripts get in, of all the grades they give.
fn in_short(theirs: &str) -> String {
    match theirs {
        "csp-implemented-with-unsafe-inline" => "open",
        "csp-header-invalid" => "invalid",
        "csp-not-implemented" => "none",
        _ => "closed",
    }
    .to_owned()
}

/// The same by our checks, without the lists of hosts, which they do not have.
fn policy(text: Option<&str>) -> String {
    let Some(text) = text else { return "none".to_owned() };
    let policy = Policy::parse(text);
    if policy.directives().next().is_none() {
        return "invalid".to_owned();
    }
    let is_open = evaluate(&policy.at_level(Version::Csp3)).iter().any(|finding| {
        let kinds =
            [CspKind::ScriptUnsafeInline, CspKind::PlainScheme, CspKind::PlainWildcard, CspKind::MissingDirective];
        let is_base = finding.directive == "base-uri";
        finding.severity == CspSeverity::High && kinds.contains(&finding.kind) && !is_base
    });
    if is_open { "open" } else { "closed" }.to_owned()
}
