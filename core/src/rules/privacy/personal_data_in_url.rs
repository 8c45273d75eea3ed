//! Data about people is put into an address.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::quoted;
use crate::facts::{Outlet, UrlKind};
use crate::finding::{Finding, Fix, FixLevel, Message, Severity};
use crate::names::personal::{DataClass, class_of, is_password};
use crate::names::words;
use crate::project::is_aside;
use crate::text::TextRange;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "personal-data-in-url",
    gap: Gap::Privacy,
    launch_item: 9,
    title: "Data about people is put into an address",
    severity: Severity::Error,
    fix: Some(FixLevel::Guide),
    cwe: &[598, 359],
    owasp: &["A04:2021"],
    docs: "\
Finds addresses (requests, redirects, navigations, links) whose path or query is given a password (error), health data, card or government \
numbers (warning), or e-mail addresses, telephone numbers and dates of birth (information).

Addresses stand in the browser's history, in the logs of every server and proxy on the way, in analytics, and in the `Referer` header. Send \
such data in the body of a POST, keep it in the session, or use an id.

Silent: `mailto:`, `tel:` and chat links, `login_hint`, links to unsubscribe, and requests to other companies' APIs that want a contact there.",
    bad: Example {
        path: "src/search.ts",
        code: "export async function find(patient: { ssn: string }) {\n  const response = await fetch(`/api/patients?ssn=${patient.ssn}`);\n  return response.json();\n}\n",
    },
    sound: Example {
        path: "src/search.ts",
        code: "export async function find(patient: { ssn: string }) {\n  const response = await fetch(\"/api/patients/search\", { method: \"POST\", body: JSON.stringify({ ssn: patient.ssn }) });\n  return response.json();\n}\n",
    },
    sources: &[
        "https://owasp.org/www-community/vulnerabilities/Information_exposure_through_query_strings_in_url",
        "https://cwe.mitre.org/data/definitions/598.html",
    ],
    since: "0.1.0",
};

/// Words in an address by which a contact belongs there.
const EXPECTED: [&str; 11] =
    ["unsubscribe", "gravatar", "avatar", "authorize", "oauth", "mailto", "tel", "sms", "whatsapp", "wa", "login_hint"];

/// Something put into an address.
struct Put {
    name: String,
    range: TextRange,
    kind: UrlKind,
    base: String,
    severity: Severity,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let file = context.file;
    if is_aside(&file.path) {
        return;
    }
    let mut found: Vec<Put> = Vec::new();
    for url in &file.url_uses {
        for (name, _) in &url.parameters {
            add(&mut found, name, "", url.range, url.kind, &url.base);
        }
    }
    for flow in &file.outflows {
        let Outlet::Address(kind, base) = &flow.to else { continue };
        for given in &flow.given {
            add(&mut found, &given.name, &given.of, given.range, *kind, base);
        }
    }
    found.sort_by_key(|put| (put.range.start, std::cmp::Reverse(put.range.end)));
    let mut told: Vec<TextRange> = Vec::new();
    for put in found {
        // The parameter and the value in it are one thing.
        if !told.iter().any(|range| range.intersects(put.range)) {
            told.push(put.range);
            findings.push(finding(context, &put));
        }
    }
}

fn add(found: &mut Vec<Put>, name: &str, of: &str, range: TextRange, kind: UrlKind, base: &str) {
    let is_expected = name == "login_hint"
        || ["mailto:", "tel:", "sms:", "facetime:"].iter().any(|scheme| base.starts_with(scheme))
        || words(base).iter().any(|word| EXPECTED.contains(&word.as_str()));
    let severity = if is_password(name) {
        Severity::Error
    } else {
        match class_of(name, of) {
            Some(class) if class.is_special() && class != DataClass::Location => Severity::Warning,
            Some(DataClass::Contact | DataClass::BirthDate) if is_contact(name) && !is_elsewhere(kind, base) => {
                Severity::Info
            }
            _ => return,
        }
    };
    if !is_expected {
        found.push(Put { name: name.to_owned(), range, kind, base: base.to_owned(), severity });
    }
}

/// Of contact data, what leads to one person: no street of a map, no name in a list.
fn is_contact(name: &str) -> bool {
    let words = words(name);
    words.iter().any(|word| {
        matches!(
            word.as_str(),
            "email" | "mail" | "phone" | "telephone" | "mobile" | "dob" | "birth" | "birthday" | "birthdate"
        )
    })
}

/// Whether a request goes to another company, whose API decides where it wants a contact.
fn is_elsewhere(kind: UrlKind, base: &str) -> bool {
    kind == UrlKind::Request && base.starts_with("http") && !base.contains("localhost")
}

fn finding(context: &Context<'_>, put: &Put) -> Finding {
    let names = quoted(std::iter::once(put.name.as_str()), 1);
    let what = match put.kind {
        UrlKind::Redirect => format!("A redirect carries data about people in its address ({names})"),
        UrlKind::Navigation => format!("A link or navigation carries data about people in its address ({names})"),
        UrlKind::Request | UrlKind::Socket => format!("A request carries data about people in its address ({names})"),
    };
    let place = if put.base.is_empty() { String::new() } else { format!(" of `{}`", put.base) };
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: put.range,
        severity: put.severity,
        certainty: context.certainty(put.range),
        message: Message::new(
            what,
            "Addresses stay in the browser's history, in the logs of servers and proxies on the way, in analytics and in the \
             `Referer` header: whoever reads one of them has the data.",
            format!("Send it in the body of a POST, keep it in the session, or put an id in the address{place}."),
        ),
        related: Vec::new(),
        fixes: vec![Fix::guide("Send it in the body of a POST, or put an id in its place")],
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    #[test]
    fn data_in_addresses_is_found() {
        bad(
            RULE.meta.id,
            &[
                &[("src/a.ts", "export const find = (email) => fetch(«`/api/users?email=${email}`»);\n")],
                &[("src/b.ts", "export const find = (user) => fetch(`/api/patients/${«user.ssn»}/visits`);\n")],
                &[(
                    "src/c.tsx",
                    "import { useRouter } from \"next/navigation\";\nexport function Form() {\n  const router = useRouter();\n  return <button onClick={() => router.push(«`/verify?email=${encodeURIComponent(email)}`»)} />;\n}\n",
                )],
                &[(
                    "src/d.ts",
                    "import { redirect } from \"next/navigation\";\nexport function go(form) {\n  redirect(«`/login?password=${form.password}`»);\n}\n",
                )],
                &[(
                    "src/e.ts",
                    "import axios from \"axios\";\nexport const find = (patient) => axios.get(\"/api/find\", { params: { «dateOfBirth»: patient.dateOfBirth } });\n",
                )],
                &[(
                    "server.js",
                    "const express = require(\"express\");\nconst app = express();\napp.get(\"/x\", (req, res) => { res.redirect(«`/welcome?phone=${req.user.phone}`»); });\n",
                )],
            ],
        );
    }

    #[test]
    fn what_belongs_there_stays_silent() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "src/a.tsx",
                    "export const Mail = ({ email, phone }) => <><a href={`mailto:${email}`}>m</a><a href={`tel:${phone}`}>t</a></>;\n",
                )],
                &[(
                    "src/b.ts",
                    "export const avatar = (email) => fetch(`https://www.gravatar.com/avatar/${md5(email)}`);\n",
                )],
                &[("src/c.ts", "export const go = (user) => fetch(`/api/users/${user.id}?page=${page}`);\n")],
                &[(
                    "src/d.ts",
                    "export const login = (email) => { location.href = `https://id.example.com/authorize?login_hint=${email}`; };\n",
                )],
                &[(
                    "src/e.ts",
                    "export const check = (email) => fetch(`https://api.verifier.example/v1/check?email=${email}`);\n",
                )],
                &[(
                    "src/f.ts",
                    "export const send = (email) => fetch(\"/api/users\", { method: \"POST\", body: JSON.stringify({ email }) });\n",
                )],
                &[(
                    "src/g.ts",
                    "export const link = (email) => ({ url: `/unsubscribe?email=${email}` });\nexport const leave = (email) => fetch(`/api/unsubscribe?email=${email}`);\n",
                )],
            ],
        );
    }
}
