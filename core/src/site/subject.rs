//! What a finding on a live page is about.

use serde::{Deserialize, Serialize};

use crate::text::TextRange;

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
        /// UTF-8 bytes in its text.
        range: TextRange,
        /// Which script of the list that was handed in, so that the range can be read.
        #[serde(skip)]
        index: usize,
    },
}
