//! Cookies written by scripts of the page through a library.

use smol_str::SmolStr;

use super::callee::{imported, is_export, result_of};
use super::cookie_options::EDGE;
use super::cookies::Shape;
use crate::facts::{CookieDefaults, CookieWrite, CookieWriter, FileFacts, OptionsPlace, Value};
use crate::syntax::digest::{CallSite, Script};

/// Libraries whose `set(name, value, options)` writes `document.cookie`.
const LIBRARIES: [&str; 6] = ["js-cookie", "universal-cookie", "es-cookie", "vue-cookies", "tiny-cookie", "cookies-js"];
const NOOKIES: [&str; 1] = ["nookies"];
const COOKIES_NEXT: [&str; 3] = ["cookies-next", "cookies-next/client", "cookies-next/server"];

/// Finds cookies written by scripts.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        facts.cookie_writes.extend(library(site).or_else(|| nookies(site)).or_else(|| cookies_next(site)));
    }
    for assignment in &script.assignments {
        // Nuxt: `const token = useCookie("token"); token.value = …`
        if let Some((call, [last])) = result_of(&assignment.target)
            && last == "value"
            && is_use_cookie(&call.callee)
        {
            facts.cookie_writes.push(CookieWrite {
                range: assignment.range,
                statement: assignment.statement,
                function: assignment.function,
                written_as: SmolStr::new_static("useCookie"),
                writer: CookieWriter::Script,
                name: call.arguments.first().cloned().unwrap_or_default(),
                is_session_library: false,
                is_removal: super::cookies::is_empty(&assignment.value),
                value: assignment.value.clone(),
                options: call.arguments.get(1).cloned().unwrap_or(Value::Nothing),
                defaults: CookieDefaults::NONE,
                place: OptionsPlace::Elsewhere,
                style: EDGE,
            });
        }
    }
}

fn is_use_cookie(callee: &Value) -> bool {
    callee.is_global("useCookie", &[]) || is_export(callee, &["#app", "#imports", "nuxt/app"], "useCookie")
}

const fn shape(written_as: &'static str, name: usize, writer: CookieWriter) -> Shape {
    Shape { written_as, name, options: name + 2, defaults: CookieDefaults::NONE, style: EDGE, writer }
}

fn library(site: &CallSite) -> Option<CookieWrite> {
    let callee = &site.call.callee;
    let direct = imported(callee, &LIBRARIES)
        .is_some_and(|path| path.last().is_some_and(|last| last == "set" || last == "setCookie"));
    let of_instance = result_of(callee).is_some_and(|(call, path)| {
        imported(&call.callee, &LIBRARIES).is_some() && matches!(path, [last] if last == "set")
    });
    // `const [cookies, setCookie] = useCookies()` of react-cookie; VueUse's `useCookies().set`.
    let of_hook = result_of(callee).is_some_and(|(call, path)| {
        imported(&call.callee, &["react-cookie", "@vueuse/integrations/useCookies"]).is_some()
            && matches!(path, [last] if last == "1" || last == "set")
    });
    let native = callee.is_global("cookieStore", &["set"]) || callee.is_global("Cookies", &["set"]);
    (direct || of_instance || of_hook || native).then(|| {
        let written_as = if callee.is_global("cookieStore", &["set"]) { "cookieStore.set" } else { "Cookies.set" };
        shape(written_as, 0, CookieWriter::Script).write(site)
    })
}

/// `setCookie(context, name, value, options)`: without a context it is the browser that writes.
fn nookies(site: &CallSite) -> Option<CookieWrite> {
    let path = imported(&site.call.callee, &NOOKIES)?;
    if !path.last().is_some_and(|last| last == "setCookie" || last == "set") {
        return None;
    }
    let in_page = matches!(site.argument(0), Value::Nothing)
        || matches!(site.argument(0), Value::Object(object) if object.properties.is_empty());
    let writer = if in_page { CookieWriter::Script } else { CookieWriter::Server };
    Some(shape("setCookie (nookies)", 1, writer).write(site))
}

/// `setCookie(name, value, options)`: on a server the options hold the request and response, or Next's `cookies`.
fn cookies_next(site: &CallSite) -> Option<CookieWrite> {
    let (module, path) = site.call.callee.import()?;
    if !COOKIES_NEXT.contains(&module) || path.last().is_none_or(|last| last != "setCookie") {
        return None;
    }
    let on_server = module.ends_with("/server")
        || site.argument(2).object().is_some_and(|options| {
            ["req", "res", "cookies"].iter().any(|key| options.get(key).is_some()) || options.is_open()
        });
    let writer = if on_server { CookieWriter::Server } else { CookieWriter::Script };
    Some(shape("setCookie (cookies-next)", 0, writer).write(site))
}
