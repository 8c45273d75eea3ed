//! Runs the source rules on the scripts a page delivers, each for itself.
//!
//! Invariant: a script that is too large is not read and is reported as such; ranges are bytes of the script's own text.

use super::inspect::{SiteFinding, SiteReport, count, missed};
use super::snapshot::PageScript;
use super::subject::Subject;
use crate::config::Config;
use crate::project::{Change, Project};
use crate::recognise::analyse;
use crate::redact::redact_url;
use crate::syntax::ProblemKind;

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
    let findings = project.judge(&path).findings.into_iter().map(|finding| SiteFinding {
        rule: finding.rule,
        subject: Subject::Script { url: url.clone(), range: finding.range, index },
        severity: finding.severity,
        certainty: finding.certainty,
        message: finding.message,
        evidence: finding.related.into_iter().map(|related| related.note).collect(),
    });
    report.findings.extend(findings);
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
