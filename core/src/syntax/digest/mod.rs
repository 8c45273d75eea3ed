//! A script without its tree: what it declares, calls, assigns and hands to components, as owned values.
//!
//! Recognisers read this instead of swc's tree, so a framework is recognised by *what a name stands for*
//! (`setItem` of the global `localStorage`, `set` of the result of `cookies()` from `next/headers`), however it is
//! spelled: aliased, destructured, re-assigned or behind a constant.
//!
//! Invariant: every value is resolved against the file's own scopes as far as that is certain, and no further.

mod assignments;
mod class;
mod expression;
mod flow;
mod functions;
mod modules;
mod pattern;
mod resolve;
mod scope;
mod side;
mod texts;
mod types;
mod uses;
mod visit;

use smol_str::SmolStr;

pub use texts::{EnvMember, TextSite};

use super::language::Language;
use super::parse::Parsed;
use crate::facts::{CallValue, Declaration, Export, Function, FunctionId, Import, NameUse, Value};
use crate::text::TextRange;

/// A script without its tree.
#[derive(Debug, Default)]
pub struct Script {
    /// Directives at the head of the file (`use client`, `use server`).
    pub directives: Vec<SmolStr>,
    /// Imports, `require` calls and dynamic imports of literal specifiers.
    pub imports: Vec<Import>,
    /// Exports, CommonJS ones included.
    pub exports: Vec<Export>,
    /// Functions; a [`FunctionId`] is an index into this.
    pub functions: Vec<Function>,
    /// Top-level declarations.
    pub declarations: Vec<Declaration>,
    /// Uses of imports and top-level declarations as values, and the function each stands in. What a script that runs
    /// on the server uses is left out.
    pub uses: Vec<(NameUse, Option<FunctionId>)>,
    /// Code behind conditions that hold on the server only.
    pub server_ranges: Vec<TextRange>,
    /// Decorators on methods, fields and classes.
    pub decorators: Vec<Decorator>,
    /// Calls, constructions, tagged templates and JSX elements, inner ones first.
    pub calls: Vec<CallSite>,
    /// Assignments to members (`a.b = c`) and to names nothing in the file declares.
    pub assignments: Vec<Assignment>,
    /// Members taken away (`delete row.password`; a computed key is `*`), and the function that does it.
    pub deletions: Vec<(Value, Option<FunctionId>)>,
    /// Reads of members of web storage (`localStorage.token`).
    pub storage_reads: Vec<(Value, TextRange, Option<FunctionId>)>,
    /// String literals that may hold a credential.
    pub texts: Vec<TextSite>,
    /// Reads of the environment.
    pub env_members: Vec<EnvMember>,
    /// Top-level and local declarations of object literals: name, value.
    pub objects: Vec<(SmolStr, Value)>,
    /// What `if` and `?:` test: value, place, and the function it stands in.
    pub tests: Vec<(Value, TextRange, Option<FunctionId>)>,
    /// Names that functions declare for what a call gives.
    pub locals: Vec<Local>,
    /// Interfaces and types of object literals.
    pub types: Vec<TypeShape>,
}

/// An interface, or the type of an object literal.
#[derive(Clone, Debug)]
pub struct TypeShape {
    /// Its name.
    pub name: SmolStr,
    /// Its properties.
    pub members: Vec<TypeMember>,
}

/// A property of a type.
#[derive(Clone, Debug)]
pub struct TypeMember {
    /// Its name.
    pub name: SmolStr,
    /// Where it is declared.
    pub range: TextRange,
}

/// How something is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallKind {
    /// `f(x)`.
    Call,
    /// `new F(x)`.
    New,
    /// `` f`x` ``; the only argument is the template.
    Tagged,
    /// `<F x={…}/>`; the only argument is an object of the attributes.
    Element,
}

/// A call and where its parts stand.
#[derive(Clone, Debug)]
pub struct CallSite {
    /// How it is called.
    pub kind: CallKind,
    /// What is called with what.
    pub call: CallValue,
    /// Where each argument stands.
    pub argument_ranges: Vec<TextRange>,
    /// The statement around it when the call is all it does.
    pub statement: Option<TextRange>,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

impl CallSite {
    /// The `index`th argument, `Unknown` when there is none.
    pub fn argument(&self, index: usize) -> &Value {
        self.call.arguments.get(index).unwrap_or(&Value::Unknown)
    }

    /// From the callee to its opening parenthesis: what is handed over may span a screen, and a finding should not.
    pub fn head(&self) -> TextRange {
        match self.argument_ranges.first() {
            Some(first) => TextRange::new(self.call.range.start, first.start.saturating_sub(1)),
            None => self.call.range,
        }
    }
}

/// `target = value`.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// What is assigned to.
    pub target: Value,
    /// The index, when the target is a computed member: `target[index] = …`.
    pub computed: Option<Value>,
    /// What is assigned.
    pub value: Value,
    /// The whole expression.
    pub range: TextRange,
    /// The right-hand side.
    pub value_range: TextRange,
    /// The statement around it when the assignment is all it does.
    pub statement: Option<TextRange>,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

/// A name that a function declares for what a call gives, or for a part of it.
#[derive(Clone, Debug)]
pub struct Local {
    /// The name.
    pub name: SmolStr,
    /// What it stands for.
    pub value: Value,
    /// Where its declaration ends.
    pub end: u32,
    /// The function.
    pub function: FunctionId,
}

/// A field of a class.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: SmolStr,
    /// Its declaration, decorators included.
    pub range: TextRange,
    /// Its type, when it is a plain name or a list of it.
    pub kind: Option<SmolStr>,
}

/// A decorator.
#[derive(Clone, Debug)]
pub struct Decorator {
    /// The decorated method; none for a class or a field.
    pub function: Option<FunctionId>,
    /// The decorated field; none for a method or a class.
    pub field: Option<Field>,
    /// The class it belongs to.
    pub class: TextRange,
    /// The class's name.
    pub class_name: Option<SmolStr>,
    /// The decorator, usually a call.
    pub value: Value,
}

/// Takes out of the trees what recognisers need.
pub fn digest(parsed: &Parsed) -> Script {
    let mut visitor = visit::Digester::default();
    let shares_names = matches!(parsed.language, Language::Vue | Language::Svelte);
    for unit in &parsed.units {
        visitor.read(&unit.module, unit.role, shares_names);
    }
    resolve::finish(visitor)
}

/// How deep a value may nest before it counts as unknown: bounds every recursion over values.
pub(super) const VALUE_DEPTH_LIMIT: u32 = 32;
