//! Calls of what may be a function of the project, for summaries across files.

use super::callee::alternatives;
use crate::facts::{Call, FileFacts, Reference, Root, Value};
use crate::syntax::digest::{CallKind, CallSite, Script};

/// Notes the calls that may reach a function of the project.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    let runs_in_browser = script.directives.iter().any(|directive| directive == "use client");
    for site in &script.calls {
        if site.kind == CallKind::Element && !runs_in_browser && is_given_something(site) {
            facts.elements.push(call_of(site));
        }
        if site.kind == CallKind::Call
            && alternatives(&site.call.callee).iter().any(|callee| may_be_ours(callee) || is_injected(callee, script))
        {
            facts.calls.push(call_of(site));
        }
    }
}

fn call_of(site: &CallSite) -> Call {
    Call {
        range: site.call.range,
        statement: site.statement,
        function: site.function,
        callee: site.call.callee.clone(),
        arguments: site.call.arguments.clone(),
    }
}

/// Whether an element is a component of the project that is given more than literals, or one whose HTML is written.
fn is_given_something(site: &CallSite) -> bool {
    let Some(attributes) = site.argument(0).object() else { return false };
    let says = |value: &Value| {
        matches!(value, Value::Ref(_) | Value::Call(_) | Value::Object(_) | Value::Concat(_) | Value::Choice(_))
    };
    if may_be_ours(&site.call.callee) {
        attributes.properties.iter().any(|property| says(&property.value))
    } else {
        attributes.get("dangerouslySetInnerHTML").is_some()
    }
}

/// A method of what a framework gives a constructor by its type: `this.users.find(…)`.
fn is_injected(callee: &Value, script: &Script) -> bool {
    let Value::Ref(Reference { root: Root::Param(function, index), path }) = callee else { return false };
    let kind = script.functions.get(function.0 as usize).and_then(|one| one.parameter_types.get(usize::from(*index)));
    path.len() == 1 && matches!(kind, Some(Some(kind)) if kind.ends_with("Service") || kind.ends_with("Repository"))
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
