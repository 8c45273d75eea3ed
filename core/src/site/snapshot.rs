//! Everything that was seen of a page, as data: by the browser extension, in a HAR, in a saved folder, or by requests from
//! the terminal. Values stay within the extension's own worker or the process: they come in here, and only redacted forms
//! go on.
//!
//! Invariant: a part that was not looked at is [`Seen::NotInspected`] with the reason. A field that an older taker does not
//! know is absent, and absent means not inspected.

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

impl<T> Default for Seen<T> {
    fn default() -> Self {
        Self::NotInspected { reason: "This part of the page was not recorded.".to_owned() }
    }
}

impl<T> Seen<T> {
    /// What was there, if it was looked at.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Inspected { value } => Some(value),
            Self::NotInspected { .. } => None,
        }
    }
}

/// The version of the snapshot's form that this core writes and reads best. Fields are only ever added.
pub const SNAPSHOT_VERSION: u32 = 2;

/// How a page was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// As it stood in a tab: loaded, and perhaps used, before anybody looked.
    #[default]
    AsFound,
    /// Observed from the beginning of a load, before anybody clicked or typed.
    Reloaded,
    /// Without a browser: documents and scripts were asked for and not run.
    Requested,
}

/// Everything that was seen of a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// The form of this snapshot, [`SNAPSHOT_VERSION`] or earlier; none means 1.
    #[serde(default)]
    pub version: Option<u32>,
    /// How the page was looked at.
    #[serde(default)]
    pub mode: Mode,
    /// The page's URL after redirects.
    pub url: String,
    /// Responses in the order they came: the redirect chain of the document first and the document itself last of its
    /// kind; then scripts, styles and frames whose headers are known.
    #[serde(default)]
    pub responses: Seen<Vec<Response>>,
    /// The document's markup: the live DOM's outer HTML in a browser, the response's text elsewhere.
    #[serde(default)]
    pub html: Seen<String>,
    /// Every request the page made, third parties included.
    #[serde(default)]
    pub requests: Seen<Vec<Request>>,
    /// Pages that the document links to and that were asked for: privacy policy, terms, imprint.
    #[serde(default)]
    pub linked_pages: Vec<LinkedPage>,
    /// What was asked of the page's own services on the user's explicit click.
    #[serde(default)]
    pub probes: Vec<ProbeAnswer>,
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
    /// Its source map, if one was found and read: JSON.
    #[serde(default)]
    pub source_map: Option<SourceMap>,
}

/// The source map of a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMap {
    /// Where it was found; the script's own URL when it stood inline as a `data:` URL.
    pub url: String,
    /// Its text. Hosts answer any path with a page, so only the content tells whether it is one.
    pub text: String,
}

/// What kind of thing a URL was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResourceKind {
    /// The page itself.
    Document,
    /// A script.
    Script,
    /// A style sheet.
    Style,
    /// An image.
    Image,
    /// A font.
    Font,
    /// Sound or video.
    Media,
    /// A frame's document.
    Frame,
    /// `fetch`, `XMLHttpRequest`, `EventSource`.
    Fetch,
    /// `navigator.sendBeacon` and `ping`.
    Beacon,
    /// A web socket.
    WebSocket,
    /// Anything else, or unknown.
    #[default]
    Other,
}

/// A response's status and headers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    /// The URL that was asked for.
    pub url: String,
    /// What it was asked for as.
    #[serde(default)]
    pub kind: ResourceKind,
    /// HTTP status.
    pub status: u16,
    /// Headers in order, names as sent. Each `Set-Cookie` is an entry of its own.
    pub headers: Vec<(String, String)>,
    /// Asked for anew by Seaworthy, without the user's cookies, instead of observed as the page loaded: what depends on
    /// the session may differ, and a browser does not show `Set-Cookie` there.
    #[serde(default)]
    pub is_rerequested: bool,
    /// Whether `Set-Cookie` headers would be among `headers`; a browser hides them from scripts.
    #[serde(default)]
    pub shows_set_cookie: bool,
}

/// A request of the page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// Its URL.
    pub url: String,
    /// What was asked for.
    #[serde(default)]
    pub kind: ResourceKind,
    /// When it began, in milliseconds after the navigation.
    #[serde(default)]
    pub started_at: Option<f64>,
    /// The URL of the script or document that began it.
    #[serde(default)]
    pub initiator: Option<String>,
    /// HTTP status; none when a browser does not tell.
    #[serde(default)]
    pub status: Option<u16>,
    /// Whether it began before the first click, key press or touch; none when nobody watched.
    #[serde(default)]
    pub before_interaction: Option<bool>,
    /// Names of the cookies that its response set; none when unknown.
    #[serde(default)]
    pub sets_cookies: Option<Vec<String>>,
    /// Whether a service worker or cache answered.
    #[serde(default)]
    pub from_cache: Option<bool>,
}

/// A page that the document links to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedPage {
    /// Its URL as linked.
    pub url: String,
    /// HTTP status.
    pub status: u16,
    /// Its markup or text.
    pub text: String,
}

/// The answer to a read-only question to a service of the page, asked on the user's explicit click.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProbeAnswer {
    /// The id of the question, as the core made it.
    pub id: String,
    /// HTTP status; 0 when there was no answer.
    pub status: u16,
    /// `Content-Range` of the answer, where row counts stand.
    #[serde(default)]
    pub content_range: Option<String>,
    /// The beginning of the answer's body; never shown.
    #[serde(default)]
    pub body: String,
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
    /// The site it is partitioned by (CHIPS); none for an unpartitioned cookie.
    #[serde(default)]
    pub partition_key: Option<String>,
}

/// A cookie as scripts see it: a name and a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptCookie {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}
