//! Routes a server answers: by registration (Express and its kin), by file (Next.js, SvelteKit, Nuxt, Astro, Remix) and by
//! decorator (NestJS).

use smol_str::SmolStr;

use super::callee::{imported, is_export, method, object_argument, result_of};
use super::cookies::root_name;
use crate::facts::{Export, FileFacts, Mount, Reference, Root, Route, Value};
use crate::syntax::digest::{CallSite, Script};
use crate::text::TextRange;

const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "all", "options", "head"];

/// Finds routes.
pub fn recognise(script: &Script, text: &str, facts: &mut FileFacts) {
    for site in &script.calls {
        mounted(site, script, facts);
        facts.routes.extend(
            registered(site, script)
                .or_else(|| route_object(site))
                .or_else(|| edge_function(site, &facts.path))
                .or_else(|| firebase_function(site))
                .or_else(|| credentials_provider(site, script)),
        );
    }
    let by_file = file_route(&facts.path);
    for export in &script.exports {
        if let Some(file) = &by_file {
            facts.routes.extend(exported(export, file, script));
        }
    }
    decorated(script, facts);
    server_actions(script, facts);
    for route in facts.routes.iter_mut().filter(|route| route.statement.is_some()) {
        let on = route.head.slice(text).rsplit_once('.').map_or("", |(on, _)| on);
        if on.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '$') {
            route.written_on = SmolStr::new(on);
        }
    }
}

/// `CredentialsProvider({ authorize })` of Auth.js: what answers its own route for passwords.
fn credentials_provider(site: &CallSite, script: &Script) -> Option<Route> {
    let (module, _) = site.call.callee.import()?;
    let is_it = module.ends_with("/providers/credentials");
    let authorize = object_argument(site, 0).filter(|_| is_it)?.get("authorize")?;
    let Value::Function(id) = authorize.value else { return None };
    let function = script.functions.get(id.0 as usize)?;
    let path = SmolStr::new_static("/api/auth/callback/credentials");
    let method = SmolStr::new_static("POST");
    Some(by_function(function.range, function.head(), method, path, authorize.value.clone()))
}

/// `app.post("/login", limiter, handler)` and `router.route("/login").post(handler)`.
fn registered(site: &CallSite, script: &Script) -> Option<Route> {
    let (receiver, name) = method(&site.call.callee)?;
    if !METHODS.contains(&name) {
        return None;
    }
    if let Some((path, on)) = route_of(&receiver) {
        let handlers = site.call.arguments.clone();
        return handlers.last().is_some_and(is_handler).then(|| route(site, name, &path, handlers, &on));
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

/// The path and the router of `router.route("/login").get(form)`, on which further methods are registered.
fn route_of(receiver: &Value) -> Option<(SmolStr, Value)> {
    let mut receiver = receiver.clone();
    for _ in 0..METHODS.len() {
        let (call, []) = result_of(&receiver)? else { return None };
        let (on, name) = method(&call.callee)?;
        if name == "route" {
            return Some((SmolStr::new(call.arguments.first()?.text()?), on));
        }
        if !METHODS.contains(&name) {
            return None;
        }
        receiver = on;
    }
    None
}

fn route(site: &CallSite, method: &str, path: &str, handlers: Vec<Value>, on: &Value) -> Route {
    let method = if method == "all" { SmolStr::new_static("ANY") } else { SmolStr::new(method.to_ascii_uppercase()) };
    let path = SmolStr::new(format!("{}{path}", base_path(on)));
    let before_handler = site.argument_ranges.last().map(|range| range.start);
    let said = handlers.iter().filter(|handler| handler.object().is_some()).cloned().collect();
    let (head, statement, router) = (site.head(), site.statement, chain_head(on));
    let written_on = SmolStr::default();
    Route { range: site.call.range, head, written_on, before_handler, statement, said, method, path, handlers, router }
}

/// What every path of a router begins with by its own making: `new Hono().basePath("/api")`, `new Router({ prefix: "/api" })`.
fn base_path(on: &Value) -> String {
    let Value::Call(call) = on else { return String::new() };
    let own = match call.callee.last_segment() {
        Some("basePath" | "prefix") => call.arguments.first().and_then(Value::text),
        _ => call
            .arguments
            .first()
            .and_then(|options| options.object()?.get("prefix").or_else(|| options.object()?.get("basePath")))
            .and_then(|property| property.value.text()),
    };
    let before = method(&call.callee).map(|(before, _)| base_path(&before)).unwrap_or_default();
    format!("{before}{}", own.unwrap_or_default())
}

/// A route that no call registers: the function is marked by its signature.
fn by_function(range: TextRange, head: TextRange, method: SmolStr, path: SmolStr, handler: Value) -> Route {
    let router = Value::Unknown;
    Route {
        range,
        head,
        written_on: SmolStr::default(),
        before_handler: None,
        statement: None,
        said: Vec::new(),
        method,
        path,
        handlers: vec![handler],
        router,
    }
}

/// The signature of the function that is exported, the whole export when it is none.
fn head_of(range: TextRange, handler: &Value, script: &Script) -> TextRange {
    let Value::Function(id) = handler else { return range };
    let body = script.functions.get(id.0 as usize).and_then(|function| function.body);
    match body {
        Some(body) if range.contains(body) && body.start > range.start + 1 => {
            TextRange::new(range.start, body.start - 1)
        }
        _ => range,
    }
}

/// What stands for a prefix that is made elsewhere: what is mounted there is not in front of everything.
const SOME_PREFIX: &str = "/:prefix";

/// Whether a value is a path that is made elsewhere: `config.rootPath`, `` `${base}/v1` ``.
fn is_path(value: &Value) -> bool {
    let named = |name: &str| {
        let words = crate::names::words(name);
        words.last().is_some_and(|last| matches!(last.as_str(), "path" | "prefix" | "base" | "url" | "endpoint"))
    };
    match value {
        Value::Concat(_) => true,
        Value::Ref(reference) => {
            reference.path.last().is_some_and(|last| named(last))
                || match &reference.root {
                    Root::Global(name) | Root::Local(name, _) => reference.path.is_empty() && named(name),
                    _ => false,
                }
        }
        _ => false,
    }
}

/// `app.use("/api", router)` (Express, Koa), `app.route("/api", router)` (Hono) and
/// `app.register(plugin, { prefix: "/api" })` (Fastify).
fn mounted(site: &CallSite, script: &Script, facts: &mut FileFacts) {
    let Some((on, name)) = method(&site.call.callee) else { return };
    let (prefix, routers) = match name {
        "addHook" => (None, site.call.arguments.get(1..)),
        "register" => {
            let prefix = object_argument(site, 1).and_then(|options| options.get("prefix")?.value.text());
            (prefix, site.call.arguments.get(..1))
        }
        "use" | "route" => match site.argument(0).text() {
            Some(prefix) => (Some(prefix), site.call.arguments.get(1..)),
            None if site.call.arguments.len() > 1 && is_path(site.argument(0)) => {
                (Some(SOME_PREFIX), site.call.arguments.get(1..))
            }
            None if name == "use" => (None, site.call.arguments.get(..)),
            None => return,
        },
        _ => return,
    };
    let is_own = on.reference().is_some_and(|on| matches!(on.root, Root::This) && on.path.len() == 1);
    if !is_own && !is_router(&on, script) && !matches!(on.reference().map(|on| &on.root), Some(Root::Param(..))) {
        return;
    }
    for router in routers.unwrap_or_default() {
        facts.mounts.push(Mount {
            on: chain_head(&on),
            prefix: SmolStr::new(prefix.unwrap_or("")),
            router: chain_head(router),
            options: if name == "register" { site.argument(1).clone() } else { Value::Unknown },
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
        head: site.head(),
        written_on: SmolStr::default(),
        before_handler: None,
        statement: site.statement,
        said: vec![site.argument(0).clone()],
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
    serves.then(|| {
        let path = SmolStr::new(format!("/{name}"));
        by_function(site.call.range, site.head(), SmolStr::new_static("ANY"), path, handler.clone())
    })
}

/// `onRequest(handler)` and `onCall(handler)` of Firebase's functions.
fn firebase_function(site: &CallSite) -> Option<Route> {
    let (module, path) = site.call.callee.import()?;
    let is_it = module.starts_with("firebase-functions")
        && path.last().is_some_and(|last| matches!(last.as_str(), "onRequest" | "onCall"));
    let handler = site.call.arguments.last().filter(|last| is_it && matches!(last, Value::Function(_)))?;
    let (method, path) = (SmolStr::new_static("ANY"), SmolStr::default());
    Some(by_function(site.call.range, site.head(), method, path, handler.clone()))
}

struct FileRoute {
    path: String,
    /// Whether the exports are named after methods; else the default export answers.
    by_method: bool,
    /// Whether the default export is a page, beside functions that answer.
    is_page: bool,
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
        return Some(FileRoute { path: url_of(rest), by_method: true, is_page: false });
    }
    if let Some(rest) = after("/pages/api/") {
        // Next.js answers with the default export, Astro with exports named after methods.
        return Some(FileRoute { path: url_of(&format!("api/{rest}")), by_method: false, is_page: false });
    }
    if let Some(rest) = after("/src/routes/").and_then(|rest| rest.strip_suffix("/+server")) {
        return Some(FileRoute { path: url_of(rest), by_method: true, is_page: false });
    }
    if let Some(rest) = after("/server/api/").or_else(|| after("/server/routes/")) {
        let rest = METHODS.iter().find_map(|method| rest.strip_suffix(&format!(".{method}"))).unwrap_or(rest);
        return Some(FileRoute { path: url_of(&format!("api/{rest}")), by_method: false, is_page: false });
    }
    if let Some(rest) = after("/app/routes/") {
        return Some(FileRoute { path: url_of(&rest.replace('.', "/")), by_method: false, is_page: true });
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

fn exported(export: &Export, file: &FileRoute, script: &Script) -> Option<Route> {
    let upper = export.name.to_ascii_uppercase();
    let is_method =
        METHODS.contains(&export.name.to_ascii_lowercase().as_str()) && upper == export.name.as_str() && upper != "ALL";
    let method = match export.name.as_str() {
        _ if is_method => upper.as_str(),
        "ALL" | "fallback" => "ANY",
        "default" if !file.by_method && !file.is_page => "ANY",
        "action" if !file.by_method => "POST",
        "loader" if !file.by_method => "GET",
        _ => return None,
    };
    let handler = handler_of(&export.value);
    let head = head_of(export.range, &handler, script);
    let mut route = by_function(export.range, head, SmolStr::new(method), SmolStr::new(&file.path), handler);
    // What wraps the function stands in front of it.
    if matches!(export.value, Value::Call(_)) {
        route.said.push(export.value.clone());
    }
    Some(route)
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
        let Some(found) = script.functions.get(function.0 as usize) else { continue };
        let method = SmolStr::new(name.to_ascii_uppercase());
        let path = SmolStr::new(url_of(&format!("{prefix}/{path}")));
        let mut route = by_function(found.range, found.head(), method, path, Value::Function(function));
        let of_it = |other: &&crate::syntax::digest::Decorator| {
            other.class == decorator.class
                && other.field.is_none()
                && other.function.is_none_or(|other| other == function)
                && other.value != decorator.value
        };
        route.said = script.decorators.iter().filter(of_it).map(|other| other.value.clone()).collect();
        facts.routes.push(route);
    }
}

/// Exported functions of a `"use server"` file can be called by anyone who has the page.
fn server_actions(script: &Script, facts: &mut FileFacts) {
    if !script.directives.iter().any(|directive| directive == "use server") {
        return;
    }
    for export in &script.exports {
        let handler = handler_of(&export.value);
        if matches!(handler, Value::Function(_)) {
            let head = head_of(export.range, &handler, script);
            let method = SmolStr::new_static("ACTION");
            let mut route = by_function(export.range, head, method, export.name.clone(), handler);
            if matches!(export.value, Value::Call(_)) {
                route.said.push(export.value.clone());
            }
            facts.routes.push(route);
        }
    }
}
