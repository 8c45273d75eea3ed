//! The text a value stands for, with holes where only a run tells.

use crate::csp::HOLE;
use crate::facts::{CallValue, Reference, Root, Value};

/// How deep values may nest.
const DEPTH: u32 = 16;

/// The text of a value; `None` when nothing of it is known. Of several possible texts the shortest stands for all, so that
/// what is added in development only does not count.
pub fn written(value: &Value) -> Option<String> {
    read(value, DEPTH)
}

fn read(value: &Value, depth: u32) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Text(text) | Value::Number(text) => Some(text.to_string()),
        Value::Nothing | Value::Bool(false) => Some(String::new()),
        Value::Concat(parts) => {
            let known: String = parts.iter().map(|part| read(part, depth).unwrap_or_else(|| HOLE.into())).collect();
            known.contains(|letter| letter != HOLE).then_some(known)
        }
        Value::Choice(options) => {
            let known = options.iter().filter_map(|option| read(option, depth));
            known.filter(|text| !text.is_empty() || options.len() > 1).min_by_key(String::len)
        }
        Value::Call(call) => changed(call, depth),
        _ => None,
    }
}

/// `text.replace(/\n/g, " ").trim()`, `[…].join("; ")`.
fn changed(call: &CallValue, depth: u32) -> Option<String> {
    let Value::Ref(Reference { root: Root::Value(inner), path }) = &call.callee else { return None };
    let [method] = path.as_slice() else { return None };
    match (method.as_str(), &**inner) {
        ("join", Value::Array(items)) => {
            let separator = call.arguments.first().and_then(Value::text).unwrap_or(",");
            let texts: Vec<String> =
                items.iter().map(|item| read(item, depth).unwrap_or_else(|| HOLE.into())).collect();
            Some(texts.join(separator)).filter(|text| text.contains(|letter| letter != HOLE))
        }
        ("replace" | "replaceAll" | "trim" | "toString" | "trimEnd" | "trimStart", inner) => {
            let text = read(inner, depth)?;
            // `csp.replace("{nonce}", nonce)` puts in what only a run tells.
            Some(match (call.arguments.first().and_then(Value::text), call.arguments.get(1)) {
                (Some(from), Some(to)) if !from.is_empty() => {
                    text.replace(from, &read(to, depth).unwrap_or_else(|| HOLE.into()))
                }
                _ => text,
            })
        }
        _ => None,
    }
}
