//! `seaworthy check`: reads, judges, mends where asked, reports.

mod audit;
mod baseline;
mod fixing;
mod progress;
mod select;
mod target;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use seaworthy_core::report::{self, Marked, Report, mark};
use seaworthy_workspace::{OpenOptions, Scan, Workspace};

use crate::Failure;
use crate::args::{CheckArguments, Format};
use crate::output::{deliver, deliver_exactly};
use crate::terminal::{complain, counted, say};
use crate::text::{self, Paths, Subject, Verdict};
use target::{Call, What};

pub(crate) use fixing::pick;
pub(crate) use select::Chosen;
pub(crate) use target::scan_of;

const WRONG_INPUT: u8 = 2;

/// Runs the check and gives the exit code.
pub(crate) fn run(arguments: &CheckArguments) -> Result<u8, Failure> {
    let started = Instant::now();
    let chosen = select::Chosen::new(&arguments.rule)?;
    let known = arguments.baseline.as_deref().map(baseline::read).transpose()?.unwrap_or_default();
    let options = OpenOptions { config: arguments.config.clone(), include_tests: arguments.include_tests };
    let mut call = target::open(arguments, options)?;
    audit::gather(arguments, &mut call.workspace)?;
    let staged = if let What::Staged(staged) = &call.what { Some(staged.total) } else { None };

    let progress = progress::Line::new(arguments.quiet);
    let mut scan = call.scan(&progress);
    progress.clear();
    let Call { workspace, bundles, named, .. } = call;
    let mut wrong_input = name_what_was_not_read(&workspace, &named, &scan);

    if let Some(choice) = arguments.fix {
        let fixed = fixing::run(&workspace, &mut scan, choice, arguments.yes, &chosen);
        wrong_input |= fixed.has_failed;
    }

    let mut found = mark(scan.findings().filter(|finding| chosen.takes(finding)), &scan);
    if let Some(path) = &arguments.write_baseline {
        baseline::write(path, &found)?;
        say(&format!("Wrote {} to {}.", counted(found.len(), "finding", "findings"), path.display()));
        return Ok(if wrong_input { WRONG_INPUT } else { 0 });
    }
    let before = found.len();
    found.retain(|marked| !known.contains(&marked.fingerprint));
    let has_paths = !arguments.paths.is_empty();
    let subject = match (staged, &bundles) {
        (Some(total), _) => Subject::Staged { total, is_narrowed: has_paths },
        (_, Some(bundles)) => Subject::Bundles { bundles, is_alone: !has_paths },
        _ => Subject::Project,
    };
    let baselined = before - found.len();
    let outcome = Outcome { scan: &scan, workspace: &workspace, subject, baselined, took: started.elapsed() };
    select::by_gravity(&mut found);
    report(arguments, &outcome, &found)?;

    let fails = found.iter().any(|marked| arguments.fail_on.is_met_by(marked.finding.severity));
    Ok(if wrong_input { WRONG_INPUT } else { u8::from(fails) })
}

/// What a check came to.
struct Outcome<'a> {
    scan: &'a Scan,
    workspace: &'a Workspace,
    subject: Subject<'a>,
    baselined: usize,
    took: Duration,
}

/// A file a person named and the system refuses is wrong input; so is one of a kind that is never read, but that is only
/// said: a commit hook names every changed file.
fn name_what_was_not_read(workspace: &Workspace, named: &[PathBuf], scan: &Scan) -> bool {
    for path in &scan.foreign {
        say(&format!("{}: not a kind of file Seaworthy reads", crate::terminal::clean(path)));
    }
    let is_named = |path: &str| named.iter().any(|target| *target == workspace.on_disk(path));
    let refused: Vec<_> = scan.unread.iter().filter(|unread| unread.is_io() && is_named(&unread.path)).collect();
    for unread in &refused {
        complain(&format!("{}: {}", unread.path, unread.reason));
    }
    !refused.is_empty()
}

fn report(arguments: &CheckArguments, outcome: &Outcome<'_>, found: &[Marked<'_>]) -> Result<(), Failure> {
    let notes = outcome.scan.notes();
    let paths = Paths::new(outcome.workspace.root());
    let most = arguments.max_findings.unwrap_or(usize::MAX).min(found.len());
    let is_for_machines = matches!(arguments.format, Format::Json | Format::Sarif | Format::Agent);
    let report = Report {
        version: env!("CARGO_PKG_VERSION"),
        prefix: paths.prefix(),
        findings: if is_for_machines { found } else { &found[..most] },
        texts: outcome.scan,
        notes: &notes,
        files: outcome.scan.judged.len(),
        suppressed: outcome.scan.suppressed(),
        baselined: outcome.baselined,
    };
    let verdict = Verdict {
        all: found,
        report: &report,
        subject: &outcome.subject,
        skipped: &outcome.scan.skipped,
        took: outcome.took,
        has_fixed: arguments.fix.is_some(),
    };
    let file = arguments.output.as_deref();
    if arguments.format == Format::Text {
        let mut out = text::findings(&report, &paths);
        if !arguments.quiet {
            out += &text::verdict(&verdict, &paths);
        }
        return deliver(&out, file);
    }
    let made = match arguments.format {
        Format::Json => report::json(&report),
        Format::Sarif => report::sarif(&report),
        Format::Agent => report::agent(&report),
        Format::Github => report::github_annotations(&report),
        Format::Markdown | Format::Text => report::markdown(&report),
    };
    match file {
        Some(_) => deliver(&made, file)?,
        None => deliver_exactly(&made)?,
    }
    if !arguments.quiet {
        say(text::verdict(&verdict, &paths).trim_end());
    }
    Ok(())
}
