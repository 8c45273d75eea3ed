//! What is used where, without what runs on the server only: the bodies of server functions stay there.

use super::callee::alternatives;
use crate::facts::{FileFacts, Function, FunctionId, NameUse, Root, Value};
use crate::syntax::digest::{CallKind, Script};

/// Functions whose argument stays on the server (tanstack.com/start, "Server Functions" and "Execution Model";
/// qwik.dev/docs/server$).
const SERVER_WRAPPERS: [&str; 4] = ["createServerOnlyFn", "serverOnly", "server$", "serverQuery$"];
/// Builders, and the methods of theirs whose argument stays on the server.
const SERVER_BUILDERS: [(&str, &str); 3] =
    [("createServerFn", "handler"), ("createMiddleware", "server"), ("createIsomorphicFn", "server")];
/// How many calls of a builder's chain are looked through.
const CHAIN_LIMIT: u32 = 12;

/// Marks the functions that frameworks keep on the server, and notes the uses outside of them.
pub fn recognise(script: &mut Script, facts: &mut FileFacts) {
    for id in server_functions(script) {
        if let Some(function) = script.functions.get_mut(id.0 as usize) {
            function.is_server_action = true;
        }
    }
    let uses = std::mem::take(&mut script.uses);
    let mut kept: Vec<NameUse> = uses
        .into_iter()
        .filter(|(_, function)| !Function::stays_on_server(&script.functions, *function))
        .map(|(used, _)| used)
        .collect();
    kept.sort();
    kept.dedup();
    facts.uses = kept;
}

fn server_functions(script: &Script) -> Vec<FunctionId> {
    let mut found = Vec::new();
    for site in script.calls.iter().filter(|site| site.kind == CallKind::Call) {
        if let Value::Function(id) = site.argument(0)
            && alternatives(&site.call.callee).iter().any(keeps_on_server)
        {
            found.push(*id);
        }
    }
    found
}

fn keeps_on_server(callee: &Value) -> bool {
    let Some(reference) = callee.reference() else { return false };
    match (&reference.root, reference.path.as_slice()) {
        (Root::Module(_), [name]) => SERVER_WRAPPERS.contains(&name.as_str()),
        (Root::Value(inner), [method]) => {
            SERVER_BUILDERS.iter().any(|(builder, name)| method == name && is_built_by(inner, builder, CHAIN_LIMIT))
        }
        _ => false,
    }
}

/// Whether a value is `builder()` with any methods called on it.
fn is_built_by(value: &Value, builder: &str, left: u32) -> bool {
    let Some(callee) = value.call().filter(|_| left > 0).and_then(|call| call.callee.reference()) else { return false };
    match (&callee.root, callee.path.as_slice()) {
        (Root::Module(_), [name]) => name == builder,
        (Root::Value(inner), [_]) => is_built_by(inner, builder, left - 1),
        _ => false,
    }
}
