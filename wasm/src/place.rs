//! Places as JavaScript counts them.

use seaworthy_core::{ColumnUnit, LineIndex, TextRange};
use serde::Serialize;

/// A position in a text, in UTF-16 code units; line and column are zero-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    offset: u32,
    line: u32,
    column: u32,
}

/// A half-open range of positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Range {
    start: Position,
    end: Position,
}

/// Converts places of one text.
pub struct Places<'a> {
    text: &'a str,
    lines: LineIndex,
}

impl<'a> Places<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, lines: LineIndex::new(text) }
    }

    pub fn range(&self, range: TextRange) -> Range {
        Range { start: self.position(range.start), end: self.position(range.end) }
    }

    fn position(&self, at: u32) -> Position {
        let at = at.min(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        let place = self.lines.position(self.text, at, ColumnUnit::Utf16);
        let mut end = at as usize;
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let offset = self.text[..end].encode_utf16().count();
        Position { offset: u32::try_from(offset).unwrap_or(u32::MAX), line: place.line, column: place.column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_utf16_units() {
        let places = Places::new("é\n😀x");
        let at = |start, end| places.range(TextRange::new(start, end));
        assert_eq!(at(0, 2).end, Position { offset: 1, line: 0, column: 1 });
        assert_eq!(at(7, 8).start, Position { offset: 4, line: 1, column: 2 });
        assert_eq!(at(4, 99).start, Position { offset: 2, line: 1, column: 0 });
        assert_eq!(at(4, 99).end, Position { offset: 5, line: 1, column: 3 });
    }
}
