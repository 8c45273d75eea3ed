//! Rules and site reports as plain data for JavaScript.

use seaworthy_core::site::{LookedAt, NotInspected, PageScript, Subject};
use seaworthy_core::{Certainty, RuleMeta, Severity, site};
use serde::Serialize;

use crate::place::{Places, Range};

/// What is known of a rule.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleInfo {
    id: &'static str,
    gap: &'static str,
    gap_title: &'static str,
    launch_item: u8,
    title: &'static str,
    severity: Severity,
    cwe: &'static [u16],
    owasp: &'static [&'static str],
    url: String,
}

impl RuleInfo {
    pub fn new(meta: &'static RuleMeta) -> Self {
        Self {
            id: meta.id,
            gap: meta.gap.as_str(),
            gap_title: meta.gap.title(),
            launch_item: meta.launch_item,
            title: meta.title,
            severity: meta.severity,
            cwe: meta.cwe,
            owasp: meta.owasp,
            url: meta.url(),
        }
    }
}

/// The three parts of a message.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    what: String,
    risk: String,
    remedy: String,
}

impl From<seaworthy_core::Message> for Message {
    fn from(message: seaworthy_core::Message) -> Self {
        Self { what: message.what, risk: message.risk, remedy: message.remedy }
    }
}

/// What a finding on a page is about.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum SiteSubject {
    Storage { area: String, key: String },
    Cookie { name: String, domain: String, path: String },
    Script { url: String, range: Option<Range> },
}

#[derive(Clone, Debug, Serialize)]
struct SiteFinding {
    rule: RuleInfo,
    subject: SiteSubject,
    severity: Severity,
    certainty: Certainty,
    message: Message,
    evidence: Vec<String>,
}

/// What inspecting a page gave.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SiteReport {
    findings: Vec<SiteFinding>,
    not_inspected: Vec<NotInspected>,
    looked_at: LookedAt,
}

impl SiteReport {
    /// `scripts` are the ones that were judged, for the places in them.
    pub fn new(report: site::SiteReport, scripts: &[PageScript]) -> Self {
        let findings = report.findings.into_iter().map(|finding| SiteFinding {
            rule: RuleInfo::new(finding.rule),
            subject: subject(finding.subject, scripts),
            severity: finding.severity,
            certainty: finding.certainty,
            message: finding.message.into(),
            evidence: finding.evidence,
        });
        Self { findings: findings.collect(), not_inspected: report.not_inspected, looked_at: report.looked_at }
    }
}

fn subject(subject: Subject, scripts: &[PageScript]) -> SiteSubject {
    match subject {
        Subject::Storage { area, key } => SiteSubject::Storage { area, key },
        Subject::Cookie { name, domain, path } => SiteSubject::Cookie { name, domain, path },
        Subject::Script { url, range, index } => {
            let range = scripts.get(index).map(|script| Places::new(&script.text).range(range));
            SiteSubject::Script { url, range }
        }
    }
}
