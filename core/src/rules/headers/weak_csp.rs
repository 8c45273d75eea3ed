//! A content security policy that injected scripts get around.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::app::is_site;
use super::{is_aside, live};
use crate::csp::{CspFinding, CspKind, CspSeverity, Policy, Template, Version, evaluate};
use crate::finding::{Finding, Fix, FixLevel, Message, Severity};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(live::weak_csp) };

static META: RuleMeta = RuleMeta {
    id: "weak-csp",
    gap: Gap::Headers,
    launch_item: 6,
    title: "Injected scripts get around the content security policy",
    severity: Severity::Warning,
    fix: Some(FixLevel::Guide),
    cwe: &[693, 79],
    owasp: &["A03:2021", "A05:2021"],
    docs: "\
Evaluates every policy whose text is known as [Google's CSP Evaluator](https://csp-evaluator.withgoogle.com/) does, for browsers of \
CSP level 3. A warning where the policy does not stop injected scripts: `'unsafe-inline'` without a nonce or hash, `*`, `https:` or \
`data:` for scripts, hosts known for JSONP endpoints or copies of AngularJS, no word about scripts beside other sources. Information \
where one more line would close a gap: `object-src`, `base-uri` beside nonces, `'unsafe-eval'`, a slip in the text.

A nonce or hash makes `'unsafe-inline'` inert, `'strict-dynamic'` makes hosts inert; both count. Parts that are put in at run time \
count as sound. `upgrade-insecure-requests` or `frame-ancestors` alone are no policy for scripts, and are told as information.",
    bad: Example {
        path: "server/app.js",
        code: "app.use((req, res, next) => {\n  res.setHeader(\"Content-Security-Policy\", \"default-src 'self'; script-src 'self' 'unsafe-inline' https:\");\n  next();\n});\n",
    },
    sound: Example {
        path: "server/app.js",
        code: "app.use((req, res, next) => {\n  res.setHeader(\"Content-Security-Policy\", `default-src 'self'; script-src 'nonce-${res.locals.nonce}' 'strict-dynamic'; object-src 'none'; base-uri 'none'`);\n  next();\n});\n",
    },
    sources: &[
        "https://www.w3.org/TR/CSP3/",
        "https://github.com/google/csp-evaluator",
        "https://web.dev/articles/strict-csp",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let file = context.file;
    let policies: Vec<_> =
        file.header_settings.iter().filter(|setting| setting.name == "content-security-policy").collect();
    if policies.is_empty() || is_aside(&file.path) {
        return;
    }
    if context.project.app_of(&file.path).is_some_and(|app| app.serves_pages && !is_site(context.project, app)) {
        return;
    }
    for setting in policies {
        let Some(value) = setting.value.as_deref() else { continue };
        let template = Template::parse(value);
        let Some((severity, faults)) = judge(&template.policy, template.is_open, &template.open) else { continue };
        findings.push(Finding {
            rule: &META,
            path: file.path.clone(),
            range: setting.value_range,
            severity,
            certainty: context.certainty(setting.range),
            message: message(&faults),
            related: Vec::new(),
            fixes: vec![Fix::guide("Allow scripts by nonce or hash")],
        });
    }
}

/// What is said of a policy with these faults, in code and on a live page.
pub(super) fn message(faults: &[String]) -> Message {
    Message::new(
        format!("The content security policy lets scripts in: {}", faults.join("; ")),
        "A script that slips in, through a comment field or a dependency, runs as if there were no policy.",
        "Give each answer a nonce and allow only that: `script-src 'nonce-…' 'strict-dynamic'; object-src 'none'; base-uri 'none'`.",
    )
}

/// How grave the faults of a policy are, and the faults in words; none for a sound one. `is_open` says whether directives that
/// are not read may be there, `open` in which directives sources that are not read may stand.
pub(super) fn judge(policy: &Policy, is_open: bool, open: &[String]) -> Option<(Severity, Vec<String>)> {
    let policy = policy.at_level(Version::Csp3);
    let is_silent = !policy.has("script-src") && !policy.has("default-src");
    if is_silent {
        let is_known = !is_open && policy.directives().next().is_some();
        return is_known.then(|| (Severity::Info, vec!["it says nothing about scripts".to_owned()]));
    }
    let allows_none = policy.sources("script-src") == ["'none'"];
    let found = evaluate(&policy).into_iter().filter(|finding| {
        let may_hold_more = open.contains(&finding.directive);
        let may_come = finding.kind == CspKind::MissingDirective && (is_open || may_hold_more);
        let may_be_inert = may_hold_more && finding.kind == CspKind::ScriptUnsafeInline;
        !(allows_none || may_come || may_be_inert)
    });
    let mut faults: Vec<(Severity, String)> = found.filter_map(|finding| fault(&finding)).collect();
    faults.sort_by_key(|(severity, _)| std::cmp::Reverse(*severity));
    faults.dedup();
    let severity = faults.first()?.0;
    Some((severity, faults.into_iter().map(|(_, fault)| fault).take(4).collect()))
}

fn fault(finding: &CspFinding) -> Option<(Severity, String)> {
    let CspFinding { kind, severity, directive, value, bypass } = finding;
    let value = value.as_deref().unwrap_or_default();
    Some(match (kind, severity) {
        (CspKind::ScriptUnsafeInline | CspKind::PlainScheme | CspKind::PlainWildcard, _) => {
            (Severity::Warning, format!("`{directive}` allows `{value}`"))
        }
        (CspKind::ScriptListBypass, CspSeverity::High) => {
            let (host, serves) = bypass.as_ref()?;
            (Severity::Warning, format!("`{directive}` allows `{value}`, and {host} serves {serves}"))
        }
        (CspKind::ObjectListBypass, CspSeverity::High) => (Severity::Info, format!("`{directive}` allows `{value}`")),
        (CspKind::MissingDirective, _) => (Severity::Info, format!("`{directive}` is missing")),
        (CspKind::ScriptUnsafeEval, _) => (Severity::Info, format!("`{directive}` allows `{value}`")),
        (CspKind::NonceLength, _) => (Severity::Warning, format!("the nonce `{value}` can be guessed")),
        (CspKind::MissingSemicolon | CspKind::InvalidKeyword, _) => {
            (Severity::Info, format!("`{value}` in `{directive}` does nothing as it is written"))
        }
        (CspKind::UnknownDirective, _) => (Severity::Info, format!("there is no directive `{directive}`")),
        _ => return None,
    })
}
