//! What a function that turns a row into JSON takes out of it.

use smol_str::SmolStr;

use crate::facts::{FunctionId, Value};
use crate::syntax::digest::Script;

/// The columns such a function takes out; none are named when it does so in a way that cannot be seen.
pub fn taken_out(script: &Script, function: FunctionId) -> Vec<SmolStr> {
    let last = |target: &Value| target.reference().and_then(|reference| reference.path.last().cloned());
    let within = |owner: Option<FunctionId>| {
        let mut at = owner;
        while let Some(id) = at {
            if id == function {
                return true;
            }
            at = script.functions.get(id.0 as usize).and_then(|function| function.parent);
        }
        false
    };
    let deleted = script.deletions.iter().filter(|(_, owner)| within(*owner)).filter_map(|(target, _)| last(target));
    let emptied = script
        .assignments
        .iter()
        .filter(|assignment| within(assignment.function) && matches!(assignment.value, Value::Nothing));
    let mut columns: Vec<SmolStr> = deleted.chain(emptied.filter_map(|assignment| last(&assignment.target))).collect();
    let mut is_seen = true;
    if let Some(function) = script.functions.get(function.0 as usize) {
        for returned in &function.returns {
            returned.walk(&mut |part| match part {
                Value::Rest(rest) => columns.extend(rest.taken.iter().cloned()),
                // What it answers with is built anew.
                Value::Object(_) | Value::Unknown => is_seen = false,
                _ => {}
            });
        }
    }
    if !is_seen || columns.iter().any(|column| column == "*") {
        columns.clear();
    }
    columns
}
