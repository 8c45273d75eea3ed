//! Following values across files: what an import stands for, what a call of a project function gives.
//!
//! Invariant: every walk is bounded by fuel, so cyclic imports and mutually recursive helpers end.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use smol_str::SmolStr;

use super::Project;
use crate::facts::{
    CallValue, FileFacts, Function, FunctionId, ObjectValue, Property, Reference, RestValue, Root, Value,
};

/// How many imports and re-exports are followed for one value.
pub(crate) const CHAIN_LIMIT: u32 = 12;
/// How many steps one expansion may take.
const EXPANSION_FUEL: u32 = 400;

/// A function and the file it stands in.
pub type Located<'a, T> = (&'a FileFacts, T);

impl Project {
    /// The function a callee names, wherever it stands.
    pub fn function_of<'a>(&'a self, file: &'a FileFacts, callee: &Value) -> Option<Located<'a, FunctionId>> {
        match self.follow(file, callee, CHAIN_LIMIT) {
            (file, Value::Function(id)) => Some((file, id)),
            (file, other) => self.injected(file, &other),
        }
    }

    /// The function that answers a route: what the handler names, or the function inside a wrapper (`catchAsync(fn)`).
    pub fn handler_of<'a>(&'a self, file: &'a FileFacts, handler: &Value) -> Option<Located<'a, FunctionId>> {
        let (file, value) = self.follow(file, handler, CHAIN_LIMIT);
        match &value {
            Value::Function(id) => Some((file, *id)),
            Value::Call(call) => {
                let inner = call.arguments.iter().rev().find(|argument| matches!(argument, Value::Function(_)));
                inner.map_or_else(|| self.made_function(file, call), |inner| self.function_of(file, inner))
            }
            other => self.injected(file, other),
        }
    }

    /// The function that a function of the project makes: `retrieve()` of `export function retrieve() { return (req, res) => … }`.
    fn made_function<'a>(&'a self, file: &'a FileFacts, call: &CallValue) -> Option<Located<'a, FunctionId>> {
        let (found_in, id) = self.function_of(file, &call.callee)?;
        found_in.function(id)?.returns.iter().find_map(|returned| match returned {
            Value::Function(made) => Some((found_in, *made)),
            _ => None,
        })
    }

    /// What a value is once imports are followed, and the file in which that is said.
    pub(crate) fn follow<'a>(&'a self, file: &'a FileFacts, value: &Value, left: u32) -> Located<'a, Value> {
        if left == 0 {
            return (file, value.clone());
        }
        match value {
            Value::Ref(Reference { root: Root::Module(specifier), path }) => {
                self.follow_import(file, specifier, path, left).unwrap_or_else(|| (file, value.clone()))
            }
            Value::Ref(Reference { root: Root::Value(inner), path }) => {
                self.follow_member(file, inner, path, left).unwrap_or_else(|| (file, value.clone()))
            }
            _ => (file, value.clone()),
        }
    }

    fn follow_import<'a>(
        &'a self,
        file: &'a FileFacts,
        specifier: &str,
        path: &[SmolStr],
        left: u32,
    ) -> Option<Located<'a, Value>> {
        let target = self.index.import(&file.path, specifier)?;
        let target = self.files.get(target)?;
        let (name, rest) = match path.split_first() {
            Some((name, rest)) => (name.as_str(), rest),
            None => ("default", path),
        };
        let (file, mut value) = self.export(target, name)?;
        for segment in rest {
            value = value.read(segment);
        }
        Some(self.follow(file, &value, left - 1))
    }

    /// What `file` exports as `name`, through `export *`. Each file is asked once, however often files export each other.
    fn export<'a>(&'a self, file: &'a FileFacts, name: &str) -> Option<Located<'a, Value>> {
        let (mut open, mut seen) = (VecDeque::from([file]), HashSet::from([file.path.as_str()]));
        while let Some(file) = open.pop_front() {
            if let Some(value) = own_export(file, name) {
                return Some((file, value.clone()));
            }
            let stars = file.exports.iter().filter(|export| export.name == "*");
            for (specifier, _) in stars.filter_map(|star| star.value.import()) {
                let target = self.index.import(&file.path, specifier).and_then(|target| self.files.get(target));
                open.extend(target.filter(|target| seen.insert(&target.path)));
            }
        }
        None
    }

    /// A member of what a call of a project function returns: `useAuth().login`, `createClient().setToken`.
    fn follow_member<'a>(
        &'a self,
        file: &'a FileFacts,
        inner: &Value,
        path: &[SmolStr],
        left: u32,
    ) -> Option<Located<'a, Value>> {
        let call = inner.call()?;
        if call.is_new {
            let (file, class) = self.follow(file, &call.callee, left - 1);
            class.object()?;
            let value = path.iter().fold(class, Value::read);
            return Some(self.follow(file, &value, left - 1));
        }
        let (file, Value::Function(id)) = self.follow(file, &call.callee, left - 1) else { return None };
        let function = file.function(id)?;
        let returned = function.returns.iter().find(|value| matches!(value, Value::Object(_) | Value::Array(_)))?;
        let value = path.iter().fold(returned.clone(), Value::read);
        Some(self.follow(file, &value, left - 1))
    }

    /// A value with everything the project knows put in: imported constants, what helpers return, what is spread.
    /// Functions and parameters of other files, which mean nothing here, become unknown.
    pub fn expand(&self, file: &FileFacts, value: &Value) -> Value {
        let mut fuel = EXPANSION_FUEL;
        self.expand_within(file, value, &mut fuel, 0)
    }

    fn expand_within(&self, file: &FileFacts, value: &Value, fuel: &mut u32, depth: u32) -> Value {
        if *fuel == 0 || depth > CHAIN_LIMIT {
            return value.clone();
        }
        *fuel -= 1;
        let mut parts = |parts: &Arc<[Value]>| -> Arc<[Value]> {
            parts.iter().map(|part| self.expand_within(file, part, fuel, depth + 1)).collect()
        };
        match value {
            Value::Concat(inner) => Value::Concat(parts(inner)),
            Value::Array(inner) => Value::Array(parts(inner)),
            Value::Choice(inner) => Value::Choice(parts(inner)),
            Value::Test(inner) => Value::Test(parts(inner)),
            Value::Rest(rest) => {
                let of = self.expand_within(file, &rest.of, fuel, depth + 1);
                RestValue { of, taken: rest.taken.clone() }.into_value()
            }
            Value::Object(object) => Value::Object(Arc::new(self.expand_object(file, object, fuel, depth))),
            Value::Call(call) => self.expand_call(file, call, fuel, depth),
            Value::Ref(reference) => self.expand_reference(file, value, reference, fuel, depth),
            plain => plain.clone(),
        }
    }

    fn expand_reference(
        &self,
        file: &FileFacts,
        value: &Value,
        reference: &Reference,
        fuel: &mut u32,
        depth: u32,
    ) -> Value {
        if let Root::Value(inner) = &reference.root {
            let expanded = self.expand_within(file, inner, fuel, depth + 1);
            return reference.path.iter().fold(expanded, Value::read);
        }
        let (found_in, found) = self.follow(file, value, CHAIN_LIMIT);
        if found == *value {
            return found;
        }
        let expanded = self.expand_within(found_in, &found, fuel, depth + 1);
        if found_in.path == file.path { expanded } else { detached(&expanded) }
    }

    fn expand_object(&self, file: &FileFacts, object: &ObjectValue, fuel: &mut u32, depth: u32) -> ObjectValue {
        let mut properties = Vec::with_capacity(object.properties.len());
        for property in &object.properties {
            let value = self.expand_within(file, &property.value, fuel, depth + 1);
            match (&value, property.is_spread && property.key.is_none()) {
                (Value::Object(inner), true) => properties.extend(inner.spread_at(property)),
                _ => properties.push(Property { value, ..property.clone() }),
            }
        }
        ObjectValue { properties, range: object.range }
    }

    fn expand_call(&self, file: &FileFacts, call: &CallValue, fuel: &mut u32, depth: u32) -> Value {
        let arguments: Vec<Value> =
            call.arguments.iter().map(|argument| self.expand_within(file, argument, fuel, depth + 1)).collect();
        if let Some((found_in, id)) = self.function_of(file, &call.callee)
            && let Some(function) = found_in.function(id)
            && let Some(returned) = returned(function)
        {
            let expanded = self.expand_within(found_in, &returned, fuel, depth + 1);
            let given = substitute(&expanded, id, &arguments);
            return if found_in.path == file.path { given } else { detached(&given) };
        }
        let callee = self.expand_within(file, &call.callee, fuel, depth + 1);
        Value::Call(Arc::new(CallValue { callee, arguments, is_new: call.is_new, range: call.range }))
    }
}

/// What a function returns, when anything is known of it.
fn returned(function: &Function) -> Option<Value> {
    let known: Vec<Value> =
        function.returns.iter().filter(|value| !matches!(value, Value::Unknown | Value::Nothing)).cloned().collect();
    match known.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        _ if known.len() <= 4 => Some(Value::Choice(known.into())),
        _ => None,
    }
}

/// Puts arguments in the place of a function's parameters.
pub(crate) fn substitute(value: &Value, function: FunctionId, arguments: &[Value]) -> Value {
    rebuild(value, &mut { REBUILD_FUEL }, &|inner| match inner {
        Value::Ref(Reference { root: Root::Param(owner, index), path }) if *owner == function => {
            let given = arguments.get(usize::from(*index)).cloned().unwrap_or_default();
            Some(path.iter().fold(given, Value::read))
        }
        _ => None,
    })
}

/// Takes out what means something only in the file it comes from.
pub(crate) fn detached(value: &Value) -> Value {
    rebuild(value, &mut { REBUILD_FUEL }, &|inner| match inner {
        Value::Function(_) | Value::Ref(Reference { root: Root::Param(..), .. }) => Some(Value::Unknown),
        _ => None,
    })
}

/// How many values one rebuilding may touch; values share parts, so a small one can unfold without end.
const REBUILD_FUEL: u32 = 4_000;

/// Rebuilds a value, replacing what `replace` gives something for.
fn rebuild(value: &Value, fuel: &mut u32, replace: &dyn Fn(&Value) -> Option<Value>) -> Value {
    if *fuel == 0 {
        return Value::Unknown;
    }
    *fuel -= 1;
    if let Some(replaced) = replace(value) {
        return replaced;
    }
    let mut parts =
        |parts: &Arc<[Value]>| -> Arc<[Value]> { parts.iter().map(|part| rebuild(part, fuel, replace)).collect() };
    match value {
        Value::Concat(inner) => Value::Concat(parts(inner)),
        Value::Array(inner) => Value::Array(parts(inner)),
        Value::Choice(inner) => Value::Choice(parts(inner)),
        Value::Test(inner) => Value::Test(parts(inner)),
        Value::Rest(rest) => RestValue { of: rebuild(&rest.of, fuel, replace), taken: rest.taken.clone() }.into_value(),
        Value::Object(object) => {
            let properties = object
                .properties
                .iter()
                .map(|property| Property { value: rebuild(&property.value, fuel, replace), ..property.clone() })
                .collect();
            Value::Object(Arc::new(ObjectValue { properties, range: object.range }))
        }
        Value::Call(call) => Value::Call(Arc::new(CallValue {
            callee: rebuild(&call.callee, fuel, replace),
            arguments: call.arguments.iter().map(|argument| rebuild(argument, fuel, replace)).collect(),
            is_new: call.is_new,
            range: call.range,
        })),
        Value::Ref(Reference { root: Root::Value(inner), path }) => {
            let inner = rebuild(inner, fuel, replace);
            path.iter().fold(inner, Value::read)
        }
        plain => plain.clone(),
    }
}

/// Whether a value depends on a parameter, and of which function.
pub(crate) fn parameter_owner(value: &Value) -> Option<FunctionId> {
    let mut owner = None;
    value.walk(&mut |inner| {
        if let Value::Ref(Reference { root: Root::Param(function, _), .. }) = inner {
            owner.get_or_insert(*function);
        }
    });
    owner
}

/// What a file itself exports as `name`; a CommonJS module exports its members through its default.
fn own_export<'a>(file: &'a FileFacts, name: &str) -> Option<&'a Value> {
    let of_name = |name: &str| file.exports.iter().rev().find(|export| export.name == name).map(|export| &export.value);
    of_name(name).or_else(|| Some(&of_name("default")?.object()?.get(name)?.value))
}
