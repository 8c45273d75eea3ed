//! An app never tells browsers to keep to HTTPS.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::app::Served;
use super::{fixes, live};
use crate::finding::{Finding, FixLevel, Message, Severity};
use crate::project::Host;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(live::missing_hsts) };

static META: RuleMeta = RuleMeta {
    id: "missing-hsts",
    gap: Gap::Headers,
    launch_item: 5,
    title: "Browsers are not told to keep to HTTPS",
    severity: Severity::Warning,
    fix: Some(FixLevel::Suggestion),
    cwe: &[319],
    owasp: &["A02:2021", "A05:2021"],
    docs: "\
Finds apps with pages that send no `Strict-Transport-Security`, wherever they could: framework configuration, middleware, server \
code and its libraries, host and proxy configuration. It speaks once per app, where the header belongs.

A warning where the app sets other headers or runs as a process of its own. Information where nothing tells who answers for it. \
Silent for apps that run on Vercel alone, which [sends the header on custom domains](https://vercel.com/docs/encryption) and has \
`.vercel.app` on the browsers' own lists; information for Netlify, which has `netlify.app` there. Silent for desktop and mobile apps, browser extensions, \
documentation, APIs without pages.

The fix begins with two years and subdomains. If a subdomain still needs plain HTTP, take `includeSubDomains` away.",
    bad: Example { path: "index.html", code: "<!doctype html>\n<title>Harbor</title>\n<p>Berths by the day.</p>\n" },
    sound: Example {
        path: "next.config.mjs",
        code: "export default {\n  async headers() {\n    return [\n      {\n        source: \"/(.*)\",\n        headers: [{ key: \"Strict-Transport-Security\", value: \"max-age=63072000; includeSubDomains\" }],\n      },\n    ];\n  },\n};\n",
    },
    sources: &[
        "https://www.rfc-editor.org/rfc/rfc6797",
        "https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Strict_Transport_Security_Cheat_Sheet.html",
        "https://vercel.com/docs/encryption",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(served) = Served::by(context) else { return };
    if served.sets("strict-transport-security") || served.runs_at(Host::Vercel) {
        return;
    }
    let is_known = served.sets_any() || served.app.hosts.contains(&Host::Process);
    let severity = if is_known && !served.runs_at(Host::Netlify) { Severity::Warning } else { Severity::Info };
    let header = [("Strict-Transport-Security", "max-age=63072000; includeSubDomains")];
    findings.push(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: served.range,
        severity,
        certainty: context.certainty(served.range),
        message: Message::new(
            "Browsers are not told to keep to HTTPS: nothing here sends Strict-Transport-Security",
            "Whoever shares a network with a visitor can answer the first plain request in the site's name and read along from there.",
            "Send `Strict-Transport-Security: max-age=63072000; includeSubDomains` with every answer over HTTPS.",
        ),
        related: Vec::new(),
        fixes: vec![fixes::add(context, &served, "Send Strict-Transport-Security", &header)],
    });
}
