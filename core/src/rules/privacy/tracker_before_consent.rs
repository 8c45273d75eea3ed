//! A page calls trackers before anybody could have agreed. Live pages only.

use super::super::{Example, Gap, Rule, RuleMeta};
use crate::finding::{Message, Severity};
use crate::site::{Mode, SiteFacts, SiteVerdict, Subject, ThirdParty};
use crate::text::counted;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check: |_, _| {}, check_site: Some(check_site) };

static META: RuleMeta = RuleMeta {
    id: "tracker-before-consent",
    gap: Gap::Privacy,
    launch_item: 8,
    title: "Trackers are called before anybody could have agreed",
    severity: Severity::Warning,
    fix: None,
    cwe: &[359],
    owasp: &["A04:2021"],
    docs: "\
Speaks on live pages only, about services for advertising, analytics, marketing and social networks that the page calls before the first \
click or key press. It is a warning only where the load was observed from its beginning. On a page that was found as it stood, all that \
is known is that trackers are there: information. It is information, too, where a cookie shows that somebody agreed on an earlier visit.

Services that a page needs (payment, sign-in, error reports, hosting), consent managers, tag managers without a tag, measuring without \
cookies (Plausible, Fathom, Umami, Vercel, Cloudflare), and Google's requests that carry a refusal (`gcs=G100`) are no trackers here.

In the European Union storing or reading on the visitor's device needs consent first (Directive 2002/58/EC, article 5(3)), unless it is \
strictly necessary; similar rules hold in the United Kingdom and Brazil. Whether one applies to your site is a question for a lawyer.",
    bad: Example::NONE,
    sound: Example::NONE,
    sources: &[
        "https://eur-lex.europa.eu/eli/dir/2002/58/oj",
        "https://www.edpb.europa.eu/our-work-tools/our-documents/guidelines/guidelines-052020-consent-under-regulation-2016679_en",
        "https://developers.google.com/tag-platform/security/concepts/consent-mode",
        "https://github.com/patrickhulce/third-party-web",
    ],
    since: "0.1.0",
};

/// Categories whose services follow people.
const TRACKING: [&str; 4] = ["ad", "analytics", "marketing", "social"];

/// More than this are told in one line.
const MOST: usize = 12;

fn check_site(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    let trackers: Vec<&ThirdParty> =
        facts.third_parties.iter().filter(|party| TRACKING.contains(&party.category.as_str())).collect();
    if trackers.is_empty() || facts.is_loopback {
        return;
    }
    if facts.mode != Mode::Reloaded {
        verdicts.push(unwatched(facts, &trackers));
        return;
    }
    let early = trackers.into_iter().filter(|party| party.before_consent == Some(true));
    verdicts.extend(early.take(MOST).map(|party| watched(facts, party)));
}

fn watched(facts: &SiteFacts, party: &ThirdParty) -> SiteVerdict {
    let name = name(party);
    let mut evidence =
        vec![format!("{}: {}, asked before the first click or key press", party.domain, times(party.requests))];
    if !party.cookies.is_empty() {
        evidence.push(format!("It set the cookies {}", party.cookies.join(", ")));
    }
    if let Some(manager) = &facts.consent_manager {
        evidence.push(format!("The page has a consent manager: {manager}"));
    }
    let severity = if let Some(cookie) = &facts.earlier_consent {
        evidence.push(format!(
            "The cookie `{cookie}` may be a choice from an earlier visit; look again in a private window"
        ));
        Severity::Info
    } else {
        Severity::Warning
    };
    SiteVerdict {
        subject: Subject::Resource { url: format!("https://{}/", party.domain), what: "tracker".to_owned() },
        severity,
        message: Message::new(
            format!("{name} is called before anybody could have agreed"),
            "It learns who opened the page, from where, and often recognises them elsewhere. In many countries that needs consent first.",
            "Load it only after the visitor has agreed, through your consent manager, or use one that does without cookies.",
        ),
        evidence,
    }
}

fn unwatched(facts: &SiteFacts, trackers: &[&ThirdParty]) -> SiteVerdict {
    let names: Vec<String> = trackers.iter().take(MOST).map(|party| name(party)).collect();
    let mut evidence = vec![format!("On the page: {}", names.join(", "))];
    evidence.push(
        "Whether they wait for consent was not seen: the page was not observed from the beginning of its load"
            .to_owned(),
    );
    if let Some(manager) = &facts.consent_manager {
        evidence.push(format!("The page has a consent manager: {manager}"));
    }
    let count = counted(trackers.len(), "tracker is", "trackers are");
    SiteVerdict {
        subject: Subject::Page {},
        severity: Severity::Info,
        message: Message::new(
            format!("{count} on the page"),
            "They learn who opened the page, from where, and often recognise people elsewhere. In many countries that needs consent first.",
            "Watch a load from its beginning to see whether they wait until the visitor has agreed.",
        ),
        evidence,
    }
}

fn name(party: &ThirdParty) -> String {
    if party.entity.is_empty() { party.domain.clone() } else { party.entity.clone() }
}

fn times(requests: u32) -> String {
    if requests == 1 { "1 request".to_owned() } else { format!("{requests} requests") }
}
