//! Session libraries: each sets one cookie that carries the login, with defaults of its own.

use smol_str::SmolStr;

use super::callee::{is_export, is_module_itself, nested, object_argument};
use super::cookie_options::{NODE, options_at, place_of};
use super::cookies::{REMIX, nested_place};
use crate::facts::{CookieDefaults, CookieWrite, CookieWriter, FileFacts, ObjectValue, OptionsPlace, SameSite, Value};
use crate::syntax::digest::{CallSite, Script};
use crate::text::TextRange;

/// github.com/expressjs/session, "cookie".
const EXPRESS_SESSION: CookieDefaults =
    CookieDefaults { http_only: true, secure: Some(false), same_site: SameSite::Missing };
/// github.com/expressjs/cookie-session and github.com/koajs/session: `HttpOnly`, and `Secure` as the connection is.
const BY_CONNECTION: CookieDefaults = CookieDefaults { http_only: true, secure: None, same_site: SameSite::Missing };
/// Libraries that set every flag by themselves, so that only an explicit choice against one counts.
const SOUND: CookieDefaults = CookieDefaults { http_only: true, secure: Some(true), same_site: SameSite::Lax };
/// Auth.js replaces a cookie's options as a whole (authjs.dev, "cookies").
const REPLACED: CookieDefaults = CookieDefaults::NONE;

/// Finds session cookies.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        let write = middleware(site, script).or_else(|| storage(site)).or_else(|| configured(site));
        facts.cookie_writes.extend(write);
        for argument in &site.call.arguments {
            auth_js(argument, site.call.range, facts);
        }
    }
    for (_, value) in &script.objects {
        iron_options(value, facts);
        auth_js(value, TextRange::default(), facts);
    }
}

struct Session<'a> {
    range: TextRange,
    written_as: &'static str,
    name: Value,
    options: Value,
    place: OptionsPlace,
    defaults: CookieDefaults,
    site: Option<&'a CallSite>,
}

fn session(session: Session<'_>) -> CookieWrite {
    CookieWrite {
        range: session.range,
        statement: None,
        function: session.site.and_then(|site| site.function),
        written_as: SmolStr::new_static(session.written_as),
        writer: CookieWriter::Server,
        name: session.name,
        value: Value::Unknown,
        is_session_library: true,
        is_removal: false,
        options: session.options,
        defaults: session.defaults,
        place: session.place,
        style: NODE,
    }
}

/// express-session, cookie-session, koa-session and Fastify's plugins.
fn middleware(site: &CallSite, script: &Script) -> Option<CookieWrite> {
    let callee = &site.call.callee;
    let (written_as, key, name_key, default_name, defaults) = if is_module_itself(callee, &["express-session"]) {
        ("express-session", Some("cookie"), "name", "connect.sid", EXPRESS_SESSION)
    } else if is_module_itself(callee, &["cookie-session"]) {
        ("cookie-session", None, "name", "session", BY_CONNECTION)
    } else if is_module_itself(callee, &["koa-session"]) {
        ("koa-session", None, "key", "koa.sess", BY_CONNECTION)
    } else {
        return fastify_plugin(site);
    };
    let own = site.argument_ranges.first().copied();
    let given = site.argument(0);
    let (mut options, place) = match key {
        Some(key) => nested_place(given, key, own),
        None => options_at(site, 0),
    };
    // `options.cookie.secure = true` under a production test, after the options were written.
    let set_later = script.assignments.iter().any(|assignment| {
        assignment.target.reference().is_some_and(|target| target.path.ends_with(&["cookie".into(), "secure".into()]))
    });
    if set_later {
        options = Value::Unknown;
    }
    let name = given.object().and_then(|object| object.get(name_key));
    Some(session(Session {
        range: site.head(),
        written_as,
        name: name.map_or_else(|| Value::Text(default_name.into()), |entry| entry.value.clone()),
        options,
        place,
        defaults,
        site: Some(site),
    }))
}

/// `app.register(fastifySession, { cookie: … })`.
fn fastify_plugin(site: &CallSite) -> Option<CookieWrite> {
    const PLUGINS: [&str; 3] = ["@fastify/session", "fastify-session", "@fastify/secure-session"];
    if site.call.callee.last_segment() != Some("register") || !is_module_itself(site.argument(0), &PLUGINS) {
        return None;
    }
    let cookie = object_argument(site, 1)?.get("cookie")?;
    Some(session(Session {
        range: site.head(),
        written_as: "@fastify/session",
        name: Value::Text("sessionId".into()),
        place: place_of(&cookie.value, site.argument_ranges.get(1).copied()),
        options: cookie.value.clone(),
        defaults: SOUND,
        site: Some(site),
    }))
}

/// `createCookieSessionStorage({ cookie })` of Remix and React Router.
fn storage(site: &CallSite) -> Option<CookieWrite> {
    const STORAGES: [&str; 3] = ["createCookieSessionStorage", "createSessionStorage", "createFileSessionStorage"];
    let callee = &site.call.callee;
    if !STORAGES.iter().any(|name| is_export(callee, &REMIX, name)) {
        return None;
    }
    let (options, place) = nested_place(site.argument(0), "cookie", site.argument_ranges.first().copied());
    let name = options.object().and_then(|object| object.get("name")).map(|entry| entry.value.clone());
    Some(session(Session {
        range: site.head(),
        written_as: "createCookieSessionStorage",
        name: name.unwrap_or_else(|| Value::Text("__session".into())),
        options,
        place,
        defaults: CookieDefaults { http_only: false, secure: Some(false), same_site: SameSite::Lax },
        site: Some(site),
    }))
}

/// Lucia, better-auth and h3: flags are set by the library; the options may take them away.
fn configured(site: &CallSite) -> Option<CookieWrite> {
    let callee = &site.call.callee;
    let (written_as, index, path): (_, _, &[&str]) = if is_export(callee, &["lucia"], "Lucia") {
        ("Lucia", 1, &["sessionCookie", "attributes"])
    } else if is_export(callee, &["better-auth"], "betterAuth") {
        ("better-auth", 0, &["advanced", "defaultCookieAttributes"])
    } else if is_export(callee, &["h3", "#imports"], "useSession") || callee.is_global("useSession", &[]) {
        ("useSession (h3)", 1, &["cookie"])
    } else if is_export(callee, &["iron-session"], "getIronSession") {
        ("iron-session", 2, &["cookieOptions"])
    } else {
        return None;
    };
    let entry = nested(object_argument(site, index)?, path)?;
    Some(session(Session {
        range: site.head(),
        written_as,
        name: Value::Text("session".into()),
        place: place_of(&entry.value, site.argument_ranges.get(index).copied()),
        options: entry.value.clone(),
        defaults: SOUND,
        site: Some(site),
    }))
}

/// iron-session's options are usually a constant: `{ password, cookieName, cookieOptions }`.
fn iron_options(value: &Value, facts: &mut FileFacts) {
    let Some(object) = value.object() else { return };
    if let (Some(name), Some(_), Some(options)) =
        (object.get("cookieName"), object.get("password"), object.get("cookieOptions"))
    {
        facts.cookie_writes.push(session(Session {
            range: options.range,
            written_as: "iron-session",
            name: name.value.clone(),
            options: options.value.clone(),
            place: place_of(&options.value, Some(object.range)),
            defaults: SOUND,
            site: None,
        }));
    }
}

/// `cookies: { sessionToken: { name, options } }` in Auth.js options.
fn auth_js(value: &Value, call: TextRange, facts: &mut FileFacts) {
    let Some(object) = value.object().filter(|object| object.get("providers").is_some()) else { return };
    let Some(entry) = nested(object, &["cookies", "sessionToken"]) else { return };
    let Some(cookie) = entry.value.object() else { return };
    let Some(options) = cookie.get("options") else { return };
    if facts.cookie_writes.iter().any(|write| write.range == entry.range) {
        return;
    }
    let name = cookie.get("name").map(|name| name.value.clone());
    facts.cookie_writes.push(session(Session {
        range: entry.range,
        written_as: "Auth.js",
        name: name.unwrap_or_else(|| Value::Text("authjs.session-token".into())),
        options: options.value.clone(),
        place: place_of(&options.value, Some(enclosing(object, call))),
        defaults: REPLACED,
        site: None,
    }));
}

fn enclosing(object: &ObjectValue, call: TextRange) -> TextRange {
    if call.is_empty() { object.range } else { call }
}
