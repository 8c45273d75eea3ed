//! Everything the browser extension saw of a page, as data. Values never leave the page's own context whole: the
//! extension sends them here, in the same process, and only redacted forms go on.

use serde::{Deserialize, Serialize};

/// Something that may not have been looked at. An empty list must never pass for good news.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Seen<T> {
    /// It was looked at, and this is what was there.
    Inspected {
        /// What was there.
        value: T,
    },
    /// It was not looked at.
    NotInspected {
        /// Why, in words for the user.
        reason: String,
    },
}

/// Everything the browser extension saw of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// The page's URL.
    pub url: String,
    /// The scripts of the page, inline ones included.
    pub scripts: Seen<Vec<PageScript>>,
    /// `localStorage` and `sessionStorage` entries, and IndexedDB records.
    pub storage: Seen<Vec<StorageEntry>>,
    /// Cookies, `HttpOnly` ones included.
    pub cookies: Seen<Vec<Cookie>>,
}

/// A script of the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageScript {
    /// Its URL; the page's URL and `#inline-N` for an inline script.
    pub url: String,
    /// Its text.
    pub text: String,
}

/// An entry of web storage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StorageEntry {
    /// `localStorage`, `sessionStorage` or `IndexedDB`.
    pub area: String,
    /// The key (database, store and key for IndexedDB).
    pub key: String,
    /// The value as text.
    pub value: String,
}

/// A cookie as the browser keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// `HttpOnly`.
    pub http_only: bool,
    /// `Secure`.
    pub secure: bool,
    /// `strict`, `lax`, `no_restriction` or `unspecified`: the browsers' own words.
    pub same_site: String,
    /// The domain it is sent to; begins with a dot when subdomains get it too.
    pub domain: String,
    /// The path it is sent to.
    pub path: String,
    /// Expiry in seconds since 1970; none for a session cookie.
    pub expiration_date: Option<f64>,
}
