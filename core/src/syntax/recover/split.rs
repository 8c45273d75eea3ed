//! Where a broken text can be cut into pieces that stand for themselves.

use crate::syntax::scan::{FrameKind, Scan, TokenKind};

/// A place where a statement of the top level begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Boundary {
    pub at: usize,
    /// Whether nothing is open here. If something is, it was never closed, and the statement before is broken.
    pub clean: bool,
}

/// The statement starts of the top level: at column 0, outside strings, templates and brackets; and also inside something
/// open where a line begins as only a declaration does.
pub(super) fn boundaries(text: &str, scan: &Scan) -> Vec<Boundary> {
    let mut found: Vec<Boundary> = Vec::new();
    let mut decorated = false;
    let unclosed_template = scan.stack.iter().find(|frame| frame.kind == FrameKind::Template).map(|frame| frame.start);
    for (index, token) in scan.tokens.iter().enumerate() {
        match token.kind {
            TokenKind::JsxText => lines_inside(text, token.start, token.end, &mut found),
            TokenKind::TemplateText if unclosed_template.is_some_and(|start| start <= token.start) => {
                lines_inside(text, token.start, token.end, &mut found);
            }
            _ => {}
        }
        let word = &text[token.start..token.end];
        if decorated && token.depth == 0 && word == "class" {
            decorated = false;
        }
        let first = index == 0;
        let at_line_start = token.newline && at_column_0(text, token.start);
        if !first && !at_line_start {
            continue;
        }
        let clean = token.depth == 0;
        let begins =
            clean && begins_statement(word, token.kind) && (first || token.begins || is_separated(text, scan, index));
        let hard = !clean && token.kind == TokenKind::Word && is_declaration(&text[token.start..]);
        if (begins && !decorated) || first || hard {
            found.push(Boundary { at: token.start, clean });
            decorated = word.starts_with('@');
        }
    }
    found
}

/// Whether the token before ends a statement, whatever comes next.
fn is_separated(text: &str, scan: &Scan, index: usize) -> bool {
    let last = &scan.tokens[index - 1];
    matches!(text.as_bytes()[last.end - 1], b';' | b'}') || last.kind == TokenKind::Stray
}

fn begins_statement(word: &str, kind: TokenKind) -> bool {
    match kind {
        TokenKind::Word => !crate::syntax::scan::continues(word),
        TokenKind::Open => matches!(word, "(" | "[" | "{"),
        TokenKind::String { .. } => true,
        _ => false,
    }
}

fn lines_inside(text: &str, start: usize, end: usize, found: &mut Vec<Boundary>) {
    for at in memchr::memchr_iter(b'\n', &text.as_bytes()[start..end]) {
        let line = start + at + 1;
        if is_declaration(&text[line..]) && found.last().is_none_or(|last| last.at < line) {
            found.push(Boundary { at: line, clean: false });
        }
    }
}

fn at_column_0(text: &str, at: usize) -> bool {
    at == 0 || matches!(text.as_bytes()[at - 1], b'\n' | b'\r')
}

/// Whether `rest` begins as only a declaration of the top level does.
pub(super) fn is_declaration(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or("");
    let Some((word, after)) = line.split_once(' ') else { return false };
    let after = after.trim_start();
    let named = after.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '$' | '{' | '['));
    match word {
        "export" => [
            "const ",
            "let ",
            "var ",
            "function",
            "async ",
            "class ",
            "default",
            "type ",
            "interface ",
            "enum ",
            "{",
            "*",
            "abstract ",
            "declare ",
        ]
        .iter()
        .any(|next| after.starts_with(next)),
        "import" => after.starts_with(['{', '*', '"', '\'']) || after.contains(" from ") || after.starts_with("type "),
        "const" | "let" | "var" | "type" => named && after.contains('='),
        "function" => named && after.contains('('),
        "async" => after.starts_with("function"),
        "class" | "interface" | "enum" | "namespace" => named && after.contains('{'),
        _ => false,
    }
}
