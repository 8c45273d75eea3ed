//! A script of a public package host runs with nothing that holds it to what was tested. Live pages only.

use super::super::{Example, Gap, Rule, RuleMeta};
use crate::finding::{Message, Severity};
use crate::site::{ForeignScript, Pinning, SiteFacts, SiteVerdict, Subject};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check: |_, _| {}, check_site: Some(check_site) };

static META: RuleMeta = RuleMeta {
    id: "third-party-script-without-integrity",
    gap: Gap::Dependency,
    launch_item: 7,
    title: "A script from a public package host is not held to its hash",
    severity: Severity::Error,
    fix: None,
    cwe: &[353, 829],
    owasp: &["A08:2021"],
    docs: "\
Speaks on live pages only, about scripts from public package hosts (jsDelivr, unpkg, cdnjs and their like) without `integrity`. A \
warning where the address names no exact version: whoever publishes the next version runs code on your page the same minute. \
Information where it does: one attribute would hold the file to what you tested. An error for a host that is known to have served \
malware (polyfill.io, June 2024).

Tag managers, payment forms and other scripts that their makers change in place cannot have `integrity`; they stay silent here and are \
listed among the third parties.",
    bad: Example::NONE,
    sound: Example::NONE,
    sources: &[
        "https://developer.mozilla.org/en-US/docs/Web/Security/Subresource_Integrity",
        "https://www.w3.org/TR/sri/",
        "https://sansec.io/research/polyfill-supply-chain-attack",
    ],
    since: "0.1.0",
};

fn check_site(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    verdicts.extend(facts.foreign_scripts.iter().filter(|script| !script.has_integrity).filter_map(verdict));
}

fn verdict(script: &ForeignScript) -> Option<SiteVerdict> {
    let host = &script.host;
    let (severity, what, risk, remedy) = match script.pinning {
        Pinning::Malicious => (
            Severity::Error,
            format!("The page runs a script from {host}, which has served malware"),
            "The domain changed hands, and since then it has sent visitors of pages that use it to frauds.",
            "Remove the script. Browsers of today need none of it.",
        ),
        Pinning::Floating => (
            Severity::Warning,
            format!("The page runs whatever version {host} serves of a package"),
            "Whoever publishes the next version, its maker or a thief of its account, runs code on your page the same minute.",
            "Name an exact version in the address and add `integrity` and `crossorigin`, or build the package into your own scripts.",
        ),
        Pinning::Exact => (
            Severity::Info,
            format!("A script from {host} is not held to its hash"),
            "Should the host be broken into, its file runs on your page with everything the user may do.",
            "Add `integrity` with the file's hash and `crossorigin=\"anonymous\"`; the host's page for the file shows both.",
        ),
        Pinning::ByMaker => return None,
    };
    Some(SiteVerdict {
        subject: Subject::Resource { url: script.url.clone(), what: "script".to_owned() },
        severity,
        message: Message::new(what, risk, remedy),
        evidence: Vec::new(),
    })
}
