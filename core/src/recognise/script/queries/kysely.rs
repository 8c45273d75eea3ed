//! Queries through Kysely (kysely.dev/docs): `db.selectFrom("orders").where("id", "=", id).executeTakeFirst()`.

use super::chain::{Builder, Step, begun, demand, queries as chains, scoping, writes};
use crate::facts::{Query, QueryAction, Value};
use crate::recognise::script::callee::method;
use crate::syntax::digest::{CallSite, Script};

const FILTERS: [&str; 3] = ["where", "whereRef", "$if"];
/// Steps that only shape what comes back, or tie tables together.
const SHAPES: [&str; 30] = [
    "select",
    "selectAll",
    "distinct",
    "distinctOn",
    "orderBy",
    "offset",
    "groupBy",
    "having",
    "returning",
    "returningAll",
    "onConflict",
    "onDuplicateKeyUpdate",
    "innerJoin",
    "leftJoin",
    "rightJoin",
    "fullJoin",
    "whereRef",
    "execute",
    "compile",
    "as",
    "$castTo",
    "$narrowType",
    "$assertType",
    "forUpdate",
    "ignore",
    "stream",
    "clearSelect",
    "clearOrderBy",
    "skipLocked",
    "columns",
];

/// Every query of a script.
pub fn queries(script: &Script) -> Vec<Query> {
    chains(script, &Builder { start: &start, step: &step, filters: &FILTERS })
}

fn start(site: &CallSite) -> Option<Query> {
    let (_, name) = method(&site.call.callee)?;
    let action = match name {
        "selectFrom" => QueryAction::ReadMany,
        "updateTable" => QueryAction::Update,
        "deleteFrom" => QueryAction::Delete,
        "insertInto" => QueryAction::Insert,
        _ => return None,
    };
    let mut query = begun(site, site.argument(0).text()?, action);
    query.head = site.head();
    if action != QueryAction::Insert {
        query.scoping = scoping(site.call.range.end, ".where(\"$COLUMN\", \"=\", $VALUE)");
    }
    Some(query)
}

fn step(query: &mut Query, site: &CallSite, name: &str) -> Step {
    match name {
        "where" => match site.call.arguments.as_slice() {
            [column, _, value] => demand(query, column, value),
            _ => query.is_open = true,
        },
        "set" | "values" if site.call.arguments.len() == 1 => writes(query, site, 0),
        "executeTakeFirst" | "executeTakeFirstOrThrow" => one(query),
        "limit" => {
            if matches!(site.argument(0), Value::Number(number) if number == "1") {
                one(query);
            }
        }
        "then" | "catch" | "finally" => return Step::End,
        other if SHAPES.contains(&other) => {
            if other.ends_with("Join") {
                query.scoping.clear();
                query.is_open |= matches!(site.argument(1), Value::Function(_));
            }
        }
        _ => return Step::Strange,
    }
    Step::Known
}

fn one(query: &mut Query) {
    if query.action == QueryAction::ReadMany {
        query.action = QueryAction::ReadOne;
    }
}
