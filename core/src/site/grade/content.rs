//! What headers say about content: policy, sharing, framing, types, referrer, integrity.

use std::collections::BTreeMap;

use super::super::answer::Answer;
use super::super::facts::SiteFacts;
use super::super::place::{Place, site};
use crate::headers::{Framing, Referrer, is_nosniff};

const BROAD: [&str; 8] = ["ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"];
const INLINE: [&str; 2] = ["'unsafe-inline'", "data:"];
const PROOFS: [&str; 4] = ["'sha256-", "'sha384-", "'sha512-", "'nonce-"];
/// Shorter texts name no directive.
const SHORTEST_POLICY: usize = 6;

/// Directives by name, with their sources in lower case.
type Directives = BTreeMap<String, Vec<String>>;

/// `content-security-policy`.
pub(super) fn policy(facts: &SiteFacts, answer: &Answer) -> &'static str {
    let headers: Vec<&str> = answer.all("content-security-policy").flat_map(|value| value.split(',')).collect();
    let metas: Vec<&str> = in_markup(facts, "content-security-policy").collect();
    let texts: Vec<&str> = headers.iter().chain(&metas).map(|text| text.trim()).collect();
    if texts.is_empty() {
        let only_reports = answer.get("content-security-policy-report-only").is_some();
        return if only_reports { "csp-not-implemented-but-reporting-enabled" } else { "csp-not-implemented" };
    }
    if texts.iter().any(|text| text.len() < SHORTEST_POLICY) {
        return "csp-header-invalid";
    }
    let mut together = Directives::new();
    let mut has_twice = false;
    for (at, text) in texts.iter().enumerate() {
        let Some((directives, twice)) = read(text) else { return "csp-header-invalid" };
        has_twice |= twice;
        together = if at == 0 { directives } else { both(together, directives) };
    }
    if headers.is_empty()
        && together.keys().all(|name| matches!(name.as_str(), "frame-ancestors" | "report-uri" | "sandbox"))
    {
        return "csp-not-implemented";
    }
    let result = judge(&mut together, facts.is_https);
    let passes = matches!(
        result,
        "csp-implemented-with-no-unsafe"
            | "csp-implemented-with-no-unsafe-default-src-none"
            | "csp-implemented-with-unsafe-inline-in-style-src-only"
            | "csp-implemented-with-insecure-scheme-in-passive-content-only"
    );
    if passes && has_twice { "csp-implemented-but-duplicate-directives" } else { result }
}

/// The directives of one policy, and whether one of those that may stand twice does; none when another does.
fn read(text: &str) -> Option<(Directives, bool)> {
    let mut directives = Directives::new();
    let mut has_twice = false;
    for entry in text.split(';') {
        let mut parts = entry.split_whitespace();
        let Some(name) = parts.next().map(str::to_ascii_lowercase) else { continue };
        let mut values: Vec<String> = parts.map(str::to_lowercase).collect();
        if values.is_empty() && name.ends_with("-src") {
            values.push("'none'".to_owned());
        }
        match directives.entry(name) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(values);
            }
            std::collections::btree_map::Entry::Occupied(place) => {
                if !matches!(place.key().as_str(), "report-uri" | "report-to") {
                    return None;
                }
                has_twice = true;
            }
        }
    }
    Some((directives, has_twice))
}

/// What two policies allow together.
fn both(mut one: Directives, other: Directives) -> Directives {
    for (name, values) in other {
        match one.get_mut(&name) {
            Some(own) => {
                own.retain(|value| values.contains(value));
                if own.is_empty() {
                    own.push("'none'".to_owned());
                }
            }
            None => {
                one.insert(name, values);
            }
        }
    }
    one
}

fn judge(csp: &mut Directives, is_https: bool) -> &'static str {
    // Which directive decides; none when nothing does, and everything is allowed.
    let deciding =
        |csp: &Directives, name: &'static str| [name, "default-src"].into_iter().find(|name| csp.contains_key(*name));
    let (script, style, object) =
        (deciding(csp, "script-src"), deciding(csp, "style-src"), deciding(csp, "object-src"));
    for name in [script, style].into_iter().flatten() {
        if let Some(values) = csp.get_mut(name).filter(|values| has_proof(values)) {
            values.retain(|value| value != "'unsafe-inline'");
        }
    }
    if let Some(values) = script.and_then(|name| csp.get_mut(name))
        && values.iter().any(|value| value == "'strict-dynamic'")
    {
        if !has_proof(values) {
            return "csp-header-invalid";
        }
        values.retain(|value| {
            !BROAD.iter().any(|broad| value.starts_with(broad)) && value != "'self'" && value != "'unsafe-inline'"
        });
    }
    let any = vec!["*".to_owned()];
    let of = |name: Option<&str>| name.and_then(|name| csp.get(name)).unwrap_or(&any);
    let (script, style, object) = (of(script), of(style), of(object));
    let is_broad = |value: &String| BROAD.contains(&value.as_str());
    let is_loose = |value: &String| is_broad(value) || INLINE.contains(&value.as_str());
    let is_plain = |value: &String| value.starts_with("http:") || value.starts_with("ftp:");
    let is_passive = |name: &str| matches!(name, "img-src" | "media-src");
    let mut active = csp.iter().filter(|(name, _)| !is_passive(name) && *name != "script-src");
    let passive = ["img-src", "media-src"].into_iter().filter_map(|name| deciding(csp, name));
    if script.iter().any(is_loose) || object.iter().any(is_broad) {
        "csp-implemented-with-unsafe-inline"
    } else if is_https && (active.any(|(_, values)| values.iter().any(is_plain)) || script.iter().any(is_plain)) {
        "csp-implemented-with-insecure-scheme"
    } else if script.iter().chain(style).any(|value| value == "'unsafe-eval'") {
        "csp-implemented-with-unsafe-eval"
    } else if is_https && passive.flat_map(|name| &csp[name]).any(is_plain) {
        "csp-implemented-with-insecure-scheme-in-passive-content-only"
    } else if style.iter().any(is_loose) {
        "csp-implemented-with-unsafe-inline-in-style-src-only"
    } else if csp.get("default-src").is_some_and(|values| values == &["'none'"]) {
        "csp-implemented-with-no-unsafe-default-src-none"
    } else {
        "csp-implemented-with-no-unsafe"
    }
}

fn has_proof(values: &[String]) -> bool {
    values.iter().any(|value| PROOFS.iter().any(|proof| value.starts_with(proof)))
}

/// `cross-origin-resource-sharing`. Whether an asking origin is sent back shows only when another site asks.
pub(super) fn sharing(answer: &Answer) -> &'static str {
    match answer.get("access-control-allow-origin") {
        None => "cross-origin-resource-sharing-not-implemented",
        Some("*") => "cross-origin-resource-sharing-implemented-with-public-access",
        Some(_) => "cross-origin-resource-sharing-implemented-with-restricted-access",
    }
}

/// `referrer-policy`.
pub(super) fn referrer(facts: &SiteFacts, answer: &Answer) -> &'static str {
    let values: Vec<&str> = answer.all("referrer-policy").chain(in_markup(facts, "referrer-policy")).collect();
    if values.is_empty() {
        return "referrer-policy-not-implemented";
    }
    match Referrer::parse(&values.join(",")) {
        Referrer::Private => "referrer-policy-private",
        Referrer::Leaky => "referrer-policy-unsafe",
        Referrer::Invalid => "referrer-policy-header-invalid",
    }
}

/// `x-content-type-options`.
pub(super) fn sniffing(answer: &Answer) -> &'static str {
    match answer.get("x-content-type-options").filter(|value| !value.is_empty()).map(is_nosniff) {
        None => "x-content-type-options-not-implemented",
        Some(true) => "x-content-type-options-nosniff",
        Some(false) => "x-content-type-options-header-invalid",
    }
}

/// `x-frame-options`.
pub(super) fn framing(facts: &SiteFacts, answer: &Answer) -> &'static str {
    let by_policy = |policy: &super::super::policies::SentPolicy| {
        !policy.only_reports && policy.policy.get("frame-ancestors").is_some()
    };
    // A policy that cannot be read forbids nothing.
    if facts.policies.iter().any(by_policy) && policy(facts, answer) != "csp-header-invalid" {
        return "x-frame-options-implemented-via-csp";
    }
    match answer.get("x-frame-options").filter(|value| !value.is_empty()).map(Framing::parse) {
        None => "x-frame-options-not-implemented",
        Some(Framing::Refused) => "x-frame-options-sameorigin-or-deny",
        Some(Framing::AllowFrom) => "x-frame-options-allow-from-origin",
        Some(Framing::Invalid) => "x-frame-options-header-invalid",
    }
}

/// `cross-origin-resource-policy`.
pub(super) fn resource_policy(answer: &Answer) -> &'static str {
    let value = answer.get("cross-origin-resource-policy").map(str::to_ascii_lowercase);
    match value.as_deref() {
        None | Some("") => "corp-not-implemented",
        Some("same-site") => "corp-implemented-with-same-site",
        Some("same-origin") => "corp-implemented-with-same-origin",
        Some("cross-origin") => "corp-implemented-with-cross-origin",
        Some(_) => "corp-header-invalid",
    }
}

/// `subresource-integrity`; none when the markup was not seen.
pub(super) fn integrity(facts: &SiteFacts) -> Option<&'static str> {
    let kind = facts.document().and_then(|answer| answer.get("content-type")).unwrap_or("text/html");
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !matches!(kind, "text/html" | "application/xhtml+xml") {
        return Some("sri-not-implemented-response-not-html");
    }
    let scripts: Vec<_> = facts.markup.as_ref()?.all("script").collect();
    if scripts.is_empty() {
        return Some("sri-not-implemented-but-no-scripts-loaded");
    }
    let (mut worst, mut has_foreign, mut has_own_proof) = (None, false, false);
    for script in scripts {
        let Some(src) = script.attribute("src") else { continue };
        let has_integrity = script.attribute("integrity").is_some();
        let place = Place::of(src);
        let is_relative = place.is_none() && !src.starts_with("//");
        let is_own = is_relative || place.as_ref().is_some_and(|place| place.site() == site(&facts.host));
        // What leaves the scheme open is not known to be safe.
        let is_safe = place.as_ref().is_some_and(|place| place.scheme == "https") || is_relative && facts.is_https;
        if is_own {
            has_own_proof |= has_integrity && is_safe && worst.is_none();
            continue;
        }
        has_foreign = true;
        let rank = match (has_integrity, is_safe) {
            (true, true) => continue,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        };
        worst = worst.max(Some(rank));
    }
    Some(match worst {
        Some(1) => "sri-implemented-but-external-scripts-not-loaded-securely",
        Some(2) => "sri-not-implemented-but-external-scripts-loaded-securely",
        Some(_) => "sri-not-implemented-and-external-scripts-not-loaded-securely",
        None if has_own_proof => "sri-implemented-and-all-scripts-loaded-securely",
        None if has_foreign => "sri-implemented-and-external-scripts-loaded-securely",
        None => "sri-not-implemented-but-all-scripts-loaded-from-secure-origin",
    })
}

/// What `<meta http-equiv>` says under a name.
fn in_markup<'a>(facts: &'a SiteFacts, name: &'a str) -> impl Iterator<Item = &'a str> {
    let metas = facts.markup.iter().flat_map(|document| document.all("meta"));
    let named =
        metas.filter(move |meta| meta.attribute("http-equiv").is_some_and(|own| own.eq_ignore_ascii_case(name)));
    named.filter_map(|meta| meta.attribute("content"))
}
