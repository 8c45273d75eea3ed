//! Which routes an attacker would hammer, and what nothing keeps them from.
//!
//! Invariant: a route counts by what it does, and by its path only where that agrees. What was not read whole, what machines
//! call, and what may be limited is left out.

use super::super::{Context, RuleMeta};
use super::fixes::limited;
use super::signed_in;
use crate::facts::{DeedKind, FileFacts, Query, QueryAction, Value};
use crate::finding::{Certainty, Finding, Fix, Message, Related, Severity};
use crate::names::ownership::is_people;
use crate::names::words;
use crate::project::{Answered, Conduct, Provenance};

/// Why a route wants a limiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Danger {
    /// Passwords can be tried.
    Login,
    /// Accounts can be made.
    Register,
    /// A password can be set by a link or code.
    Reset,
    /// A mail that lets people in can be sent to any account.
    AccountMail,
    /// A short code can be tried before anyone is signed in.
    CodeToEnter,
    /// A short code can be tried by who is signed in.
    Code,
    /// Whether an account exists can be asked.
    Lookup,
    /// People can be searched or copied in bulk.
    Bulk,
    /// Each call asks a model.
    Model,
    /// Each call sends a text message.
    Message,
    /// Each call sends a mail.
    Mail,
}

/// A route that wants a limiter and has none.
pub struct Open<'a> {
    /// The route.
    pub answered: Answered<'a>,
    /// Why it wants one.
    pub danger: Danger,
    /// Whether who calls it has to be signed in.
    pub is_signed_in: bool,
    /// What shows the danger.
    pub related: Option<Related>,
}

/// Every route of a file that wants a limiter and has none.
fn open_routes<'a>(context: &Context<'a>) -> Vec<Open<'a>> {
    let mut found: Vec<Open<'a>> = Vec::new();
    for answered in context.project.answered(context.file) {
        let (file, function) = answered.handler;
        let is_known =
            |other: &Open<'_>| other.answered.handler.1 == function && other.answered.handler.0.path == file.path;
        // One handler is told of once, however many routes it has.
        if !found.iter().any(is_known) {
            found.extend(open_route(context, answered));
        }
    }
    found
}

/// Tells of each open route of which a rule has something to say; `guide` is what to do where no edit can.
pub fn tell(
    context: &Context<'_>,
    rule: &'static RuleMeta,
    say: fn(&Open<'_>) -> Option<(Severity, Message)>,
    guide: &str,
    findings: &mut Vec<Finding>,
) {
    for open in open_routes(context) {
        let Some((severity, message)) = say(&open) else { continue };
        let fix = limited(context, &open).unwrap_or_else(|| Fix::guide(guide));
        findings.push(Finding {
            rule,
            path: context.file.path.clone(),
            range: open.answered.head,
            severity,
            certainty: Certainty::Complete,
            message,
            related: open.related.into_iter().collect(),
            fixes: vec![fix],
        });
    }
}

/// What a route is in danger of, whether it is limited or not; with its conduct.
pub fn danger_of<'a>(context: &Context<'a>, answered: &Answered<'a>) -> Option<(Danger, bool, Conduct<'a>)> {
    let entry = answered.entry;
    if context.certainty(answered.head) == Certainty::Partial
        || is_for_machines(&entry.path)
        || is_for_machines(&entry.place.0)
        || is_for_machines(&answered.handler.0.path)
    {
        return None;
    }
    let conduct = context.project.conduct(answered.handler.0, answered.handler.1);
    if !conduct.is_whole {
        return None;
    }
    let (danger, is_signed_in) = danger(context, answered, &conduct)?;
    Some((danger, is_signed_in, conduct))
}

fn open_route<'a>(context: &Context<'a>, answered: Answered<'a>) -> Option<Open<'a>> {
    let (danger, is_signed_in, conduct) = danger_of(context, &answered)?;
    if context.project.is_limited(&answered, &conduct) {
        return None;
    }
    let related = conduct.deeds.iter().find(|(_, deed)| shows(danger, deed.kind)).map(|(file, deed)| Related {
        path: file.path.clone(),
        range: deed.range,
        note: note(deed.kind).to_owned(),
    });
    Some(Open { answered, danger, is_signed_in, related })
}

fn danger(context: &Context<'_>, answered: &Answered<'_>, conduct: &Conduct<'_>) -> Option<(Danger, bool)> {
    let project = context.project;
    let path = path_words(answered);
    let says = |list: &[&str]| path.iter().any(|word| list.contains(&word.as_str()));
    let guarded = signed_in::by_guard(project, answered);
    let asked = || signed_in::by_conduct(project, conduct);
    let compares = conduct.does(DeedKind::ComparesPassword) || uses_local_strategy(answered);
    let hashes = conduct.does(DeedKind::HashesPassword);
    if answered.entry.method == "GET" && (compares || hashes) {
        return None;
    }
    let changes = says(&["change", "update", "delete", "current", "settings", "profile", "disable", "edit", "me"]);
    if compares {
        // A key or a signature is compared like a password.
        if conduct.does(DeedKind::KnowsMachine) && !says(&["login", "signin", "credentials", "register", "signup"]) {
            return None;
        }
        let is_own = guarded || (hashes || changes) && asked();
        let registers = hashes && says(&["register", "signup", "registration", "join"]);
        return (!is_own).then_some((if registers { Danger::Register } else { Danger::Login }, false));
    }
    if conduct.does(DeedKind::ComparesCode) {
        let is_signed_in = guarded || asked();
        return Some((if is_signed_in { Danger::Code } else { Danger::CodeToEnter }, is_signed_in));
    }
    let open = || !guarded && !asked();
    if hashes && open() {
        return if says(&["reset", "forgot", "recover", "recovery"]) {
            Some((Danger::Reset, false))
        } else {
            (makes_people(conduct) || says(&["register", "signup", "registration"]))
                .then_some((Danger::Register, false))
        };
    }
    let logs_in = says(&["login", "signin", "authenticate"])
        && !says(&["callback", "oauth", "google", "github", "sso", "demo", "guest"]);
    if logs_in
        && conduct.does(DeedKind::IssuesSession)
        && answered.entry.method != "GET"
        && !guarded
        && names_credentials(conduct)
    {
        return Some((Danger::Login, false));
    }
    if conduct.does(DeedKind::KnowsMachine) {
        return None;
    }
    costly(context, answered, conduct, guarded).or_else(|| {
        let is_lookup = looks_up(context, conduct) && !conduct.does(DeedKind::IssuesSession) && open();
        if is_lookup && !writes(conduct) {
            return Some((Danger::Lookup, false));
        }
        let is_bulk =
            says(&["export", "download", "search", "lookup", "autocomplete"]) && lists_people(conduct) && open();
        is_bulk.then_some((Danger::Bulk, false))
    })
}

fn costly(
    context: &Context<'_>,
    answered: &Answered<'_>,
    conduct: &Conduct<'_>,
    guarded: bool,
) -> Option<(Danger, bool)> {
    let project = context.project;
    let is_action = answered.entry.method == "ACTION";
    let is_reading = answered.entry.kind == crate::facts::ResponseKind::PageData && answered.entry.method.is_empty();
    let kind = [DeedKind::SendsMessage, DeedKind::AsksModel, DeedKind::SendsMail]
        .into_iter()
        .find(|kind| conduct.does(*kind))?;
    let is_signed_in = guarded
        || signed_in::by_conduct(project, conduct)
        || signed_in::by_middleware(project, &answered.entry.place.0, &answered.entry.path) && !is_action;
    if is_reading {
        return None;
    }
    match kind {
        DeedKind::SendsMail if is_signed_in => None,
        DeedKind::SendsMail => {
            let says = path_words(answered).iter().any(|word| {
                matches!(
                    word.as_str(),
                    "forgot" | "reset" | "magic" | "verify" | "verification" | "resend" | "otp" | "recover"
                )
            });
            if says || finds_person(conduct) {
                return Some((Danger::AccountMail, false));
            }
            is_addressed_by_client(context, conduct).then_some((Danger::Mail, false))
        }
        _ if conduct.does(DeedKind::ChecksQuota) => None,
        // Whoever is signed in can be told apart and stopped.
        DeedKind::AsksModel => (!is_signed_in).then_some((Danger::Model, false)),
        _ => Some((Danger::Message, is_signed_in)),
    }
}

/// The words of a route's path, and of the function that answers.
fn path_words(answered: &Answered<'_>) -> Vec<String> {
    let name = answered.handler.0.function(answered.handler.1).and_then(|function| function.name.clone());
    let mut found: Vec<String> = answered.entry.path.split('/').flat_map(words).collect();
    found.extend(name.iter().flat_map(|name| words(name)));
    let pairs: Vec<String> = found.windows(2).map(|pair| format!("{}{}", pair[0], pair[1])).collect();
    found.extend(pairs.into_iter().filter(|pair| matches!(pair.as_str(), "signin" | "signup" | "login" | "logon")));
    found
}

fn uses_local_strategy(answered: &Answered<'_>) -> bool {
    answered.entry.guards.iter().any(|(_, guard)| {
        guard.any(&|part| match part {
            Value::Call(call) => {
                call.callee.last_segment() == Some("authenticate")
                    && call.arguments.first().and_then(Value::text).is_some_and(|text| text.starts_with("local"))
            }
            _ => false,
        })
    })
}

fn queries<'c>(conduct: &'c Conduct<'_>) -> impl Iterator<Item = (&'c FileFacts, &'c Query)> {
    conduct.functions.iter().flat_map(|(file, function)| {
        let is_here = |query: &&Query| {
            query.function.is_some_and(|id| {
                id == *function || file.function(id).is_some_and(|found| found.parent == Some(*function))
            })
        };
        file.queries.iter().filter(is_here).map(|query| (*file, query))
    })
}

fn makes_people(conduct: &Conduct<'_>) -> bool {
    queries(conduct).any(|(_, query)| query.action == QueryAction::Insert && is_person(query))
}

fn is_person(query: &Query) -> bool {
    is_people(&query.model.name)
        || words(&query.model.name).iter().any(|word| matches!(word.as_str(), "user" | "users" | "admin" | "admins"))
}

fn writes(conduct: &Conduct<'_>) -> bool {
    conduct.does(DeedKind::SendsMail)
        || queries(conduct).any(|(_, query)| !matches!(query.action, QueryAction::ReadOne | QueryAction::ReadMany))
}

fn lists_people(conduct: &Conduct<'_>) -> bool {
    queries(conduct).any(|(_, query)| query.action == QueryAction::ReadMany && is_person(query))
}

fn is_address(column: &str) -> bool {
    matches!(column.to_ascii_lowercase().as_str(), "email" | "username" | "phone" | "emailaddress" | "email_address")
}

/// A person is looked for by what people call them.
fn finds_person(conduct: &Conduct<'_>) -> bool {
    queries(conduct).any(|(_, query)| {
        is_person(query)
            && query.conditions.iter().any(|condition| condition.path.last().is_some_and(|column| is_address(column)))
    })
}

fn looks_up(context: &Context<'_>, conduct: &Conduct<'_>) -> bool {
    queries(conduct).any(|(file, query)| {
        query.action == QueryAction::ReadOne
            && is_person(query)
            && query.conditions.len() == 1
            && query.conditions.iter().all(|condition| {
                condition
                    .path
                    .last()
                    .is_some_and(|column| is_address(column) && !column.eq_ignore_ascii_case("username"))
                    && context.project.provenance(file, &condition.value) == Provenance::Client
            })
    })
}

/// Whether a login by path deals with passwords, and not with what some other site vouches for.
fn names_credentials(conduct: &Conduct<'_>) -> bool {
    finds_person(conduct)
}

/// Whether a route reads anything of the request besides: who triggers a mail by a form can do so a thousand times.
fn is_addressed_by_client(context: &Context<'_>, conduct: &Conduct<'_>) -> bool {
    conduct.functions.first().is_some_and(|(file, function)| {
        context.certainty(file.function(*function).map(|found| found.range).unwrap_or_default()) == Certainty::Complete
    })
}

/// Places that machines call, or nobody.
fn is_for_machines(path: &str) -> bool {
    path.split(['/', '.', '-', '_', ':', '(', ')']).any(|part| {
        matches!(
            part.to_ascii_lowercase().as_str(),
            "webhook"
                | "webhooks"
                | "cron"
                | "crons"
                | "internal"
                | "seed"
                | "seeds"
                | "migrations"
                | "scripts"
                | "test"
                | "tests"
                | "spec"
                | "e2e"
                | "cypress"
                | "mock"
                | "mocks"
                | "fixtures"
                | "jobs"
                | "job"
                | "worker"
                | "workers"
                | "queue"
                | "stories"
                | "trigger"
                | "inngest"
                | "qstash"
        )
    })
}

fn shows(danger: Danger, kind: DeedKind) -> bool {
    match danger {
        Danger::Login => matches!(kind, DeedKind::ComparesPassword | DeedKind::IssuesSession),
        Danger::Register | Danger::Reset => kind == DeedKind::HashesPassword,
        Danger::AccountMail | Danger::Mail => kind == DeedKind::SendsMail,
        Danger::CodeToEnter | Danger::Code => kind == DeedKind::ComparesCode,
        Danger::Model => kind == DeedKind::AsksModel,
        Danger::Message => kind == DeedKind::SendsMessage,
        Danger::Lookup | Danger::Bulk => false,
    }
}

fn note(kind: DeedKind) -> &'static str {
    match kind {
        DeedKind::ComparesPassword => "the password is compared here",
        DeedKind::HashesPassword => "the password is hashed here",
        DeedKind::ComparesCode => "the code is compared here",
        DeedKind::IssuesSession => "the session is made here",
        DeedKind::SendsMail => "the mail is sent here",
        DeedKind::SendsMessage => "the message is sent here",
        DeedKind::AsksModel => "the model is asked here",
        DeedKind::Limits | DeedKind::ChecksQuota | DeedKind::KnowsMachine => "this decides who goes on",
    }
}
