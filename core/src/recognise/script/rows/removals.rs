//! Columns taken off rows before they go on: `delete user.password`, `user.password = undefined`.

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::facts::{ColumnRemoval, FileFacts, FunctionId, Reference, Root, Value};
use crate::recognise::script::callee::{alternatives, method};
use crate::syntax::digest::{CallSite, Script};

/// Finds them.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    let mut walks: Option<HashMap<FunctionId, &CallSite>> = None;
    let deleted = script.deletions.iter().map(|(target, _)| target);
    let emptied = script.assignments.iter().filter_map(|assignment| {
        matches!(assignment.value, Value::Nothing | Value::Text(_)).then_some(&assignment.target)
    });
    for target in deleted.chain(emptied).flat_map(alternatives) {
        // Only what came from somewhere can be a row.
        let Some((row, column)) = method(target).filter(|(row, _)| may_be_row(row)) else { continue };
        let column = SmolStr::new(column);
        let walks = walks.get_or_insert_with(|| walks_of(script));
        if let Some(list) = walked_list(&row, walks) {
            facts.column_removals.push(ColumnRemoval { row: list, column: column.clone() });
        }
        facts.column_removals.push(ColumnRemoval { row, column });
    }
}

fn may_be_row(row: &Value) -> bool {
    match row {
        Value::Call(_) => true,
        Value::Ref(Reference { root, .. }) => matches!(root, Root::Value(_) | Root::Param(..) | Root::Local(..)),
        _ => false,
    }
}

/// The calls that hand a function each entry of a list, by that function.
fn walks_of(script: &Script) -> HashMap<FunctionId, &CallSite> {
    let walks = script.calls.iter().rev().filter_map(|site| match (site.argument(0), method(&site.call.callee)?.1) {
        (Value::Function(callback), "forEach" | "map") => Some((*callback, site)),
        _ => None,
    });
    walks.collect()
}

/// The list whose entries a callback is given: `users.forEach((user) => { delete user.password; })`.
fn walked_list(row: &Value, walks: &HashMap<FunctionId, &CallSite>) -> Option<Value> {
    let Value::Ref(Reference { root: Root::Param(function, 0), path }) = row else { return None };
    let (list, _) = method(&walks.get(function)?.call.callee)?;
    path.is_empty().then_some(list)
}
