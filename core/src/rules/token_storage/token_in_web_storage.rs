//! An auth token is put where every script of the page can read it.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use crate::finding::{Finding, Fix, FixLevel, Message, Severity};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(super::live::check) };

static META: RuleMeta = RuleMeta {
    id: "token-in-web-storage",
    gap: Gap::TokenStorage,
    launch_item: 1,
    title: "An auth token is kept where scripts can read it",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[922],
    owasp: &["A04:2021", "A07:2021"],
    docs: "",
    bad: Example { path: "src/login.ts", code: "localStorage.setItem(\"access_token\", session.access_token);\n" },
    sound: Example { path: "src/theme.ts", code: "localStorage.setItem(\"theme\", \"dark\");\n" },
    sources: &["https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html#local-storage"],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for write in &context.file.storage_writes {
        let Some(key) = write.key.text().filter(|key| key.contains("token")) else { continue };
        findings.push(Finding {
            rule: &META,
            path: context.file.path.clone(),
            range: write.range,
            severity: Severity::Error,
            certainty: context.certainty(write.range),
            message: Message::new(
                format!("The auth token `{key}` is kept in {}", write.area.as_str()),
                "Any script that runs on the page, such as one injected through a dependency or a comment field, can read it and act as the user.",
                "Let the server set it as a cookie with HttpOnly, Secure and SameSite, and send requests with credentials.",
            ),
            related: Vec::new(),
            fixes: vec![Fix { title: "Remove the write".into(), level: FixLevel::Suggestion, edits: Vec::new() }],
        });
    }
}
