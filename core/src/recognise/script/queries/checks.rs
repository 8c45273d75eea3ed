//! What may decide whether the code around a query goes on.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::facts::{CallValue, Check, FileFacts, Reference, Root, Value};
use crate::names::ownership::{SEARCHES, belonging, checks_rights, is_right, is_secret_name};
use crate::recognise::script::callee::method;
use crate::recognise::script::models::last_name;
use crate::syntax::digest::{CallKind, Script};

/// Finds them.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for (value, range, function) in &script.tests {
        let value = without_picks(value, &mut Value::WALK_LIMIT.clone());
        if value.any(&tells) {
            facts.checks.push(Check { value, range: *range, function: *function });
        }
    }
    for site in script.calls.iter().filter(|site| site.kind == CallKind::Call && site.function.is_some()) {
        if called(&site.call.callee, script).is_some_and(|name| checks_rights(&name)) || verifies_signature(&site.call)
        {
            let value = Value::Call(site.call.clone().into());
            facts.checks.push(Check { value, range: site.call.range, function: site.function });
        }
    }
}

/// Whether a part of a test may be about whose a row is, about rights, or about a secret that only machines have.
fn tells(value: &Value) -> bool {
    if let Value::Call(call) = value {
        return call.callee.last_segment().is_some_and(|name| SEARCHES.contains(&name));
    }
    let Value::Ref(Reference { root, path }) = value else { return false };
    let is_telling =
        |name: &SmolStr| belonging(name).is_some() || is_right(name) || checks_rights(name) || is_secret_name(name);
    path.iter().any(is_telling) || matches!(root, Root::Local(name, _) | Root::Global(name) if is_telling(name))
}

/// The name of what is called, a function of this file included.
fn called(callee: &Value, script: &Script) -> Option<SmolStr> {
    match callee {
        Value::Function(id) => script.functions.get(id.0 as usize)?.name.clone(),
        other => last_name(other),
    }
}

/// `receiver.verify({ signature, body })`, `stripe.webhooks.constructEvent(body, signature, secret)`: what is not signed goes
/// no further.
fn verifies_signature(call: &CallValue) -> bool {
    let name = call.callee.last_segment().unwrap_or_default();
    let has_signature = |value: &Value| value.object().is_some_and(|object| object.get("signature").is_some());
    name == "constructEvent" || name.starts_with("verify") && call.arguments.iter().any(has_signature)
}

/// What is tested, without the columns a query picks (`db.select({ role: users.role })`): whether a row is there says
/// nothing about what stands in it.
fn without_picks(value: &Value, left: &mut u32) -> Value {
    *left = left.saturating_sub(1);
    if *left == 0 {
        return value.clone();
    }
    match value {
        Value::Test(parts) => Value::Test(parts.iter().map(|part| without_picks(part, left)).collect()),
        Value::Choice(parts) => Value::Choice(parts.iter().map(|part| without_picks(part, left)).collect()),
        Value::Ref(Reference { root: Root::Value(inner), path }) => {
            Value::Ref(Reference { root: Root::Value(without_picks(inner, left).into()), path: path.clone() })
        }
        Value::Call(call) => {
            let picks = method(&call.callee).is_some_and(|(_, name)| {
                matches!(name, "select" | "selectDistinct" | "selectDistinctOn" | "returning")
            });
            Value::Call(Arc::new(CallValue {
                callee: without_picks(&call.callee, left),
                arguments: if picks { Vec::new() } else { call.arguments.clone() },
                ..**call
            }))
        }
        other => other.clone(),
    }
}
