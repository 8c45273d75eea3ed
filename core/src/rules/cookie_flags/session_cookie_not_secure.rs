//! A session cookie is also sent over plain HTTP.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::session::{SessionCookie, session_cookies};
use crate::facts::{Attribute, CookieWriter};
use crate::finding::{Finding, FixLevel, Message, Severity};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(super::live::not_secure) };

static META: RuleMeta = RuleMeta {
    id: "session-cookie-not-secure",
    gap: Gap::CookieFlags,
    launch_item: 1,
    title: "A session cookie also travels without encryption",
    severity: Severity::Error,
    fix: Some(FixLevel::Safe),
    cwe: &[614],
    owasp: &["A02:2021", "A05:2021"],
    docs: "\
Finds cookies that carry a login and are set without `Secure`. An explicit `secure: false` is an error; leaving it out where \
the library does not set it is a warning.

`secure: process.env.NODE_ENV === \"production\"` and anything else that depends on the environment is sound. So are the \
libraries that decide by the connection.",
    bad: Example {
        path: "server/session.js",
        code: "const session = require(\"express-session\");\napp.use(session({ secret: process.env.SESSION_SECRET, cookie: { secure: false, sameSite: \"lax\" } }));\n",
    },
    sound: Example {
        path: "server/session.js",
        code: "const session = require(\"express-session\");\napp.use(session({ secret: process.env.SESSION_SECRET, cookie: { secure: process.env.NODE_ENV === \"production\", sameSite: \"lax\" } }));\n",
    },
    sources: &[
        "https://www.rfc-editor.org/rfc/rfc6265#section-4.1.2.5",
        "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#secure-attribute",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for cookie in session_cookies(context, CookieWriter::Server) {
        let severity = match cookie.attributes.secure {
            Attribute::Set(false, _) => Severity::Error,
            Attribute::Default(false) => Severity::Warning,
            _ => continue,
        };
        findings.push(finding(context, cookie, severity));
    }
}

fn finding(context: &Context<'_>, cookie: SessionCookie<'_>, severity: Severity) -> Finding {
    let range = cookie.place(cookie.attributes.secure.place());
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity,
        certainty: context.certainty(range),
        message: Message::new(
            format!("The session cookie `{}` also travels without encryption: it is set without Secure", cookie.name),
            "One request over plain HTTP, which anyone on the same network can provoke, shows it to everyone on the way.",
            format!("Set `secure`, at least in production ({}).", cookie.write.written_as),
        ),
        fixes: cookie.fix(context).into_iter().collect(),
        related: cookie.related,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    #[test]
    fn finds_cookies_sent_in_the_clear() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "a.js",
                    r#"app.post("/login", (req, res) => { res.cookie("session", make(), { httpOnly: true, «secure: false», sameSite: "lax" }); });"#,
                )],
                &[(
                    "a.ts",
                    r#"import session from "express-session"; app.use(«session»({ secret: S, cookie: { maxAge: 1000, sameSite: "lax" } }));"#,
                )],
                &[("a.ts", r#"import session from "express-session"; app.use(«session»({ secret: S }));"#)],
                &[(
                    "a.ts",
                    r#"import { setCookie } from "hono/cookie"; app.post("/login", (c) => { «setCookie(c, "session", make(c), { httpOnly: true, sameSite: "Lax" })»; });"#,
                )],
                &[(
                    "a.ts",
                    r#"import { cookies } from "next/headers"; export async function login() { const jar = await cookies(); «jar.set("session", make(), { httpOnly: true, sameSite: "lax" })»; }"#,
                )],
                &[(
                    "src/hooks.server.ts",
                    r#"export const handle = async ({ event }) => { event.cookies.set("session", make(), { path: "/", «secure: false» }); };"#,
                )],
                &[(
                    "src/pages/login.astro",
                    "---\n«Astro.cookies.set(\"session\", make(), { httpOnly: true, sameSite: \"lax\" })»;\n---\n<p/>\n",
                )],
                &[(
                    "a.ts",
                    r#"import { Lucia } from "lucia"; export const lucia = new Lucia(adapter, { sessionCookie: { attributes: { «secure: false» } } });"#,
                )],
                &[(
                    "a.ts",
                    r#"export const options = { password: P, cookieName: "s", cookieOptions: { «secure: false» } };"#,
                )],
                &[(
                    "a.ts",
                    r#"export function login(res, token) { «res.setHeader("Set-Cookie", `session=${token}; HttpOnly; SameSite=Lax`)»; }"#,
                )],
                &[(
                    "a.ts",
                    r#"app.post("/login", (request, reply) => { «reply.setCookie("session", make(), Object.assign({ httpOnly: true }, { sameSite: "lax" }))»; });"#,
                )],
            ],
        );
    }

    #[test]
    fn is_silent_where_it_depends_or_is_set() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "a.js",
                    r#"const isProd = process.env.NODE_ENV === "production"; app.post("/login", (req, res) => { res.cookie("session", make(), { httpOnly: true, secure: isProd }); res.cookie("session", make(), { httpOnly: true, secure: req.secure }); res.cookie("session", make(), { httpOnly: true, secure: isProd ? true : false }); });"#,
                )],
                &[(
                    "a.ts",
                    r#"import session from "express-session"; const options = { secret: S, cookie: { sameSite: "lax" } }; if (app.get("env") === "production") { options.cookie.secure = true; } app.use(session(options));"#,
                )],
                &[(
                    "a.ts",
                    r#"import session from "express-session"; app.use(session({ secret: S, cookie: { secure: "auto" } }));"#,
                )],
                &[(
                    "a.ts",
                    r#"const options = { httpOnly: true, secure: true }; if (dev) options.secure = false; app.post("/login", (req, res) => { res.cookie("session", make(), options); });"#,
                )],
                &[(
                    "a.js",
                    r#"app.post("/login", (req, res) => { res.cookie("session", make(), { httpOnly: true, ...(process.env.NODE_ENV === "production" && { secure: true }) }); });"#,
                )],
                &[("a.ts", r#"import cookieSession from "cookie-session"; app.use(cookieSession({ keys }));"#)],
                &[(
                    "src/routes/login/+server.ts",
                    r#"export const POST = async ({ cookies }) => { cookies.set("session", make(), { path: "/" }); return new Response(); };"#,
                )],
                &[(
                    "a.ts",
                    r#"import { getIronSession } from "iron-session"; export const get = (a, b) => getIronSession(a, b, { cookieName: "s", password: P });"#,
                )],
                &[
                    ("env.ts", r"export const isProduction = import.meta.env.PROD;"),
                    (
                        "a.ts",
                        r#"import { isProduction } from "./env"; import { cookies } from "next/headers"; export async function login() { (await cookies()).set("session", make(), { httpOnly: true, secure: isProduction }); }"#,
                    ),
                ],
                &[(
                    "a.ts",
                    r#"import { NextResponse } from "next/server"; export function POST() { const r = NextResponse.json({}); r.cookies.set("session", make(), { secure: true }); r.cookies.set("locale", "de"); return r; }"#,
                )],
            ],
        );
    }
}
