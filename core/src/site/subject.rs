//! What a finding on a live page is about.

use serde::{Deserialize, Serialize};

use crate::text::{LineColumn, TextRange};

/// What a finding on a live page is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Subject {
    /// A storage entry.
    Storage {
        /// `localStorage`, `sessionStorage` or `IndexedDB`.
        area: String,
        /// Its key, identifiers in it redacted.
        key: String,
    },
    /// A cookie.
    Cookie {
        /// Its name.
        name: String,
        /// Its domain; empty when unknown.
        domain: String,
        /// Its path; empty when unknown.
        path: String,
    },
    /// A place in a script.
    Script {
        /// Its URL without query.
        url: String,
        /// UTF-8 bytes in its text; none when only the original is known.
        range: Option<TextRange>,
        /// The place in the original source, by the script's source map.
        #[serde(default)]
        original: Option<Original>,
        /// Which script of the list that was handed in, so that the range can be read.
        #[serde(skip)]
        index: usize,
    },
    /// A response and one of its headers.
    Response {
        /// Its URL without query.
        url: String,
        /// The header's name, lower case; empty when the response as a whole is meant.
        header: String,
    },
    /// Something the page loads, calls, embeds or sends to.
    Resource {
        /// Its URL without query.
        url: String,
        /// What it is, in a word or two: `script`, `form`, `frame`, `request`, `library`, `source map`, `link`.
        what: String,
    },
    /// The page as a whole.
    Page {},
}

/// A place in an original source that a source map leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// The source's path as the source map names it.
    pub file: String,
    /// Where it begins: zero-based line and column in UTF-16 units, as source maps count.
    pub start: LineColumn,
    /// Where it ends; the beginning when only that is known.
    pub end: LineColumn,
}
