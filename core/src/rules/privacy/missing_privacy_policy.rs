//! An app asks people for their data and has no privacy policy.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::owed::{Owed, Reason, owed};
use crate::finding::{Finding, Fix, FixLevel, Message, Related, Severity};
use crate::policy::LegalKind;
use crate::site::{SiteFacts, SiteVerdict, Subject};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(check_site) };

static META: RuleMeta = RuleMeta {
    id: "missing-privacy-policy",
    gap: Gap::Privacy,
    launch_item: 8,
    title: "People's data is collected, and no privacy policy says what happens with it",
    severity: Severity::Warning,
    fix: Some(FixLevel::Guide),
    cwe: &[],
    owasp: &[],
    docs: "\
Finds apps with pages that collect something from people (accounts, sign-up and contact forms, payments, analytics that follow \
visitors) in a project that has no privacy policy and links to none. Laws in most places ask for one where data is collected: \
GDPR, articles 13 and 14; California's CCPA and CalOPPA; Brazil's LGPD; Israel's Privacy Protection Law. App stores, Stripe and \
Google sign-in ask for one too. It is told once for each app: at a link \"Privacy Policy\" that leads nowhere, else where people are \
asked first.

A page, a route, a Markdown file, or a link to a policy elsewhere (one's own other site, Termly, iubenda, Notion) is enough, anywhere \
in the project. Silent for libraries, APIs without pages, internal and admin tools, documentation, apps in which people only log in, \
and where a page for any address (`[slug]`) or a file that could not be read whole may hold the policy.

Seaworthy does not write policies: what yours has to say depends on what you do and on where you and your users are. Let a lawyer look at it.",
    bad: Example {
        path: "index.html",
        code: "<!doctype html>\n<title>Harbor</title>\n<script src=\"https://www.googletagmanager.com/gtag/js?id=G-1\"></script>\n<footer><a href=\"#\">Privacy Policy</a></footer>\n",
    },
    sound: Example {
        path: "src/Footer.tsx",
        code: "export function Footer() {\n  return (\n    <footer>\n      <a href=\"/privacy\">Privacy Policy</a>\n    </footer>\n  );\n}\n",
    },
    sources: &[
        "https://eur-lex.europa.eu/eli/reg/2016/679/art_13/oj",
        "https://oag.ca.gov/privacy/ccpa",
        "https://www.gov.il/en/departments/the_privacy_protection_authority",
    ],
    since: "0.1.0",
};

/// On a live page: links to a policy that is not there. That a page has no link is no fault, as others of the site may.
fn check_site(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    let is_gone = |status: Option<u16>| matches!(status, Some(404 | 410));
    for link in facts.legal.iter().filter(|link| link.kind == LegalKind::Privacy && is_gone(link.status)) {
        verdicts.push(SiteVerdict {
            subject: Subject::Resource { url: link.url.clone(), what: "link".to_owned() },
            severity: Severity::Warning,
            message: Message::new(
                "The link to the privacy policy leads nowhere",
                "People cannot learn what happens to their data, and an authority sees a site without a policy.",
                "Put the policy where the link leads, or mend the link.",
            ),
            evidence: vec![format!("The server answered {}", link.status.unwrap_or_default())],
        });
    }
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(owed) = owed(context, LegalKind::Privacy) else { return };
    let what = match &owed.promise {
        Some(_) => "The link to the privacy policy leads nowhere, and the project has none".to_owned(),
        None => format!("{}, and the project has no privacy policy", asks(owed.place.reason)),
    };
    findings.push(finding(
        context,
        &owed,
        what,
        "People cannot know who gets their data, and what is done with it. Authorities fine for it, and app stores, payment \
         providers and sign-in providers refuse apps without one.",
        "Put a policy on a page of its own: who you are, which data, what for and on which ground, who receives it, how long, which \
         rights people have. Link it in the footer and at the sign-up. What it has to say for you, a lawyer decides.",
    ));
}

/// What is done there, as the beginning of a sentence.
fn asks(reason: Reason) -> &'static str {
    match reason {
        Reason::Account => "People make accounts here",
        Reason::SignUp => "People sign up here",
        Reason::Contact => "People leave their address here",
        Reason::Payment => "People pay in this app",
        Reason::Tracking => "Visitors are followed by analytics",
    }
}

fn finding(context: &Context<'_>, owed: &Owed<'_>, what: String, risk: &str, remedy: &str) -> Finding {
    let range = owed.promise.map_or(owed.place.range, |promise| promise.range);
    let related = owed.promise.map(|_| Related {
        path: owed.place.path.to_owned(),
        range: owed.place.range,
        note: asks(owed.place.reason).to_lowercase(),
    });
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity: Severity::Warning,
        certainty: context.certainty(range),
        message: Message::new(what, risk, remedy),
        related: related.into_iter().collect(),
        fixes: vec![Fix::guide("Add a privacy policy that says what this app does, and link it")],
    }
}

#[cfg(test)]
mod tests;
