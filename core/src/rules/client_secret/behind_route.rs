//! The fix that moves a request behind a route of the project: writes the handler in the way of the project's framework,
//! points the page's request at it, and takes the key out of the page.
//!
//! Invariant: the handler answers nobody until a person has said who may ask; a route that passes on whatever comes would
//! hand out the key's power instead of the key.

use super::super::Context;
use crate::facts::{PackageManifest, ServiceCall, ServiceRequest};
use crate::finding::{Edit, Fix, FixLevel};
use crate::names::words;
use crate::project::Project;
use crate::text::TextRange;

/// The fix, where the project's framework is one whose routes are files and the request can be moved as it stands.
pub fn behind_route(context: &Context<'_>, call: &ServiceCall) -> Option<Fix> {
    let request = call.request.as_ref()?;
    let slug = words(call.service.name)
        .into_iter()
        .filter(|word| word != "the" && word != "api")
        .collect::<Vec<_>>()
        .join("-");
    let route = route(context.project, &context.file.path, &slug)?;
    if context.project.file(&route.path).is_some() {
        return None;
    }
    let text = handler(&route, call.service.name, request, &variable(call.service.name));
    let here = |range, text| Edit { path: context.file.path.clone(), range, text };
    let edits = vec![
        here(request.url_range, format!("\"{}\"", route.url)),
        here(request.header_range, String::new()),
        Edit { path: route.path.clone(), range: TextRange::empty(0), text },
    ];
    Some(Fix { title: format!("Move the call behind a new route, {}", route.path), level: FixLevel::Suggestion, edits })
}

fn variable(service: &str) -> String {
    let words: Vec<String> = words(service).into_iter().filter(|word| word != "the" && word != "api").collect();
    format!("{}_API_KEY", words.join("_").to_ascii_uppercase())
}

/// How a framework writes a handler.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// An exported function named after the method, given a `Request` (Next's app folder).
    Method,
    /// The same, given an object with the request in it (`SvelteKit`, Astro).
    MethodOfEvent,
    /// A default export given Node's request and response (Next's pages folder).
    NodeDefault,
    /// `export async function action({ request })` (Remix, React Router).
    Action,
    /// `defineEventHandler` (Nuxt).
    Event,
}

struct Route {
    path: String,
    url: String,
    style: Style,
}

/// Where the project's framework wants a new route.
fn route(project: &Project, path: &str, slug: &str) -> Option<Route> {
    let manifest = project.manifest_of(path)?;
    let folder = project.manifest_folder(path)?;
    let root = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let has = |name: &str| depends(manifest, name);
    let holds = |below: &str| project.has_files_below(&format!("{root}{below}/"));
    let url = format!("/api/{slug}");
    let (file, style) = if has("next") {
        match ["src/app", "app", "src/pages", "pages"].into_iter().find(|below| holds(below))? {
            pages if pages.ends_with("pages") => (format!("{pages}/api/{slug}.ts"), Style::NodeDefault),
            app => (format!("{app}/api/{slug}/route.ts"), Style::Method),
        }
    } else if has("@sveltejs/kit") {
        (format!("src/routes/api/{slug}/+server.ts"), Style::MethodOfEvent)
    } else if has("nuxt") {
        (format!("server/api/{slug}.ts"), Style::Event)
    } else if has("@remix-run/react") || has("@react-router/node") {
        (format!("app/routes/api.{slug}.ts"), Style::Action)
    } else if has("astro")
        && has("@astrojs/node") | has("@astrojs/vercel") | has("@astrojs/cloudflare") | has("@astrojs/netlify")
    {
        (format!("src/pages/api/{slug}.ts"), Style::MethodOfEvent)
    } else {
        return None;
    };
    Some(Route { path: format!("{root}{file}"), url, style })
}

fn depends(manifest: &PackageManifest, name: &str) -> bool {
    manifest.dependencies.iter().any(|dependency| dependency.name == name)
}

fn handler(route: &Route, service: &str, request: &ServiceRequest, variable: &str) -> String {
    let ServiceRequest { url, method, header, scheme, .. } = request;
    let has_body = method != "GET" && method != "HEAD";
    let parameter = match route.style {
        Style::NodeDefault => "request: NextApiRequest",
        Style::Event => "event: H3Event",
        Style::Method | Style::MethodOfEvent | Style::Action => "request: Request",
    };
    let head = match route.style {
        Style::NodeDefault => "import type { NextApiRequest, NextApiResponse } from \"next\";\n\n",
        Style::Event => "import type { H3Event } from \"h3\";\n\n",
        _ => "",
    };
    let body = match (has_body, route.style) {
        (false, _) => String::new(),
        (true, Style::NodeDefault) => "\n    body: JSON.stringify(request.body),".to_owned(),
        (true, Style::Event) => "\n    body: await readRawBody(event),".to_owned(),
        (true, _) => "\n    body: await request.text(),".to_owned(),
    };
    let call = format!(
        "  const answer = await fetch(\"{url}\", {{\n    method: \"{method}\",\n    headers: {{ \"Content-Type\": \"application/json\", \"{header}\": `{scheme}${{process.env.{variable}}}` }},{body}\n  }});\n"
    );
    let guard = format!(
        "{head}// Passes on what the page asks of {service}, for people who are signed in.\n// Tell here who that is: until then nobody gets an answer, so that nobody can spend the account's money.\nasync function isSignedIn(_{parameter}): Promise<boolean> {{\n  return false;\n}}\n\n"
    );
    let refuse = "new Response(\"Sign in first\", { status: 401 })";
    let pass = "new Response(answer.body, { status: answer.status, headers: { \"Content-Type\": answer.headers.get(\"Content-Type\") ?? \"application/json\" } })";
    match route.style {
        Style::Method => format!(
            "{guard}export async function {method}(request: Request) {{\n  if (!(await isSignedIn(request))) return {refuse};\n{call}  return {pass};\n}}\n"
        ),
        Style::MethodOfEvent => format!(
            "{guard}export async function {method}({{ request }}: {{ request: Request }}) {{\n  if (!(await isSignedIn(request))) return {refuse};\n{call}  return {pass};\n}}\n"
        ),
        Style::Action => {
            let name = if has_body { "action" } else { "loader" };
            format!(
                "{guard}export async function {name}({{ request }}: {{ request: Request }}) {{\n  if (!(await isSignedIn(request))) return {refuse};\n{call}  return {pass};\n}}\n"
            )
        }
        Style::NodeDefault => format!(
            "{guard}export default async function handler(request: NextApiRequest, response: NextApiResponse) {{\n  if (!(await isSignedIn(request))) return response.status(401).end();\n{call}  response.status(answer.status).send(await answer.text());\n}}\n"
        ),
        Style::Event => format!(
            "{guard}export default defineEventHandler(async (event) => {{\n  if (!(await isSignedIn(event))) throw createError({{ statusCode: 401 }});\n{call}  setResponseStatus(event, answer.status);\n  return answer.text();\n}});\n"
        ),
    }
}
