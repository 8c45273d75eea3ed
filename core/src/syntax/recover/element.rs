//! Elements: the statement, list item or property around a place, as far as a scan can tell.

use crate::syntax::scan::{FrameKind, Scan, Token, TokenKind};

/// What kind of frame holds the tokens at each depth matters: commas part list items, not statements.
pub(super) struct Elements<'a> {
    pub text: &'a str,
    pub scan: &'a Scan,
}

impl<'a> Elements<'a> {
    pub fn word(&self, index: usize) -> &'a str {
        self.scan.tokens.get(index).map_or("", |token| &self.text[token.start..token.end])
    }

    /// The index of the last token that begins at or before byte `at`.
    pub fn token_at(&self, at: usize) -> Option<usize> {
        self.scan.tokens.partition_point(|token| token.start <= at).checked_sub(1)
    }

    /// The index of the token that opened the frame that holds depth `depth` at token `index`.
    pub fn opener(&self, index: usize, depth: usize) -> Option<usize> {
        if depth == 0 {
            return None;
        }
        (0..index).rev().find(|at| self.scan.tokens[*at].depth < depth)
    }

    /// The tokens of depth `depth` of the element that `index` belongs to, as the index of its first token.
    pub fn first(&self, index: usize, depth: usize) -> usize {
        let commas = self.commas(index, depth);
        let mut first = index;
        let mut at = index;
        loop {
            let token = &self.scan.tokens[at];
            if at != index && token.depth < depth {
                break;
            }
            if at != index && self.separates(token, depth, commas) {
                break;
            }
            if token.depth == depth {
                first = at;
                if token.begins {
                    break;
                }
            }
            if at == 0 {
                break;
            }
            at -= 1;
        }
        first
    }

    /// The index after the last token of the element that `index` belongs to.
    pub fn last(&self, index: usize, depth: usize) -> usize {
        let commas = self.commas(index, depth);
        let mut at = index;
        while at < self.scan.tokens.len() {
            let token = &self.scan.tokens[at];
            if token.depth < depth || (token.depth == depth && token.kind == TokenKind::Close) {
                return at;
            }
            if self.separates(token, depth, commas) {
                return at + 1;
            }
            at += 1;
            if self.scan.tokens.get(at).is_some_and(|next| next.depth == depth && next.begins) {
                return at;
            }
        }
        at
    }

    fn separates(&self, token: &Token, depth: usize, commas: bool) -> bool {
        let byte = self.text.as_bytes()[token.start];
        token.depth == depth && token.kind == TokenKind::Punct && (byte == b';' || (byte == b',' && commas))
    }

    /// Whether commas part the elements of the frame.
    pub fn commas(&self, index: usize, depth: usize) -> bool {
        match self.opener(index, depth) {
            Some(opener) => {
                matches!(self.word(opener), "(" | "[")
                    || (self.word(opener) == "{" && !self.has_semicolon(opener, depth))
            }
            None => false,
        }
    }

    /// Whether the frame opened at `opener` holds a `;` of its own, as statements and types do.
    fn has_semicolon(&self, opener: usize, depth: usize) -> bool {
        for token in &self.scan.tokens[opener + 1..] {
            if token.depth < depth || (token.depth == depth && token.kind == TokenKind::Close) {
                return false;
            }
            if token.depth == depth && token.kind == TokenKind::Punct && self.text.as_bytes()[token.start] == b';' {
                return true;
            }
        }
        false
    }

    /// The tokens at depth `depth` itself, from `first` to `end` (exclusive).
    pub fn words(&self, first: usize, end: usize, depth: usize) -> Vec<&'a str> {
        self.scan.tokens[first..end]
            .iter()
            .filter(|token| token.depth == depth || (token.depth == depth + 1 && token.kind == TokenKind::Close))
            .map(|token| &self.text[token.start..token.end])
            .collect()
    }

    /// The kind of the innermost frame at the end of the text.
    pub fn top(&self) -> Option<FrameKind> {
        self.scan.stack.last().map(|frame| frame.kind)
    }
}
