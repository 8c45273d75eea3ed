//! Ways to ask what a callee stands for.

use smol_str::SmolStr;

use crate::facts::{CallValue, ObjectValue, Reference, Root, Value};
use crate::syntax::digest::CallSite;

/// The export path of a value imported from one of `packages`, a leading `default` taken off, so that
/// `import x`, `import * as x` and `require` look alike.
pub fn imported<'a>(value: &'a Value, packages: &[&str]) -> Option<&'a [SmolStr]> {
    let (module, path) = value.import()?;
    packages.contains(&module).then(|| without_default(path))
}

/// Whether a value is exactly the export `name` of one of `packages`.
pub fn is_export(value: &Value, packages: &[&str], name: &str) -> bool {
    imported(value, packages).is_some_and(|path| path.len() == 1 && path[0] == name)
}

/// Whether a value is the default export (or the whole) of one of `packages`.
pub fn is_module_itself(value: &Value, packages: &[&str]) -> bool {
    imported(value, packages).is_some_and(<[SmolStr]>::is_empty)
}

fn without_default(path: &[SmolStr]) -> &[SmolStr] {
    match path {
        [first, rest @ ..] if first == "default" => rest,
        path => path,
    }
}

/// What a method is called on, and the method's name.
pub fn method(callee: &Value) -> Option<(Value, &str)> {
    let reference = callee.reference()?;
    let (last, before) = reference.path.split_last()?;
    let receiver = match (&reference.root, before.is_empty()) {
        (Root::Value(inner), true) => (**inner).clone(),
        (root, _) => Value::Ref(Reference { root: root.clone(), path: before.to_vec() }),
    };
    Some((receiver, last))
}

/// The call a value is the result of, with the members read from that result.
pub fn result_of(value: &Value) -> Option<(&CallValue, &[SmolStr])> {
    match value {
        Value::Call(call) => Some((call, &[])),
        Value::Ref(Reference { root: Root::Value(inner), path }) => match &**inner {
            Value::Call(call) => Some((call, path)),
            _ => None,
        },
        _ => None,
    }
}

/// The alternatives a value may be: itself, or the options of a choice.
pub fn alternatives(value: &Value) -> &[Value] {
    match value {
        Value::Choice(options) => options,
        other => std::slice::from_ref(other),
    }
}

/// The `index`th argument when it is an object literal.
pub fn object_argument(site: &CallSite, index: usize) -> Option<&ObjectValue> {
    site.argument(index).object()
}

/// The value under a path of keys in nested object literals.
pub fn nested<'a>(object: &'a ObjectValue, path: &[&str]) -> Option<&'a crate::facts::Property> {
    let (last, before) = path.split_last()?;
    let mut object = object;
    for key in before {
        object = object.get(key)?.value.object()?;
    }
    object.get(last)
}
