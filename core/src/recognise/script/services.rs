//! Code that talks to other companies' services with a key: through their SDKs, or by requests made by hand.

mod catalogue;
mod hosts;
mod sdks;

use smol_str::SmolStr;

use super::callee::{imported, is_module_itself, method, nested};
use crate::facts::{FileFacts, ObjectValue, Property, ServiceCall, ServiceRequest, Value};
use crate::syntax::digest::{CallKind, CallSite, Script};
use crate::text::TextRange;
pub use catalogue::{Use, use_of};
use hosts::service_at;
use sdks::{Key, Sdk, sdks};

/// Finds SDK clients and requests that carry a key.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        if site.kind == CallKind::Element || site.kind == CallKind::Tagged {
            continue;
        }
        facts.service_calls.extend(sdk_client(site).or_else(|| request(site)));
    }
}

fn sdk_client(site: &CallSite) -> Option<ServiceCall> {
    let (module, path) = site.call.callee.import()?;
    let path: Vec<&str> = path.iter().map(smol_str::SmolStr::as_str).filter(|segment| *segment != "default").collect();
    let is_of = |sdk: &&Sdk| module == sdk.package || sdk.package.ends_with('/') && module.starts_with(sdk.package);
    let sdk = sdks()
        .filter(is_of)
        .find(|sdk| sdk.export.is_empty() || path.last() == Some(&sdk.export) || path.is_empty() && sdk.is_default)?;
    let (key, key_range) = key_of(site, sdk.key)?;
    Some(ServiceCall {
        range: site.head(),
        call: site.call.range,
        function: site.function,
        service: sdk.service,
        key,
        key_range,
        allows_browser: browser_switch(site),
        is_request: false,
        request: None,
    })
}

/// The key an SDK is given; unknown when it takes it from the environment by itself. None when the call gives no client.
fn key_of(site: &CallSite, key: Key) -> Option<(Value, Option<TextRange>)> {
    match key {
        Key::Argument(index) => {
            let value = site.call.arguments.get(index)?;
            Some((value.clone(), site.argument_ranges.get(index).copied()))
        }
        Key::Option(paths) => {
            let options = site.call.arguments.iter().rev().find_map(Value::object);
            let found = options.and_then(|options| paths.iter().find_map(|path| nested(options, path)));
            Some(match found {
                Some(property) => (property.value.clone(), Some(property.value_range)),
                None => (Value::Unknown, None),
            })
        }
        Key::None => Some((Value::Unknown, None)),
    }
}

/// `dangerouslyAllowBrowser: true`, as OpenAI's, Anthropic's and Groq's SDKs call it.
fn browser_switch(site: &CallSite) -> Option<TextRange> {
    let options = site.call.arguments.iter().rev().find_map(Value::object)?;
    let switch = options.get("dangerouslyAllowBrowser").or_else(|| options.get("dangerouslyAllowAPIKeyInBrowser"))?;
    (switch.value == Value::Bool(true)).then_some(switch.range)
}

/// `fetch("https://api.openai.com/…", { headers: { Authorization: … } })` and the like.
fn request(site: &CallSite) -> Option<ServiceCall> {
    if !is_request(site) {
        return None;
    }
    let options = site.call.arguments.iter().find_map(Value::object);
    let address = match site.argument(0) {
        Value::Object(options) => {
            options.get("url").or_else(|| options.get("baseURL")).map(|property| property.value.clone())?
        }
        other => other.clone(),
    };
    let (service, header) = service_at(leading_text(&address)?)?;
    let by_header =
        site.call.arguments.iter().filter_map(Value::object).find_map(|options| key_header(options, header));
    let (key, key_range) = match by_header {
        Some((_, property)) => (property.value.clone(), Some(property.value_range)),
        None => key_in_address(&address).map(|value| (value, site.argument_ranges.first().copied())).or_else(|| {
            let parameters = options?.get("params")?.value.object()?;
            let names = ["key", "apikey", "api_key", "apiKey", "token"];
            let property = names.iter().find_map(|name| parameters.get(name))?;
            Some((property.value.clone(), Some(property.value_range)))
        })?,
    };
    Some(ServiceCall {
        range: site.head(),
        call: site.call.range,
        function: site.function,
        service,
        key,
        key_range,
        allows_browser: None,
        is_request: true,
        request: by_header.and_then(|(headers, property)| movable(site, headers, property)),
    })
}

/// What would have to change if a route of the project made a plain `fetch` instead.
fn movable(site: &CallSite, headers: &ObjectValue, property: &Property) -> Option<ServiceRequest> {
    let (Value::Text(url), Value::Object(options)) = (site.argument(0), site.argument(1)) else { return None };
    let url_range = *site.argument_ranges.first()?;
    // A constant that stands elsewhere may serve others; an object that stands elsewhere likewise.
    let stands_here = url_range.len() as usize == url.len() + 2 && site.call.range.contains(headers.range);
    if !site.call.callee.is_global("fetch", &[]) || !stands_here || property.is_spread {
        return None;
    }
    let method = options.get("method").map_or(Some("GET"), |property| property.value.text())?;
    let scheme = match &property.value {
        Value::Concat(parts) => match &parts[..] {
            [Value::Text(scheme), _] => scheme.clone(),
            _ => return None,
        },
        Value::Ref(_) => SmolStr::default(),
        _ => return None,
    };
    let at = headers.properties.iter().position(|other| other.range == property.range)?;
    let header_range = match (headers.properties.get(at + 1), at.checked_sub(1)) {
        (Some(next), _) => TextRange::new(property.range.start, next.range.start),
        (None, Some(before)) => TextRange::new(headers.properties[before].range.end, property.range.end),
        (None, None) => property.range,
    };
    Some(ServiceRequest {
        url: url.clone(),
        url_range,
        method: SmolStr::new(method.to_ascii_uppercase()),
        header: property.key.clone()?,
        scheme,
        header_range,
    })
}

fn is_request(site: &CallSite) -> bool {
    let callee = &site.call.callee;
    if callee.is_global("fetch", &[]) || callee.is_global("$fetch", &[]) || callee.is_global("axios", &[]) {
        return true;
    }
    let clients = ["axios", "ky", "got", "ofetch", "node-fetch", "cross-fetch", "undici", "superagent", "needle"];
    if imported(callee, &clients).is_some() || is_module_itself(callee, &clients) {
        return true;
    }
    method(callee).is_some_and(|(receiver, name)| {
        matches!(name, "get" | "post" | "put" | "patch" | "delete" | "request" | "create")
            && (receiver.is_global("axios", &[]) || imported(&receiver, &clients).is_some())
    })
}

fn leading_text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::Concat(parts) => parts.first()?.text(),
        Value::Call(call) if call.callee.is_global("URL", &[]) => leading_text(call.arguments.first()?),
        _ => None,
    }
}

/// The header that carries the key, in the `headers` of a request's options.
fn key_header<'a>(options: &'a ObjectValue, header: &str) -> Option<(&'a ObjectValue, &'a Property)> {
    let headers = options.get("headers")?.value.object()?;
    let is_it = |key: &str| key.eq_ignore_ascii_case(header) || key.eq_ignore_ascii_case("authorization");
    let found = headers.properties.iter().find(|property| property.key.as_deref().is_some_and(is_it))?;
    Some((headers, found))
}

/// `…?key=${key}`
fn key_in_address(value: &Value) -> Option<Value> {
    let Value::Concat(parts) = value else { return None };
    // Telegram's bots have theirs in the path: `/bot<token>/sendMessage`.
    if parts.first().and_then(Value::text).is_some_and(|text| text.ends_with("/bot")) {
        return parts.get(1).cloned();
    }
    parts.windows(2).find_map(|pair| {
        let before = pair[0].text()?.strip_suffix('=')?;
        let name = &before[before.rfind(['?', '&'])? + 1..];
        matches!(name, "key" | "api_key" | "apikey" | "apiKey" | "token" | "access_token" | "auth")
            .then(|| pair[1].clone())
    })
}
