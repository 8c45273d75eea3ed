//! The report on a live page as text for machines and people: JSON, SARIF, Markdown and a page.
//!
//! Invariant: as for every report, a value without a clock or a disk. It holds no value of a cookie, a storage entry or a
//! script, only what the inspection already redacted; questions to services, which carry the page's public key, are left out.

mod html;
mod json;
mod markdown;
mod sarif;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::fingerprint::Fnv;
use super::{Counts, Place, Position};
use crate::finding::Severity;
use crate::site::{PageScript, SiteFinding, SiteReport, Subject};
use crate::text::{ColumnUnit, LineIndex};

pub use html::site_html;
pub use json::{SITE_VERSION, site_json};
pub use markdown::site_markdown;
pub use sarif::site_sarif;

/// What a report on a page is made of.
pub struct SitePage<'a> {
    /// Version of the program that made it.
    pub version: &'a str,
    /// The page's URL without query and fragment.
    pub url: &'a str,
    /// What was found.
    pub report: &'a SiteReport,
    /// The scripts that were judged, for places in them.
    pub scripts: &'a [PageScript],
}

/// A finding with what a report adds to it.
pub struct Told<'a> {
    /// The finding.
    pub finding: &'a SiteFinding,
    /// What makes it the same finding at the next look: a hash of rule and subject, never of a value.
    pub fingerprint: String,
    /// Where in a script, as people count.
    pub place: Option<Place>,
}

impl<'a> SitePage<'a> {
    /// The findings in their order, with place and fingerprint.
    pub fn told(&self) -> Vec<Told<'a>> {
        let mut indexes: BTreeMap<usize, LineIndex> = BTreeMap::new();
        let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
        let told = |finding: &'a SiteFinding| {
            let place = self.place(finding, &mut indexes);
            let hash = hash(finding);
            let count = seen.entry(hash).or_default();
            *count += 1;
            Told { finding, fingerprint: format!("{hash:016x}:{count}"), place }
        };
        self.report.findings.iter().map(told).collect()
    }

    fn place(&self, finding: &SiteFinding, indexes: &mut BTreeMap<usize, LineIndex>) -> Option<Place> {
        let Subject::Script { range: Some(range), index, .. } = &finding.subject else { return None };
        let text = &self.scripts.get(*index)?.text;
        let lines = indexes.entry(*index).or_insert_with(|| LineIndex::new(text));
        let position = |at| {
            let found = lines.position(text, at, ColumnUnit::Scalar);
            Position { line: found.line + 1, column: found.column + 1, offset: at }
        };
        Some(Place { start: position(range.start), end: position(range.end) })
    }
}

/// How many findings of each severity a report has.
pub fn count_site(report: &SiteReport) -> Counts {
    let of = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    Counts { error: of(Severity::Error), warning: of(Severity::Warning), info: of(Severity::Info) }
}

/// Where something is, in words: `localStorage, key sb-…-auth-token`.
pub fn site_place_in_words(told: &Told<'_>) -> String {
    match &told.finding.subject {
        Subject::Storage { area, key } => format!("{area}, key {key}"),
        Subject::Cookie { name, domain, .. } if domain.is_empty() => format!("cookie {name}"),
        Subject::Cookie { name, domain, path } => format!("cookie {name} of {domain}{path}"),
        Subject::Script { original: Some(original), .. } => {
            format!("{}:{}:{}", original.file, original.start.line + 1, original.start.column + 1)
        }
        Subject::Script { url, .. } => match told.place {
            Some(place) => format!("{url}:{}:{}", place.start.line, place.start.column),
            None => url.clone(),
        },
        Subject::Response { url, header } if header.is_empty() => format!("answer of {url}"),
        Subject::Response { url, header } => format!("{header} of {url}"),
        Subject::Resource { url, what } => format!("{what} {url}"),
        Subject::Page {} => "the page".to_owned(),
    }
}

fn hash(finding: &SiteFinding) -> u64 {
    let mut hash = Fnv::new();
    hash.add(finding.rule.id);
    match &finding.subject {
        Subject::Storage { area, key } => {
            hash.add(area);
            hash.add(key);
        }
        Subject::Cookie { name, domain, path } => {
            hash.add(name);
            hash.add(domain);
            hash.add(path);
        }
        Subject::Script { original: Some(original), .. } => hash.add(&original.file),
        // A bundle's name carries a hash of its content, which the next build changes.
        Subject::Script { url, .. } => hash.add(&steady(url)),
        Subject::Response { url, header } => {
            hash.add(url);
            hash.add(header);
        }
        Subject::Resource { url, what } => {
            hash.add(&steady(url));
            hash.add(what);
        }
        Subject::Page {} => hash.add("page"),
    }
    hash.0
}

/// An address without what differs from build to build: parts of names that are hashes.
fn steady(url: &str) -> String {
    let is_hash = |part: &str| {
        part.len() >= 8
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && part.chars().any(|c| c.is_ascii_digit())
            && part.chars().any(|c| c.is_ascii_alphabetic())
    };
    url.split_inclusive(['/', '.', '-'])
        .map(|part| if is_hash(part.trim_end_matches(['/', '.', '-'])) { "*" } else { part })
        .collect()
}
