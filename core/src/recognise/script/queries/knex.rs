//! Queries through Knex (knexjs.org/guide/query-builder): `db("orders").where({ id }).first()`.

use super::chain::{Builder, Step, begun, demand, demand_all, queries as chains, scoping, writes};
use crate::facts::{Query, QueryAction, Value};
use crate::recognise::script::callee::{method, result_of};
use crate::syntax::digest::{CallKind, CallSite, Script};

const FILTERS: [&str; 12] = [
    "where",
    "andWhere",
    "orWhere",
    "whereIn",
    "whereNot",
    "whereRaw",
    "whereNotIn",
    "whereExists",
    "whereBetween",
    "whereLike",
    "whereILike",
    "modify",
];
/// Names under which code keeps its Knex; `$("p")` of a page and `require("fs")` are none.
const NAMES: [&str; 13] = [
    "knex",
    "db",
    "trx",
    "tx",
    "database",
    "conn",
    "connection",
    "pg",
    "qb",
    "kx",
    "transaction",
    "knexInstance",
    "query",
];
/// Steps that only shape what comes back, or tie tables together.
const SHAPES: [&str; 39] = [
    "select",
    "columns",
    "column",
    "orderBy",
    "orderByRaw",
    "offset",
    "groupBy",
    "groupByRaw",
    "having",
    "returning",
    "onConflict",
    "merge",
    "ignore",
    "transacting",
    "forUpdate",
    "forShare",
    "distinct",
    "count",
    "sum",
    "max",
    "min",
    "avg",
    "countDistinct",
    "leftJoin",
    "leftOuterJoin",
    "join",
    "innerJoin",
    "rightJoin",
    "as",
    "pluck",
    "clone",
    "timeout",
    "debug",
    "whereNull",
    "whereNotNull",
    "increment",
    "decrement",
    "withSchema",
    "options",
];

/// Every query of a script read from `text`.
pub fn queries(script: &Script, text: &str) -> Vec<Query> {
    let start = |site: &CallSite| start(site, text);
    chains(script, &Builder { start: &start, step: &step, filters: &FILTERS })
}

fn start(site: &CallSite, text: &str) -> Option<Query> {
    if site.kind != CallKind::Call {
        return None;
    }
    let [Value::Text(table), ..] = site.call.arguments.as_slice() else { return None };
    if !is_table(table) {
        return None;
    }
    let named = text.get(site.call.range.start as usize..site.argument_ranges.first()?.start as usize)?;
    let named = named.trim_end().strip_suffix('(')?.trim_end();
    // `db<Order>("orders")`
    let named = named.split('<').next().unwrap_or(named);
    let last = named.rsplit(|part: char| !part.is_alphanumeric() && part != '_').next()?;
    if NAMES.contains(&last) && site.call.arguments.len() == 1 {
        let mut query = begun(site, table, QueryAction::ReadMany);
        query.scoping = scoping(site.call.range.end, ".where({ $COLUMN: $VALUE })");
        return Some(query);
    }
    // `knex.select("*").from("orders")`
    let (receiver, "from" | "table") = method(&site.call.callee)? else { return None };
    let (before, _) = result_of(&receiver)?;
    let (_, "select" | "distinct" | "first" | "count") = method(&before.callee)? else { return None };
    if before.arguments.iter().any(|argument| !matches!(argument, Value::Text(_) | Value::Object(_) | Value::Array(_)))
    {
        return None;
    }
    let mut query = begun(site, table, QueryAction::ReadMany);
    query.scoping = scoping(site.call.range.end, ".where({ $COLUMN: $VALUE })");
    Some(query)
}

fn is_table(name: &str) -> bool {
    let first = name.split_whitespace().next().unwrap_or_default();
    let is_name = first.chars().all(|part| part.is_alphanumeric() || part == '_' || part == '.');
    let is_aliased = name.split_whitespace().nth(1).is_none_or(|word| word.eq_ignore_ascii_case("as"));
    !first.is_empty() && is_name && is_aliased
}

fn step(query: &mut Query, site: &CallSite, name: &str) -> Step {
    match name {
        "first" => one(query),
        "limit" => {
            if matches!(site.argument(0), Value::Number(number) if number == "1") {
                one(query);
            }
        }
        "update" => {
            query.action = QueryAction::Update;
            if site.call.arguments.len() == 1 {
                writes(query, site, 0);
            }
        }
        "insert" => {
            query.action = QueryAction::Insert;
            query.scoping.clear();
            writes(query, site, 0);
        }
        "del" | "delete" => query.action = QueryAction::Delete,
        "where" | "andWhere" => condition(query, site),
        "whereNot" | "whereLike" | "whereILike" | "whereIn" | "whereNotIn" | "whereBetween" => condition(query, site),
        "orWhere" | "whereRaw" | "whereExists" | "whereNotExists" | "modify" | "orWhereIn" | "orWhereRaw" => {
            query.is_open = true;
        }
        "then" | "catch" | "finally" | "map" | "reduce" | "forEach" => return Step::End,
        other if SHAPES.contains(&other) => {
            if other.ends_with("oin") {
                // A column of another table may go by the same name.
                query.scoping.clear();
                query.is_open |= matches!(site.argument(1), Value::Function(_));
            }
        }
        _ => return Step::Strange,
    }
    Step::Known
}

/// `where({ id })`, `where("id", id)`, `where("id", "=", id)`.
fn condition(query: &mut Query, site: &CallSite) {
    match site.call.arguments.as_slice() {
        [object @ Value::Object(_)] => demand_all(query, object),
        [column, value] | [column, _, value] => demand(query, column, value),
        _ => query.is_open = true,
    }
}

fn one(query: &mut Query) {
    if query.action == QueryAction::ReadMany {
        query.action = QueryAction::ReadOne;
    }
}
