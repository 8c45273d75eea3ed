//! Classes: each becomes an object of its methods and fields, which `this` and its instances stand for.
#![allow(clippy::disallowed_types, reason = "this module turns swc's positions into TextRange")]

use std::sync::Arc;

use smol_str::SmolStr;
use swc_ecma_ast::{Class, ClassMember, Decorator as DecoratorNode, Function as FunctionNode};
use swc_ecma_visit::VisitWith;

use super::Decorator;
use super::visit::Digester;
use crate::facts::{FunctionId, ObjectValue, Property, Value};
use crate::syntax::parse::range_of;

impl Digester {
    /// Reads a class: an object of its methods and fields, which `this` and instances stand for.
    pub fn read_class(&mut self, class: &Class, name: Option<&SmolStr>) {
        class.super_class.visit_with(self);
        let range = range_of(class);
        let outer_class = self.class.replace((name.cloned(), range));
        let outer_decorated = std::mem::replace(&mut self.is_decorated, !class.decorators.is_empty());
        let outer_scope = self.scopes.enter(false);
        let this = self.scopes.declare("this", false, None);
        for decorator in &class.decorators {
            self.read_decorator(decorator, None);
        }
        let mut properties = Vec::new();
        for member in &class.body {
            self.read_member(member, name.map(SmolStr::as_str), &mut properties);
        }
        let value = Value::Object(Arc::new(ObjectValue { properties, range }));
        self.scopes.bindings[this as usize].values.push(value.clone());
        self.classes.insert(class.span.lo.0, value);
        self.scopes.leave(outer_scope);
        self.class = outer_class;
        self.is_decorated = outer_decorated;
    }

    fn read_member(&mut self, member: &ClassMember, class: Option<&str>, properties: &mut Vec<Property>) {
        let range = range_of(member);
        let mut add = |key: Option<SmolStr>, value: Value| {
            properties.push(Property { key, value, is_spread: false, range, value_range: range });
        };
        match member {
            ClassMember::Method(method) => {
                let value = self.method(&method.function, self.key(&method.key, 0).as_ref(), class);
                add(self.key(&method.key, 0), value);
            }
            ClassMember::PrivateMethod(method) => {
                let key = Some(SmolStr::new(format!("#{}", method.key.name)));
                let value = self.method(&method.function, key.as_ref(), class);
                add(key, value);
            }
            ClassMember::ClassProp(field) => {
                if let Some(value) = &field.value {
                    self.name_property(&field.key, value);
                }
                if field.is_static {
                    field.value.visit_with(self);
                } else {
                    self.in_field(|digester| field.value.visit_with(digester));
                }
                let value = field.value.as_ref().map_or(Value::Unknown, |value| self.value(value));
                let key = self.key(&field.key, 0);
                self.name_member(&value, key.as_deref(), class);
                add(key, value);
            }
            ClassMember::PrivateProp(field) => {
                self.in_field(|digester| field.value.visit_with(digester));
                let value = field.value.as_ref().map_or(Value::Unknown, |value| self.value(value));
                let key = SmolStr::new(format!("#{}", field.key.name));
                self.name_member(&value, Some(&key), class);
                add(Some(key), value);
            }
            other => other.visit_with(self),
        }
    }

    fn method(&mut self, function: &FunctionNode, key: Option<&SmolStr>, class: Option<&str>) -> Value {
        self.plain_function(function, false);
        let id = self.functions_by_start.get(&function.span.lo.0).copied();
        let value = id.map_or(Value::Unknown, Value::Function);
        self.name_member(&value, key.map(SmolStr::as_str), class);
        for decorator in &function.decorators {
            self.read_decorator(decorator, id);
        }
        value
    }

    fn name_member(&mut self, value: &Value, key: Option<&str>, class: Option<&str>) {
        let key = key.unwrap_or("*");
        self.name_function(value, &class.map_or_else(|| key.to_owned(), |class| format!("{class}.{key}")));
    }

    fn read_decorator(&mut self, decorator: &DecoratorNode, function: Option<FunctionId>) {
        decorator.expr.visit_with(self);
        let class = self.class.as_ref().map(|(_, range)| *range).unwrap_or_default();
        let value = self.value(&decorator.expr);
        self.script.decorators.push(Decorator { function, class, value });
    }
}
