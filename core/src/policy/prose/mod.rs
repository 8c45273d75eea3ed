//! The words of a file that people read, without its markup and code, and where each stands in the file.
//!
//! Invariant: every piece is a part of the file as it is written, so that a range of the prose is a range of the file.

mod markdown;
mod markup;

pub use markdown::of_markdown;
pub use markup::{Anchor, Page, of_markup};

use crate::syntax::json::{self, JsonKind, JsonValue};
use crate::text::{TextRange, offset};

/// The words of a file that people read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    text: String,
    /// Where each piece begins in the text, and in the file.
    pieces: Vec<(u32, u32)>,
}

impl Prose {
    /// The pieces of a file at these ranges, in order of place, one to a line.
    pub fn of(file: &str, mut ranges: Vec<TextRange>) -> Self {
        ranges.sort_unstable();
        let mut prose = Self::default();
        let mut reached = 0;
        for range in ranges.into_iter().filter(|range| !range.slice(file).trim().is_empty()) {
            if range.start < reached {
                continue;
            }
            reached = range.end;
            prose.pieces.push((offset(prose.text.len()), range.start));
            prose.text.push_str(range.slice(file));
            prose.text.push('\n');
        }
        prose
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a range of the text stands in the file: up to the end of the piece it begins in.
    pub fn place(&self, range: TextRange) -> TextRange {
        let at = self.pieces.partition_point(|(start, _)| *start <= range.start);
        let Some((start, in_file)) = at.checked_sub(1).and_then(|at| self.pieces.get(at)) else {
            return TextRange::empty(0);
        };
        // One byte before the next piece stands the line break that parts them.
        let end = self.pieces.get(at).map_or(offset(self.text.len()), |(next, _)| *next).saturating_sub(1);
        let place = |at: u32| at.min(end) - start + in_file;
        TextRange::new(place(range.start), place(range.end))
    }
}

/// The strings of a JSON file that stand under a key that names such a text, as translations hold them.
pub fn of_json(text: &str) -> Prose {
    let mut ranges = Vec::new();
    if let Some(root) = &json::parse(text).value {
        named(root, false, 0, &mut ranges);
    }
    Prose::of(text, ranges)
}

fn named(value: &JsonValue, is_named: bool, depth: u32, ranges: &mut Vec<TextRange>) {
    // The reader bounds nesting; this bounds the stack all the same.
    if depth > 64 {
        return;
    }
    match &value.kind {
        JsonKind::String(_) if is_named => ranges.push(value.range.inside_quotes()),
        JsonKind::Array(items) => items.iter().for_each(|item| named(item, is_named, depth + 1, ranges)),
        JsonKind::Object(properties) => {
            for property in properties {
                let names = super::kind_of_name(&property.key).is_some();
                let holds_more = !matches!(property.value.kind, JsonKind::String(_));
                named(&property.value, is_named || names && holds_more, depth + 1, ranges);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_lead_back_to_the_file() {
        let file = "<p>Hello [Name]</p><p>More [Date] here</p>";
        let prose = of_markup(file, false).prose(file);
        assert_eq!(prose.text(), "Hello [Name]\nMore [Date] here\n");
        for word in ["Hello", "[Name]", "More", "[Date]", "here"] {
            let at = offset(prose.text().find(word).unwrap());
            let range = prose.place(TextRange::new(at, at + offset(word.len())));
            assert_eq!(range.slice(file), word);
        }
        assert_eq!(Prose::default().place(TextRange::new(3, 9)), TextRange::empty(0));
        assert!(prose.place(TextRange::new(500, 900)).end as usize <= file.len());
    }

    #[test]
    fn translations_are_read_below_their_key() {
        let text = r#"{"home":{"title":"Hi"},"privacyPolicy":{"intro":"We are [Company Name].","list":["a b"]},"privacy":"Privacy"}"#;
        assert_eq!(of_json(text).text(), "We are [Company Name].\na b\n");
        assert_eq!(of_json("{").text(), "");
    }
}
