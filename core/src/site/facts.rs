//! What a snapshot tells, in the vocabulary of the rules.

use super::answer::{Answer, route};
use super::consent::{consent_manager, earlier_consent};
use super::credential::{Credential as Login, credentials};
use super::document::Document;
use super::foreign_scripts::{ForeignScript, foreign_scripts};
use super::leftovers::{Leftover, leftovers};
use super::legal::{LegalLink, legal_links};
use super::maps::{ExposedMap, exposed_maps};
use super::personal::{PersonalEntry, personal};
use super::place::{Place, is_deployed, is_loopback};
use super::plain::{PlainUse, plain_uses};
use super::policies::{SentPolicy, policies};
use super::probes::{Probe, probes};
use super::report::ThirdParty;
use super::snapshot::{Cookie, Mode, Seen, Snapshot, StorageEntry};
use super::subject::Subject;
use super::third_parties::third_parties;
use crate::config::Names;
use crate::facts::Credential;
use crate::names::{NameClass, classify_for};
use crate::recognise::found_in;
use crate::redact::{redact_name, redact_url};

/// What was seen of a live page, in the vocabulary of the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteFacts {
    /// The page's URL without query and fragment.
    pub url: String,
    /// When the snapshot was taken, in seconds since 1970.
    pub taken_at: Option<f64>,
    /// Whether the page came over HTTPS.
    pub is_https: bool,
    /// Whether it is a loopback address: development rules apply, and browsers treat HTTP as trustworthy.
    pub is_loopback: bool,
    /// Its host, lower case.
    pub host: String,
    /// Whether others can reach that host.
    pub is_public: bool,
    /// The answers that led to the page, redirects first, the document's own last; empty when no headers were seen.
    pub route: Vec<Answer>,
    /// Every answer whose headers were seen.
    pub answers: Vec<Answer>,
    /// The page's markup, where it was seen.
    pub markup: Option<Document>,
    /// The content security policies it was sent with.
    pub policies: Vec<SentPolicy>,
    /// What it loads, calls and sends to without encryption.
    pub plain: Vec<PlainUse>,
    /// What development left behind.
    pub leftovers: Vec<Leftover>,
    /// Source maps that everybody can read.
    pub maps: Vec<ExposedMap>,
    /// Data about people in its storage.
    pub personal: Vec<PersonalEntry>,
    /// Scripts that it takes from other sites.
    pub foreign_scripts: Vec<ForeignScript>,
    /// The consent manager on it.
    pub consent_manager: Option<String>,
    /// The name of a cookie that shows a choice made on an earlier visit.
    pub earlier_consent: Option<String>,
    /// How the page was looked at.
    pub mode: Mode,
    /// Who else it talks to.
    pub third_parties: Vec<ThirdParty>,
    /// The privacy policy, terms and imprint it links to.
    pub legal: Vec<LegalLink>,
    /// What services of the page answered.
    pub probes: Vec<Probe>,
    /// Storage entries that hold something like a credential, or may.
    pub storage: Vec<StoredValue>,
    /// Cookies.
    pub cookies: Vec<CookieFacts>,
    /// Credentials of services in the page's storage and inline data, and where.
    pub secrets: Vec<(Subject, Credential)>,
}

/// A storage entry.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredValue {
    /// `localStorage`, `sessionStorage` or `IndexedDB`.
    pub area: String,
    /// Its key for people, identifiers in it redacted; for IndexedDB behind database and store.
    pub key: String,
    /// What the key says.
    pub name: NameClass,
    /// What looks like a credential in its value.
    pub credentials: Vec<Login>,
}

/// A cookie.
#[derive(Clone, Debug, PartialEq)]
pub struct CookieFacts {
    /// Its name for people, identifiers in it redacted.
    pub name: String,
    /// What the name says.
    pub class: NameClass,
    /// `__Host-`, `__Secure-` or nothing, as the browser compares it.
    pub prefix: &'static str,
    /// What looks like a credential in its value.
    pub credentials: Vec<Login>,
    /// Length of the value in bytes.
    pub value_len: usize,
    /// `HttpOnly`.
    pub http_only: bool,
    /// `Secure`; none when only scripts' view of the cookie is known.
    pub secure: Option<bool>,
    /// `strict`, `lax`, `no_restriction` or `unspecified`; none when only scripts' view of the cookie is known.
    pub same_site: Option<String>,
    /// The domain it is sent to, with a leading dot when subdomains get it too; empty when unknown.
    pub domain: String,
    /// The path it is sent to; empty when unknown.
    pub path: String,
}

impl SiteFacts {
    /// Reads what a snapshot tells.
    pub fn read(snapshot: &Snapshot, names: &Names) -> Self {
        let place = Place::of(&snapshot.url);
        let is_https = place.as_ref().is_some_and(|place| place.scheme == "https");
        let host = place.map(|place| place.host).unwrap_or_default();
        let responses = snapshot.responses.value().map_or(&[][..], Vec::as_slice);
        let route = route(responses);
        let markup = snapshot.html.value().map(|html| Document::read(html, &snapshot.url));
        let policies = policies(route.last(), markup.as_ref());
        let entries = snapshot.storage.value().into_iter().flatten();
        let storage: Vec<StoredValue> = entries.map(|entry| stored(entry, names)).collect();
        let third_parties = third_parties(snapshot, markup.as_ref());
        Self {
            is_loopback: is_loopback(&host),
            is_public: is_deployed(&host),
            host,
            answers: responses.iter().map(Answer::read).collect(),
            plain: plain_uses(snapshot, markup.as_ref()),
            leftovers: leftovers(snapshot, markup.as_ref()),
            maps: exposed_maps(snapshot),
            personal: people(snapshot, &storage),
            foreign_scripts: foreign_scripts(&snapshot.url, markup.as_ref()),
            consent_manager: consent_manager(&third_parties, markup.as_ref()),
            earlier_consent: earlier_consent(snapshot),
            mode: snapshot.mode,
            third_parties,
            legal: legal_links(snapshot, markup.as_ref()),
            probes: probes(&snapshot.probes),
            policies,
            markup,
            route,
            url: redact_url(&snapshot.url),
            taken_at: snapshot.taken_at,
            is_https,
            storage,
            cookies: cookies(snapshot, names),
            secrets: secrets(snapshot),
        }
    }

    /// The answer that brought the page, where its headers were seen.
    pub fn document(&self) -> Option<&Answer> {
        self.route.last()
    }
}

fn people(snapshot: &Snapshot, storage: &[StoredValue]) -> Vec<PersonalEntry> {
    let entries = snapshot.storage.value().into_iter().flatten();
    entries.zip(storage).filter_map(|(entry, stored)| personal(entry, stored)).collect()
}

/// Credentials by their looks in storage values. JSON Web Tokens there are sessions, which another rule judges.
fn secrets(snapshot: &Snapshot) -> Vec<(Subject, Credential)> {
    let Seen::Inspected { value } = &snapshot.storage else { return Vec::new() };
    let in_entry = |entry: &StorageEntry| {
        let subject = Subject::Storage { area: entry.area.clone(), key: key_of(entry) };
        let found = found_in(&entry.value).filter(|credential| credential.jwt.is_none()).collect::<Vec<_>>();
        found.into_iter().map(move |credential| (subject.clone(), credential))
    };
    value.iter().flat_map(in_entry).collect()
}

fn key_of(entry: &StorageEntry) -> String {
    let key = redact_name(&entry.key);
    if entry.place.is_empty() { key } else { format!("{} / {key}", redact_name(&entry.place)) }
}

fn stored(entry: &StorageEntry, names: &Names) -> StoredValue {
    let name = classify_for(names, &entry.key);
    StoredValue {
        area: entry.area.clone(),
        key: key_of(entry),
        name,
        credentials: credentials(name, &entry.value, names),
    }
}

fn cookies(snapshot: &Snapshot, names: &Names) -> Vec<CookieFacts> {
    match &snapshot.cookies {
        Seen::Inspected { value } => value.iter().map(|cookie| from_jar(cookie, names)).collect(),
        Seen::NotInspected { .. } => {
            let seen = snapshot.script_cookies.iter();
            seen.map(|cookie| named(&cookie.name, &cookie.value, names)).collect()
        }
    }
}

fn from_jar(cookie: &Cookie, names: &Names) -> CookieFacts {
    CookieFacts {
        http_only: cookie.http_only,
        secure: Some(cookie.secure),
        same_site: Some(cookie.same_site.clone()),
        domain: cookie.domain.clone(),
        path: cookie.path.clone(),
        ..named(&cookie.name, &cookie.value, names)
    }
}

/// What name and value alone tell: all there is of a cookie that scripts can read.
fn named(name: &str, value: &str, names: &Names) -> CookieFacts {
    let bare = ["__Host-", "__Secure-"].iter().find(|prefix| {
        // RFC 6265bis, section 5.7: browsers compare the prefix without regard to case.
        name.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
    });
    let class = classify_for(names, name);
    // A value under a session's name is a credential by what it is for, whatever its looks.
    let looked_for = if class == NameClass::SessionCookie { NameClass::AuthToken } else { class };
    let decoded = percent_decoded(value);
    CookieFacts {
        name: redact_name(name),
        class,
        prefix: bare.copied().unwrap_or(""),
        credentials: credentials(looked_for, decoded.as_deref().unwrap_or(value), names),
        value_len: value.len(),
        http_only: false,
        secure: None,
        same_site: None,
        domain: String::new(),
        path: String::new(),
    }
}

/// Cookies hold JSON percent-encoded. None when there is nothing to decode or it is no text.
fn percent_decoded(value: &str) -> Option<String> {
    if !value.contains('%') || value.len() > 64 * 1024 {
        return None;
    }
    let bytes = value.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = value.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            decoded.push(byte);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding_never_panics() {
        for (value, expected) in
            [("a", None), ("%7B%22", Some("{\"")), ("%", Some("%")), ("%é1", Some("%é1")), ("%ff", None)]
        {
            assert_eq!(percent_decoded(value).as_deref(), expected, "{value}");
        }
    }
}
