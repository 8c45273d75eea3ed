//! Makes the brackets of a damaged text fit again, by the one witness that survives damage: indentation.
//!
//! People and formatters put a closing bracket on a line of its own under the line that opened it. So where such a line does
//! not stand under what is open innermost, something in between was lost: either what is open deeper needs its closing
//! bracket here, or this one has lost what it closes.

use super::mask::Blank;
use crate::syntax::scan::{Frame, FrameKind, Reading, Scanner, TokenKind, scan};

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

/// Longer pieces are not balanced: the way back to each line's start is kept in memory.
const MAX_BYTES: usize = 512 * 1024;

/// The most that is covered for one line of closing brackets.
const MAX_ORPHAN: usize = 2000;

/// How to balance `text`. What is open at its end stays open.
pub(super) fn balance(text: &str, jsx: bool) -> Balance {
    if text.len() > MAX_BYTES {
        return Balance::default();
    }
    let mut covered;
    let mut source = text;
    let backtick = stray_backtick(text, jsx);
    if let Some(at) = backtick {
        covered = text.to_owned();
        super::mask::blank(&mut covered, Blank { start: at, end: at + 1 });
        source = &covered;
    }
    let scanner = Scanner::new(source, jsx);
    let mut balancer = Balancer {
        text: source,
        scanner,
        end: 0,
        lines: Vec::new(),
        balance: Balance::default(),
        orphans: 0,
        frames: 0,
    };
    while balancer.step() {
        if balancer.is_hopeless() {
            return Balance::default();
        }
    }
    let mut balance = balancer.balance;
    balance.blanks.extend(backtick.map(|at| Blank { start: at, end: at + 1 }));
    balance
}

/// The most backticks that are tried.
const MAX_BACKTICKS: usize = 12;

/// A backtick too many turns all templates after it inside out, so that the text ends within one. The one to cover is the first
/// without which it does not, and which opens a template over several lines.
fn stray_backtick(text: &str, jsx: bool) -> Option<usize> {
    let scanned = scan(text, jsx);
    if !scanned.stack.iter().any(|frame| frame.kind == FrameKind::Template) {
        return None;
    }
    let opens = scanned.tokens.windows(2).filter(|pair| {
        pair[0].kind == TokenKind::Open
            && pair[1].kind == TokenKind::TemplateText
            && text[pair[1].start..pair[1].end].contains('\n')
    });
    for pair in opens.take(MAX_BACKTICKS) {
        let at = pair[0].start;
        if text.as_bytes()[at] != b'`' {
            continue;
        }
        let mut without = text.to_owned();
        super::mask::blank(&mut without, Blank { start: at, end: at + 1 });
        let after = scan(&without, jsx);
        let strays = after.tokens.iter().filter(|token| token.kind == TokenKind::Stray).count();
        if strays <= 2 && !after.stack.iter().any(|frame| frame.kind == FrameKind::Template) {
            return Some(at);
        }
    }
    None
}

/// A line of code, and the state of the scan where it begins.
struct Line<'a> {
    start: usize,
    indent: usize,
    closer: bool,
    scanner: Scanner<'a>,
    end: usize,
    inserts: usize,
}

struct Balancer<'a> {
    text: &'a str,
    scanner: Scanner<'a>,
    /// Where the last token ends.
    end: usize,
    lines: Vec<Line<'a>>,
    balance: Balance,
    /// How many lines of closing brackets had lost their opening line.
    orphans: usize,
    /// How many open frames are kept in `lines`.
    frames: usize,
}

/// Bounds for texts that nobody formatted, or that want to use up time and memory.
const MAX_EDITS: usize = 200;
const MAX_KEPT_FRAMES: usize = 1 << 20;

impl Balancer<'_> {
    fn is_hopeless(&self) -> bool {
        self.orphans > MAX_EDITS
            || self.balance.blanks.len() > MAX_EDITS
            || self.balance.inserts.len() > MAX_EDITS
            || self.frames > MAX_KEPT_FRAMES
    }

    fn step(&mut self) -> bool {
        let in_template = self.scanner.stack().last().is_some_and(|frame| frame.kind == FrameKind::Template);
        let rest = &self.text[self.scanner.position()..];
        let at = self.text.len() - rest.trim_start().len();
        if !in_template && at < self.text.len() {
            let closer = is_closer(self.text, at);
            if let Some(indent) = indent_of_first(self.text, at) {
                if closer {
                    self.fit(at, indent);
                }
                if self.scanner.position() > at {
                    return true;
                }
                self.note_line(at, indent, closer);
            } else if closer && self.closes_early(at) {
                let end = one_closer_end(self.text, at);
                self.balance.blanks.push(Blank { start: at, end });
                self.scanner.skip_to(end);
                return true;
            }
        }
        if at < self.text.len() && self.cut_open_string(at) {
            return true;
        }
        if self.text[at..].starts_with(';') && !in_template {
            self.end_lists();
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

    /// Whether the lines since `line` are whole statements: then the closing bracket is one too many by itself.
    fn is_whole_since(&self, line: usize) -> bool {
        let ended = matches!(self.text.as_bytes().get(self.end.wrapping_sub(1)), Some(b';' | b'}'));
        ended && self.lines[line].scanner.stack().len() == self.scanner.stack().len()
    }

    /// An attribute's string that lost its closing quote takes the next one, and turns all strings after it inside out. The tag is
    /// covered up to the end of the line.
    fn cut_open_string(&mut self, at: usize) -> bool {
        let Some(top) = self.scanner.stack().last().copied().filter(|top| top.kind == FrameKind::Tag) else {
            return false;
        };
        let quote = self.text.as_bytes()[at];
        if !matches!(quote, b'"' | b'\'') {
            return false;
        }
        let rest = &self.text[at + 1..];
        let Some(close) = memchr::memchr(quote, rest.as_bytes()) else { return false };
        let followed = rest[close + 1..].starts_with(|next: char| next.is_alphanumeric() || matches!(next, '[' | '-'));
        let Some(line) = rest[..close].find('\n') else { return false };
        if !followed {
            return false;
        }
        self.scanner.pop();
        self.balance.blanks.push(Blank { start: top.start, end: at + 1 + line });
        self.scanner.skip_to(at + 1 + line);
        true
    }

    /// A `;` ends no statement inside parentheses or brackets, but for the head of a `for`: what is open lost its end.
    fn end_lists(&mut self) {
        while let Some(top) = self.scanner.stack().last().copied() {
            if !matches!(top.kind, FrameKind::Paren { keyword: false } | FrameKind::Bracket) {
                return;
            }
            self.scanner.pop();
            self.balance.inserts.push((self.end, closer(self.text, &top)));
        }
    }

    fn note_line(&mut self, at: usize, indent: usize, closer: bool) {
        self.frames += self.scanner.stack().len() + 1;
        self.lines.push(Line {
            start: at,
            indent,
            closer,
            scanner: self.scanner.clone(),
            end: self.end,
            inserts: self.balance.inserts.len(),
        });
    }

    /// Whether the bracket at `at`, inside a line, would close what was opened at the end of an earlier line: that closes on a
    /// line of its own.
    fn closes_early(&self, at: usize) -> bool {
        let Some(top) = self.scanner.stack().last() else { return false };
        if self.text.as_bytes()[at] == b'<' {
            return top.kind != FrameKind::Children;
        }
        let before = self.text[line_start(self.text, at)..at].trim_start();
        let own_line = before.starts_with([')', ']', '}', '<', '>', '/']);
        !own_line && closes(self.text, at, top) && ends_its_line(self.text, top)
    }

    /// Sees to it that the closing bracket at `at`, the first on its line, closes what stands above it.
    fn fit(&mut self, at: usize, indent: usize) {
        let indents = indents(self.text, self.scanner.stack());
        let stack = self.scanner.stack();
        let fits = |frame: &usize| {
            closes(self.text, at, &stack[*frame])
                && (indents[*frame] == indent || shifted_indent(self.text, stack[*frame].start) == Some(indent))
        };
        let Some(found) = (0..stack.len()).rev().find(fits) else {
            self.orphan(at, indent);
            return;
        };
        if indents[found + 1..].iter().any(|above| *above < indent) {
            self.orphan(at, indent);
            return;
        }
        // What is open deeper lost its end.
        while self.scanner.stack().len() > found + 1 {
            let Some(top) = self.scanner.pop() else { break };
            self.balance.inserts.push((self.end, closer(self.text, &top)));
        }
    }

    /// Covers a line of closing brackets whose opening line was lost, with the rest of what it closed.
    fn orphan(&mut self, at: usize, indent: usize) {
        self.orphans += 1;
        let above = self.lines.iter().rposition(|line| line.indent <= indent);
        let first = match above {
            Some(above) if self.is_whole_since(above) => self.lines.len(),
            Some(above) if self.lines[above].indent == indent && !self.lines[above].closer => above,
            Some(above) => above + 1,
            None => 0,
        };
        let start = match self.lines.get(first) {
            Some(line) if at - line.start <= MAX_ORPHAN => {
                self.scanner = line.scanner.clone();
                self.end = line.end;
                self.balance.inserts.truncate(line.inserts);
                line.start
            }
            // The indentation of a damaged line says little; do not lose much over it.
            _ => at,
        };
        self.lines.retain(|line| line.start < start);
        let separated =
            matches!(self.text.as_bytes().get(self.end.wrapping_sub(1)), Some(b',' | b';' | b'{' | b'(' | b'[' | b'}'));
        let end = closers_end(self.text, at, separated);
        self.balance.blanks.retain(|blank| blank.start < start);
        self.balance.blanks.push(Blank { start, end });
        self.scanner.skip_to(end);
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
}

fn is_closer(text: &str, at: usize) -> bool {
    match text.as_bytes()[at] {
        b')' | b']' | b'}' => true,
        b'<' => text[at..].starts_with("</"),
        b'/' => text[at..].starts_with("/>") && indent_of_first(text, at).is_some(),
        _ => false,
    }
}

/// Where the closing bracket or tag at `at` ends.
fn one_closer_end(text: &str, at: usize) -> usize {
    if matches!(text.as_bytes()[at], b'<' | b'/') {
        return text[at..].find(['>', '\n']).map_or(text.len(), |found| at + found + 1);
    }
    at + 1
}

/// Where the closing brackets that begin at `at` end, with the separator after them if another one stands before.
fn closers_end(text: &str, at: usize, separated: bool) -> usize {
    if matches!(text.as_bytes()[at], b'<' | b'/') {
        return one_closer_end(text, at);
    }
    let rest = &text[at..];
    let rest = rest.trim_start_matches([')', ']', '}']);
    text.len() - if separated { rest.trim_start_matches([',', ';']).len() } else { rest.len() }
}

/// Whether the frame opens at the end of its line.
fn ends_its_line(text: &str, frame: &Frame) -> bool {
    text[frame.start..].lines().next().is_some_and(|line| line.trim_end().len() <= 1)
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
        (b')', FrameKind::Paren { .. }) | (b']', FrameKind::Bracket) | (b'/', FrameKind::Tag) => true,
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

/// The indentation of the lines that opened each frame. What is open inside something stands at least as deep; a line that
/// does not was damaged itself.
fn indents(text: &str, stack: &[Frame]) -> Vec<usize> {
    let mut least = 0;
    let indent = |frame: &Frame| {
        least = indent_at(text, frame.start).max(least);
        least
    };
    stack.iter().map(indent).collect()
}

/// The indentation of the line that byte `at` stands on.
fn indent_at(text: &str, at: usize) -> usize {
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
