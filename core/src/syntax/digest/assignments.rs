//! What names and members are given: declarations, assignments, the elements of loops.

use smol_str::SmolStr;
use swc_ecma_ast::{
    AssignExpr, AssignTarget, Expr, ForHead, MemberExpr, Pat, SimpleAssignTarget, VarDeclKind, VarDeclarator,
};
use swc_ecma_visit::VisitWith;

use super::expression::ANY_SEGMENT;
use super::pattern::default_values;
use super::visit::Digester;
use super::{Assignment, Local};
use crate::facts::{Reference, Root, Value};
use crate::syntax::parse::range_of;

impl Digester {
    pub(super) fn assign_to(&mut self, target: &AssignTarget, value: Value, assign: &AssignExpr) {
        let scope = self.scopes.current();
        match target {
            AssignTarget::Simple(SimpleAssignTarget::Ident(ident)) => {
                self.name_function(&value, &ident.id.sym);
                self.name_writes.push((SmolStr::new(&*ident.id.sym), scope, value));
            }
            AssignTarget::Simple(SimpleAssignTarget::Member(member)) => {
                self.assign_to_member(member, value, assign);
            }
            AssignTarget::Simple(_) => {}
            AssignTarget::Pat(pattern) => {
                let pattern = Pat::from(pattern.clone());
                self.pattern(&pattern, &value, &mut |digester, name, value| {
                    digester.name_writes.push((SmolStr::new(name), scope, value));
                });
            }
        }
    }

    pub(super) fn assign_to_member(&mut self, member: &MemberExpr, value: Value, assign: &AssignExpr) {
        let target = self.member(member, 0);
        if let Some(last) = target.last_segment().map(SmolStr::new) {
            self.name_function(&value, &last);
        }
        if let Value::Ref(Reference { root: Root::Local(name, scope), path }) = &target
            && !path.is_empty()
        {
            self.member_writes.push((name.clone(), *scope, path.clone(), value.clone(), range_of(assign)));
        }
        // The target was read as a member on the way here, but it is written, not read.
        self.script.storage_reads.retain(|(_, read, _)| *read != range_of(member));
        let range = range_of(assign);
        let computed = member.prop.as_computed().map(|computed| self.value(&computed.expr));
        self.script.assignments.push(Assignment {
            target,
            computed,
            value,
            range,
            value_range: range_of(&*assign.right),
            statement: self.statement_of(range),
            function: self.function,
        });
    }

    pub(super) fn declarator(&mut self, declarator: &VarDeclarator, hoists: bool) {
        if let Some(init) = &declarator.init {
            match &declarator.name {
                Pat::Ident(ident) => self.name_texts(init, &ident.id.sym),
                pattern => self.env_pattern(pattern, init),
            }
        }
        declarator.init.visit_with(self);
        default_values(&declarator.name, self);
        let value = declarator.init.as_ref().map_or(Value::Unknown, |init| self.value(init));
        if let Pat::Ident(ident) = &declarator.name {
            self.name_function(&value, &ident.id.sym);
            if matches!(value, Value::Object(_)) {
                self.script.objects.push((SmolStr::new(&*ident.id.sym), value.clone()));
            }
        }
        self.declare_pattern(&declarator.name, hoists, &value);
        self.note_locals(&declarator.name, &value, range_of(declarator).end);
        self.note_require(declarator, &value);
    }

    /// Notes the names that a function declares for what a call gives.
    fn note_locals(&mut self, pattern: &Pat, value: &Value, end: u32) {
        let Some(function) = self.function.filter(|_| matches!(value, Value::Call(_) | Value::Ref(_))) else { return };
        self.pattern(pattern, value, &mut |digester, name, value| {
            digester.script.locals.push(Local { name: SmolStr::new(name), value, end, function });
        });
    }

    /// `const x = require("y")` is an import under a name.
    pub(super) fn note_require(&mut self, declarator: &VarDeclarator, value: &Value) {
        if let (Some((Root::Module(_), [])), Pat::Ident(ident)) =
            (value.reference().map(|reference| (&reference.root, reference.path.as_slice())), &declarator.name)
            && let Some(import) = self.script.imports.last_mut()
        {
            import.names.push((SmolStr::new(&*ident.id.sym), SmolStr::new_static("*")));
        }
    }

    /// Declares what `for (const element of list)` names: an element of the list.
    pub(super) fn element_of(&mut self, head: &ForHead, list: &Expr) {
        match head {
            ForHead::VarDecl(declaration) => {
                let element = self.value(list).member(ANY_SEGMENT);
                for declarator in &declaration.decls {
                    default_values(&declarator.name, self);
                    self.declare_pattern(&declarator.name, declaration.kind == VarDeclKind::Var, &element);
                }
            }
            other => other.visit_with(self),
        }
    }
}
