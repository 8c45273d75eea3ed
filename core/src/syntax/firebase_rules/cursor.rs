//! Steps through a text of rules: white space, comments, words, strings and signs.
//!
//! Invariant: the place only moves forward, always onto the boundary of a character, and never past the end.

use smol_str::SmolStr;

use crate::text::{TextRange, offset};

/// A place in a text.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// Where the last thing that was read ends, without the space after it.
    read_to: usize,
    /// Up to where no string in single and none in double quotes ends, so that no line is searched for its end twice.
    unclosed: [usize; 2],
}

impl<'a> Cursor<'a> {
    /// The start of a text.
    pub fn new(text: &'a str) -> Self {
        let mut cursor = Self { text, at: 0, read_to: 0, unclosed: [0; 2] };
        cursor.skip_space();
        cursor
    }

    /// The byte the next thing begins at.
    pub fn at(&self) -> u32 {
        offset(self.at)
    }

    /// From `start` to the end of what was read last.
    pub fn since(&self, start: u32) -> TextRange {
        TextRange::new(start, offset(self.read_to))
    }

    /// Whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.at >= self.text.len()
    }

    /// What is left.
    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The next byte; zero at the end.
    pub fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Whether `sign` is next.
    pub fn is_at(&self, sign: &str) -> bool {
        self.rest().starts_with(sign)
    }

    /// Reads `sign` and the space after it.
    pub fn eat(&mut self, sign: &str) -> bool {
        let found = self.is_at(sign);
        if found {
            self.advance(sign.len());
        }
        found
    }

    /// Reads `word` where it is not the beginning of a longer one.
    pub fn eat_word(&mut self, word: &str) -> bool {
        let found = self.is_at_word(word);
        if found {
            self.advance(word.len());
        }
        found
    }

    /// Whether `word` is next, and not as the beginning of a longer one.
    pub fn is_at_word(&self, word: &str) -> bool {
        self.is_at(word) && !self.rest()[word.len()..].starts_with(is_word_part)
    }

    /// The next name.
    pub fn word(&mut self) -> Option<SmolStr> {
        let rest = self.rest();
        if !rest.starts_with(|first: char| is_word_part(first) && !first.is_ascii_digit()) {
            return None;
        }
        let end = rest.find(|letter| !is_word_part(letter)).unwrap_or(rest.len());
        self.advance(end);
        Some(SmolStr::new(&rest[..end]))
    }

    /// Reads characters as long as they are `part`s; the space after them is left.
    pub fn run(&mut self, part: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|letter| !part(letter)).unwrap_or(rest.len());
        self.at += end;
        self.read_to = self.at;
        &rest[..end]
    }

    /// Reads `length` bytes, which end at a character's boundary, and the space after them.
    pub fn advance(&mut self, length: usize) {
        self.at = (self.at + length).min(self.text.len());
        self.read_to = self.at;
        self.skip_space();
    }

    /// Reads one byte, which is a character of ASCII; the space after it is left.
    pub fn step(&mut self) {
        self.at = (self.at + 1).min(self.text.len());
        self.read_to = self.at;
    }

    /// Reads one character, whatever it is, and the space after it.
    pub fn skip_one(&mut self) {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        self.advance(length);
    }

    /// The string that begins here, in either kind of quotes, its escapes resolved. `None` when it does not end on its line.
    pub fn string(&mut self) -> Option<String> {
        let rest = self.rest();
        let quote = rest.chars().next().filter(|first| matches!(first, '\'' | '"'))?;
        let kind = usize::from(quote == '"');
        if self.at < self.unclosed[kind] {
            return None;
        }
        let mut value = String::new();
        let mut is_escaped = false;
        for (at, character) in rest.char_indices().skip(1) {
            match character {
                '\n' => {
                    self.unclosed[kind] = self.at + at;
                    return None;
                }
                'n' if is_escaped => value.push('\n'),
                't' if is_escaped => value.push('\t'),
                '\\' if !is_escaped => {
                    is_escaped = true;
                    continue;
                }
                _ if character == quote && !is_escaped => {
                    self.advance(at + 1);
                    return Some(value);
                }
                other => value.push(other),
            }
            is_escaped = false;
        }
        self.unclosed[kind] = self.text.len();
        None
    }

    /// Skips white space and comments.
    pub fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.at += memchr::memchr2(b'\n', b'\r', trimmed.as_bytes()).unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                let end = memchr::memmem::find(trimmed.as_bytes(), b"*/");
                self.at += end.map_or(trimmed.len(), |end| end + 2);
            } else {
                return;
            }
        }
    }
}

/// Whether a character may stand in a name. Names of the Realtime Database's variables begin with `$`.
pub fn is_word_part(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}
