//! Puts spaces over what cannot be read, so that everything else keeps its offset.

use super::element::Elements;
use crate::syntax::scan::{Reading, Scan, Scanner, TokenKind, scan};

/// A stretch of bytes to blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Blank {
    pub start: usize,
    pub end: usize,
}

/// Replaces the bytes from `start` to `end` by spaces; line ends stay, so that lines and comments keep their meaning.
pub(super) fn blank(text: &mut String, blank: Blank) {
    let spaces: String = text[blank.start..blank.end]
        .bytes()
        .map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' })
        .collect();
    text.replace_range(blank.start..blank.end, &spaces);
}

/// What to blank for an error at byte `at`; each level takes more around it. `None` when there is nothing more to take.
pub(super) fn around(text: &str, jsx: bool, at: usize, level: usize) -> Option<Blank> {
    let scanned = scan(text, jsx);
    let elements = Elements { text, scan: &scanned };
    let index = elements.token_at(at).or(if scanned.tokens.is_empty() { None } else { Some(0) })?;
    if level == 0 {
        return Some(
            token_only(&elements, index).unwrap_or_else(|| element(&elements, index, scanned.tokens[index].depth)),
        );
    }
    let token = scanned.tokens[index];
    // A closing bracket belongs to the frame it closes; what is wrong stands before it.
    let depth = token.depth;
    if level == 1 {
        return Some(element(&elements, index, depth));
    }
    if level == 2 {
        let own = element(&elements, index, depth);
        let before = elements.token_at(own.start.checked_sub(1)?)?;
        if scanned.tokens[before].depth >= depth {
            let earlier = element(&elements, before, depth);
            return Some(Blank { start: earlier.start.min(own.start), end: own.end });
        }
    }
    let outer = (depth + 2).checked_sub(level)?;
    Some(element(&elements, index, outer))
}

/// What to blank for errors at bytes `from` to `to`: the elements that hold them, of one frame, each level further out.
pub(super) fn between(text: &str, jsx: bool, from: usize, to: usize, level: usize) -> Option<Blank> {
    let scanned = scan(text, jsx);
    let elements = Elements { text, scan: &scanned };
    let first = elements.token_at(from).or(if scanned.tokens.is_empty() { None } else { Some(0) })?;
    let last = elements.token_at(to)?;
    let shallowest = scanned.tokens[first..=last].iter().map(|token| token.depth).min()?;
    let depth = shallowest.checked_sub(level)?;
    let start = element(&elements, first, depth);
    let end = element(&elements, last, depth);
    Some(Blank { start: start.start, end: end.end.max(start.end) })
}

/// The one token that is wrong by itself: a bracket too many, a tag that nobody opened, a tag that nobody closed.
fn token_only(elements: &Elements<'_>, index: usize) -> Option<Blank> {
    let scan = elements.scan;
    let token = scan.tokens[index];
    if token.kind == TokenKind::Stray {
        return Some(Blank { start: token.start, end: token.end });
    }
    unclosed_tag(elements, scan, index)
}

/// The start tag that the closing tag at or just before `index` does not match.
fn unclosed_tag(elements: &Elements<'_>, scan: &Scan, index: usize) -> Option<Blank> {
    let closing = (index.saturating_sub(1)..=index + 1).find(|at| {
        scan.tokens.get(*at).is_some_and(|token| token.kind == TokenKind::Close) && elements.word(*at).starts_with("</")
    })?;
    let depth = scan.tokens[closing].depth;
    let after = scan.tokens.get(closing + 1).map_or(scan.stack.len(), |token| token.depth);
    if after + 1 >= depth {
        return None;
    }
    let open = (0..closing)
        .rev()
        .find(|at| scan.tokens[*at].depth == depth - 1 && scan.tokens[*at].kind == TokenKind::Open)?;
    let end = (open + 1..closing).find(|at| scan.tokens[*at].depth == depth && elements.word(*at) == ">")?;
    Some(Blank { start: scan.tokens[open].start, end: scan.tokens[end].end })
}

fn element(elements: &Elements<'_>, index: usize, depth: usize) -> Blank {
    let tokens = &elements.scan.tokens;
    let first = elements.first(index, depth);
    let last = elements.last(index.max(first), depth);
    let start = tokens[first].start;
    let end = last.checked_sub(1).map_or(start, |last| tokens[last].end);
    Blank { start, end: end.max(tokens[index].end.min(end.max(start + 1))).max(start) }
}

/// Lines that are no code: the markers of a merge conflict, and the fences of Markdown.
pub(super) fn markers(text: &str, jsx: bool) -> Vec<Blank> {
    let suspect = ["<<<<<<<", "=======", ">>>>>>>", "```", "~~~"].iter().any(|marker| {
        text.starts_with(marker) || memchr::memmem::find(text.as_bytes(), format!("\n{marker}").as_bytes()).is_some()
    });
    if !suspect {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut scanner = Scanner::new(text, jsx);
    loop {
        if let Some(line) = scanner.line_ahead().filter(|line| is_marker(&text[line.clone()])) {
            scanner.skip_to(line.end);
            found.push(Blank { start: line.start, end: line.end });
            continue;
        }
        let Some(token) = scanner.next(Reading::Likely) else { break };
        if token.kind == TokenKind::JsxText {
            markers_inside(text, token.start, token.end, &mut found);
        }
    }
    found
}

fn markers_inside(text: &str, start: usize, end: usize, found: &mut Vec<Blank>) {
    let mut at = start;
    for line in text[start..end].split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        if at > start && is_marker(content) {
            found.push(Blank { start: at, end: at + content.len() });
        }
        at += line.len();
    }
}

fn is_marker(line: &str) -> bool {
    let conflict = ["<<<<<<<", ">>>>>>>", "|||||||"]
        .iter()
        .any(|marker| line == *marker || line.starts_with(&format!("{marker} ")));
    let fence = line.strip_prefix("```").or_else(|| line.strip_prefix("~~~"));
    conflict
        || line == "======="
        || fence.is_some_and(|info| {
            info.len() < 60 && info.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" -_.:/=\"{}[]".contains(&byte))
        })
}
