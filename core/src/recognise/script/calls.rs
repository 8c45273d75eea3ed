//! Calls of what may be a function of the project, for summaries across files.

use super::callee::alternatives;
use crate::facts::{Call, FileFacts, Root, Value};
use crate::syntax::digest::{CallKind, Script};

/// Notes the calls that may reach a function of the project.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        if site.kind == CallKind::Call && alternatives(&site.call.callee).iter().any(may_be_ours) {
            facts.calls.push(Call {
                range: site.call.range,
                statement: site.statement,
                function: site.function,
                callee: site.call.callee.clone(),
                arguments: site.call.arguments.clone(),
            });
        }
    }
}

/// Functions of this file, imports, and members of what a call returned (hooks, factories).
fn may_be_ours(callee: &Value) -> bool {
    match callee {
        Value::Function(_) => true,
        Value::Ref(reference) => match &reference.root {
            Root::Module(_) => true,
            Root::Value(inner) => matches!(&**inner, Value::Call(call) if may_be_ours(&call.callee)),
            _ => false,
        },
        _ => false,
    }
}
