//! The scan inside templates and tags.

use super::{FrameKind, Operand, Scanner, Token, TokenKind, is_name};

impl Scanner<'_> {
    /// A stretch of template text, its end, or a `${`.
    pub(super) fn template(&mut self) -> Token {
        let start = self.at;
        let depth = self.stack.len();
        let mut at = start;
        while at < self.bytes.len() {
            match self.bytes[at] {
                b'\\' => at += 1,
                b'`' => {
                    if at > start {
                        break;
                    }
                    self.stack.pop();
                    self.operand = Operand::Yes;
                    return self.token(TokenKind::Close, at, at + 1, false, depth);
                }
                b'$' if self.byte(at + 1) == b'{' => {
                    if at > start {
                        break;
                    }
                    self.push(FrameKind::Substitution, at);
                    self.operand = Operand::No;
                    return self.token(TokenKind::Open, at, at + 2, false, depth);
                }
                _ => {}
            }
            at += 1;
        }
        let end = self.boundary(at);
        self.token(TokenKind::TemplateText, start, end, false, depth)
    }

    /// A stretch of text between tags, a tag, or a `{`.
    pub(super) fn children(&mut self) -> Token {
        let start = self.at;
        let depth = self.stack.len();
        match self.bytes[start] {
            b'{' => {
                self.push(FrameKind::JsxExpression, start);
                self.operand = Operand::No;
                self.token(TokenKind::Open, start, start + 1, false, depth)
            }
            b'<' if self.byte(start + 1) == b'/' => self.closing_tag(start, depth),
            b'<' => self.open_tag(start, false, depth),
            _ => {
                let found = memchr::memchr2(b'<', b'{', &self.bytes[start..]);
                let end = found.map_or(self.bytes.len(), |found| start + found);
                self.token(TokenKind::JsxText, start, end, false, depth)
            }
        }
    }

    /// `<name`, `<a.b`, `<a-b`, `<a:b`, or the whole of `<>`.
    pub(super) fn open_tag(&mut self, start: usize, newline: bool, depth: usize) -> Token {
        let mut end = start + 1;
        while self.is_tag_name(end) {
            end += 1;
        }
        let end = self.boundary(end);
        self.push(FrameKind::Tag, start);
        if let Some(frame) = self.stack.last_mut() {
            frame.name = (start + 1, end);
        }
        self.token(TokenKind::Open, start, end, newline, depth)
    }

    fn is_tag_name(&self, at: usize) -> bool {
        is_name(self.byte(at)) || matches!(self.byte(at), b'.' | b'-' | b':')
    }

    /// `</name>`; it closes the innermost element of that name, and those inside it that were left open.
    fn closing_tag(&mut self, start: usize, depth: usize) -> Token {
        let mut name = start + 2;
        self.skip_space(&mut name);
        let mut end = name;
        while self.is_tag_name(end) {
            end += 1;
        }
        let end = self.boundary(end);
        let name = &self.bytes[name..end];
        let mut close = end;
        self.skip_space(&mut close);
        let close = if self.byte(close) == b'>' { close + 1 } else { end };
        let children = self.stack.iter().rposition(|frame| frame.kind != FrameKind::Children).map_or(0, |at| at + 1);
        let fits = self.stack[children..].iter().rposition(|frame| &self.bytes[frame.name.0..frame.name.1] == name);
        let Some(fits) = fits else {
            return self.token(TokenKind::Stray, start, close, false, depth);
        };
        self.stack.truncate(children + fits);
        self.operand = Operand::Yes;
        self.token(TokenKind::Close, start, close, false, depth)
    }

    /// Inside `<name …>`.
    pub(super) fn tag(&mut self) -> Option<Token> {
        let mut start = self.at;
        let newline = self.skip_space(&mut start);
        let depth = self.stack.len();
        let byte = *self.bytes.get(start)?;
        let token = match byte {
            b'/' if self.byte(start + 1) == b'>' => {
                self.stack.pop();
                self.operand = Operand::Yes;
                self.token(TokenKind::Close, start, start + 2, newline, depth)
            }
            b'/' if matches!(self.byte(start + 1), b'/' | b'*') => self.comment(start, newline, depth),
            b'>' => {
                if let Some(frame) = self.stack.last_mut() {
                    frame.kind = FrameKind::Children;
                }
                self.token(TokenKind::Punct, start, start + 1, newline, depth)
            }
            b'{' => {
                self.push(FrameKind::JsxExpression, start);
                self.operand = Operand::No;
                self.token(TokenKind::Open, start, start + 1, newline, depth)
            }
            b'<' if is_name(self.last) && !newline => {
                self.push(FrameKind::TypeArguments, start);
                self.operand = Operand::No;
                self.token(TokenKind::Open, start, start + 1, newline, depth)
            }
            b'<' => self.open_tag(start, newline, depth),
            b'"' | b'\'' => {
                let found = memchr::memchr(byte, &self.bytes[start + 1..]);
                let end = found.map_or(self.bytes.len(), |found| start + 1 + found + 1);
                self.token(TokenKind::String { closed: found.is_some() }, start, end, newline, depth)
            }
            _ if is_name(byte) => {
                let mut end = start + 1;
                while is_name(self.byte(end)) || matches!(self.byte(end), b'-' | b':' | b'.') {
                    end += 1;
                }
                let end = self.boundary(end);
                self.token(TokenKind::Word, start, end, newline, depth)
            }
            b')' | b']' | b'}' => self.token(TokenKind::Stray, start, start + 1, newline, depth),
            _ => self.token(TokenKind::Punct, start, start + 1, newline, depth),
        };
        Some(token)
    }
}
