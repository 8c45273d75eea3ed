//! `explain_rule`, `list_rules` and `launch_checklist`.

use std::fmt::Write as _;

use seaworthy_core::report::{clean, rule_page};
use seaworthy_core::{FixLevel, RULES};
use serde::Deserialize;

use super::place::Root;
use super::{Answer, findings};
use crate::check::Chosen;
use crate::checklist;
use crate::explain;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExplainRule {
    rule: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListRules {
    gap: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LaunchChecklist {
    path: Option<String>,
}

/// The page of a rule, as Markdown.
pub(super) fn explain_rule(wish: &ExplainRule) -> Answer {
    Ok(rule_page(explain::find(&wish.rule)?))
}

/// Every rule on a line, or those of one gap.
pub(super) fn list_rules(wish: &ListRules) -> Answer {
    let named: Vec<String> = wish.gap.iter().cloned().collect();
    let chosen = Chosen::new(&named)?;
    let mut text = String::new();
    for meta in RULES.iter().map(|rule| rule.meta).filter(|meta| chosen.takes_rule(meta)) {
        let fix = match meta.fix {
            Some(FixLevel::Safe) => ", safe fix",
            Some(FixLevel::Suggestion) => ", suggested fix",
            Some(FixLevel::Guide) | None => "",
        };
        let severity = meta.severity.as_str();
        let _ = writeln!(text, "{} ({}, {severity}{fix}): {}", meta.id, meta.gap.as_str(), meta.title);
    }
    Ok(text)
}

/// The ten launch items and the review calendar, as Markdown.
pub(super) fn launch_checklist(root: &Root, wish: &LaunchChecklist) -> Answer {
    let workspace = root.workspace()?;
    let folder = root.place(wish.path.as_deref().unwrap_or("."))?;
    if !folder.on_disk.is_dir() {
        return Err("path must name a folder".to_owned());
    }
    let named: Vec<String> = wish.path.iter().cloned().collect();
    let scan = findings::scan(root, &workspace, &named)?;
    let page = checklist::as_markdown(&folder.on_disk, &workspace, &scan);
    Ok(page.lines().map(|line| clean(line) + "\n").collect())
}
