//! Headers that code puts on requests.

use smol_str::SmolStr;

use super::callee::method;
use crate::facts::{FileFacts, FunctionId, RequestHeader, Value};
use crate::syntax::digest::Script;
use crate::text::TextRange;

/// Finds `Authorization` headers wherever they are put together.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        for argument in &site.call.arguments {
            objects(argument, site.function, facts);
        }
        if let Some((_, "set" | "append")) = method(&site.call.callee)
            && site.argument(0).text().is_some_and(is_authorization)
            && let Some(range) = site.argument_ranges.get(1)
        {
            push(*range, site.argument(1), site.function, facts);
        }
    }
    for assignment in &script.assignments {
        if assignment.target.last_segment().is_some_and(is_authorization) {
            push(assignment.range, &assignment.value, assignment.function, facts);
        }
        objects(&assignment.value, assignment.function, facts);
    }
    for (_, value) in &script.objects {
        objects(value, None, facts);
    }
    for (index, function) in script.functions.iter().enumerate() {
        let id = u32::try_from(index).ok().map(FunctionId);
        function.returns.iter().for_each(|value| objects(value, id, facts));
    }
    // The same literal is met as an argument, as a constant and as a return value.
    facts.request_headers.sort_by_key(|header| header.range);
    facts.request_headers.dedup_by_key(|header| header.range);
}

fn is_authorization(name: &str) -> bool {
    name.eq_ignore_ascii_case("authorization")
}

fn objects(value: &Value, function: Option<FunctionId>, facts: &mut FileFacts) {
    let mut found = Vec::new();
    value.walk(&mut |inner| {
        if let Value::Object(object) = inner {
            for property in &object.properties {
                if property.key.as_deref().is_some_and(is_authorization) {
                    found.push((property.range, property.value.clone()));
                }
            }
        }
    });
    for (range, value) in found {
        push(range, &value, function, facts);
    }
}

fn push(range: TextRange, value: &Value, function: Option<FunctionId>, facts: &mut FileFacts) {
    facts.request_headers.push(RequestHeader {
        range,
        name: SmolStr::new_static("authorization"),
        value: value.clone(),
        function,
    });
}
