//! What reaches the client by being returned: page data of loaders, results of server actions and of typed procedures, and
//! bodies of Fastify handlers.

use super::callee::{alternatives, imported, method, result_of};
use super::cookies::root_name;
use crate::facts::{EntryPoint, FileFacts, FunctionId, ResponseBody, ResponseKind, Value};
use crate::syntax::digest::{CallKind, CallSite, Script};

/// Finds them.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    let mut found: Vec<(FunctionId, ResponseKind)> = Vec::new();
    let is_action_file = script.directives.iter().any(|directive| directive == "use server");
    for export in &script.exports {
        let kind = if is_action_file { Some(ResponseKind::Action) } else { loader(&facts.path, &export.name) };
        if let Some(kind) = kind {
            found.extend(functions(&export.value).into_iter().map(|id| (id, kind)));
        }
    }
    for site in &script.calls {
        found.extend(procedure(site, script));
        found.extend(fastify_handler(site, script));
    }
    found.dedup();
    entry_points(&found, script, facts);
    for (id, kind) in found {
        let Some(function) = script.functions.get(id.0 as usize) else { continue };
        for (body, range) in function.returns.iter().zip(&function.return_ranges) {
            facts.responses.push(ResponseBody {
                range: *range,
                function: Some(id),
                body: body.clone(),
                body_range: *range,
                kind,
                component: Value::Unknown,
                cookie_insertion: None,
            });
        }
    }
    if !script.directives.iter().any(|directive| directive == "use client") {
        script.calls.iter().for_each(|site| props(site, facts));
        page(script, facts);
    }
}

/// Notes the component of a page that Next.js renders on the server, from the address it is asked for.
fn page(script: &Script, facts: &mut FileFacts) {
    let name = facts.path.rsplit('/').next().unwrap_or_default();
    let is_page = name.strip_prefix("page.").is_some_and(|ending| matches!(ending, "tsx" | "jsx" | "ts" | "js"))
        && (facts.path.starts_with("app/") || facts.path.contains("/app/"));
    let component =
        script.exports.iter().find(|export| export.name == "default").map(|export| functions(&export.value));
    if let Some(function) = component.filter(|_| is_page).and_then(|found| found.first().copied()) {
        facts.entry_points.push(EntryPoint { function, kind: ResponseKind::PageData, base: Value::Unknown });
    }
}

/// Notes the functions that answer requests without a route.
fn entry_points(found: &[(FunctionId, ResponseKind)], script: &Script, facts: &mut FileFacts) {
    for (function, kind) in found.iter().filter(|(_, kind)| *kind != ResponseKind::Body) {
        let built = script.calls.iter().find(|site| site.argument(0) == &Value::Function(*function));
        let base = built.filter(|_| *kind == ResponseKind::Procedure).and_then(|site| method(&site.call.callee));
        let base = base.map(|(receiver, _)| receiver).unwrap_or_default();
        facts.entry_points.push(EntryPoint { function: *function, kind: *kind, base });
    }
}

/// `<Profile user={await getUser()} />`: what is called for goes to the browser with the props of a client component.
fn props(site: &CallSite, facts: &mut FileFacts) {
    let is_imported = site.call.callee.import().is_some_and(|(module, _)| module.starts_with(['.', '@', '~', '#']));
    if site.kind != CallKind::Element || !is_imported {
        return;
    }
    let Some(attributes) = site.argument(0).object() else { return };
    for property in &attributes.properties {
        let is_called_for = alternatives(&property.value).iter().any(|value| result_of(value).is_some());
        if is_called_for {
            facts.responses.push(ResponseBody {
                range: site.call.range,
                function: site.function,
                body: property.value.clone(),
                body_range: property.value_range,
                kind: ResponseKind::Props,
                component: site.call.callee.clone(),
                cookie_insertion: None,
            });
        }
    }
}

/// Whether a file's export gives the page its data.
fn loader(path: &str, export: &str) -> Option<ResponseKind> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let in_routes = path.starts_with("app/routes/") || path.contains("/app/routes/");
    let is_svelte = name.starts_with("+page.server.") || name.starts_with("+layout.server.");
    let is_loader = match export {
        "getServerSideProps" | "getStaticProps" => true,
        "loader" | "action" => in_routes,
        "load" | "actions" => is_svelte,
        _ => false,
    };
    is_loader.then_some(ResponseKind::PageData)
}

/// The functions an export stands for: itself, those in its wrapper, or those of an object (SvelteKit's `actions`).
fn functions(value: &Value) -> Vec<FunctionId> {
    match value {
        Value::Function(id) => vec![*id],
        Value::Call(call) => call.arguments.iter().rev().find_map(function).into_iter().collect(),
        Value::Object(object) => object.properties.iter().filter_map(|property| function(&property.value)).collect(),
        _ => Vec::new(),
    }
}

fn function(value: &Value) -> Option<FunctionId> {
    match value {
        Value::Function(id) => Some(*id),
        _ => None,
    }
}

/// `publicProcedure.input(…).query(async ({ ctx }) => …)` (trpc.io/docs/server/procedures).
fn procedure(site: &CallSite, script: &Script) -> Option<(FunctionId, ResponseKind)> {
    let (receiver, "query" | "mutation") = method(&site.call.callee)? else { return None };
    let is_procedure =
        root_name(&receiver, script).is_some_and(|name| name.to_ascii_lowercase().ends_with("procedure"));
    Some((function(site.argument(0)).filter(|_| is_procedure)?, ResponseKind::Procedure))
}

/// Fastify answers with what an async handler returns (fastify.dev, "Routes: Async Await").
fn fastify_handler(site: &CallSite, script: &Script) -> Option<(FunctionId, ResponseKind)> {
    let (receiver, "get" | "post" | "put" | "patch" | "delete") = method(&site.call.callee)? else { return None };
    site.argument(0).text()?;
    let is_made = result_of(&receiver).is_some_and(|(call, _)| imported(&call.callee, &["fastify"]).is_some());
    if !is_made && root_name(&receiver, script).is_none_or(|name| name != "fastify") {
        return None;
    }
    Some((function(site.call.arguments.last()?)?, ResponseKind::Body))
}
