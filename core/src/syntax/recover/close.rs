//! Ends a text that stops in the middle: completes what dangles and closes what is open, innermost first.
//!
//! What is invented is as empty as the grammar allows: [`HOLE`] for an operand, `{}` for a body, `""` for a module's name.

use super::element::Elements;
use super::statement;
use crate::syntax::scan::{FrameKind, Operand, Scan, Token, TokenKind, scan};

/// The name that stands for an operand nobody has written yet. No recogniser knows it.
pub(super) const HOLE: &str = "_$";

/// A text that ends early: keep it up to `cut`, then append `closers`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ending {
    pub cut: usize,
    pub closers: String,
}

/// An ending for `text`. At level 0 it keeps all it can; each level above drops one more enclosing element at the end.
/// `None` when nothing would be left.
pub(super) fn ending(text: &str, jsx: bool, level: usize) -> Option<Ending> {
    let mut cut = text.len();
    let mut scanned = scan(text, jsx);
    if level > 0 {
        cut = cut_for_level(text, &scanned, level)?;
        scanned = scan(&text[..cut], jsx);
    }
    // A dangling token may uncover another one, as in `@a @b`.
    for _ in 0..8 {
        let Some(shorter) = dangling(&text[..cut], &scanned) else { break };
        cut = shorter;
        scanned = scan(&text[..cut], jsx);
    }
    if scanned.tokens.is_empty() {
        return None;
    }
    Some(Ending { cut, closers: closers(&text[..cut], &scanned) })
}

/// The start of the element that level `level` drops, counted from the innermost frame at the end.
fn cut_for_level(text: &str, scan: &Scan, level: usize) -> Option<usize> {
    let depth = scan.stack.len().checked_sub(level - 1)?;
    let last = scan.tokens.len().checked_sub(1)?;
    match depth.checked_sub(1).map(|frame| scan.stack[frame]) {
        Some(frame) if matches!(frame.kind, FrameKind::Tag | FrameKind::Template) => Some(frame.start),
        Some(frame) if frame.kind == FrameKind::Children => scan
            .tokens
            .iter()
            .rev()
            .take_while(|token| token.start > frame.start)
            .find(|token| token.depth == depth && token.kind == TokenKind::Open)
            .map_or(Some(frame.start), |token| Some(token.start)),
        _ => {
            let first = Elements { text, scan }.first(last, depth);
            Some(scan.tokens[first].start)
        }
    }
}

/// Where to cut so that the text does not end in something that cannot be completed.
fn dangling(text: &str, scan: &Scan) -> Option<usize> {
    let last = *scan.tokens.last()?;
    let word = &text[last.start..last.end];
    let drop = match last.kind {
        TokenKind::Regex { closed } => !closed,
        TokenKind::Stray => true,
        TokenKind::Close => word.starts_with("</") && !word.ends_with('>'),
        TokenKind::Open => {
            word.starts_with('<') && !word[1..].ends_with(|end: char| end.is_alphanumeric() || end == '_')
        }
        TokenKind::String { closed: false } => odd_backslashes(word),
        TokenKind::TemplateText => return template_tail(word).map(|cut| last.end - cut),
        TokenKind::Word => matches!(word, "#" | "\\" | "@") || statement::is_bare_head(text, scan),
        TokenKind::Number => word.ends_with(['_', 'x', 'e']),
        _ => false,
    };
    drop.then_some(last.start)
}

fn odd_backslashes(word: &str) -> bool {
    (word.len() - word.trim_end_matches('\\').len()) % 2 == 1
}

/// How many bytes at the end of template text would swallow the backtick that is appended.
fn template_tail(word: &str) -> Option<usize> {
    if odd_backslashes(word) {
        return Some(1);
    }
    // `\u` and `\x` want digits.
    let escape = word.rfind('\\')?;
    let rest = &word[escape..];
    let unfinished = (rest.starts_with("\\u") && rest.len() < 6) || (rest.starts_with("\\x") && rest.len() < 4);
    unfinished.then_some(rest.len())
}

fn closers(text: &str, scan: &Scan) -> String {
    let elements = Elements { text, scan };
    let mut out = String::new();
    if let Some(comment) = scan.comment {
        out.push_str(if matches!(comment.kind, TokenKind::Comment { closed: false }) { "*/" } else { "\n" });
    }
    let last = scan.tokens.last();
    if let Some(Token { kind: TokenKind::String { closed: false }, start, .. }) = last {
        out.push_str(&text[*start..=*start]);
    }
    if !matches!(elements.top(), Some(FrameKind::Template | FrameKind::Children)) {
        out.push(' ');
    }
    for depth in (0..=scan.stack.len()).rev() {
        let innermost = depth == scan.stack.len();
        let frame = depth.checked_sub(1).map(|at| scan.stack[at]);
        match frame.map(|frame| frame.kind) {
            Some(FrameKind::Template) => out.push('`'),
            Some(FrameKind::Children) => {
                let name = frame.map_or("", |frame| &text[frame.name.0..frame.name.1]);
                out.push_str("</");
                out.push_str(name);
                out.push('>');
            }
            Some(FrameKind::Tag) => {
                if innermost {
                    out.push_str(tag_value(text, last));
                }
                out.push_str("/>");
            }
            kind => {
                if innermost {
                    out.push_str(operand(&elements, depth));
                }
                statement::finish(&elements, depth, kind, &mut out);
                out.push_str(bracket(kind));
            }
        }
    }
    out
}

fn bracket(kind: Option<FrameKind>) -> &'static str {
    match kind {
        Some(FrameKind::Paren { .. }) => ")",
        Some(FrameKind::Bracket) => "]",
        Some(FrameKind::Block | FrameKind::Object | FrameKind::JsxExpression | FrameKind::Substitution) => "}",
        Some(FrameKind::TypeArguments) => ">",
        _ => "",
    }
}

fn tag_value(text: &str, last: Option<&Token>) -> &'static str {
    match last.map(|token| &text[token.start..token.end]) {
        Some("=") => "\"\"",
        // `/` of `/>`: the slash that is appended would make a comment of it.
        Some(word) if word.ends_with(['-', ':', '.']) => "a",
        _ => "",
    }
}

/// The operand that is missing at the end, if one is.
fn operand(elements: &Elements<'_>, depth: usize) -> &'static str {
    let scan = elements.scan;
    let Some(last) = scan.tokens.last() else { return "" };
    let word = &elements.text[last.start..last.end];
    match last.kind {
        TokenKind::Open => match elements.top() {
            Some(FrameKind::Paren { keyword }) if keyword || last.after == Operand::No => {
                if statement::is_for_head(elements, depth) { "" } else { HOLE }
            }
            Some(FrameKind::Bracket) if last.after == Operand::Yes => HOLE,
            Some(FrameKind::Substitution | FrameKind::TypeArguments) => HOLE,
            Some(FrameKind::JsxExpression) if statement::is_attribute(scan) => HOLE,
            _ => "",
        },
        TokenKind::Punct => match word {
            ";" => "",
            "," if depth > 0 && elements.commas(scan.tokens.len() - 1, depth) => "",
            "*" if statement::head(elements, depth) == Some("import") => " as _$",
            "*" if statement::head(elements, depth) == Some("export") => "",
            ">" if scan.operand == Operand::Maybe && statement::may_be_type(elements, depth) => "",
            _ if scan.operand == Operand::No || word == ">" => HOLE,
            _ => "",
        },
        TokenKind::Word if statement::is_property_name(elements, depth) => "",
        TokenKind::Word => match word {
            "return" | "else" | "do" | "default" | "yield" | "async" | "of" | "is" | "keyof"
                if !statement::wants(elements, word, depth) =>
            {
                ""
            }
            "as" | "satisfies" | "await" | "of" | "is" | "keyof" | "default" | "extends" | "implements" => HOLE,
            _ if scan.operand == Operand::No => HOLE,
            _ => "",
        },
        _ => "",
    }
}
