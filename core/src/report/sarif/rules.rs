//! Rules as SARIF descriptors, made from their metadata alone.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::finding::Severity;
use crate::rules::{RULES, RuleMeta};

/// A descriptor for every rule, in the order of [`RULES`], which `ruleIndex` counts in.
pub(in crate::report) fn descriptors() -> Vec<Value> {
    RULES.iter().map(|rule| descriptor(rule.meta)).collect()
}

/// The SARIF word for a severity.
pub(in crate::report) const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn descriptor(meta: &RuleMeta) -> Value {
    let help = help(meta);
    json!({
        "id": meta.id,
        "name": pascal_case(meta.id),
        "shortDescription": { "text": format!("{}.", meta.title) },
        "fullDescription": { "text": format!("{}. It belongs to the gap “{}”.", meta.title, meta.gap.title()) },
        "help": { "text": help, "markdown": help },
        "helpUri": meta.url(),
        "defaultConfiguration": { "level": level(meta.severity) },
        "properties": {
            "tags": tags(meta),
            "precision": "high",
            "security-severity": security_severity(meta.severity),
            "gap": meta.gap.as_str(),
            "launchItem": meta.launch_item,
            "since": meta.since,
        },
    })
}

fn help(meta: &RuleMeta) -> String {
    let docs = if meta.docs.trim().is_empty() { format!("{}.", meta.title) } else { meta.docs.trim().to_owned() };
    let mut help = format!("{docs}\n\nBad:\n\n{}\nSound:\n\n{}", fenced(meta.bad.code), fenced(meta.sound.code));
    if !meta.sources.is_empty() {
        help.push_str("\nReferences:\n\n");
        for source in meta.sources {
            let _ = writeln!(help, "- {source}");
        }
    }
    help
}

fn fenced(code: &str) -> String {
    format!("```\n{}\n```\n", code.trim_end())
}

/// GitHub code scanning reads `security` and `external/cwe/cwe-N`; the rest is for people.
fn tags(meta: &RuleMeta) -> Vec<String> {
    let cwe = meta.cwe.iter().map(|number| format!("external/cwe/cwe-{number:03}"));
    let owasp = meta.owasp.iter().map(|entry| format!("OWASP {entry}"));
    ["security".to_owned(), meta.gap.as_str().to_owned()].into_iter().chain(cwe).chain(owasp).collect()
}

/// GitHub sorts security alerts by this CVSS-like number: 7 and more is high, 4 and more medium
/// (<https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>).
const fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "8.0",
        Severity::Warning => "5.0",
        Severity::Info => "2.0",
    }
}

fn pascal_case(id: &str) -> String {
    id.split('-')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or(String::new(), |first| first.to_ascii_uppercase().to_string() + letters.as_str())
        })
        .collect()
}
