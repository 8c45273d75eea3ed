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
