//! Queries through supabase-js (supabase.com/docs/reference/javascript): `client.from("orders").select().eq("id", id)`.
//!
//! The database guards rows from every client but one with the service role's key, so each query names its client.

use super::chain::{Builder, Step, begun, demand, demand_all, queries as chains, scoping, writes};
use crate::facts::{Query, QueryAction, Root, Value};
use crate::recognise::script::callee::{method, result_of};
use crate::syntax::digest::{CallSite, Script};
use crate::text::TextRange;

const FILTERS: [&str; 22] = [
    "eq",
    "neq",
    "gt",
    "gte",
    "lt",
    "lte",
    "like",
    "ilike",
    "in",
    "is",
    "match",
    "filter",
    "or",
    "not",
    "contains",
    "containedBy",
    "overlaps",
    "textSearch",
    "likeAllOf",
    "likeAnyOf",
    "ilikeAnyOf",
    "rangeGte",
];
/// Steps that only shape what comes back.
const SHAPES: [&str; 13] = [
    "order",
    "range",
    "returns",
    "throwOnError",
    "abortSignal",
    "csv",
    "overrideTypes",
    "explain",
    "geojson",
    "rollback",
    "maxAffected",
    "setHeader",
    "retry",
];

/// Every query of a script.
pub fn queries(script: &Script) -> Vec<Query> {
    chains(script, &Builder { start: &start, step: &step, filters: &FILTERS })
}

/// `client.from("orders")`, also `client.schema("app").from("orders")`.
fn start(site: &CallSite) -> Option<Query> {
    let (receiver, "from") = method(&site.call.callee)? else { return None };
    let [Value::Text(table)] = site.call.arguments.as_slice() else { return None };
    let is_other = match receiver.reference() {
        Some(reference) => {
            reference.path.last().is_some_and(|last| last == "storage")
                || matches!(&reference.root, Root::Global(name) if name.starts_with(char::is_uppercase))
        }
        None => !matches!(receiver, Value::Call(_) | Value::Choice(_)),
    };
    if is_other || !is_table(table) {
        return None;
    }
    let mut query = begun(site, table, QueryAction::ReadMany);
    let of_schema = result_of(&receiver).and_then(|(call, _)| match method(&call.callee)? {
        (client, "schema") => Some(client),
        _ => None,
    });
    query.client = Some(of_schema.unwrap_or(receiver));
    Some(query)
}

fn is_table(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|part| part.is_alphanumeric() || part == '_' || part == '.')
}

fn step(query: &mut Query, site: &CallSite, name: &str) -> Step {
    // What says what is done follows at once; a later `select` only asks for what was written.
    let is_first = query.head == query.range;
    let verb = match name {
        "select" => Some(query.action),
        "insert" | "upsert" => Some(QueryAction::Insert),
        "update" => Some(QueryAction::Update),
        "delete" => Some(QueryAction::Delete),
        _ => None,
    };
    if let Some(action) = verb.filter(|_| is_first) {
        query.action = action;
        query.head = TextRange::new(query.head.start, verb_end(site, name));
        if action != QueryAction::Insert {
            query.scoping = scoping(site.call.range.end, ".eq(\"$COLUMN\", $VALUE)");
        }
        if matches!(name, "insert" | "upsert" | "update") {
            writes(query, site, 0);
        }
        return Step::Known;
    }
    let (first, second) = (site.argument(0), site.argument(1));
    match name {
        "select" => {}
        "eq" | "neq" | "gt" | "gte" | "lt" | "lte" | "like" | "ilike" | "in" | "contains" | "containedBy"
        | "overlaps" | "textSearch" | "likeAllOf" | "likeAnyOf" | "ilikeAnyOf" | "rangeGte" => {
            demand(query, first, second);
        }
        "match" => demand_all(query, first),
        "filter" => demand(query, first, site.argument(2)),
        "is" | "not" => {}
        "or" => query.is_open = true,
        "single" | "maybeSingle" => one(query),
        "limit" => {
            if matches!(first, Value::Number(number) if number == "1") {
                one(query);
            }
        }
        "then" | "catch" | "finally" => return Step::End,
        other if SHAPES.contains(&other) => {}
        _ => return Step::Strange,
    }
    Step::Known
}

fn one(query: &mut Query) {
    if query.action == QueryAction::ReadMany {
        query.action = QueryAction::ReadOne;
    }
}

/// Where the name of the call ends: `.select` of `.select()`.
fn verb_end(site: &CallSite, name: &str) -> u32 {
    match site.argument_ranges.first() {
        Some(_) => site.head().end,
        None => site.call.range.end.saturating_sub(2).max(site.call.range.start + crate::text::offset(name.len())),
    }
}
