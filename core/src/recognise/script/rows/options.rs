//! Options that say which columns a read gives, in the shapes that object mappers share.

use smol_str::SmolStr;

use crate::facts::{Columns, Deselection, Included, ModelName, ObjectValue, Property, Value};
use crate::recognise::script::models::last_name;
use crate::syntax::digest::CallSite;
use crate::text::TextRange;

/// The keys an object switches on or off: `{ id: true, password: false }`. None when it may have keys that cannot be seen.
pub fn switches(object: &ObjectValue) -> Option<(Vec<SmolStr>, Vec<SmolStr>)> {
    let (mut on, mut off) = (Vec::new(), Vec::new());
    for property in &object.properties {
        let key = property.key.clone()?;
        match &property.value {
            Value::Bool(false) | Value::Nothing => off.push(key),
            Value::Number(number) if number == "0" => off.push(key),
            _ => on.push(key),
        }
    }
    Some((on, off))
}

/// What an object of switches gives: those switched on, or all without those switched off.
pub fn switched(value: &Value) -> Columns {
    match value.object().map(switches) {
        Some(Some((on, off))) if on.is_empty() && !off.is_empty() => Columns::Without(off),
        Some(Some((on, _))) => Columns::Only(on),
        _ => Columns::Unknown,
    }
}

/// A list of texts; none when one of them is not known.
pub fn texts(value: &Value) -> Option<Vec<SmolStr>> {
    let Value::Array(items) = value else { return None };
    items.iter().map(|item| item.text().map(SmolStr::new)).collect()
}

/// Rows that are read along, by key: `{ author: true, tags: { select: … } }`, with `each` reading the options of one.
pub fn included(object: &ObjectValue, each: &dyn Fn(&ObjectValue) -> (Columns, Vec<Included>)) -> Vec<Included> {
    let entry = |property: &Property| {
        let key = property.key.clone()?;
        let (columns, included) = match &property.value {
            Value::Bool(true) => (Columns::All, Vec::new()),
            Value::Object(options) => each(options),
            Value::Bool(false) | Value::Nothing => return None,
            _ => (Columns::Unknown, Vec::new()),
        };
        Some(Included { key, model: None, columns, included })
    };
    object.properties.iter().filter_map(entry).collect()
}

/// A model that is named by a value.
pub fn named(value: &Value) -> ModelName {
    let name = match value {
        Value::Call(call) => call.arguments.first().and_then(Value::text).map(SmolStr::new),
        value => last_name(value),
    };
    ModelName { name: name.unwrap_or_default(), value: value.clone() }
}

/// The insertion that gives the `index`th argument of a call another option: into the literal that stands there, or as a new
/// argument behind those before it. `forms` are the texts for an object with entries, an empty one, and none.
pub fn option_insertion(site: &CallSite, index: usize, forms: &Forms) -> Option<Deselection> {
    let insertion = |at: u32, before: &'static str, after: &'static str| Deselection {
        at,
        before,
        column: forms.column,
        between: ", ",
        after,
        needs: forms.needs,
    };
    match site.call.arguments.get(index) {
        Some(Value::Object(object)) if site.argument_ranges.get(index) == Some(&object.range) => {
            let inside = object.range.start + 1;
            let (before, after) = if object.properties.is_empty() { forms.in_empty } else { forms.in_filled };
            (!object.is_open()).then(|| insertion(inside, before, after))
        }
        None if index == 0 => {
            let at = site.call.range.end - 1;
            Some(insertion(at, forms.alone.0, forms.alone.1))
        }
        None if site.call.arguments.len() == index => {
            let at = site.argument_ranges.last().copied().unwrap_or(TextRange::empty(site.call.range.end)).end;
            Some(insertion(at, forms.behind.0, forms.behind.1))
        }
        _ => None,
    }
}

/// The texts around the columns, by where they are put.
pub struct Forms {
    /// One column.
    pub column: &'static str,
    /// At the beginning of an object with entries.
    pub in_filled: (&'static str, &'static str),
    /// In an empty object.
    pub in_empty: (&'static str, &'static str),
    /// As the only argument.
    pub alone: (&'static str, &'static str),
    /// Behind other arguments.
    pub behind: (&'static str, &'static str),
    /// The oldest major release that knows it.
    pub needs: Option<(&'static str, u32)>,
}
