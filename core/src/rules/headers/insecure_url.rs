//! Something is sent to an address without encryption, or run from one.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::{is_aside, live};
use crate::facts::AddressPurpose;
use crate::finding::{Edit, Finding, Fix, FixLevel, Message, Severity};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(live::insecure) };

static META: RuleMeta = RuleMeta {
    id: "insecure-url",
    gap: Gap::Headers,
    launch_item: 5,
    title: "Data travels to a host without encryption",
    severity: Severity::Warning,
    fix: Some(FixLevel::Suggestion),
    cwe: &[319],
    owasp: &["A02:2021"],
    docs: "\
Finds `http://` and `ws://` where something is sent or run: requests, sockets, forms, scripts, frames, redirects, and addresses of \
services in the environment file for production. The fix writes `https` or `wss`; try it, since the host has to answer there.

Silent for the own machine and private networks, names without a dot, reserved and example names, namespaces and schemas, links and \
pictures, comments, tests and documentation, and where the environment chooses between two addresses.",
    bad: Example { path: "src/weather.ts", code: "export const load = () => fetch(\"http://api.open-meteo.com/v1/forecast\");\n" },
    sound: Example {
        path: "src/weather.ts",
        code: "export const load = () => fetch(\"https://api.open-meteo.com/v1/forecast\");\n",
    },
    sources: &[
        "https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html",
        "https://www.w3.org/TR/mixed-content/",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if is_aside(&context.file.path) {
        return;
    }
    for address in &context.file.plain_addresses {
        let (severity, what) = match address.purpose {
            AddressPurpose::Request => (Severity::Warning, "is called"),
            AddressPurpose::Form => (Severity::Warning, "gets a form"),
            AddressPurpose::Resource => (Severity::Warning, "serves code that runs here"),
            AddressPurpose::Setting => (Severity::Warning, "is set"),
            AddressPurpose::Redirect => (Severity::Info, "is where people are sent"),
        };
        let (host, scheme) = (&address.host, address.scheme);
        let fix = match address.scheme_range {
            Some(range) => Fix {
                title: format!("Write `{scheme}s`"),
                level: FixLevel::Suggestion,
                edits: vec![Edit { path: context.file.path.clone(), range, text: format!("{scheme}s") }],
            },
            None => Fix::guide(format!("Use the {scheme}s address of {host}")),
        };
        findings.push(Finding {
            rule: &META,
            path: context.file.path.clone(),
            range: address.range,
            severity,
            certainty: context.certainty(address.range),
            message: Message::new(
                format!("{host} {what} over plain {}", scheme.to_ascii_uppercase()),
                "Anyone on the way can read what is sent and change what comes back.",
                format!(
                    "Use `{scheme}s://{host}`. If the host does not answer there, do not send it anything private."
                ),
            ),
            related: Vec::new(),
            fixes: vec![fix],
        });
    }
}
