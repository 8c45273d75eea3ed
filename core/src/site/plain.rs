//! What a page loads, calls and sends to without encryption.
//!
//! Invariant: hosts of this machine, of private networks and of examples are left out; each use of a host is told once.

use super::document::Document;
use super::snapshot::{ResourceKind, Snapshot};
use crate::names::address::plain_url;
use crate::redact::redact_url;

/// A use of a host without encryption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainUse {
    /// `http` or `ws`.
    pub scheme: &'static str,
    /// The host, lower case.
    pub host: String,
    /// The first such address, redacted.
    pub url: String,
    /// What it is used as: `script`, `frame`, `form`, `request` and so on.
    pub what: &'static str,
    /// Whether it is only looked at or listened to: pictures, sound, video.
    pub is_passive: bool,
    /// How often.
    pub times: usize,
}

pub(super) fn plain_uses(snapshot: &Snapshot, markup: Option<&Document>) -> Vec<PlainUse> {
    let mut found: Vec<PlainUse> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    let mut add = |url: &str, what: &'static str| {
        let Some(plain) = plain_url(url) else { return };
        if seen.iter().any(|known| known == url) {
            return;
        }
        seen.push(url.to_owned());
        match found.iter_mut().find(|known| known.host == plain.host && known.what == what) {
            Some(known) => known.times += 1,
            None => found.push(PlainUse {
                scheme: plain.scheme,
                host: plain.host,
                url: redact_url(url),
                what,
                is_passive: matches!(what, "picture" | "medium"),
                times: 1,
            }),
        }
    };
    if let Some(document) = markup {
        for (name, attribute, what) in LOADING {
            for element in document.all(name).filter(|element| *name != "link" || loads(element.attribute("rel"))) {
                if let Some(url) = document.address(element, attribute) {
                    add(&url, what);
                }
            }
        }
    }
    for request in snapshot.requests.value().into_iter().flatten().take(MOST_REQUESTS) {
        if let Some(what) = word(request.kind) {
            add(&request.url, what);
        }
    }
    found
}

/// More requests than this are the page's own loop.
const MOST_REQUESTS: usize = 5000;

/// Elements that load or send, by the attribute that says where.
const LOADING: &[(&str, &str, &str)] = &[
    ("script", "src", "script"),
    ("iframe", "src", "frame"),
    ("link", "href", "style sheet"),
    ("object", "data", "frame"),
    ("embed", "src", "frame"),
    ("form", "action", "form"),
    ("button", "formaction", "form"),
    ("img", "src", "picture"),
    ("video", "src", "medium"),
    ("audio", "src", "medium"),
    ("source", "src", "medium"),
];

/// Whether a link loads something that acts on the page.
fn loads(rel: Option<&str>) -> bool {
    rel.is_some_and(|rel| {
        rel.split_whitespace().any(|word| matches!(word, "stylesheet" | "modulepreload" | "manifest"))
    })
}

/// As people call it; none for the page itself.
fn word(kind: ResourceKind) -> Option<&'static str> {
    Some(match kind {
        ResourceKind::Document => return None,
        ResourceKind::Script => "script",
        ResourceKind::Style => "style sheet",
        ResourceKind::Image => "picture",
        ResourceKind::Font => "font",
        ResourceKind::Media => "medium",
        ResourceKind::Frame => "frame",
        ResourceKind::WebSocket => "web socket",
        ResourceKind::Fetch | ResourceKind::Beacon | ResourceKind::Other => "request",
    })
}
