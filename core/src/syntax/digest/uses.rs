//! Which imported and top-level names are used where, as values: what a bundler goes by when it leaves code out.
//!
//! Names are gathered before the walk over a script, so that a use above its declaration counts; whether an inner name
//! hides the top-level one is told when the script was read to its end.

use std::collections::HashMap;

use smol_str::SmolStr;
use swc_ecma_ast::{
    Decl, DefaultDecl, ExportSpecifier, Expr, ImportSpecifier, Module, ModuleDecl, ModuleItem, Pat, Stmt,
};

use super::modules::{export_name, pattern_names};
use super::scope::ScopeId;
use super::visit::Digester;
use crate::facts::{Declaration, DeclarationId, FunctionId, NameUse, Used};
use crate::syntax::parse::range_of;
use crate::text::TextRange;

/// What is known of the names of the script being read.
#[derive(Default)]
pub struct Uses {
    /// Names at the top level, by their place in `targets`.
    names: HashMap<SmolStr, u32>,
    targets: Vec<(SmolStr, Target)>,
    by_start: HashMap<u32, DeclarationId>,
    /// The declaration being read.
    current: Option<DeclarationId>,
    /// Whether a field of a class is being read, which runs for each instance.
    in_field: bool,
    raw: Vec<RawUse>,
    /// Where the imports and uses of the script begin.
    first_import: usize,
    first_use: usize,
}

/// What a name at the top level is.
#[derive(Clone, Copy, PartialEq)]
enum Target {
    Import,
    Declaration(DeclarationId),
}

struct RawUse {
    target: u32,
    member: Option<SmolStr>,
    scope: ScopeId,
    function: Option<FunctionId>,
    from: Option<DeclarationId>,
    at_load: bool,
}

impl Digester {
    /// Gathers the names a script imports and declares. Components share the names of their scripts; other markup keeps
    /// them apart.
    pub fn gather_names(&mut self, module: &Module, shares_names: bool) {
        if !shares_names {
            self.uses.names.clear();
            self.uses.targets.clear();
            self.uses.first_import = self.script.imports.len();
        }
        self.uses.first_use = self.script.uses.len();
        self.uses.by_start.clear();
        for item in &module.body {
            match item {
                ModuleItem::ModuleDecl(declaration) => self.gather_module_declaration(declaration),
                ModuleItem::Stmt(Stmt::Decl(declaration)) => self.gather_declaration(declaration, false),
                ModuleItem::Stmt(_) => {}
            }
        }
        for item in &module.body {
            if let ModuleItem::ModuleDecl(declaration) = item {
                self.gather_export(declaration);
            }
        }
    }

    fn gather_module_declaration(&mut self, declaration: &ModuleDecl) {
        let default = || vec![SmolStr::new_static("default")];
        match declaration {
            ModuleDecl::Import(import) if !import.type_only => {
                for entry in import.specifiers.iter().filter(|entry| !is_type_only(entry)) {
                    self.add_name(SmolStr::new(&*entry.local().sym), Target::Import);
                }
            }
            ModuleDecl::TsImportEquals(import) if !import.is_type_only => {
                self.add_name(SmolStr::new(&*import.id.sym), Target::Import);
            }
            ModuleDecl::ExportDecl(export) => self.gather_declaration(&export.decl, true),
            ModuleDecl::ExportDefaultDecl(export) => {
                let (name, range) = match &export.decl {
                    DefaultDecl::Fn(function) => (function.ident.as_ref(), range_of(&*function.function)),
                    DefaultDecl::Class(class) => (class.ident.as_ref(), range_of(&*class.class)),
                    DefaultDecl::TsInterfaceDecl(_) => return,
                };
                let id = self.add_declaration(range, default());
                if let Some(name) = name {
                    self.add_name(SmolStr::new(&*name.sym), Target::Declaration(id));
                }
            }
            ModuleDecl::ExportDefaultExpr(export) if !export.expr.is_ident() => {
                self.add_declaration(range_of(declaration), default());
            }
            ModuleDecl::TsExportAssignment(export) if !export.expr.is_ident() => {
                self.add_declaration(range_of(declaration), default());
            }
            _ => {}
        }
    }

    fn gather_declaration(&mut self, declaration: &Decl, is_exported: bool) {
        let exported = |name: &SmolStr| if is_exported { vec![name.clone()] } else { Vec::new() };
        let mut single = |name: &str, range: TextRange| {
            let name = SmolStr::new(name);
            let id = self.add_declaration(range, exported(&name));
            self.add_name(name, Target::Declaration(id));
        };
        match declaration {
            // One without a body tells only the types of another.
            Decl::Fn(function) if function.function.body.is_some() => {
                single(&function.ident.sym, range_of(&*function.function));
            }
            Decl::Class(class) => single(&class.ident.sym, range_of(&*class.class)),
            Decl::TsEnum(enumeration) => single(&enumeration.id.sym, range_of(&**enumeration)),
            Decl::Var(variables) => {
                for declarator in &variables.decls {
                    let mut names = Vec::new();
                    pattern_names(&declarator.name, &mut names);
                    let exported = if is_exported { names.clone() } else { Vec::new() };
                    let id = self.add_declaration(range_of(declarator), exported);
                    for name in names {
                        self.add_name(name, Target::Declaration(id));
                    }
                }
            }
            _ => {}
        }
    }

    /// `export { name as other }` and `export default name`.
    fn gather_export(&mut self, declaration: &ModuleDecl) {
        let mut add = |local: &str, exported: SmolStr| {
            let target = self.uses.names.get(local).and_then(|at| self.uses.targets.get(*at as usize));
            if let Some((_, Target::Declaration(id))) = target
                && let Some(found) = self.script.declarations.get_mut(id.0 as usize)
            {
                found.exported_as.push(exported);
            }
        };
        let default = || SmolStr::new_static("default");
        match declaration {
            ModuleDecl::ExportNamed(named) if named.src.is_none() && !named.type_only => {
                for entry in &named.specifiers {
                    if let ExportSpecifier::Named(entry) = entry
                        && !entry.is_type_only
                    {
                        let local = export_name(&entry.orig);
                        add(&local, entry.exported.as_ref().map_or_else(|| local.clone(), export_name));
                    }
                }
            }
            ModuleDecl::ExportDefaultExpr(export) => {
                if let Expr::Ident(name) = &*export.expr {
                    add(&name.sym, default());
                }
            }
            ModuleDecl::TsExportAssignment(export) => {
                if let Expr::Ident(name) = &*export.expr {
                    add(&name.sym, default());
                }
            }
            _ => {}
        }
    }

    fn add_name(&mut self, name: SmolStr, target: Target) {
        let at = u32::try_from(self.uses.targets.len()).unwrap_or(u32::MAX);
        self.uses.targets.push((name.clone(), target));
        self.uses.names.insert(name, at);
    }

    fn add_declaration(&mut self, range: TextRange, exported_as: Vec<SmolStr>) -> DeclarationId {
        let id = DeclarationId(u32::try_from(self.script.declarations.len()).unwrap_or(u32::MAX));
        self.script.declarations.push(Declaration { range, exported_as, has_effects: false });
        self.uses.by_start.insert(range.start, id);
        id
    }

    /// Reads something that may be a top-level declaration, so that uses in it are noted as its own.
    pub fn in_declaration(&mut self, range: TextRange, read: impl FnOnce(&mut Self)) {
        let is_top_level = self.uses.current.is_none() && self.function.is_none() && self.scopes.current() == 0;
        let id = is_top_level.then(|| self.uses.by_start.get(&range.start).copied()).flatten();
        let outer = self.uses.current;
        self.uses.current = outer.or(id);
        read(self);
        self.uses.current = outer;
    }

    /// Reads a field of a class, which runs for each instance and not when the file is loaded.
    pub fn in_field(&mut self, read: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.uses.in_field, true);
        read(self);
        self.uses.in_field = outer;
    }

    fn runs_at_load(&self) -> bool {
        self.function.is_none() && !self.uses.in_field
    }

    /// Notes that a name, or a member of it, is read.
    pub fn note_use(&mut self, name: &str, member: Option<&str>) {
        if let Some(target) = self.uses.names.get(name).filter(|_| !self.is_server_side) {
            let raw = RawUse {
                target: *target,
                member: member.map(SmolStr::new),
                scope: self.scopes.current(),
                function: self.function,
                from: self.uses.current,
                at_load: self.runs_at_load(),
            };
            self.uses.raw.push(raw);
        }
    }

    /// Notes that something is called: a declaration that does so when the file is loaded is more than a value.
    pub fn note_effect(&mut self) {
        if self.runs_at_load()
            && let Some(id) = self.uses.current
            && let Some(declaration) = self.script.declarations.get_mut(id.0 as usize)
        {
            declaration.has_effects = true;
        }
    }

    /// Notes that the import noted last brings in all of its module.
    pub fn note_module(&mut self) {
        let of = Used::Module(u32::try_from(self.script.imports.len().saturating_sub(1)).unwrap_or(u32::MAX));
        if !self.is_server_side {
            let used = NameUse { from: self.uses.current, at_load: self.runs_at_load(), of };
            self.script.uses.push((used, self.function));
        }
    }

    /// Notes that the import noted last only runs its module.
    pub fn note_effects_of_module(&mut self) {
        let of = Used::Effects(u32::try_from(self.script.imports.len().saturating_sub(1)).unwrap_or(u32::MAX));
        self.script.uses.push((NameUse { from: None, at_load: true, of }, None));
    }

    /// Ends a script: tells what its uses are of.
    pub fn settle_uses(&mut self, runs_on_server: bool) {
        let raw = std::mem::take(&mut self.uses.raw);
        if runs_on_server {
            self.script.uses.truncate(self.uses.first_use);
            return;
        }
        let imports = self.script.imports.iter().enumerate().skip(self.uses.first_import);
        let imported: HashMap<&str, (usize, &SmolStr)> = imports
            .flat_map(|(at, import)| import.names.iter().map(move |(local, name)| (local.as_str(), (at, name))))
            .collect();
        let mut settled = Vec::new();
        for RawUse { target, member, scope, function, from, at_load } in raw {
            let Some((name, target)) = self.uses.targets.get(target as usize) else { continue };
            if self.scopes.find(name, scope) != self.scopes.find(name, 0) {
                continue;
            }
            let of = match target {
                Target::Declaration(id) => Used::Declaration(*id),
                Target::Import => {
                    let Some((at, exported)) = imported.get(name.as_str()) else { continue };
                    let at = u32::try_from(*at).unwrap_or(u32::MAX);
                    match (exported.as_str(), member) {
                        ("*", None) => Used::Module(at),
                        ("*", Some(member)) => Used::Export(at, member),
                        _ => Used::Export(at, (*exported).clone()),
                    }
                }
            };
            settled.push((NameUse { from, at_load, of }, function));
        }
        settled.sort();
        settled.dedup();
        self.script.uses.extend(settled);
    }

    /// Notes the plain name a parameter is annotated with: where classes are decorated, a framework makes arguments of
    /// parameters' types.
    pub fn note_injected(&mut self, pattern: &Pat) {
        if let Some(name) = super::pattern::parameter_type(pattern) {
            self.note_use(&name, None);
        }
    }
}

fn is_type_only(entry: &ImportSpecifier) -> bool {
    matches!(entry, ImportSpecifier::Named(entry) if entry.is_type_only)
}

#[cfg(test)]
mod tests {
    use crate::analyse;
    use crate::facts::{FileFacts, Used};

    /// `from → used`, with `!` where it runs when the file is loaded.
    fn uses(path: &str, text: &str) -> Vec<String> {
        let facts = analyse(path, text);
        let mut seen: Vec<String> = facts
            .uses
            .iter()
            .map(|entry| {
                let from = entry.from.map_or("", |id| name(&facts, text, id));
                let of = match &entry.of {
                    Used::Declaration(id) => name(&facts, text, *id).to_owned(),
                    Used::Export(at, export) => format!("{}#{export}", facts.imports[*at as usize].specifier),
                    Used::Module(at) => format!("{}#*", facts.imports[*at as usize].specifier),
                    Used::Effects(at) => format!("{}#", facts.imports[*at as usize].specifier),
                };
                format!("{from}{}{of}", if entry.at_load { "!" } else { ">" })
            })
            .collect();
        seen.sort();
        seen.dedup();
        seen
    }

    /// What a declaration is exported as, or its first word that is no keyword.
    fn name<'a>(facts: &'a FileFacts, text: &'a str, id: crate::facts::DeclarationId) -> &'a str {
        let declaration = &facts.declarations[id.0 as usize];
        if let Some(name) = declaration.exported_as.first() {
            return name;
        }
        let words = declaration.range.slice(text).split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        words.into_iter().find(|word| !matches!(*word, "" | "async" | "function" | "class" | "const")).unwrap_or("")
    }

    #[test]
    fn values_are_used_and_types_are_not() {
        for (text, expected) in [
            ("import a from './a'; a();", &["!./a#default"][..]),
            ("import { a, b } from './a'; export function f() { return a.x }", &["f>./a#a"]),
            ("import { A, B } from './a'; const x: A = y as B; let z: typeof A;", &[]),
            ("import { A } from './a'; class C implements A {} interface I extends A {}", &[]),
            ("import type { A } from './a'; import { type B } from './b'; f(A, B);", &[]),
            ("import { a } from './a'; function f(a) { return a } const g = () => { const a = 1; return a }", &[]),
            ("import * as n from './n'; n.x(); export const f = () => n.y + g(n)", &["!./n#x", "f>./n#*", "f>./n#y"]),
            ("import './css'; export { a } from './a'; export * from './b';", &["!./css#"]),
            ("import { a } from './a'; export { a }; export default a;", &[]),
            ("export const f = async () => { const m = await import('./m'); }", &["f>./m#*"]),
            ("const m = require('./m'); function f() { return m.a }", &["f>m", "m!./m#*"]),
            ("import { x } from './x'; const o = { x, x2: 1 }; export { o as p };", &["p!./x#x"]),
            ("import { x } from './x'; export default function () { return `${x}` }", &["default>./x#x"]),
            ("import { x } from './x'; export default wrap(() => x());", &["default>./x#x"]),
            ("function f() { return g() } function g() { return K } const K = 1; f();", &["!f", "f>g", "g>K"]),
            ("const w = new Worker(new URL('./w.ts', import.meta.url));", &["w!./w.ts#*"]),
            (
                "import { Dep, T } from './d'; @Injectable() export class S { v = Dep.x; constructor(private d: Dep) {} }",
                &["S>./d#Dep"],
            ),
            ("import { T } from './d'; class S { constructor(d: T) {} }", &[]),
            ("import { db } from './db'; async function act() { 'use server'; const f = () => db.x; }", &[]),
            ("import { db } from './db'; const act = async () => { 'use server'; await db.x; }; f(act)", &["!act"]),
        ] {
            assert_eq!(uses("a.ts", text), expected, "{text}");
        }
    }

    #[test]
    fn elements_are_uses() {
        let text =
            "import { A, div } from './a'; import * as U from './u'; const P = () => <div><A.B/><U.C b={A}/></div>";
        assert_eq!(uses("a.tsx", text), ["P>./a#A", "P>./u#*"]);
    }

    #[test]
    fn effects_are_told_from_values() {
        let text = "const a = 1, b = () => go(), c = go(), d = { x: () => go() }, e = new X(), f = <A b={1}/>; class G { \
                    x = go() } class H { static x = go() } function i() { go() }";
        let seen: Vec<bool> =
            analyse("a.tsx", text).declarations.iter().map(|declaration| declaration.has_effects).collect();
        assert_eq!(seen, [false, false, true, false, true, false, false, true, false]);
    }

    #[test]
    fn components_use_what_their_markup_names() {
        let vue = "<script setup lang=\"ts\">\nimport { A, B, T } from './a'\nimport UserCard from './UserCard.vue'\n\
                   const x: T = B\n</script>\n<template><user-card :x=\"A.y\"/></template>";
        assert_eq!(uses("a.vue", vue), ["!./UserCard.vue#default", "!./a#A", "x!./a#B"]);
        let astro = "---\nimport Card from './Card'; import { db } from './db'; db.x();\n---\n<Card client:load/>\n\
                     <script>import { go } from './go'; go();</script>";
        assert_eq!(uses("a.astro", astro), ["!./go#go"]);
        let facts = analyse("a.astro", astro);
        assert_eq!(facts.islands, ["Card"]);
        assert_eq!(facts.server_ranges.len(), 1);
    }
}
