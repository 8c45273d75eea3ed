//! A content security policy to start from, made of what the page was seen to load.
//!
//! Invariant: only origins go into the policy, never paths or queries; inline code goes in by its hash. What was not seen is
//! not allowed, so it is to be tried as `Report-Only` first.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::document::{Document, ScriptKind};
use super::facts::SiteFacts;
use super::place::Place;
use super::snapshot::{ResourceKind, Snapshot};

/// Beyond this many inline scripts a list of hashes is no help: the page makes them anew each time.
const MOST_HASHES: usize = 24;

/// The policy; none when neither markup nor requests were seen.
pub(super) fn suggested_csp(snapshot: &Snapshot, facts: &SiteFacts) -> Option<String> {
    if facts.markup.is_none() && snapshot.requests.value().is_none() {
        return None;
    }
    let own = Place::of(&snapshot.url)?;
    let mut policy = Draft { own, origins: Default::default(), hashes: BTreeSet::new(), has_inline_style: false };
    facts.markup.iter().for_each(|document| policy.add_markup(document));
    for request in snapshot.requests.value().into_iter().flatten() {
        if let Some(part) = Part::of(request.kind) {
            policy.add(part, &request.url);
        }
    }
    Some(policy.text(facts.is_https))
}

/// What a source is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Script,
    Style,
    Image,
    Font,
    Connect,
    Media,
    Frame,
    Form,
}

const PARTS: [(Part, &str); 8] = [
    (Part::Script, "script-src"),
    (Part::Style, "style-src"),
    (Part::Image, "img-src"),
    (Part::Font, "font-src"),
    (Part::Connect, "connect-src"),
    (Part::Media, "media-src"),
    (Part::Frame, "frame-src"),
    (Part::Form, "form-action"),
];

impl Part {
    fn of(kind: ResourceKind) -> Option<Self> {
        Some(match kind {
            ResourceKind::Script => Self::Script,
            ResourceKind::Style => Self::Style,
            ResourceKind::Image => Self::Image,
            ResourceKind::Font => Self::Font,
            ResourceKind::Media => Self::Media,
            ResourceKind::Frame => Self::Frame,
            ResourceKind::Fetch | ResourceKind::Beacon | ResourceKind::WebSocket => Self::Connect,
            ResourceKind::Document | ResourceKind::Other => return None,
        })
    }
}

struct Draft {
    own: Place,
    /// By the order of [`PARTS`].
    origins: [BTreeSet<String>; PARTS.len()],
    hashes: BTreeSet<String>,
    has_inline_style: bool,
}

impl Draft {
    fn add(&mut self, part: Part, url: &str) {
        let source = if let Some(scheme) = ["data:", "blob:"].into_iter().find(|scheme| url.starts_with(scheme)) {
            // A script or frame out of data is what a policy is there to stop.
            if matches!(part, Part::Script | Part::Frame | Part::Form) {
                return;
            }
            scheme.to_owned()
        } else {
            match Place::of(url) {
                Some(place) if place.host != self.own.host || place.port != self.own.port => upgraded(&place),
                _ => return,
            }
        };
        self.origins[part as usize].insert(source);
    }

    fn add_markup(&mut self, document: &Document) {
        for (name, attribute, part) in [
            ("script", "src", Part::Script),
            ("img", "src", Part::Image),
            ("iframe", "src", Part::Frame),
            ("video", "src", Part::Media),
            ("audio", "src", Part::Media),
            ("form", "action", Part::Form),
        ] {
            for element in document.all(name) {
                if let Some(url) = document.address(element, attribute) {
                    self.add(part, &url);
                }
            }
        }
        for link in document.all("link") {
            let rel = link.attribute("rel").unwrap_or_default().to_ascii_lowercase();
            let part = match (rel.as_str(), link.attribute("as")) {
                ("stylesheet", _) | ("preload", Some("style")) => Part::Style,
                ("modulepreload", _) | ("preload", Some("script")) => Part::Script,
                ("preload", Some("font")) => Part::Font,
                ("icon" | "shortcut icon" | "apple-touch-icon", _) => Part::Image,
                _ => continue,
            };
            if let Some(url) = document.address(link, "href") {
                self.add(part, &url);
            }
        }
        for script in document.all("script") {
            let is_inline = script.attribute("src").is_none() && script.script_kind() == ScriptKind::Code;
            if is_inline && !script.text.trim().is_empty() {
                self.hashes.insert(format!("'sha256-{}'", STANDARD.encode(Sha256::digest(&script.text))));
            }
        }
        self.has_inline_style |=
            document.all("style").next().is_some() || document.elements.iter().any(|element| element.has("style"));
    }

    fn text(&self, is_https: bool) -> String {
        let mut directives = vec!["default-src 'self'".to_owned()];
        for ((part, name), origins) in PARTS.iter().zip(&self.origins) {
            let mut sources: Vec<String> = vec!["'self'".to_owned()];
            match part {
                Part::Script if self.hashes.len() <= MOST_HASHES => sources.extend(self.hashes.iter().cloned()),
                Part::Style if self.has_inline_style => sources.push("'unsafe-inline'".to_owned()),
                Part::Image => sources.push("data:".to_owned()),
                _ => {}
            }
            sources.extend(origins.iter().filter(|origin| !(*part == Part::Image && *origin == "data:")).cloned());
            if sources.len() > 1 || matches!(part, Part::Script | Part::Form) {
                directives.push(format!("{name} {}", sources.join(" ")));
            }
        }
        directives.extend(["object-src 'none'", "base-uri 'self'", "frame-ancestors 'self'"].map(str::to_owned));
        if is_https {
            directives.push("upgrade-insecure-requests".to_owned());
        }
        directives.join("; ")
    }
}

/// The origin over its encrypted scheme: a page's policy is no place to allow plain HTTP.
fn upgraded(place: &Place) -> String {
    let scheme = if matches!(place.scheme.as_str(), "ws" | "wss") { "wss" } else { "https" };
    Place { scheme: scheme.to_owned(), ..place.clone() }.origin()
}
