//! The header that keeps browsers to HTTPS does so for too short a time, or not at all.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::{is_aside, live};
use crate::csp::HOLE;
use crate::facts::HeaderSetting;
use crate::finding::{Edit, Finding, Fix, FixLevel, Message, Severity};
use crate::headers::{Hsts, SIX_MONTHS};
use crate::text::TextRange;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(live::weak_hsts) };

static META: RuleMeta = RuleMeta {
    id: "weak-hsts",
    gap: Gap::Headers,
    launch_item: 5,
    title: "Browsers are told to keep to HTTPS, but not for long",
    severity: Severity::Warning,
    fix: Some(FixLevel::Suggestion),
    cwe: &[319],
    owasp: &["A02:2021", "A05:2021"],
    docs: "\
Finds `Strict-Transport-Security` that browsers ignore, that lasts less than six months (a warning), or that leaves subdomains out \
(information: a cookie for the whole domain can be set or read through them). Wherever it is set: headers, configurations, the \
options of Helmet and its relatives.",
    bad: Example {
        path: "server/app.js",
        code: "app.use((req, res, next) => {\n  res.setHeader(\"Strict-Transport-Security\", \"max-age=3600\");\n  next();\n});\n",
    },
    sound: Example {
        path: "server/app.js",
        code: "app.use((req, res, next) => {\n  res.setHeader(\"Strict-Transport-Security\", \"max-age=63072000; includeSubDomains\");\n  next();\n});\n",
    },
    sources: &["https://www.rfc-editor.org/rfc/rfc6797#section-6.1", "https://hstspreload.org/"],
    since: "0.1.0",
};

const STRONG: &str = "max-age=63072000; includeSubDomains";

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if is_aside(&context.file.path) {
        return;
    }
    for setting in &context.file.header_settings {
        let is_hsts = setting.name == "strict-transport-security";
        let Some(value) = setting.value.as_deref().filter(|value| is_hsts && !value.contains(HOLE)) else { continue };
        let (severity, what) = match Hsts::parse(value) {
            None => (Severity::Warning, format!("Browsers ignore this Strict-Transport-Security: `{value}`")),
            Some(hsts) if hsts.max_age == 0 => {
                (Severity::Warning, "`max-age=0` tells browsers to forget about HTTPS".to_owned())
            }
            Some(hsts) if hsts.max_age < SIX_MONTHS => {
                (Severity::Warning, format!("Browsers keep to HTTPS for {} only", duration(hsts.max_age)))
            }
            Some(hsts) if !hsts.include_subdomains => {
                (Severity::Info, "Strict-Transport-Security leaves the subdomains out".to_owned())
            }
            Some(_) => continue,
        };
        findings.push(Finding {
            rule: &META,
            path: context.file.path.clone(),
            range: setting.value_range,
            severity,
            certainty: context.certainty(setting.range),
            message: Message::new(
                what,
                "Whoever comes back later, or to another part of the domain, sends the first request in the clear, and anyone on the way can answer it.",
                format!("Send `{STRONG}` once every part of the domain answers over HTTPS."),
            ),
            related: Vec::new(),
            fixes: vec![fix(context, setting, value)],
        });
    }
}

/// A span of seconds in the unit that suits it.
pub(super) fn duration(seconds: u64) -> String {
    match seconds {
        0..=7199 => format!("{} minutes", seconds / 60),
        7200..=172_799 => format!("{} hours", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// The value alone can be written anew where it stands as it is, with quotes or without.
fn fix(context: &Context<'_>, setting: &HeaderSetting, value: &str) -> Fix {
    let place = setting.value_range;
    let spare = (place.len() as usize).checked_sub(value.len());
    let inner = match spare {
        Some(0) => place,
        Some(2) => TextRange::new(place.start + 1, place.end - 1),
        _ => return Fix::guide(format!("Set it to `{STRONG}`")),
    };
    let edit = Edit { path: context.file.path.clone(), range: inner, text: STRONG.to_owned() };
    Fix { title: "Keep to HTTPS for two years".to_owned(), level: FixLevel::Suggestion, edits: vec![edit] }
}
