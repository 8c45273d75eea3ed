//! Replaces names by what they stand for, once the whole file was read.
//!
//! Invariant: a name with one value becomes that value; one with a few becomes a choice; anything less certain stays a
//! local name. Values never grow higher than [`HEIGHT_LIMIT`], so every later recursion over them is bounded.

use std::collections::HashMap;
use std::sync::Arc;

use smol_str::SmolStr;

use super::Script;
use super::expression::ANY_SEGMENT;
use super::flow::{ParameterValues, parameter_values};
use super::scope::{BindingId, Scopes};
use super::visit::Digester;
use crate::facts::{CallValue, Export, Function, FunctionId, ObjectValue, Property, Reference, RestValue, Root, Value};
use crate::text::TextRange;

/// How high a resolved value may be.
const HEIGHT_LIMIT: u32 = 64;
/// How many values a name may have before it counts as uncertain.
const CHOICE_LIMIT: usize = 4;
/// Names under which browsers and Node know the global object.
const GLOBAL_OBJECTS: [&str; 4] = ["window", "globalThis", "self", "global"];

/// Ends a walk: resolves everything it gathered.
pub fn finish(digester: Digester) -> Script {
    let Digester { mut scopes, mut script, name_writes, member_writes, .. } = digester;
    for (name, scope, value) in name_writes {
        if let Some(binding) = scopes.find(&name, scope) {
            scopes.bindings[binding as usize].values.push(value);
        }
    }
    for (name, scope, path, value, range) in member_writes {
        if let Some(binding) = scopes.find(&name, scope) {
            scopes.bindings[binding as usize].members.push((path, value, range));
        }
    }
    let parameters = parameter_values(&script.calls);
    let functions = std::mem::take(&mut script.functions);
    let mut resolver = Resolver {
        scopes: &scopes,
        functions: &functions,
        parameters: &parameters,
        bindings: HashMap::new(),
        given: HashMap::new(),
        open: Vec::new(),
    };
    resolver.script(&mut script);
    script.functions = functions.iter().map(|function| resolver.function(function)).collect();
    common_js_exports(&mut script);
    script
}

/// A value and its height.
type Measured = (Value, u32);

struct Resolver<'a> {
    scopes: &'a Scopes,
    functions: &'a [Function],
    parameters: &'a ParameterValues,
    /// Bindings already resolved; `None` while one is being resolved, which cuts cycles.
    bindings: HashMap<BindingId, Option<Measured>>,
    /// The same for what parameters are given.
    given: HashMap<(FunctionId, u16), Option<Measured>>,
    /// Functions whose returned value is being resolved, which cuts recursion.
    open: Vec<FunctionId>,
}

impl Resolver<'_> {
    fn script(&mut self, script: &mut Script) {
        for site in &mut script.calls {
            site.call.callee = self.value(&site.call.callee);
            for argument in &mut site.call.arguments {
                *argument = self.value(argument);
            }
        }
        for assignment in &mut script.assignments {
            assignment.target = self.value(&assignment.target);
            assignment.value = self.value(&assignment.value);
            assignment.computed = assignment.computed.as_ref().map(|index| self.value(index));
        }
        for (target, _) in &mut script.deletions {
            *target = self.value(target);
        }
        for (value, _, _) in &mut script.storage_reads {
            *value = self.value(value);
        }
        for member in &mut script.env_members {
            member.value = self.value(&member.value);
        }
        for export in &mut script.exports {
            export.value = self.value(&export.value);
        }
        for decorator in &mut script.decorators {
            decorator.value = self.value(&decorator.value);
        }
        for (value, ..) in &mut script.tests {
            *value = self.value(value);
        }
        for local in &mut script.locals {
            local.value = self.value(&local.value);
        }
        for (_, value) in &mut script.objects {
            *value = self.value(value);
        }
    }

    fn function(&mut self, function: &Function) -> Function {
        let returns = function.returns.iter().map(|value| self.value(value)).collect();
        Function { returns, ..function.clone() }
    }

    fn value(&mut self, value: &Value) -> Value {
        self.measured(value).0
    }

    fn measured(&mut self, value: &Value) -> Measured {
        let (value, height) = match value {
            Value::Ref(reference) => self.reference(reference),
            Value::Call(call) => self.call(call),
            Value::Object(object) => self.object(object),
            Value::Concat(parts) => self.parts(parts, Value::Concat),
            Value::Array(parts) => self.parts(parts, Value::Array),
            Value::Choice(parts) => self.parts(parts, Value::Choice),
            Value::Test(parts) => self.parts(parts, Value::Test),
            Value::Rest(rest) => {
                let (of, height) = self.measured(&rest.of);
                (RestValue { of, taken: rest.taken.clone() }.into_value(), height + 1)
            }
            plain => (plain.clone(), 1),
        };
        if height > HEIGHT_LIMIT { (Value::Unknown, 1) } else { (value, height) }
    }

    fn parts(&mut self, parts: &Arc<[Value]>, wrap: fn(Arc<[Value]>) -> Value) -> Measured {
        let mut height = 0;
        let resolved = parts
            .iter()
            .map(|part| {
                let (part, part_height) = self.measured(part);
                height = height.max(part_height);
                part
            })
            .collect();
        (wrap(resolved), height + 1)
    }

    fn call(&mut self, call: &CallValue) -> Measured {
        let (callee, mut height) = self.measured(&call.callee);
        if let Some(known) = self.settled(call).or_else(|| self.handed_out(&callee)) {
            return known;
        }
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            let (argument, argument_height) = self.measured(argument);
            height = height.max(argument_height);
            arguments.push(argument);
        }
        if callee.is_global("Object", &["assign"]) && !arguments.is_empty() {
            return (Value::Object(Arc::new(assigned(&arguments, call.range))), height + 1);
        }
        let call = CallValue { callee, arguments, is_new: call.is_new, range: call.range };
        (Value::Call(Arc::new(call)), height + 1)
    }

    /// A function of this file that takes nothing and only hands something out (`getDb()`) stands for what it returns.
    fn handed_out(&mut self, callee: &Value) -> Option<Measured> {
        let Value::Function(id) = callee else { return None };
        let function = self.functions.get(id.0 as usize)?;
        let [only @ (Value::Call(_) | Value::Ref(_))] = function.returns.as_slice() else { return None };
        if !function.parameters.is_empty() || self.open.contains(id) {
            return None;
        }
        self.open.push(*id);
        let returned = self.measured(only);
        self.open.pop();
        Some(returned)
    }

    /// `promise.then(callback)` settles with what an inline callback returns.
    fn settled(&mut self, call: &CallValue) -> Option<Measured> {
        let is_then = call.callee.last_segment() == Some("then");
        let Some(Value::Function(callback)) = call.arguments.first().filter(|_| is_then) else { return None };
        let function = self.functions.get(callback.0 as usize)?;
        match function.returns.as_slice() {
            [only] if !matches!(only, Value::Unknown) => Some(self.measured(only)),
            _ => None,
        }
    }

    fn object(&mut self, object: &ObjectValue) -> Measured {
        let mut height = 0;
        let mut properties = Vec::with_capacity(object.properties.len());
        for property in &object.properties {
            let (value, value_height) = self.measured(&property.value);
            height = height.max(value_height);
            match (&value, property.is_spread && property.key.is_none()) {
                // What is spread is known: its entries stand here, at the spread's place.
                (Value::Object(inner), true) => properties.extend(inner.spread_at(property)),
                // Spreading nothing adds nothing: `...(condition && {})` stays unknown, `...undefined` goes.
                (Value::Nothing, true) => {}
                _ => properties.push(Property { value, ..property.clone() }),
            }
        }
        (Value::Object(Arc::new(ObjectValue { properties, range: object.range })), height + 1)
    }

    fn reference(&mut self, reference: &Reference) -> Measured {
        let (root, height) = match &reference.root {
            Root::Local(name, scope) => self.name(name, *scope),
            Root::Value(inner) => self.measured(inner),
            Root::Param(function, index) => self.parameter(*function, *index),
            root => (Value::Ref(Reference { root: root.clone(), path: Vec::new() }), 1),
        };
        let is_this = matches!(&reference.root, Root::Local(name, _) if name == "this");
        if is_this && !declares(&root, &reference.path) {
            // A member the class does not give a value here: inherited, or set from outside.
            return (Value::Ref(Reference { root: Root::This, path: reference.path.clone() }), 1);
        }
        let value = reference.path.iter().fold(root, Value::read);
        (as_global(value), height + 1)
    }

    fn name(&mut self, name: &SmolStr, scope: u32) -> Measured {
        match self.scopes.find(name, scope) {
            Some(binding) => self.binding(binding),
            None if name == "this" => (Value::Ref(Reference { root: Root::This, path: Vec::new() }), 1),
            None => (Value::Ref(Reference::global(name.clone())), 1),
        }
    }

    fn binding(&mut self, id: BindingId) -> Measured {
        let binding = &self.scopes.bindings[id as usize];
        let local = || {
            let root = if binding.name == "this" { Root::This } else { Root::Local(binding.name.clone(), id) };
            (Value::Ref(Reference { root, path: Vec::new() }), 1)
        };
        if let Some(known) = self.bindings.get(&id) {
            return known.clone().unwrap_or_else(local);
        }
        self.bindings.insert(id, None);
        let measured = match binding.values.as_slice() {
            [] => local(),
            [only] => self.measured(only),
            several if several.len() <= CHOICE_LIMIT => self.parts(&several.to_vec().into(), Value::Choice),
            _ => local(),
        };
        let measured = self.with_members(id, measured);
        let measured = if matches!(measured.0, Value::Unknown) { local() } else { measured };
        self.bindings.insert(id, Some(measured.clone()));
        measured
    }

    /// Adds members that are assigned later to an object: `options.secure = true`.
    fn with_members(&mut self, id: BindingId, (value, height): Measured) -> Measured {
        let binding = &self.scopes.bindings[id as usize];
        let (Value::Object(object), false) = (&value, binding.members.is_empty()) else { return (value, height) };
        let mut object = (**object).clone();
        let mut highest = height;
        for (path, member, range) in &binding.members {
            let (member, member_height) = self.measured(member);
            highest = highest.max(member_height + u32::try_from(path.len()).unwrap_or(HEIGHT_LIMIT));
            set_member(&mut object, path, member, *range);
        }
        if highest > HEIGHT_LIMIT {
            return (Value::Unknown, 1);
        }
        (Value::Object(Arc::new(object)), highest)
    }

    fn parameter(&mut self, function: FunctionId, index: u16) -> Measured {
        let key = (function, index);
        let own = || (Value::Ref(Reference { root: Root::Param(function, index), path: Vec::new() }), 1);
        let Some(given) = self.parameters.get(&key) else { return own() };
        if let Some(known) = self.given.get(&key) {
            return known.clone().unwrap_or_else(own);
        }
        self.given.insert(key, None);
        let measured = self.measured(given);
        self.given.insert(key, Some(measured.clone()));
        measured
    }
}

/// Puts a member that is assigned later into an object. Whether the assignment runs is not known, so that what stood
/// there before stays possible.
fn set_member(object: &mut ObjectValue, path: &[SmolStr], value: Value, range: TextRange) {
    let Some((key, rest)) = path.split_first() else { return };
    let before = object.properties.iter_mut().rev().find(|property| property.key.as_ref() == Some(key));
    if let [_, ..] = rest {
        if let Some(Property { value: Value::Object(inner), .. }) = before {
            let mut changed = (**inner).clone();
            set_member(&mut changed, rest, value, range);
            *inner = Arc::new(changed);
        }
        return;
    }
    let value = match before {
        Some(before) if before.value != value && *key != ANY_SEGMENT => {
            Value::Choice([before.value.clone(), value].into())
        }
        _ => value,
    };
    let key = (*key != ANY_SEGMENT).then(|| key.clone());
    let is_spread = key.is_none();
    object.properties.push(Property { key, value, is_spread, range, value_range: range });
}

/// `Object.assign({}, base, { … })`: what `{ ...base, … }` is. The last literal is the one an edit belongs into.
fn assigned(parts: &[Value], call: TextRange) -> ObjectValue {
    let mut properties = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let is_last = index + 1 == parts.len();
        match part {
            Value::Object(inner) => properties.extend(
                inner
                    .properties
                    .iter()
                    .map(|entry| Property { is_spread: entry.is_spread || !is_last, ..entry.clone() }),
            ),
            Value::Nothing => {}
            other => properties.push(Property {
                key: None,
                value: other.clone(),
                is_spread: true,
                range: call,
                value_range: call,
            }),
        }
    }
    let range = parts.last().and_then(Value::object).map_or(call, |last| last.range);
    ObjectValue { properties, range }
}

/// Whether a class gives the first member of a path a value.
fn declares(class: &Value, path: &[SmolStr]) -> bool {
    let Some(first) = path.first() else { return true };
    class.object().and_then(|class| class.get(first)).is_some_and(|entry| entry.value != Value::Unknown)
}

/// `window.x` is `x`.
fn as_global(value: Value) -> Value {
    let Value::Ref(mut reference) = value else { return value };
    while let Root::Global(name) = &reference.root
        && GLOBAL_OBJECTS.contains(&name.as_str())
        && !reference.path.is_empty()
    {
        reference.root = Root::Global(reference.path.remove(0));
    }
    Value::Ref(reference)
}

/// `module.exports = …` and `exports.name = …`.
fn common_js_exports(script: &mut Script) {
    for assignment in &script.assignments {
        let Some(Reference { root: Root::Global(root), path }) = assignment.target.reference() else { continue };
        let path: Vec<&str> = path.iter().map(SmolStr::as_str).collect();
        let name = match (root.as_str(), path.as_slice()) {
            ("module", ["exports"]) => None,
            ("module", ["exports", name]) | ("exports", [name]) => Some(*name),
            _ => continue,
        };
        let mut export = |name: &str, value: &Value, range| {
            script.exports.push(Export { name: SmolStr::new(name), value: value.clone(), range });
        };
        export(name.unwrap_or("default"), &assignment.value, assignment.range);
        if let (None, Value::Object(object)) = (name, &assignment.value) {
            for property in &object.properties {
                if let Some(key) = &property.key {
                    export(key, &property.value, property.range);
                }
            }
        }
    }
}
