//! The scan outside templates and tags.

use super::{FrameKind, Operand, Reading, Scanner, Token, TokenKind, is_name, is_tag_start};

impl Scanner<'_> {
    pub(super) fn code(&mut self, reading: Reading) -> Option<Token> {
        let mut start = self.at;
        let newline = self.skip_space(&mut start);
        if start >= self.bytes.len() {
            self.at = start;
            return None;
        }
        let depth = self.stack.len();
        let byte = self.bytes[start];
        let token = match byte {
            b'"' | b'\'' => self.string(start, newline, depth),
            b'`' => {
                self.push(FrameKind::Template, start);
                self.token(TokenKind::Open, start, start + 1, newline, depth)
            }
            b'/' if matches!(self.byte(start + 1), b'/' | b'*') => return Some(self.comment(start, newline, depth)),
            b'/' if self.starts(reading) => self.regex(start, newline, depth),
            b'<' if self.opens_tag(start, reading) => self.open_tag(start, newline, depth),
            b'(' | b'[' | b'{' => self.open(byte, start, newline, depth),
            b')' | b']' | b'}' => self.close(byte, start, newline, depth),
            b'>' if self.stack.last().is_some_and(|frame| frame.kind == FrameKind::TypeArguments) => {
                self.stack.pop();
                self.token(TokenKind::Close, start, start + 1, newline, depth)
            }
            b'0'..=b'9' => self.number(start, newline, depth),
            b'#' if start == 0 && self.byte(1) == b'!' => {
                let end = self.line_end(start);
                return Some(self.token(TokenKind::Comment { closed: true }, start, end, newline, depth));
            }
            _ if is_name(byte) || matches!(byte, b'#' | b'@' | b'\\') => self.word(start, newline, depth),
            _ => self.punct(byte, start, newline, depth),
        };
        Some(token)
    }

    /// Whether an operand begins here, by what stands before.
    fn starts(&self, reading: Reading) -> bool {
        match (self.operand, reading) {
            (Operand::No, _) | (Operand::Maybe, Reading::Start) => true,
            (Operand::Yes, _) | (Operand::Maybe, Reading::Operator) => false,
            (Operand::Maybe, Reading::Likely) => self.last != b'>',
        }
    }

    fn opens_tag(&self, at: usize, reading: Reading) -> bool {
        if !self.jsx || !is_tag_start(self.byte(at + 1)) || self.is_generic_arrow(at) {
            return false;
        }
        match (self.operand, reading) {
            (Operand::Yes, _) | (_, Reading::Operator) => false,
            (_, Reading::Start) => true,
            (Operand::No, Reading::Likely) => !self.looks_generic(at) || self.is_closed_later(at),
            (Operand::Maybe, Reading::Likely) => self.last != b'>' && !self.looks_generic(at),
        }
    }

    /// `<T,` and `<T extends`: in files with JSX, swc reads these as type parameters.
    fn is_generic_arrow(&self, at: usize) -> bool {
        let mut end = at + 1;
        while is_name(self.byte(end)) {
            end += 1;
        }
        if &self.bytes[at + 1..end] == b"const" {
            return self.byte(end) == b' ';
        }
        self.skip_space(&mut end);
        self.byte(end) == b',' || self.bytes[end..].starts_with(b"extends ")
    }

    /// `<T>(`: type parameters of a function type, or an element whose text begins with a parenthesis.
    pub(super) fn looks_generic(&self, at: usize) -> bool {
        let mut end = at + 1;
        while is_name(self.byte(end)) {
            end += 1;
        }
        end > at + 1 && self.byte(end) == b'>' && self.byte(end + 1) == b'('
    }

    fn is_closed_later(&self, at: usize) -> bool {
        let mut end = at + 1;
        while is_name(self.byte(end)) {
            end += 1;
        }
        let closing = format!("</{}>", &self.text[at + 1..end]);
        // Only a stretch is searched, so that many such places cost no more than their number.
        let stretch = &self.bytes[at..self.bytes.len().min(at + 8192)];
        memchr::memmem::find(stretch, closing.as_bytes()).is_some()
    }

    fn string(&mut self, start: usize, newline: bool, depth: usize) -> Token {
        let quote = self.bytes[start];
        let mut at = start + 1;
        let mut closed = false;
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'\\' if self.byte(at + 1) == b'\r' && self.byte(at + 2) == b'\n' => at += 2,
                b'\\' => at += 1,
                b'\n' | b'\r' => break,
                byte if *byte == quote => {
                    closed = true;
                    at += 1;
                    break;
                }
                _ => {}
            }
            at += 1;
        }
        self.operand = Operand::Yes;
        let at = self.boundary(at);
        self.token(TokenKind::String { closed }, start, at, newline, depth)
    }

    /// The end of the text, or the next character boundary, at or after `at`.
    pub(super) fn boundary(&self, mut at: usize) -> usize {
        at = at.min(self.bytes.len());
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        at
    }

    fn line_end(&self, at: usize) -> usize {
        memchr::memchr2(b'\n', b'\r', &self.bytes[at..]).map_or(self.bytes.len(), |found| at + found)
    }

    pub(super) fn comment(&mut self, start: usize, newline: bool, depth: usize) -> Token {
        let last = self.last;
        let (end, closed) = if self.byte(start + 1) == b'/' {
            (self.line_end(start), true)
        } else {
            let body = start + 2;
            match memchr::memmem::find(self.bytes.get(body..).unwrap_or_default(), b"*/") {
                Some(found) => (body + found + 2, true),
                None => (self.bytes.len(), false),
            }
        };
        let token = self.token(TokenKind::Comment { closed }, start, end, newline, depth);
        self.last = last;
        token
    }

    fn regex(&mut self, start: usize, newline: bool, depth: usize) -> Token {
        let mut at = start + 1;
        let mut class = false;
        let mut closed = false;
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'\n' | b'\r' => break,
                b'\\' if !matches!(self.byte(at + 1), b'\n' | b'\r') => at += 1,
                b'[' => class = true,
                b']' => class = false,
                b'/' if !class => {
                    closed = true;
                    at += 1;
                    break;
                }
                _ => {}
            }
            at += 1;
        }
        while closed && is_name(self.byte(at)) {
            at += 1;
        }
        self.operand = Operand::Yes;
        let at = self.boundary(at);
        self.token(TokenKind::Regex { closed }, start, at, newline, depth)
    }

    fn number(&mut self, start: usize, newline: bool, depth: usize) -> Token {
        let mut at = start + 1;
        while is_name(self.byte(at)) || (self.byte(at) == b'.' && self.byte(at + 1).is_ascii_digit()) {
            at += 1;
        }
        self.operand = Operand::Yes;
        let at = self.boundary(at);
        self.token(TokenKind::Number, start, at, newline, depth)
    }

    fn word(&mut self, start: usize, newline: bool, depth: usize) -> Token {
        let mut at = start + 1;
        while is_name(self.byte(at)) {
            at += 1;
        }
        let at = self.boundary(at);
        self.after_dot = self.last == b'.';
        let word = &self.bytes[start..at];
        self.operand = if self.after_dot { Operand::Yes } else { operand_after(word) };
        self.word = (start, at);
        self.token(TokenKind::Word, start, at, newline, depth)
    }

    fn open(&mut self, byte: u8, start: usize, newline: bool, depth: usize) -> Token {
        let kind = match byte {
            b'(' => {
                let word = if self.last_is_word() { self.last_word() } else { b"" };
                let keyword = matches!(word, b"if" | b"for" | b"while" | b"with" | b"switch" | b"catch")
                    || (word == b"await" && self.is_for_await());
                FrameKind::Paren { keyword: keyword && !self.after_dot }
            }
            b'[' => FrameKind::Bracket,
            _ => self.brace(),
        };
        self.push(kind, start);
        self.operand = Operand::No;
        self.token(TokenKind::Open, start, start + 1, newline, depth)
    }

    fn last_is_word(&self) -> bool {
        self.word.1 > 0 && is_name(self.last)
    }

    fn last_word(&self) -> &[u8] {
        &self.bytes[self.word.0..self.word.1]
    }

    fn is_for_await(&self) -> bool {
        self.text[..self.word.0].trim_end().ends_with("for")
    }

    fn brace(&self) -> FrameKind {
        if self.last_is_word() {
            let object = !self.after_dot
                && matches!(
                    self.last_word(),
                    b"return"
                        | b"default"
                        | b"const"
                        | b"let"
                        | b"var"
                        | b"import"
                        | b"export"
                        | b"type"
                        | b"in"
                        | b"of"
                        | b"yield"
                        | b"await"
                        | b"throw"
                        | b"case"
                        | b"typeof"
                        | b"new"
                );
            return if object { FrameKind::Object } else { FrameKind::Block };
        }
        match self.last {
            b'(' | b',' | b'=' | b'[' | b'?' | b'&' | b'|' | b'+' | b'.' => FrameKind::Object,
            b':' if self.stack.last().is_some_and(|frame| frame.kind == FrameKind::Object) => FrameKind::Object,
            _ => FrameKind::Block,
        }
    }

    fn close(&mut self, byte: u8, start: usize, newline: bool, depth: usize) -> Token {
        let top = self.stack.last().map(|frame| frame.kind);
        let fits = match top {
            Some(FrameKind::Paren { .. }) => byte == b')',
            Some(FrameKind::Bracket) => byte == b']',
            Some(FrameKind::Block | FrameKind::Object | FrameKind::JsxExpression | FrameKind::Substitution) => {
                byte == b'}'
            }
            _ => false,
        };
        if !fits {
            return self.token(TokenKind::Stray, start, start + 1, newline, depth);
        }
        self.stack.pop();
        self.operand = match top {
            Some(FrameKind::Paren { keyword: true }) => Operand::No,
            Some(FrameKind::Block | FrameKind::Object) => Operand::Maybe,
            _ => Operand::Yes,
        };
        let token = self.token(TokenKind::Close, start, start + 1, newline, depth);
        if top == Some(FrameKind::Object) {
            // Remembered so that the likely reading takes `} / x` after an object for a division.
            self.last = b'>';
        }
        token
    }

    fn punct(&mut self, byte: u8, start: usize, newline: bool, depth: usize) -> Token {
        let next = self.byte(start + 1);
        let mut end = start + 1;
        let doubled = next == byte && matches!(byte, b'+' | b'-' | b'&' | b'|' | b'?' | b'=' | b'*');
        if doubled || (byte == b'=' && next == b'>') || (byte == b'?' && next == b'.') {
            end += 1;
        }
        if byte == b'.' && next == b'.' && self.byte(start + 2) == b'.' {
            end += 2;
        }
        let postfix = self.operand != Operand::No && !newline;
        let operand = match byte {
            b'+' | b'-' if end == start + 2 => {
                if postfix {
                    self.operand
                } else {
                    Operand::No
                }
            }
            b'!' if postfix && next != b'=' => self.operand,
            b'>' if end == start + 1 => Operand::Maybe,
            _ => Operand::No,
        };
        self.operand = operand;
        let arrow = byte == b'=' && next == b'>';
        let token = self.token(TokenKind::Punct, start, end, newline, depth);
        if arrow {
            self.operand = Operand::No;
            self.last = b';';
        } else if end == start + 3 {
            self.last = b',';
        }
        token
    }
}

/// Whether a word ends an operand.
fn operand_after(word: &[u8]) -> Operand {
    match word {
        b"return" | b"typeof" | b"instanceof" | b"in" | b"new" | b"delete" | b"void" | b"throw" | b"case" | b"do"
        | b"else" | b"default" | b"extends" => Operand::No,
        b"of" | b"yield" | b"await" | b"async" | b"as" | b"satisfies" | b"is" | b"keyof" => Operand::Maybe,
        _ => Operand::Yes,
    }
}
