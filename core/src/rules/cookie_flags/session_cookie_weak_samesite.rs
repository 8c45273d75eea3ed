//! A session cookie goes along with requests that other sites start.

use super::super::{Example, Gap, Rule, RuleMeta};
use crate::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check: |_, _| {}, check_site: Some(super::live::weak_samesite) };

static META: RuleMeta = RuleMeta {
    id: "session-cookie-weak-samesite",
    gap: Gap::CookieFlags,
    launch_item: 1,
    title: "Other sites can send requests with a session cookie",
    severity: Severity::Warning,
    fix: None,
    cwe: &[1275],
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
