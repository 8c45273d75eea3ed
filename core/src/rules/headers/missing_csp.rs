//! An app sends no content security policy.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::app::Served;
use super::{fixes, live};
use crate::finding::{Finding, FixLevel, Message, Severity};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(live::missing_csp) };

static META: RuleMeta = RuleMeta {
    id: "missing-csp",
    gap: Gap::Headers,
    launch_item: 6,
    title: "Pages come without a content security policy",
    severity: Severity::Warning,
    fix: Some(FixLevel::Suggestion),
    cwe: &[693, 79],
    owasp: &["A03:2021", "A05:2021"],
    docs: "\
Finds apps with pages that send no `Content-Security-Policy`, neither as a header nor as `<meta http-equiv>`. It speaks once per \
app, where the policy belongs. A policy that only reports counts as one in the making.

Silent for desktop and mobile apps, browser extensions, documentation, APIs without pages; information for sites of plain files.

The fix writes a policy with the origins that the code talks to, as `Content-Security-Policy-Report-Only`: it blocks nothing and \
tells in the console what it would. When the console stays quiet, take `-Report-Only` off. An enforced first guess could take a \
live page down, and a loose one would not protect it.",
    bad: Example { path: "index.html", code: "<!doctype html>\n<title>Harbor</title>\n<p>Berths by the day.</p>\n" },
    sound: Example {
        path: "next.config.mjs",
        code: "export default {\n  async headers() {\n    return [\n      {\n        source: \"/(.*)\",\n        headers: [{ key: \"Content-Security-Policy\", value: \"default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'\" }],\n      },\n    ];\n  },\n};\n",
    },
    sources: &[
        "https://www.w3.org/TR/CSP3/",
        "https://web.dev/articles/strict-csp",
        "https://cheatsheetseries.owasp.org/cheatsheets/Content_Security_Policy_Cheat_Sheet.html",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(served) = Served::by(context) else { return };
    if served.sets("content-security-policy") || served.sets("content-security-policy-report-only") {
        return;
    }
    let severity = if served.app.manifest.is_some() { Severity::Warning } else { Severity::Info };
    let policy = policy(&served);
    let header = [("Content-Security-Policy-Report-Only", policy.as_str())];
    findings.push(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: served.range,
        severity,
        certainty: context.certainty(served.range),
        message: Message::new(
            "Pages come without a Content-Security-Policy",
            "One script that slips in, through a comment field or a dependency, runs with everything the user may do and can send it anywhere.",
            "Send a policy that names where scripts may come from. Begin with Report-Only, watch the console, then enforce it.",
        ),
        related: Vec::new(),
        fixes: vec![fixes::add(context, &served, "Begin with a policy that reports", &header)],
    });
}

/// A policy that starts from the origins in the code.
fn policy(served: &Served<'_>) -> String {
    let mut connect = String::new();
    for origin in served.origins() {
        connect.push(' ');
        connect.push_str(origin);
    }
    format!(
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
connect-src 'self'{connect}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )
}
