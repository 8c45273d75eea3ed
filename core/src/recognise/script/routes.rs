//! Routes a server answers: by registration (Express and its kin), by file (Next.js, SvelteKit, Nuxt, Astro, Remix) and by
//! decorator (NestJS).

use smol_str::SmolStr;

use super::callee::{imported, is_export, method, object_argument, result_of};
use super::cookies::root_name;
use crate::facts::{Export, FileFacts, FunctionId, Mount, Reference, Root, Route, Value};
use crate::syntax::digest::{CallSite, Script};

const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "all", "options", "head"];

/// Finds routes.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        mounted(site, script, facts);
        facts.routes.extend(
            registered(site, script).or_else(|| route_object(site)).or_else(|| edge_function(site, &facts.path)),
        );
    }
    let by_file = file_route(&facts.path);
    for export in &script.exports {
        if let Some(file) = &by_file {
            facts.routes.extend(exported(export, file));
        }
    }
    decorated(script, facts);
    server_actions(script, facts);
}

/// `app.post("/login", limiter, handler)` and `router.route("/login").post(handler)`.
fn registered(site: &CallSite, script: &Script) -> Option<Route> {
    let (receiver, name) = method(&site.call.callee)?;
    if !METHODS.contains(&name) {
        return None;
    }
    if let Some((call, [])) = result_of(&receiver)
        && call.callee.last_segment() == Some("route")
        && let Some(path) = call.arguments.first().and_then(Value::text)
    {
        let on = method(&call.callee).map(|(on, _)| on).unwrap_or_default();
        return Some(route(site, name, path, site.call.arguments.clone(), &on));
    }
    let path = site.argument(0).text()?;
    let handlers = site.call.arguments.get(1..)?;
    let last = handlers.last()?;
    if !path.starts_with('/') && path != "*" && !path.is_empty() || !is_handler(last) {
        return None;
    }
    let is_client = imported(&receiver, &["axios", "ky", "got", "superagent", "undici"]).is_some();
    let is_inline = handlers.iter().any(|handler| matches!(handler, Value::Function(_)));
    let is_router = is_router(&receiver, script);
    (!is_client && (is_router || is_inline)).then(|| route(site, name, path, handlers.to_vec(), &receiver))
}

fn route(site: &CallSite, method: &str, path: &str, handlers: Vec<Value>, on: &Value) -> Route {
    let method = if method == "all" { SmolStr::new_static("ANY") } else { SmolStr::new(method.to_ascii_uppercase()) };
    let router = chain_head(on);
    Route { range: site.call.range, method, path: SmolStr::new(path), handlers, router }
}

/// `app.use("/api", router)` (Express, Koa), `app.route("/api", router)` (Hono) and
/// `app.register(plugin, { prefix: "/api" })` (Fastify).
fn mounted(site: &CallSite, script: &Script, facts: &mut FileFacts) {
    let Some((on, name)) = method(&site.call.callee) else { return };
    let (prefix, routers) = match name {
        "register" => {
            let prefix = object_argument(site, 1).and_then(|options| options.get("prefix")?.value.text());
            (prefix, site.call.arguments.get(..1))
        }
        "use" | "route" => match site.argument(0).text() {
            Some(prefix) => (Some(prefix), site.call.arguments.get(1..)),
            None if name == "use" => (None, site.call.arguments.get(..)),
            None => return,
        },
        _ => return,
    };
    if !is_router(&on, script) && !matches!(on.reference().map(|on| &on.root), Some(Root::Param(..))) {
        return;
    }
    for router in routers.unwrap_or_default() {
        facts.mounts.push(Mount {
            on: chain_head(&on),
            prefix: SmolStr::new(prefix.unwrap_or("")),
            router: chain_head(router),
        });
    }
}

fn receiver_of(callee: &Value) -> Value {
    method(callee).map(|(on, _)| chain_head(&on)).unwrap_or_default()
}

/// What a chain of calls begins with: the router of `router.get(…).post(…)` and of `router.routes()`.
fn chain_head(value: &Value) -> Value {
    match value {
        Value::Call(call) => match call.callee.reference() {
            Some(Reference { root: Root::Value(inner), .. }) if matches!(**inner, Value::Call(_)) => chain_head(inner),
            Some(Reference { root: Root::Module(specifier), path })
                if specifier.starts_with(['.', '@', '~', '#'])
                    && path.last().is_some_and(|last| last == "routes" || last == "middleware") =>
            {
                method(&call.callee).map(|(router, _)| router).unwrap_or_default()
            }
            _ => value.clone(),
        },
        _ => value.clone(),
    }
}

fn is_handler(value: &Value) -> bool {
    matches!(value, Value::Function(_) | Value::Ref(_) | Value::Call(_))
}

fn is_router(receiver: &Value, script: &Script) -> bool {
    if let Some((call, _)) = result_of(receiver)
        && call.callee.import().is_some_and(|(module, _)| {
            [
                "express",
                "fastify",
                "hono",
                "@hono/zod-openapi",
                "koa-router",
                "@koa/router",
                "express-promise-router",
                "itty-router",
                "elysia",
                "polka",
                "restify",
            ]
            .contains(&module)
        })
    {
        return true;
    }
    let name = root_name(receiver, script).map(|name| name.to_ascii_lowercase());
    name.is_some_and(|name| {
        matches!(name.as_str(), "app" | "server" | "fastify" | "route" | "routes") || name.ends_with("router")
    })
}

/// `fastify.route({ method, url, handler })`.
fn route_object(site: &CallSite) -> Option<Route> {
    if site.call.callee.last_segment() != Some("route") {
        return None;
    }
    let options = object_argument(site, 0)?;
    let path = options.get("url").or_else(|| options.get("path"))?.value.text()?;
    let method = options.get("method").and_then(|entry| entry.value.text()).unwrap_or("ANY");
    let handler = options.get("handler")?.value.clone();
    let router = receiver_of(&site.call.callee);
    Some(Route {
        range: site.call.range,
        method: SmolStr::new(method.to_ascii_uppercase()),
        path: SmolStr::new(path),
        handlers: vec![handler],
        router,
    })
}

/// `Deno.serve(handler)` in `supabase/functions/<name>/index.ts`.
fn edge_function(site: &CallSite, path: &str) -> Option<Route> {
    let callee = &site.call.callee;
    let serves = callee.is_global("Deno", &["serve"])
        || (callee
            .import()
            .is_some_and(|(module, path)| module.contains("std") && path.last().is_some_and(|last| last == "serve")));
    let handler = site.call.arguments.iter().find(|argument| matches!(argument, Value::Function(_)))?;
    let name = path.split("supabase/functions/").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or("");
    serves.then(|| Route {
        range: site.call.range,
        method: SmolStr::new_static("ANY"),
        path: SmolStr::new(format!("/{name}")),
        handlers: vec![handler.clone()],
        router: Value::Unknown,
    })
}

struct FileRoute {
    path: String,
    /// Whether the exports are named after methods; else the default export answers.
    by_method: bool,
}

/// The route that a file's place gives it.
fn file_route(path: &str) -> Option<FileRoute> {
    let (stem, extension) = path.rsplit_once('.')?;
    if !matches!(extension, "ts" | "tsx" | "js" | "jsx" | "mjs" | "mts") {
        return None;
    }
    let after = |marker: &str| {
        let at = if stem.starts_with(&marker[1..]) {
            Some(marker.len() - 1)
        } else {
            stem.find(marker).map(|at| at + marker.len())
        };
        at.map(|at| &stem[at..])
    };
    if let Some(rest) = after("/app/").and_then(|rest| rest.strip_suffix("/route")) {
        return Some(FileRoute { path: url_of(rest), by_method: true });
    }
    if let Some(rest) = after("/pages/api/") {
        // Next.js answers with the default export, Astro with exports named after methods.
        return Some(FileRoute { path: url_of(&format!("api/{rest}")), by_method: false });
    }
    if let Some(rest) = after("/src/routes/").and_then(|rest| rest.strip_suffix("/+server")) {
        return Some(FileRoute { path: url_of(rest), by_method: true });
    }
    if let Some(rest) = after("/server/api/").or_else(|| after("/server/routes/")) {
        let rest = METHODS.iter().find_map(|method| rest.strip_suffix(&format!(".{method}"))).unwrap_or(rest);
        return Some(FileRoute { path: url_of(&format!("api/{rest}")), by_method: false });
    }
    if let Some(rest) = after("/app/routes/") {
        return Some(FileRoute { path: url_of(&rest.replace('.', "/")), by_method: false });
    }
    None
}

/// Route groups `(name)` and `index` are no part of the URL.
fn url_of(rest: &str) -> String {
    let segments = rest.split('/').filter(|segment| {
        !segment.is_empty() && *segment != "index" && !(segment.starts_with('(') && segment.ends_with(')'))
    });
    format!("/{}", segments.collect::<Vec<_>>().join("/"))
}

fn exported(export: &Export, file: &FileRoute) -> Option<Route> {
    let upper = export.name.to_ascii_uppercase();
    let is_method =
        METHODS.contains(&export.name.to_ascii_lowercase().as_str()) && upper == export.name.as_str() && upper != "ALL";
    let method = match export.name.as_str() {
        _ if is_method => upper.as_str(),
        "ALL" | "fallback" => "ANY",
        "default" if !file.by_method => "ANY",
        "action" if !file.by_method => "POST",
        "loader" if !file.by_method => "GET",
        _ => return None,
    };
    Some(Route {
        range: export.range,
        method: SmolStr::new(method),
        path: SmolStr::new(&file.path),
        handlers: vec![handler_of(&export.value)],
        router: Value::Unknown,
    })
}

/// The function inside wrappers such as `defineEventHandler(fn)` and `withAuth(fn)`.
fn handler_of(value: &Value) -> Value {
    match value {
        Value::Call(call) => {
            let inner = call.arguments.iter().rev().find(|argument| matches!(argument, Value::Function(_)));
            inner.cloned().unwrap_or_else(|| value.clone())
        }
        other => other.clone(),
    }
}

/// `@Controller("auth") class … { @Post("login") login() {} }`.
fn decorated(script: &Script, facts: &mut FileFacts) {
    for decorator in &script.decorators {
        let Some(function) = decorator.function else { continue };
        let Some(call) = decorator.value.call() else { continue };
        let Some([name]) = imported(&call.callee, &["@nestjs/common"]) else { continue };
        if !METHODS.contains(&name.to_ascii_lowercase().as_str()) {
            continue;
        }
        let controller = script.decorators.iter().find(|other| {
            other.function.is_none()
                && other.class == decorator.class
                && other.value.call().is_some_and(|call| is_export(&call.callee, &["@nestjs/common"], "Controller"))
        });
        let prefix = controller.and_then(|other| other.value.call()?.arguments.first()?.text()).unwrap_or("");
        let path = call.arguments.first().and_then(Value::text).unwrap_or("");
        let range = script.functions.get(function.0 as usize).map(|function| function.range).unwrap_or_default();
        facts.routes.push(Route {
            range,
            method: SmolStr::new(name.to_ascii_uppercase()),
            path: SmolStr::new(url_of(&format!("{prefix}/{path}"))),
            handlers: vec![Value::Function(function)],
            router: Value::Unknown,
        });
    }
}

/// Exported functions of a `"use server"` file can be called by anyone who has the page.
fn server_actions(script: &Script, facts: &mut FileFacts) {
    if !script.directives.iter().any(|directive| directive == "use server") {
        return;
    }
    for export in &script.exports {
        if let Value::Function(FunctionId(_)) = handler_of(&export.value) {
            facts.routes.push(Route {
                range: export.range,
                method: SmolStr::new_static("ACTION"),
                path: export.name.clone(),
                handlers: vec![handler_of(&export.value)],
                router: Value::Unknown,
            });
        }
    }
}
