//! Data about people is written to a log.

use super::super::client_secret::rows::Search;
use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::quoted;
use crate::facts::{Columns, DeedKind, Given, Outflow, Outlet};
use crate::finding::{Edit, Finding, Fix, FixLevel, Message, Severity};
use crate::names::personal::{DataClass, class_of, is_password, is_person};
use crate::names::sign_in::is_login_path;
use crate::names::{NameClass, classify, words};
use crate::project::is_aside;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "personal-data-in-logs",
    gap: Gap::Privacy,
    launch_item: 9,
    title: "Data about people, or what they sign in with, is written to a log",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[532, 359],
    owasp: &["A09:2021"],
    docs: "\
Finds calls of the console and of loggers, in code that runs on the server, that are given a password (error), a login token, health data, \
card or government numbers, the whole body of a sign-in or sign-up request, or a whole row with a password (warning), or e-mail addresses, \
telephone numbers and dates of birth (information, once for each file).

Logs are read by more people than the database, are copied to other companies' services, and stay for years; nobody deletes a person from \
them. Log ids.

Silent: `console.error(error)`, ids, what is compared, counted, masked or hashed, logs behind a development condition, tests and scripts, \
and the console of the browser, where people see only their own data.",
    bad: Example {
        path: "server/bookings.ts",
        code: "import { prisma } from \"./prisma\";\n\napp.post(\"/bookings\", async (req, res) => {\n  const { skipperEmail, medicalNotes } = req.body;\n  console.log(\"New booking\", { skipperEmail, medicalNotes });\n  res.sendStatus(201);\n});\n",
    },
    sound: Example {
        path: "server/bookings.ts",
        code: "import { prisma } from \"./prisma\";\n\napp.post(\"/bookings\", async (req, res) => {\n  const bookingId = crypto.randomUUID();\n  console.log(\"New booking\", bookingId);\n  res.sendStatus(201);\n});\n",
    },
    sources: &[
        "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude",
        "https://cwe.mitre.org/data/definitions/532.html",
        "https://gdpr-info.eu/art-5-gdpr/",
    ],
    since: "0.1.0",
};

/// What a log is given that it should not keep.
struct Leak<'a> {
    given: &'a Given,
    severity: Severity,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Password,
    Token,
    Body,
    Row,
    Class(DataClass),
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if context.file.outflows.is_empty() || is_script(&context.file.path) {
        return;
    }
    let mut first_contact: Option<usize> = None;
    for flow in context.file.outflows.iter().filter(|flow| flow.to == Outlet::Log) {
        let leaks: Vec<Leak<'_>> = flow.given.iter().filter_map(|given| leak(context, flow, given)).collect();
        let Some(severity) = leaks.iter().map(|leak| leak.severity).max() else { continue };
        // Addresses in one log line after the other are one habit: they are told once for each file.
        match first_contact {
            Some(first) if severity == Severity::Info => {
                let names = quoted(leaks.iter().map(|leak| leak.given.name.as_str()), 3);
                findings[first].related.push(context.here(flow.head, format!("{names} as well")));
            }
            _ => {
                if severity == Severity::Info {
                    first_contact = Some(findings.len());
                }
                findings.push(finding(context, flow, &leaks, severity));
            }
        }
    }
}

/// Code that a developer runs by hand, and no server.
fn is_script(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let is_seed = name.starts_with("seed") || name.contains(".seed.");
    let by_hand = ["scripts", "script", "bin", "cli", "migrations", "tools"];
    is_aside(path) || is_seed || path.split('/').rev().skip(1).any(|folder| by_hand.contains(&folder))
}

fn leak<'a>(context: &Context<'_>, flow: &Outflow, given: &'a Given) -> Option<Leak<'a>> {
    let what = what(context, flow, given)?;
    let in_browser = context.project.runs_in_browser(context.file, flow.range, flow.function);
    let severity = match what {
        _ if in_browser && what != What::Password => return None,
        What::Password if in_browser => Severity::Info,
        What::Password if is_hashed(&given.name) => Severity::Warning,
        What::Password => Severity::Error,
        What::Class(class) if !class.is_special() => Severity::Info,
        _ => Severity::Warning,
    };
    Some(Leak { given, severity, what })
}

fn what(context: &Context<'_>, flow: &Outflow, given: &Given) -> Option<What> {
    let name = given.name.as_str();
    if is_password(name) {
        return Some(What::Password);
    }
    // `body: text` is a key of the log, not what a request brought.
    let is_brought = given.is_whole || matches!(given.of.as_str(), "req" | "request" | "ctx" | "event");
    if matches!(name, "body" | "formData" | "credentials") {
        return (is_brought && takes_login(context, flow)).then_some(What::Body);
    }
    // `SUPPORT_EMAIL` is a setting of the app, nobody's own.
    if name.contains('_') && !name.contains(|letter: char| letter.is_lowercase()) {
        return None;
    }
    if is_person(name) {
        return holds_password(context, given).then_some(What::Row);
    }
    if classify(name) == NameClass::AuthToken && !is_part(name) {
        return Some(What::Token);
    }
    class_of(name, &given.of).filter(|class| *class < DataClass::FreeText).map(What::Class)
}

/// `tokenType`, `sessionToken.length`: words that leave nothing of a token.
fn is_part(name: &str) -> bool {
    let words = words(name);
    words
        .iter()
        .any(|word| matches!(word.as_str(), "type" | "prefix" | "count" | "expires" | "payload" | "decoded" | "name"))
}

fn is_hashed(name: &str) -> bool {
    words(name).iter().any(|word| matches!(word.as_str(), "hash" | "hashed" | "encrypted"))
}

/// Whether the function around a log takes what people sign in or up with.
fn takes_login(context: &Context<'_>, flow: &Outflow) -> bool {
    let file = context.file;
    let Some(function) = flow.function else { return false };
    let outer = file.outermost(function);
    let within = |other: Option<_>| other.is_some_and(|other| file.is_within(other, outer));
    let handles =
        |kind| matches!(kind, DeedKind::ComparesPassword | DeedKind::HashesPassword | DeedKind::IssuesSession);
    let is_login_route = file.routes.iter().any(|route| {
        is_login_path(&route.path)
            && (route.range.contains(flow.range) || route.handlers.contains(&crate::facts::Value::Function(outer)))
    });
    is_login_route || file.deeds.iter().any(|deed| within(deed.function) && handles(deed.kind))
}

/// Whether a whole person is a row that brings its password along.
fn holds_password(context: &Context<'_>, given: &Given) -> bool {
    Search::new(context).of(&given.value).iter().any(|row| {
        let is_read = |name: &str| match row.columns {
            Columns::All => true,
            Columns::Only(only) | Columns::AllAnd(only) => only.iter().any(|column| column == name),
            Columns::Without(without) => !without.iter().any(|column| column == name),
            Columns::Unknown => false,
        };
        row.named.is_none()
            && row.model.fields.iter().any(|field| {
                is_password(&field.name)
                    && field.hidden == crate::facts::Hidden::Never
                    && is_read(&field.name)
                    && !row.removed.contains(&field.name)
            })
    })
}

fn finding(context: &Context<'_>, flow: &Outflow, leaks: &[Leak<'_>], severity: Severity) -> Finding {
    let names = quoted(leaks.iter().map(|leak| leak.given.name.as_str()), 4);
    let worst = leaks.iter().max_by_key(|leak| (leak.severity, std::cmp::Reverse(leak.what)));
    let (what, risk) = match worst.map(|leak| leak.what) {
        Some(What::Password) => (
            format!("A password is written to the log ({names})"),
            "Whoever reads the log, or the service it is sent to, signs in as these people, here and wherever they use the \
             same password.",
        ),
        Some(What::Token) => (
            format!("A login token is written to the log ({names})"),
            "Whoever reads the log, or the service it is sent to, acts in the user's name until the token expires.",
        ),
        Some(What::Body) => (
            format!("All that somebody signs in with is written to the log ({names})"),
            "The password is in it. Whoever reads the log, or the service it is sent to, signs in as these people.",
        ),
        Some(What::Row) => (
            format!("A whole row with its password is written to the log ({names})"),
            "Whoever reads the log gets the hash and all there is about the person.",
        ),
        _ => (
            format!("Data about people is written to the log ({names})"),
            "More people read logs than the database, other companies keep copies of them, and nobody deletes a person from \
             a log.",
        ),
    };
    let remedy = "Log an id instead, and let the logger redact such fields (pino's `redact`, a format of winston).";
    let mut fixes: Vec<Fix> = leaks.iter().filter_map(|leak| by_id(context, leak)).take(1).collect();
    fixes.push(Fix::guide("Log an id in place of data about people"));
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: flow.head,
        severity,
        certainty: context.certainty(flow.range),
        message: Message::new(what, risk, remedy),
        related: Vec::new(),
        fixes,
    }
}

/// `user` becomes `user.id` where the row is known to have an id.
fn by_id(context: &Context<'_>, leak: &Leak<'_>) -> Option<Fix> {
    if leak.what != What::Row || !leak.given.is_whole || !leak.given.of.is_empty() {
        return None;
    }
    let rows = Search::new(context).of(&leak.given.value);
    let has_id = rows.iter().all(|row| {
        row.model.fields.iter().any(|field| field.name == "id")
            && !matches!(row.read.operation, crate::facts::Operation::Many)
    });
    let text = format!("{}?.id", leak.given.name);
    has_id.then(|| Fix {
        title: format!("Log `{text}` alone"),
        level: FixLevel::Suggestion,
        edits: vec![Edit { path: context.file.path.clone(), range: leak.given.range, text }],
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, mends, sound};

    const SCHEMA: (&str, &str) =
        ("prisma/schema.prisma", "model User {\n  id String @id\n  email String\n  password String\n}\n");

    #[test]
    fn logs_about_people_are_found() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "app/api/login/route.ts",
                    "export async function POST(request: Request) {\n  const { email, password } = await request.json();\n  «console.log»(\"login\", email, password);\n  return Response.json({});\n}\n",
                )],
                &[(
                    "src/routes/auth.js",
                    "const bcrypt = require(\"bcrypt\");\nrouter.post(\"/register\", async (req, res) => {\n  «console.log»(req.body);\n  const hash = await bcrypt.hash(req.body.password, 10);\n  res.end();\n});\n",
                )],
                &[(
                    "src/bookings.ts",
                    "import { logger } from \"./logger\";\nexport async function book(input) {\n  «logger.info»(`booked for ${input.patient.diagnosis}`);\n}\n",
                )],
                &[(
                    "src/pay.ts",
                    "import pino from \"pino\";\nconst logger = pino();\nexport function pay(card) {\n  «logger.debug»({ cardNumber: card.cardNumber });\n}\n",
                )],
                &[(
                    "src/token.ts",
                    "export async function refresh(session) {\n  «console.log»(\"token\", session.accessToken);\n}\n",
                )],
                &[
                    SCHEMA,
                    (
                        "src/users.ts",
                        "import { prisma } from \"./db\";\nexport async function load(id: string) {\n  const user = await prisma.user.findUnique({ where: { id } });\n  «console.log»(\"loaded\", user);\n}\n",
                    ),
                ],
                // Addresses are told once for each file.
                &[(
                    "src/mail.ts",
                    "export async function send(user) {\n  «console.log»(\"sending\", user.email);\n  console.log(\"sent\", user.email);\n}\n",
                )],
                &[(
                    "src/app.service.ts",
                    "export class Mailer {\n  async send(to) {\n    «this.logger.log»(`to ${to.phoneNumber}`);\n  }\n}\n",
                )],
            ],
        );
    }

    #[test]
    fn rows_are_logged_by_their_id() {
        mends(
            RULE.meta.id,
            &[(
                &[
                    SCHEMA,
                    (
                        "src/users.ts",
                        "import { prisma } from \"./db\";\nexport async function load(id: string) {\n  const user = await prisma.user.findUnique({ where: { id } });\n  «console.log»(\"loaded\", user);\n}\n",
                    ),
                ],
                "import { prisma } from \"./db\";\nexport async function load(id: string) {\n  const user = await prisma.user.findUnique({ where: { id } });\n  console.log(\"loaded\", user?.id);\n}\n",
            )],
        );
    }

    #[test]
    fn quiet_logs_stay_silent() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "src/a.ts",
                    "export async function load(user) {\n  try { await user.save(); } catch (error) { console.error(error); console.error(\"failed\", user.id); }\n}\n",
                )],
                &[(
                    "src/b.ts",
                    "export async function send(user) {\n  console.log(\"email sent\"); console.log(`verified: ${!!user.email}`); console.log(user.email.length);\n}\n",
                )],
                &[(
                    "src/c.ts",
                    "import { mask } from \"./mask\";\nexport async function send(user) {\n  logger.info({ email: mask(user.email) }); logger.info(hash(user.email));\n}\n",
                )],
                &[(
                    "src/d.ts",
                    "export async function send(user) {\n  if (process.env.NODE_ENV !== \"production\") console.log(user.email);\n}\n",
                )],
                &[(
                    "src/Form.tsx",
                    "\"use client\";\nexport function Form({ email }) {\n  return <button onClick={() => console.log(email)}>go</button>;\n}\n",
                )],
                &[("scripts/import.ts", "export function run(user) { console.log(user.email); }\n")],
                &[("src/hook.ts", "app.post(\"/webhook\", (req, res) => { console.log(req.body); res.end(); });\n")],
                &[
                    SCHEMA,
                    (
                        "src/users.ts",
                        "import { prisma } from \"./db\";\nexport async function load(id: string) {\n  const user = await prisma.user.findUnique({ where: { id }, select: { id: true } });\n  console.log(\"loaded\", user);\n}\n",
                    ),
                ],
                &[(
                    "src/e.ts",
                    "export function count(tokens, csrfToken) { console.log(tokens.length, csrfToken); console.log(\"usage\", { promptTokens: 3 }); }\n",
                )],
            ],
        );
    }
}
