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
