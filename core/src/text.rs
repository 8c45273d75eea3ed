//! Places in a text. Inside Seaworthy every offset is a byte offset into UTF-8; UTF-16
//! columns exist only at the edges and are converted here and nowhere else.

use serde::{Deserialize, Serialize};

/// A half-open range of UTF-8 byte offsets into one file's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl TextRange {
    /// A range from byte `start` to byte `end` (exclusive). An inverted pair yields an empty range at `start`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// The empty range at byte `at`, used for insertions.
    pub const fn empty(at: u32) -> Self {
        Self { start: at, end: at }
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the range covers no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies within this range (touching ends count).
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two ranges share a byte, or touch where one of them is empty.
    pub const fn intersects(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// What stands between the quotes of a literal at this range: the range without its first and last byte.
    #[must_use]
    pub const fn inside_quotes(self) -> Self {
        Self::new(self.start + 1, self.end.saturating_sub(1))
    }

    /// The text under this range; empty when the range does not fit `text`.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// A zero-based line and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LineColumn {
    /// Zero-based line.
    pub line: u32,
    /// Zero-based column, in the unit the caller asked for.
    pub column: u32,
}

/// The unit of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnUnit {
    /// UTF-8 bytes.
    Utf8,
    /// UTF-16 code units: the default of the Language Server Protocol, and JavaScript's own unit.
    Utf16,
    /// Unicode scalar values: what people count, and SARIF's `unicodeCodePoints`.
    Scalar,
}

/// Where the lines of a text begin. Lines end at LF, CR or CRLF (LSP 3.17, "Text Documents"); U+2028 does not end one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
    len: u32,
}

impl LineIndex {
    /// Reads the line starts of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let crlf = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if !crlf {
                starts.push(offset(at + 1));
            }
        }
        Self { starts, len: offset(bytes.len()) }
    }

    /// How many lines there are; an empty text has one.
    pub fn line_count(&self) -> u32 {
        offset(self.starts.len())
    }

    /// The byte offset at which the zero-based `line` begins; the end of the text past the last line.
    pub fn line_start(&self, line: u32) -> u32 {
        self.starts.get(line as usize).copied().unwrap_or(self.len)
    }

    /// The range of the zero-based `line` without its line ending.
    pub fn line_range(&self, text: &str, line: u32) -> TextRange {
        let whole = TextRange::new(self.line_start(line), self.line_start(line.saturating_add(1)));
        let content = whole.slice(text).trim_end_matches(['\n', '\r']);
        TextRange::new(whole.start, whole.start + offset(content.len()))
    }

    /// The zero-based line that holds byte `at`.
    pub fn line_of(&self, at: u32) -> u32 {
        offset(self.starts.partition_point(|start| *start <= at).saturating_sub(1))
    }

    /// Line and column of byte `at`. An offset past the end is the end; one inside a character is that character's start.
    pub fn position(&self, text: &str, at: u32, unit: ColumnUnit) -> LineColumn {
        let mut at = at.min(self.len) as usize;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.line_of(offset(at));
        let before = &text[self.line_start(line) as usize..at];
        let column = match unit {
            ColumnUnit::Utf8 => before.len(),
            ColumnUnit::Utf16 => before.encode_utf16().count(),
            ColumnUnit::Scalar => before.chars().count(),
        };
        LineColumn { line, column: offset(column) }
    }

    /// The byte offset of a position. A column past the line's end is the line's end (LSP 3.17, "Position"); one that
    /// points into the middle of a character is that character's start.
    pub fn offset(&self, text: &str, position: LineColumn, unit: ColumnUnit) -> u32 {
        let line = self.line_range(text, position.line);
        let mut left = position.column as usize;
        let mut at = line.start as usize;
        for character in line.slice(text).chars() {
            let width = match unit {
                ColumnUnit::Utf8 => character.len_utf8(),
                ColumnUnit::Utf16 => character.len_utf16(),
                ColumnUnit::Scalar => 1,
            };
            if left < width {
                break;
            }
            left -= width;
            at += character.len_utf8();
        }
        offset(at)
    }
}

/// A length or place in a text as ranges keep it. Texts over 4 GiB never reach the core (the size guard refuses them), so
/// that nothing is lost.
pub(crate) fn offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// `1 file`, `2 files`: a number with its noun.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_round_trip_in_every_unit() {
        let text = "a\r\nb漢字😀c\rd\u{2028}e\n";
        let index = LineIndex::new(text);
        assert_eq!(index.line_count(), 4);
        for unit in [ColumnUnit::Utf8, ColumnUnit::Utf16, ColumnUnit::Scalar] {
            for (at, character) in text.char_indices() {
                if character == '\n' || character == '\r' {
                    continue;
                }
                let position = index.position(text, offset(at), unit);
                assert_eq!(index.offset(text, position, unit) as usize, at, "{character:?} in {unit:?}");
            }
        }
    }

    #[test]
    fn emoji_count_as_two_utf16_units() {
        let text = "😀x";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, 4, ColumnUnit::Utf16).column, 2);
        assert_eq!(index.offset(text, LineColumn { line: 0, column: 1 }, ColumnUnit::Utf16), 0);
        assert_eq!(index.offset(text, LineColumn { line: 0, column: 99 }, ColumnUnit::Utf16), 5);
        assert_eq!(index.offset(text, LineColumn { line: 9, column: 0 }, ColumnUnit::Utf16), 5);
    }
}
