//! Import and export declarations.

use smol_str::SmolStr;
use swc_ecma_ast::{
    Decl, DefaultDecl, ExportSpecifier, ImportDecl, ImportSpecifier, ModuleDecl, ModuleExportName, NamedExport,
    ObjectPatProp, Pat, TsModuleRef,
};

use super::expression::module;
use super::visit::Digester;
use crate::facts::{Export, Import, Reference, Root, Value};
use crate::syntax::parse::range_of;
use crate::text::TextRange;

impl Digester {
    /// Notes what a declaration imports or exports. Its inner parts have been read already.
    pub fn module_declaration(&mut self, declaration: &ModuleDecl) {
        let range = range_of(declaration);
        match declaration {
            ModuleDecl::Import(import) => self.import_declaration(import, range),
            ModuleDecl::ExportDecl(export) => {
                for name in declared_names(&export.decl) {
                    let value = self.top_level(&name);
                    self.export(name, value, range);
                }
            }
            ModuleDecl::ExportNamed(named) => self.named_export(named, range),
            ModuleDecl::ExportDefaultExpr(default) => {
                let value = self.value(&default.expr);
                self.name_function(&value, "default");
                self.export(SmolStr::new_static("default"), value, range);
            }
            ModuleDecl::ExportDefaultDecl(default) => self.default_declaration(&default.decl, range),
            ModuleDecl::ExportAll(all) => {
                let specifier = SmolStr::new(all.src.value.to_string_lossy());
                self.script.imports.push(Import {
                    specifier: specifier.clone(),
                    range,
                    names: Vec::new(),
                    is_type_only: all.type_only,
                });
                self.export(SmolStr::new_static("*"), module(specifier), range);
            }
            ModuleDecl::TsExportAssignment(assignment) => {
                let value = self.value(&assignment.expr);
                self.export(SmolStr::new_static("default"), value, range);
            }
            ModuleDecl::TsImportEquals(import) => {
                if let TsModuleRef::TsExternalModuleRef(external) = &import.module_ref {
                    let specifier = SmolStr::new(external.expr.value.to_string_lossy());
                    self.scopes.declare(&import.id.sym, false, Some(module(specifier.clone())));
                    self.import(specifier, range, vec![(SmolStr::new(&*import.id.sym), SmolStr::new_static("*"))]);
                }
            }
            ModuleDecl::TsNamespaceExport(_) => {}
        }
    }

    /// Notes an import.
    pub fn import(&mut self, specifier: SmolStr, range: TextRange, names: Vec<(SmolStr, SmolStr)>) {
        self.script.imports.push(Import { specifier, range, names, is_type_only: false });
    }

    fn import_declaration(&mut self, import: &ImportDecl, range: TextRange) {
        let specifier = SmolStr::new(import.src.value.to_string_lossy());
        let mut names = Vec::with_capacity(import.specifiers.len());
        let mut all_types = !import.specifiers.is_empty();
        for entry in &import.specifiers {
            let local = SmolStr::new(&*entry.local().sym);
            let imported = match entry {
                ImportSpecifier::Default(_) => SmolStr::new_static("default"),
                ImportSpecifier::Namespace(_) => SmolStr::new_static("*"),
                ImportSpecifier::Named(single) => single.imported.as_ref().map_or_else(|| local.clone(), export_name),
            };
            all_types &= entry.is_type_only();
            let mut value = module(specifier.clone());
            if imported != "*" {
                value = value.member(imported.clone());
            }
            self.scopes.declare(&local, false, Some(value));
            names.push((local, imported));
        }
        let only_runs = import.specifiers.is_empty() && !import.type_only;
        self.script.imports.push(Import { specifier, range, names, is_type_only: import.type_only || all_types });
        if only_runs {
            self.note_effects_of_module();
        }
    }

    fn named_export(&mut self, named: &NamedExport, range: TextRange) {
        let from = named.src.as_ref().map(|source| SmolStr::new(source.value.to_string_lossy()));
        if let Some(specifier) = &from {
            self.script.imports.push(Import {
                specifier: specifier.clone(),
                range,
                names: Vec::new(),
                is_type_only: named.type_only,
            });
        }
        for entry in &named.specifiers {
            match entry {
                ExportSpecifier::Named(entry) if !entry.is_type_only && !named.type_only => {
                    let original = export_name(&entry.orig);
                    let exported = entry.exported.as_ref().map_or_else(|| original.clone(), export_name);
                    let value = from.as_ref().map_or_else(
                        || self.top_level(&original),
                        |from| module(from.clone()).member(original.clone()),
                    );
                    self.export(exported, value, range_of(entry));
                }
                ExportSpecifier::Namespace(entry) => {
                    if let Some(from) = &from {
                        self.export(export_name(&entry.name), module(from.clone()), range_of(entry));
                    }
                }
                _ => {}
            }
        }
    }

    fn default_declaration(&mut self, declaration: &DefaultDecl, range: TextRange) {
        let (name, value) = match declaration {
            DefaultDecl::Fn(function) => {
                let id = self.functions_by_start.get(&function.function.span.lo.0).copied();
                (function.ident.as_ref(), id.map_or(Value::Unknown, Value::Function))
            }
            DefaultDecl::Class(class) => {
                (class.ident.as_ref(), self.classes.get(&class.class.span.lo.0).cloned().unwrap_or_default())
            }
            DefaultDecl::TsInterfaceDecl(_) => return,
        };
        self.name_function(&value, "default");
        if let Some(name) = name {
            self.scopes.declare(&name.sym, true, Some(value.clone()));
        }
        self.export(SmolStr::new_static("default"), value, range);
    }

    fn export(&mut self, name: SmolStr, value: Value, range: TextRange) {
        self.script.exports.push(Export { name, value, range });
    }

    fn top_level(&self, name: &str) -> Value {
        Value::Ref(Reference { root: Root::Local(SmolStr::new(name), self.scopes.current()), path: Vec::new() })
    }
}

pub(super) fn export_name(name: &ModuleExportName) -> SmolStr {
    match name {
        ModuleExportName::Ident(ident) => SmolStr::new(&*ident.sym),
        ModuleExportName::Str(text) => SmolStr::new(text.value.to_string_lossy()),
    }
}

fn declared_names(declaration: &Decl) -> Vec<SmolStr> {
    let mut names = Vec::new();
    match declaration {
        Decl::Class(class) => names.push(SmolStr::new(&*class.ident.sym)),
        Decl::Fn(function) => names.push(SmolStr::new(&*function.ident.sym)),
        Decl::Var(variables) => variables.decls.iter().for_each(|entry| pattern_names(&entry.name, &mut names)),
        _ => {}
    }
    names
}

pub(super) fn pattern_names(pattern: &Pat, names: &mut Vec<SmolStr>) {
    match pattern {
        Pat::Ident(ident) => names.push(SmolStr::new(&*ident.id.sym)),
        Pat::Assign(assign) => pattern_names(&assign.left, names),
        Pat::Rest(rest) => pattern_names(&rest.arg, names),
        Pat::Array(array) => array.elems.iter().flatten().for_each(|element| pattern_names(element, names)),
        Pat::Object(object) => {
            for property in &object.props {
                match property {
                    ObjectPatProp::KeyValue(pair) => pattern_names(&pair.value, names),
                    ObjectPatProp::Assign(assign) => names.push(SmolStr::new(&*assign.key.id.sym)),
                    ObjectPatProp::Rest(rest) => pattern_names(&rest.arg, names),
                }
            }
        }
        _ => {}
    }
}
