//! Tokens of SQL with byte ranges, comments and white space left out (postgresql.org/docs, "Lexical Structure").
//!
//! Invariant: linear in the text, never fails; what is not closed runs to the end and says so.

use crate::text::{TextRange, offset};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A keyword or a name that is not quoted.
    Word,
    /// `"name"` or `` `name` ``.
    Quoted,
    /// `'text'`, also `E'text'`.
    Text,
    /// `$tag$ … $tag$`.
    Dollar,
    /// A number.
    Number,
    /// One character of anything else.
    Symbol,
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes, quotes included.
    pub range: TextRange,
    /// Whether it ends as it should.
    pub is_closed: bool,
}

/// Reads tokens one by one.
#[derive(Clone, Debug)]
pub struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// Whether a comment ran to the end of the text.
    pub is_comment_open: bool,
}

impl<'a> Lexer<'a> {
    /// Reads `text` from byte `at`, which begins a token or what stands between tokens.
    pub fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, is_comment_open: false }
    }

    /// Goes on at byte `at`.
    pub fn seek(&mut self, at: usize) {
        self.at = at;
    }

    fn skip_blank(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            if byte.is_ascii_whitespace() {
                self.at += 1;
            } else if bytes[self.at..].starts_with(b"--") {
                self.at = memchr::memchr(b'\n', &bytes[self.at..]).map_or(bytes.len(), |end| self.at + end);
            } else if bytes[self.at..].starts_with(b"/*") {
                self.skip_comment();
            } else if !byte.is_ascii() {
                let Some(character) = self.text[self.at..].chars().next().filter(|other| other.is_whitespace()) else {
                    break;
                };
                self.at += character.len_utf8();
            } else {
                break;
            }
        }
    }

    /// Comments of this kind nest.
    fn skip_comment(&mut self) {
        let bytes = self.text.as_bytes();
        let mut depth = 0u32;
        while self.at < bytes.len() {
            if bytes[self.at..].starts_with(b"/*") {
                depth += 1;
                self.at += 2;
            } else if bytes[self.at..].starts_with(b"*/") {
                depth -= 1;
                self.at += 2;
                if depth == 0 {
                    return;
                }
            } else {
                self.at += 1;
            }
        }
        self.is_comment_open = true;
    }

    /// The end of a text in quotes that begins at `from`, and whether it is closed. A doubled quote stands for one.
    fn quoted(&self, from: usize, quote: u8, has_escapes: bool) -> (usize, bool) {
        let bytes = self.text.as_bytes();
        let mut at = from + 1;
        while let Some(byte) = bytes.get(at) {
            if *byte == quote {
                if bytes.get(at + 1) != Some(&quote) {
                    return (at + 1, true);
                }
                at += 1;
            } else if *byte == b'\\' && has_escapes {
                at += 1;
            }
            at += 1;
        }
        (bytes.len(), false)
    }

    /// The end of `$tag$ … $tag$` that begins at `from`.
    fn dollar(&self, from: usize) -> Option<(usize, bool)> {
        let rest = &self.text.as_bytes()[from + 1..];
        let length =
            rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii()))?;
        if rest[length] != b'$' || rest.first().is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let tag = &self.text[from..from + length + 2];
        let inside = from + tag.len();
        let close = memchr::memmem::find(&self.text.as_bytes()[inside..], tag.as_bytes());
        Some(close.map_or((self.text.len(), false), |at| (inside + at + tag.len(), true)))
    }

    fn read(&self, from: usize) -> (TokenKind, usize, bool) {
        let bytes = self.text.as_bytes();
        let text = |(end, closed)| (TokenKind::Text, end, closed);
        match bytes[from] {
            b'\'' => text(self.quoted(from, b'\'', false)),
            b'E' | b'e' if bytes.get(from + 1) == Some(&b'\'') => text(self.quoted(from + 1, b'\'', true)),
            quote @ (b'"' | b'`') => {
                let (end, closed) = self.quoted(from, quote, false);
                (TokenKind::Quoted, end, closed)
            }
            b'$' => self
                .dollar(from)
                .map_or((TokenKind::Symbol, from + 1, true), |(end, closed)| (TokenKind::Dollar, end, closed)),
            byte if byte.is_ascii_digit() => {
                let is_number = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'.';
                let length = bytes[from..].iter().position(|byte| !is_number(byte)).unwrap_or(bytes.len() - from);
                (TokenKind::Number, from + length, true)
            }
            byte if byte.is_ascii_alphabetic() || byte == b'_' || !byte.is_ascii() => {
                let is_word =
                    |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii();
                let length = bytes[from..].iter().position(|byte| !is_word(byte)).unwrap_or(bytes.len() - from);
                (TokenKind::Word, from + length, true)
            }
            _ => (TokenKind::Symbol, from + 1, true),
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip_blank();
        if self.at >= self.text.len() {
            return None;
        }
        let from = self.at;
        let (kind, mut end, is_closed) = self.read(from);
        end = end.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        self.at = end;
        Some(Token { kind, range: TextRange::new(offset(from), offset(end)), is_closed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(TokenKind, &str)> {
        Lexer::new(text, 0).map(|token| (token.kind, token.range.slice(text))).collect()
    }

    #[test]
    fn tokens_are_told_apart() {
        use TokenKind::{Dollar, Number, Quoted, Symbol, Text, Word};
        for (text, expected) in [
            ("a -- b\n/* c /* d */ e */ 'it''s'", vec![(Word, "a"), (Text, "'it''s'")]),
            ("E'a\\'b' e1", vec![(Text, "E'a\\'b'"), (Word, "e1")]),
            ("\"A b\".`c`", vec![(Quoted, "\"A b\""), (Symbol, "."), (Quoted, "`c`")]),
            (
                "$$a;'b$$ $f$ $$ $f$ $1",
                vec![(Dollar, "$$a;'b$$"), (Dollar, "$f$ $$ $f$"), (Symbol, "$"), (Number, "1")],
            ),
            ("é_1=1.5", vec![(Word, "é_1"), (Symbol, "="), (Number, "1.5")]),
            ("'open", vec![(Text, "'open")]),
        ] {
            assert_eq!(tokens(text), expected, "{text}");
        }
    }
}
