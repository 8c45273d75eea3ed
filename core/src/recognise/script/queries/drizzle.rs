//! Queries through Drizzle (orm.drizzle.team/docs/select, "Query"): `db.select().from(posts).where(eq(posts.id, id))`,
//! `db.update(posts).set(…).where(…)` and `db.query.posts.findFirst({ where: … })`.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::joining::{Joining, is_comparison};
use super::{Filter, query};
use crate::facts::{Mapper, Query, QueryAction, QueryCondition, Value};
use crate::recognise::script::callee::{method, result_of};
use crate::recognise::script::rows::chain;
use crate::recognise::script::rows::options::named;
use crate::syntax::digest::{CallKind, CallSite, Script};
use crate::text::TextRange;

/// What goes on with a query.
const STEPS: [&str; 24] = [
    "where",
    "limit",
    "offset",
    "orderBy",
    "groupBy",
    "having",
    "innerJoin",
    "leftJoin",
    "rightJoin",
    "fullJoin",
    "returning",
    "$dynamic",
    "execute",
    "all",
    "get",
    "run",
    "values",
    "for",
    "as",
    "prepare",
    "from",
    "set",
    "onConflictDoNothing",
    "onConflictDoUpdate",
];
/// How deep conditions nest.
const DEPTH_LIMIT: u32 = 12;

/// The query that a call begins, or makes whole.
pub fn query_of(site: &CallSite, script: &Script) -> Option<Query> {
    if site.kind != CallKind::Call {
        return None;
    }
    let (receiver, name) = method(&site.call.callee)?;
    let (table, action) = match name {
        "findFirst" | "findMany" => return relational(site, name, script),
        // Tables are values here; by name they are another builder's.
        "from" if site.argument(0).text().is_none() => {
            let select = receiver.call()?;
            let (_, "select" | "selectDistinct") = method(&select.callee)? else { return None };
            (site.argument(0), QueryAction::ReadMany)
        }
        "set" => (started(&receiver, "update")?, QueryAction::Update),
        "values" => (started(&receiver, "insert")?, QueryAction::Insert),
        "delete" if is_table(site.argument(0)) && site.call.arguments.len() == 1 => {
            (site.argument(0), QueryAction::Delete)
        }
        _ => return None,
    };
    let mut found = query(site, named(table), action, Filter::default());
    found.mappers = &[Mapper::Drizzle];
    if matches!(name, "set" | "values") {
        found.written = site.argument(0).clone();
        found.written_range = site.argument_ranges.first().copied().unwrap_or(found.written_range);
    }
    Some(found)
}

/// Gives queries what the rest of their chain says: `.where(…)`, `.limit(1)`, joins.
pub fn chained(script: &Script, text: &str, queries: &mut [Query]) {
    let mut by_range: HashMap<TextRange, usize> = HashMap::new();
    for (at, found) in queries.iter().enumerate().filter(|(_, found)| found.mappers == [Mapper::Drizzle]) {
        by_range.insert(found.range, at);
    }
    if by_range.is_empty() {
        return;
    }
    let joining = Joining::new(script, text);
    for site in &script.calls {
        if let Some(at) = by_range.get(&site.call.range) {
            scope_relational(site, &joining, &mut queries[*at]);
            scope_whole(site, &joining, &mut queries[*at]);
        }
        let Some((receiver, name)) = method(&site.call.callee) else { continue };
        let Some((before, [])) = result_of(&receiver) else { continue };
        let Some(at) = by_range.get(&before.range).copied() else { continue };
        if !STEPS.contains(&name) {
            continue;
        }
        let found = &mut queries[at];
        by_range.insert(site.call.range, at);
        found.range = site.call.range;
        match name {
            "where" => {
                let filter = filter_of(site.argument(0), script, DEPTH_LIMIT);
                found.conditions.extend(filter.conditions);
                found.is_open |= filter.is_open;
                let edits = site
                    .argument_ranges
                    .first()
                    .and_then(|range| joining.joined(site.argument(0), *range, &found.model.name));
                found.scoping = edits.map(|edits| (Mapper::Drizzle, edits)).into_iter().collect();
            }
            "innerJoin" | "rightJoin" => {
                // Rows that have no partner are left out: what the join asks for is a condition.
                let filter = filter_of(site.argument(1), script, DEPTH_LIMIT);
                found.conditions.extend(filter.conditions);
                found.is_open |= filter.is_open;
            }
            "limit" if matches!(site.argument(0), Value::Number(number) if number == "1") => {
                found.action = QueryAction::ReadOne;
            }
            _ => {}
        }
    }
}

/// `db.query.posts.findFirst({ where: eq(posts.id, id) })`, also with `where: (posts, { eq }) => …` and `where: { id }`.
fn relational(site: &CallSite, name: &str, script: &Script) -> Option<Query> {
    let [.., before, table, _] = site.call.callee.reference()?.path.as_slice() else { return None };
    if before != "query" {
        return None;
    }
    let action = if name == "findMany" { QueryAction::ReadMany } else { QueryAction::ReadOne };
    let options = site.argument(0).object();
    let conditions = options.and_then(|options| options.get("where"));
    let mut filter = match conditions.map(|entry| &entry.value) {
        Some(Value::Object(object)) => Filter::of(&Value::Object(object.clone())),
        Some(value) => filter_of(value, script, DEPTH_LIMIT),
        None => Filter::default(),
    };
    filter.is_open |= conditions.is_none()
        && (options.is_some_and(crate::facts::ObjectValue::is_open)
            || options.is_none() && !site.call.arguments.is_empty());
    let model = crate::facts::ModelName { name: table.clone(), value: Value::Unknown };
    let mut found = query(site, model, action, filter);
    found.mappers = &[Mapper::Drizzle];
    // The call ends here: nothing is chained to it that asks for more.
    Some(found)
}

/// How `db.query.posts.findFirst({ where: … })` takes one more condition.
fn scope_relational(site: &CallSite, joining: &Joining<'_>, found: &mut Query) {
    if !matches!(site.call.callee.last_segment(), Some("findFirst" | "findMany")) {
        return;
    }
    let Some(entry) = site.argument(0).object().and_then(|options| options.get("where")) else { return };
    let edits = joining.joined(&entry.value, entry.value_range, &found.model.name);
    found.scoping.extend(edits.map(|edits| (Mapper::Drizzle, edits)));
}

/// What `and(eq(posts.id, id), …)` asks for; `script` has the function of the callback form.
fn filter_of(value: &Value, script: &Script, left: u32) -> Filter {
    let Some(left) = left.checked_sub(1) else { return Filter::open() };
    match value {
        Value::Function(id) => {
            let returned = script.functions.get(id.0 as usize).and_then(|function| function.returns.first());
            returned.map_or_else(Filter::open, |returned| filter_of(returned, script, left))
        }
        Value::Call(call) => match call.callee.last_segment() {
            Some("and" | "or") => call.arguments.iter().fold(Filter::default(), |mut all, part| {
                all.merge(filter_of(part, script, left));
                all
            }),
            Some(name) if is_comparison(name) => compared(call.arguments.first(), call.arguments.get(1)),
            Some("isNull" | "isNotNull" | "not") => Filter::default(),
            _ => Filter::open(),
        },
        Value::Nothing => Filter::default(),
        _ => Filter::open(),
    }
}

fn compared(one: Option<&Value>, other: Option<&Value>) -> Filter {
    let (Some(one), Some(other)) = (one, other) else { return Filter::open() };
    let Some((_, column)) = method(one) else { return Filter::open() };
    Filter {
        conditions: vec![QueryCondition { path: vec![SmolStr::new(column)], value: other.clone() }],
        is_open: false,
    }
}

fn started<'a>(receiver: &'a Value, verb: &str) -> Option<&'a Value> {
    let calls = chain(receiver);
    let (start, _) = calls.iter().find(|(_, name)| *name == verb)?;
    start.arguments.first().filter(|table| is_table(table))
}

/// A name of a module or of the file, or the table itself.
fn is_table(value: &Value) -> bool {
    match value {
        Value::Ref(_) => value.import().is_some(),
        Value::Call(call) => call.arguments.first().and_then(Value::text).is_some(),
        _ => false,
    }
}

/// How `select().from(posts)`, which asks for nothing so far, would be told whose rows are meant.
fn scope_whole(site: &CallSite, joining: &Joining<'_>, query: &mut Query) {
    let is_from = method(&site.call.callee).is_some_and(|(_, name)| name == "from");
    if is_from
        && let Some(edits) = site.argument_ranges.first().and_then(|table| joining.alone(*table, site.call.range))
    {
        query.scoping = vec![(Mapper::Drizzle, edits)];
    }
}
