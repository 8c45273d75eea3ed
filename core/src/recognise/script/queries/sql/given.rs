//! The values that are handed over with a command's text.

use smol_str::SmolStr;

use crate::facts::{ObjectValue, Value};

/// What is handed over with a command.
#[derive(Clone, Copy)]
pub enum Given<'a> {
    /// Nothing.
    None,
    /// Values by position; the values after one that is unknown are where they are only if it is one value.
    List(&'a [Value]),
    /// Values by name.
    Named(&'a ObjectValue),
    /// It cannot be told.
    Unknown,
}

impl<'a> Given<'a> {
    /// What follows the text in a call: `[a, b]`, `{ id }`, `id, callback`, `a, b`.
    pub fn of_arguments(arguments: &'a [Value]) -> Self {
        let values = arguments.iter().filter(|value| !is_callback(value)).count();
        match arguments {
            [] => Self::None,
            [Value::Array(items), ..] => Self::List(items),
            [Value::Object(options), ..] => Self::of_options(options),
            [first, ..] if is_callback(first) => Self::None,
            // A list under a name, or an argument that says how to read.
            [first, ..] if values == 1 && !is_one(first) => Self::Unknown,
            _ => Self::List(arguments),
        }
    }

    /// What a prepared statement is run with: `a, b`, `[a, b]`, `{ id }`.
    pub fn of_list(arguments: &'a [Value]) -> Self {
        match arguments {
            [] => Self::None,
            [Value::Array(items)] => Self::List(items),
            [Value::Object(named)] => Self::Named(named),
            _ => Self::List(arguments),
        }
    }

    /// `{ text, values }`, `{ sql, args }`.
    pub fn of_config(config: &'a ObjectValue) -> Self {
        let entry = ["values", "args", "params", "bind", "parameters"].iter().find_map(|key| config.get(key));
        match entry.map(|entry| &entry.value) {
            None => Self::None,
            Some(Value::Array(items)) => Self::List(items),
            Some(Value::Object(named)) => Self::Named(named),
            Some(_) => Self::Unknown,
        }
    }

    /// Values by name, or Sequelize's options with them: `{ replacements: [id] }`.
    fn of_options(options: &'a ObjectValue) -> Self {
        match options.get("replacements").or_else(|| options.get("bind")).map(|entry| &entry.value) {
            None => Self::Named(options),
            Some(Value::Array(items)) => Self::List(items),
            Some(Value::Object(named)) => Self::Named(named),
            Some(_) => Self::Unknown,
        }
    }

    /// The value at a position, from 0.
    pub fn at(&self, position: usize) -> Value {
        match self {
            // What stands behind a spread list is anywhere.
            Self::List(values) if values.iter().take(position).all(|value| *value != Value::Unknown) => {
                values.get(position).cloned().unwrap_or_default()
            }
            _ => Value::Unknown,
        }
    }

    /// The value of a name.
    pub fn named(&self, name: &SmolStr) -> Value {
        match self {
            Self::Named(values) => values.get(name).map_or(Value::Unknown, |entry| entry.value.clone()),
            _ => Value::Unknown,
        }
    }
}

/// What is put in whole, out of the helper that escapes it: `sql(order)` of postgres.js.
pub fn inserted(value: Value) -> Value {
    match &value {
        Value::Call(call) => match (call.arguments.as_slice(), call.callee.last_segment()) {
            ([only], None | Some("default" | "sql" | "client" | "db")) => only.clone(),
            _ => Value::Unknown,
        },
        _ => value,
    }
}

fn is_callback(value: &Value) -> bool {
    matches!(value, Value::Function(_))
}

/// Whether a value is one, and no list of them under a name.
fn is_one(value: &Value) -> bool {
    let Value::Ref(reference) = value else {
        return matches!(value, Value::Text(_) | Value::Number(_) | Value::Call(_) | Value::Concat(_));
    };
    let name = match (&reference.root, reference.path.last()) {
        (_, Some(last)) => last,
        (crate::facts::Root::Local(name, _) | crate::facts::Root::Global(name), None) => name,
        // A parameter as a whole may be a list as well.
        _ => return false,
    };
    !["params", "values", "args", "bindings", "parameters", "data", "body", "query", "replacements", "vals"]
        .contains(&name.as_str())
}
