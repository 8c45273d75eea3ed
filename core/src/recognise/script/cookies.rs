//! Cookies that a server sets through its framework.

use smol_str::SmolStr;

use super::callee::{imported, is_export, method, result_of};
use super::cookie_options::{ASTRO, EDGE, HONO, KOA_DEFAULTS, NODE, SVELTEKIT_DEFAULTS, options_at, place_of, removes};
use crate::facts::{
    CookieDefaults, CookieWrite, CookieWriter, FileFacts, FunctionId, OptionsPlace, OptionsStyle, Reference, Root,
    SameSite, Value,
};
use crate::syntax::Language;
use crate::syntax::digest::{CallKind, CallSite, Script};

/// Finds cookies set by the server.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    let frameworks = Frameworks::of(script, facts);
    for site in script.calls.iter().filter(|site| site.kind == CallKind::Call) {
        let write = function_call(site).or_else(|| method_call(site, script, frameworks));
        facts.cookie_writes.extend(write);
    }
}

/// How one API takes its arguments and what it does by itself.
pub struct Shape {
    /// What people call it.
    pub written_as: &'static str,
    /// The argument with the cookie's name.
    pub name: usize,
    /// The argument with the options.
    pub options: usize,
    /// What the library does by itself.
    pub defaults: CookieDefaults,
    /// How its options are spelled.
    pub style: OptionsStyle,
    /// Who writes.
    pub writer: CookieWriter,
}

impl Shape {
    const fn server(written_as: &'static str, name: usize, defaults: CookieDefaults, style: OptionsStyle) -> Self {
        Self { written_as, name, options: name + 2, defaults, style, writer: CookieWriter::Server }
    }

    /// The cookie that `site` sets.
    pub fn write(&self, site: &CallSite) -> CookieWrite {
        let (options, place) = options_at(site, self.options);
        let value = site.argument(self.name + 1).clone();
        CookieWrite {
            range: site.call.range,
            statement: site.statement,
            function: site.function,
            written_as: SmolStr::new_static(self.written_as),
            writer: self.writer,
            name: site.argument(self.name).clone(),
            is_session_library: false,
            is_removal: is_empty(&value) || removes(&options),
            value,
            options,
            defaults: self.defaults,
            place,
            style: self.style,
        }
    }
}

/// Whether a cookie's new value is empty, which is how cookies are cleared.
pub fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Nothing) || value.text() == Some("")
}

const NONE: CookieDefaults = CookieDefaults::NONE;
/// Remix and React Router send `SameSite=Lax` by themselves (reactrouter.com, "createCookie").
const REMIX_DEFAULTS: CookieDefaults =
    CookieDefaults { http_only: false, secure: Some(false), same_site: SameSite::Lax };
/// Packages that Remix and its successor, React Router, export the same functions from.
pub const REMIX: [&str; 6] = [
    "@remix-run/node",
    "@remix-run/cloudflare",
    "@remix-run/deno",
    "@remix-run/server-runtime",
    "react-router",
    "@react-router/node",
];

/// Functions that are imported, or that the framework puts in scope.
fn function_call(site: &CallSite) -> Option<CookieWrite> {
    let callee = &site.call.callee;
    if is_export(callee, &["hono/cookie"], "setCookie") {
        return Some(Shape::server("setCookie (hono/cookie)", 1, NONE, HONO).write(site));
    }
    if is_export(callee, &["hono/cookie"], "setSignedCookie") {
        let shape = Shape { options: 4, ..Shape::server("setSignedCookie (hono/cookie)", 1, NONE, HONO) };
        return Some(shape.write(site));
    }
    if is_export(callee, &["h3", "#imports", "nitropack/runtime"], "setCookie")
        || (callee.is_global("setCookie", &[]) && site.call.arguments.len() >= 3)
    {
        return Some(Shape::server("setCookie (h3)", 1, NONE, NODE).write(site));
    }
    if is_export(callee, &["cookie"], "serialize") || is_export(callee, &["cookie-es"], "serialize") {
        return Some(Shape::server("serialize (cookie)", 0, NONE, NODE).write(site));
    }
    if is_export(callee, &REMIX, "createCookie") {
        let mut write = Shape { options: 1, ..Shape::server("createCookie", 0, REMIX_DEFAULTS, NODE) }.write(site);
        write.value = Value::Unknown;
        write.is_removal = false;
        return Some(write);
    }
    deno(site)
}

/// `setCookie(headers, { name, value, httpOnly … })` of Deno's standard library.
fn deno(site: &CallSite) -> Option<CookieWrite> {
    let (module, path) = site.call.callee.import()?;
    let is_std = module.contains("std") && module.contains("http") && path.last()? == "setCookie";
    is_std.then(|| cookie_object(site, 1, "setCookie (Deno)", NONE, EDGE)).flatten()
}

/// A cookie given as one object with its name and value among the options.
fn cookie_object(
    site: &CallSite,
    index: usize,
    written_as: &'static str,
    defaults: CookieDefaults,
    style: OptionsStyle,
) -> Option<CookieWrite> {
    let options = site.argument(index);
    let object = options.object()?;
    let value = object.get("value").map(|entry| entry.value.clone()).unwrap_or_default();
    Some(CookieWrite {
        range: site.call.range,
        statement: site.statement,
        function: site.function,
        written_as: SmolStr::new_static(written_as),
        writer: CookieWriter::Server,
        name: object.get("name")?.value.clone(),
        is_session_library: false,
        is_removal: is_empty(&value) || removes(options),
        value,
        options: options.clone(),
        defaults,
        place: place_of(options, site.argument_ranges.get(index).copied()),
        style,
    })
}

/// What the file tells about the framework it belongs to; more than one can be true.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "four independent observations")]
struct Frameworks {
    koa: bool,
    sveltekit: bool,
    astro: bool,
    next: bool,
}

impl Frameworks {
    fn of(script: &Script, facts: &FileFacts) -> Self {
        let imports = |test: &dyn Fn(&str) -> bool| script.imports.iter().any(|import| test(&import.specifier));
        let file = facts.path.rsplit('/').next().unwrap_or(&facts.path);
        Self {
            koa: imports(&|name| name == "koa" || name.starts_with("koa-") || name.starts_with("@koa/")),
            sveltekit: file.starts_with('+')
                || file.starts_with("hooks.server")
                || imports(&|name| name.starts_with("@sveltejs/kit") || name == "./$types"),
            astro: facts.language == Language::Astro || imports(&|name| name.starts_with("astro")),
            next: imports(&|name| name.starts_with("next/")),
        }
    }
}

fn method_call(site: &CallSite, script: &Script, frameworks: Frameworks) -> Option<CookieWrite> {
    let (receiver, name) = method(&site.call.callee)?;
    match name {
        "cookie" if site.call.arguments.len() >= 2 && is_response(&receiver, script) => {
            Some(Shape::server("res.cookie", 0, NONE, NODE).write(site))
        }
        "setCookie" if is_response(&receiver, script) => {
            Some(Shape::server("reply.setCookie", 0, NONE, NODE).write(site))
        }
        "serialize" if is_cookie_module(&receiver) => {
            Some(Shape::server("cookie.serialize", 0, NONE, NODE).write(site))
        }
        "set" => jar_write(site, &receiver, script, frameworks),
        _ => None,
    }
}

fn is_cookie_module(value: &Value) -> bool {
    imported(value, &["cookie", "cookie-es"]).is_some_and(<[SmolStr]>::is_empty)
}

/// `jar.set(name, value, options)` or `jar.set({ name, value, … })`.
fn jar_write(site: &CallSite, jar: &Value, script: &Script, frameworks: Frameworks) -> Option<CookieWrite> {
    let (written_as, defaults, style) = jar_kind(jar, script, frameworks)?;
    if site.argument(0).object().is_some() {
        return cookie_object(site, 0, written_as, defaults, style);
    }
    (site.call.arguments.len() >= 2).then(|| Shape::server(written_as, 0, defaults, style).write(site))
}

fn jar_kind(
    jar: &Value,
    script: &Script,
    frameworks: Frameworks,
) -> Option<(&'static str, CookieDefaults, OptionsStyle)> {
    if let Some((call, [])) = result_of(jar)
        && is_export(&call.callee, &["next/headers"], "cookies")
    {
        return Some(("cookies().set", NONE, NODE));
    }
    let (holder, last) = method(jar)?;
    if last != "cookies" {
        return None;
    }
    if is_next_response(&holder) {
        return Some(("response.cookies.set", NONE, NODE));
    }
    if holder.is_global("Astro", &[]) || frameworks.astro {
        return Some(("Astro.cookies.set", NONE, ASTRO));
    }
    if frameworks.sveltekit {
        return Some(("cookies.set (SvelteKit)", SVELTEKIT_DEFAULTS, NODE));
    }
    let name = root_name(&holder, script)?;
    if frameworks.koa || matches!(name.as_str(), "ctx") && !frameworks.next {
        return Some(("ctx.cookies.set", KOA_DEFAULTS, NODE));
    }
    let is_response =
        matches!(name.as_str(), "res" | "response" | "resp") || name.to_ascii_lowercase().ends_with("response");
    is_response.then_some(("response.cookies.set", NONE, NODE))
}

fn is_next_response(value: &Value) -> bool {
    let callee = match value {
        Value::Choice(options) => return options.iter().any(is_next_response),
        Value::Call(call) => &call.callee,
        _ => return false,
    };
    imported(callee, &["next/server"]).is_some_and(|path| path.first().is_some_and(|first| first == "NextResponse"))
}

/// Whether a value is the response a handler was given: by its name, its type or its place among the parameters.
pub fn is_response(value: &Value, script: &Script) -> bool {
    if let Value::Ref(Reference { root: Root::Param(function, index), path }) = value
        && path.is_empty()
        && parameter_type(script, *function, *index).is_some_and(|name| {
            matches!(name, "Response" | "FastifyReply" | "NextApiResponse" | "ServerResponse" | "ExpressResponse")
        })
    {
        return true;
    }
    root_name(value, script).is_some_and(|name| matches!(name.as_str(), "res" | "response" | "resp" | "reply" | "rep"))
}

fn parameter_type(script: &Script, function: FunctionId, index: u16) -> Option<&str> {
    script.functions.get(function.0 as usize)?.parameter_types.get(usize::from(index))?.as_deref()
}

/// The name at the head of a chain of calls and members, or the last member before the calls begin:
/// `res` for `res.status(200)`, `res` for `ctx.res`.
pub fn root_name(value: &Value, script: &Script) -> Option<SmolStr> {
    match value {
        Value::Ref(reference) => match (&reference.root, reference.path.last()) {
            (Root::Value(inner), _) => root_name(inner, script),
            (_, Some(last)) => Some(last.clone()),
            (Root::Param(function, index), None) => {
                script.functions.get(function.0 as usize)?.parameters.get(usize::from(*index)).cloned()
            }
            (Root::Local(name, _) | Root::Global(name), None) => Some(name.clone()),
            _ => None,
        },
        Value::Call(call) => {
            let (receiver, _) = method(&call.callee)?;
            root_name(&receiver, script)
        }
        Value::Choice(options) => options.iter().find_map(|option| root_name(option, script)),
        _ => None,
    }
}

/// Where an edit goes when a whole nested options object is missing.
pub fn nested_place(options: &Value, key: &'static str, own: Option<crate::text::TextRange>) -> (Value, OptionsPlace) {
    match options.object() {
        None => (Value::Unknown, OptionsPlace::Elsewhere),
        Some(object) => match object.get(key) {
            Some(entry) => (entry.value.clone(), place_of(&entry.value, own)),
            None if object.is_open() => (Value::Unknown, OptionsPlace::Elsewhere),
            None => (Value::Nothing, OptionsPlace::MissingNested { outer: object.range, key }),
        },
    }
}
