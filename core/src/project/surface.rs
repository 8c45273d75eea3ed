//! What other files may see of a file when they follow a value into it.
//!
//! Invariant: two versions of a file with the same surface give every other file the same answers, wherever things moved to
//! within the file.

use crate::facts::{CallValue, Export, FileFacts, Function, Import, ObjectValue, Property, Reference, Root, Value};

/// Whether a file that changed from `before` to `after` looks the same to those that import it. Places do not count.
pub fn same_surface(before: &FileFacts, after: &FileFacts) -> bool {
    all_same(&before.imports, &after.imports, same_import)
        && all_same(&before.exports, &after.exports, same_export)
        && all_same(&before.functions, &after.functions, same_function)
}

fn same_import(one: &Import, other: &Import) -> bool {
    one.specifier == other.specifier && one.names == other.names && one.is_type_only == other.is_type_only
}

fn same_export(one: &Export, other: &Export) -> bool {
    one.name == other.name && same_value(&one.value, &other.value)
}

fn same_function(one: &Function, other: &Function) -> bool {
    one.name == other.name
        && one.parent == other.parent
        && one.parameters == other.parameters
        && one.parameter_types == other.parameter_types
        && one.parameter_type_arguments == other.parameter_type_arguments
        && one.is_server_action == other.is_server_action
        && all_same(&one.returns, &other.returns, same_value)
}

fn same_value(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Concat(one), Value::Concat(other))
        | (Value::Array(one), Value::Array(other))
        | (Value::Choice(one), Value::Choice(other))
        | (Value::Test(one), Value::Test(other)) => all_same(one, other, same_value),
        (Value::Ref(one), Value::Ref(other)) => same_reference(one, other),
        (Value::Call(one), Value::Call(other)) => same_call(one, other),
        (Value::Object(one), Value::Object(other)) => same_object(one, other),
        (Value::Rest(one), Value::Rest(other)) => one.taken == other.taken && same_value(&one.of, &other.of),
        _ => one == other,
    }
}

fn same_reference(one: &Reference, other: &Reference) -> bool {
    let same_root = match (&one.root, &other.root) {
        (Root::Value(one), Root::Value(other)) => same_value(one, other),
        (one, other) => one == other,
    };
    same_root && one.path == other.path
}

fn same_call(one: &CallValue, other: &CallValue) -> bool {
    one.is_new == other.is_new
        && same_value(&one.callee, &other.callee)
        && all_same(&one.arguments, &other.arguments, same_value)
}

fn same_object(one: &ObjectValue, other: &ObjectValue) -> bool {
    let same = |one: &Property, other: &Property| {
        one.key == other.key && one.is_spread == other.is_spread && same_value(&one.value, &other.value)
    };
    all_same(&one.properties, &other.properties, same)
}

fn all_same<T>(one: &[T], other: &[T], is_same: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "import { a } from \"./a\";\nexport const make = (url) => ({ get: () => fetch(url) });\n";

    #[test]
    fn places_do_not_count() {
        let before = crate::analyse("m.ts", BEFORE);
        for after in
            [format!("// A comment.\n\n{BEFORE}"), format!("{BEFORE}\nconsole.log(a);"), BEFORE.replace("({", "( {")]
        {
            assert!(same_surface(&before, &crate::analyse("m.ts", &after)), "{after}");
        }
    }

    #[test]
    fn what_others_see_counts() {
        let before = crate::analyse("m.ts", BEFORE);
        for after in [
            BEFORE.replace("./a", "./b"),
            BEFORE.replace("make", "build"),
            BEFORE.replace("get:", "post:"),
            BEFORE.replace("(url) =>", "(url, token) =>"),
            BEFORE.replace("fetch(url)", "send(url)"),
            format!("{BEFORE}export const b = 1;"),
            format!("const first = () => 1;\n{BEFORE}"),
        ] {
            assert!(!same_surface(&before, &crate::analyse("m.ts", &after)), "{after}");
        }
    }
}
