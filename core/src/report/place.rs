//! Byte ranges as the lines and columns people and report formats count.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::Report;
use crate::finding::Edit;
use crate::text::{ColumnUnit, LineIndex, TextRange};

/// Where the texts behind the findings are kept.
pub trait Texts {
    /// The text of the file at a project-relative path, if it is at hand.
    fn text(&self, path: &str) -> Option<&str>;
}

impl Texts for BTreeMap<String, String> {
    fn text(&self, path: &str) -> Option<&str> {
        self.get(path).map(String::as_str)
    }
}

/// A position as people count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// One-based line.
    pub line: u32,
    /// One-based column in Unicode scalar values.
    pub column: u32,
    /// Offset in UTF-8 bytes from the start of the text (a byte order mark is not part of it).
    pub offset: u32,
}

/// A range as people count; `end` is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The first character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}

/// Percent-encodes a relative path as RFC 3986 wants it; `/` stays.
pub fn encode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The line starts of every text a report points into, read once.
pub struct Places<'a> {
    known: BTreeMap<&'a str, (&'a str, LineIndex)>,
}

impl<'a> Places<'a> {
    /// Reads the line starts of every file that findings and notes of the report mention.
    pub fn new(report: &Report<'a>) -> Self {
        let mut places = Self { known: BTreeMap::new() };
        for finding in report.findings.iter().map(|marked| marked.finding) {
            places.learn(report.texts, &finding.path);
            for related in &finding.related {
                places.learn(report.texts, &related.path);
            }
            for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
                places.learn(report.texts, &edit.path);
            }
        }
        for note in report.notes.iter().filter(|note| note.range.is_some()) {
            places.learn(report.texts, &note.path);
        }
        places
    }

    /// Reads the line starts of these files.
    pub fn of(texts: &'a dyn Texts, paths: impl IntoIterator<Item = &'a str>) -> Self {
        let mut places = Self { known: BTreeMap::new() };
        for path in paths {
            places.learn(texts, path);
        }
        places
    }

    fn learn(&mut self, texts: &'a dyn Texts, path: &'a str) {
        if !self.known.contains_key(path)
            && let Some(text) = texts.text(path)
        {
            self.known.insert(path, (text, LineIndex::new(text)));
        }
    }

    /// The place of a byte range; none when the text is not at hand.
    pub fn place(&self, path: &str, range: TextRange) -> Option<Place> {
        let (text, index) = self.known.get(path)?;
        let position = |at| {
            let found = index.position(text, at, ColumnUnit::Scalar);
            Position { line: found.line + 1, column: found.column + 1, offset: at }
        };
        Some(Place { start: position(range.start), end: position(range.end) })
    }

    /// Whether an edit makes the file it names; see [`Edit`].
    pub fn makes_file(&self, edit: &Edit) -> bool {
        edit.range == TextRange::empty(0) && !self.known.contains_key(edit.path.as_str())
    }

    /// The place of an edit; in a file it makes, the start.
    pub fn edit_place(&self, edit: &Edit) -> Option<Place> {
        let start = Position { line: 1, column: 1, offset: 0 };
        if self.makes_file(edit) { Some(Place { start, end: start }) } else { self.place(&edit.path, edit.range) }
    }

    /// The text and line starts of a file.
    pub fn file(&self, path: &str) -> Option<(&'a str, &LineIndex)> {
        self.known.get(path).map(|(text, index)| (*text, index))
    }

    /// The zero-based line byte `at` stands on, without its line ending.
    pub fn line(&self, path: &str, at: u32) -> &'a str {
        self.known.get(path).map_or("", |(text, index)| index.line_range(text, index.line_of(at)).slice(text))
    }
}
