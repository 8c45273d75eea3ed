//! A session cookie is set without HttpOnly.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::session::{SessionCookie, session_cookies};
use crate::facts::CookieWriter;
use crate::finding::{Finding, FixLevel, Message, Severity};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(super::live::readable_by_script) };

static META: RuleMeta = RuleMeta {
    id: "session-cookie-readable-by-script",
    gap: Gap::CookieFlags,
    launch_item: 1,
    title: "A session cookie can be read by scripts",
    severity: Severity::Error,
    fix: Some(FixLevel::Safe),
    cwe: &[1004],
    owasp: &["A05:2021", "A07:2021"],
    docs: "\
Finds cookies that carry a login and are set without `HttpOnly`, so that `document.cookie` shows them to every script of \
the page.

Each library's own defaults count: Express, Next.js and Hono set nothing by themselves, express-session, Koa and SvelteKit \
set `HttpOnly`. Options are followed through constants, spreads and helpers in other files; what cannot be known stays \
silent. Cookies that scripts are meant to read (theme, locale, consent, CSRF tokens, a flag that says somebody is logged in) \
are not held to this.",
    bad: Example {
        path: "server/login.ts",
        code: "app.post(\"/login\", (req, res) => {\n  res.cookie(\"session\", createSession(req.body), { secure: true, sameSite: \"lax\" });\n  res.end();\n});\n",
    },
    sound: Example {
        path: "server/login.ts",
        code: "app.post(\"/login\", (req, res) => {\n  res.cookie(\"session\", createSession(req.body), { httpOnly: true, secure: true, sameSite: \"lax\" });\n  res.cookie(\"theme\", req.body.theme);\n  res.end();\n});\n",
    },
    sources: &[
        "https://www.rfc-editor.org/rfc/rfc6265#section-4.1.2.6",
        "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#httponly-attribute",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for cookie in session_cookies(context, CookieWriter::Server) {
        if cookie.attributes.http_only.value() == Some(false) {
            findings.push(finding(context, cookie));
        }
    }
}

fn finding(context: &Context<'_>, cookie: SessionCookie<'_>) -> Finding {
    let range = cookie.place(cookie.attributes.http_only.place());
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity: Severity::Error,
        certainty: context.certainty(range),
        message: Message::new(
            format!("Scripts can read the session cookie `{}`: it is set without HttpOnly", cookie.name),
            "Any script on the page can send it away, and whoever has it is logged in as the user.",
            format!("Set `httpOnly: true` ({}).", cookie.write.written_as),
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
    fn finds_cookies_of_every_framework() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "a.js",
                    r#"app.post("/login", (req, res) => { «res.cookie("token", req.user.accessToken)»; res.cookie("sid", id, { «httpOnly: false», secure: true, sameSite: "lax" }); });"#,
                )],
                &[(
                    "a.ts",
                    r#"const session = require("express-session"); app.use(session({ secret: S, cookie: { «httpOnly: false», secure: true, sameSite: "lax" } }));"#,
                )],
                &[(
                    "a.ts",
                    r#"import cookieSession from "cookie-session"; app.use(cookieSession({ name: "session", keys, «httpOnly: false», sameSite: "lax" }));"#,
                )],
                &[(
                    "a.ts",
                    r#"app.post("/login", async (request, reply) => { «reply.setCookie("session", await make(), { path: "/", secure: true, sameSite: "lax" })»; });"#,
                )],
                &[(
                    "a.ts",
                    r#"import { setCookie } from "hono/cookie"; app.post("/login", (c) => { «setCookie(c, "session", make(c), { secure: true, sameSite: "Lax" })»; return c.text("ok"); });"#,
                )],
                &[(
                    "a.ts",
                    r#"import Koa from "koa"; const app = new Koa(); app.use(async (ctx) => { ctx.cookies.set("session", make(), { «httpOnly: false», sameSite: "lax" }); });"#,
                )],
                &[(
                    "a.ts",
                    r#"import { setCookie } from "h3"; export default defineEventHandler((event) => { «setCookie(event, "auth_token", make(), { secure: true, sameSite: "lax" })»; });"#,
                )],
                &[(
                    "a.ts",
                    r#"import { cookies } from "next/headers"; export async function login() { «(await cookies()).set("session", make(), { secure: true, sameSite: "lax" })»; }"#,
                )],
                &[(
                    "a.ts",
                    r#"import { NextResponse } from "next/server"; export function POST() { const response = NextResponse.json({}); «response.cookies.set({ name: "session", value: make(), secure: true, sameSite: "lax" })»; return response; }"#,
                )],
                &[(
                    "src/routes/login/+page.server.ts",
                    r#"export const actions = { default: async ({ cookies }) => { cookies.set("session", make(), { path: "/", «httpOnly: false» }); } };"#,
                )],
                &[(
                    "a.ts",
                    r#"import { createCookieSessionStorage } from "@remix-run/node"; export const storage = «createCookieSessionStorage»({ cookie: { name: "__session", secure: true, sameSite: "lax" } });"#,
                )],
                &[(
                    "a.ts",
                    r#"export const POST = ({ cookies }) => { return 1; }; import { defineMiddleware } from "astro:middleware"; export const m = defineMiddleware((context) => { «context.cookies.set("session", make(), { secure: true, sameSite: "lax" })»; });"#,
                )],
                &[(
                    "a.ts",
                    r#"import { getIronSession } from "iron-session"; export const get = (a, b) => getIronSession(a, b, { cookieName: "s", password: P, cookieOptions: { «httpOnly: false» } });"#,
                )],
                &[(
                    "a.ts",
                    r#"import NextAuth from "next-auth"; export default NextAuth({ providers: [], cookies: { sessionToken: { name: "s", options: { «httpOnly: false», secure: true, sameSite: "lax" } } } });"#,
                )],
                &[(
                    "a.ts",
                    r#"import { betterAuth } from "better-auth"; export const auth = betterAuth({ advanced: { defaultCookieAttributes: { «httpOnly: false» } } });"#,
                )],
                &[(
                    "a.ts",
                    r#"import cookie from "cookie"; export function login(res) { res.setHeader("Set-Cookie", «cookie.serialize("session", make(), { secure: true, sameSite: "lax" })»); }"#,
                )],
                &[(
                    "a.ts",
                    r#"export function login(res, token) { «res.setHeader("Set-Cookie", `session=${token}; Path=/; Secure; SameSite=Lax`)»; }"#,
                )],
                &[(
                    "a.ts",
                    r#"export const POST = () => new Response(null, { headers: { «"Set-Cookie": `session=${make()}; Secure; SameSite=Lax`» } });"#,
                )],
            ],
        );
    }

    #[test]
    fn follows_options() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "a.js",
                    r#"app.post("/login", (req, res) => { const options = {}; options.secure = true; options.sameSite = "lax"; «res.cookie("session", make(), options)»; });"#,
                )],
                &[(
                    "a.js",
                    r#"const base = { httpOnly: false, secure: true }; app.post("/login", (req, res) => { «res.cookie("session", make(), Object.assign({}, base, { sameSite: "lax" }))»; });"#,
                )],
                &[(
                    "a.js",
                    r#"const base = { secure: true, sameSite: "lax" }; app.post("/login", (req, res) => { «res.cookie("session", make(), base)»; });"#,
                )],
                &[(
                    "a.js",
                    r#"const base = { httpOnly: false, secure: true, sameSite: "lax" }; app.post("/login", (req, res) => { res.cookie("session", make(), { «...base», path: "/" }); });"#,
                )],
                &[(
                    "a.js",
                    r#"const base = { secure: true, sameSite: "lax" }; app.post("/login", (req, res) => { «res.cookie("session", make(), Object.assign({}, base, { path: "/" }))»; });"#,
                )],
                &[
                    ("options.ts", r#"export const options = () => ({ secure: true, sameSite: "lax" as const });"#),
                    (
                        "a.ts",
                        r#"import { options } from "./options"; app.post("/login", (req, res) => { «res.cookie("session", make(), options())»; });"#,
                    ),
                ],
                &[
                    (
                        "helper.ts",
                        r#"export function setSession(res, name, value, options) { res.cookie(name, value, { secure: true, sameSite: "lax", ...options }); }"#,
                    ),
                    (
                        "a.ts",
                        r#"import { setSession } from "./helper"; app.post("/login", (req, res) => { «setSession(res, "session", make(), { path: "/" })»; });"#,
                    ),
                ],
                &[(
                    "a.js",
                    r#"app.post("/login", (req, res) => { «res.cookie("session", make(), { sameSite: "lax", ...(process.env.PROD && { secure: true }) })»; });"#,
                )],
            ],
        );
    }

    #[test]
    fn is_silent_where_scripts_cannot_or_may_read() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "a.js",
                    r#"app.post("/login", (req, res) => { res.cookie("session", make(), { httpOnly: true }); res.cookie("theme", "dark"); res.cookie("XSRF-TOKEN", req.csrfToken()); res.cookie("logged_in", "1"); res.cookie("session", "", { maxAge: 0 }); res.clearCookie("session"); });"#,
                )],
                &[(
                    "a.js",
                    r#"const base = { httpOnly: true, secure: true }; app.post("/login", (req, res) => { res.cookie("session", make(), { ...base, path: "/" }); res.cookie("token", make(), Object.assign({}, base, { path: "/" })); });"#,
                )],
                &[
                    (
                        "options.ts",
                        r#"export const options = { httpOnly: true }; export const from = () => ({ ...options, path: "/" });"#,
                    ),
                    (
                        "a.ts",
                        r#"import { options, from } from "./options"; app.post("/login", (req, res) => { res.cookie("session", make(), options); res.cookie("session", make(), from()); });"#,
                    ),
                ],
                &[(
                    "a.ts",
                    r#"import config from "config"; app.post("/login", (req, res) => { res.cookie("session", make(), config.cookie); res.cookie("session", make(), { ...config.cookie }); });"#,
                )],
                &[(
                    "a.ts",
                    r#"const session = require("express-session"); app.use(session({ secret: S })); const cs = require("cookie-session"); app.use(cs({ keys }));"#,
                )],
                &[(
                    "a.ts",
                    r#"import Koa from "koa"; new Koa().use(async (ctx) => { ctx.cookies.set("session", make()); });"#,
                )],
                &[(
                    "src/routes/login/+page.server.ts",
                    r#"export const actions = { default: async ({ cookies }) => { cookies.set("session", make(), { path: "/" }); } };"#,
                )],
                &[(
                    "a.ts",
                    r#"import { cookies } from "next/headers"; export async function login() { const jar = await cookies(); jar.set("session", make(), { httpOnly: true }); jar.set("locale", "de"); jar.delete("session"); }"#,
                )],
                &[(
                    "a.ts",
                    r#"export function login(res, token) { res.setHeader("Set-Cookie", [`session=${token}; HttpOnly; Secure`, "theme=dark"]); }"#,
                )],
                &[(
                    "a.ts",
                    r#"import { Lucia } from "lucia"; export const lucia = new Lucia(adapter, { sessionCookie: { attributes: { secure: true } } });"#,
                )],
            ],
        );
    }
}
