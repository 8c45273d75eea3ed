//! A script of the page writes a cookie that carries a login.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::session::{SessionCookie, session_cookies};
use crate::facts::CookieWriter;
use crate::finding::{Edit, Finding, Fix, FixLevel, Message, Severity};
use crate::names::{NameClass, classify_for};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "cookie-written-by-script",
    gap: Gap::CookieFlags,
    launch_item: 1,
    title: "A script writes a cookie that carries a login",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[1004, 922],
    owasp: &["A05:2021", "A07:2021"],
    docs: "\
Finds login tokens that a script of the page writes into a cookie: `document.cookie`, js-cookie, universal-cookie, \
react-cookie, nookies and cookies-next in the browser, Nuxt's `useCookie`, the CookieStore API.

Only a server can set `HttpOnly`. What a script writes, every script can read, so such a cookie protects the token no \
better than `localStorage`. Preferences, consent, locale and CSRF cookies stay silent.",
    bad: Example {
        path: "src/auth.ts",
        code: "import Cookies from \"js-cookie\";\n\nexport function remember(session: { accessToken: string }) {\n  Cookies.set(\"access_token\", session.accessToken, { secure: true });\n}\n",
    },
    sound: Example {
        path: "src/auth.ts",
        code: "import Cookies from \"js-cookie\";\n\nexport function rememberTheme(theme: string) {\n  Cookies.set(\"theme\", theme, { expires: 365 });\n}\n",
    },
    sources: &[
        "https://www.rfc-editor.org/rfc/rfc6265#section-5.3",
        "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#httponly-attribute",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for cookie in session_cookies(context, CookieWriter::Script) {
        if let Some(severity) = severity(context, &cookie) {
            findings.push(finding(context, cookie, severity));
        }
    }
}

/// Scripts keep many things they call a session (a chat's, a cart's, an analytics visit's): without a token in it, such a
/// name is not enough.
fn severity(context: &Context<'_>, cookie: &SessionCookie<'_>) -> Option<Severity> {
    match (classify_for(context.names(), &cookie.name), cookie.only_by_name) {
        (NameClass::SessionCookie | NameClass::Other, true) => None,
        (NameClass::SessionCookie, false) => Some(Severity::Warning),
        _ => Some(Severity::Error),
    }
}

fn finding(context: &Context<'_>, cookie: SessionCookie<'_>, severity: Severity) -> Finding {
    let range = cookie.write.range;
    let mut fixes = Vec::new();
    if let Some(statement) = cookie.write.statement {
        fixes.push(Fix {
            title: format!("Remove this write of `{}`", cookie.name),
            level: FixLevel::Suggestion,
            edits: vec![Edit { path: context.file.path.clone(), range: statement, text: String::new() }],
        });
    }
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity,
        certainty: context.certainty(range),
        message: Message::new(
            format!("A script writes the auth token into the cookie `{}`, where every script can read it", cookie.name),
            "Only a server can set HttpOnly: an injected script reads this cookie and acts as the user.",
            "Have the server that knows the token set the cookie, with HttpOnly, Secure and SameSite.",
        ),
        fixes,
        related: cookie.related,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    #[test]
    fn finds_scripts_that_write_logins() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "src/a.ts",
                    r"export function keep(s) { «document.cookie = `access_token=${s.access_token}; path=/; secure`»; }",
                )],
                &[("src/a.ts", r#"export function keep(s) { «document.cookie = "token=" + s.accessToken»; }"#)],
                &[(
                    "src/a.ts",
                    r#"import Cookies from "js-cookie"; export const keep = (s) => { «Cookies.set("jwt", s.jwt)»; };"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import Cookie from "universal-cookie"; const cookies = new Cookie(); export const keep = (s) => { «cookies.set("auth_token", s.auth_token, { path: "/" })»; };"#,
                )],
                &[(
                    "src/a.tsx",
                    r#"import { useCookies } from "react-cookie"; export function Login() { const [cookies, setCookie] = useCookies(["token"]); const go = async (s) => { «setCookie("token", s.access_token)»; }; return <a onClick={go} />; }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { setCookie } from "cookies-next"; export const keep = (s) => { «setCookie("refreshToken", s.refreshToken)»; };"#,
                )],
                &[(
                    "src/a.ts",
                    r#"export default function () { const token = useCookie("token"); const go = async (s) => { «token.value = s.accessToken»; }; return go; }"#,
                )],
                &[("src/a.ts", r#"export const keep = (s) => { «cookieStore.set("session_token", s.token)»; };"#)],
                &[
                    (
                        "src/cookies.ts",
                        r"export function setCookie(name: string, value: string) { document.cookie = `${name}=${value}; path=/`; }",
                    ),
                    (
                        "src/a.ts",
                        r#"import { setCookie } from "./cookies"; export const keep = (s) => { «setCookie("access_token", s.access_token)»; setCookie("theme", s.theme); };"#,
                    ),
                ],
            ],
        );
    }

    #[test]
    fn is_silent_about_other_cookies() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "src/a.ts",
                    r#"export const f = (v) => { document.cookie = `theme=${v}; path=/`; document.cookie = "consent=yes"; document.cookie = "access_token=; Max-Age=0"; };"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import Cookies from "js-cookie"; export const f = (v) => { Cookies.set("locale", v); Cookies.remove("access_token"); Cookies.set("csrf_token", v.token); };"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import { useCookies } from "react-cookie"; export function useTheme() { const [cookies, setCookie] = useCookies(["theme"]); setCookie("theme", "dark"); }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"export function f() { const sidebar = useCookie("sidebar"); sidebar.value = "open"; const session = useCookie("chat_session"); session.value = crypto.randomUUID(); }"#,
                )],
                &[(
                    "src/a.ts",
                    r#"import Cookies from "js-cookie"; export const f = () => { Cookies.set("logged_in", "true"); Cookies.set("token_expiry", String(Date.now())); };"#,
                )],
                &[(
                    "server/a.ts",
                    r#"import { setCookie } from "cookies-next"; export default function handler(req, res) { setCookie("access_token", req.user.accessToken, { req, res, httpOnly: true, secure: true, sameSite: "lax" }); }"#,
                )],
            ],
        );
    }
}
