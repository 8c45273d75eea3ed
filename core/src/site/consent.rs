//! Consent: the manager a page has, and signs that somebody chose before.

use super::document::Document;
use super::report::ThirdParty;
use super::snapshot::Snapshot;
use super::third_parties::CONSENT;
use crate::redact::redact_name;

/// Ids and classes by which consent managers and home-made banners are known.
const MARKS: [(&str, &str); 14] = [
    ("onetrust-banner-sdk", "OneTrust"),
    ("CybotCookiebotDialog", "Cookiebot"),
    ("usercentrics-root", "Usercentrics"),
    ("didomi-host", "Didomi"),
    ("truste-consent-track", "TrustArc"),
    ("qc-cmp2-container", "Quantcast Choice"),
    ("iubenda-cs-banner", "iubenda"),
    ("cmplz-cookiebanner-container", "Complianz"),
    ("cky-consent-container", "CookieYes"),
    ("BorlabsCookieBox", "Borlabs"),
    ("cc-main", "CookieConsent"),
    ("klaro", "Klaro"),
    ("osano-cm-window", "Osano"),
    ("cookie-banner", "a banner of its own"),
];

/// Cookies in which such managers and banners keep a choice, in lower case.
const CHOICES: [&str; 14] = [
    "optanonalertboxclosed",
    "cookieconsent",
    "cookieconsent_status",
    "cookie_consent",
    "cookie-consent",
    "cookieyes-consent",
    "euconsent-v2",
    "didomi_token",
    "cc_cookie",
    "klaro",
    "_iub_cs-",
    "cmplz_",
    "borlabs-cookie",
    "notice_gdpr_prefs",
];

pub(super) fn consent_manager(parties: &[ThirdParty], markup: Option<&Document>) -> Option<String> {
    let by_host = parties.iter().find(|party| party.category == CONSENT);
    let by_mark = || {
        let elements = markup.into_iter().flat_map(|document| &document.elements);
        let mut named = elements.filter_map(|element| element.attribute("id").or_else(|| element.attribute("class")));
        named.find_map(|own| {
            let is_it = |mark: &str| own.split_whitespace().any(|word| word == mark);
            MARKS.iter().find(|(mark, _)| is_it(mark)).map(|(_, name)| (*name).to_owned())
        })
    };
    by_host.map(|party| party.entity.clone()).or_else(by_mark)
}

pub(super) fn earlier_consent(snapshot: &Snapshot) -> Option<String> {
    let jar = snapshot.cookies.value().into_iter().flatten().map(|cookie| cookie.name.as_str());
    let mut names = jar.chain(snapshot.script_cookies.iter().map(|cookie| cookie.name.as_str()));
    let found = names.find(|name| {
        let name = name.to_ascii_lowercase();
        CHOICES.iter().any(|choice| name == *choice || choice.ends_with(['-', '_']) && name.starts_with(choice))
    });
    found.map(redact_name)
}
