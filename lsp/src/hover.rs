//! What is shown when the pointer rests on a finding.

use seaworthy_core::Finding;
use tower_lsp::lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Range};

use crate::diagnostic::sentence;

const EXCERPT_CHARACTERS: usize = 400;

/// The hover for the findings at one place; `None` when there are none.
pub fn hover(findings: &[&Finding], range: Range, markdown: bool) -> Option<Hover> {
    if findings.is_empty() {
        return None;
    }
    let parts: Vec<String> =
        findings.iter().map(|finding| if markdown { rich(finding) } else { plain(finding) }).collect();
    let kind = if markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    let separator = if markdown { "\n\n---\n\n" } else { "\n\n" };
    let contents = HoverContents::Markup(MarkupContent { kind, value: parts.join(separator) });
    Some(Hover { contents, range: Some(range) })
}

fn rich(finding: &Finding) -> String {
    let rule = finding.rule;
    let mut text = format!("**{}** · `{}`\n\n", rule.title, rule.id);
    let message = &finding.message;
    for (label, part) in [("", &message.what), ("**Risk:** ", &message.risk), ("**Do:** ", &message.remedy)] {
        if !part.is_empty() {
            text.push_str(label);
            text.push_str(&harmless(&sentence(part)));
            text.push_str("\n\n");
        }
    }
    let excerpt = excerpt(rule.docs);
    if !excerpt.is_empty() {
        text.push_str(&excerpt);
        text.push_str("\n\n");
    }
    text + &format!("[About this rule]({})", rule.url())
}

fn plain(finding: &Finding) -> String {
    let message = &finding.message;
    let parts = [&message.what, &message.risk, &message.remedy].map(|part| sentence(part));
    format!("{} ({})\n{}\n{}", finding.rule.title, finding.rule.id, parts.join("\n"), finding.rule.url())
}

/// Names from the analysed code stand in messages; they must not become links, images or tags.
fn harmless(text: &str) -> String {
    text.replace('<', "&lt;").replace("](", "]\u{200b}(").replace(['\n', '\r'], " ")
}

/// The first paragraph of a rule's documentation that is prose, cut at a word.
fn excerpt(docs: &str) -> String {
    let paragraph =
        docs.split("\n\n").map(str::trim).find(|part| !part.is_empty() && !part.starts_with('#')).unwrap_or("");
    if paragraph.chars().count() <= EXCERPT_CHARACTERS {
        return paragraph.to_owned();
    }
    let cut: String = paragraph.chars().take(EXCERPT_CHARACTERS).collect();
    format!("{} …", cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(before, _)| before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_prose_and_ends_at_a_word() {
        assert_eq!(excerpt("# Title\n\nFirst.\n\nSecond."), "First.");
        assert_eq!(excerpt(""), "");
        let long = "漢字 ".repeat(400);
        assert!(excerpt(&long).ends_with("漢字 …"));
    }

    #[test]
    fn names_from_code_become_no_markup() {
        assert_eq!(harmless("`x](http://a)<img>\n# b"), "`x]\u{200b}(http://a)&lt;img> # b");
    }
}
