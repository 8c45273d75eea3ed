//! Rows that are sorted out after they were read, by whose they are.

use crate::facts::{FileFacts, FunctionId, Reference, Root, RowFilter, Value};
use crate::names::ownership::belonging;
use crate::recognise::script::callee::{method, result_of};
use crate::syntax::digest::{CallSite, Script};
use crate::text::TextRange;

/// Finds them among the rows of the queries known so far.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    if facts.queries.is_empty() {
        return;
    }
    let found = script.calls.iter().filter_map(|site| row_filter(site, script, facts));
    facts.row_filters = found.collect();
}

fn row_filter(site: &CallSite, script: &Script, facts: &FileFacts) -> Option<RowFilter> {
    let (rows, "filter" | "find") = method(&site.call.callee)? else { return None };
    let Value::Function(callback) = site.argument(0) else { return None };
    let query = query_of(&rows, facts)?;
    let function = script.functions.get(callback.0 as usize)?;
    let (column, value) = function.returns.iter().find_map(|returned| compared(returned, *callback))?;
    Some(RowFilter { query, column, value, head: site.head() })
}

/// The query that gave the rows, through what only shapes them.
fn query_of(rows: &Value, facts: &FileFacts) -> Option<TextRange> {
    let mut at = rows;
    loop {
        let (call, _) = result_of(at)?;
        if let Some(query) = facts.queries.iter().find(|query| query.range == call.range) {
            return Some(query.range);
        }
        let Some(Reference { root: Root::Value(inner), .. }) = call.callee.reference() else { return None };
        at = inner;
    }
}

/// `row.userId === x`, alone or among other tests: the column, and what it is compared with.
fn compared(value: &Value, callback: FunctionId) -> Option<(smol_str::SmolStr, Value)> {
    match value {
        Value::Test(parts) => {
            let [one, other] = &**parts else {
                return parts.iter().find_map(|part| compared(part, callback));
            };
            let column = |value: &Value| {
                let mut found = None;
                value.walk(&mut |part| {
                    if let Value::Ref(Reference { root: Root::Param(owner, 0), path }) = part
                        && *owner == callback
                        && found.is_none()
                    {
                        found = path.iter().find(|segment| belonging(segment).is_some()).cloned();
                    }
                });
                found
            };
            column(one)
                .map(|column| (column, other.clone()))
                .or_else(|| column(other).map(|column| (column, one.clone())))
        }
        Value::Choice(options) => options.iter().find_map(|option| compared(option, callback)),
        _ => None,
    }
}
