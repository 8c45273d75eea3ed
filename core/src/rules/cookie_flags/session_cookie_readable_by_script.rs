//! A session cookie is set without HttpOnly.

use super::super::{Example, Gap, Rule, RuleMeta};
use crate::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check: |_, _| {}, check_site: Some(super::live::readable_by_script) };

static META: RuleMeta = RuleMeta {
    id: "session-cookie-readable-by-script",
    gap: Gap::CookieFlags,
    launch_item: 1,
    title: "A session cookie can be read by scripts",
    severity: Severity::Error,
    fix: None,
    cwe: &[1004],
    owasp: &["A05:2021", "A07:2021"],
    docs: "",
    bad: Example { path: "", code: "" },
    sound: Example { path: "", code: "" },
    sources: &[
        "https://www.rfc-editor.org/rfc/rfc6265",
        "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#cookies",
    ],
    since: "0.1.0",
};
