//! A rule's verdict at a place, as plain data: what is wrong, what it allows, what to do, and the edits that do it.
//!
//! Invariant: nothing in a finding repeats a secret; rules put only names, paths and redacted forms into text.

use serde::{Deserialize, Serialize};

use crate::rules::RuleMeta;
use crate::text::TextRange;

/// How grave a finding is. Some readers (coding agents among them) look at errors only, so an error is what is surely wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    #[serde(alias = "information")]
    Info,
    /// Needs a look.
    Warning,
    /// Surely wrong.
    Error,
}

impl Severity {
    /// The word used in every output: `error`, `warning` or `info`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Whether the code around a finding was parsed whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// The statement was read as its author wrote it.
    Complete,
    /// Parts of the surrounding code could not be read.
    Partial,
}

/// The three parts of a message; each is one or two plain sentences without a trailing newline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// What is wrong here: one short line.
    pub what: String,
    /// What an attacker can do with it.
    pub risk: String,
    /// What to do.
    pub remedy: String,
}

impl Message {
    /// A message of its three parts.
    pub fn new(what: impl Into<String>, risk: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), risk: risk.into(), remedy: remedy.into() }
    }
}

/// Another place that explains the finding, and why it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Project-relative path with forward slashes.
    pub path: String,
    /// UTF-8 bytes in that file.
    pub range: TextRange,
    /// Why this place matters, as a short clause.
    pub note: String,
}

/// How far a fix may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FixLevel {
    /// Behaviour stays as intended; may be applied in bulk.
    Safe,
    /// Behaviour changes; one click, one look.
    Suggestion,
    /// Text only; has no edits.
    Guide,
}

/// One replacement of text.
///
/// An edit can also make a file: its `path` is then no file of the project and its `range` is empty at 0. Several such
/// edits for one path follow each other in the file they make. Whoever writes never overwrites with one: where a file of
/// this path is on disk after all (one the project does not read), the whole fix is left.
///
/// To append to a file the project knows, insert at [`crate::FileFacts::length`], after a line break unless
/// [`crate::FileFacts::ends_with_newline`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Project-relative path with forward slashes.
    pub path: String,
    /// The UTF-8 bytes to replace; empty to insert.
    pub range: TextRange,
    /// The new text.
    pub text: String,
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// An imperative title, shown in the editor's quick-fix list.
    pub title: String,
    /// How far it may be trusted.
    pub level: FixLevel,
    /// The edits; ranges in one file never overlap. Empty for a guide.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// Words only: what to do where no edit can do it.
    pub fn guide(title: impl Into<String>) -> Self {
        Self { title: title.into(), level: FixLevel::Guide, edits: Vec::new() }
    }
}

/// A rule's verdict at a place.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that speaks.
    pub rule: &'static RuleMeta,
    /// Project-relative path with forward slashes.
    pub path: String,
    /// UTF-8 bytes in that file.
    pub range: TextRange,
    /// After configuration; see [`crate::config::Config::severity`].
    pub severity: Severity,
    /// Whether the surrounding code was read whole.
    pub certainty: Certainty,
    /// What is wrong, what it allows, what to do.
    pub message: Message,
    /// Places that explain it.
    pub related: Vec<Related>,
    /// Ways to mend it; the first is the preferred one.
    pub fixes: Vec<Fix>,
}
