//! How libraries spell cookie options, and where an edit to them would go.

use crate::facts::{CookieDefaults, OptionsPlace, OptionsStyle, SameSite, Value};
use crate::syntax::digest::CallSite;
use crate::text::TextRange;

/// Node servers, where `secure` has to stay off on plain-HTTP development machines.
pub const NODE: OptionsStyle = OptionsStyle::Object {
    http_only: "httpOnly: true",
    secure: "secure: process.env.NODE_ENV === \"production\"",
    same_site: "sameSite: \"lax\"",
};

/// Runtimes without `process`.
pub const EDGE: OptionsStyle =
    OptionsStyle::Object { http_only: "httpOnly: true", secure: "secure: true", same_site: "sameSite: \"lax\"" };

/// Hono spells the values of `sameSite` with a capital.
pub const HONO: OptionsStyle =
    OptionsStyle::Object { http_only: "httpOnly: true", secure: "secure: true", same_site: "sameSite: \"Lax\"" };

/// Astro and Vite tell the mode by `import.meta.env`.
pub const ASTRO: OptionsStyle = OptionsStyle::Object {
    http_only: "httpOnly: true",
    secure: "secure: import.meta.env.PROD",
    same_site: "sameSite: \"lax\"",
};

/// SvelteKit sets `HttpOnly` and `SameSite=Lax` by itself, and `Secure` except on localhost (kit.svelte.dev, "Cookies").
pub const SVELTEKIT_DEFAULTS: CookieDefaults =
    CookieDefaults { http_only: true, secure: Some(true), same_site: SameSite::Lax };

/// Koa's cookies are `HttpOnly` unless told otherwise, and `Secure` on TLS connections (github.com/pillarjs/cookies).
pub const KOA_DEFAULTS: CookieDefaults = CookieDefaults { http_only: true, secure: None, same_site: SameSite::Missing };

/// The options at `index` of a call, and where an edit would go.
pub fn options_at(site: &CallSite, index: usize) -> (Value, OptionsPlace) {
    match site.call.arguments.get(index) {
        None if site.call.arguments.len() == index => {
            let insert_at = site.argument_ranges.last().map_or(site.call.range.end, |range| range.end);
            (Value::Nothing, OptionsPlace::Missing { insert_at })
        }
        None => (Value::Unknown, OptionsPlace::Elsewhere),
        Some(options) => (options.clone(), place_of(options, site.argument_ranges.get(index).copied())),
    }
}

/// Where an edit to an options value would go: into its literal, wherever in this file that stands.
pub fn place_of(options: &Value, own: Option<TextRange>) -> OptionsPlace {
    match options.object() {
        Some(object) => {
            OptionsPlace::Object { range: object.range, is_own: own.is_some_and(|own| own.contains(object.range)) }
        }
        None => OptionsPlace::Elsewhere,
    }
}

/// Whether the options make the browser drop the cookie: `maxAge: 0` or an expiry at the epoch.
pub fn removes(options: &Value) -> bool {
    let Some(object) = options.object() else { return false };
    let zero_age = ["maxAge", "max-age", "maxage"].iter().any(|key| {
        object
            .get(key)
            .is_some_and(|entry| matches!(&entry.value, Value::Number(age) if age == "0" || age.starts_with('-')))
    });
    let past = object.get("expires").is_some_and(|entry| match &entry.value {
        Value::Number(at) => at == "0",
        Value::Call(call) => {
            call.callee.is_global("Date", &[])
                && match call.arguments.first() {
                    Some(Value::Number(at)) => at == "0" || at == "1",
                    Some(Value::Text(at)) => at.contains("1970"),
                    _ => false,
                }
        }
        _ => false,
    });
    zero_age || past
}
