//! Values that reach a function's parameter without a call one can see: promise callbacks and the callbacks of query
//! libraries, which hand on what a promise settled with.

use std::collections::HashMap;

use super::CallSite;
use crate::facts::{CallValue, Function, FunctionId, Value};

/// What parameters are known to be given, unresolved: (function, position) to value.
pub type ParameterValues = HashMap<(FunctionId, u16), Value>;

/// Finds what callbacks of the file are given.
pub fn parameter_values(calls: &[CallSite], functions: &[Function]) -> ParameterValues {
    let mut values = ParameterValues::new();
    for site in calls {
        settled_promise(site, &mut values);
        settled_mutation(site, &mut values);
        node_callback(site, functions, &mut values);
    }
    values
}

/// `promise.then(value => …)`.
fn settled_promise(site: &CallSite, values: &mut ParameterValues) {
    let Some(reference) = site.call.callee.reference() else { return };
    if reference.path.last().is_some_and(|last| last == "then")
        && let Value::Function(callback) = site.argument(0)
    {
        let mut promise = reference.clone();
        promise.path.pop();
        let promise = match (&promise.root, promise.path.is_empty()) {
            (crate::facts::Root::Value(inner), true) => (**inner).clone(),
            _ => Value::Ref(promise),
        };
        values.insert((*callback, 0), promise);
    }
}

/// `read(path, (error, text) => …)`: the second parameter of a callback whose first is the error is what the call gives.
fn node_callback(site: &CallSite, functions: &[Function], values: &mut ParameterValues) {
    let Some((Value::Function(callback), before)) = site.call.arguments.split_last() else { return };
    let Some(function) = functions.get(callback.0 as usize) else { return };
    let is_error = function.parameters.first().is_some_and(|first| matches!(first.as_str(), "err" | "error"));
    if is_error && function.parameters.len() > 1 {
        let call = CallValue {
            callee: site.call.callee.clone(),
            arguments: before.to_vec(),
            is_new: false,
            range: site.call.range,
        };
        values.insert((*callback, 1), Value::Call(call.into()));
    }
}

/// `useMutation({ mutationFn: login, onSuccess: (data) => … })` and `useQuery`'s `select`.
fn settled_mutation(site: &CallSite, values: &mut ParameterValues) {
    for argument in &site.call.arguments {
        let Some(object) = argument.object() else { continue };
        let source = ["mutationFn", "queryFn"].iter().find_map(|key| object.get(key));
        let callback = ["onSuccess", "select"].iter().find_map(|key| object.get(key));
        if let (Some(source), Some(callback)) = (source, callback)
            && let Value::Function(function) = callback.value
        {
            let call = CallValue {
                callee: source.value.clone(),
                arguments: Vec::new(),
                is_new: false,
                range: source.value_range,
            };
            values.insert((function, 0), Value::Call(call.into()));
        }
    }
}
