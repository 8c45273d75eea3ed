//! A session cookie is set without Secure.

use super::super::{Example, Gap, Rule, RuleMeta};
use crate::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check: |_, _| {}, check_site: Some(super::live::not_secure) };

static META: RuleMeta = RuleMeta {
    id: "session-cookie-not-secure",
    gap: Gap::CookieFlags,
    launch_item: 1,
    title: "A session cookie travels without encryption",
    severity: Severity::Error,
    fix: None,
    cwe: &[614],
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
