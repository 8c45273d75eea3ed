//! Every site's scripts may read a server's answers with the user's cookies.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::{is_aside, live};
use crate::facts::{CorsOrigins, CorsPolicy};
use crate::finding::{Edit, Finding, Fix, FixLevel, Message, Severity};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(live::cors) };

static META: RuleMeta = RuleMeta {
    id: "cors-allows-any-origin-with-credentials",
    gap: Gap::Headers,
    launch_item: 6,
    title: "Every site may read the answers with the user's cookies",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[942, 346],
    owasp: &["A05:2021", "A01:2021"],
    docs: "\
Finds servers that send back whatever origin asks and allow credentials along with it (an error): `origin: true`, a function that \
accepts everyone, the request's `Origin` header set by hand without a look at it. `*` with credentials is a warning: browsers refuse \
it, so it protects nobody and does not work; the next change usually makes it the first kind.

A list of origins, a comparison, or `*` without credentials is sound.",
    bad: Example {
        path: "server/app.js",
        code: "const cors = require(\"cors\");\napp.use(cors({ origin: true, credentials: true }));\n",
    },
    sound: Example {
        path: "server/app.js",
        code: "const cors = require(\"cors\");\napp.use(cors({ origin: [\"https://app.acme.dev\"], credentials: true }));\n",
    },
    sources: &[
        "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
        "https://portswigger.net/web-security/cors",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if is_aside(&context.file.path) {
        return;
    }
    for policy in context.file.cors_policies.iter().filter(|policy| policy.credentials) {
        let (severity, what, risk) = match policy.origins {
            CorsOrigins::Mirrored => (
                Severity::Error,
                "Every site may read the answers with the user's cookies: the asking origin is sent back",
                "Any page the user visits can call this server as the user and read what comes back.",
            ),
            CorsOrigins::Any => (
                Severity::Warning,
                "`*` together with credentials: browsers refuse it, so nobody is let in and nobody kept out",
                "It fails for every site, and the usual way to make it work lets every site read along.",
            ),
            CorsOrigins::Other => continue,
        };
        findings.push(Finding {
            rule: &META,
            path: context.file.path.clone(),
            range: policy.range,
            severity,
            certainty: context.certainty(policy.range),
            message: Message::new(what, risk, "Name the origins that may, and compare the asking one with them."),
            related: Vec::new(),
            fixes: vec![fix(context, policy)],
        });
    }
}

fn fix(context: &Context<'_>, policy: &CorsPolicy) -> Fix {
    if !policy.is_option {
        return Fix::guide("Compare the asking origin with a list");
    }
    let edit = Edit {
        path: context.file.path.clone(),
        range: policy.range,
        text: "origin: (process.env.ALLOWED_ORIGINS ?? \"\").split(\",\")".to_owned(),
    };
    let title = "Allow the origins that `ALLOWED_ORIGINS` names".to_owned();
    Fix { title, level: FixLevel::Suggestion, edits: vec![edit] }
}
