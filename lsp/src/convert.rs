//! Places: the protocol's lines and columns to the core's byte offsets and back. Nothing else in this crate does it.

use seaworthy_core::{ColumnUnit, LineColumn, LineIndex, TextRange};
use tower_lsp::lsp_types::{ClientCapabilities, Position, PositionEncodingKind, Range, TextDocumentContentChangeEvent};

/// A text and where its lines begin.
#[derive(Debug)]
pub struct Snapshot {
    /// The text.
    pub text: String,
    /// Its lines.
    pub index: LineIndex,
}

impl Snapshot {
    /// Reads the lines of a text.
    pub fn new(text: String) -> Self {
        let index = LineIndex::new(&text);
        Self { text, index }
    }

    /// The protocol's position of a byte.
    pub fn position(&self, at: u32, unit: ColumnUnit) -> Position {
        let place = self.index.position(&self.text, at, unit);
        Position::new(place.line, place.column)
    }

    /// The protocol's range of a byte range.
    pub fn range(&self, range: TextRange, unit: ColumnUnit) -> Range {
        Range::new(self.position(range.start, unit), self.position(range.end, unit))
    }

    /// The byte at a position; positions outside the text are brought to its nearest place.
    pub fn offset(&self, position: Position, unit: ColumnUnit) -> u32 {
        let place = LineColumn { line: position.line.min(self.index.line_count()), column: position.character };
        self.index.offset(&self.text, place, unit)
    }

    /// The byte range of a range; an inverted one is turned round.
    pub fn bytes(&self, range: Range, unit: ColumnUnit) -> TextRange {
        let (start, end) = (self.offset(range.start, unit), self.offset(range.end, unit));
        TextRange::new(start.min(end), start.max(end))
    }

    /// The text after a list of changes, each of which counts from the text the one before it left.
    pub fn after(&self, changes: &[TextDocumentContentChangeEvent], unit: ColumnUnit) -> Self {
        let mut now = None;
        for change in changes {
            let before = now.as_ref().unwrap_or(self);
            let text = match change.range {
                None => change.text.clone(),
                Some(range) => before.with(before.bytes(range, unit), &change.text),
            };
            now = Some(Self::new(text));
        }
        now.unwrap_or_else(|| Self::new(self.text.clone()))
    }

    /// The text with some of its bytes replaced.
    fn with(&self, range: TextRange, with: &str) -> String {
        let (start, end) = (range.start as usize, range.end as usize);
        let mut text = String::with_capacity(self.text.len() - (end - start) + with.len());
        text.push_str(&self.text[..start]);
        text.push_str(with);
        text.push_str(&self.text[end..]);
        text
    }
}

/// The unit of columns to use: UTF-8 where the client can, else UTF-16, which every client can (LSP 3.17, "Position").
pub fn unit(client: &ClientCapabilities) -> ColumnUnit {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    if offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8)) {
        ColumnUnit::Utf8
    } else {
        ColumnUnit::Utf16
    }
}

/// The protocol's name of a unit.
pub fn encoding(unit: ColumnUnit) -> PositionEncodingKind {
    match unit {
        ColumnUnit::Utf8 => PositionEncodingKind::UTF8,
        ColumnUnit::Utf16 => PositionEncodingKind::UTF16,
        ColumnUnit::Scalar => PositionEncodingKind::UTF32,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn change(range: Option<Range>, text: &str) -> TextDocumentContentChangeEvent {
        TextDocumentContentChangeEvent { range, range_length: None, text: text.into() }
    }

    fn range(a: (u32, u32), b: (u32, u32)) -> Range {
        Range::new(Position::new(a.0, a.1), Position::new(b.0, b.1))
    }

    #[test]
    fn changes_follow_each_other() {
        let start = Snapshot::new("a\r\n漢字😀b\r\nc".into());
        for (unit, after_emoji) in [(ColumnUnit::Utf16, 4), (ColumnUnit::Utf8, 10)] {
            let changes = [
                change(Some(range((1, after_emoji), (1, after_emoji + 1))), "x\ny"),
                change(Some(range((2, 0), (2, 1))), "z"),
            ];
            assert_eq!(start.after(&changes, unit).text, "a\r\n漢字😀x\nz\r\nc");
        }
    }

    #[test]
    fn places_outside_the_text_are_brought_in() {
        let start = Snapshot::new("ab\ncd".into());
        for (at, expected) in [
            (range((0, 99), (0, 99)), "ab!\ncd"),
            (range((99, 0), (99, 99)), "ab\ncd!"),
            (range((1, 1), (0, 1)), "a!d"),
            (range((u32::MAX, u32::MAX), (u32::MAX, u32::MAX)), "ab\ncd!"),
        ] {
            assert_eq!(start.after(&[change(Some(at), "!")], ColumnUnit::Utf16).text, expected);
        }
    }

    #[test]
    fn a_change_without_range_is_the_whole_text() {
        assert_eq!(Snapshot::new("old".into()).after(&[change(None, "new")], ColumnUnit::Utf8).text, "new");
    }

    fn piece() -> impl Strategy<Value = String> {
        let parts = prop::sample::select(vec!["a", "é", "漢", "😀", "\n", "\r\n", "\r", "\u{2028}", "", "if (x) {"]);
        prop::collection::vec(parts, 0..8).prop_map(|parts| parts.concat())
    }

    proptest! {
        /// The client edits characters, the server positions: both end at the same text.
        #[test]
        fn edits_by_position_equal_edits_by_character(
            start in piece(),
            edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), piece()), 1..12),
            utf8 in any::<bool>(),
        ) {
            let unit = if utf8 { ColumnUnit::Utf8 } else { ColumnUnit::Utf16 };
            let mut expected: Vec<char> = start.chars().collect();
            let mut now = Snapshot::new(start);
            for (a, b, text) in edits {
                let (a, b) = (a.index(expected.len() + 1), b.index(expected.len() + 1));
                let (a, b) = (outside_crlf(&expected, a.min(b)), outside_crlf(&expected, a.max(b)));
                let place = |at: usize| position_by_hand(&expected[..at], unit);
                let edit = change(Some(Range::new(place(a), place(b))), &text);
                expected.splice(a..b, text.chars());
                now = now.after(&[edit], unit);
                prop_assert_eq!(&now.text, &expected.iter().collect::<String>());
                prop_assert_eq!(&now.index, &LineIndex::new(&now.text));
            }
        }
    }

    /// No position names the place between CR and LF.
    fn outside_crlf(text: &[char], at: usize) -> usize {
        if at > 0 && text.get(at) == Some(&'\n') && text[at - 1] == '\r' { at - 1 } else { at }
    }

    /// Counts lines and columns the slow way, independently of [`LineIndex`].
    fn position_by_hand(before: &[char], unit: ColumnUnit) -> Position {
        let (mut line, mut column, mut last) = (0, 0, ' ');
        for &character in before {
            if character == '\n' && last == '\r' {
                column = 0;
            } else if character == '\n' || character == '\r' {
                line += 1;
                column = 0;
            } else {
                let width = if unit == ColumnUnit::Utf8 { character.len_utf8() } else { character.len_utf16() };
                column += u32::try_from(width).unwrap();
            }
            last = character;
        }
        Position::new(line, column)
    }
}
