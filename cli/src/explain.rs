//! `seaworthy explain RULE`: the rule's page in the terminal.

use std::fmt::Write as _;

use seaworthy_core::rules::by_id;
use seaworthy_core::{FixLevel, Gap, RULES, RuleMeta, Severity};

use crate::Failure;
use crate::output::deliver;
use crate::terminal::{BOLD, CODE, DIM, ERROR, GOOD, INFO, WARNING, width, wrap};

/// Prints a rule's page.
pub(crate) fn run(id: &str) -> Result<u8, Failure> {
    deliver(&page(find(id)?, width()), None)?;
    Ok(0)
}

/// The rule of an id; for a name that is none, words with the nearest.
pub(crate) fn find(id: &str) -> Result<&'static RuleMeta, Failure> {
    let rule = by_id(id).ok_or_else(|| format!("there is no rule named `{id}`.{}", did_you_mean(id, false)))?;
    Ok(rule.meta)
}

/// ` Did you mean …?`, or where to look, for a name that is none.
pub(crate) fn did_you_mean(name: &str, with_gaps: bool) -> String {
    let mut known: Vec<&str> = RULES.iter().map(|rule| rule.meta.id).collect();
    if with_gaps {
        known.extend(Gap::ALL.map(Gap::as_str));
    }
    match similar::get_close_matches(name, &known, 1, 0.6).first() {
        Some(close) => format!(" Did you mean `{close}`?"),
        None => " `seaworthy rules` lists them.".to_owned(),
    }
}

fn page(meta: &RuleMeta, width: usize) -> String {
    let style = match meta.severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Info => INFO,
    };
    let mut out = String::new();
    let _ = writeln!(out, "{style}{}[{}]{style:#}{BOLD}: {}{BOLD:#}\n", meta.severity.as_str(), meta.id, meta.title);
    let mut facts = vec![
        ("Gap", format!("{} ({}), launch item {}", meta.gap.title(), meta.gap.as_str(), meta.launch_item)),
        ("Known as", known_as(meta)),
        ("Fix", fix_words(meta.fix).to_owned()),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    for (name, value) in facts {
        let _ = writeln!(out, "  {DIM}{name:9}{DIM:#} {value}");
    }
    out.push('\n');
    if !meta.docs.trim().is_empty() {
        render(&mut out, meta.docs, width);
    }
    example(&mut out, &format!("{ERROR}Bad{ERROR:#}"), meta.bad.path, meta.bad.code);
    example(&mut out, &format!("{GOOD}Sound{GOOD:#}"), meta.sound.path, meta.sound.code);
    let _ = writeln!(out, "{BOLD}References{BOLD:#}");
    for source in meta.sources.iter().map(|source| (*source).to_owned()).chain([meta.url()]) {
        let _ = writeln!(out, "  {source}");
    }
    let _ = writeln!(out, "\n{BOLD}To ignore one place, with the reason{BOLD:#}");
    let _ = writeln!(out, "  {CODE}// seaworthy-ignore {}: why it is right here{CODE:#}", meta.id);
    out
}

fn known_as(meta: &RuleMeta) -> String {
    let cwe = meta.cwe.iter().map(|number| format!("CWE-{number}"));
    cwe.chain(meta.owasp.iter().map(|entry| format!("OWASP {entry}"))).collect::<Vec<_>>().join(", ")
}

const fn fix_words(fix: Option<FixLevel>) -> &'static str {
    match fix {
        Some(FixLevel::Safe) => "safe: `seaworthy check --fix` applies it",
        Some(FixLevel::Suggestion) => "a suggestion: `seaworthy check --fix=suggestions` shows it before it is applied",
        Some(FixLevel::Guide) => "a guide: it needs changes no tool should make alone",
        None => "",
    }
}

fn example(out: &mut String, title: &str, path: &str, code: &str) {
    let _ = writeln!(out, "{title} {DIM}{path}{DIM:#}");
    for line in code.trim_end().lines() {
        let _ = writeln!(out, "  {DIM}│{DIM:#} {line}");
    }
    out.push('\n');
}

/// Markdown as far as rule pages use it: headings, paragraphs, lists, fences, code and bold.
fn render(out: &mut String, markdown: &str, width: usize) {
    let mut paragraph: Vec<&str> = Vec::new();
    let mut in_fence = false;
    for line in markdown.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with("```") {
            flush(out, &mut paragraph, width);
            in_fence = !in_fence;
            if !in_fence {
                out.push('\n');
            }
        } else if in_fence {
            let _ = writeln!(out, "  {DIM}│{DIM:#} {line}");
        } else if let Some(title) = trimmed.strip_prefix('#') {
            flush(out, &mut paragraph, width);
            let _ = writeln!(out, "{BOLD}{}{BOLD:#}", title.trim_start_matches('#').trim());
        } else if trimmed.is_empty() {
            flush(out, &mut paragraph, width);
        } else {
            if is_item(trimmed) && !paragraph.is_empty() {
                paragraph_out(out, &mut paragraph, width);
            }
            paragraph.push(trimmed);
        }
    }
    flush(out, &mut paragraph, width);
}

fn is_item(line: &str) -> bool {
    line.starts_with("- ") || line.starts_with("* ")
}

fn flush(out: &mut String, paragraph: &mut Vec<&str>, width: usize) {
    if !paragraph.is_empty() {
        paragraph_out(out, paragraph, width);
        out.push('\n');
    }
}

fn paragraph_out(out: &mut String, paragraph: &mut Vec<&str>, width: usize) {
    let text = paragraph.join(" ");
    let (first, rest, text) = if is_item(&text) { ("  • ", "    ", &text[2..]) } else { ("", "", text.as_str()) };
    for (at, line) in wrap(text, width - first.chars().count()).iter().enumerate() {
        let _ = writeln!(out, "{}{}", if at == 0 { first } else { rest }, inline(line));
    }
    paragraph.clear();
}

/// Code and bold; a mark whose partner stands on another line is left as it is.
fn inline(line: &str) -> String {
    let bold = pairs(line, "**", &BOLD);
    pairs(&bold, "`", &CODE)
}

fn pairs(line: &str, mark: &str, style: &anstyle::Style) -> String {
    let parts: Vec<&str> = line.split(mark).collect();
    if parts.len().is_multiple_of(2) {
        return line.to_owned();
    }
    let styled = parts
        .iter()
        .enumerate()
        .map(|(at, part)| if at % 2 == 1 { format!("{style}{part}{style:#}") } else { (*part).to_owned() });
    styled.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_rendered() {
        let mut out = String::new();
        render(&mut out, "# Title\n\nOne `code`\ntwo.\n\n- first item\n- second\n\n```js\nx  =  1\n```\n", 12);
        let plain = anstream::adapter::strip_str(&out).to_string();
        assert_eq!(plain, "Title\nOne code\ntwo.\n\n  • first\n    item\n  • second\n\n  │ x  =  1\n\n");
    }

    #[test]
    fn every_rule_has_a_page() {
        for rule in RULES {
            let page = anstream::adapter::strip_str(&page(rule.meta, 80)).to_string();
            assert!(page.contains(rule.meta.title) && page.contains("Bad") && page.contains("Sound"), "{page}");
        }
    }

    #[test]
    fn a_near_miss_is_named() {
        assert_eq!(did_you_mean("token-in-webstorage", false), " Did you mean `token-in-web-storage`?");
        assert_eq!(did_you_mean("token-storag", true), " Did you mean `token-storage`?");
        assert_eq!(did_you_mean("xyz", true), " `seaworthy rules` lists them.");
    }
}
