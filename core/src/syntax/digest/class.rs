//! Classes: each becomes an object of its methods and fields, which `this` and its instances stand for.
#![allow(clippy::disallowed_types, reason = "this module turns swc's positions into TextRange")]

use std::sync::Arc;

use smol_str::SmolStr;
use swc_ecma_ast::{
    Class, ClassMember, ClassProp, Constructor, Decorator as DecoratorNode, Function as FunctionNode,
    ParamOrTsParamProp, Pat, TsParamPropParam,
};
use swc_ecma_visit::VisitWith;

use super::pattern::{parameter_name, type_name};
use super::visit::Digester;
use super::{Decorator, Field};
use crate::facts::{FunctionId, ObjectValue, Property, Reference, Root, Value};
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
            self.read_decorator(decorator, None, None);
        }
        let mut properties = self.inherited(class);
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

    /// A class has what the one it extends has: an entry for it stands before its own.
    fn inherited(&self, class: &Class) -> Vec<Property> {
        let inherited = class.super_class.as_ref().map(|parent| {
            let range = range_of(&**parent);
            Property { key: None, value: self.value(parent), is_spread: true, range, value_range: range }
        });
        inherited.into_iter().collect()
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
                self.read_field_decorators(field, key.as_ref());
                add(key, value);
            }
            ClassMember::PrivateProp(field) => {
                self.in_field(|digester| field.value.visit_with(digester));
                let value = field.value.as_ref().map_or(Value::Unknown, |value| self.value(value));
                let key = SmolStr::new(format!("#{}", field.key.name));
                self.name_member(&value, Some(&key), class);
                add(Some(key), value);
            }
            ClassMember::Constructor(constructor) => {
                constructor.visit_with(self);
                self.parameter_properties(constructor).into_iter().for_each(|(key, value)| add(Some(key), value));
            }
            other => other.visit_with(self),
        }
    }

    /// `constructor(private users: UserService)` declares the field `users`: what the constructor is given.
    fn parameter_properties(&self, constructor: &Constructor) -> Vec<(SmolStr, Value)> {
        let Some(id) = self.functions_by_start.get(&constructor.span.lo.0).copied() else { return Vec::new() };
        let property = |(index, parameter): (usize, &ParamOrTsParamProp)| {
            let ParamOrTsParamProp::TsParamProp(property) = parameter else { return None };
            let name = match &property.param {
                TsParamPropParam::Ident(ident) => SmolStr::new(&*ident.id.sym),
                TsParamPropParam::Assign(assign) => parameter_name(&Pat::Assign(assign.clone())),
            };
            let root = Root::Param(id, u16::try_from(index).ok()?);
            Some((name, Value::Ref(Reference { root, path: Vec::new() })))
        };
        constructor.params.iter().enumerate().filter_map(property).collect()
    }

    fn method(&mut self, function: &FunctionNode, key: Option<&SmolStr>, class: Option<&str>) -> Value {
        self.plain_function(function, false);
        let id = self.functions_by_start.get(&function.span.lo.0).copied();
        let value = id.map_or(Value::Unknown, Value::Function);
        self.name_member(&value, key.map(SmolStr::as_str), class);
        for decorator in &function.decorators {
            self.read_decorator(decorator, id, None);
        }
        value
    }

    fn name_member(&mut self, value: &Value, key: Option<&str>, class: Option<&str>) {
        let key = key.unwrap_or("*");
        self.name_function(value, &class.map_or_else(|| key.to_owned(), |class| format!("{class}.{key}")));
    }

    fn read_field_decorators(&mut self, field: &ClassProp, key: Option<&SmolStr>) {
        let Some(name) = key else { return };
        let kind = field.type_ann.as_ref().and_then(|annotation| type_name(&annotation.type_ann));
        for decorator in &field.decorators {
            let field = Field { name: name.clone(), range: range_of(field), kind: kind.clone() };
            self.read_decorator(decorator, None, Some(field));
        }
    }

    fn read_decorator(&mut self, decorator: &DecoratorNode, function: Option<FunctionId>, field: Option<Field>) {
        decorator.expr.visit_with(self);
        let (class_name, class) = self.class.clone().unwrap_or_default();
        let value = self.value(&decorator.expr);
        self.script.decorators.push(Decorator { function, field, class, class_name, value });
    }
}
