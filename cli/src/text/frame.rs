//! The source around marked places, cut down to what a person can take in and a terminal can show.
//!
//! Invariant: every character of the frame is clean (see [`crate::terminal::clean`]), credentials are covered, and marks still
//! stand under the characters they mean.

use std::collections::BTreeMap;
use std::ops::Range;

use seaworthy_core::report::mask_part;
use seaworthy_core::{ColumnUnit, LineIndex, TextRange};

use crate::terminal::{clean, clean_character};

/// The most lines shown of one place.
const MOST_LINES: u32 = 6;
/// Characters shown before the first mark of a line that is cut at its start.
const BEFORE: usize = 24;

/// A place to mark.
pub(super) struct Spot<'a> {
    pub(super) range: TextRange,
    pub(super) label: &'a str,
}

/// A marked part of the frame's source.
pub(super) struct Mark {
    /// Bytes of [`Frame::source`].
    pub(super) span: Range<usize>,
    pub(super) label: String,
    pub(super) is_primary: bool,
}

/// Source with marks.
pub(super) struct Frame {
    pub(super) source: String,
    /// One-based number of the source's first line.
    pub(super) first_line: usize,
    pub(super) marks: Vec<Mark>,
    /// One-based place of the first spot in the file, columns in characters.
    pub(super) line: usize,
    pub(super) column: usize,
    /// The first spot's column in [`Frame::source`], where its line was cut at the start.
    pub(super) shown_column: Option<usize>,
}

/// How a frame is drawn.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// A line with more characters is shown around its marks only.
    pub(super) longest: usize,
    /// Whether the rule found a secret here, so that everything quoted is covered.
    pub(super) is_secret: bool,
    /// Whether the first spot is the finding itself.
    pub(super) is_primary: bool,
}

/// Draws the spots of one text.
pub(super) fn frame(text: &str, index: &LineIndex, spots: &[Spot<'_>], style: Style) -> Frame {
    let spans: Vec<Span> = spots.iter().map(|spot| Span::new(text, index, spot.range)).collect();
    let first = spans.iter().map(|span| span.first).min().unwrap_or(0);
    let last = spans.iter().map(|span| span.last).max().unwrap_or(0);
    let mut source = String::new();
    let mut lines: BTreeMap<u32, (usize, Line)> = BTreeMap::new();
    for number in first..=last {
        let near = spans.iter().any(|span| span.first.saturating_sub(2) <= number && number <= span.last + 2);
        // The renderer folds lines far from any mark; their text is not needed.
        if near {
            let start = place_to_show(&spans, number, style.longest);
            let line = Line::new(text, index.line_range(text, number), start, style);
            let at = source.len();
            source.push_str(&line.shown);
            lines.insert(number, (at, line));
        }
        source.push('\n');
    }
    let marks = spans.iter().zip(spots).enumerate().map(|(at, (span, spot))| Mark {
        span: span.in_source(&lines),
        label: clean(spot.label),
        is_primary: style.is_primary && at == 0,
    });
    let marks = marks.collect();
    let start = spots.first().map_or(0, |spot| spot.range.start);
    let place = index.position(text, start, ColumnUnit::Scalar);
    let cut_line = spans.first().and_then(|span| lines.get(&span.first)).filter(|(_, line)| line.is_cut);
    let shown_column =
        cut_line.map(|(_, line)| line.shown[..line.shown_offset(spans[0].range.start)].chars().count() + 1);
    Frame {
        source,
        first_line: first as usize + 1,
        marks,
        line: place.line as usize + 1,
        column: place.column as usize + 1,
        shown_column,
    }
}

/// The place a line that is too long is shown around: the first of its marks where all fit, else that of the first spot.
fn place_to_show(spans: &[Span], line: u32, longest: usize) -> Option<u32> {
    let starts = || spans.iter().filter_map(|span| span.start_on(line));
    let (first, last) = (starts().min()?, starts().max()?);
    if (last - first) as usize + BEFORE < longest { Some(first) } else { starts().next() }
}

/// A range with its lines; a long one ends at the end of the last line that is shown of it.
struct Span {
    range: TextRange,
    first: u32,
    last: u32,
}

impl Span {
    fn new(text: &str, index: &LineIndex, range: TextRange) -> Self {
        let first = index.line_of(range.start);
        // A range that ends at the start of a line does not touch that line.
        let last = index.line_of(range.end.saturating_sub(1).max(range.start));
        let shown = last.min(first + MOST_LINES - 1);
        let end = range.end.min(index.line_range(text, shown).end).max(range.start);
        Self { range: TextRange::new(range.start, end), first, last: shown }
    }

    fn start_on(&self, line: u32) -> Option<u32> {
        (self.first == line).then_some(self.range.start)
    }

    fn in_source(&self, lines: &BTreeMap<u32, (usize, Line)>) -> Range<usize> {
        let place = |line: u32, at: u32| lines.get(&line).map_or(0, |(start, line)| start + line.shown_offset(at));
        let start = place(self.first, self.range.start);
        start..place(self.last, self.range.end).max(start)
    }
}

/// One line as it is shown.
struct Line {
    shown: String,
    /// For every shown character that stands for one of the text: its offset in the text and in `shown`; last, the end.
    offsets: Vec<(u32, usize)>,
    is_cut: bool,
}

impl Line {
    /// Shows a line of the text; of a long one the part around `mark`.
    fn new(text: &str, range: TextRange, mark: Option<u32>, style: Style) -> Self {
        let window = window(text, range, mark, style.longest);
        let source = window.slice(text);
        let mut shown = String::new();
        if window.start > range.start {
            shown.push('…');
        }
        let mut offsets = Vec::new();
        let part = (window.start - range.start) as usize..(window.end - range.start) as usize;
        let masked = mask_part(range.slice(text), part, style.is_secret);
        for ((at, _), character) in source.char_indices().zip(masked.chars()) {
            offsets.push((window.start + u32::try_from(at).unwrap_or(0), shown.len()));
            shown.push(clean_character(character));
        }
        offsets.push((window.end, shown.len()));
        if window.end < range.end {
            shown.push('…');
        }
        Self { shown, offsets, is_cut: window.start > range.start }
    }

    /// Where the character at byte `at` of the text stands in `shown`; the nearest end when it is cut off.
    fn shown_offset(&self, at: u32) -> usize {
        let found = self.offsets.partition_point(|(offset, _)| *offset < at);
        self.offsets.get(found).or(self.offsets.last()).map_or(0, |(_, shown)| *shown)
    }
}

/// The part of a line that is shown.
fn window(text: &str, line: TextRange, mark: Option<u32>, longest: usize) -> TextRange {
    let whole = line.slice(text);
    if whole.len() <= longest || whole.chars().nth(longest).is_none() {
        return line;
    }
    let mark = mark.unwrap_or(line.start).clamp(line.start, line.end);
    let before = TextRange::new(line.start, mark).slice(text);
    let is_near = before.chars().nth(longest / 2).is_none();
    let cut = before.char_indices().rev().take(BEFORE).last().map_or(before.len(), |(at, _)| at);
    let start = if is_near { 0 } else { cut };
    let rest = &whole[start..];
    let end = rest.char_indices().nth(longest).map_or(rest.len(), |(at, _)| at);
    let offset = |at: usize| line.start + u32::try_from(at).unwrap_or(0);
    TextRange::new(offset(start), offset(start + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { longest: 100, is_secret: false, is_primary: true };

    fn draw(text: &str, marked: &str) -> (Frame, String) {
        let at = u32::try_from(text.find(marked).unwrap()).unwrap();
        let range = TextRange::new(at, at + u32::try_from(marked.len()).unwrap());
        let frame = frame(text, &LineIndex::new(text), &[Spot { range, label: "" }], STYLE);
        let under = frame.source[frame.marks[0].span.clone()].to_owned();
        (frame, under)
    }

    #[test]
    fn marks_stand_under_what_they_mean() {
        for (text, marked, line, column) in [
            ("a\r\nb bad c\r\n", "bad", 2, 3),
            ("\t漢字 bad", "bad", 1, 5),
            ("one\rbad\rtwo", "bad", 2, 1),
            ("x\u{1b}[31m\u{9b} bad", "bad", 1, 9),
        ] {
            let (frame, under) = draw(text, marked);
            assert_eq!((under.as_str(), frame.line, frame.column), (marked, line, column), "{text:?}");
            assert!(!frame.source.contains(['\u{1b}', '\u{9b}', '\r']));
        }
    }

    #[test]
    fn a_long_line_is_cut_around_its_mark() {
        let text = format!("{}bad{}", "漢".repeat(100_000), "x".repeat(100_000));
        let (frame, under) = draw(&text, "bad");
        assert_eq!(under, "bad");
        assert_eq!((frame.column, frame.shown_column), (100_001, Some(BEFORE + 2)));
        assert_eq!(frame.source.trim_end().chars().count(), STYLE.longest + 2);
        assert!(frame.source.starts_with('…') && frame.source.trim_end().ends_with('…'));
    }

    #[test]
    fn a_long_line_is_shown_around_the_finding_not_what_explains_it() {
        let text = format!("why;{}bad;{}", "x;".repeat(50_000), "y;".repeat(50_000));
        let at = u32::try_from(text.find("bad").unwrap()).unwrap();
        let spots = [
            Spot { range: TextRange::new(at, at + 3), label: "" },
            Spot { range: TextRange::new(0, 3), label: "the reason" },
        ];
        let frame = frame(&text, &LineIndex::new(&text), &spots, STYLE);
        assert_eq!(&frame.source[frame.marks[0].span.clone()], "bad");
    }

    #[test]
    fn a_line_a_bit_too_long_keeps_its_start() {
        let text = format!("  bad({});", "x".repeat(120));
        let (frame, under) = draw(&text, &text[2..]);
        assert!(
            frame.shown_column.is_none() && frame.source.starts_with("  bad(") && under.starts_with("bad(x"),
            "{}",
            frame.source
        );
    }

    #[test]
    fn a_long_place_is_cut() {
        let text = "start {\n".to_owned() + &"line\n".repeat(50) + "}";
        let (frame, under) = draw(&text, &text);
        assert_eq!(under.lines().count(), MOST_LINES as usize);
        assert_eq!(frame.source.lines().count(), MOST_LINES as usize);
    }

    #[test]
    fn the_end_of_the_text_can_be_marked() {
        for text in ["", "a", "a\n", "漢"] {
            let end = u32::try_from(text.len()).unwrap();
            let spot = Spot { range: TextRange::empty(end), label: "" };
            let frame = frame(text, &LineIndex::new(text), &[spot], STYLE);
            assert!(frame.source.get(frame.marks[0].span.clone()).is_some());
        }
    }
}
