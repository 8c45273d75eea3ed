//! Judges a snapshot.
//!
//! Invariant: what was not looked at is said; it never becomes an empty, and therefore good-looking, list.

use serde::{Deserialize, Serialize};

use super::facts::SiteFacts;
use super::scripts::judge_scripts;
use super::snapshot::{NotInspected, Seen, Snapshot};
use super::subject::Subject;
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

/// A rule's verdict on a live page.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteFinding {
    /// The rule that speaks.
    pub rule: &'static RuleMeta,
    /// What it is about.
    pub subject: Subject,
    /// After configuration.
    pub severity: Severity,
    /// Whether what it speaks about was read whole.
    pub certainty: Certainty,
    /// What is wrong, what it allows, what to do.
    pub message: Message,
    /// What was seen, redacted; one plain line each.
    pub evidence: Vec<String>,
}

/// How much was looked at; none where nothing was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LookedAt {
    /// Scripts read.
    pub scripts: Option<u32>,
    /// Their size in bytes.
    pub script_bytes: u64,
    /// Storage entries.
    pub storage_entries: Option<u32>,
    /// Cookies of the browser's jar, or those that scripts can read when the jar could not be asked.
    pub cookies: Option<u32>,
}

/// What inspecting a page gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteReport {
    /// By gravity, then by rule.
    pub findings: Vec<SiteFinding>,
    /// What nobody looked at, and why.
    pub not_inspected: Vec<NotInspected>,
    /// How much was looked at.
    pub looked_at: LookedAt,
}

/// Judges everything in a snapshot: storage, cookies and scripts.
pub fn inspect(snapshot: &Snapshot, config: &Config) -> SiteReport {
    let facts = SiteFacts::read(snapshot, config.names());
    let mut report = SiteReport { not_inspected: snapshot.not_inspected.clone(), ..SiteReport::default() };
    for rule in RULES {
        let Some(check) = rule.check_site else { continue };
        let mut verdicts = Vec::new();
        check(&facts, &mut verdicts);
        let page = &facts.url;
        report.findings.extend(verdicts.into_iter().filter_map(|verdict| settle(rule.meta, verdict, page, config)));
    }
    match &snapshot.scripts {
        Seen::Inspected { value } => judge_scripts(value, config, &mut report),
        Seen::NotInspected { reason } => report.not_inspected.push(missed("The page's scripts", reason)),
    }
    count_storage_and_cookies(snapshot, &mut report);
    report.sort();
    report
}

impl SiteReport {
    /// Puts findings in order: the gravest first, then by rule and by subject.
    pub(super) fn sort(&mut self) {
        self.findings.sort_by(|a, b| {
            let order = |finding: &SiteFinding| (std::cmp::Reverse(finding.severity), finding.rule.id);
            order(a).cmp(&order(b)).then_with(|| a.message.what.cmp(&b.message.what))
        });
    }
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
