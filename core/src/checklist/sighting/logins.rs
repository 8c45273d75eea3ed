//! Item 1: how logins are kept.

use super::{App, Sighting, Standing, listed};
use crate::facts::{CookieAttributes, CookieWriter, SameSite};
use crate::rules::{Context, cookie_flags::session_cookies};
use crate::text::counted;

/// Libraries that keep a login in an HttpOnly cookie unless they are told otherwise, by their own documentation:
/// authjs.dev/reference/core (cookies), better-auth.com/docs/concepts/cookies, github.com/vvo/iron-session (options),
/// github.com/auth0/nextjs-auth0 (session cookie), github.com/expressjs/session (`cookie.httpOnly`),
/// github.com/expressjs/cookie-session, koajs.com (session), workos.com/docs/user-management (AuthKit).
const KEEPERS: [(&str, &str); 10] = [
    ("@auth0/nextjs-auth0", "Auth0 for Next.js"),
    ("@auth/core", "Auth.js"),
    ("@auth/sveltekit", "Auth.js"),
    ("@workos-inc/authkit-nextjs", "AuthKit"),
    ("better-auth", "Better Auth"),
    ("cookie-session", "cookie-session"),
    ("express-session", "express-session"),
    ("iron-session", "iron-session"),
    ("koa-session", "koa-session"),
    ("next-auth", "Auth.js"),
];

/// How many of the session cookies have which flag.
#[derive(Default)]
struct Flags {
    all: usize,
    http_only: usize,
    secure: usize,
    same_site: usize,
    hidden: usize,
}

/// What is seen of how logins are kept.
pub fn cookies(app: &App<'_>) -> Sighting {
    if !app.is_web_app {
        return Sighting::absent("the project serves no pages and answers no requests");
    }
    let flags = flags(app);
    let stores: usize = app.files.iter().map(|file| file.session_stores.len()).sum();
    let writes: usize = app.files.iter().map(|file| file.storage_writes.len()).sum();
    let keepers = app.needs(&KEEPERS);
    if flags.all == 0 && stores == 0 && app.sign_in.is_none() {
        return Sighting::absent("nobody signs in: no session cookie, no sign-in library and no login route was seen");
    }
    let mut evidence = Vec::new();
    if flags.all > 0 {
        evidence.push(format!(
            "{} written by the server: {} HttpOnly, {} Secure, {} with SameSite",
            counted(flags.all, "session cookie is", "session cookies are"),
            flags.http_only,
            flags.secure,
            flags.same_site
        ));
    }
    if !keepers.is_empty() {
        let mut names: Vec<&str> = keepers.iter().map(|(_, name)| *name).collect();
        names.dedup();
        evidence.push(format!("{} keeps logins in HttpOnly cookies by itself", listed(&names, 3)));
    }
    if writes > 0 {
        evidence.push(format!("{} to web storage looked at", counted(writes, "write", "writes")));
    }
    Sighting::new(standing(app, &flags, !keepers.is_empty()), evidence)
}

fn standing(app: &App<'_>, flags: &Flags, has_keeper: bool) -> Standing {
    if flags.hidden > 0 {
        return Standing::Unclear(format!(
            "whether {} HttpOnly depends on settings that cannot be read here",
            counted(flags.hidden, "session cookie is", "session cookies are")
        ));
    }
    if flags.all > 0 || has_keeper {
        return Standing::Shown;
    }
    let how = app.sign_in.as_deref().unwrap_or("a sign-in SDK");
    Standing::Unclear(format!("people sign in ({how}), but the code that was read does not show how logins are kept"))
}

fn flags(app: &App<'_>) -> Flags {
    let mut flags = Flags::default();
    for file in &app.files {
        let context = Context { file, project: app.project };
        for cookie in session_cookies(&context, CookieWriter::Server) {
            let CookieAttributes { http_only, secure, same_site } = &cookie.attributes;
            flags.all += 1;
            flags.http_only += usize::from(http_only.value() == Some(true));
            flags.hidden += usize::from(http_only.value().is_none());
            // A cookie that is Secure outside development alone has a setting that tells nothing here, and is no gap.
            flags.secure += usize::from(secure.value() == Some(true));
            flags.same_site += usize::from(matches!(same_site.value(), Some(SameSite::Lax | SameSite::Strict)));
        }
    }
    flags
}
