//! The live half of the header rules: what the page's own answer says.
//!
//! Invariant: a missing header is spoken of only where the headers were seen; an address of this machine needs neither HTTPS
//! nor a promise of it.

use super::weak_csp;
use super::weak_hsts::duration;
use crate::finding::{Message, Severity};
use crate::headers::{Framing, Hsts, Referrer, SIX_MONTHS, is_nosniff};
use crate::names::address::is_on_https_only_list;
use crate::redact::redact_url;
use crate::site::{Answer, SentPolicy, SiteFacts, SiteVerdict, Subject};

const STS: &str = "strict-transport-security";
const CSP: &str = "content-security-policy";

/// `missing-hsts`.
pub fn missing_hsts(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    let Some(answer) = facts.document().filter(|_| facts.is_https && !facts.is_loopback) else { return };
    if answer.get(STS).is_some() {
        return;
    }
    // Browsers know some endings to be HTTPS only, so there the header is a second lock.
    let is_known = is_on_https_only_list(&facts.host);
    let severity = if is_known { Severity::Info } else { Severity::Warning };
    let mut evidence = seen(answer);
    if is_known {
        evidence.push("Browsers keep to HTTPS for every name with this ending".to_owned());
    }
    verdicts.push(SiteVerdict {
        subject: header(facts, STS),
        severity,
        message: Message::new(
            "Browsers are not told to keep to HTTPS: the page comes without Strict-Transport-Security",
            "Whoever shares a network with a visitor can answer the first plain request in the site's name and read along from there.",
            "Send `Strict-Transport-Security: max-age=63072000; includeSubDomains` with every answer over HTTPS.",
        ),
        evidence,
    });
}

/// `weak-hsts`.
pub fn weak_hsts(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    let Some(answer) = facts.document().filter(|_| facts.is_https && !facts.is_loopback) else { return };
    // Of several the first counts (RFC 6797, section 8.1).
    let Some(value) = answer.get(STS) else { return };
    let (severity, what) = match Hsts::parse(value) {
        None => (Severity::Warning, "Browsers ignore this Strict-Transport-Security".to_owned()),
        Some(hsts) if hsts.max_age == 0 => {
            (Severity::Warning, "`max-age=0` tells browsers to forget about HTTPS".to_owned())
        }
        Some(hsts) if hsts.max_age < SIX_MONTHS => {
            (Severity::Warning, format!("Browsers keep to HTTPS for {} only", duration(hsts.max_age)))
        }
        Some(hsts) if !hsts.include_subdomains => {
            (Severity::Info, "Strict-Transport-Security leaves the subdomains out".to_owned())
        }
        Some(_) => return,
    };
    verdicts.push(SiteVerdict {
        subject: header(facts, STS),
        severity,
        message: Message::new(
            what,
            "Whoever comes back later, or to another part of the domain, sends the first request in the clear, and anyone on the way can answer it.",
            "Send `max-age=63072000; includeSubDomains` once every part of the domain answers over HTTPS.",
        ),
        evidence: vec![format!("Sent: {}", shown(value))],
    });
}

/// `missing-csp`.
pub fn missing_csp(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    let Some(answer) = facts.document() else { return };
    if facts.policies.iter().any(|policy| !policy.only_reports) {
        return;
    }
    let only_reports = !facts.policies.is_empty();
    let mut evidence = seen(answer);
    let (severity, what) = if only_reports {
        evidence.push("Content-Security-Policy-Report-Only is sent; it blocks nothing".to_owned());
        (Severity::Info, "The page's content security policy only reports")
    } else {
        (Severity::Warning, "The page comes without a Content-Security-Policy")
    };
    // On this machine the host in front, which may add the policy, is missing.
    let severity = if facts.is_loopback { Severity::Info } else { severity };
    verdicts.push(SiteVerdict {
        subject: header(facts, CSP),
        severity,
        message: Message::new(
            what,
            "One script that slips in, through a comment field or a dependency, runs with everything the user may do and can send it anywhere.",
            "Send a policy that names where scripts may come from. Begin with Report-Only, watch the console, then enforce it.",
        ),
        evidence,
    });
}

/// `weak-csp`. A script has to get past every policy, so the strongest decides.
pub fn weak_csp(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    let enforced: Vec<&SentPolicy> = facts.policies.iter().filter(|policy| !policy.only_reports).collect();
    let only_report: Vec<&SentPolicy> = facts.policies.iter().filter(|policy| policy.only_reports).collect();
    let (judged, is_enforced) = if enforced.is_empty() { (only_report, false) } else { (enforced, true) };
    let mut faults = Vec::new();
    for sent in &judged {
        match weak_csp::judge(&sent.policy, false, &[]) {
            Some(found) => faults.push(found),
            // One without a fault is enough.
            None => return,
        }
    }
    let Some((severity, faults)) = faults.into_iter().min_by_key(|(severity, _)| *severity) else { return };
    let mut evidence = Vec::new();
    if judged.len() > 1 {
        evidence.push(format!("{} policies hold together; this is said of the strongest", judged.len()));
    }
    if !is_enforced {
        evidence.push("The policy only reports; this is said as if it were enforced".to_owned());
    }
    verdicts.push(SiteVerdict {
        subject: header(facts, CSP),
        severity: if is_enforced { severity } else { Severity::Info },
        message: weak_csp::message(&faults),
        evidence,
    });
}

/// `missing-companion-headers`.
pub fn missing_companions(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    let Some(answer) = facts.document() else { return };
    let mut missing = Vec::new();
    let mut evidence = seen(answer);
    let forbids_frames =
        facts.policies.iter().any(|policy| !policy.only_reports && policy.get("frame-ancestors").is_some());
    if !forbids_frames {
        match answer.get("x-frame-options").map(Framing::parse) {
            Some(Framing::Refused) => {}
            Some(_) => missing.push("an X-Frame-Options that browsers understand"),
            None => missing.push("X-Frame-Options"),
        }
    }
    if !answer.get("x-content-type-options").is_some_and(is_nosniff) {
        missing.push("X-Content-Type-Options");
    }
    let referrer = answer.get("referrer-policy").or_else(|| referrer_in_markup(facts)).map(Referrer::parse);
    match referrer {
        Some(Referrer::Private) => {}
        Some(Referrer::Leaky) => missing.push("a Referrer-Policy that keeps addresses within the site"),
        Some(Referrer::Invalid) | None => missing.push("Referrer-Policy"),
    }
    if missing.is_empty() {
        return;
    }
    if answer.get("permissions-policy").is_none() {
        evidence.push("Permissions-Policy is not sent either".to_owned());
    }
    verdicts.push(SiteVerdict {
        subject: Subject::Response { url: facts.url.clone(), header: String::new() },
        severity: Severity::Info,
        message: Message::new(
            format!("The page comes without {}", missing.join(", ")),
            "Another site can put the page in a frame and have the user click in it unawares; browsers guess at types of files; addresses leak to other sites.",
            "Send them with every page. They seldom break anything.",
        ),
        evidence,
    });
}

fn referrer_in_markup(facts: &SiteFacts) -> Option<&str> {
    let mut metas = facts.markup.as_ref()?.all("meta");
    metas
        .find(|meta| meta.attribute("name").is_some_and(|name| name.eq_ignore_ascii_case("referrer")))
        .and_then(|meta| meta.attribute("content"))
}

/// `cors-allows-any-origin-with-credentials`: what an answer alone shows of it.
pub fn cors(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    for answer in &facts.answers {
        let with_credentials =
            answer.get("access-control-allow-credentials").is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let what = match answer.get("access-control-allow-origin") {
            Some("*") if with_credentials => {
                "`*` together with credentials: browsers refuse it, so nobody is let in and nobody kept out"
            }
            Some("null") if with_credentials => {
                "The origin `null` may read the answers with the user's cookies, and every sandboxed frame has it"
            }
            _ => continue,
        };
        verdicts.push(SiteVerdict {
            subject: Subject::Response {
                url: redact_url(&answer.url),
                header: "access-control-allow-origin".to_owned(),
            },
            severity: Severity::Warning,
            message: Message::new(
                what,
                "It works for nobody it is meant for, and the usual way to make it work lets every site read along.",
                "Name the origins that may, and compare the asking one with them.",
            ),
            evidence: seen(answer),
        });
    }
}

/// `insecure-url`: the page itself, and what it loads, calls and sends to.
pub fn insecure(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    const RISK: &str = "Anyone on the way can read what is sent and change what comes back.";
    let advice = |host: &str| {
        format!("Use `https://{host}`. If the host does not answer there, do not send it anything private.")
    };
    if !facts.is_https && facts.is_public {
        verdicts.push(SiteVerdict {
            subject: Subject::Page {},
            severity: Severity::Warning,
            message: Message::new("The page itself comes over plain HTTP", RISK, advice(&facts.host)),
            evidence: Vec::new(),
        });
    }
    for used in &facts.plain {
        let severity = if used.is_passive { Severity::Info } else { Severity::Warning };
        let mut evidence = Vec::new();
        if used.times > 1 {
            evidence.push(format!("{} times on this page", used.times));
        }
        if facts.is_https && used.what != "form" {
            evidence.push("Browsers block it or ask over HTTPS instead, since the page came over HTTPS".to_owned());
        }
        let scheme = used.scheme.to_ascii_uppercase();
        verdicts.push(SiteVerdict {
            subject: Subject::Resource { url: used.url.clone(), what: used.what.to_owned() },
            severity,
            message: Message::new(
                match used.what {
                    "form" => format!("A form is sent to {} over plain {scheme}", used.host),
                    what => format!("The page uses a {what} of {} over plain {scheme}", used.host),
                },
                RISK,
                advice(&used.host),
            ),
            evidence,
        });
    }
}

fn header(facts: &SiteFacts, name: &str) -> Subject {
    Subject::Response { url: facts.url.clone(), header: name.to_owned() }
}

/// How the answer was come by.
fn seen(answer: &Answer) -> Vec<String> {
    let mut lines = vec![format!("The answer had status {} and {} headers", answer.status, answer.headers.len())];
    if answer.is_rerequested {
        lines.push("The page was asked for anew for this, without your session".to_owned());
    }
    lines
}

/// The beginning of a header's value: long ones carry identifiers.
fn shown(value: &str) -> String {
    crate::redact::redact_name(&value.chars().take(120).collect::<String>())
}
