//! Data about people lies in a page's storage. Live pages only.

use super::super::{Example, Gap, Rule, RuleMeta};
use crate::finding::{Message, Severity};
use crate::site::{SiteFacts, SiteVerdict, Subject};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check: |_, _| {}, check_site: Some(check_site) };

static META: RuleMeta = RuleMeta {
    id: "personal-data-in-storage",
    gap: Gap::Privacy,
    launch_item: 9,
    title: "Data about people lies in the browser's storage",
    severity: Severity::Info,
    fix: None,
    cwe: &[922, 359],
    owasp: &["A04:2021"],
    docs: "\
Speaks on live pages only, about e-mail addresses and telephone numbers in localStorage, sessionStorage and IndexedDB under names that say \
whose they are (`user`, `profile`, `checkout`). Any script on the page can read them, and they stay after the user has signed out unless the \
site removes them. Values themselves are never repeated.

Entries that hold a login are told by `token-in-web-storage`; addresses of examples stay silent.",
    bad: Example::NONE,
    sound: Example::NONE,
    sources: &[
        "https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html#local-storage",
        "https://cwe.mitre.org/data/definitions/922.html",
    ],
    since: "0.1.0",
};

fn check_site(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    verdicts.extend(facts.personal.iter().map(|entry| SiteVerdict {
        subject: Subject::Storage { area: entry.area.clone(), key: entry.key.clone() },
        severity: Severity::Info,
        message: Message::new(
            format!("Data about a person is kept in {} under `{}`", entry.area, entry.key),
            "Any script on the page can read it, and whoever uses the computer next finds it there.",
            "Keep in the browser what the page needs to show, and remove it when the user signs out.",
        ),
        evidence: vec![format!("The value holds: {}", entry.kinds.join(", "))],
    }));
}
