//! A script without its tree: what it declares, calls, assigns and hands to components, as owned values.
//!
//! Recognisers read this instead of swc's tree, so a framework is recognised by *what a name stands for*
//! (`setItem` of the global `localStorage`, `set` of the result of `cookies()` from `next/headers`), however it is
//! spelled: aliased, destructured, re-assigned or behind a constant.
//!
//! Invariant: every value is resolved against the file's own scopes as far as that is certain, and no further.

mod class;
mod expression;
mod flow;
mod modules;
mod pattern;
mod resolve;
mod scope;
mod visit;

use smol_str::SmolStr;

use super::parse::Parsed;
use crate::facts::{CallValue, Export, Function, FunctionId, Import, Value};
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
    /// Top-level and local declarations of object literals: name, value.
    pub objects: Vec<(SmolStr, Value)>,
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
        let first = self.argument_ranges.first().map_or(self.call.range.end, |range| range.start);
        TextRange::new(self.call.range.start, first.saturating_sub(1))
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
    for unit in &parsed.units {
        visitor.read(&unit.module);
    }
    resolve::finish(visitor)
}

/// How deep a value may nest before it counts as unknown: bounds every recursion over values.
pub(super) const VALUE_DEPTH_LIMIT: u32 = 32;
