//! The edits that let only the owner in.
//!
//! Invariant: an edit changes the condition of the operations that are wrong and of no other; where nobody knows the owner there
//! is none, and words say what to do.

use smol_str::SmolStr;

use super::message::{child, new_owner, stored_owner, variable_owner};
use super::place::Kind;
use super::verdict::{Issue, Verdict};
use crate::facts::{AccessEffect, AccessRule, Condition, DataStore, Operations};
use crate::finding::{Edit, Fix, FixLevel};

/// How to mend a rule.
pub fn fixes(verdict: &Verdict, rule: &AccessRule, path: &str, has_narrower: bool) -> Vec<Fix> {
    let written = match &verdict.issue {
        Issue::Open { .. } => open(verdict, rule, has_narrower),
        Issue::TakenOver { field } => both(rule, |_| kept_owner(rule.store, field)),
        Issue::MadeForOthers => {
            owner(verdict, rule, Operations::CREATE).and_then(|owner| both(rule, |_| without_login(&owner)))
        }
        Issue::SelfMadeRole { field: Some(field), .. } if !field.contains('.') => {
            both(rule, |operation| kept_field(rule.store, field, operation))
        }
        Issue::SelfMadeRole { .. } => None,
    };
    let mut fixes = Vec::new();
    if let Some(written) = written
        && let Some(text) = statement(verdict, rule, &written)
    {
        fixes.push(Fix {
            title: title(verdict, &written),
            level: FixLevel::Suggestion,
            edits: vec![Edit { path: path.to_owned(), range: rule.range, text }],
        });
    }
    fixes.push(Fix::guide(guide(verdict)));
    fixes
}

/// What to write instead.
struct Written {
    /// For one that is made.
    create: String,
    /// For one that is there.
    other: String,
    /// Whether it lets nobody in.
    closes: bool,
}

fn open(verdict: &Verdict, rule: &AccessRule, has_narrower: bool) -> Option<Written> {
    let place = &verdict.place;
    if place.kind == Kind::Everything {
        // The narrower rules go on to allow what they allow.
        let closed = || "false".to_owned();
        return has_narrower.then(|| Written { create: closed(), other: closed(), closes: true });
    }
    let is_tree = rule.store == DataStore::RealtimeDatabase;
    if is_tree && verdict.operations.has(Operations::WRITE) && place.owner_variable.is_none() {
        let field = place.owner_field.as_ref()?;
        let (old, new) = (child("data", field), child("newData", field));
        let condition = format!(
            "auth != null && (!data.exists() || {old} === auth.uid) && (!newData.exists() || {new} === auth.uid)"
        );
        return Some(Written { create: condition.clone(), other: condition, closes: false });
    }
    let create = owner(verdict, rule, Operations::CREATE)?;
    let other = owner(verdict, rule, Operations::UPDATE)?;
    Some(Written { create, other, closes: false })
}

/// The condition by which only the owner may do it.
fn owner(verdict: &Verdict, rule: &AccessRule, operation: Operations) -> Option<String> {
    let place = &verdict.place;
    if let Some(variable) = &place.owner_variable {
        return Some(variable_owner(rule.store, variable));
    }
    let field = place.owner_field.as_ref()?;
    Some(if operation == Operations::CREATE { new_owner(rule.store, field) } else { stored_owner(rule.store, field) })
}

/// What is written now, and this as well.
fn both(rule: &AccessRule, more: impl Fn(Operations) -> String) -> Option<Written> {
    let written = rule.written.as_ref()?;
    let is_loose = written.contains("||") || written.contains('?');
    let both = |operation| match more(operation) {
        more if written == "true" => more,
        more if is_loose => format!("({written}) && {more}"),
        more => format!("{written} && {more}"),
    };
    Some(Written { create: both(Operations::CREATE), other: both(Operations::UPDATE), closes: false })
}

/// The condition without its first part, which is written already.
fn without_login(condition: &str) -> String {
    condition.split_once(" && ").map_or(condition, |(_, rest)| rest).to_owned()
}

fn kept_owner(store: DataStore, field: &str) -> String {
    match store {
        DataStore::RealtimeDatabase => format!("(!data.exists() || {} === auth.uid)", child("data", field)),
        DataStore::Storage => format!("resource.{field} == request.auth.uid"),
        DataStore::Firestore => format!("resource.data.{field} == request.auth.uid"),
    }
}

fn kept_field(store: DataStore, field: &str, operation: Operations) -> String {
    match store {
        DataStore::RealtimeDatabase => format!("{} === {}", child("newData", field), child("data", field)),
        _ if operation == Operations::CREATE => format!("!('{field}' in request.resource.data)"),
        _ => format!("!request.resource.data.diff(resource.data).affectedKeys().hasAny(['{field}'])"),
    }
}

/// The statement with new conditions for the operations that are wrong, and its own for the others.
fn statement(verdict: &Verdict, rule: &AccessRule, written: &Written) -> Option<String> {
    let AccessEffect::Grants(granted) = rule.effect else { return None };
    if rule.store == DataStore::RealtimeDatabase {
        let key = if granted.has(Operations::READ) { ".read" } else { ".write" };
        let value = if written.closes { written.other.clone() } else { format!("\"{}\"", written.other) };
        return (!value.contains('\\')).then(|| format!("\"{key}\": {value}"));
    }
    let mut groups: Vec<(Operations, Option<SmolStr>)> = Vec::new();
    for operation in [Operations::GET, Operations::LIST, Operations::CREATE, Operations::UPDATE, Operations::DELETE] {
        if !granted.has(operation) {
            continue;
        }
        let condition = if verdict.operations.has(operation) {
            Some(SmolStr::new(if operation == Operations::CREATE { &written.create } else { &written.other }))
        } else if rule.written.is_none() && rule.condition != Condition::Constant(true) {
            // Too long to be kept.
            return None;
        } else {
            rule.written.clone()
        };
        match groups.iter_mut().find(|(_, other)| *other == condition) {
            Some((operations, _)) => *operations = operations.or(operation),
            None => groups.push((operation, condition)),
        }
    }
    let between = rule.indent.as_ref().map_or_else(|| "; ".to_owned(), |indent| format!(";\n{indent}"));
    let show = |(operations, condition): &(Operations, Option<SmolStr>)| match condition {
        Some(condition) => format!("allow {}: if {condition}", methods(*operations)),
        None => format!("allow {}", methods(*operations)),
    };
    Some(groups.iter().map(show).collect::<Vec<_>>().join(&between))
}

/// The methods as the language names them.
fn methods(operations: Operations) -> String {
    let mut names = Vec::new();
    let mut left = operations;
    for (several, name) in [
        (Operations::READ, "read"),
        (Operations::WRITE, "write"),
        (Operations::GET, "get"),
        (Operations::LIST, "list"),
        (Operations::CREATE, "create"),
        (Operations::UPDATE, "update"),
        (Operations::DELETE, "delete"),
    ] {
        if left.and(several) == several {
            names.push(name);
            left = left.without(several);
        }
    }
    names.join(", ")
}

fn title(verdict: &Verdict, written: &Written) -> String {
    if written.closes {
        return "Close this rule, so that only the narrower ones allow".to_owned();
    }
    match &verdict.issue {
        Issue::Open { .. } => "Let only the owner in".to_owned(),
        Issue::TakenOver { field } => format!("Require that the stored `{field}` is the caller"),
        Issue::MadeForOthers => "Require that the owner is the caller".to_owned(),
        Issue::SelfMadeRole { field, .. } => {
            format!("Keep `{}` as it is", field.as_deref().unwrap_or("the entry"))
        }
    }
}

fn guide(verdict: &Verdict) -> &'static str {
    match &verdict.issue {
        Issue::Open { .. } if verdict.place.kind == Kind::Everything => {
            "Write a rule per collection or folder (`match /notes/{id} { allow read: if request.auth != null && request.auth.uid == resource.data.ownerId; }`), then take this one away, and try both in the Rules Playground"
        }
        Issue::Open { .. } => {
            "Store the owner's id with the data when it is created, and compare it with the caller's id in every rule"
        }
        Issue::TakenOver { .. } | Issue::MadeForOthers => {
            "Compare the caller's id with the new owner when something is created, and with the stored owner when it is changed or deleted"
        }
        Issue::SelfMadeRole { .. } => {
            "Set roles as custom claims with the Admin SDK (`setCustomUserClaims`) and ask `request.auth.token` in the rules"
        }
    }
}
