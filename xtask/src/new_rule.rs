//! Starts a rule: its file, with everything a rule needs, and what to do next.

use std::fs;

use anyhow::{Result, ensure};
use seaworthy_core::Gap;

use crate::tools::root;

/// Writes `core/src/rules/<gap>/<rule>.rs`.
///
/// # Errors
/// An unknown gap, an id that is no kebab-case, a rule that is there already.
pub fn run_chore(gap: &str, id: &str) -> Result<()> {
    ensure!(Gap::ALL.iter().any(|known| known.as_str() == gap), "there is no gap `{gap}`");
    ensure!(
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
        "`{id}` is no kebab-case id"
    );
    let (folder, module) = (gap.replace('-', "_"), id.replace('-', "_"));
    let path = root().join(format!("core/src/rules/{folder}/{module}.rs"));
    ensure!(!path.exists(), "{} is there already", path.display());
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let variant: String = gap.split('-').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
    fs::write(&path, TEMPLATE.replace("$ID", id).replace("$GAP", &variant))?;
    println!(
        "{}\nNext:\n  1. `pub mod {module};` in core/src/rules/{folder}/mod.rs, and its RULE in core/src/rules/mod.rs (sorted)\n  2. at least five bad and five sound cases from different frameworks\n  3. `cargo xtask docs`, then `cargo xtask test`",
        path.display()
    );
    Ok(())
}

const TEMPLATE: &str = r#"//! State the bad pattern in one sentence.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use crate::finding::{Finding, Severity};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "$ID",
    gap: Gap::$GAP,
    launch_item: 1,
    title: "State the bad pattern",
    severity: Severity::Warning,
    fix: None,
    cwe: &[],
    owasp: &[],
    docs: "What it finds, why it matters, what stays silent.",
    bad: Example { path: "src/bad.ts", code: "" },
    sound: Example { path: "src/sound.ts", code: "" },
    sources: &[],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let _ = (context, findings);
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{bad, sound};

    #[test]
    fn finds_the_bad_and_leaves_the_sound() {
        bad("$ID", &[&[("src/a.ts", "«bad()»;")]]);
        sound("$ID", &[&[("src/a.ts", "sound();")]]);
    }
}
"#;
