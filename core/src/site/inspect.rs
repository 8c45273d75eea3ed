//! Judges a snapshot.
//!
//! Invariant: what was not looked at is said; it never becomes an empty, and therefore good-looking, list.

use super::areas::areas;
use super::conclude::conclude;
use super::facts::SiteFacts;
use super::grade::grade;
use super::items::items;
use super::report::{SiteFinding, SiteReport};
use super::scripts::judge_scripts;
use super::services::services;
use super::snapshot::{NotInspected, Seen, Snapshot};
use super::snippets::snippets;
use super::subject::Subject;
use super::suggest::suggested_csp;
use crate::config::Config;
use crate::finding::{Certainty, Message, Severity};
use crate::redact::redact_url;
use crate::rules::{RULES, RuleMeta};

/// What a rule says about a live page, before the configuration is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteVerdict {
    /// What it is about.
    pub subject: Subject,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, what it allows, what to do.
    pub message: Message,
    /// What was seen, redacted; one plain line each.
    pub evidence: Vec<String>,
}

/// Judges everything in a snapshot.
pub fn inspect(snapshot: &Snapshot, config: &Config) -> SiteReport {
    let mut report = inspect_page(snapshot, config);
    if let Seen::Inspected { value } = &snapshot.scripts {
        judge_scripts(value, config, &mut report);
    }
    report.sort();
    conclude(&mut report);
    report
}

/// Judges a snapshot without reading its scripts as code: a caller that reads them one by one, so that a bad one cannot
/// take the others with it, adds what [`super::inspect_scripts`] says of each and calls [`super::conclude`].
pub fn inspect_page(snapshot: &Snapshot, config: &Config) -> SiteReport {
    let facts = SiteFacts::read(snapshot, config.names());
    let mut report = SiteReport { not_inspected: snapshot.not_inspected.clone(), ..SiteReport::default() };
    for rule in RULES {
        let Some(check) = rule.check_site else { continue };
        let mut verdicts = Vec::new();
        check(&facts, &mut verdicts);
        let page = &facts.url;
        report.findings.extend(verdicts.into_iter().filter_map(|verdict| settle(rule.meta, verdict, page, config)));
    }
    if let Seen::NotInspected { reason } = &snapshot.scripts {
        report.not_inspected.push(missed("The page's scripts", reason));
    }
    count_storage_and_cookies(snapshot, &mut report);
    report.grade = grade(&facts);
    let asks_for_policy = |finding: &SiteFinding| matches!(finding.rule.id, "missing-csp" | "weak-csp");
    if report.findings.iter().any(asks_for_policy) {
        report.suggested_csp = suggested_csp(snapshot, &facts);
    }
    report.snippets = snippets(&facts, &report.findings, report.suggested_csp.as_deref());
    (report.services, report.questions) = services(snapshot);
    report.third_parties = facts.third_parties.clone();
    report.areas = areas(snapshot);
    report.items = items(&facts, &report);
    report.sort();
    conclude(&mut report);
    report
}

fn settle(rule: &'static RuleMeta, verdict: SiteVerdict, page: &str, config: &Config) -> Option<SiteFinding> {
    let severity = config.severity(rule, page, verdict.severity)?;
    let SiteVerdict { subject, message, evidence, .. } = verdict;
    Some(SiteFinding { rule, subject, severity, certainty: Certainty::Complete, message, evidence })
}

fn count_storage_and_cookies(snapshot: &Snapshot, report: &mut SiteReport) {
    match &snapshot.storage {
        Seen::Inspected { value } => report.looked_at.storage_entries = Some(count(value.len())),
        Seen::NotInspected { reason } => report.not_inspected.push(missed("Browser storage", reason)),
    }
    match &snapshot.cookies {
        Seen::Inspected { value } => report.looked_at.cookies = Some(count(value.len())),
        Seen::NotInspected { reason } if snapshot.script_cookies.is_empty() => {
            report.not_inspected.push(missed("Cookies", reason));
        }
        Seen::NotInspected { reason } => {
            report.looked_at.cookies = Some(count(snapshot.script_cookies.len()));
            report.not_inspected.push(missed("HttpOnly cookies, and the attributes of the others", reason));
        }
    }
}

pub(super) fn missed(what: &str, reason: &str) -> NotInspected {
    NotInspected { what: redact_url(what), reason: reason.to_owned() }
}

pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
