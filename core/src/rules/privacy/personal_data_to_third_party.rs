//! Other companies' services are told about people.

use super::super::client_secret::rows::Search;
use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::quoted;
use crate::facts::{FileFacts, Given, Outflow, Outlet, OutletKind};
use crate::finding::{Finding, Fix, FixLevel, Message, Related, Severity};
use crate::names::personal::{DataClass, class_of, is_password, is_person};
use crate::project::{Project, is_aside};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "personal-data-to-third-party",
    gap: Gap::Privacy,
    launch_item: 9,
    title: "Another company's service is told about people",
    severity: Severity::Warning,
    fix: Some(FixLevel::Guide),
    cwe: &[359, 201],
    owasp: &["A04:2021"],
    docs: "\
Finds calls that hand e-mail addresses, telephone numbers, names, dates of birth or graver data to analytics (PostHog, Mixpanel, Segment, \
Amplitude, Google Analytics), advertising (Meta and TikTok pixels), error and session trackers (Sentry, LogRocket, FullStory), chats \
(Intercom, Crisp) and language models.

That may be quite right. It has to stand in the privacy policy, needs a contract with the company (GDPR article 28), and often consent. \
One finding speaks for each service, at its first place, as information; a warning where health data, card or government numbers go out.

Silent: ids, events without data about people, and services that only deliver (mail, payment).",
    bad: Example {
        path: "src/analytics.ts",
        code: "import posthog from \"posthog-js\";\n\nexport function signedIn(user: { id: string; email: string }) {\n  posthog.identify(user.id, { email: user.email });\n}\n",
    },
    sound: Example {
        path: "src/analytics.ts",
        code: "import posthog from \"posthog-js\";\n\nexport function signedIn(user: { id: string; plan: string }) {\n  posthog.identify(user.id, { plan: user.plan });\n}\n",
    },
    sources: &[
        "https://gdpr-info.eu/art-28-gdpr/",
        "https://docs.sentry.io/security-legal-pii/",
        "https://posthog.com/docs/privacy",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut told: Vec<&'static str> = Vec::new();
    for flow in &context.file.outflows {
        let Outlet::Service(name, kind) = flow.to else { continue };
        if told.contains(&name) || classes(context.project, context.file, flow).is_empty() {
            continue;
        }
        told.push(name);
        let all = places(context.project, name);
        if all.first().is_some_and(|(file, _)| file.path == context.file.path) {
            findings.push(finding(context, name, kind, &all));
        }
    }
}

/// Every place at which a service is told about people, in order of file.
fn places<'a>(project: &'a Project, service: &str) -> Vec<(&'a FileFacts, &'a Outflow)> {
    let files = project.files().filter(|file| !file.outflows.is_empty());
    let flows = files.flat_map(|file| file.outflows.iter().map(move |flow| (file, flow)));
    let is_it = |flow: &Outflow| matches!(flow.to, Outlet::Service(name, _) if name == service);
    flows.filter(|(file, flow)| is_it(flow) && !classes(project, file, flow).is_empty()).collect()
}

/// What a service is told: names and their classes.
fn classes<'f>(project: &Project, file: &FileFacts, flow: &'f Outflow) -> Vec<(&'f Given, DataClass)> {
    if is_aside(&file.path) {
        return Vec::new();
    }
    let context = Context { file, project };
    let class = |given: &'f Given| {
        let named = || class_of(&given.name, &given.of).filter(|class| *class < DataClass::FreeText);
        let is_whole = || is_person(&given.name) && is_row(&context, given);
        if is_password(&given.name) {
            return Some((given, DataClass::Contact));
        }
        named().or_else(|| is_whole().then_some(DataClass::Contact)).map(|class| (given, class))
    };
    flow.given.iter().filter_map(class).collect()
}

/// Whether a whole person is a row of the database with data about them.
fn is_row(context: &Context<'_>, given: &Given) -> bool {
    Search::new(context).of(&given.value).iter().any(|row| {
        row.named.is_none()
            && matches!(row.columns, crate::facts::Columns::All)
            && row.model.fields.iter().any(|field| class_of(&field.name, &row.model.name).is_some())
    })
}

fn finding(context: &Context<'_>, name: &str, kind: OutletKind, all: &[(&FileFacts, &Outflow)]) -> Finding {
    let told: Vec<(&Given, DataClass)> =
        all.iter().flat_map(|(file, flow)| classes(context.project, file, flow)).collect();
    let names = quoted(told.iter().map(|(given, _)| given.name.as_str()), 4);
    let is_grave = told.iter().any(|(_, class)| class.is_special());
    let related = all[1..].iter().take(8).map(|(file, flow)| Related {
        path: file.path.clone(),
        range: flow.head,
        note: format!("{name} is told here as well"),
    });
    let remedy = match kind {
        OutletKind::Errors => {
            "Give it an id alone and look the person up yourself; else name the service in the privacy policy and have a \
             contract with it."
        }
        OutletKind::Advertising => {
            "Leave it out, or hand it over only after the visitor agreed; name the service in the privacy policy."
        }
        OutletKind::Model => {
            "Leave out of the prompt what the answer does not need, put ids in place of names, and have a contract by which \
             nothing is kept or trained on."
        }
        OutletKind::Analytics | OutletKind::Support => {
            "Give it an id alone where that does; else name the service in the privacy policy, have a contract with it, and \
             ask for consent where it is needed."
        }
    };
    let flow = all[0].1;
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: flow.head,
        severity: if is_grave { Severity::Warning } else { Severity::Info },
        certainty: context.certainty(flow.range),
        message: Message::new(
            format!("{} is told about people ({names})", super::capital(name)),
            "The data leaves for another company, which keeps its own copy: a leak there is a leak of yours, and laws such as \
             the GDPR want a contract and a word in the privacy policy.",
            remedy,
        ),
        related: related.collect(),
        fixes: vec![Fix::guide("Hand over an id alone, or name the service in the privacy policy")],
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    #[test]
    fn services_that_are_told_are_found() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "src/a.ts",
                    "import mixpanel from \"mixpanel-browser\";\nexport const known = (user) => { «mixpanel.people.set»({ $email: user.email, phone: user.phone }); };\n",
                )],
                &[(
                    "src/b.ts",
                    "import * as Sentry from \"@sentry/nextjs\";\nexport const known = (user) => «Sentry.setUser»({ id: user.id, email: user.email });\n",
                )],
                &[("src/c.ts", "export const known = (email) => «gtag»(\"set\", \"user_data\", { email });\n")],
                &[(
                    "src/d.ts",
                    "import OpenAI from \"openai\";\nconst openai = new OpenAI();\nexport const ask = (patient) => «openai.chat.completions.create»({ model: \"m\", messages: [{ role: \"user\", content: `Diagnosis: ${patient.diagnosis}` }] });\n",
                )],
                &[("src/e.js", "«window.Intercom»(\"boot\", { email: user.email, name: user.name });\n")],
                // Once for each service.
                &[
                    (
                        "src/f.ts",
                        "import { analytics } from \"./segment\";\nexport const known = (user) => «analytics.identify»(user.id, { email: user.email });\n",
                    ),
                    (
                        "src/g.ts",
                        "import { analytics } from \"./segment\";\nexport const more = (user) => analytics.track(\"x\", { email: user.email });\n",
                    ),
                ],
            ],
        );
    }

    #[test]
    fn ids_and_events_stay_silent() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "src/a.ts",
                    "import posthog from \"posthog-js\";\nexport const known = (user) => { posthog.identify(user.id); posthog.capture(\"email_sent\", { plan: user.plan }); };\n",
                )],
                &[(
                    "src/b.ts",
                    "import * as Sentry from \"@sentry/nextjs\";\nexport const known = (user) => { Sentry.setUser({ id: user.id }); Sentry.captureException(new Error(\"no email\")); };\n",
                )],
                &[(
                    "src/c.ts",
                    "export const seen = () => gtag(\"event\", \"page_view\", { page_path: location.pathname });\n",
                )],
                &[(
                    "src/d.ts",
                    "import { Resend } from \"resend\";\nconst resend = new Resend(process.env.RESEND_KEY);\nexport const send = (user) => resend.emails.send({ to: user.email, subject: \"Hi\" });\n",
                )],
                &[(
                    "src/e.ts",
                    "import OpenAI from \"openai\";\nconst openai = new OpenAI();\nexport const ask = (text) => openai.chat.completions.create({ model: \"m\", messages: [{ role: \"user\", content: text }] });\n",
                )],
                &[(
                    "src/f.ts",
                    "import { analytics } from \"./segment\";\nexport const known = (user) => analytics.identify(user.id, { hasEmail: !!user.email });\n",
                )],
            ],
        );
    }
}
