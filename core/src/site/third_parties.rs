//! Who else a page talks to, and whether that began before anybody could have agreed.
//!
//! Who is who comes from the entities of third-party-web (<https://github.com/patrickhulce/third-party-web>, MIT), embedded in a
//! compact form that `cargo xtask third-parties` writes.
//!
//! Invariant: a host under the page's own registrable domain is no third party; unknown hosts are told by their domain and
//! called nothing.

use std::collections::{BTreeMap, HashMap};

use super::document::Document;
use super::place::{Place, site};
use super::report::ThirdParty;
use super::snapshot::{Mode, Request, Snapshot};
use crate::redact::redact_name;

/// `#category` lines, and under each its entities: `name|domain domain`. A domain means its subdomains too, unless `=` stands
/// before it.
static ENTITIES: &str = include_str!("third_parties/entities.txt");

/// What is known of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entity {
    /// Its name.
    pub name: &'static str,
    /// `analytics`, `ad`, `consent-provider` and so on.
    pub category: &'static str,
}

/// Entities by domain.
pub(super) struct Entities {
    whole: HashMap<&'static str, Entity>,
    exact: HashMap<&'static str, Entity>,
}

/// Hosts that the list does not have, or has under another name than people know.
const OWN: [(&str, &str, &str); 19] = [
    ("plausible.io", "Plausible", COOKIELESS),
    ("usefathom.com", "Fathom", COOKIELESS),
    ("umami.is", "Umami", COOKIELESS),
    ("simpleanalyticscdn.com", "Simple Analytics", COOKIELESS),
    ("vercel-scripts.com", "Vercel Analytics", COOKIELESS),
    ("vercel-insights.com", "Vercel Analytics", COOKIELESS),
    ("cloudflareinsights.com", "Cloudflare Web Analytics", COOKIELESS),
    ("goatcounter.com", "GoatCounter", COOKIELESS),
    ("posthog.com", "PostHog", "analytics"),
    ("clarity.ms", "Microsoft Clarity", "analytics"),
    ("supabase.co", "Supabase", "hosting"),
    ("clerk.accounts.dev", "Clerk", "utility"),
    ("ingest.sentry.io", "Sentry", "utility"),
    ("cookiebot.com", "Cookiebot", CONSENT),
    ("trustarc.com", "TrustArc", CONSENT),
    ("iubenda.com", "iubenda", CONSENT),
    ("cookieyes.com", "CookieYes", CONSENT),
    ("usercentrics.eu", "Usercentrics", CONSENT),
    ("termly.io", "Termly", CONSENT),
];

/// Measuring without cookies or identifiers.
pub(super) const COOKIELESS: &str = "cookieless-analytics";
/// Those who ask for consent: never trackers.
pub(super) const CONSENT: &str = "consent-provider";

impl Entities {
    /// Reads the embedded list.
    pub fn read() -> Self {
        let mut entities = Self { whole: HashMap::new(), exact: HashMap::new() };
        let mut category = "other";
        for line in ENTITIES.lines() {
            if let Some(name) = line.strip_prefix('#') {
                category = name;
            } else if let Some((name, domains)) = line.split_once('|') {
                for domain in domains.split_whitespace() {
                    let entity = Entity { name, category };
                    match domain.strip_prefix('=') {
                        Some(host) => entities.exact.insert(host, entity),
                        None => entities.whole.insert(domain, entity),
                    };
                }
            }
        }
        for (domain, name, category) in OWN {
            entities.whole.insert(domain, Entity { name, category });
        }
        entities
    }

    /// Who a host belongs to.
    pub fn of(&self, host: &str) -> Option<Entity> {
        if let Some(entity) = self.exact.get(host) {
            return Some(*entity);
        }
        let mut rest = host;
        loop {
            if let Some(entity) = self.whole.get(rest) {
                return Some(*entity);
            }
            rest = rest.split_once('.')?.1;
        }
    }
}

/// Everybody else the page talks to, most requests first.
pub(super) fn third_parties(snapshot: &Snapshot, markup: Option<&Document>) -> Vec<ThirdParty> {
    let Some(own) = Place::of(&snapshot.url) else { return Vec::new() };
    let entities = Entities::read();
    let mut found: BTreeMap<String, ThirdParty> = BTreeMap::new();
    let is_watched = snapshot.mode == Mode::Reloaded;
    let mut add = |host: &str, request: Option<&Request>| {
        if site(host) == own.site() || host.is_empty() {
            return;
        }
        let entity = entities.of(host);
        let domain = site(host).to_owned();
        let party =
            found.entry(format!("{}|{}", entity.map_or("", |one| one.name), domain)).or_insert_with(|| ThirdParty {
                domain,
                entity: entity.map_or("", |one| one.name).to_owned(),
                category: entity.map_or("other", |one| one.category).to_owned(),
                requests: 0,
                cookies: Vec::new(),
                before_consent: is_watched.then_some(false),
            });
        let Some(request) = request else { return };
        party.requests = party.requests.saturating_add(1);
        for name in request.sets_cookies.iter().flatten().map(|name| redact_name(name)) {
            if !party.cookies.contains(&name) {
                party.cookies.push(name);
            }
        }
        if is_watched && request.before_interaction == Some(true) && !says_denied(&request.url) {
            party.before_consent = Some(true);
        }
    };
    for request in snapshot.requests.value().into_iter().flatten() {
        if let Some(place) = Place::of(&request.url) {
            add(&place.host, Some(request));
        }
    }
    // Without requests, what the markup loads tells at least who is there.
    if snapshot.requests.value().is_none() {
        if let Some(document) = markup {
            for (name, attribute) in [("script", "src"), ("iframe", "src")] {
                for element in document.all(name) {
                    if let Some(place) = document.address(element, attribute).and_then(|url| Place::of(&url)) {
                        add(&place.host, None);
                    }
                }
            }
        }
    }
    let mut parties: Vec<ThirdParty> = found.into_values().collect();
    parties.sort_by(|a, b| b.requests.cmp(&a.requests).then_with(|| a.domain.cmp(&b.domain)));
    parties
}

/// Google's consent mode: the request says that storing was refused (`gcs=G100`), and nothing is stored.
fn says_denied(url: &str) -> bool {
    url.split(['?', '&']).any(|part| part == "gcs=G100")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_known_by_their_domains() {
        let entities = Entities::read();
        let of = |host| entities.of(host).map(|entity| entity.category);
        assert_eq!(of("www.google-analytics.com"), Some("analytics"));
        assert_eq!(of("stats.g.doubleclick.net"), Some("ad"));
        assert_eq!(of("connect.facebook.net"), Some("social"));
        assert_eq!(of("www.googletagmanager.com"), Some("tag-manager"));
        assert_eq!(of("js.stripe.com"), Some("utility"));
        assert_eq!(of("consent.cookiebot.com"), Some(CONSENT));
        assert_eq!(of("plausible.io"), Some(COOKIELESS));
        assert_eq!(of("eu.i.posthog.com"), Some("analytics"));
        for host in ["acme.dev", "notgoogle-analytics.com", "com", "", "10.0.0.1"] {
            assert_eq!(of(host), None, "{host}");
        }
        assert!(entities.whole.len() + entities.exact.len() > 2500);
    }
}
