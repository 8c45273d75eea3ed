//! Response headers in files that are no scripts: configurations of hosts, web servers and proxies, and `<meta>` elements.

#[cfg(feature = "server-files")]
mod host_json;
#[cfg(feature = "server-files")]
mod lines;

use smol_str::SmolStr;

use crate::facts::{AddressPurpose, FileFacts, HeaderScope, HeaderSetting, HeaderSource, PlainAddress};
use crate::names::address::{PlainUrl, plain_url};
use crate::syntax::MarkupElement;
use crate::text::{TextRange, offset};

/// Headers this crate has something to say about, lower case.
pub const KNOWN: [&str; 9] = [
    "strict-transport-security",
    "content-security-policy",
    "content-security-policy-report-only",
    "x-frame-options",
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "access-control-allow-origin",
    "access-control-allow-credentials",
];

/// The name as [`KNOWN`] has it.
pub fn known(name: &str) -> Option<&'static str> {
    let length = name.len();
    KNOWN.iter().copied().find(|known| known.len() == length && known.eq_ignore_ascii_case(name))
}

/// Reads a file of a host, web server or proxy; other files hold nothing of the kind.
#[cfg(feature = "server-files")]
pub fn recognise(text: &str, facts: &mut FileFacts) {
    let path = facts.path.clone();
    match path.rsplit('/').next().unwrap_or(&path) {
        "vercel.json" => host_json::vercel(text, facts),
        "firebase.json" => host_json::firebase(text, facts),
        "staticwebapp.config.json" => host_json::azure(text, facts),
        _ => lines::recognise(text, facts),
    }
}

/// The browser meets no such files.
#[cfg(not(feature = "server-files"))]
pub fn recognise(_: &str, _: &mut FileFacts) {}

/// `<meta http-equiv="Content-Security-Policy" content="…">`. Of the headers here a page can set only this one, and the
/// referrer's by `<meta name="referrer">` (HTML Standard, "Pragma directives").
pub fn in_markup(elements: &[MarkupElement], facts: &mut FileFacts) {
    for element in elements.iter().filter(|element| element.name.eq_ignore_ascii_case("meta")) {
        let name = element.attribute("http-equiv").map(|attribute| attribute.value.trim());
        let is_referrer = element.attribute("name").is_some_and(|attribute| attribute.value == "referrer");
        let name = if is_referrer { Some("referrer-policy") } else { name.and_then(known) };
        let (Some(name), Some(content)) = (name, element.attribute("content")) else { continue };
        if matches!(name, "content-security-policy" | "referrer-policy") {
            facts.header_settings.push(HeaderSetting {
                name: SmolStr::new_static(name),
                value: Some(SmolStr::new(&content.value)),
                range: element.range,
                value_range: content.value_range,
                scope: HeaderScope::Unknown,
                by: HeaderSource::Meta,
            });
        }
    }
}

/// Forms, scripts and frames of a page whose address has no encryption.
pub fn addresses_in_markup(elements: &[MarkupElement], facts: &mut FileFacts) {
    for element in elements {
        let (name, purpose) = match element.name.to_ascii_lowercase().as_str() {
            "form" => ("action", AddressPurpose::Form),
            "script" | "iframe" | "embed" => ("src", AddressPurpose::Resource),
            _ => continue,
        };
        let Some(attribute) = element.attribute(name) else { continue };
        address(attribute.value.trim(), attribute.value_range, purpose, facts);
    }
}

/// Addresses that an environment file for production gives to services.
pub fn in_environment(text: &str, facts: &mut FileFacts) {
    let name = facts.path.rsplit('/').next().unwrap_or(&facts.path);
    if !name.contains("prod") || ["example", "sample", "template"].iter().any(|word| name.contains(word)) {
        return;
    }
    let variables: Vec<(SmolStr, TextRange)> =
        facts.env_variables.iter().map(|variable| (variable.name.clone(), variable.value_range)).collect();
    for (name, range) in variables {
        if !name.to_ascii_lowercase().contains("proxy") {
            address(range.slice(text), range, AddressPurpose::Setting, facts);
        }
    }
}

fn address(url: &str, range: TextRange, purpose: AddressPurpose, facts: &mut FileFacts) {
    let Some(PlainUrl { scheme, host }) = plain_url(url) else { return };
    let is_here = range.len() as usize == url.len();
    let scheme_range = is_here.then(|| TextRange::new(range.start, range.start + offset(scheme.len())));
    facts.plain_addresses.push(PlainAddress { range, scheme_range, scheme, host: SmolStr::new(host), purpose });
}
