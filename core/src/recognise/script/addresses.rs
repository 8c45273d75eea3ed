//! Addresses that a script requests, loads from, sends forms or people to: those without encryption, and the origins of all.

use smol_str::SmolStr;

use super::callee::{imported, method};
use super::headers::written;
use crate::facts::{AddressPurpose, FileFacts, PlainAddress, Value};
use crate::names::address::{PlainUrl, origin, plain_url};
use crate::syntax::digest::{CallKind, CallSite, Script};
use crate::text::TextRange;

/// Libraries that request what they are given.
const CLIENTS: [&str; 12] = [
    "axios",
    "ky",
    "got",
    "node-fetch",
    "undici",
    "cross-fetch",
    "ofetch",
    "superagent",
    "needle",
    "request",
    "isomorphic-fetch",
    "wretch",
];

/// Options that name an address.
const OPTIONS: [&str; 6] = ["baseURL", "baseUrl", "prefixUrl", "url", "uri", "endpoint"];

/// The most origins that are kept of one file.
const MOST_ORIGINS: usize = 32;

/// Finds addresses in places where something is sent to them or run from them.
pub fn recognise(script: &Script, text: &str, facts: &mut FileFacts) {
    if memchr::memmem::find(text.as_bytes(), b"://").is_none() {
        return;
    }
    for site in &script.calls {
        if site.kind == CallKind::Element {
            element(site, text, facts);
        } else if let Some((at, purpose)) = address_argument(site) {
            let range = site.argument_ranges.get(at).copied().unwrap_or(site.call.range);
            address(site.argument(at), range, purpose, text, facts);
            for argument in &site.call.arguments {
                let Some(object) = argument.object().filter(|_| purpose == AddressPurpose::Request) else { continue };
                for property in OPTIONS.iter().filter_map(|key| object.get(key)) {
                    address(&property.value, property.value_range, purpose, text, facts);
                }
            }
        }
    }
    facts.plain_addresses.sort_by_key(|address| address.range);
    facts.plain_addresses.dedup_by(|a, b| a.range == b.range);
    facts.origins.sort_unstable();
    facts.origins.dedup();
    facts.origins.truncate(MOST_ORIGINS);
}

fn address_argument(site: &CallSite) -> Option<(usize, AddressPurpose)> {
    let callee = &site.call.callee;
    if site.kind == CallKind::New {
        let opens = ["WebSocket", "EventSource"].iter().any(|name| callee.is_global(name, &[]));
        return opens.then_some((0, AddressPurpose::Request));
    }
    let fetches = ["fetch", "$fetch", "useFetch"].iter().any(|name| callee.is_global(name, &[]));
    if fetches || imported(callee, &CLIENTS).is_some() {
        return Some((0, AddressPurpose::Request));
    }
    if callee.import().is_some_and(|(_, path)| path == ["redirect"]) {
        return Some((usize::from(site.argument(0).text().is_none()), AddressPurpose::Redirect));
    }
    let (receiver, name) = method(callee)?;
    if name == "redirect" && site.call.arguments.iter().any(|argument| written(argument).is_some()) {
        return Some((usize::from(matches!(site.argument(0), Value::Number(_))), AddressPurpose::Redirect));
    }
    let is_client = receiver.any(&|inner| imported(inner, &["axios"]).is_some());
    is_client.then_some((0, AddressPurpose::Request))
}

/// `<form action>`, `<script src>`, `<iframe src>`. Links and pictures are left: nothing is sent there, and browsers ask for
/// the encrypted picture by themselves (Mixed Content, section 4.1).
fn element(site: &CallSite, text: &str, facts: &mut FileFacts) {
    let Some(attributes) = site.argument(0).object() else { return };
    let tag = text.get(site.call.range.start as usize + 1..).unwrap_or_default();
    let tag = tag.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
    let found = match tag {
        "form" => attributes.get("action").map(|property| (property, AddressPurpose::Form)),
        "script" | "Script" | "iframe" | "embed" => {
            attributes.get("src").map(|property| (property, AddressPurpose::Resource))
        }
        _ => None,
    };
    if let Some((property, purpose)) = found {
        address(&property.value, property.value_range, purpose, text, facts);
    }
}

fn address(value: &Value, range: TextRange, purpose: AddressPurpose, text: &str, facts: &mut FileFacts) {
    // Of `development ? a : b` the other may be sound.
    if matches!(value, Value::Choice(_)) {
        return;
    }
    let Some(url) = written(value) else { return };
    facts.origins.extend(origin(&url).filter(|_| purpose != AddressPurpose::Redirect));
    let Some(PlainUrl { scheme, host }) = plain_url(&url) else { return };
    facts.plain_addresses.push(PlainAddress {
        range,
        scheme_range: scheme_in(text, range, scheme),
        scheme,
        host: SmolStr::new(host),
        purpose,
    });
}

/// Where the scheme stands when the address is written out at `range`.
pub fn scheme_in(text: &str, range: TextRange, scheme: &str) -> Option<TextRange> {
    let inner = range.slice(text);
    let quoted = inner.len() - inner.trim_start_matches(['{', ' ', '"', '\'', '`']).len();
    let rest = inner.get(quoted..)?.strip_prefix(scheme)?;
    let start = range.start + crate::text::offset(quoted);
    rest.starts_with("://").then(|| TextRange::new(start, start + crate::text::offset(scheme.len())))
}
