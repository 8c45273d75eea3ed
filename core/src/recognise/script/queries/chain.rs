//! Queries that a chain of calls builds, each of which adds to it: `db("orders").where({ id }).first()`.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::{Edits, Filter, query};
use crate::facts::{Mapper, ModelName, Query, QueryAction, QueryCondition, Reference, Root, Value};
use crate::recognise::script::callee::{alternatives, method, result_of};
use crate::syntax::digest::{CallKind, CallSite, Script};
use crate::text::TextRange;

/// What a call says about the chain it goes on with.
#[derive(Clone, Copy, PartialEq)]
pub enum Step {
    /// It is one of this way to query.
    Known,
    /// It is none, or nobody knows what it does: there may be conditions that are not seen.
    Strange,
    /// It hands the rows on: what follows is done with them.
    End,
}

/// A way to query by chains.
pub struct Builder<'a> {
    /// The query that a call begins.
    pub start: &'a dyn Fn(&CallSite) -> Option<Query>,
    /// Adds what a call says.
    pub step: &'a dyn Fn(&mut Query, &CallSite, &str) -> Step,
    /// Names of steps that add conditions, for chains that are kept under a name and gone on with later.
    pub filters: &'a [&'a str],
}

/// The queries that chains make. A chain without a known step is none.
pub fn queries(script: &Script, builder: &Builder<'_>) -> Vec<Query> {
    let mut found: Vec<(Query, bool)> = Vec::new();
    let mut by_range: HashMap<TextRange, usize> = HashMap::new();
    let mut loose: Vec<&CallSite> = Vec::new();
    for site in script.calls.iter().filter(|site| site.kind == CallKind::Call) {
        if let Some(query) = (builder.start)(site) {
            by_range.insert(site.call.range, found.len());
            found.push((query, false));
            continue;
        }
        let Some((receiver, name)) = method(&site.call.callee) else {
            // A name that is set again on the way stands for each of its values.
            let goes_on = |callee: &Value| method(callee).is_some_and(|(_, name)| builder.filters.contains(&name));
            if alternatives(&site.call.callee).iter().any(goes_on) {
                loose.push(site);
            }
            continue;
        };
        let before = result_of(&receiver).filter(|(_, path)| path.is_empty());
        let Some(at) = before.and_then(|(before, _)| by_range.get(&before.range).copied()) else {
            if builder.filters.contains(&name) {
                loose.push(site);
            }
            continue;
        };
        let (query, is_real) = &mut found[at];
        match (builder.step)(query, site, name) {
            Step::Known => *is_real = true,
            Step::Strange => query.is_open |= *is_real,
            Step::End => continue,
        }
        query.range = site.call.range;
        by_range.insert(site.call.range, at);
    }
    for site in loose {
        go_on_later(site, script, &by_range, &mut found);
    }
    found.into_iter().filter(|(_, is_real)| *is_real).map(|(query, _)| query).collect()
}

/// `query = query.eq("user_id", user.id)`: a chain that is kept under a name gets conditions nobody follows.
fn go_on_later(site: &CallSite, script: &Script, by_range: &HashMap<TextRange, usize>, found: &mut [(Query, bool)]) {
    site.call.callee.walk(&mut |value| {
        if let Some(at) = value.call().and_then(|call| by_range.get(&call.range)) {
            found[*at].0.is_open = true;
        }
    });
    let Some(Reference { root: Root::Local(name, _), .. }) = site.call.callee.reference() else { return };
    for local in script.locals.iter().filter(|local| local.name == *name && Some(local.function) == site.function) {
        local.value.walk(&mut |value| {
            if let Some(at) = value.call().and_then(|call| by_range.get(&call.range)) {
                found[*at].0.is_open = true;
            }
        });
    }
}

/// A query of a table that a call begins; the whole call is marked.
pub fn begun(site: &CallSite, table: &str, action: QueryAction) -> Query {
    let bare = table.split_whitespace().next().unwrap_or(table);
    let bare = bare.rsplit('.').next().unwrap_or(bare);
    let model = ModelName { name: SmolStr::new(bare), value: Value::Unknown };
    let mut begun = query(site, model, action, Filter::default());
    begun.mappers = &[Mapper::Table];
    begun.head = site.call.range;
    begun
}

/// What is written, from an argument.
pub fn writes(query: &mut Query, site: &CallSite, index: usize) {
    query.written = match site.argument(index) {
        Value::Array(rows) => rows.first().cloned().unwrap_or_default(),
        value => value.clone(),
    };
    if let Some(range) = site.argument_ranges.get(index) {
        query.written_range = query.written.object().map_or(*range, |object| object.range);
        if !range.contains(query.written_range) || matches!(site.argument(index), Value::Array(_)) {
            query.written_range = TextRange::empty(range.start);
        }
    }
}

/// A condition on a column, by the name a query gives it: `orders.id`.
pub fn demand(query: &mut Query, column: &Value, value: &Value) {
    match column.text() {
        Some(name) => {
            let mut path: Vec<SmolStr> = name.split('.').map(|part| SmolStr::new(part.trim_matches('"'))).collect();
            if path.len() > 1 && (path[0] == query.model.name || path[0].len() == 1) {
                path.remove(0);
            }
            query.conditions.push(QueryCondition { path, value: value.clone() });
        }
        None => query.is_open = true,
    }
}

/// Conditions of an object, which may be unknown.
pub fn demand_all(query: &mut Query, object: &Value) {
    let filter = Filter::of(object);
    query.conditions.extend(filter.conditions);
    query.is_open |= filter.is_open;
}

/// One more condition as code behind `at`.
pub fn scoping(at: u32, text: &'static str) -> Vec<(Mapper, Edits)> {
    vec![(Mapper::Table, vec![(TextRange::empty(at), SmolStr::new_static(text))])]
}
