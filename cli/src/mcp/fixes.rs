//! `preview_fix` and `apply_fix`.

use std::cell::RefCell;
use std::fmt::Write as _;

use seaworthy_core::report::Texts as _;
use seaworthy_core::{Finding, Fix, FixLevel, Gap, LineIndex};
use seaworthy_workspace::fix::{Fixed, fix_scan, write};
use seaworthy_workspace::{Scan, Workspace};
use serde::Deserialize;

use super::place::Root;
use super::{Answer, answer, findings};
use crate::args::FixChoice;
use crate::check::{Chosen, pick};
use crate::diff::diff;
use crate::terminal::counted;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FixWish {
    path: String,
    rule: Option<String>,
    line: Option<u32>,
    #[serde(default)]
    level: FixChoice,
}

/// What fixing the wish would come to.
struct Plan {
    workspace: Workspace,
    fixed: Fixed,
    /// The findings that the wish names, as they were before.
    wanted: Vec<Finding>,
}

/// Shows the change as a diff; writes nothing.
pub(super) fn preview(root: &Root, wish: &FixWish) -> Answer {
    let plan = plan(root, wish)?;
    if plan.fixed.files.is_empty() {
        return Ok(no_change(&plan, wish));
    }
    let head = format!("{} would be applied; nothing was written.\n", counted(plan.fixed.applied, "fix", "fixes"));
    Ok(head + &shown(&plan))
}

/// Makes the change on disk and shows it.
pub(super) fn apply(root: &Root, wish: &FixWish) -> Answer {
    let plan = plan(root, wish)?;
    if plan.fixed.files.is_empty() {
        return Ok(no_change(&plan, wish));
    }
    let failures = write(&plan.workspace, &plan.fixed.files);
    let mut text = String::new();
    for (path, error) in &failures {
        let _ = writeln!(text, "{}", answer::words(&format!("{path} was not changed: {error}")));
    }
    if failures.len() == plan.fixed.files.len() {
        return Err(text);
    }
    let _ = writeln!(text, "Applied {}.", counted(plan.fixed.applied, "fix", "fixes"));
    Ok(text + &shown(&plan))
}

fn plan(root: &Root, wish: &FixWish) -> Result<Plan, String> {
    let workspace = root.workspace()?;
    let chosen = Chosen::new(wish.rule.as_slice())?;
    let place = root.place(&wish.path)?;
    if !place.on_disk.is_file() {
        return Err("path must name a file that is there".to_owned());
    }
    let mut scan = findings::scan(root, &workspace, std::slice::from_ref(&wish.path))?;
    let is_meant = |finding: &Finding| chosen.takes(finding) && is_at(&scan, finding, wish.line);
    let wanted: Vec<Finding> = scan.findings().filter(|finding| is_meant(finding)).cloned().collect();
    let left = RefCell::new(wanted.clone());
    let choose = |finding: &Finding| -> Option<Fix> {
        // Each finding is mended once: what the first pass moves or brings is not what was asked for.
        let mut left = left.borrow_mut();
        let at = left.iter().position(|other| is_same(other, finding))?;
        let fix = pick(finding, wish.level)?;
        left.remove(at);
        Some(fix)
    };
    let fixed = fix_scan(&workspace, &mut scan, &choose);
    Ok(Plan { workspace, fixed, wanted })
}

fn is_same(one: &Finding, other: &Finding) -> bool {
    one.rule == other.rule && one.path == other.path && one.range == other.range
}

fn is_at(scan: &Scan, finding: &Finding, line: Option<u32>) -> bool {
    let Some(line) = line else { return true };
    let Some(text) = scan.text(&finding.path) else { return false };
    LineIndex::new(text).line_of(finding.range.start) + 1 == line
}

fn shown(plan: &Plan) -> String {
    // A file in which a secret was found may hold others nobody recognised.
    let has_secret = plan.wanted.iter().any(|finding| finding.rule.gap == Gap::ClientSecret);
    let diffs: Vec<String> = plan.fixed.files.iter().map(|file| diff(file, has_secret)).collect();
    answer::code("diff", &diffs.concat())
}

fn no_change(plan: &Plan, wish: &FixWish) -> String {
    if plan.wanted.is_empty() {
        return "There is no such finding: nothing to change.\n".to_owned();
    }
    if !plan.fixed.taken_back.is_empty() {
        return "The fix would leave code that does not parse, so it was taken back. Mend it by hand.\n".to_owned();
    }
    let has = |level| {
        plan.wanted.iter().flat_map(|finding| &finding.fixes).any(|fix| fix.level == level && !fix.edits.is_empty())
    };
    if wish.level == FixChoice::Safe && has(FixLevel::Suggestion) {
        return "There is no safe fix here, but a suggestion: look at it with level \"suggestion\".\n".to_owned();
    }
    let mut text = "No fix can be made for you here. What to do:\n".to_owned();
    for finding in &plan.wanted {
        let guides = finding.fixes.iter().filter(|fix| fix.edits.is_empty()).map(|fix| fix.title.as_str());
        for guide in guides.chain([finding.message.remedy.as_str()]) {
            let _ = writeln!(text, "- {}: {}", finding.rule.id, answer::words(guide));
        }
    }
    text
}
