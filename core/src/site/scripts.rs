//! Runs the source rules on the scripts a page delivers, each for itself, and on the original sources their maps hold.
//!
//! Invariant: a script that is too large is not read and is reported as such; ranges are bytes of the script's own text.

use std::collections::BTreeMap;

use super::inspect::{count, missed};
use super::maps::{is_own, own_sources};
use super::report::{SiteFinding, SiteReport};
use super::snapshot::PageScript;
use super::source_map::Map;
use super::subject::{Original, Subject};
use crate::config::Config;
use crate::finding::Finding;
use crate::project::{Change, Project};
use crate::recognise::analyse;
use crate::redact::{redact_name, redact_url};
use crate::rules::{Gap, RuleMeta};
use crate::syntax::ProblemKind;
use crate::text::{ColumnUnit, LineColumn, LineIndex};

/// The largest script that is read, in bytes. Generated bundles beyond it hold data rather than code.
pub const LARGEST_SCRIPT: usize = 8 * 1024 * 1024;

/// Judges scripts alone, for a caller that reads them one by one so that a bad one cannot take the others with it.
pub fn inspect_scripts(scripts: &[PageScript], config: &Config) -> SiteReport {
    let mut report = SiteReport::default();
    judge_scripts(scripts, config, &mut report);
    report.sort();
    report
}

pub(super) fn judge_scripts(scripts: &[PageScript], config: &Config, report: &mut SiteReport) {
    let mut read = 0;
    for (index, script) in scripts.iter().enumerate() {
        if script.text.len() > LARGEST_SCRIPT {
            let limit = LARGEST_SCRIPT / 1024 / 1024;
            report.not_inspected.push(missed(&script.url, &format!("The script is larger than {limit} MiB.")));
            continue;
        }
        read += 1;
        report.looked_at.script_bytes += script.text.len() as u64;
        judge_script(index, script, config, report);
    }
    report.looked_at.scripts = Some(count(read));
}

fn judge_script(index: usize, script: &PageScript, config: &Config, report: &mut SiteReport) {
    let url = redact_url(&script.url);
    let path = path_of(&url);
    let facts = analyse(&path, &script.text);
    for problem in &facts.problems {
        let reason = match problem.kind {
            ProblemKind::Syntax => "Parts of the script could not be read.",
            ProblemKind::TooDeep => "The script is nested too deeply to be read whole.",
            ProblemKind::TooLarge => "The script is too large to be read.",
            ProblemKind::NotText => "The script is not text.",
        };
        let note = missed(&script.url, reason);
        if !report.not_inspected.contains(&note) {
            report.not_inspected.push(note);
        }
    }
    let mut project = Project::new(config.clone());
    project.set_deployed(true);
    project.apply([Change::Set(Box::new(facts))]);
    let map = script.source_map.as_ref().and_then(|found| Map::read(&found.text));
    let lines = LineIndex::new(&script.text);
    let findings = project.judge(&path).findings.into_iter().map(|finding| {
        let place = lines.position(&script.text, finding.range.start, ColumnUnit::Utf16);
        let original = map.as_ref().and_then(|map| original(map, place));
        let subject = Subject::Script { url: url.clone(), range: Some(finding.range), original, index };
        site_finding(finding, subject)
    });
    let mut findings: Vec<SiteFinding> = findings.collect();
    if let Some(map) = &map {
        judge_originals(map, config, &url, index, &mut findings);
    }
    report.findings.extend(findings);
}

fn site_finding(finding: Finding, subject: Subject) -> SiteFinding {
    SiteFinding {
        rule: finding.rule,
        subject,
        severity: finding.severity,
        certainty: finding.certainty,
        message: finding.message,
        evidence: finding.related.into_iter().map(|related| related.note).collect(),
    }
}

/// Where a place in a script comes from; none for a place in a package.
fn original(map: &Map, place: LineColumn) -> Option<Original> {
    let from = map.origin(place.line, place.column)?;
    let start = LineColumn { line: from.line, column: from.column };
    let file = &map.sources[from.source];
    is_own(file).then(|| Original { file: redact_name(file), start, end: start })
}

/// Judges the original sources as one project, and adds what the script itself did not show.
fn judge_originals(map: &Map, config: &Config, url: &str, index: usize, findings: &mut Vec<SiteFinding>) {
    let mut room = LARGEST_SCRIPT;
    let mut texts: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, text) in own_sources(map) {
        if texts.len() < MOST_SOURCES && text.len() <= room {
            room -= text.len();
            texts.insert(path, text);
        }
    }
    let mut project = Project::new(config.clone());
    project.set_deployed(true);
    project.apply(texts.iter().map(|(path, text)| Change::Set(Box::new(analyse(path, text)))));
    for (path, text) in texts {
        let lines = LineIndex::new(text);
        let at = |offset| lines.position(text, offset, ColumnUnit::Utf16);
        for finding in project.judge(path).findings.into_iter().filter(|finding| speaks_of_originals(finding.rule)) {
            let original =
                Original { file: redact_name(path), start: at(finding.range.start), end: at(finding.range.end) };
            let is_same = |known: &&mut SiteFinding| {
                let Subject::Script { original: Some(own), .. } = &known.subject else { return false };
                known.rule == finding.rule && own.file == original.file && own.start.line == original.start.line
            };
            if let Some(known) = findings.iter_mut().find(is_same) {
                // The source tells it in its author's own names.
                known.message = finding.message;
                if let Subject::Script { original: own, .. } = &mut known.subject {
                    *own = Some(original);
                }
                continue;
            }
            let subject = Subject::Script { url: url.to_owned(), range: None, original: Some(original), index };
            findings.push(site_finding(finding, subject));
        }
    }
}

/// More sources than this are not judged.
const MOST_SOURCES: usize = 3000;

/// Rules about what the browser gets. What a server or a whole project should have cannot be seen in the sources of a script.
fn speaks_of_originals(rule: &RuleMeta) -> bool {
    matches!(rule.gap, Gap::TokenStorage | Gap::CookieFlags | Gap::ClientSecret) || rule.id == "insecure-url"
}

/// The path a script's URL gives it within its one-file project. It decides the language, so it needs an extension.
fn path_of(url: &str) -> String {
    if url.contains("#data-") {
        return format!("{}.json", url.replace("#data-", "/data-"));
    }
    let path = url.replace("#inline-", "/inline-");
    let name = path.rsplit('/').next().unwrap_or("");
    let has_extension = [".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".tsx", ".vue", ".svelte", ".astro"]
        .iter()
        .any(|extension| name.ends_with(extension));
    if has_extension { path } else { format!("{path}.js") }
}
