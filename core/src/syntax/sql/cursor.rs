//! A walk over the tokens of one statement.
//!
//! Invariant: every step goes forward, so that a reader of any statement ends.

use smol_str::SmolStr;

use super::lex::{Token, TokenKind};
use crate::facts::ObjectName;
use crate::text::TextRange;

/// A walk over tokens.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    /// The file's text.
    pub text: &'a str,
    /// What is left.
    pub tokens: &'a [Token],
}

impl<'a> Cursor<'a> {
    /// Begins at the first of `tokens`.
    pub fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        Self { text, tokens }
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The token `ahead` of the next one, as written; empty past the end.
    pub fn peek(&self, ahead: usize) -> &'a str {
        self.tokens.get(ahead).map_or("", |token| token.range.slice(self.text))
    }

    /// Takes the next token.
    pub fn take(&mut self) -> Option<Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(*first)
    }

    /// Goes past `count` tokens.
    pub fn skip(&mut self, count: usize) {
        self.tokens = self.tokens.get(count..).unwrap_or_default();
    }

    /// Whether these words come next, in any case.
    pub fn is(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(at, word)| self.peek(at).eq_ignore_ascii_case(word))
    }

    /// Goes past these words when they come next.
    pub fn eat(&mut self, words: &[&str]) -> bool {
        let found = self.is(words);
        if found {
            self.skip(words.len());
        }
        found
    }

    /// Goes past any of these words, as often as they come.
    pub fn eat_any(&mut self, words: &[&str]) {
        while words.iter().any(|word| self.is(&[word])) {
            self.skip(1);
        }
    }

    /// A name: folded to lower case unless quoted.
    pub fn identifier(&mut self) -> Option<(SmolStr, TextRange)> {
        let token = *self.tokens.first()?;
        let name = identifier(self.text, token)?;
        self.skip(1);
        Some((name, token.range))
    }

    /// A name with what stands before its last dot.
    pub fn object(&mut self) -> Option<ObjectName> {
        let (mut name, mut range) = self.identifier()?;
        let mut schema = None;
        // A database, a schema, a table, a column; more is no name.
        for _ in 0..3 {
            if !self.is(&["."]) {
                break;
            }
            let before = *self;
            self.skip(1);
            let Some((next, at)) = self.identifier() else {
                *self = before;
                break;
            };
            schema = Some(std::mem::replace(&mut name, next));
            range.end = at.end;
        }
        Some(ObjectName { schema, name, range })
    }

    /// What stands in the parentheses that open here; the cursor goes past them. Without their end, all that is left.
    pub fn group(&mut self) -> Option<Self> {
        if !self.is(&["("]) {
            return None;
        }
        let end = closing(self.text, self.tokens);
        let inside = Self { text: self.text, tokens: &self.tokens[1..end] };
        self.skip(end + 1);
        Some(inside)
    }

    /// The parts between commas that stand in no parentheses.
    pub fn split_commas(self) -> Vec<Self> {
        let mut parts = Vec::new();
        let (mut depth, mut from) = (0i32, 0);
        for (at, token) in self.tokens.iter().enumerate() {
            match token.range.slice(self.text) {
                "(" | "[" => depth += 1,
                ")" | "]" => depth -= 1,
                "," if depth <= 0 => {
                    parts.push(Self { text: self.text, tokens: &self.tokens[from..at] });
                    from = at + 1;
                }
                _ => {}
            }
        }
        parts.push(Self { text: self.text, tokens: &self.tokens[from..] });
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// Goes to the first place outside parentheses where these words come next; false, and to the end, without one.
    pub fn seek(&mut self, words: &[&str]) -> bool {
        while !self.is_empty() {
            if self.is(words) {
                return true;
            }
            if self.group().is_none() {
                self.skip(1);
            }
        }
        false
    }

    /// Names in a list: `a, b`.
    pub fn names(self) -> Vec<SmolStr> {
        self.split_commas().into_iter().filter_map(|mut part| Some(part.object()?.name)).collect()
    }

    /// From the first token that is left to the last.
    pub fn range(&self) -> TextRange {
        let start = self.tokens.first().map_or(0, |token| token.range.start);
        TextRange::new(start, self.tokens.last().map_or(start, |token| token.range.end))
    }
}

/// The name a token stands for.
pub fn identifier(text: &str, token: Token) -> Option<SmolStr> {
    let slice = token.range.slice(text);
    match token.kind {
        TokenKind::Word => Some(SmolStr::new(slice.to_lowercase())),
        TokenKind::Quoted => {
            let end = if token.is_closed { slice.len() - 1 } else { slice.len() };
            Some(SmolStr::new(slice.get(1..end)?.replace("\"\"", "\"")))
        }
        _ => None,
    }
}

/// Where the parenthesis that opens first closes; the number of tokens without one.
fn closing(text: &str, tokens: &[Token]) -> usize {
    let mut depth = 0i32;
    for (at, token) in tokens.iter().enumerate() {
        match token.range.slice(text) {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}
