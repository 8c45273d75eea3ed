//! The report on a page as SARIF 2.1.0: the page, its answers and its scripts are artifacts by their URLs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::super::clean::clean_json;
use super::super::sarif::{HOME, SCHEMA, base, descriptors, region_of};
use super::{SitePage, Told, site_place_in_words};
use crate::site::Subject;

/// The report as pretty-printed SARIF with a final newline.
pub fn site_sarif(page: &SitePage<'_>) -> String {
    let results: Vec<Value> = page.told().iter().map(|told| result(page, told)).collect();
    let notifications = page.report.not_inspected.iter().map(|missed| {
        json!({
            "descriptor": { "id": "not-inspected" },
            "level": "note",
            "message": { "text": format!("{}: {}", missed.what, missed.reason) },
        })
    });
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Seaworthy",
                "version": page.version,
                "semanticVersion": page.version,
                "informationUri": HOME,
                "rules": descriptors(),
                "notifications": [{
                    "id": "not-inspected",
                    "shortDescription": { "text": "A part of the page was not looked at." },
                }],
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notifications.collect::<Vec<_>>(),
            }],
            "results": results,
            "properties": { "page": page.url },
        }],
    });
    clean_json(&format!("{log:#}\n"))
}

fn result(page: &SitePage<'_>, told: &Told<'_>) -> Value {
    let finding = told.finding;
    let mut result = base(finding.rule, finding.severity, finding.certainty, &finding.message, &told.fingerprint);
    result.insert("locations".to_owned(), json!([location(page, told)]));
    let mut result = Value::Object(result);
    result["properties"]["evidence"] = json!(finding.evidence);
    result
}

fn location(page: &SitePage<'_>, told: &Told<'_>) -> Value {
    let address = match &told.finding.subject {
        Subject::Script { url, .. } | Subject::Response { url, .. } | Subject::Resource { url, .. } => url,
        _ => page.url,
    };
    let mut physical = json!({ "artifactLocation": { "uri": uri(address) } });
    if let Some(place) = told.place {
        physical["region"] = region_of(place);
    }
    let name = site_place_in_words(told);
    json!({ "physicalLocation": physical, "logicalLocations": [{ "fullyQualifiedName": name }] })
}

/// An address as RFC 3986 wants it: what may not stand in one is percent-encoded.
fn uri(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
