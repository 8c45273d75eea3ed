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
