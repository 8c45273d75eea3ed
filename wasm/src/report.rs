//! Rules and site reports as plain data for JavaScript.

use seaworthy_core::site::{
    Area, Grade, Library, LookedAt, NotInspected, Original, PageScript, Question, Service, SiteItem, Snippet, Subject,
    ThirdParty,
};
use seaworthy_core::{Certainty, Message, RuleMeta, Severity, site};
use serde::{Deserialize, Serialize};

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

/// What a finding on a page is about.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum SiteSubject {
    Storage { area: String, key: String },
    Cookie { name: String, domain: String, path: String },
    Script { url: String, range: Option<Range>, original: Option<Original> },
    Response { url: String, header: String },
    Resource { url: String, what: String },
    Page {},
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
    sentence: String,
    items: Vec<SiteItem>,
    findings: Vec<SiteFinding>,
    areas: Vec<Area>,
    grade: Option<Grade>,
    suggested_csp: Option<String>,
    snippets: Vec<Snippet>,
    services: Vec<Service>,
    questions: Vec<Question>,
    libraries: Vec<Library>,
    third_parties: Vec<ThirdParty>,
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
            message: finding.message,
            evidence: finding.evidence,
        });
        Self {
            sentence: report.sentence,
            items: report.items,
            findings: findings.collect(),
            areas: report.areas,
            grade: report.grade,
            suggested_csp: report.suggested_csp,
            snippets: report.snippets,
            services: report.services,
            questions: report.questions,
            libraries: report.libraries,
            third_parties: report.third_parties,
            not_inspected: report.not_inspected,
            looked_at: report.looked_at,
        }
    }
}

fn subject(subject: Subject, scripts: &[PageScript]) -> SiteSubject {
    match subject {
        Subject::Storage { area, key } => SiteSubject::Storage { area, key },
        Subject::Cookie { name, domain, path } => SiteSubject::Cookie { name, domain, path },
        Subject::Script { url, range, original, index } => {
            let place = |range| scripts.get(index).map(|script| Places::new(&script.text).range(range));
            SiteSubject::Script { url, range: range.and_then(place), original }
        }
        Subject::Response { url, header } => SiteSubject::Response { url, header },
        Subject::Resource { url, what } => SiteSubject::Resource { url, what },
        Subject::Page {} => SiteSubject::Page {},
    }
}

/// What [`site::tell`] needs of a report that was put together in JavaScript.
#[derive(Clone, Debug, Deserialize)]
pub struct Gathered {
    items: Vec<SiteItem>,
    findings: Vec<GatheredFinding>,
}

#[derive(Clone, Debug, Deserialize)]
struct GatheredFinding {
    rule: GatheredRule,
    severity: Severity,
}

#[derive(Clone, Debug, Deserialize)]
struct GatheredRule {
    id: String,
}

/// The items as they stand with all findings, and the sentence.
#[derive(Clone, Debug, Serialize)]
pub struct Conclusion {
    sentence: String,
    items: Vec<SiteItem>,
}

impl From<Gathered> for Conclusion {
    fn from(gathered: Gathered) -> Self {
        let Gathered { mut items, findings } = gathered;
        let findings: Vec<_> = findings.iter().map(|finding| (finding.rule.id.as_str(), finding.severity)).collect();
        let sentence = site::tell(&mut items, &findings);
        Self { sentence, items }
    }
}
