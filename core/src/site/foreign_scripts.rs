//! Scripts that a page takes from elsewhere, and whether something holds them to what was tested.
//!
//! Invariant: only hosts that serve packages of everybody are judged by their address; every other foreign script is its
//! maker's to change.

use super::document::{Document, ScriptKind};
use super::place::{Place, is_of, site};
use crate::redact::redact_url;

/// A script from another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignScript {
    /// Its address, redacted.
    pub url: String,
    /// Its host.
    pub host: String,
    /// What its address says of the version.
    pub pinning: Pinning,
    /// Whether it is held to a hash.
    pub has_integrity: bool,
}

/// What an address says of the version behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pinning {
    /// A package host and an exact version: the file never changes.
    Exact,
    /// A package host and no exact version: the file changes with each release.
    Floating,
    /// A host that has served malware.
    Malicious,
    /// Its maker changes it in place: tag managers, payment forms.
    ByMaker,
}

/// Hosts that serve files of packages under their version.
const PACKAGE_HOSTS: [&str; 16] = [
    "cdn.jsdelivr.net",
    "fastly.jsdelivr.net",
    "unpkg.com",
    "cdnjs.cloudflare.com",
    "code.jquery.com",
    "ajax.googleapis.com",
    "ajax.aspnetcdn.com",
    "stackpath.bootstrapcdn.com",
    "maxcdn.bootstrapcdn.com",
    "netdna.bootstrapcdn.com",
    "esm.sh",
    "cdn.skypack.dev",
    "esm.run",
    "ga.jspm.io",
    "cdn.bootcdn.net",
    "cdn.staticfile.org",
];

/// <https://sansec.io/research/polyfill-supply-chain-attack>
const MALICIOUS: [&str; 5] = ["polyfill.io", "bootcss.com", "staticfile.net", "unionadjs.com", "macoms.la"];

pub(super) fn foreign_scripts(page: &str, markup: Option<&Document>) -> Vec<ForeignScript> {
    let Some(own) = Place::of(page) else { return Vec::new() };
    let mut found: Vec<ForeignScript> = Vec::new();
    if let Some(document) = markup {
        for script in document.all("script").filter(|script| script.script_kind() == ScriptKind::Code) {
            let Some(url) = document.address(script, "src") else { continue };
            let Some(place) = Place::of(&url).filter(|place| place.site() != own.site()) else { continue };
            let shown = redact_url(&url);
            if found.iter().any(|known| known.url == shown) {
                continue;
            }
            found.push(ForeignScript {
                pinning: pinning(&place.host, &url),
                url: shown,
                host: place.host,
                has_integrity: script.attribute("integrity").is_some(),
            });
        }
    }
    found
}

fn pinning(host: &str, url: &str) -> Pinning {
    if MALICIOUS.contains(&site(host)) {
        Pinning::Malicious
    } else if !PACKAGE_HOSTS.iter().any(|known| is_of(host, known)) {
        Pinning::ByMaker
    } else if has_exact_version(url) {
        Pinning::Exact
    } else {
        Pinning::Floating
    }
}

/// Whether three numbers with dots stand in the path: `@1.2.3`, `/1.2.3/`, `-1.2.3.min.js`.
fn has_exact_version(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    path.split(|letter: char| !letter.is_ascii_digit() && letter != '.').any(|piece| {
        let numbers = piece.split('.').filter(|number| !number.is_empty()).count();
        numbers >= 3 && !piece.starts_with('.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_tell_how_firmly_a_version_is_named() {
        for (url, expected) in [
            ("https://cdn.jsdelivr.net/npm/vue@3.4.27/dist/vue.global.prod.js", Pinning::Exact),
            ("https://cdnjs.cloudflare.com/ajax/libs/jquery/3.7.1/jquery.min.js", Pinning::Exact),
            ("https://code.jquery.com/jquery-3.7.1.min.js", Pinning::Exact),
            ("https://cdn.jsdelivr.net/npm/vue@3/dist/vue.js", Pinning::Floating),
            ("https://cdn.jsdelivr.net/npm/@scope/pkg@1.2", Pinning::Floating),
            ("https://unpkg.com/htmx.org", Pinning::Floating),
            ("https://unpkg.com/htmx.org?v=1.2.3", Pinning::Floating),
            ("https://cdn.polyfill.io/v3/polyfill.min.js", Pinning::Malicious),
            ("https://js.stripe.com/v3/", Pinning::ByMaker),
            ("https://www.googletagmanager.com/gtag/js?id=G-1", Pinning::ByMaker),
            ("https://myunpkg.com/a.js", Pinning::ByMaker),
        ] {
            let place = Place::of(url).unwrap();
            assert_eq!(pinning(&place.host, url), expected, "{url}");
        }
    }
}
