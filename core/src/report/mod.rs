//! Findings as text for machines and people: SARIF, JSON, Markdown and GitHub annotations.
//!
//! Invariant: a report is a value. Nothing here prints, reads a file or asks for the time, so every face writes the same
//! report; no report repeats a line of source that holds a credential (see [`mask`]), and none steers the terminal it is shown
//! in (see [`clean`]).

mod agent;
mod checklist;
mod clean;
mod fingerprint;
mod github;
mod json;
mod markdown;
mod mask;
mod place;
mod sarif;
mod site;
mod summary;

use crate::text::TextRange;

pub use agent::agent;
pub use checklist::{CHECKLIST_VERSION, ChecklistReport, checklist_html, checklist_json, checklist_markdown};
pub use clean::{clean, clean_character};
pub use fingerprint::{Marked, mark};
pub use github::{github_annotations, github_data};
pub use json::{JSON_VERSION, json};
pub use markdown::markdown;
pub use mask::{mask, mask_part};
pub use place::{Place, Places, Position, Texts, encode_path};
pub use sarif::sarif;
pub use site::{
    SITE_VERSION, SitePage, Told, count_site, site_html, site_json, site_markdown, site_place_in_words, site_sarif,
};
pub use summary::{Counts, count};

/// What a report is made of.
pub struct Report<'a> {
    /// Version of the program that made it.
    pub version: &'a str,
    /// What stands before every path, so that it leads from the reader's folder to the file: empty, or ends with `/`.
    pub prefix: &'a str,
    /// The findings in the order they are shown, with their fingerprints.
    pub findings: &'a [Marked<'a>],
    /// The texts that findings point into.
    pub texts: &'a dyn Texts,
    /// Remarks about files that are no findings.
    pub notes: &'a [FileNote],
    /// How many files were looked at.
    pub files: usize,
    /// How many findings ignore comments silenced.
    pub suppressed: usize,
    /// How many findings the baseline already knows.
    pub baselined: usize,
}

/// A remark about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileNote {
    /// Project-relative path with forward slashes.
    pub path: String,
    /// UTF-8 bytes in that file; none when it is about the whole file.
    pub range: Option<TextRange>,
    /// What kind of remark.
    pub kind: NoteKind,
    /// What and why, as a sentence or clause without a trailing newline.
    pub message: String,
}

/// What a remark about a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// The file could not be read at all.
    Unread,
    /// Parts of it could not be parsed; the rest was analysed.
    Partial,
    /// An ignore comment ignores nothing.
    Notice,
    /// A source map lies beside a delivered script; its content is not read.
    SourceMap,
}

impl NoteKind {
    /// The kebab-case name used in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unread => "file-not-read",
            Self::Partial => "file-read-in-part",
            Self::Notice => "ignore-comment",
            Self::SourceMap => "source-map",
        }
    }
}

#[cfg(test)]
mod test_support;
