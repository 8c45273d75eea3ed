//! Functions: their scopes, parameters, names and what they return.
#![allow(clippy::disallowed_types, reason = "this module turns swc's positions into TextRange")]

use smol_str::SmolStr;
use swc_ecma_ast::{Expr, Function as FunctionNode, Lit, Pat, Stmt};
use swc_ecma_visit::VisitWith;

use super::pattern::{default_values, parameter_name, parameter_type, parameter_type_argument};
use super::scope::ScopeId;
use super::visit::Digester;
use crate::facts::{Function, FunctionId, ObjectValue, Reference, Root, Value};
use crate::syntax::parse::range_of;
use crate::text::TextRange;

impl Digester {
    /// Opens a function: a scope with its parameters. Give the result to [`Self::close_function`].
    pub(super) fn open_function(
        &mut self,
        lo: u32,
        range: TextRange,
        parameters: &[&Pat],
    ) -> (ScopeId, Option<FunctionId>) {
        let id = FunctionId(u32::try_from(self.script.functions.len()).unwrap_or(u32::MAX));
        self.functions_by_start.insert(lo, id);
        let outer_function = self.function.replace(id);
        self.script.functions.push(Function {
            name: None,
            range,
            body: None,
            parent: outer_function,
            parameters: parameters.iter().map(|pattern| parameter_name(pattern)).collect(),
            parameter_types: parameters.iter().map(|pattern| parameter_type(pattern)).collect(),
            parameter_type_arguments: parameters.iter().map(|pattern| parameter_type_argument(pattern)).collect(),
            returns: Vec::new(),
            is_server_action: false,
            return_ranges: Vec::new(),
        });
        let outer_scope = self.scopes.enter(true);
        for (index, pattern) in parameters.iter().enumerate() {
            let position = u16::try_from(index).unwrap_or(u16::MAX);
            let value = Value::Ref(Reference { root: Root::Param(id, position), path: Vec::new() });
            self.declare_pattern(pattern, false, &value);
        }
        (outer_scope, outer_function)
    }

    pub(super) fn close_function(&mut self, (scope, function): (ScopeId, Option<FunctionId>)) {
        self.scopes.leave(scope);
        self.function = function;
    }

    /// Gives a function the name it is declared or assigned under, unless it has one.
    pub fn name_function(&mut self, value: &Value, name: &str) {
        if let Value::Function(id) = value
            && let Some(function) = self.script.functions.get_mut(id.0 as usize)
        {
            function.name.get_or_insert_with(|| SmolStr::new(name));
        }
    }

    pub(super) fn name_functions_of(&mut self, object: &ObjectValue) {
        for property in &object.properties {
            if let Some(key) = &property.key {
                self.name_function(&property.value, key);
            }
        }
    }

    pub(super) fn plain_function(&mut self, function: &FunctionNode, own_this: bool) {
        let parameters: Vec<&Pat> = function.params.iter().map(|parameter| &parameter.pat).collect();
        let outer = self.open_function(function.span.lo.0, range_of(function), &parameters);
        if own_this {
            self.scopes.declare("this", false, None);
        }
        for parameter in &function.params {
            default_values(&parameter.pat, self);
            parameter.decorators.visit_with(self);
        }
        if let Some(body) = &function.body {
            self.function_body(&body.stmts, range_of(body));
        }
        self.close_function(outer);
    }

    pub(super) fn function_body(&mut self, statements: &[Stmt], range: TextRange) {
        if let Some(id) = self.function
            && let Some(function) = self.script.functions.get_mut(id.0 as usize)
        {
            function.body = Some(range);
        }
        let mut directives = statements.iter().map_while(directive);
        if directives.any(|directive| directive.value == *"use server")
            && let Some(id) = self.function
            && let Some(function) = self.script.functions.get_mut(id.0 as usize)
        {
            function.is_server_action = true;
        }
        self.statements(statements);
    }

    pub(super) fn add_return(&mut self, value: Value, range: TextRange) {
        if let Some(id) = self.function
            && let Some(function) = self.script.functions.get_mut(id.0 as usize)
            && function.returns.len() < 16
        {
            function.returns.push(value);
            function.return_ranges.push(range);
        }
    }
}

/// The text of a statement that is nothing but a text.
pub(super) fn directive(statement: &Stmt) -> Option<&swc_ecma_ast::Str> {
    match &*statement.as_expr()?.expr {
        Expr::Lit(Lit::Str(text)) => Some(text),
        _ => None,
    }
}
