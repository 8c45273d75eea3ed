//! Everything the browser extension saw of a page, as data. Values stay within the extension's own worker: they come in
//! here, and only redacted forms go on.

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
    /// When it was taken, in seconds since 1970; without it nothing is said to have expired.
    #[serde(default)]
    pub taken_at: Option<f64>,
    /// The scripts of the page, inline ones included.
    pub scripts: Seen<Vec<PageScript>>,
    /// `localStorage` and `sessionStorage` entries, and IndexedDB records.
    pub storage: Seen<Vec<StorageEntry>>,
    /// The browser's own cookie jar for the page, `HttpOnly` ones included.
    pub cookies: Seen<Vec<Cookie>>,
    /// What `document.cookie` shows. Used for names the jar could not be asked for: each of them is readable by script.
    #[serde(default)]
    pub script_cookies: Vec<ScriptCookie>,
    /// What else was left out while the snapshot was taken.
    #[serde(default)]
    pub not_inspected: Vec<NotInspected>,
}

/// Something nobody looked at, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotInspected {
    /// What: a part of the page or a script's URL.
    pub what: String,
    /// Why, in words for the user.
    pub reason: String,
}

/// A script of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageScript {
    /// Its URL; the page's URL and `#inline-N` for an inline script, `#data-N` for inline data (`__NEXT_DATA__` and other
    /// `<script type="application/json">`).
    pub url: String,
    /// Its text.
    pub text: String,
}

/// An entry of web storage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StorageEntry {
    /// `localStorage`, `sessionStorage` or `IndexedDB`.
    pub area: String,
    /// Database and store for IndexedDB; empty for web storage.
    #[serde(default)]
    pub place: String,
    /// The key.
    pub key: String,
    /// The value as text; IndexedDB records as JSON.
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
    #[serde(default)]
    pub expiration_date: Option<f64>,
}

/// A cookie as scripts see it: a name and a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptCookie {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}
