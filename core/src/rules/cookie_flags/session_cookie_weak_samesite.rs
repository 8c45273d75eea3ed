//! A session cookie goes along with requests that other sites start.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::session::{SessionCookie, session_cookies};
use crate::facts::{Attribute, CookieWriter, OptionsPlace, OptionsStyle, SameSite};
use crate::finding::{Edit, Finding, Fix, FixLevel, Message, Severity};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(super::live::weak_samesite) };

static META: RuleMeta = RuleMeta {
    id: "session-cookie-weak-samesite",
    gap: Gap::CookieFlags,
    launch_item: 1,
    title: "Other sites can send requests with a session cookie",
    severity: Severity::Warning,
    fix: Some(FixLevel::Safe),
    cwe: &[1275],
    owasp: &["A01:2021", "A05:2021"],
    docs: "\
Finds cookies that carry a login and say `SameSite=None`, which is a warning, and those that leave `SameSite` out, which is \
information: browsers differ in what they make of it.

`SameSite=None` is right only for a page that is made to run inside other sites. The fix says `Lax`, not `Strict`: with \
`Strict` a user who comes back from an identity provider or from a link in a mail arrives logged out. Leaving it out is \
reported only when nothing graver is wrong with the cookie.",
    bad: Example {
        path: "app/api/login/route.ts",
        code: "import { cookies } from \"next/headers\";\n\nexport async function POST(request: Request) {\n  const { token } = await authenticate(request);\n  (await cookies()).set(\"session\", token, { httpOnly: true, secure: true, sameSite: \"none\" });\n  return new Response();\n}\n",
    },
    sound: Example {
        path: "app/api/login/route.ts",
        code: "import { cookies } from \"next/headers\";\n\nexport async function POST(request: Request) {\n  const { token } = await authenticate(request);\n  (await cookies()).set(\"session\", token, { httpOnly: true, secure: true, sameSite: \"lax\" });\n  return new Response();\n}\n",
    },
    sources: &[
        "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.2.7",
        "https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html#samesite-cookie-attribute",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for cookie in session_cookies(context, CookieWriter::Server) {
        let attributes = &cookie.attributes;
        let others_are_right = attributes.http_only.value() != Some(false) && attributes.secure.value() != Some(false);
        match &attributes.same_site {
            Attribute::Set(SameSite::None, _) => findings.push(open_to_all(context, cookie)),
            Attribute::Set(SameSite::Missing, _) | Attribute::Default(SameSite::Missing) if others_are_right => {
                findings.push(left_out(context, cookie));
            }
            _ => {}
        }
    }
}

fn open_to_all(context: &Context<'_>, cookie: SessionCookie<'_>) -> Finding {
    let range = cookie.place(cookie.attributes.same_site.place());
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity: Severity::Warning,
        certainty: context.certainty(range),
        message: Message::new(
            format!("Other sites can send requests with the session cookie `{}`: it says SameSite=None", cookie.name),
            "Any page the user visits can make the browser act here as the user, unless every request carries another proof.",
            "Say SameSite=Lax. None is right only for a page made to run inside other sites, and then needs CSRF tokens.",
        ),
        fixes: lax(context, &cookie).into_iter().collect(),
        related: cookie.related,
    }
}

fn left_out(context: &Context<'_>, cookie: SessionCookie<'_>) -> Finding {
    let range = cookie.place(cookie.attributes.same_site.place());
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity: Severity::Info,
        certainty: context.certainty(range),
        message: Message::new(
            format!("The session cookie `{}` leaves SameSite to the browser", cookie.name),
            "Chromium treats it as Lax with an exception in the first two minutes; other browsers send it with every cross-site request.",
            "Say SameSite=Lax.",
        ),
        fixes: cookie.fix(context).into_iter().collect(),
        related: cookie.related,
    }
}

/// Replaces the entry that says None; changes behaviour where a page really is embedded.
fn lax(context: &Context<'_>, cookie: &SessionCookie<'_>) -> Option<Fix> {
    let (OptionsPlace::Object { range: literal, .. }, OptionsStyle::Object { same_site, .. }) =
        (cookie.write.place, cookie.write.style)
    else {
        return None;
    };
    let entry = cookie.attributes.same_site.place().filter(|entry| literal.contains(*entry))?;
    let (range, text) = cookie.replaced(entry, same_site);
    Some(Fix {
        title: format!("Set SameSite=Lax on `{}`", cookie.name),
        level: FixLevel::Suggestion,
        edits: vec![Edit { path: context.file.path.clone(), range, text }],
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    #[test]
    fn finds_none_and_nothing() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "a.js",
                    r#"const base = { httpOnly: true, secure: true, sameSite: "none" }; app.post("/login", (req, res) => { res.cookie("session", make(), { «...base», path: "/" }); });"#,
                )],
                &[(
                    "a.js",
                    r#"app.post("/login", (req, res) => { res.cookie("session", make(), { httpOnly: true, secure: true, «sameSite: "none"» }); });"#,
                )],
                &[(
                    "a.js",
                    r#"app.post("/login", (req, res) => { «res.cookie("session", make(), { httpOnly: true, secure: true })»; });"#,
                )],
                &[(
                    "a.ts",
                    r#"import { setCookie } from "hono/cookie"; app.post("/login", (c) => { setCookie(c, "session", make(c), { httpOnly: true, secure: true, «sameSite: "None"» }); });"#,
                )],
                &[(
                    "a.ts",
                    r#"import session from "express-session"; app.use(session({ secret: S, cookie: { secure: true, «sameSite: "none"» } }));"#,
                )],
                &[(
                    "a.ts",
                    r#"import NextAuth from "next-auth"; export default NextAuth({ providers: [], cookies: { sessionToken: { name: "s", options: { httpOnly: true, secure: true, «sameSite: "none"» } } } });"#,
                )],
                &[(
                    "a.ts",
                    r#"import { betterAuth } from "better-auth"; export const auth = betterAuth({ advanced: { defaultCookieAttributes: { «sameSite: "none"», secure: true } } });"#,
                )],
                &[(
                    "a.ts",
                    r#"export function login(res, token) { «res.setHeader("Set-Cookie", `session=${token}; HttpOnly; Secure; SameSite=None`)»; }"#,
                )],
                &[(
                    "a.ts",
                    r#"import cookieSession from "cookie-session"; app.use(«cookieSession»({ name: "session", keys }));"#,
                )],
                &[
                    (
                        "options.ts",
                        r#"export const options = { httpOnly: true, secure: true, sameSite: "none" as const };"#,
                    ),
                    (
                        "a.ts",
                        r#"import { options } from "./options"; import { cookies } from "next/headers"; export async function login() { «(await cookies()).set("session", make(), options)»; }"#,
                    ),
                ],
            ],
        );
    }

    #[test]
    fn is_silent_about_lax_and_strict() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "a.js",
                    r#"app.post("/login", (req, res) => { res.cookie("session", make(), { httpOnly: true, secure: true, sameSite: "lax" }); res.cookie("session", make(), { httpOnly: true, secure: true, sameSite: true }); res.cookie("session", make(), { httpOnly: true, secure: true, sameSite: "Strict" }); });"#,
                )],
                &[(
                    "a.js",
                    r#"app.post("/login", (req, res) => { res.cookie("widget_theme", "dark", { sameSite: "none", secure: true }); });"#,
                )],
                &[(
                    "a.js",
                    r#"app.post("/login", (req, res) => { res.cookie("session", make(), { httpOnly: true, secure: true, sameSite: process.env.NODE_ENV === "production" ? "none" : "lax" }); });"#,
                )],
                &[(
                    "src/routes/login/+server.ts",
                    r#"export const POST = async ({ cookies }) => { cookies.set("session", make(), { path: "/" }); return new Response(); };"#,
                )],
                &[(
                    "a.ts",
                    r#"import { createCookieSessionStorage } from "react-router"; export const storage = createCookieSessionStorage({ cookie: { name: "__session", httpOnly: true, secure: true } });"#,
                )],
                // Something graver is wrong with it, and its fix sets this as well.
                &[("a.js", r#"app.post("/login", (req, res) => { res.cookie("session", make()); });"#)],
                &[(
                    "a.ts",
                    r#"export function login(res, token) { res.setHeader("Set-Cookie", `session=${token}; HttpOnly; Secure; SameSite=${mode}`); }"#,
                )],
            ],
        );
    }
}
