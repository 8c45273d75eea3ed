//! What the grade makes of cookies. It tells a session by two words in the name, as the Observatory does; the cookie rules
//! know more.

use super::super::answer::{Answer, SetCookie};
use super::super::facts::SiteFacts;
use super::transport;

/// From good to bad.
const ORDER: [&str; 7] = [
    "cookies-without-secure-flag-but-protected-by-hsts",
    "cookies-without-secure-flag",
    "cookies-session-without-secure-flag-but-protected-by-hsts",
    "cookies-samesite-flag-invalid",
    "cookies-anticsrf-without-samesite-flag",
    "cookies-session-without-httponly-flag",
    "cookies-session-without-secure-flag",
];

/// `cookies`; none when the answer's cookies could not be seen.
pub(super) fn cookies(facts: &SiteFacts, answer: &Answer) -> Option<&'static str> {
    let is_kept_to_https =
        matches!(transport::hsts(facts, answer), "hsts-preloaded" | "hsts-implemented-max-age-at-least-six-months");
    answer.cookies.as_ref()?;
    // Of two with one name the later counts.
    let mut all: Vec<&SetCookie> = Vec::new();
    for cookie in facts.route.iter().filter_map(|answer| answer.cookies.as_ref()).flatten() {
        all.retain(|known| known.name != cookie.name);
        all.push(cookie);
    }
    all.retain(|cookie| cookie.name != "heroku-session-affinity");
    let faults = all.iter().filter_map(|cookie| worst(cookie, is_kept_to_https));
    let is_odd = |cookie: &&SetCookie| cookie.same_site.as_deref().is_some_and(|value| !is_known(value));
    let odd = all.iter().any(|cookie| is_odd(cookie)).then_some("cookies-samesite-flag-invalid");
    let rank = |result: &&str| ORDER.iter().position(|known| known == result);
    if all.is_empty() {
        return Some("cookies-not-found");
    }
    Some(faults.chain(odd).max_by_key(rank).unwrap_or_else(|| {
        if all.iter().all(|cookie| cookie.same_site.is_some()) {
            "cookies-secure-with-httponly-sessions-and-samesite"
        } else {
            "cookies-secure-with-httponly-sessions"
        }
    }))
}

fn worst(cookie: &SetCookie, is_kept_to_https: bool) -> Option<&'static str> {
    let name = cookie.name.to_lowercase();
    let is_session = name.contains("login") || name.contains("sess");
    let same_site = cookie.same_site.as_deref().filter(|value| is_known(value));
    let mut found = Vec::new();
    if !cookie.secure {
        if same_site == Some("none") {
            found.push("cookies-samesite-flag-invalid");
        }
        found.push(match (is_session, is_kept_to_https) {
            (true, true) => "cookies-session-without-secure-flag-but-protected-by-hsts",
            (true, false) => "cookies-session-without-secure-flag",
            (false, true) => "cookies-without-secure-flag-but-protected-by-hsts",
            (false, false) => "cookies-without-secure-flag",
        });
    }
    if name.contains("csrf") && same_site.is_none() {
        found.push("cookies-anticsrf-without-samesite-flag");
    }
    if is_session && !cookie.http_only {
        found.push("cookies-session-without-httponly-flag");
    }
    found.into_iter().max_by_key(|result| ORDER.iter().position(|known| known == result))
}

fn is_known(same_site: &str) -> bool {
    matches!(same_site, "lax" | "strict" | "none")
}
