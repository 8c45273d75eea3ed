//! `GRANT`, `REVOKE` and `ALTER DEFAULT PRIVILEGES`.

use smol_str::SmolStr;

use crate::facts::{Grant, GrantTarget};
use crate::syntax::sql::Cursor;

/// A statement that begins with `GRANT` or `REVOKE`.
pub fn read(mut cursor: Cursor<'_>) -> Option<Grant> {
    let (is_revoked, privileges) = head(&mut cursor)?;
    let target = target(&mut cursor)?;
    let roles = roles(&mut cursor);
    Some(Grant { is_revoked, privileges, target, roles })
}

/// What follows `ALTER DEFAULT PRIVILEGES`.
pub fn defaults(mut cursor: Cursor<'_>) -> Option<Grant> {
    let mut schemas = vec![SmolStr::new_static("public")];
    while !cursor.is_empty() && !cursor.is(&["grant"]) && !cursor.is(&["revoke"]) {
        if cursor.eat(&["in", "schema"]) {
            schemas = cursor.identifier().map(|(name, _)| name).into_iter().collect();
        } else {
            cursor.skip(1);
        }
    }
    let (is_revoked, privileges) = head(&mut cursor)?;
    let target = if cursor.eat(&["tables"]) {
        GrantTarget::FutureTables(schemas)
    } else if cursor.eat(&["functions"]) || cursor.eat(&["routines"]) {
        GrantTarget::FutureFunctions(schemas)
    } else {
        return None;
    };
    let roles = roles(&mut cursor);
    Some(Grant { is_revoked, privileges, target, roles })
}

/// Up to and with `ON`.
fn head(cursor: &mut Cursor<'_>) -> Option<(bool, Vec<SmolStr>)> {
    let is_revoked = cursor.eat(&["revoke"]);
    if !is_revoked && !cursor.eat(&["grant"]) {
        return None;
    }
    cursor.eat(&["grant", "option", "for"]);
    let mut privileges = Vec::new();
    while !cursor.is_empty() && !cursor.is(&["on"]) {
        // A privilege on columns leaves the table as it is.
        if cursor.group().is_some() {
            privileges.pop();
            continue;
        }
        let word = cursor.peek(0).to_ascii_lowercase();
        if !matches!(word.as_str(), "," | "privileges") {
            privileges.push(SmolStr::new(word));
        }
        cursor.skip(1);
    }
    (cursor.eat(&["on"]) && !privileges.is_empty()).then_some((is_revoked, privileges))
}

fn target(cursor: &mut Cursor<'_>) -> Option<GrantTarget> {
    let schemas = |cursor: &mut Cursor<'_>| {
        let mut names = Vec::new();
        while let Some((name, _)) = cursor.identifier() {
            names.push(name);
            if !cursor.eat(&[","]) {
                break;
            }
        }
        names
    };
    if cursor.eat(&["all", "tables", "in", "schema"]) {
        return Some(GrantTarget::TablesIn(schemas(cursor)));
    }
    if ["functions", "routines", "procedures"].iter().any(|kind| cursor.eat(&["all", kind, "in", "schema"])) {
        return Some(GrantTarget::FunctionsIn(schemas(cursor)));
    }
    if cursor.eat(&["schema"]) {
        return Some(GrantTarget::Schemas(schemas(cursor)));
    }
    let is_function = cursor.eat(&["function"]) || cursor.eat(&["procedure"]) || cursor.eat(&["routine"]);
    if !is_function
        && ["all", "sequence", "type", "database", "language", "large", "parameter"]
            .iter()
            .any(|word| cursor.is(&[word]))
    {
        return None;
    }
    cursor.eat(&["table"]);
    let mut names = Vec::new();
    while let Some(name) = cursor.object() {
        names.push(name);
        cursor.group();
        if !cursor.eat(&[","]) {
            break;
        }
    }
    Some(if is_function { GrantTarget::Functions(names) } else { GrantTarget::Tables(names) })
}

/// `TO a, b` and `FROM a, b`.
fn roles(cursor: &mut Cursor<'_>) -> Vec<SmolStr> {
    while !cursor.is_empty() && !cursor.is(&["to"]) && !cursor.is(&["from"]) {
        cursor.skip(1);
    }
    cursor.skip(1);
    let mut roles = Vec::new();
    loop {
        cursor.eat(&["group"]);
        let Some((role, _)) = cursor.identifier() else { break };
        roles.push(role);
        if !cursor.eat(&[","]) {
            break;
        }
    }
    roles
}
