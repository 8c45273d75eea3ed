//! The launch checklist as text for machines and people: JSON, Markdown and a page.
//!
//! Invariant: as for every report, a value without a clock or a disk; text that comes from code is escaped where it is put,
//! and nothing of a source line is repeated.

mod html;
mod json;
mod markdown;
mod shapes;

use super::{Places, Texts};
use crate::checklist::{Checklist, ItemPlace};

pub use html::checklist_html;
pub(super) use html::{attribute, page_head, shape, strip, word};
pub use json::{CHECKLIST_VERSION, checklist_json};
pub use markdown::checklist_markdown;
pub(super) use shapes::{MARK, of_severity as shape_of_severity, of_verdict as shape_of_verdict};

/// What a report of a checklist is made of.
pub struct ChecklistReport<'a> {
    /// Version of the program that made it.
    pub version: &'a str,
    /// The project's name, for a heading.
    pub project: &'a str,
    /// What stands before every path, so that it leads from the reader's folder to the file: empty, or ends with `/`.
    pub prefix: &'a str,
    /// The checklist.
    pub checklist: &'a Checklist,
    /// The texts that its places point into.
    pub texts: &'a dyn Texts,
    /// The address that opens a file at a line (from 1), for a page; none where nothing opens it. It is escaped where it is put.
    pub link: &'a dyn Fn(&str, u32) -> Option<String>,
}

impl ChecklistReport<'_> {
    fn places(&self) -> Places<'_> {
        let places = self.checklist.items.iter().flat_map(|result| &result.places);
        Places::of(self.texts, places.map(|place| place.path.as_str()))
    }

    /// Path and line as people write them, and the line.
    fn location(&self, places: &Places<'_>, place: &ItemPlace) -> (String, u32) {
        let line = places.place(&place.path, place.range).map(|place| place.start.line);
        let shown = line.map_or(String::new(), |line| format!(":{line}"));
        (format!("{}{}{shown}", self.prefix, place.path), line.unwrap_or(1))
    }
}

/// A clause as a sentence.
pub(super) fn sentence(clause: &str) -> String {
    let mut characters = clause.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    // A name that begins with a small letter (`next-auth`) or a path stays as it is.
    let first_word = clause.split(' ').next().unwrap_or_default();
    let is_name = first_word.contains(['-', '/', '.', '@', '`']);
    let end = if clause.ends_with(['.', '?', '!']) { "" } else { "." };
    if is_name { format!("{clause}{end}") } else { format!("{first}{}{end}", characters.as_str()) }
}

#[cfg(test)]
mod tests;
