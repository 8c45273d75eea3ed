//! Roles that people can give themselves: a rule trusts a field of the user's own document, and another lets users write
//! that field.

use smol_str::SmolStr;

use super::clause::{Atom, Who, dotted, is_true_of_everyone, variable_owner};
use super::known::{Known, Rules};
use super::place::{self, covers};
use super::verdict::{Issue, Verdict};
use crate::facts::{
    AccessEffect, AccessRule, Comparison, Condition, DataStore, FieldName, FieldSet, FieldTest, Operand, Operations,
    PathSegment,
};
use crate::finding::Severity;
use crate::names::words;

/// Something stored about a user that a rule trusts.
#[derive(Clone, Debug, PartialEq)]
struct Trusted {
    store: DataStore,
    /// Where it is stored; the user's id is a variable.
    path: Vec<PathSegment>,
    /// The field; none when being there is what counts.
    field: Option<SmolStr>,
    /// The rule that trusts it, by its place.
    at: usize,
}

/// More things than this are not looked for.
const MOST_TRUSTED: usize = 64;

/// Rules that let people write what other rules trust.
pub fn verdicts(rules: &Rules<'_>, others: &[AccessRule]) -> Vec<Verdict> {
    let mut found: Vec<Verdict> = Vec::new();
    for trusted in trusted(rules) {
        if others.iter().any(|rule| is_validated(rule, &trusted)) {
            continue;
        }
        for (at, known) in rules.known.iter().enumerate() {
            if known.rule.store != trusted.store || !covers(&known.rule.path, &trusted.path) {
                continue;
            }
            let operations = own_writes(known, &trusted);
            if operations.is_empty() || found.iter().any(|verdict| verdict.at == at) {
                continue;
            }
            let Some(ownership) = rules.ownership(known.rule) else { continue };
            found.push(Verdict {
                at,
                issue: Issue::SelfMadeRole { field: trusted.field.clone(), trusted_at: trusted.at },
                operations,
                severity: Severity::Error,
                place: place::place(known.rule, ownership),
            });
        }
    }
    found
}

fn trusted(rules: &Rules<'_>) -> Vec<Trusted> {
    let mut found: Vec<Trusted> = Vec::new();
    for (at, known) in rules.known.iter().enumerate() {
        // Rules of Cloud Storage look into Firestore, which has rules of its own.
        let store = known.rule.store;
        if store == DataStore::Storage || found.len() >= MOST_TRUSTED {
            continue;
        }
        Atom::each(&known.rule.condition, true, &mut |atom| {
            if let Some((path, field)) = own_field(atom, store)
                && !found.iter().any(|other| other.store == store && other.path == path && other.field == field)
            {
                found.push(Trusted { store, path, field, at });
            }
        });
    }
    found
}

/// The field of what is stored about whoever asks that has to be as the rule says.
fn own_field(atom: Atom<'_>, store: DataStore) -> Option<(Vec<PathSegment>, Option<SmolStr>)> {
    let Condition::Compare(comparison, left, right) = atom.leaf else { return None };
    let operands = [left, right];
    let place = operands.iter().find_map(|operand| match operand {
        Operand::Elsewhere { path: Some(path), field } => Some((path, field)),
        _ => None,
    });
    let (path, field) = place?;
    let at = path.iter().position(|part| *part == FieldName::UserId)?;
    if !matches!(path.first(), Some(FieldName::Name(_))) {
        return None;
    }
    let names_user = |part: &FieldName| match part {
        FieldName::Name(name) => PathSegment::Name(name.clone()),
        FieldName::UserId | FieldName::Variable(_) | FieldName::Other => PathSegment::Any(SmolStr::new("user")),
    };
    let is_null = *right == Operand::Null;
    let is_asked = match comparison {
        Comparison::Equal | Comparison::In => atom.holds && !is_null,
        Comparison::NotEqual => atom.holds && is_null,
        _ => atom.holds,
    };
    if !is_asked {
        return None;
    }
    // In the Realtime Database a field is a part of the path.
    let below = path.get(at + 1..).unwrap_or_default();
    let own = if store == DataStore::RealtimeDatabase { below } else { field.as_slice() };
    let field = if own.is_empty() { None } else { Some(dotted(own)?) };
    // That someone is there at all is no privilege, but in a list of those who have one.
    if field.is_none() && !path.iter().any(is_privileged) {
        return None;
    }
    Some((path.iter().map(names_user).collect(), field))
}

fn is_privileged(part: &FieldName) -> bool {
    let privileged = ["admin", "admins", "moderator", "moderators", "staff", "owner", "owners", "editors", "roles"];
    matches!(part, FieldName::Name(name) if words(name).iter().any(|word| privileged.contains(&word.as_str())))
}

/// The writes by which people may set what is trusted about themselves.
fn own_writes(known: &Known<'_>, trusted: &Trusted) -> Operations {
    let mut found = Operations::NONE;
    for (clause, reading) in &known.ways {
        let is_own = clause.iter().any(|atom| variable_owner(*atom).is_some());
        let is_free = clause.iter().all(|atom| is_beside(*atom, trusted));
        if is_own && is_free && !reading.is_of_state && reading.who == Who::Named {
            found = found.or(known.operations.and(reading.operations));
        }
    }
    let writes = Operations::CREATE.or(Operations::UPDATE);
    // Only making it counts where being there does.
    found.and(if trusted.field.is_none() { Operations::CREATE } else { writes })
}

/// Whether a condition leaves the trusted field to whoever writes.
fn is_beside(atom: Atom<'_>, trusted: &Trusted) -> bool {
    let is_who = atom.leaf == &Condition::SignedIn || variable_owner(atom).is_some();
    if is_who || is_true_of_everyone(atom.leaf, atom.holds) {
        return true;
    }
    let Some(field) = &trusted.field else { return true };
    let field = field.split('.').next().unwrap_or(field);
    if let Condition::Fields(set, test, names) = atom.leaf {
        let is_listed = names.iter().any(|name| name == field);
        return match (test, atom.holds) {
            (FieldTest::Only, true) => is_listed,
            (FieldTest::Any, false) => !is_listed,
            _ => *set == FieldSet::Incoming,
        };
    }
    let mut is_beside = true;
    atom.leaf.operands(&mut |operand| {
        operand.walk(&mut |part| match part {
            Operand::Incoming(path) => {
                is_beside &= matches!(path.first(), Some(FieldName::Name(name)) if name != field);
            }
            Operand::Stored(_) | Operand::Elsewhere { .. } | Operand::Claim(_) => is_beside = false,
            _ => {}
        });
    });
    is_beside
}

/// Whether a rule restricts what the trusted field may become.
fn is_validated(rule: &AccessRule, trusted: &Trusted) -> bool {
    if rule.effect != AccessEffect::Validates || rule.store != trusted.store {
        return false;
    }
    let owner = trusted.path.iter().position(|segment| matches!(segment, PathSegment::Any(_))).unwrap_or(0);
    let length = rule.path.len().min(trusted.path.len());
    let is_there = covers(&rule.path[..length], &trusted.path[..length]);
    let names_field = || {
        let mut names = false;
        rule.condition.operands(&mut |operand| {
            operand.walk(&mut |part| {
                if let Operand::Incoming(path) = part {
                    names |= matches!((path.first(), &trusted.field), (Some(FieldName::Name(name)), Some(field)) if name == field);
                }
            });
        });
        names
    };
    is_there && (rule.path.len() > owner + 1 || names_field())
}
