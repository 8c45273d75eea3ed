//! The source maps that a page's scripts lead to, and what they give away.
//!
//! Invariant: only content proves a map; packages of others in it are public anyway and are left out.

use super::place::Place;
use super::snapshot::Snapshot;
use super::source_map::Map;
use crate::facts::Credential;
use crate::recognise::found_in;
use crate::redact::{redact_name, redact_url};

/// A source map that everybody can read.
#[derive(Clone, Debug, PartialEq)]
pub struct ExposedMap {
    /// Where it lies, redacted.
    pub url: String,
    /// How many sources of the site's own it holds with their text.
    pub own_sources: usize,
    /// The first of them.
    pub first: String,
    /// Credentials in them, with the source each stands in.
    pub secrets: Vec<(String, Credential)>,
}

/// More credentials than this of one map tell nothing new.
const MOST_SECRETS: usize = 20;

pub(super) fn exposed_maps(snapshot: &Snapshot) -> Vec<ExposedMap> {
    let scripts = snapshot.scripts.value().map_or(&[][..], Vec::as_slice);
    let read = |script: &super::snapshot::PageScript| {
        // A development server hands out its maps on purpose.
        Place::of(&script.url).filter(|place| !place.is_loopback())?;
        let found = script.source_map.as_ref()?;
        let map = Map::read(&found.text)?;
        let own: Vec<(&str, &str)> = own_sources(&map).collect();
        let mut secrets = Vec::new();
        for (path, text) in &own {
            let room = MOST_SECRETS.saturating_sub(secrets.len());
            secrets.extend(found_in(text).take(room).map(|credential| (redact_name(path), credential)));
        }
        Some(ExposedMap {
            url: redact_url(&found.url),
            own_sources: own.len(),
            first: redact_name(own.first()?.0),
            secrets,
        })
    };
    scripts.iter().filter_map(read).collect()
}

/// The sources of a map that are the site's own, with path and text.
pub(super) fn own_sources(map: &Map) -> impl Iterator<Item = (&str, &str)> {
    let all = map.sources.iter().zip(&map.texts);
    let with_text = all.filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)));
    with_text.filter(|(path, text)| is_own(path) && !text.trim().is_empty())
}

/// Whether a source is none of a package, a bundler's runtime or a virtual module.
pub(super) fn is_own(path: &str) -> bool {
    const OTHERS: [&str; 7] = ["node_modules/", "webpack/", "(webpack)", "vite/", "external ", "\u{0}", "[turbopack]"];
    !path.is_empty()
        && !OTHERS.iter().any(|part| path.starts_with(part) || path.contains("/node_modules/"))
        && !path.contains("next/dist/")
}
