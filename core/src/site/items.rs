//! What a page alone shows of each launch item, findings apart.
//!
//! Invariant: *shown* is said only of what was seen to be done; that nothing bad was found is never enough.

use super::facts::SiteFacts;
use super::report::{SeenOfItem, ServiceKind, SiteItem, SiteReport};
use crate::checklist::{ITEMS, LaunchItem, Verdict};
use crate::headers::Hsts;
use crate::text::counted;

/// The ten items. Their verdicts are settled by [`super::conclude`].
pub(super) fn items(facts: &SiteFacts, report: &SiteReport) -> Vec<SiteItem> {
    let page = Page { facts, report };
    ITEMS.iter().map(|item| page.item(item)).collect()
}

struct Page<'a> {
    facts: &'a SiteFacts,
    report: &'a SiteReport,
}

/// What is seen of an item, and what was looked at for it.
type Sight = (SeenOfItem, Vec<String>);

impl Page<'_> {
    fn item(&self, item: &LaunchItem) -> SiteItem {
        let (seen, evidence) = match item.number.get() {
            1 => self.logins(),
            2 => self.keys(),
            3 => self.rows(),
            5 => self.https(),
            6 => self.policy(),
            7 => self.packages(),
            8 => self.papers(),
            9 => (unclear("a page does not show what is kept, and for how long"), self.strangers()),
            4 => (unread("a page does not show it; check the code, or the host's own limits"), Vec::new()),
            _ => (unread("a page does not show it; check the code"), Vec::new()),
        };
        SiteItem {
            number: item.number,
            id: item.id.to_owned(),
            title: item.title.to_owned(),
            question: item.question.to_owned(),
            verdict: Verdict::NotInspected,
            reason: String::new(),
            evidence,
            seen,
        }
    }

    /// The reason why a part was not looked at, as a clause.
    fn missing(&self, areas: &[&str]) -> Option<Sight> {
        let area = self.report.areas.iter().find(|area| areas.contains(&area.id.as_str()) && !area.inspected)?;
        let reason = area.reason.trim_end_matches('.');
        Some((unread(&format!("{} not looked at: {reason}", area.title.to_lowercase())), Vec::new()))
    }

    fn logins(&self) -> Sight {
        if let Some(missing) = self.missing(&["cookies", "storage"]) {
            return missing;
        }
        let sound: Vec<String> = self
            .facts
            .cookies
            .iter()
            .filter(|cookie| cookie.class.is_session() && cookie.http_only && cookie.value_len > 0)
            .map(|cookie| format!("the session cookie `{}` is out of reach of scripts", cookie.name))
            .collect();
        if sound.is_empty() {
            return (unclear("no login was seen on this page; sign in and look again"), Vec::new());
        }
        (SeenOfItem::Shown("the login was seen in protected cookies".to_owned()), sound)
    }

    fn keys(&self) -> Sight {
        if let Some(missing) = self.missing(&["scripts", "storage"]) {
            return missing;
        }
        let scripts = self.report.areas.iter().find(|area| area.id == "scripts").map_or("", |area| &area.seen);
        let evidence = vec![format!("{scripts} and the page's storage were searched")];
        (SeenOfItem::Shown("what the page delivers was searched for secret keys".to_owned()), evidence)
    }

    fn rows(&self) -> Sight {
        let answered = self.facts.probes.iter().filter(|probe| probe.status > 0).count();
        if answered > 0 {
            let reason = "strangers were refused; whether customers are kept apart, a page does not show";
            return (unclear(reason), vec![format!("{answered} questions were put to the page's services")]);
        }
        let names: Vec<String> =
            self.report.services.iter().map(|service| format!("the page talks to {}", service.url)).collect();
        let reason = match self.report.services.first().map(|service| service.kind) {
            Some(_) if !self.report.questions.is_empty() => {
                "whether strangers can read the tables is not known until you ask the service"
            }
            Some(ServiceKind::Supabase) => "no public key or table name was seen to ask the service with",
            _ => "a page does not show whose rows the server reads; check the code",
        };
        (unread(reason), names)
    }

    fn https(&self) -> Sight {
        if self.facts.is_loopback {
            return (SeenOfItem::Absent("this is an address of your own machine".to_owned()), Vec::new());
        }
        if let Some(missing) = self.missing(&["headers"]) {
            return missing;
        }
        let sent = self.facts.document().and_then(|answer| answer.get("strict-transport-security"));
        match sent.and_then(Hsts::parse) {
            Some(hsts) if self.facts.is_https && hsts.max_age > 0 => {
                let days = hsts.max_age / 86_400;
                let evidence = vec![format!("Strict-Transport-Security holds for {days} days")];
                (SeenOfItem::Shown("the page came over HTTPS and keeps browsers to it".to_owned()), evidence)
            }
            _ if self.facts.is_https => {
                (unclear("the page came over HTTPS, but does not keep browsers to it"), Vec::new())
            }
            _ => (unclear("the page did not come over HTTPS"), Vec::new()),
        }
    }

    fn policy(&self) -> Sight {
        if let Some(missing) = self.missing(&["headers"]) {
            return missing;
        }
        let enforced = self.facts.policies.iter().filter(|policy| !policy.only_reports).count();
        if enforced == 0 {
            return (unclear("no policy is enforced on this page"), Vec::new());
        }
        let policies = counted(enforced, "policy is", "policies are");
        (SeenOfItem::Shown("the page came with a policy".to_owned()), vec![format!("{policies} enforced")])
    }

    fn packages(&self) -> Sight {
        if let Some(missing) = self.missing(&["scripts"]) {
            return missing;
        }
        let mut evidence = Vec::new();
        if !self.report.libraries.is_empty() {
            evidence.push(format!("{} libraries were recognised in the scripts", self.report.libraries.len()));
        }
        (unclear("how packages are pinned and audited shows in the code alone"), evidence)
    }

    fn papers(&self) -> Sight {
        if let Some(missing) = self.missing(&["markup"]) {
            return missing;
        }
        let mut evidence: Vec<String> = self
            .facts
            .legal
            .iter()
            .map(|link| match link.status {
                Some(status) => format!("the page links to its {}, which answers {status}", link.kind.in_words()),
                None => format!("the page links to its {}, which was not asked for", link.kind.in_words()),
            })
            .collect();
        if evidence.is_empty() {
            evidence.push("no link to a privacy policy or terms was seen on this page".to_owned());
        }
        evidence.extend(self.strangers());
        (unclear("whether the texts fit what the app does is for a person to say"), evidence)
    }

    fn strangers(&self) -> Vec<String> {
        let count = self.facts.third_parties.len();
        let parties = counted(count, "other party", "other parties");
        if count == 0 { Vec::new() } else { vec![format!("the page talks to {parties}")] }
    }
}

fn unread(reason: &str) -> SeenOfItem {
    SeenOfItem::Unread(reason.to_owned())
}

fn unclear(reason: &str) -> SeenOfItem {
    SeenOfItem::Unclear(reason.to_owned())
}
