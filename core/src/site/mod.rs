//! The live page: what a browser saw of it, as data, and the facts in that.

mod snapshot;

pub use snapshot::{Cookie, PageScript, Seen, Snapshot, StorageEntry};

/// What was seen of a live page, in the vocabulary of the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteFacts {
    /// The page's URL without query and fragment.
    pub url: String,
    /// Whether it came over HTTPS or from a loopback address, where browsers treat HTTP as trustworthy.
    pub is_trustworthy: bool,
    /// Whether it is a loopback address: development rules apply.
    pub is_loopback: bool,
    /// Web storage entries.
    pub storage: Vec<StorageEntry>,
    /// Cookies.
    pub cookies: Vec<Cookie>,
}
