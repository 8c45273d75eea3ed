//! An auth token is put into a URL.

use super::super::evidence::{Strength, is_plainly_no_token, of_value};
use super::super::{Context, Example, Gap, Rule, RuleMeta};
use crate::facts::{Reference, Root, UrlKind, UrlUse, Value};
use crate::finding::{Finding, Fix, FixLevel, Message, Severity};
use crate::names::{NameClass, classify_for, words};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "token-in-url",
    gap: Gap::TokenStorage,
    launch_item: 1,
    title: "An auth token is put into a URL",
    severity: Severity::Error,
    fix: Some(FixLevel::Guide),
    cwe: &[598],
    owasp: &["A04:2021", "A07:2021"],
    docs: "\
Finds login tokens in the query or fragment of URLs: redirects after an OAuth callback, navigations, links, WebSocket and \
event-stream addresses, requests to the project's own API.

URLs are kept in the browser's history, in the logs of every server and proxy on the way, and are told to other sites in \
the `Referer` header. Links whose token is good for one purpose only (password reset, e-mail verification, invitations) stay \
silent, and so do requests to other people's APIs that want a token there.",
    bad: Example {
        path: "server/callback.ts",
        code: "import jwt from \"jsonwebtoken\";\n\napp.get(\"/auth/callback\", async (req, res) => {\n  const token = jwt.sign({ sub: req.user.id }, process.env.JWT_SECRET!);\n  res.redirect(`${process.env.APP_URL}/welcome?token=${token}`);\n});\n",
    },
    sound: Example {
        path: "server/callback.ts",
        code: "import jwt from \"jsonwebtoken\";\n\napp.get(\"/auth/callback\", async (req, res) => {\n  const token = jwt.sign({ sub: req.user.id }, process.env.JWT_SECRET!);\n  res.cookie(\"session\", token, { httpOnly: true, secure: true, sameSite: \"lax\" });\n  res.redirect(`${process.env.APP_URL}/welcome`);\n});\n",
    },
    sources: &[
        "https://owasp.org/www-community/vulnerabilities/Information_exposure_through_query_strings_in_url",
        "https://www.rfc-editor.org/rfc/rfc6750#section-5.3",
    ],
    since: "0.1.0",
};

/// Words in a path that say that its token is good for one purpose only.
const ONE_PURPOSE: [&str; 17] = [
    "reset",
    "verify",
    "verification",
    "invite",
    "invites",
    "invitation",
    "unsubscribe",
    "confirm",
    "confirmation",
    "password",
    "magic",
    "activate",
    "activation",
    "share",
    "download",
    "preview",
    "embed",
];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for url in &context.file.url_uses {
        for (name, value) in &url.parameters {
            if let Some(severity) = severity(context, url, name, value) {
                findings.push(finding(context, url, name, severity));
            }
        }
    }
}

fn severity(context: &Context<'_>, url: &UrlUse, name: &str, value: &Value) -> Option<Severity> {
    let class = classify_for(context.names(), name);
    let one_purpose = words(&url.base).iter().any(|word| ONE_PURPOSE.contains(&word.as_str()));
    if class == NameClass::NotToken || one_purpose || is_plainly_no_token(value) || is_setting(context, value) {
        return None;
    }
    let strength = of_value(context, value).map(|evidence| evidence.strength);
    match (url.kind, class, strength) {
        // Browsers cannot put headers on a socket, which makes this common; a ticket good for one use is the way.
        (UrlKind::Socket, NameClass::AuthToken, _) | (UrlKind::Socket, NameClass::TokenWord, Some(_)) => {
            Some(Severity::Warning)
        }
        (UrlKind::Socket, _, _) => None,
        (UrlKind::Request, _, _) if !is_own_api(&url.base) => None,
        (UrlKind::Request, NameClass::AuthToken, _) => Some(Severity::Warning),
        (UrlKind::Request, _, _) => None,
        (_, NameClass::AuthToken, Some(_)) | (_, NameClass::TokenWord, Some(Strength::Proof)) => Some(Severity::Error),
        (_, NameClass::AuthToken, None) => Some(Severity::Warning),
        _ => None,
    }
}

/// Requests to another host follow that host's rules.
fn is_own_api(base: &str) -> bool {
    base.starts_with('/')
}

/// A setting of the project (an environment variable, a constant) is the project's, not a user's.
fn is_setting(context: &Context<'_>, value: &Value) -> bool {
    let expanded = context.project.expand(context.file, value);
    let is_environment = |value: &Value| match value {
        Value::Ref(Reference { root: Root::Global(name), .. }) => name == "process" || name == "import.meta",
        _ => false,
    };
    is_plainly_no_token(&expanded) || expanded.any(&is_environment) && of_value(context, value).is_none()
}

fn finding(context: &Context<'_>, url: &UrlUse, name: &str, severity: Severity) -> Finding {
    let (what, remedy) = match url.kind {
        UrlKind::Socket => (
            format!("An auth token is put into a socket's address as `{name}`"),
            "Ask the server for a ticket good for one connection, or rely on the session cookie, which the handshake sends.",
        ),
        UrlKind::Request => (
            format!("An auth token is put into a request's address as `{name}`"),
            "Send it in the Authorization header, or rely on the session cookie.",
        ),
        UrlKind::Redirect | UrlKind::Navigation => (
            format!("An auth token is put into a URL as `{name}`"),
            "Set the session as an HttpOnly cookie before the redirect, or hand over a code good for one exchange.",
        ),
    };
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: url.range,
        severity,
        certainty: context.certainty(url.range),
        message: Message::new(
            what,
            "URLs stay in the browser's history and in the logs of every server on the way; whoever reads them is logged in as the user.",
            remedy,
        ),
        related: Vec::new(),
        fixes: vec![Fix::guide(remedy)],
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    #[test]
    fn finds_tokens_in_addresses() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "server/a.js",
                    r#"const jwt = require("jsonwebtoken"); app.get("/cb", (req, res) => { const params = new URLSearchParams(); «params.set("token", jwt.sign({ id: 1 }, KEY))»; res.redirect(`/home?${params.toString()}`); });"#,
                )],
                &[(
                    "server/a.js",
                    r#"const jwt = require("jsonwebtoken"); app.get("/cb", (req, res) => { const token = jwt.sign({ id: 1 }, KEY); res.redirect(«"https://app.example/in?token=" + token»); });"#,
                )],
                &[(
                    "app/cb/route.ts",
                    r#"import { redirect } from "next/navigation"; export async function GET(request) { const session = await exchange(request); redirect(«`/home#access_token=${session.access_token}`»); }"#,
                )],
                &[(
                    "app/cb/route.ts",
                    r#"import { NextResponse } from "next/server"; export async function GET(request) { const s = await exchange(request); return NextResponse.redirect(«new URL(`/home?jwt=${s.jwt}`, request.url)»); }"#,
                )],
                &[(
                    "src/a.ts",
                    r"export function go(session) { window.location.href = «`https://admin.example/sso?access_token=${encodeURIComponent(session.accessToken)}`»; }",
                )],
                &[(
                    "src/a.ts",
                    r"export function listen(user) { return new WebSocket(«`wss://api.example/live?token=${user.accessToken}`»); }",
                )],
                &[(
                    "src/a.tsx",
                    r#"import { useRouter } from "next/navigation"; export function Go({ session }) { const router = useRouter(); return <button onClick={() => router.push(«`/next?access_token=${session.access_token}`»)} />; }"#,
                )],
                &[(
                    "src/a.tsx",
                    r"export const Out = ({ session }) => <a href={«`https://x.example/?id_token=${session.id_token}`»}>Out</a>;",
                )],
                &[("src/a.ts", r"export const list = (s) => fetch(«`/api/list?access_token=${s.accessToken}`»);")],
                &[(
                    "src/a.ts",
                    r#"export function go(s) { const url = new URL("https://app.example/in"); «url.searchParams.set("access_token", s.accessToken)»; location.href = url.toString(); }"#,
                )],
                &[(
                    "src/routes/cb/+server.ts",
                    r#"import { redirect } from "@sveltejs/kit"; export async function GET(event) { const s = await login(event); throw redirect(302, «`/home?auth_token=${s.auth_token}`»); }"#,
                )],
            ],
        );
    }

    #[test]
    fn is_silent_about_links_and_other_apis() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "src/a.ts",
                    r#"export async function me(s) { const url = new URL("https://api.other.example/me"); url.searchParams.set("access_token", s.accessToken); await fetch(url); }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"export function reset(user) { const url = new URL("/reset-password", origin); url.searchParams.set("token", user.token); location.href = url.toString(); }"#,
                )],
                &[(
                    "server/a.ts",
                    r#"export const mail = (user, token) => send(user, `https://app.example/reset-password?token=${token}`); app.get("/r", (req, res) => res.redirect(`/reset-password?token=${user.resetToken}`));"#,
                )],
                &[(
                    "server/a.ts",
                    r#"app.get("/v", (req, res) => { res.redirect(`https://app.example/verify?token=${req.query.token}`); });"#,
                )],
                &[(
                    "src/a.ts",
                    r"export const map = (x) => fetch(`https://api.mapbox.com/v1/${x}?access_token=${process.env.NEXT_PUBLIC_MAPBOX_TOKEN}`);",
                )],
                &[(
                    "src/a.ts",
                    r"export const me = (s) => fetch(`https://graph.facebook.com/me?access_token=${s.accessToken}`);",
                )],
                &[(
                    "src/a.ts",
                    r"export const page = (r) => fetch(`/api/list?pageToken=${r.nextPageToken}&csrf_token=${r.csrf}`);",
                )],
                &[(
                    "src/a.ts",
                    r#"export function go(code) { location.href = `/done?code=${code}`; location.assign("/x?token=abc"); }"#,
                )],
                &[(
                    "src/a.ts",
                    r"export function listen(ticket) { return new WebSocket(`wss://api.example/live?ticket=${ticket}`); }",
                )],
                &[(
                    "src/a.tsx",
                    r"export const Invite = ({ invitation }) => <a href={`/invite?token=${invitation.token}`}>Join</a>;",
                )],
            ],
        );
    }
}
