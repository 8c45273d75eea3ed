//! A deployed page carries what only development needs. Live pages only.

use super::super::{Example, Gap, Rule, RuleMeta};
use crate::finding::{Message, Severity};
use crate::site::{Leftover, LeftoverKind, SiteFacts, SiteVerdict};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check: |_, _| {}, check_site: Some(check_site) };

static META: RuleMeta = RuleMeta {
    id: "development-leftover",
    gap: Gap::ClientSecret,
    launch_item: 2,
    title: "A deployed page carries what only development needs",
    severity: Severity::Info,
    fix: None,
    cwe: &[489, 1295],
    owasp: &["A05:2021"],
    docs: "\
Speaks on live pages only, about what development left behind on a page that others visit: addresses of the developer's own machine, \
builds of React or Vue for development, the channel by which a development server replaces code, keys for testing (`pk_test_…`), \
addresses of tunnels and previews. Each kind is told once, as information.

Pages on this machine or in a private network stay silent, and so do keys for testing on the hosts that previews get. Addresses that \
known libraries carry as a default are left out.",
    bad: Example::NONE,
    sound: Example::NONE,
    sources: &[
        "https://cwe.mitre.org/data/definitions/489.html",
        "https://react.dev/learn/react-developer-tools",
        "https://docs.stripe.com/keys#test-live-modes",
    ],
    since: "0.1.0",
};

fn check_site(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    verdicts.extend(facts.leftovers.iter().map(verdict));
}

fn verdict(leftover: &Leftover) -> SiteVerdict {
    let (what, risk, remedy) = match leftover.kind {
        LeftoverKind::OwnMachine => (
            "The deployed site names an address of the developer's own machine",
            "For visitors it leads nowhere, or to whatever runs on their machine at that port.",
            "Take the address from a setting that the deployed build fills in.",
        ),
        LeftoverKind::DevelopmentBuild => (
            "The site runs a library's build for development",
            "It is slower, and tells more about the inside of the page than visitors need to know.",
            "Build for production: set NODE_ENV to production, and deploy what the build command writes.",
        ),
        LeftoverKind::HotReload => (
            "The site runs from a development server",
            "Such a server is made for one person: it hands out sources and settings, and was not built to withstand strangers.",
            "Deploy what the build command writes, and serve that.",
        ),
        LeftoverKind::TestKey => (
            "The site uses a key for testing",
            "Sign-ins and payments go to the service's test side: nothing is charged, and test users may be let in.",
            "Set the live key for the deployed build.",
        ),
        LeftoverKind::Preview => (
            "The site talks to a preview or a tunnel",
            "Such addresses end and are given to others, who then receive what your visitors send.",
            "Use the address that stays.",
        ),
    };
    SiteVerdict {
        subject: leftover.subject.clone(),
        severity: Severity::Info,
        message: Message::new(what, risk, remedy),
        evidence: leftover.seen.iter().map(|seen| format!("Seen: {seen}")).collect(),
    }
}
