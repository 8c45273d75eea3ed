//! The one walk over a script's tree. Children are read before their parents, so an outer call finds its inner ones
//! already known; names stay unresolved until the walk is over.
#![allow(clippy::disallowed_types, reason = "this module turns swc's positions into TextRange")]

use std::collections::{HashMap, HashSet};

use smol_str::SmolStr;
use swc_ecma_ast::{
    ArrowExpr, ArrowFunctionBody, AssignExpr, BinExpr, BlockStmt, CallExpr, CatchClause, ClassDecl, ClassExpr,
    CondExpr, Constructor, Expr, ExprStmt, FnDecl, FnExpr, ForInStmt, ForOfStmt, ForStmt, Function as FunctionNode,
    Ident, IfStmt, JSXElementName, JSXOpeningElement, MemberExpr, MemberProp, Module, ModuleDecl, NewExpr, OptCall,
    ParamOrTsParamProp, Pat, PropName, ReturnStmt, Stmt, SwitchStmt, TaggedTpl, TsParamPropParam, UnaryExpr, UnaryOp,
    UpdateExpr, VarDecl, VarDeclKind, WhileStmt,
};
use swc_ecma_visit::{Visit, VisitWith};

use super::expression::is_real;
use super::functions::directive;
use super::pattern::default_values;
use super::scope::{ScopeId, Scopes};
use super::uses::Uses;
use super::{CallKind, CallSite, Script};
use crate::facts::{FunctionId, Root, StorageArea, Value};
use crate::syntax::parse::{UnitRole, range_of};
use crate::text::TextRange;

/// What the walk gathers.
#[derive(Default)]
pub struct Digester {
    /// Scopes and their names.
    pub scopes: Scopes,
    /// The script so far; its values are not resolved yet.
    pub script: Script,
    /// Values of calls already read.
    pub known_calls: HashMap<TextRange, Value>,
    /// Functions by the start of their span.
    pub functions_by_start: HashMap<u32, FunctionId>,
    /// Class objects by the start of the class's span.
    pub classes: HashMap<u32, Value>,
    /// Assignments to names: name, scope, value.
    pub name_writes: Vec<(SmolStr, ScopeId, Value)>,
    /// Assignments to members of names.
    pub member_writes: Vec<(SmolStr, ScopeId, Vec<SmolStr>, Value, TextRange)>,
    pub(super) function: Option<FunctionId>,
    pub(super) class: Option<(Option<SmolStr>, TextRange)>,
    /// Whether the class being read has decorators.
    pub(super) is_decorated: bool,
    /// Whether what is being read runs on the server only.
    pub(super) is_server_side: bool,
    /// Imported names that tell the side; true where they hold in the browser.
    pub(super) side_flags: Vec<(SmolStr, bool)>,
    /// The names at the top level and where they are used.
    pub(super) uses: Uses,
    sole_expression: Option<(TextRange, TextRange)>,
    /// What texts are given to, by the start of their span.
    pub(super) text_names: HashMap<u32, SmolStr>,
    /// Where texts start that are attributes of elements without braces.
    pub(super) attribute_texts: HashSet<u32>,
    /// Where operands of comparisons with literals start.
    pub(super) compared: HashSet<u32>,
    /// Where the last joined text ends.
    pub(super) joined_until: u32,
}

impl Digester {
    /// Reads one module into the script.
    pub fn read(&mut self, module: &Module, role: UnitRole, shares_names: bool) {
        self.gather_names(module, shares_names);
        for item in &module.body {
            let Some(text) = item.as_stmt().and_then(directive) else { break };
            self.script.directives.push(SmolStr::new(text.value.to_string_lossy()));
        }
        module.visit_with(self);
        self.settle_uses(role == UnitRole::ServerScript);
    }

    pub(super) fn statement_of(&self, range: TextRange) -> Option<TextRange> {
        self.sole_expression.filter(|(expression, _)| *expression == range).map(|(_, statement)| statement)
    }

    fn record_call(&mut self, kind: CallKind, value: Value, argument_ranges: Vec<TextRange>, range: TextRange) {
        self.note_effect();
        if let Value::Call(call) = &value {
            self.script.calls.push(CallSite {
                kind,
                call: (**call).clone(),
                argument_ranges,
                statement: self.statement_of(range),
                function: self.function,
            });
        } else if let Some((Root::Module(specifier), [])) =
            value.reference().map(|reference| (&reference.root, reference.path.as_slice()))
        {
            self.import(specifier.clone(), range, Vec::new());
            self.note_module();
        }
        self.known_calls.insert(range, value);
    }

    fn in_scope(&mut self, read: impl FnOnce(&mut Self)) {
        let outer = self.scopes.enter(false);
        read(self);
        self.scopes.leave(outer);
    }
}

impl Visit for Digester {
    // Types hold nothing that runs, and are a third of a typed file: only the names of what they describe are noted.
    fn visit_ts_type(&mut self, _: &swc_ecma_ast::TsType) {}
    fn visit_ts_type_ann(&mut self, _: &swc_ecma_ast::TsTypeAnn) {}
    fn visit_ts_interface_decl(&mut self, node: &swc_ecma_ast::TsInterfaceDecl) {
        self.note_type(&node.id, &node.body.body);
    }
    fn visit_ts_type_alias_decl(&mut self, node: &swc_ecma_ast::TsTypeAliasDecl) {
        self.note_alias(node);
    }
    fn visit_ts_type_param_decl(&mut self, _: &swc_ecma_ast::TsTypeParamDecl) {}
    fn visit_ts_type_param_instantiation(&mut self, _: &swc_ecma_ast::TsTypeParamInstantiation) {}

    // What is imported and exported on is used only where it is used.
    fn visit_import_decl(&mut self, node: &swc_ecma_ast::ImportDecl) {
        self.note_side_flags(node);
    }
    fn visit_named_export(&mut self, _: &swc_ecma_ast::NamedExport) {}

    fn visit_module_decl(&mut self, declaration: &swc_ecma_ast::ModuleDecl) {
        match declaration {
            ModuleDecl::ExportDefaultExpr(export) if export.expr.is_ident() => {}
            ModuleDecl::TsExportAssignment(export) if export.expr.is_ident() => {}
            ModuleDecl::ExportDefaultExpr(_) | ModuleDecl::TsExportAssignment(_) => {
                self.in_declaration(range_of(declaration), |digester| declaration.visit_children_with(digester));
            }
            _ => declaration.visit_children_with(self),
        }
        self.module_declaration(declaration);
    }

    fn visit_ident(&mut self, node: &Ident) {
        self.note_use(&node.sym, None);
    }

    fn visit_jsx_element_name(&mut self, node: &JSXElementName) {
        match node {
            // A small first letter is an element of the page, not a name.
            JSXElementName::Ident(name) if name.sym.starts_with(|first: char| first.is_ascii_lowercase()) => {}
            other => other.visit_children_with(self),
        }
    }

    fn visit_ts_enum_decl(&mut self, node: &swc_ecma_ast::TsEnumDecl) {
        self.in_declaration(range_of(node), |digester| {
            node.members.iter().for_each(|member| member.init.visit_with(digester));
        });
    }

    fn visit_fn_decl(&mut self, node: &FnDecl) {
        self.in_declaration(range_of(&*node.function), |digester| digester.plain_function(&node.function, true));
        if let Some(id) = self.functions_by_start.get(&node.function.span.lo.0).copied() {
            self.name_function(&Value::Function(id), &node.ident.sym);
            self.scopes.declare(&node.ident.sym, true, Some(Value::Function(id)));
        }
    }

    fn visit_fn_expr(&mut self, node: &FnExpr) {
        self.in_declaration(range_of(&*node.function), |digester| digester.plain_function(&node.function, true));
        if let (Some(name), Some(id)) = (&node.ident, self.functions_by_start.get(&node.function.span.lo.0).copied()) {
            self.name_function(&Value::Function(id), &name.sym);
        }
    }

    fn visit_function(&mut self, node: &FunctionNode) {
        self.plain_function(node, true);
    }

    fn visit_arrow_expr(&mut self, node: &ArrowExpr) {
        let parameters: Vec<&Pat> = node.params.iter().collect();
        let outer = self.open_function(node.span.lo.0, range_of(node), &parameters);
        for parameter in parameters {
            default_values(parameter, self);
        }
        match &*node.body {
            ArrowFunctionBody::FunctionBody(body) => self.function_body(&body.stmts, range_of(body)),
            ArrowFunctionBody::Expr(body) => {
                body.visit_with(self);
                let value = self.value(body);
                self.add_return(value, range_of(&**body));
            }
        }
        self.close_function(outer);
    }

    fn visit_constructor(&mut self, node: &Constructor) {
        let patterns: Vec<Pat> = node
            .params
            .iter()
            .map(|parameter| match parameter {
                ParamOrTsParamProp::Param(parameter) => parameter.pat.clone(),
                ParamOrTsParamProp::TsParamProp(property) => match &property.param {
                    TsParamPropParam::Ident(ident) => Pat::Ident(ident.clone()),
                    TsParamPropParam::Assign(assign) => Pat::Assign(assign.clone()),
                },
            })
            .collect();
        let outer = self.open_function(node.span.lo.0, range_of(node), &patterns.iter().collect::<Vec<_>>());
        if self.is_decorated {
            for pattern in &patterns {
                self.note_injected(pattern);
            }
        }
        if let Some(body) = &node.body {
            body.stmts.visit_with(self);
        }
        self.close_function(outer);
    }

    fn visit_class_decl(&mut self, node: &ClassDecl) {
        let name = SmolStr::new(&*node.ident.sym);
        self.in_declaration(range_of(&*node.class), |digester| digester.read_class(&node.class, Some(&name)));
        let value = self.classes.get(&node.class.span.lo.0).cloned();
        self.scopes.declare(&node.ident.sym, false, value);
    }

    fn visit_class_expr(&mut self, node: &ClassExpr) {
        let name = node.ident.as_ref().map(|ident| SmolStr::new(&*ident.sym));
        self.in_declaration(range_of(&*node.class), |digester| digester.read_class(&node.class, name.as_ref()));
    }

    fn visit_block_stmt(&mut self, node: &BlockStmt) {
        self.in_scope(|digester| digester.statements(&node.stmts));
    }

    fn visit_for_stmt(&mut self, node: &ForStmt) {
        self.in_scope(|digester| {
            node.init.visit_with(digester);
            node.test.visit_with(digester);
            node.update.visit_with(digester);
            digester.body(&node.body);
        });
    }

    fn visit_for_of_stmt(&mut self, node: &ForOfStmt) {
        self.in_scope(|digester| {
            node.right.visit_with(digester);
            digester.element_of(&node.left, &node.right);
            digester.body(&node.body);
        });
    }

    fn visit_for_in_stmt(&mut self, node: &ForInStmt) {
        self.in_scope(|digester| {
            node.right.visit_with(digester);
            node.left.visit_with(digester);
            digester.body(&node.body);
        });
    }

    fn visit_switch_stmt(&mut self, node: &SwitchStmt) {
        self.in_scope(|digester| node.visit_children_with(digester));
    }

    fn visit_catch_clause(&mut self, node: &CatchClause) {
        self.in_scope(|digester| {
            if let Some(parameter) = &node.param {
                digester.declare_pattern(parameter, false, &Value::Unknown);
            }
            node.body.visit_with(digester);
        });
    }

    fn visit_var_decl(&mut self, node: &VarDecl) {
        for declarator in &node.decls {
            let hoists = node.kind == VarDeclKind::Var;
            self.in_declaration(range_of(declarator), |digester| digester.declarator(declarator, hoists));
        }
    }

    fn visit_expr_stmt(&mut self, node: &ExprStmt) {
        self.sole_expression = Some((range_of(peel(&node.expr)), range_of(node)));
        node.visit_children_with(self);
    }

    fn visit_if_stmt(&mut self, node: &IfStmt) {
        self.if_statement(node);
    }

    fn visit_cond_expr(&mut self, node: &CondExpr) {
        self.conditional(node);
    }

    fn visit_bin_expr(&mut self, node: &BinExpr) {
        self.comparison(node);
        self.joined_text(node);
        self.binary_expression(node);
    }

    fn visit_while_stmt(&mut self, node: &WhileStmt) {
        node.test.visit_with(self);
        self.body(&node.body);
    }

    fn visit_return_stmt(&mut self, node: &ReturnStmt) {
        node.visit_children_with(self);
        if let Some(argument) = &node.arg {
            let value = self.value(argument);
            self.add_return(value, range_of(&**argument));
        }
    }

    fn visit_str(&mut self, node: &swc_ecma_ast::Str) {
        self.string(node);
    }

    fn visit_tpl(&mut self, node: &swc_ecma_ast::Tpl) {
        self.template_text(node);
        node.visit_children_with(self);
    }

    fn visit_key_value_prop(&mut self, node: &swc_ecma_ast::KeyValueProp) {
        self.name_property(&node.key, &node.value);
        node.visit_children_with(self);
    }

    fn visit_jsx_attr(&mut self, node: &swc_ecma_ast::JSXAttr) {
        self.name_attribute(node);
        node.visit_children_with(self);
    }

    fn visit_assign_expr(&mut self, node: &AssignExpr) {
        self.name_assigned(&node.left, &node.right);
        node.visit_children_with(self);
        let value = if node.op == swc_ecma_ast::AssignOp::Assign
            || node.op == swc_ecma_ast::AssignOp::NullishAssign
            || node.op == swc_ecma_ast::AssignOp::OrAssign
        {
            self.value(&node.right)
        } else {
            Value::Unknown
        };
        self.assign_to(&node.left, value, node);
    }

    fn visit_unary_expr(&mut self, node: &UnaryExpr) {
        node.visit_children_with(self);
        if node.op == UnaryOp::Delete {
            let target = self.value(&node.arg);
            self.script.deletions.push((target, self.function));
        }
    }

    fn visit_update_expr(&mut self, node: &UpdateExpr) {
        node.visit_children_with(self);
        if let Expr::Ident(ident) = &*node.arg {
            self.name_writes.push((SmolStr::new(&*ident.sym), self.scopes.current(), Value::Unknown));
        }
    }

    fn visit_call_expr(&mut self, node: &CallExpr) {
        self.name_arguments(&node.callee, &node.args);
        node.visit_children_with(self);
        let range = range_of(node);
        let value = self.call(node, 0);
        let ranges = node.args.iter().map(|argument| range_of(&*argument.expr)).collect();
        self.record_call(CallKind::Call, value, ranges, range);
    }

    fn visit_opt_call(&mut self, node: &OptCall) {
        node.visit_children_with(self);
        let range = range_of(node);
        let callee = self.value(&node.callee);
        let arguments = self.arguments(&node.args, 0);
        let call = crate::facts::CallValue { callee, arguments, is_new: false, range };
        let ranges = node.args.iter().map(|argument| range_of(&*argument.expr)).collect();
        self.record_call(CallKind::Call, Value::Call(call.into()), ranges, range);
    }

    fn visit_new_expr(&mut self, node: &NewExpr) {
        node.visit_children_with(self);
        let value = self.construction(node, 0);
        let arguments = node.args.as_deref().unwrap_or_default();
        let ranges = arguments.iter().map(|argument| range_of(&*argument.expr)).collect();
        if let Some(specifier) = module_url(&value) {
            self.import(specifier, range_of(node), Vec::new());
            self.note_module();
        }
        self.record_call(CallKind::New, value, ranges, range_of(node));
    }

    fn visit_tagged_tpl(&mut self, node: &TaggedTpl) {
        node.visit_children_with(self);
        let value = self.tagged(node, 0);
        self.record_call(CallKind::Tagged, value, vec![range_of(&*node.tpl)], range_of(node));
    }

    fn visit_jsx_opening_element(&mut self, node: &JSXOpeningElement) {
        node.visit_children_with(self);
        if !is_real(node) {
            return;
        }
        let (callee, attributes) = self.element(node);
        let range = range_of(node);
        let arguments = vec![Value::Object(attributes.into())];
        self.script.calls.push(CallSite {
            kind: CallKind::Element,
            call: crate::facts::CallValue { callee, arguments, is_new: false, range },
            argument_ranges: vec![range],
            statement: None,
            function: self.function,
        });
    }

    fn visit_member_expr(&mut self, node: &MemberExpr) {
        match (&*node.obj, &node.prop) {
            (Expr::Ident(object), MemberProp::Ident(member)) => self.note_use(&object.sym, Some(&member.sym)),
            _ => node.visit_children_with(self),
        }
        self.env_member(node);
        if names_web_storage(&node.obj) {
            let value = self.member(node, 0);
            self.script.storage_reads.push((value, range_of(node), self.function));
        }
    }

    fn visit_prop_name(&mut self, node: &PropName) {
        if let PropName::Computed(computed) = node {
            computed.visit_with(self);
        }
    }

    fn visit_object_lit(&mut self, node: &swc_ecma_ast::ObjectLit) {
        node.visit_children_with(self);
        if node.props.iter().any(|entry| {
            entry.as_prop().is_some_and(|prop| {
                prop.is_method()
                    || prop.as_key_value().is_some_and(|pair| pair.value.is_arrow() || pair.value.is_fn_expr())
            })
        }) {
            let object = self.object(node, 0);
            self.name_functions_of(&object);
        }
    }
}

impl Digester {
    /// The body of an `if` or a loop. A lone expression in it cannot go without something in its place.
    pub(super) fn body(&mut self, body: &Stmt) {
        match body {
            Stmt::Expr(only) => {
                self.sole_expression = None;
                only.visit_children_with(self);
            }
            other => other.visit_with(self),
        }
    }
}

/// The expression without what leaves its value as it is.
fn peel(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(inner) => peel(&inner.expr),
        Expr::Await(inner) => peel(&inner.arg),
        Expr::TsNonNull(inner) => peel(&inner.expr),
        Expr::TsAs(inner) => peel(&inner.expr),
        Expr::Unary(inner) if inner.op == swc_ecma_ast::UnaryOp::Void => peel(&inner.arg),
        other => other,
    }
}

/// The module that `new URL("./worker.ts", import.meta.url)` names: bundlers build it like an import.
fn module_url(value: &Value) -> Option<SmolStr> {
    let [Value::Text(specifier), base] = value.call()?.arguments.as_slice() else { return None };
    let is_url = matches!(&value.call()?.callee.reference()?.root, Root::Local(name, _) if name == "URL");
    (is_url && specifier.starts_with('.') && base.is_global("import.meta", &["url"])).then(|| specifier.clone())
}

/// A cheap look at names, so that values are built only for members that can matter.
fn names_web_storage(object: &Expr) -> bool {
    let is_storage = |name: &str| name == StorageArea::Local.as_str() || name == StorageArea::Session.as_str();
    match object {
        Expr::Ident(ident) => is_storage(&ident.sym),
        Expr::Member(member) => member.prop.as_ident().is_some_and(|name| is_storage(&name.sym)),
        _ => false,
    }
}
