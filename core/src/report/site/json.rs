//! The report on a page as JSON: fields are only ever added within a [`SITE_VERSION`]; a reader must ignore those it does not
//! know.

use serde::Serialize;

use super::super::clean::clean_json;
use super::super::{Counts, Place};
use super::{SitePage, Told, count_site};
use crate::finding::{Certainty, Message, Severity};
use crate::site::{Area, Grade, Library, LookedAt, NotInspected, Service, SiteItem, Snippet, Subject, ThirdParty};

/// The version of the shape.
pub const SITE_VERSION: u32 = 1;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    version: u32,
    tool: Tool<'a>,
    url: &'a str,
    sentence: &'a str,
    summary: Counts,
    items: &'a [SiteItem],
    findings: Vec<Entry<'a>>,
    areas: &'a [Area],
    grade: Option<&'a Grade>,
    suggested_csp: Option<&'a str>,
    snippets: &'a [Snippet],
    services: &'a [Service],
    libraries: &'a [Library],
    third_parties: &'a [ThirdParty],
    not_inspected: &'a [NotInspected],
    looked_at: LookedAt,
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'static str,
    version: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    rule: &'static str,
    gap: &'static str,
    launch_item: u8,
    severity: Severity,
    certainty: Certainty,
    subject: &'a Subject,
    place: Option<Place>,
    fingerprint: String,
    message: &'a Message,
    evidence: &'a [String],
    url: String,
}

/// The report as pretty-printed JSON with a final newline.
pub fn site_json(page: &SitePage<'_>) -> String {
    let report = page.report;
    let log = Log {
        version: SITE_VERSION,
        tool: Tool { name: "seaworthy", version: page.version },
        url: page.url,
        sentence: &report.sentence,
        summary: count_site(report),
        items: &report.items,
        findings: page.told().into_iter().map(entry).collect(),
        areas: &report.areas,
        grade: report.grade.as_ref(),
        suggested_csp: report.suggested_csp.as_deref(),
        snippets: &report.snippets,
        services: &report.services,
        libraries: &report.libraries,
        third_parties: &report.third_parties,
        not_inspected: &report.not_inspected,
        looked_at: report.looked_at,
    };
    // Plain data with string keys: serialising cannot fail.
    clean_json(&format!("{}\n", serde_json::to_string_pretty(&log).unwrap_or_default()))
}

fn entry(told: Told<'_>) -> Entry<'_> {
    let Told { finding, fingerprint, place } = told;
    Entry {
        rule: finding.rule.id,
        gap: finding.rule.gap.as_str(),
        launch_item: finding.rule.launch_item,
        severity: finding.severity,
        certainty: finding.certainty,
        subject: &finding.subject,
        place,
        fingerprint,
        message: &finding.message,
        evidence: &finding.evidence,
        url: finding.rule.url(),
    }
}
