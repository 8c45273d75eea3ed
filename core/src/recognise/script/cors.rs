//! Which origins' scripts may read a server's answers: options of CORS libraries, and headers set by hand.

use super::callee::imported;
use super::headers::written;
use crate::facts::{CorsOrigins, CorsPolicy, FileFacts, FunctionId, ObjectValue, Property, Value};
use crate::recognise::headers::known;
use crate::syntax::digest::{CallSite, Script};
use crate::text::TextRange;

const LIBRARIES: [&str; 7] =
    ["cors", "@fastify/cors", "fastify-cors", "hono/cors", "@koa/cors", "@elysiajs/cors", "@middy/http-cors"];
/// Libraries that send back the asking origin when no option says otherwise.
const MIRRORS_BY_DEFAULT: [&str; 2] = ["@koa/cors", "@elysiajs/cors"];

/// Finds policies for other origins.
pub fn recognise(script: &Script, text: &str, facts: &mut FileFacts) {
    let has_word = |word: &[u8]| memchr::memmem::find(text.as_bytes(), word).is_some();
    if !has_word(b"redentials") {
        return;
    }
    let before = facts.cors_policies.len();
    for site in &script.calls {
        options_of(site, script, facts);
    }
    by_hand(script, facts);
    facts.cors_policies[before..].sort_by_key(|policy| policy.range);
    facts.cors_policies.dedup_by(|a, b| a.range == b.range);
}

fn options_of(site: &CallSite, script: &Script, facts: &mut FileFacts) {
    let callee = &site.call.callee;
    let is_enabled = callee.last_segment() == Some("enableCors");
    let library = callee.import().map(|(module, _)| module).filter(|_| imported(callee, &LIBRARIES).is_some());
    let mirrors = library.is_some_and(|library| MIRRORS_BY_DEFAULT.contains(&library));
    for (at, argument) in site.call.arguments.iter().enumerate() {
        let follows_plugin = at > 0 && imported(&site.call.arguments[at - 1], &LIBRARIES).is_some();
        if let Some(object) = argument.object() {
            if library.is_some() || is_enabled || follows_plugin {
                // Without `origin`, these libraries allow every origin.
                policy(object, site.head(), mirrors, script, facts);
            } else if let Some(inner) = object.get("cors").and_then(|property| property.value.object()) {
                policy(inner, site.head(), false, script, facts);
            }
        }
    }
}

fn policy(object: &ObjectValue, whole: TextRange, mirrors: bool, script: &Script, facts: &mut FileFacts) {
    let credentials = object.get("credentials").is_some_and(|property| property.value == Value::Bool(true));
    let (range, origins) = match object.get("origin") {
        Some(origin) => (origin.range, origins(origin, script)),
        None if object.is_open() => return,
        None if mirrors => (whole, CorsOrigins::Mirrored),
        None => (whole, CorsOrigins::Any),
    };
    let is_option = !mirrors && object.get("origin").is_some();
    facts.cors_policies.push(CorsPolicy { range, origins, credentials, is_option });
}

fn origins(origin: &Property, script: &Script) -> CorsOrigins {
    match &origin.value {
        Value::Bool(true) => CorsOrigins::Mirrored,
        Value::Text(text) if text == "*" => CorsOrigins::Any,
        Value::Array(items) if items.iter().any(|item| item.text() == Some("*")) => CorsOrigins::Any,
        Value::Function(function) if lets_all_in(*function, script) => CorsOrigins::Mirrored,
        _ => CorsOrigins::Other,
    }
}

/// `(origin, callback) => callback(null, true)`, `(origin) => origin`: nothing is compared on the way.
fn lets_all_in(function: FunctionId, script: &Script) -> bool {
    let is_inside = |of: Option<FunctionId>| of == Some(function);
    let tests = script.tests.iter().any(|(_, _, of)| is_inside(*of));
    let Some(own) = script.functions.get(function.0 as usize) else { return false };
    let calls: Vec<&CallSite> = script.calls.iter().filter(|site| is_inside(site.function)).collect();
    let accepts = |site: &&CallSite| site.argument(0) == &Value::Nothing && site.argument(1) == &Value::Bool(true);
    let is_callback = calls.len() == 1 && calls.iter().any(accepts);
    let gives_back = calls.is_empty()
        && own.returns.iter().any(|value| {
            matches!(value, Value::Ref(reference)
            if reference.path.is_empty() && reference.root == crate::facts::Root::Param(function, 0))
        });
    !tests && own.returns.len() <= 1 && (is_callback || gives_back)
}

/// `Access-Control-Allow-Origin` and `-Credentials` set in one function or one object.
fn by_hand(script: &Script, facts: &mut FileFacts) {
    let mut found = Vec::new();
    let sent: Vec<(&'static str, &Value, TextRange, Option<FunctionId>)> =
        script.calls.iter().filter_map(sent_by_call).collect();
    for (name, value, range, function) in &sent {
        let with = sent.iter().any(|(other, value, _, of)| {
            *other == "access-control-allow-credentials" && of == function && is_true(value)
        });
        if *name == "access-control-allow-origin" && with && !is_checked(*function, script) {
            found.push((*range, origin_sent(value)));
        }
    }
    for (object, function) in objects(script) {
        let header = |wanted: &str| {
            let is_wanted = |property: &&Property| property.key.as_deref().and_then(known) == Some(wanted);
            object.properties.iter().rev().find(is_wanted)
        };
        if let (Some(origin), Some(credentials)) =
            (header("access-control-allow-origin"), header("access-control-allow-credentials"))
            && is_true(&credentials.value)
            && !is_checked(function, script)
        {
            found.push((origin.range, origin_sent(&origin.value)));
        }
    }
    let policies =
        found.into_iter().map(|(range, origins)| CorsPolicy { range, origins, credentials: true, is_option: false });
    facts.cors_policies.extend(policies);
}

fn sent_by_call(site: &CallSite) -> Option<(&'static str, &Value, TextRange, Option<FunctionId>)> {
    let sets = matches!(
        site.call.callee.last_segment(),
        Some("setHeader" | "set" | "header" | "append" | "appendHeader" | "setResponseHeader")
    );
    let name = site.argument(0).text().and_then(known).filter(|_| sets)?;
    Some((name, site.argument(1), site.call.range, site.function))
}

/// Object literals, and the function each is written in as far as that is known.
fn objects(script: &Script) -> Vec<(&ObjectValue, Option<FunctionId>)> {
    let mut found = Vec::new();
    for site in &script.calls {
        for argument in &site.call.arguments {
            argument.walk(&mut |value| found.extend(value.object().map(|object| (object, site.function))));
        }
    }
    for (_, value) in &script.objects {
        value.walk(&mut |value| found.extend(value.object().map(|object| (object, None))));
    }
    found
}

fn is_true(value: &Value) -> bool {
    *value == Value::Bool(true) || value.text() == Some("true")
}

fn origin_sent(value: &Value) -> CorsOrigins {
    if let Value::Choice(options) = value {
        // `origin || "*"`: whoever asks.
        let mirrored = options.iter().any(|option| origin_sent(option) == CorsOrigins::Mirrored);
        return if mirrored { CorsOrigins::Mirrored } else { CorsOrigins::Other };
    }
    if written(value).as_deref() == Some("*") {
        return CorsOrigins::Any;
    }
    if is_asking_origin(value) { CorsOrigins::Mirrored } else { CorsOrigins::Other }
}

/// `req.headers.origin`, `req.header("Origin")`, `request.headers.get("origin")`.
fn is_asking_origin(value: &Value) -> bool {
    if let Value::Call(call) = value {
        let name = call.arguments.first().and_then(Value::text);
        return call.arguments.len() == 1
            && name.is_some_and(|name| name.eq_ignore_ascii_case("origin"))
            && matches!(call.callee.last_segment(), Some("get" | "header"));
    }
    let Some(reference) = value.reference() else { return false };
    matches!(reference.path.as_slice(), [.., headers, origin] if headers == "headers" && origin == "origin")
}

/// Whether the function, or one around it, tests something about an origin.
fn is_checked(function: Option<FunctionId>, script: &Script) -> bool {
    let about_origin = |value: &Value| {
        value.any(&|inner| {
            let named = |name: &str| name.to_ascii_lowercase().contains("origin") || name.contains("allow");
            match inner {
                Value::Ref(reference) => {
                    let root = match &reference.root {
                        crate::facts::Root::Global(name) | crate::facts::Root::Local(name, _) => named(name),
                        _ => false,
                    };
                    root || reference.path.iter().any(|name| named(name))
                }
                Value::Text(text) => text.eq_ignore_ascii_case("origin"),
                _ => false,
            }
        })
    };
    script.tests.iter().any(|(value, _, of)| *of == function && !is_asking_origin(value) && about_origin(value))
}
