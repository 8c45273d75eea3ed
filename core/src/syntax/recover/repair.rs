//! How one broken piece is repaired: it is ended where it stops, and each error teaches what to cover next.

use super::edits::Edits;
use super::mask::{self, Blank};
use super::{balance, close, element};
use crate::syntax::scan::scan;

/// How far a repair widens at one place before it gives the piece up.
const MAX_LEVEL: usize = 12;

/// The state of one piece's repair.
pub(super) struct Repair {
    /// The piece, with blanks and inserts.
    pub piece: String,
    /// What was inserted.
    pub edits: Edits,
    /// What was covered, as places in `piece`.
    pub blanks: Vec<Blank>,
    /// Where the last error was, and how far the repair has widened there.
    last: usize,
    level: usize,
    /// How many elements at the end are dropped.
    cut: usize,
    /// Whether the brackets were made to fit.
    balanced: bool,
    /// Where separators were put into white space, and the last of these places.
    pub separators: Vec<usize>,
    separated: usize,
}

pub(super) struct Attempt {
    pub text: String,
    pub cut: usize,
}

impl Repair {
    pub fn new(piece: &str) -> Self {
        Self {
            piece: piece.to_owned(),
            edits: Edits::default(),
            blanks: Vec::new(),
            last: 0,
            level: 0,
            cut: 0,
            balanced: false,
            separators: Vec::new(),
            separated: usize::MAX,
        }
    }

    pub fn next(&mut self, jsx: bool) -> Option<Attempt> {
        let ending = close::ending(&self.piece, jsx, self.cut)?;
        let mut text = self.piece[..ending.cut].to_owned();
        text.push_str(&ending.closers);
        Some(Attempt { text, cut: ending.cut })
    }

    /// Learns from an error at `at` of the piece. `false` when there is nothing left to try. In a `hurry` it takes a lot at
    /// once.
    pub fn learn(&mut self, at: usize, cut: usize, jsx: bool, message: &str, hurry: bool) -> bool {
        if !self.balanced && (at < cut || self.cut > 1) {
            self.balanced = true;
            if self.balance(jsx) {
                return true;
            }
        }
        if self.is_at_end(at, cut, jsx) {
            self.cut += 1;
            return self.cut <= MAX_LEVEL;
        }
        let progress = at > self.last || self.blanks.is_empty();
        if progress && !hurry && at != self.separated && self.separate(at, message) {
            return true;
        }
        self.level = if progress { 0 } else { self.level + 1 };
        let from = if hurry { self.last.min(at) } else { at };
        self.last = self.last.max(at);
        while self.level <= MAX_LEVEL {
            let blank = if hurry {
                mask::between(&self.piece, jsx, from, at, self.level)
            } else {
                mask::around(&self.piece, jsx, at, self.level)
            };
            let Some(blank) = blank else { return false };
            let covers = !self.piece[blank.start..blank.end].trim().is_empty();
            if covers {
                mask::blank(&mut self.piece, blank);
                self.blanks.push(blank);
                self.cut = 0;
                return true;
            }
            self.level += 1;
        }
        false
    }

    /// Puts the separator that swc misses at `at` into the white space before it, which moves nothing.
    fn separate(&mut self, at: usize, message: &str) -> bool {
        let separator = match message {
            _ if message.starts_with("Expected ','") => ",",
            _ if message.starts_with("Expected ';'") => ";",
            _ => return false,
        };
        let Some(space) = at.checked_sub(1) else { return false };
        if !matches!(self.piece.as_bytes().get(space), Some(b' ' | b'\t' | b'\n')) {
            return false;
        }
        self.piece.replace_range(space..at, separator);
        self.separated = at;
        self.separators.push(at);
        true
    }

    /// Makes the brackets fit. `false` if they do already.
    fn balance(&mut self, jsx: bool) -> bool {
        let balance = balance::balance(&self.piece, jsx);
        if balance.is_empty() {
            return false;
        }
        for blank in balance.blanks {
            mask::blank(&mut self.piece, blank);
            self.blanks.push(blank);
        }
        self.edits = Edits::new(balance.inserts);
        self.piece = self.edits.apply(&self.piece);
        for blank in &mut self.blanks {
            *blank = Blank { start: self.edits.edited(blank.start), end: self.edits.edited(blank.end) };
        }
        self.cut = 0;
        true
    }

    /// Whether the error lies in the last element of something open, so that dropping from the end may help.
    fn is_at_end(&self, at: usize, cut: usize, jsx: bool) -> bool {
        if at >= cut {
            return true;
        }
        let scanned = scan(&self.piece[..cut], jsx);
        let elements = element::Elements { text: &self.piece[..cut], scan: &scanned };
        let Some(last) = scanned.tokens.len().checked_sub(1) else { return true };
        !scanned.stack.is_empty() && scanned.tokens[elements.first(last, scanned.stack.len())].start <= at
    }
}
