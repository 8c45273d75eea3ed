//! `seaworthy rules`: every rule at a glance.

use std::fmt::Write as _;

use seaworthy_core::{FixLevel, Gap, RULES, RuleMeta, Severity};
use serde_json::json;

use crate::Failure;
use crate::output::{deliver, deliver_exactly};
use crate::terminal::{BOLD, DIM, ERROR, INFO, WARNING, counted, width, wrap};

/// Prints every rule.
pub(crate) fn run(as_json: bool) -> Result<u8, Failure> {
    if as_json {
        let rules: Vec<_> = RULES.iter().map(|rule| as_value(rule.meta)).collect();
        deliver_exactly(&format!("{:#}\n", json!(rules)))?;
    } else {
        deliver(&table(width()), None)?;
    }
    Ok(0)
}

fn as_value(meta: &RuleMeta) -> serde_json::Value {
    json!({
        "id": meta.id,
        "gap": meta.gap.as_str(),
        "launchItem": meta.launch_item,
        "title": meta.title,
        "severity": meta.severity,
        "fix": meta.fix,
        "cwe": meta.cwe,
        "owasp": meta.owasp,
        "since": meta.since,
        "docs": meta.url(),
    })
}

fn table(width: usize) -> String {
    let metas = || RULES.iter().map(|rule| rule.meta);
    let longest = metas().map(|meta| meta.id.len()).max().unwrap_or(0);
    let mut out = String::new();
    for gap in Gap::ALL {
        let mut of_gap = metas().filter(|meta| meta.gap == gap).peekable();
        if of_gap.peek().is_none() {
            continue;
        }
        let _ = writeln!(out, "{BOLD}{}{BOLD:#} {DIM}{}{DIM:#}", gap.title(), gap.as_str());
        for meta in of_gap {
            row(&mut out, meta, longest, width);
        }
        out.push('\n');
    }
    let fixable = metas().filter(|meta| matches!(meta.fix, Some(FixLevel::Safe | FixLevel::Suggestion))).count();
    let rules = counted(RULES.len(), "rule", "rules");
    let _ = writeln!(out, "{rules}, {fixable} with a fix (✎). More of one: seaworthy explain RULE");
    out
}

fn row(out: &mut String, meta: &RuleMeta, longest: usize, width: usize) {
    let style = match meta.severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Info => INFO,
    };
    let fix = if matches!(meta.fix, Some(FixLevel::Safe | FixLevel::Suggestion)) { "✎" } else { " " };
    let indent = longest + 15;
    let lines = wrap(meta.title, width.saturating_sub(indent).max(24));
    let _ = write!(out, "  {:longest$}  {style}{:7}{style:#} {fix}  ", meta.id, meta.severity.as_str());
    let _ = writeln!(out, "{}", lines.join(&format!("\n{:indent$}", "")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_stands_in_the_table() {
        let table = anstream::adapter::strip_str(&table(80)).to_string();
        for rule in RULES {
            assert!(table.contains(rule.meta.id) && table.contains(rule.meta.gap.title()), "{table}");
        }
        assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    }
}
