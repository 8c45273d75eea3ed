//! Libraries that set a whole set of headers: Helmet and its relatives, Hono's `secureHeaders`, the policies of SvelteKit
//! and Astro.

use smol_str::SmolStr;

use super::policy_object::{HELMET_POLICY, directives, over_helmet, text};
use super::written;
use crate::csp::HOLE;
use crate::facts::{FileFacts, HeaderScope, HeaderSetting, HeaderSource, ObjectValue, Property, Value};
use crate::recognise::script::callee::{imported, nested};
use crate::syntax::digest::{CallSite, Script};
use crate::text::TextRange;

const HELMET: [&str; 4] = ["helmet", "koa-helmet", "@fastify/helmet", "fastify-helmet"];
/// Libraries whose defaults cover every header here; their options are not read.
const OTHERS: [&str; 6] =
    ["@nosecone/next", "nosecone", "@nosecone/sveltekit", "next-safe", "next-secure-headers", "next-safe-middleware"];

/// A header of a set: the options that name it, and what is sent without them.
struct Part {
    header: &'static str,
    options: [&'static str; 2],
    default: Option<&'static str>,
}

const fn part(header: &'static str, options: [&'static str; 2], default: Option<&'static str>) -> Part {
    Part { header, options, default }
}

/// helmetjs.github.io, "Reference". A year is the default since version 8, 180 days before.
const HELMET_PARTS: [Part; 5] = [
    part("strict-transport-security", ["strictTransportSecurity", "hsts"], Some("max-age=31536000; includeSubDomains")),
    part("content-security-policy", ["contentSecurityPolicy", "contentSecurityPolicy"], Some(HELMET_POLICY)),
    part("x-frame-options", ["xFrameOptions", "frameguard"], Some("SAMEORIGIN")),
    part("x-content-type-options", ["xContentTypeOptions", "noSniff"], Some("nosniff")),
    part("referrer-policy", ["referrerPolicy", "referrerPolicy"], Some("no-referrer")),
];

/// hono.dev, "Secure Headers Middleware".
const HONO_PARTS: [Part; 6] = [
    part("strict-transport-security", ["strictTransportSecurity"; 2], Some("max-age=15552000; includeSubDomains")),
    part("content-security-policy", ["contentSecurityPolicy"; 2], None),
    part("x-frame-options", ["xFrameOptions"; 2], Some("SAMEORIGIN")),
    part("x-content-type-options", ["xContentTypeOptions"; 2], Some("nosniff")),
    part("referrer-policy", ["referrerPolicy"; 2], Some("no-referrer")),
    part("permissions-policy", ["permissionsPolicy"; 2], None),
];

/// Finds calls of such libraries, and the policies of frameworks' configurations.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        library(site, facts);
    }
    let name = facts.path.rsplit('/').next().unwrap_or(&facts.path);
    let stem = name.split(".config.").next().unwrap_or("").to_owned();
    if name.contains(".config.") && matches!(stem.as_str(), "svelte" | "astro") {
        for export in script.exports.iter().filter(|export| export.name == "default") {
            export.value.walk(&mut |value| {
                if let Some(object) = value.object() {
                    framework_policy(object, facts);
                }
            });
        }
    }
}

fn library(site: &CallSite, facts: &mut FileFacts) {
    let callee = &site.call.callee;
    if let Some(path) = imported(callee, &HELMET) {
        match path {
            [] => set(&HELMET_PARTS, site.argument(0), site, facts),
            [only] => {
                let named = |part: &&Part| part.options.iter().any(|option| option == only);
                if let Some(part) = HELMET_PARTS.iter().find(named) {
                    one(part, Some(site.argument(0)).filter(|options| **options != Value::Unknown), site, facts);
                }
            }
            _ => {}
        }
        return;
    }
    if imported(callee, &["hono/secure-headers"]).is_some_and(|path| path == ["secureHeaders"]) {
        return set(&HONO_PARTS, site.argument(0), site, facts);
    }
    if imported(callee, &OTHERS).is_some() {
        return HELMET_PARTS.iter().for_each(|part| push(part.header, None, site.head(), site.call.range, facts));
    }
    // `fastify.register(helmet, { … })`
    let at = site.call.arguments.iter().position(|argument| imported(argument, &HELMET).is_some_and(<[_]>::is_empty));
    if let Some(at) = at {
        set(&HELMET_PARTS, site.argument(at + 1), site, facts);
    }
}

fn set(parts: &[Part], options: &Value, site: &CallSite, facts: &mut FileFacts) {
    let is_absent = matches!(options, Value::Unknown) && site.call.arguments.len() < 2;
    for part in parts {
        match options {
            Value::Object(object) => {
                let option = part.options.iter().find_map(|name| object.get(name));
                one_of(part, option, object.is_open(), site, facts);
            }
            _ if is_absent => one_of(part, None, false, site, facts),
            _ => push(part.header, None, site.head(), site.call.range, facts),
        }
    }
}

fn one_of(part: &Part, option: Option<&Property>, is_open: bool, site: &CallSite, facts: &mut FileFacts) {
    match option {
        Some(option) => {
            let before = facts.header_settings.len();
            one(part, Some(&option.value), site, facts);
            for setting in &mut facts.header_settings[before..] {
                (setting.range, setting.value_range) = (option.range, option.value_range);
            }
        }
        None if is_open => push(part.header, None, site.head(), site.call.range, facts),
        None => one(part, None, site, facts),
    }
}

/// One header of a set with the options given for it.
fn one(part: &Part, option: Option<&Value>, site: &CallSite, facts: &mut FileFacts) {
    let (range, whole) = (site.head(), site.call.range);
    let default = part.default.map(SmolStr::new_static);
    match (option, part.header) {
        (Some(Value::Bool(false)), _) => {}
        (None | Some(Value::Bool(true)), _) => {
            if default.is_some() || option.is_some() {
                push(part.header, default, range, whole, facts);
            }
        }
        (Some(Value::Object(object)), "content-security-policy") => {
            let is_report = object.get("reportOnly").is_some_and(|property| property.value == Value::Bool(true));
            let name = if is_report { "content-security-policy-report-only" } else { part.header };
            push(name, policy(object), range, whole, facts);
        }
        (Some(Value::Object(object)), "strict-transport-security") => {
            push(part.header, hsts(object), range, whole, facts);
        }
        (Some(Value::Object(object)), "x-frame-options") => {
            let action = object.get("action").and_then(|property| written(&property.value));
            push(part.header, action.map(SmolStr::new), range, whole, facts);
        }
        (Some(value), _) => push(part.header, written(value).map(SmolStr::new), range, whole, facts),
    }
}

/// `{ directives, useDefaults }`, or directives alone as Hono takes them.
fn policy(object: &ObjectValue) -> Option<SmolStr> {
    if let Some(inner) = object.get("directives") {
        let own = directives(inner.value.object()?);
        let is_alone = object.get("useDefaults").is_some_and(|property| property.value == Value::Bool(false));
        return Some(SmolStr::new(text(&if is_alone { own } else { over_helmet(own) })));
    }
    let own = directives(object);
    let is_list = own.iter().any(|(name, _)| name.ends_with("-src"));
    Some(if is_list { SmolStr::new(text(&own)) } else { SmolStr::new_static(HELMET_POLICY) })
}

fn hsts(object: &ObjectValue) -> Option<SmolStr> {
    let is_on = |key: &str| object.get(key).map(|property| property.value == Value::Bool(true));
    let age = match object.get("maxAge") {
        None => "31536000".to_owned(),
        Some(property) => product(&property.value)?,
    };
    let mut text = format!("max-age={age}");
    if is_on("includeSubDomains").or_else(|| is_on("includeSubdomains")).unwrap_or(true) {
        text.push_str("; includeSubDomains");
    }
    if is_on("preload") == Some(true) {
        text.push_str("; preload");
    }
    Some(SmolStr::new(text))
}

fn product(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.replace('_', "")),
        _ => None,
    }
}

/// `kit.csp` of SvelteKit and `security.csp` of Astro.
fn framework_policy(object: &ObjectValue, facts: &mut FileFacts) {
    let path = [["kit", "csp"], ["security", "csp"], ["experimental", "csp"]];
    let Some(property) = path.iter().find_map(|path| nested(object, path)) else { return };
    if matches!(property.value, Value::Bool(false) | Value::Nothing) {
        return;
    }
    let value = property.value.object().and_then(|csp| csp.get("directives")).and_then(|own| own.value.object());
    // SvelteKit puts a nonce or a hash beside what the list of scripts holds.
    let value = value.map(|own| text(&directives(own)).replace("script-src ", &format!("script-src 'nonce-{HOLE}' ")));
    push("content-security-policy", value.map(SmolStr::new), property.range, property.value_range, facts);
}

fn push(name: &'static str, value: Option<SmolStr>, range: TextRange, place: TextRange, facts: &mut FileFacts) {
    facts.header_settings.push(HeaderSetting {
        name: SmolStr::new_static(name),
        value,
        range,
        value_range: if place.is_empty() { range } else { place },
        scope: HeaderScope::Everything,
        by: HeaderSource::Library,
    });
}
