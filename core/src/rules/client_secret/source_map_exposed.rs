//! A deployed script leads to its original source. Live pages only.

use super::super::{Example, Gap, Rule, RuleMeta};
use super::hardcoded_secret::severity;
use super::uses::detector_name;
use crate::finding::{Message, Severity};
use crate::site::{ExposedMap, SiteFacts, SiteVerdict, Subject};
use crate::text::counted;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check: |_, _| {}, check_site: Some(check_site) };

static META: RuleMeta = RuleMeta {
    id: "source-map-exposed",
    gap: Gap::ClientSecret,
    launch_item: 2,
    title: "Everybody can read the original source through source maps",
    severity: Severity::Error,
    fix: None,
    cwe: &[540, 615],
    owasp: &["A05:2021"],
    docs: "\
Speaks on live pages only, about source maps that are served to everyone and hold the site's own sources with their text. Only the \
content proves a map: many hosts answer any path with a page.

Minified code is no protection, so a readable map is information: comments, names and unused branches are there to read. It is an error \
when a secret stands in those sources. The sources are also judged as code, and what is found in them is told with its file and line.

Maps of packages alone, and those of a development server on this machine, stay silent.",
    bad: Example::NONE,
    sound: Example::NONE,
    sources: &["https://tc39.es/ecma426/", "https://cwe.mitre.org/data/definitions/540.html"],
    since: "0.1.0",
};

fn check_site(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    let maps: Vec<&ExposedMap> = facts.maps.iter().collect();
    let Some(first) = maps.first() else { return };
    let secrets: Vec<_> = maps
        .iter()
        .flat_map(|map| &map.secrets)
        .filter(|(_, credential)| severity(credential) == Some(Severity::Error))
        .collect();
    let sources: usize = maps.iter().map(|map| map.own_sources).sum();
    let files = counted(sources, "file", "files");
    let mut evidence = vec![format!("{} of the page's scripts lead to a map, such as {}", maps.len(), first.url)];
    evidence.push(format!("They hold {files} of the site's own, such as {}", first.first));
    evidence.extend(secrets.iter().take(5).map(|(file, credential)| {
        format!("{file} holds {}: {}", detector_name(credential.detector), credential.redacted)
    }));
    let (severity, what, risk, remedy) = if secrets.is_empty() {
        (
            Severity::Info,
            format!("Everybody can read {files} of the original source through source maps"),
            "Comments, names and parts that are switched off show how the site works, and where to look for its weak places.",
            "If that is not wanted, upload the maps to your error tracker at build time and leave them out of what is deployed.",
        )
    } else {
        (
            Severity::Error,
            "A secret stands in the original source that everybody can read through source maps".to_owned(),
            "Whoever opens the browser's developer tools sees it and can use it.",
            "Replace the secret now, take it out of the code that is built for the browser, and deploy without source maps.",
        )
    };
    verdicts.push(SiteVerdict {
        subject: Subject::Resource { url: first.url.clone(), what: "source map".to_owned() },
        severity,
        message: Message::new(what, risk, remedy),
        evidence,
    });
}
