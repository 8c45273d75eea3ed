//! Limiters that can be put in front of a route: with the library the project has, else with the usual one of its framework.
//!
//! Invariant: an insertion changes nothing but how often the route may be called: 10 times in 15 minutes where somebody
//! could guess, 20 in an hour where each call costs. Refusals carry `Retry-After` (RFC 9110, section 10.2.3).

use super::super::Context;
use super::assess::{Danger, Open};
use crate::facts::{FileFacts, Import, PackageManifest, Route};
use crate::finding::{Edit, Fix, FixLevel};
use crate::text::TextRange;

/// What is let through.
struct Numbers {
    amount: u32,
    milliseconds: &'static str,
    words: &'static str,
    short: &'static str,
}

fn numbers(danger: Danger) -> Numbers {
    match danger {
        Danger::Model | Danger::Message | Danger::Mail | Danger::Bulk | Danger::Lookup => {
            Numbers { amount: 20, milliseconds: "60 * 60 * 1000", words: "1 hour", short: "1 h" }
        }
        _ => Numbers { amount: 10, milliseconds: "15 * 60 * 1000", words: "15 minutes", short: "15 m" },
    }
}

/// The limiter that fits the route, when its framework is known and one insertion does it.
pub fn limited(context: &Context<'_>, open: &Open<'_>) -> Option<Fix> {
    let route = open.answered.route?;
    let manifest = context.project.manifest_of(&context.file.path);
    let has = |package: &str| {
        context.file.imports.iter().any(|import| import.specifier == package)
            || manifest.is_some_and(|manifest| manifest.depends_on(package))
    };
    let numbers = numbers(open.danger);
    let imports = |package: &str| context.file.imports.iter().any(|import| import.specifier == package);
    let (edits, package) = if imports("hono") {
        (hono(context.file, route, &numbers, &has)?, ("hono-rate-limiter", "^0.4.2"))
    } else if imports("express") || has("express") && !has("fastify") && !has("hono") && !has("koa") && !has("next") {
        (express(context.file, route, &numbers)?, ("express-rate-limit", "^8.0.0"))
    } else if has("fastify") {
        (fastify(context.file, route, &numbers)?, ("@fastify/rate-limit", "^10.0.0"))
    } else if has("next") || imports("next/server") {
        (handler(context.file, open, route, &numbers)?, ("@upstash/ratelimit", "^2.0.0"))
    } else {
        return None;
    };
    let mut edits = edits;
    edits.extend(dependency(context, manifest, package));
    if package.0 == "@upstash/ratelimit" {
        edits.extend(dependency(context, manifest, ("@upstash/redis", "^1.34.0")));
    }
    let title = format!("Let {} requests through in {}, with {}", numbers.amount, numbers.words, package.0);
    Some(Fix { title, level: FixLevel::Suggestion, edits })
}

fn insert(file: &FileFacts, at: u32, text: impl Into<String>) -> Edit {
    Edit { path: file.path.clone(), range: TextRange::empty(at), text: text.into() }
}

/// Whether an import is a call of `require`, whose range is the call alone.
fn is_require(import: &Import) -> bool {
    import.range.len() as usize == import.specifier.len() + "require('')".len()
}

/// The name by which a file has an export, and the edit that imports it where it has not.
fn imported(file: &FileFacts, package: &str, export: &str, as_default: bool) -> Option<(String, Option<Edit>)> {
    let own = file.imports.iter().filter(|import| import.specifier == package).flat_map(|import| &import.names);
    let known = own.into_iter().find(|(_, of)| of == export || as_default && of == "default");
    if let Some((local, _)) = known {
        return Some((local.to_string(), None));
    }
    let is_taken = file.imports.iter().flat_map(|import| &import.names).any(|(local, _)| local == export);
    let first = file.imports.iter().find(|import| !import.is_type_only)?;
    if is_taken {
        return None;
    }
    if is_require(first) {
        return Some((format!("require(\"{package}\").{export}"), None));
    }
    let text = format!("import {{ {export} }} from \"{package}\";\n");
    Some((export.to_owned(), Some(insert(file, first.range.start, text))))
}

/// `app.post("/login", rateLimit({ … }), handler)`.
fn express(file: &FileFacts, route: &Route, numbers: &Numbers) -> Option<Vec<Edit>> {
    let (name, import) = imported(file, "express-rate-limit", "rateLimit", true)?;
    let text = format!(
        "{name}({{ windowMs: {}, limit: {}, standardHeaders: true, legacyHeaders: false }}), ",
        numbers.milliseconds, numbers.amount
    );
    Some(import.into_iter().chain([insert(file, route.before_handler?, text)]).collect())
}

/// The same for Hono, which tells clients apart by what its runtime knows of the connection.
fn hono(file: &FileFacts, route: &Route, numbers: &Numbers, has: &dyn Fn(&str) -> bool) -> Option<Vec<Edit>> {
    let runtime = if has("@hono/node-server") { "@hono/node-server/conninfo" } else { "hono/cloudflare-workers" };
    if runtime == "hono/cloudflare-workers" && !has("wrangler") {
        return None;
    }
    let (limiter, first) = imported(file, "hono-rate-limiter", "rateLimiter", false)?;
    let (address, second) = imported(file, runtime, "getConnInfo", false)?;
    let text = format!(
        "{limiter}({{ windowMs: {}, limit: {}, standardHeaders: \"draft-6\", keyGenerator: (c) => {address}(c).remote.address ?? \"unknown\" }}), ",
        numbers.milliseconds, numbers.amount
    );
    let insertion = insert(file, route.before_handler?, text);
    let imports = match (first, second) {
        // One place takes both, so that they come in one order.
        (Some(first), Some(second)) => vec![Edit { text: format!("{}{}", first.text, second.text), ..first }],
        (first, second) => first.into_iter().chain(second).collect(),
    };
    Some(imports.into_iter().chain([insertion]).collect())
}

/// Fastify limits what is registered in the same scope: the route gets one of its own.
fn fastify(file: &FileFacts, route: &Route, numbers: &Numbers) -> Option<Vec<Edit>> {
    let (statement, on) = (route.statement?, route.written_on.as_str());
    if on.is_empty() {
        return None;
    }
    let own = file.imports.iter().find(|import| import.specifier == "@fastify/rate-limit");
    let known = own.and_then(|import| import.names.iter().find(|(_, of)| of == "default"));
    let first = file.imports.iter().find(|import| !import.is_type_only)?;
    let (name, import) = match known {
        Some((local, _)) => (local.to_string(), None),
        None if is_require(first) => ("require(\"@fastify/rate-limit\")".to_owned(), None),
        None => {
            let text = "import rateLimit from \"@fastify/rate-limit\";\n";
            ("rateLimit".to_owned(), Some(insert(file, first.range.start, text)))
        }
    };
    let before = format!(
        "{on}.register(async ({on}) => {{\n  await {on}.register({name}, {{ max: {}, timeWindow: \"{}\" }});\n  ",
        numbers.amount, numbers.words
    );
    let edits = [insert(file, statement.start, before), insert(file, statement.end, "\n});")];
    Some(import.into_iter().chain(edits).collect())
}

/// A handler that is a function of its own asks the limiter first.
fn handler(file: &FileFacts, open: &Open<'_>, route: &Route, numbers: &Numbers) -> Option<Vec<Edit>> {
    let (found_in, id) = open.answered.handler;
    let function = found_in.function(id).filter(|_| found_in.path == file.path)?;
    let request = function.parameters.first().filter(|name| *name != "_")?;
    let body = function.body?;
    let is_handler = file.path.rsplit('/').next().is_some_and(|name| name.starts_with("route."));
    if !is_handler || !route.range.contains(body) {
        return None;
    }
    let (limit, first) = imported(file, "@upstash/ratelimit", "Ratelimit", false)?;
    let (redis, second) = imported(file, "@upstash/redis", "Redis", false)?;
    let prefix: String = route.path.trim_matches('/').replace('/', ":");
    let name = "rateLimitOfRoute";
    let made = format!(
        "const {name} = new {limit}({{\n  redis: {redis}.fromEnv(),\n  limiter: {limit}.slidingWindow({}, \"{}\"),\n  prefix: \"{prefix}\",\n}});\n\n",
        numbers.amount, numbers.short
    );
    let asked = format!(
        "\n  const limited = await {name}.limit({request}.headers.get(\"x-forwarded-for\") ?? \"unknown\");\n  if (!limited.success) {{\n    const seconds = Math.max(1, Math.ceil((limited.reset - Date.now()) / 1000));\n    return Response.json({{ error: \"Too many requests\" }}, {{ status: 429, headers: {{ \"Retry-After\": String(seconds) }} }});\n  }}\n"
    );
    let imports = match (first, second) {
        (Some(first), Some(second)) => vec![Edit { text: format!("{}{}", first.text, second.text), ..first }],
        (first, second) => first.into_iter().chain(second).collect(),
    };
    let edits = [insert(file, route.range.start, made), insert(file, body.start + 1, asked)];
    Some(imports.into_iter().chain(edits).collect())
}

/// The entry of a manifest that names no such package yet.
fn dependency(
    context: &Context<'_>,
    manifest: Option<&PackageManifest>,
    (name, version): (&str, &str),
) -> Option<Edit> {
    let manifest = manifest.filter(|manifest| !manifest.depends_on(name))?;
    let folder = context.project.manifest_folder(&context.file.path)?;
    let path = if folder.is_empty() { "package.json".to_owned() } else { format!("{folder}/package.json") };
    let first =
        manifest.dependencies.iter().find(|dependency| dependency.kind != crate::facts::DependencyKind::Development)?;
    let text = format!("\"{name}\": \"{version}\",\n    ");
    Some(Edit { path, range: TextRange::empty(first.range.start), text })
}
