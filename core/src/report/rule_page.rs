//! The page of a rule as Markdown: the same in the documentation, the editor and the answer to a coding agent.

use std::fmt::Write as _;

use crate::finding::FixLevel;
use crate::rules::RuleMeta;

/// The page of a rule as Markdown, made from its metadata alone.
pub fn rule_page(meta: &RuleMeta) -> String {
    let cwe: Vec<_> = meta
        .cwe
        .iter()
        .map(|number| format!("[CWE-{number}](https://cwe.mitre.org/data/definitions/{number}.html)"))
        .collect();
    let mut text = format!(
        "# {}\n\n{}.\n\n| | |\n| --- | --- |\n| gap | `{}` |\n| launch item | {} |\n| severity | {} |\n| fix | {} |\n| weakness | {} |\n| OWASP | {} |\n| since | {} |\n\n{}\n",
        meta.id,
        meta.title,
        meta.gap.as_str(),
        meta.launch_item,
        meta.severity.as_str(),
        fix(meta.fix),
        cwe.join(", "),
        meta.owasp.join(", "),
        meta.since,
        meta.docs
    );
    for (title, example) in [("Found", meta.bad), ("Silent", meta.sound)] {
        if !example.path.is_empty() {
            let language = example.path.rsplit('.').next().unwrap_or("");
            let _ = write!(text, "\n## {title}\n\n`{}`\n\n```{language}\n{}```\n", example.path, example.code);
        }
    }
    let _ = write!(
        text,
        "\n## Ignoring it\n\n```ts\n// seaworthy-ignore {}: why it is right here\n```\n\n## Sources\n\n",
        meta.id
    );
    for source in meta.sources {
        let _ = writeln!(text, "- <{source}>");
    }
    text
}

const fn fix(level: Option<FixLevel>) -> &'static str {
    match level {
        Some(FixLevel::Safe) => "safe",
        Some(FixLevel::Suggestion) => "suggestion",
        Some(FixLevel::Guide) => "guide",
        None => "none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;

    #[test]
    fn every_page_tells_what_is_found_and_what_is_silent() {
        for rule in RULES {
            let page = rule_page(rule.meta);
            assert!(page.starts_with(&format!("# {}\n\n{}.\n", rule.meta.id, rule.meta.title)), "{page}");
            let shows_both = page.contains("\n## Found\n") && page.contains("\n## Silent\n");
            assert_eq!(shows_both, rule.meta.reads_code(), "{page}");
            assert_eq!(page.matches("```").count() % 2, 0, "{page}");
        }
    }
}
