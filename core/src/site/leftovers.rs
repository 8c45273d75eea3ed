//! What development left behind on a page that others visit.
//!
//! Invariant: nothing is said of a page on this machine or in a private network: there it belongs. Each kind is told once, with
//! its first places.

use super::document::Document;
use super::place::{Place, SHARED_SUFFIXES, is_deployed, is_of, is_under};
use super::snapshot::{PageScript, Snapshot};
use super::subject::Subject;
use crate::redact::redact_url;

/// What was left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftoverKind {
    /// An address of the developer's own machine.
    OwnMachine,
    /// A library's build for development.
    DevelopmentBuild,
    /// The channel by which a development server replaces code.
    HotReload,
    /// A key for testing with a service, on the real site.
    TestKey,
    /// An address of a preview or a tunnel.
    Preview,
}

/// Something that development left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// What.
    pub kind: LeftoverKind,
    /// Where it was seen first.
    pub subject: Subject,
    /// What was seen, redacted, each once.
    pub seen: Vec<String>,
}

/// More places of one kind tell nothing new.
const MOST_SEEN: usize = 5;

/// Hosts of tunnels and previews, which are gone tomorrow or belong to nobody's site.
const PREVIEWS: [&str; 9] = [
    "ngrok.io",
    "ngrok.app",
    "ngrok-free.app",
    "trycloudflare.com",
    "loca.lt",
    "webcontainer.io",
    "lovableproject.com",
    "replit.dev",
    "csb.app",
];

/// Addresses of this machine that libraries carry as a default that nobody uses.
const DEFAULTS: [&str; 3] = ["localhost:9999", "localhost:8969", "localhost:3000/api/auth"];

/// Texts that only a library's development build has.
const BUILDS: [(&str, &str); 4] = [
    ("Download the React DevTools for a better development experience", "React"),
    ("You are running a development build of Vue", "Vue"),
    ("You are running Vue in development mode", "Vue"),
    ("react-dom.development.js", "React"),
];

/// What development servers load to replace code while it runs.
const HOT: [&str; 5] = ["/@vite/client", "/@react-refresh", ".hot-update.js", "/_next/webpack-hmr", "/sockjs-node"];

pub(super) fn leftovers(snapshot: &Snapshot, markup: Option<&Document>) -> Vec<Leftover> {
    let Some(own) = Place::of(&snapshot.url).filter(|own| is_deployed(&own.host)) else { return Vec::new() };
    let mut found = Found { own, list: Vec::new() };
    for request in snapshot.requests.value().into_iter().flatten() {
        found.address(&request.url, "request");
    }
    if let Some(document) = markup {
        for element in document.all("script") {
            if let Some(url) = document.address(element, "src") {
                found.address(&url, "script");
            }
        }
    }
    for script in snapshot.scripts.value().into_iter().flatten() {
        found.address(&script.url, "script");
        found.script(script);
    }
    found.list.sort_by_key(|leftover| leftover.kind);
    found.list
}

struct Found {
    own: Place,
    list: Vec<Leftover>,
}

impl Found {
    fn add(&mut self, kind: LeftoverKind, subject: impl FnOnce() -> Subject, seen: String) {
        match self.list.iter_mut().find(|leftover| leftover.kind == kind) {
            Some(known) if known.seen.contains(&seen) || known.seen.len() >= MOST_SEEN => {}
            Some(known) => known.seen.push(seen),
            None => self.list.push(Leftover { kind, subject: subject(), seen: vec![seen] }),
        }
    }

    fn address(&mut self, url: &str, what: &str) {
        let Some(place) = Place::of(url) else { return };
        let shown = redact_url(url);
        let subject = || Subject::Resource { url: shown.clone(), what: what.to_owned() };
        if place.is_loopback() {
            self.add(LeftoverKind::OwnMachine, subject, shown.clone());
        } else if self.is_preview(&place.host) {
            self.add(LeftoverKind::Preview, subject, shown.clone());
        } else if HOT.iter().any(|part| url.contains(part)) {
            self.add(LeftoverKind::HotReload, subject, shown.clone());
        }
    }

    fn is_preview(&self, host: &str) -> bool {
        PREVIEWS.iter().any(|ending| is_of(host, ending)) && host != self.own.host
    }

    fn script(&mut self, script: &PageScript) {
        let text = script.text.as_str();
        let url = redact_url(&script.url);
        let subject = || Subject::Resource { url: url.clone(), what: "script".to_owned() };
        for start in ["://localhost:", "://127.0.0.1:", "://0.0.0.0:"] {
            for (at, _) in text.match_indices(start).take(50) {
                let rest = &text[at + 3..];
                let is_default = DEFAULTS.iter().any(|known| rest.starts_with(known));
                let port = rest.split(':').nth(1).unwrap_or_default();
                let port = &port[..port.bytes().take_while(u8::is_ascii_digit).count()];
                if !is_default && (2..=5).contains(&port.len()) {
                    let host = rest.split(':').next().unwrap_or_default();
                    self.add(LeftoverKind::OwnMachine, subject, format!("{host}:{port}"));
                }
            }
        }
        for (sign, library) in BUILDS {
            if text.contains(sign) {
                self.add(LeftoverKind::DevelopmentBuild, subject, format!("{library} in {url}"));
            }
        }
        for ending in PREVIEWS {
            for (at, _) in text.match_indices(ending).take(20) {
                if let Some(host) = host_before(text, at, at + ending.len()).filter(|host| self.is_preview(host)) {
                    self.add(LeftoverKind::Preview, subject, host.to_owned());
                }
            }
        }
        self.test_keys(text, subject);
    }

    /// On a host for previews a key for testing is right.
    fn test_keys(&mut self, text: &str, subject: impl Fn() -> Subject) {
        if SHARED_SUFFIXES.iter().any(|suffix| is_under(&self.own.host, suffix)) {
            return;
        }
        for (at, start) in text.match_indices("pk_test_").take(20) {
            let rest = &text.as_bytes()[at + start.len()..];
            let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
            let length = rest.iter().take_while(is_part).count();
            if length >= 20 {
                self.add(LeftoverKind::TestKey, &subject, "a publishable key that begins with `pk_test_`".to_owned());
            }
        }
    }
}

/// The host that ends at `end`, when a scheme stands before it.
fn host_before(text: &str, at: usize, end: usize) -> Option<&str> {
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    let bytes = text.as_bytes();
    let length = bytes[..at].iter().rev().take_while(|byte| is_host(**byte)).count();
    let is_whole = text.get(..at - length)?.ends_with("://") && !bytes.get(end).is_some_and(|byte| is_host(*byte));
    text.get(at - length..end).filter(|_| is_whole)
}
