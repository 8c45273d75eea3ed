//! The texts by which a site speaks of law: what kind of text it is, what is unfinished in it, and what it says.
//!
//! Invariant: pure, and a reader only. What it finds is about words that stand there or do not; whether a text is good law is
//! for a lawyer to say. Ranges are UTF-8 bytes of the text it was given, and no text makes it panic.
//!
//! ```
//! use seaworthy_core::policy::{self, LegalKind, Services};
//!
//! let text = "Privacy Policy\n[Company Name] collects your mail address. Write to privacy@yourcompany.com.";
//! let read = policy::read(text);
//! assert_eq!(read.kind, Some(LegalKind::Privacy));
//! let faults = policy::faults(&read, &Services::default());
//! assert_eq!(faults[0].range.slice(text), "[Company Name]");
//! ```

mod blanks;
mod brackets;
mod brands;
mod dates;
mod faults;
mod fold;
mod kind;
mod leftovers;
pub mod prose;
mod sections;
mod services;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::text::TextRange;

pub use dates::is_written_by_clock;
pub use faults::{Fault, FaultKind, faults};
pub use kind::{LegalKind, kind_of_address, kind_of_name, kind_of_path, kind_of_words, mentions};
pub use sections::Section;
pub use services::{KnownService, SERVICES, Services};

/// Longer texts are no policies that people read; what stands behind is not looked at.
const LONGEST: usize = 1 << 20;

/// Something in a text that its author left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where it stands.
    pub range: TextRange,
    /// What it is.
    pub kind: MarkKind,
    /// As it is written, cut to what fits a message.
    pub text: SmolStr,
}

/// What is left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// A place to fill in: `[Company Name]`, `{{company}}`, `XXXX`, filler text.
    Blank,
    /// A name, address or mail address that belongs to nobody: `Your Company, Inc.`, `privacy@example.com`.
    Sample,
    /// Words of a template or a chat that speak to the author: "replace the text in brackets".
    Leftover,
    /// A date that is none: `Last updated: undefined`.
    Date,
    /// A date that is made anew on every visit.
    Clock,
}

/// What was read of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyText {
    /// What kind of text it is; none when it does not say.
    pub kind: Option<LegalKind>,
    /// How many words it has.
    pub words: usize,
    /// Whether it is the whole text, so that what is missing from it is missing. True unless whoever read it says otherwise.
    pub is_whole: bool,
    /// What is left open, in order of place.
    pub marks: Vec<Mark>,
    /// Generators that it credits, and where.
    pub generators: Vec<(&'static str, TextRange)>,
    /// Services it names, each where it does so first.
    pub services: Vec<(&'static str, TextRange)>,
    /// Names by which it calls the one who speaks: `Harbor Ltd` of `Harbor Ltd ("we")`.
    pub speakers: Vec<(SmolStr, TextRange)>,
    /// Its words that may be names, in lower case: to look for the site's own name.
    pub names: BTreeSet<SmolStr>,
    /// The year its date gives, and where.
    pub year: Option<(u16, TextRange)>,
    /// What of the usual content it speaks of. Information: no list of words proves that it does so rightly.
    pub sections: Vec<Section>,
}

impl PolicyText {
    /// Whether the text has a part about this.
    pub fn speaks_of(&self, section: Section) -> bool {
        self.sections.contains(&section)
    }
}

/// Reads a text as people see it, without markup. See [`prose`] for texts that stand in files.
pub fn read(text: &str) -> PolicyText {
    let text = cut(text, LONGEST);
    let folded = fold::fold(text);
    let mut marks = brackets::find(text, &folded);
    marks.extend(blanks::find(text, &folded));
    marks.extend(leftovers::find(text, &folded));
    marks.extend(dates::broken(text, &folded));
    marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end), mark.kind));
    let mut reached = 0;
    marks.retain(|mark| {
        let is_new = mark.range.start >= reached;
        reached = reached.max(mark.range.end);
        is_new
    });
    PolicyText {
        kind: kind::kind_of_text(&folded),
        words: text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count(),
        is_whole: true,
        marks,
        generators: leftovers::generators(&folded),
        services: services::named(text, &folded),
        speakers: brands::speakers(text),
        names: brands::names(text),
        year: dates::year(&folded),
        sections: sections::present(&folded),
    }
}

/// The beginning of a text, whole characters.
fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// A mark at `start..end` of a text.
fn mark(text: &str, start: usize, end: usize, kind: MarkKind) -> Mark {
    let range = TextRange::new(crate::text::offset(start), crate::text::offset(end));
    let words: Vec<&str> = range.slice(text).split_whitespace().collect();
    Mark { range, kind, text: SmolStr::new(cut(&words.join(" "), 60)) }
}
