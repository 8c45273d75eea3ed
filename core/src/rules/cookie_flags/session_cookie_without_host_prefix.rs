//! A session cookie that could carry the `__Host-` prefix does not. Live pages only.

use super::super::{Example, Gap, Rule, RuleMeta};
use crate::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check: |_, _| {}, check_site: Some(super::live::without_host_prefix) };

static META: RuleMeta = RuleMeta {
    id: "session-cookie-without-host-prefix",
    gap: Gap::CookieFlags,
    launch_item: 1,
    title: "A session cookie could be bound to its host",
    severity: Severity::Info,
    fix: None,
    cwe: &[784],
    owasp: &["A05:2021", "A07:2021"],
    docs: "\
Speaks on live pages only, about a session cookie that fulfils every condition of the `__Host-` prefix already: `Secure`, \
`Path=/` and no `Domain`.

With the prefix, browsers refuse a cookie of that name that a subdomain or a plain-HTTP answer tries to put in its place, so \
that nobody can plant a session of their own. Source code is not judged: it does not tell where the page is served.",
    bad: Example::NONE,
    sound: Example::NONE,
    sources: &[
        "https://www.rfc-editor.org/rfc/rfc6265",
        "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#cookies",
    ],
    since: "0.1.0",
};
