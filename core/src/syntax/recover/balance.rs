//! Makes the brackets of a damaged text fit again, by the one witness that survives damage: indentation.
//!
//! People and formatters put a closing bracket on a line of its own under the line that opened it. So where such a line does
//! not stand under what is open innermost, something in between was lost: either what is open deeper needs its closing
//! bracket here, or this one has lost what it closes.

use super::mask::Blank;
use crate::syntax::scan::{Frame, FrameKind, Reading, Scanner, TokenKind};

/// What makes the brackets fit.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Balance {
    /// Closing brackets that close nothing.
    pub blanks: Vec<Blank>,
    /// Closing brackets that are missing, each with the byte before which it belongs, in order.
    pub inserts: Vec<(usize, String)>,
}

impl Balance {
    pub fn is_empty(&self) -> bool {
        self.blanks.is_empty() && self.inserts.is_empty()
    }
}

/// How to balance `text`. What is open at its end stays open.
pub(super) fn balance(text: &str, jsx: bool) -> Balance {
    let mut balancer = Balancer { text, scanner: Scanner::new(text, jsx), end: 0, balance: Balance::default() };
    while balancer.step() {}
    balancer.balance
}

struct Balancer<'a> {
    text: &'a str,
    scanner: Scanner<'a>,
    /// Where the last token ends.
    end: usize,
    balance: Balance,
}

impl Balancer<'_> {
    fn step(&mut self) -> bool {
        if let Some((at, indent)) = self.closer_line_ahead() {
            self.fit(at, indent);
        }
        let Some(token) = self.scanner.next(Reading::Likely) else { return false };
        match token.kind {
            TokenKind::Comment { .. } => return true,
            TokenKind::Stray => self.stray(token.start, token.end),
            _ => {}
        }
        self.end = token.end;
        true
    }

    /// The closing bracket or tag that begins the next line of code, and its indentation.
    fn closer_line_ahead(&self) -> Option<(usize, usize)> {
        let top = self.scanner.stack().last()?;
        if top.kind == FrameKind::Template {
            return None;
        }
        let rest = &self.text[self.scanner.position()..];
        let at = self.text.len() - rest.trim_start().len();
        let closes = match self.text.as_bytes().get(at)? {
            b')' | b']' | b'}' => true,
            b'<' => self.text[at..].starts_with("</"),
            _ => false,
        };
        let indent = indent_of_first(self.text, at)?;
        closes.then_some((at, indent))
    }

    /// Closes what is open deeper than the closing bracket at `at`, and covers the bracket if nothing is left to close.
    fn fit(&mut self, at: usize, indent: usize) {
        while let Some(top) = self.scanner.stack().last().copied() {
            if closes(self.text, at, &top) && stands_under(self.text, &top, indent) {
                return;
            }
            let deeper = indent_at(self.text, top.start) > indent;
            let below_fits = self
                .scanner
                .stack()
                .iter()
                .rev()
                .skip(1)
                .find(|frame| stands_under(self.text, frame, indent) && closes(self.text, at, frame));
            let same_line = below_fits.is_some() && indent_at(self.text, top.start) >= indent;
            if !deeper && !same_line {
                break;
            }
            self.insert(&top);
            self.scanner.pop();
        }
        let fits = self
            .scanner
            .stack()
            .last()
            .is_some_and(|top| closes(self.text, at, top) && loosely_under(self.text, top, indent));
        if !fits {
            self.cover(at);
        }
    }

    /// A closing bracket inside a line that fits nothing innermost.
    fn stray(&mut self, start: usize, end: usize) {
        let line = line_start(self.text, start);
        let open_here =
            self.scanner.stack().iter().rposition(|frame| frame.start >= line && closes(self.text, start, frame));
        let Some(open) = open_here else {
            self.balance.blanks.push(Blank { start, end });
            return;
        };
        // `foo({ a: [1 })`: the deeper bracket lost its end on this line.
        while self.scanner.stack().len() > open + 1 {
            let Some(top) = self.scanner.pop() else { break };
            self.balance.inserts.push((start, closer(self.text, &top)));
        }
        self.scanner.pop();
    }

    fn insert(&mut self, frame: &Frame) {
        self.balance.inserts.push((self.end, closer(self.text, frame)));
    }

    fn cover(&mut self, at: usize) {
        let end = match self.text.as_bytes()[at] {
            b'<' => self.text[at..].find('>').map_or(self.text.len(), |found| at + found + 1),
            _ => at + 1,
        };
        self.balance.blanks.push(Blank { start: at, end });
        self.scanner.skip_to(end);
    }
}

fn closer(text: &str, frame: &Frame) -> String {
    match frame.kind {
        FrameKind::Paren { .. } => ")".to_owned(),
        FrameKind::Bracket => "]".to_owned(),
        FrameKind::Template => "`".to_owned(),
        FrameKind::Tag => "/>".to_owned(),
        FrameKind::TypeArguments => ">".to_owned(),
        FrameKind::Children => format!("</{}>", &text[frame.name.0..frame.name.1]),
        _ => "}".to_owned(),
    }
}

/// Whether the bracket or tag at `at` is of the kind that closes `frame`.
fn closes(text: &str, at: usize, frame: &Frame) -> bool {
    match (text.as_bytes()[at], frame.kind) {
        (b')', FrameKind::Paren { .. }) | (b']', FrameKind::Bracket) => true,
        (b'}', kind) => {
            matches!(kind, FrameKind::Block | FrameKind::Object | FrameKind::JsxExpression | FrameKind::Substitution)
        }
        (b'<', FrameKind::Children) => {
            let name = &text[frame.name.0..frame.name.1];
            let written = text[at..].trim_start_matches("</").trim_start();
            written.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('>'))
        }
        _ => false,
    }
}

fn stands_under(text: &str, frame: &Frame, indent: usize) -> bool {
    indent_at(text, frame.start) == indent || shifted_indent(text, frame.start) == Some(indent)
}

/// Code that nobody formatted may stand a little off.
fn loosely_under(text: &str, frame: &Frame, indent: usize) -> bool {
    stands_under(text, frame, indent) || indent_at(text, frame.start) < indent && frame_is_alone(text, frame)
}

/// Whether the frame opens at the end of its line, so that its end stands on another one.
fn frame_is_alone(text: &str, frame: &Frame) -> bool {
    text[frame.start..].lines().next().is_some_and(|line| line.trim_end().len() <= 1)
}

/// The indentation of the line that byte `at` stands on.
pub(super) fn indent_at(text: &str, at: usize) -> usize {
    let line = &text[line_start(text, at)..];
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// Formatters set what follows a leading `? `, `: `, `| ` or `&& ` two to three columns deeper.
fn shifted_indent(text: &str, at: usize) -> Option<usize> {
    let line = text[line_start(text, at)..].trim_start_matches([' ', '\t']);
    let mark = ["? ", ": ", "| ", "& ", "&& ", "|| ", "?? "].iter().find(|mark| line.starts_with(**mark))?;
    Some(indent_at(text, at) + if mark.len() > 2 { 2 } else { mark.len() })
}

/// The indentation of `at` if it is the first thing on its line.
fn indent_of_first(text: &str, at: usize) -> Option<usize> {
    let start = line_start(text, at);
    text[start..at].bytes().all(|byte| matches!(byte, b' ' | b'\t')).then_some(at - start)
}

fn line_start(text: &str, at: usize) -> usize {
    memchr::memrchr2(b'\n', b'\r', &text.as_bytes()[..at]).map_or(0, |found| found + 1)
}
