//! Markdown and MDX: everything but front matter, imports, code and tags.

use super::Prose;
use crate::text::{TextRange, offset};

/// The words of a Markdown or MDX file. The title and the description of its front matter count.
pub fn of_markdown(text: &str) -> Prose {
    let mut ranges = Vec::new();
    let mut at = 0;
    let mut is_fenced = false;
    let mut front = text.trim_start_matches('\u{feff}').starts_with("---");
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        if front {
            front = number == 0 || trimmed != "---";
            let value =
                ["title:", "description:", "date:", "publishedAt:"].iter().find_map(|key| trimmed.strip_prefix(key));
            if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
                let from = start + line.find(value).unwrap_or(0);
                ranges.push(range(from, from + value.len()));
            }
            continue;
        }
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            is_fenced = !is_fenced;
            continue;
        }
        let is_code = is_fenced
            || trimmed.starts_with("import ") && trimmed.contains(" from ")
            || trimmed.starts_with("export ") && trimmed.contains('=');
        if !is_code {
            line_of(line.trim_end_matches(['\n', '\r']), start, &mut ranges);
        }
    }
    Prose::of(text, ranges)
}

/// The parts of a line that are no tags: `<Callout type="x">` and `</Callout>`, but not `<YOUR COMPANY>`.
fn line_of(line: &str, start: usize, ranges: &mut Vec<TextRange>) {
    let mut from = 0;
    let mut at = 0;
    while let Some(open) = line[at..].find('<').map(|open| at + open) {
        let Some(close) = line[open..].find('>').map(|close| open + close + 1) else { break };
        at = close;
        if is_tag(&line[open + 1..close - 1]) {
            ranges.push(range(start + from, start + open));
            from = close;
        }
    }
    ranges.push(range(start + from, start + line.len()));
}

fn is_tag(inside: &str) -> bool {
    let name = inside.trim_start_matches('/');
    let is_plain = name.split([' ', '/']).next().is_some_and(|name| {
        name.chars().next().is_some_and(|first| first.is_ascii_alphabetic())
            && name.chars().any(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    });
    is_plain || inside.contains('=') || inside.starts_with(['!', '/']) || inside.len() == 1
}

fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(offset(start), offset(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_remain() {
        let text = "---\ntitle: Privacy\nslug: x\n---\nimport A from './a';\n\n# Hello <b>World</b>\n<YOUR COMPANY> is\n```\ncode\n```\nEnd [a](b)";
        assert_eq!(of_markdown(text).text(), " Privacy\n# Hello \nWorld\n<YOUR COMPANY> is\nEnd [a](b)\n");
        for text in ["", "---", "---\n", "<", "```", "> <a", "---\ntitle:\n---\n<é"] {
            of_markdown(text);
        }
    }
}
