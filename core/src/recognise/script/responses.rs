//! Bodies that handlers answer with.

use super::callee::{imported, is_export, method};
use super::cookies::{is_response, root_name};
use crate::facts::{CookieInsertion, FileFacts, FunctionId, Reference, ResponseBody, ResponseKind, Root, Value};
use crate::syntax::digest::{CallKind, CallSite, Script};
use crate::text::TextRange;

/// Finds answered bodies.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        if let Some(index) = body_argument(site, script) {
            let body = json_argument(site.argument(index));
            let body_range = site.argument_ranges.get(index).copied().unwrap_or(site.call.range);
            facts.responses.push(ResponseBody {
                range: site.call.range,
                function: site.function,
                body,
                body_range,
                kind: ResponseKind::Body,
                component: Value::Unknown,
                cookie_insertion: cookie_insertion(site, script),
            });
        }
    }
    for assignment in &script.assignments {
        // Koa: ctx.body = …
        if let Some((receiver, "body")) = method(&assignment.target)
            && root_name(&receiver, script).is_some_and(|name| matches!(name.as_str(), "ctx" | "context" | "response"))
        {
            push(assignment.range, assignment.function, assignment.value.clone(), assignment.value_range, facts);
        }
    }
    returned_bodies(script, facts);
}

fn push(range: TextRange, function: Option<FunctionId>, body: Value, body_range: TextRange, facts: &mut FileFacts) {
    facts.responses.push(ResponseBody {
        range,
        function,
        body,
        body_range,
        kind: ResponseKind::Body,
        component: Value::Unknown,
        cookie_insertion: None,
    });
}

/// Which argument of a call is a body, if it answers with one.
fn body_argument(site: &CallSite, script: &Script) -> Option<usize> {
    let callee = &site.call.callee;
    if site.call.arguments.is_empty() {
        return None;
    }
    if site.kind == CallKind::New {
        return callee.is_global("Response", &[]).then_some(0);
    }
    let is_static = callee.is_global("Response", &["json"])
        || imported(callee, &["next/server"]).is_some_and(|path| path == ["NextResponse", "json"])
        || is_export(callee, &["@remix-run/node", "@remix-run/cloudflare", "@sveltejs/kit", "react-router"], "json");
    if is_static {
        return Some(0);
    }
    let (receiver, name) = method(callee)?;
    let answers = match name {
        "json" | "send" | "jsonp" => is_response(&receiver, script),
        _ => false,
    };
    let is_hono =
        name == "json" && root_name(&receiver, script).is_some_and(|name| matches!(name.as_str(), "c" | "ctx"));
    (answers || is_hono).then_some(0)
}

/// Where the same answer could set a cookie: Express and Fastify answer on an object whose methods chain, the others take
/// headers after the body.
fn cookie_insertion(site: &CallSite, script: &Script) -> Option<CookieInsertion> {
    const EXPRESS: &str = ".cookie(\"$NAME\", $VALUE, { httpOnly: true, secure: process.env.NODE_ENV === \"production\", sameSite: \"lax\" })";
    const FASTIFY: &str = ".header(\"Set-Cookie\", `$NAME=${$VALUE}; Path=/; HttpOnly; Secure; SameSite=Lax`)";
    const INIT: &str = ", { headers: { \"Set-Cookie\": `$NAME=${$VALUE}; Path=/; HttpOnly; Secure; SameSite=Lax` } }";
    const HONO: &str = ", 200, { \"Set-Cookie\": `$NAME=${$VALUE}; Path=/; HttpOnly; Secure; SameSite=Lax` }";
    let only_body = site.call.arguments.len() == 1;
    let after_body = site.argument_ranges.first().map_or(site.call.range.end, |range| range.end);
    let Some((receiver, _)) = method(&site.call.callee) else {
        return (site.kind == CallKind::New && only_body).then_some(CookieInsertion { at: after_body, template: INIT });
    };
    if imported(&site.call.callee, &["next/server"]).is_some() || receiver.is_global("Response", &[]) {
        return only_body.then_some(CookieInsertion { at: after_body, template: INIT });
    }
    if !begins_plainly(&receiver) {
        return None;
    }
    let name = root_name(&receiver, script)?;
    // The chain begins with the plain name of the response, so that the insertion goes right behind it.
    let after_name = site.call.range.start + u32::try_from(name.len()).ok()?;
    match name.as_str() {
        "res" | "response" => Some(CookieInsertion { at: after_name, template: EXPRESS }),
        "reply" => Some(CookieInsertion { at: after_name, template: FASTIFY }),
        "c" if only_body => Some(CookieInsertion { at: after_body, template: HONO }),
        _ => None,
    }
}

/// Whether a chain of calls begins with a plain name, not with a member such as `ctx.res`.
fn begins_plainly(receiver: &Value) -> bool {
    match receiver {
        Value::Ref(Reference { root: Root::Value(inner), .. }) => begins_plainly(inner),
        Value::Ref(reference) => reference.path.is_empty(),
        Value::Call(call) => method(&call.callee).is_some_and(|(receiver, _)| begins_plainly(&receiver)),
        _ => false,
    }
}

/// `JSON.stringify(x)` sends `x`.
fn json_argument(value: &Value) -> Value {
    match value.call() {
        Some(call) if call.callee.is_global("JSON", &["stringify"]) => {
            call.arguments.first().cloned().unwrap_or_default()
        }
        _ => value.clone(),
    }
}

/// Handlers that answer with what they return: NestJS controllers and Nitro event handlers.
fn returned_bodies(script: &Script, facts: &mut FileFacts) {
    let nest = script.decorators.iter().filter_map(|decorator| {
        let call = decorator.value.call()?;
        let [name] = imported(&call.callee, &["@nestjs/common"])? else { return None };
        matches!(name.as_str(), "Get" | "Post" | "Put" | "Patch" | "Delete" | "All").then_some(decorator.function?)
    });
    let nitro = script.calls.iter().filter_map(|site| {
        let name =
            site.call.callee.last_segment().or_else(|| match site.call.callee.reference().map(|found| &found.root) {
                Some(Root::Global(name)) => Some(name.as_str()),
                _ => None,
            });
        match (name, site.argument(0)) {
            (Some("defineEventHandler" | "eventHandler"), Value::Function(id)) => Some(*id),
            _ => None,
        }
    });
    let handlers: Vec<FunctionId> = nest.chain(nitro).collect();
    for id in handlers {
        let Some(function) = script.functions.get(id.0 as usize) else { continue };
        for (returned, range) in function.returns.iter().zip(&function.return_ranges) {
            let range = *range;
            push(range, Some(id), returned.clone(), range, facts);
        }
    }
}
