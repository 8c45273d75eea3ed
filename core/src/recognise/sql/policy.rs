//! `CREATE POLICY` and `ALTER POLICY` (postgresql.org/docs, "CREATE POLICY").

use smol_str::SmolStr;

use crate::facts::{Command, Policy, PolicyChange, PolicyCondition};
use crate::syntax::sql::{Cursor, condition};

/// What follows `CREATE POLICY`.
pub fn create(mut cursor: Cursor<'_>) -> Option<Policy> {
    let (name, name_range) = cursor.identifier()?;
    let table = cursor.eat(&["on"]).then(|| cursor.object()).flatten()?;
    let mut policy = Policy {
        name,
        name_range,
        table,
        command: Command::All,
        roles: Vec::new(),
        is_restrictive: false,
        using: None,
        check: None,
    };
    let is_typed = cursor.eat(&["as"]);
    policy.is_restrictive = is_typed && cursor.is(&["restrictive"]);
    if is_typed {
        cursor.skip(1);
    }
    if cursor.eat(&["for"]) {
        policy.command = match cursor.peek(0).to_ascii_lowercase().as_str() {
            "select" => Command::Select,
            "insert" => Command::Insert,
            "update" => Command::Update,
            "delete" => Command::Delete,
            _ => Command::All,
        };
        cursor.skip(1);
    }
    policy.roles = roles(&mut cursor).unwrap_or_default();
    (policy.using, policy.check) = conditions(&mut cursor);
    Some(policy)
}

/// What follows `ALTER POLICY`.
pub fn alter(mut cursor: Cursor<'_>) -> Option<PolicyChange> {
    let (name, _) = cursor.identifier()?;
    let table = cursor.eat(&["on"]).then(|| cursor.object()).flatten()?;
    let renamed = cursor.eat(&["rename", "to"]).then(|| cursor.identifier()).flatten().map(|(name, _)| name);
    let roles = roles(&mut cursor);
    let (using, check) = conditions(&mut cursor);
    Some(PolicyChange { name, table, renamed, roles, using, check })
}

/// `TO a, b`; `PUBLIC` among them means everyone.
fn roles(cursor: &mut Cursor<'_>) -> Option<Vec<SmolStr>> {
    if !cursor.eat(&["to"]) {
        return None;
    }
    let mut roles = Vec::new();
    while let Some((role, _)) = cursor.identifier() {
        roles.push(role);
        if !cursor.eat(&[","]) {
            break;
        }
    }
    if roles.iter().any(|role| role == "public") {
        roles.clear();
    }
    Some(roles)
}

fn conditions(cursor: &mut Cursor<'_>) -> (Option<PolicyCondition>, Option<PolicyCondition>) {
    let (mut using, mut check) = (None, None);
    while !cursor.is_empty() {
        if cursor.eat(&["using"]) {
            using = guarded(cursor);
        } else if cursor.eat(&["with", "check"]) {
            check = guarded(cursor);
        } else {
            cursor.skip(1);
        }
    }
    (using, check)
}

fn guarded(cursor: &mut Cursor<'_>) -> Option<PolicyCondition> {
    let inside = cursor.group()?;
    let range = inside.range();
    Some(PolicyCondition { condition: condition(range.slice(inside.text)), range })
}
