//! What the data on a path is likely to be, and whom it belongs to.

use smol_str::SmolStr;

use super::known::Ownership;
use crate::facts::{AccessRule, DataStore, PathSegment};
use crate::names::words;

/// What the data on a path is likely to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// All there is.
    Everything,
    /// What is between the app and one person: orders, payments, health.
    Confidential,
    /// What people say about themselves: users, bookings.
    Personal,
    /// Talks between some people.
    Conversation,
    /// What belongs to an organisation.
    Tenant,
    /// What people may be meant to see of each other: profiles, messages in a room.
    Social,
    /// What its name calls public.
    Public,
    /// Anything else.
    Plain,
}

/// A path and what is known of it.
#[derive(Clone, Debug)]
pub struct Place {
    /// What it holds.
    pub kind: Kind,
    /// Whether strangers are meant to hand things in there: contact forms.
    pub takes_input: bool,
    /// Whether people are meant to leave things there for others: notifications.
    pub is_for_others: bool,
    /// The variable of the path that is a user's id.
    pub owner_variable: Option<SmolStr>,
    /// The field that names the owner, by the rules on the same path.
    pub owner_field: Option<SmolStr>,
    /// Whether a rule on the same path lets only those read whom the data names.
    pub is_read_by_owner: bool,
}

impl Place {
    /// Whether its data belongs to someone: the path says so, or a rule on the same path asks for the owner.
    pub fn is_owned(&self) -> bool {
        self.owner_field.is_some() || self.owner_variable.is_some()
    }
}

/// Words that make what they stand in confidential.
const CONFIDENTIAL: &[&str] = &[
    "invoice",
    "payment",
    "billing",
    "patient",
    "medical",
    "prescription",
    "diagnosis",
    "salary",
    "payroll",
    "passport",
    "kyc",
    "secret",
    "credential",
    "password",
    "private",
];
/// Names of collections whose documents are confidential.
const CONFIDENTIAL_NAMES: &[&str] = &["order", "transaction", "wallet", "receipt", "diary", "contract"];
/// Names of collections that tell about people.
const PERSONAL: &[&str] = &[
    "user",
    "account",
    "customer",
    "employee",
    "subscriber",
    "subscription",
    "lead",
    "address",
    "booking",
    "reservation",
    "appointment",
    "cart",
    "checkout",
    "expense",
    "inbox",
    "waitlist",
    "inquiry",
    "enquiry",
    "submission",
    "application",
    "admin",
];
/// Collections of users.
const USERS: &[&str] = &["user", "account"];
const CONVERSATION: &[&str] = &["chat", "conversation", "thread", "dm"];
const TENANT: &[&str] =
    &["organization", "organisation", "org", "workspace", "tenant", "company", "clinic", "household", "family"];
const SOCIAL: &[&str] = &["profile", "member", "message", "notification", "presence"];
const INPUT: &[&str] = &[
    "contact",
    "feedback",
    "waitlist",
    "newsletter",
    "subscriber",
    "signup",
    "lead",
    "inquiry",
    "enquiry",
    "report",
    "log",
    "analytic",
    "event",
    "rsvp",
    "survey",
    "response",
    "submission",
    "application",
    "vote",
    "view",
    "error",
    "mail",
    "visit",
    "order",
    "booking",
    "appointment",
    "request",
];
const FOR_OTHERS: &[&str] =
    &["notification", "alert", "inbox", "invite", "invitation", "request", "message", "report", "follow", "follower"];
const PUBLIC: &[&str] = &["public", "published", "shared"];

/// What is known of the path of a rule, by its names and by the rules on the same path.
pub fn place(rule: &AccessRule, ownership: &Ownership) -> Place {
    let agreed = ownership.variable_at.and_then(|at| rule.path.get(at)).and_then(variable);
    let last = rule.path.iter().rev().find_map(name);
    let owner_variable = owner_variable(&rule.path).or(agreed).cloned();
    Place {
        kind: kind(&rule.path, rule.store),
        takes_input: last.is_some_and(|last| has(last, INPUT)),
        is_for_others: last.is_some_and(|last| has(last, FOR_OTHERS)),
        // The shortest is the field itself rather than a part of it.
        owner_field: ownership.fields.iter().min_by_key(|field| field.len()).cloned(),
        owner_variable,
        is_read_by_owner: ownership.is_read_by_named,
    }
}

fn kind(path: &[PathSegment], store: DataStore) -> Kind {
    let names: Vec<&SmolStr> = path.iter().filter_map(name).collect();
    let Some(last) = names.last() else { return Kind::Everything };
    let below = |list: &[&str]| names.iter().rev().skip(1).any(|name| has(name, list));
    if names.iter().any(|name| has(name, PUBLIC)) {
        Kind::Public
    } else if has(last, CONFIDENTIAL) || is_named(last, CONFIDENTIAL_NAMES) {
        Kind::Confidential
    } else if is_named(last, CONVERSATION) || below(CONVERSATION) {
        Kind::Conversation
    } else if store == DataStore::Storage {
        // Pictures of people are shown.
        Kind::Plain
    } else if is_named(last, PERSONAL) {
        Kind::Personal
    } else if has(last, SOCIAL) {
        Kind::Social
    } else if below(TENANT) {
        Kind::Tenant
    } else {
        Kind::Plain
    }
}

/// Whether one of the words of a name is in `list`.
fn has(name: &str, list: &[&str]) -> bool {
    words(name).iter().any(|word| list.contains(&singular(word).as_str()))
}

/// Whether a name is one of `list`, not merely made with it: `users`, not `userPosts`.
fn is_named(name: &str, list: &[&str]) -> bool {
    words(name).last().is_some_and(|last| list.contains(&singular(last).as_str()))
}

/// The word without the ending of its plural.
fn singular(word: &str) -> String {
    match word {
        _ if word.ends_with("ies") && word.len() > 4 => format!("{}y", &word[..word.len() - 3]),
        "addresses" | "diagnoses" | "statuses" => word[..word.len() - 2].to_owned(),
        _ if word.ends_with('s') && !word.ends_with("ss") => word[..word.len() - 1].to_owned(),
        _ => word.to_owned(),
    }
}

fn name(segment: &PathSegment) -> Option<&SmolStr> {
    if let PathSegment::Name(name) = segment { Some(name) } else { None }
}

fn variable(segment: &PathSegment) -> Option<&SmolStr> {
    if let PathSegment::Any(name) = segment { Some(name) } else { None }
}

/// The variable that is called like a user's id, or stands below a collection of users.
fn owner_variable(path: &[PathSegment]) -> Option<&SmolStr> {
    let is_owner = |at: usize, variable: &SmolStr| {
        let plain = variable.trim_start_matches('$').to_ascii_lowercase().replace('_', "");
        let before = at.checked_sub(1).and_then(|before| path.get(before)).and_then(name);
        matches!(plain.as_str(), "uid" | "userid" | "ownerid" | "authorid" | "useruid")
            || before.is_some_and(|before| is_named(before, USERS))
    };
    path.iter().enumerate().find_map(|(at, segment)| variable(segment).filter(|variable| is_owner(at, variable)))
}

/// Paths with more parts, or more parts that stand for any number, are not compared. Firestore allows one such part.
const LONGEST_PATH: usize = 100;

/// Whether whatever `inner` matches is matched by `outer` too.
pub fn covers(outer: &[PathSegment], inner: &[PathSegment]) -> bool {
    let is_rest = |segment: &&PathSegment| matches!(segment, PathSegment::Rest(_));
    outer.len() <= LONGEST_PATH
        && inner.len() <= LONGEST_PATH
        && outer.iter().filter(is_rest).count() <= 2
        && covers_parts(outer, inner)
}

fn covers_parts(outer: &[PathSegment], inner: &[PathSegment]) -> bool {
    match (outer, inner) {
        ([], []) => true,
        ([PathSegment::Rest(_), rest @ ..], _) => {
            rest.is_empty() || (0..=inner.len()).any(|skipped| covers_parts(rest, &inner[skipped..]))
        }
        ([PathSegment::Any(_), outer @ ..], [PathSegment::Any(_) | PathSegment::Name(_), inner @ ..]) => {
            covers_parts(outer, inner)
        }
        ([PathSegment::Name(one), outer @ ..], [PathSegment::Name(other), inner @ ..]) => {
            one == other && covers_parts(outer, inner)
        }
        _ => false,
    }
}
