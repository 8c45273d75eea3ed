//! What may decide whether the code around a query goes on, and what names the one who asks.

use smol_str::SmolStr;

use crate::facts::{CallValue, CallerName, Check, FileFacts, Function, FunctionId, Reference, Root, Value};
use crate::names::ownership::{SEARCHES, asks_who, belonging, checks_rights, is_caller, is_right, is_secret_name};
use crate::recognise::script::callee::result_of;
use crate::recognise::script::models::last_name;
use crate::syntax::digest::{CallKind, Local, Script};

/// Finds them.
pub fn recognise(script: &Script, text: &str, facts: &mut FileFacts) {
    for (value, range, function) in &script.tests {
        if value.any(&tells) {
            facts.checks.push(Check { value: value.clone(), range: *range, function: *function });
        }
    }
    for site in script.calls.iter().filter(|site| site.kind == CallKind::Call && site.function.is_some()) {
        if last_name(&site.call.callee).is_some_and(|name| checks_rights(&name)) || verifies_signature(&site.call) {
            let value = Value::Call(site.call.clone().into());
            facts.checks.push(Check { value, range: site.call.range, function: site.function });
        }
    }
    facts.caller_names = script.locals.iter().filter_map(caller).collect();
    let given = script.functions.iter().zip(0..).filter_map(|(function, id)| request_user(function, id, text));
    facts.caller_names.extend(given);
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

/// `receiver.verify({ signature, body })`, `stripe.webhooks.constructEvent(body, signature, secret)`: what is not signed goes
/// no further.
fn verifies_signature(call: &CallValue) -> bool {
    let name = call.callee.last_segment().unwrap_or_default();
    let has_signature = |value: &Value| value.object().is_some_and(|object| object.get("signature").is_some());
    name == "constructEvent" || name.starts_with("verify") && call.arguments.iter().any(has_signature)
}

/// `const session = await auth()`, `const { userId } = await auth()`.
fn caller(local: &Local) -> Option<CallerName> {
    let (call, path) = result_of(&local.value)?;
    let name = last_name(&call.callee)?;
    if !(asks_who(&name) || is_caller(&local.name) && name == "get") {
        return None;
    }
    let of = |expression: String| CallerName {
        expression: SmolStr::new(expression),
        from: local.end,
        function: Some(local.function),
        is_spoken: true,
    };
    let own = local.name.as_str();
    match own {
        "userId" | "uid" | "currentUserId" => Some(of(own.to_owned())),
        "session" if path.iter().all(|segment| matches!(segment.as_str(), "data" | "session")) => {
            Some(of(format!("{own}.user.id")))
        }
        "user" | "currentUser" | "me" | "authUser" | "dbUser" | "sessionUser" => Some(of(format!("{own}.id"))),
        _ => None,
    }
}

/// `req.user.id` in a handler that speaks of `req.user.id` somewhere, as its own words are.
fn request_user(function: &Function, id: u32, text: &str) -> Option<CallerName> {
    let first = function.parameters.first().filter(|name| matches!(name.as_str(), "req" | "request" | "ctx" | "c"))?;
    let whole = text.get(function.range.start as usize..function.range.end as usize)?;
    let expression = ["user.id", "user._id", "userId", "auth.userId", "user.userId", "user.sub", "session.user.id"]
        .iter()
        .map(|path| format!("{first}.{path}"))
        .find(|expression| says(whole, expression) || says(text, expression))?;
    Some(CallerName {
        expression: SmolStr::new(&expression),
        from: function.range.start,
        function: Some(FunctionId(id)),
        is_spoken: says(whole, &expression),
    })
}

/// Whether a text has an expression as a whole.
fn says(text: &str, expression: &str) -> bool {
    let part = |next: Option<char>| next.is_some_and(|next| next.is_alphanumeric() || next == '_' || next == '.');
    text.match_indices(expression).any(|(at, _)| {
        !part(text[..at].chars().next_back())
            && !part(text[at + expression.len()..].chars().next().filter(|next| *next != '.'))
    })
}
