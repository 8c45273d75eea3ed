//! What a file imports, exports, declares and calls: the raw material of the module graph and of function summaries.

use smol_str::SmolStr;

use super::{FunctionId, Value};
use crate::text::TextRange;

/// An import of another module.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The specifier as written.
    pub specifier: SmolStr,
    /// The whole statement (or the `require`/`import()` call).
    pub range: TextRange,
    /// Local names and the exports they stand for (`*` for a namespace, `default` for the default export).
    pub names: Vec<(SmolStr, SmolStr)>,
    /// Whether only types are imported, so that nothing of the module runs.
    pub is_type_only: bool,
}

/// Something a file exports.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    /// The exported name; `default`, or `*` for `export * from`.
    pub name: SmolStr,
    /// What it is. For a re-export a reference to the other module.
    pub value: Value,
    /// The declaration or specifier.
    pub range: TextRange,
}

/// A function, as much of it as is needed without its tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// The name it is declared or assigned under, methods as `Class.method`.
    pub name: Option<SmolStr>,
    /// The whole function.
    pub range: TextRange,
    /// Its body with the braces; none when it is a single expression.
    pub body: Option<TextRange>,
    /// The function around it.
    pub parent: Option<FunctionId>,
    /// Names of plain parameters; `_` for patterns.
    pub parameters: Vec<SmolStr>,
    /// The type each parameter is annotated with, when it is a plain name.
    pub parameter_types: Vec<Option<SmolStr>>,
    /// The first argument of each generic type a parameter is annotated with: `User` of `Repository<User>`.
    pub parameter_type_arguments: Vec<Option<SmolStr>>,
    /// What it returns.
    pub returns: Vec<Value>,
    /// Where each returned expression stands, in the order of `returns`.
    pub return_ranges: Vec<TextRange>,
    /// Whether its body stays on the server: it begins with `"use server"`, or a framework's builder of server functions
    /// takes it. Client code that calls it gets a stub.
    pub is_server_action: bool,
}

impl Function {
    /// Its signature: up to the body, which may span screens.
    pub fn head(&self) -> TextRange {
        match self.body {
            Some(body) if body.start > self.range.start + 1 => TextRange::new(self.range.start, body.start - 1),
            _ => self.range,
        }
    }

    /// Whether one of a file's functions, or a function around it, stays on the server.
    pub fn stays_on_server(functions: &[Self], function: Option<FunctionId>) -> bool {
        let at = |id: FunctionId| functions.get(id.0 as usize);
        let mut next = function.and_then(at);
        while let Some(function) = next {
            if function.is_server_action {
                return true;
            }
            next = function.parent.and_then(at);
        }
        false
    }
}

/// A top-level declaration of a file: its place in [`super::FileFacts::declarations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeclarationId(pub u32);

/// A top-level declaration: what a bundler keeps or leaves out as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// The function, the class, or one declarator of a `const`.
    pub range: TextRange,
    /// The names it is exported under.
    pub exported_as: Vec<SmolStr>,
    /// Whether loading the file runs more than literals and functions to make it (`const db = connect()`), so that a
    /// bundler keeps it even where nothing asks for it.
    pub has_effects: bool,
}

/// A use, as a value, of something that the file imports or declares at its top level. Uses in types are none, since they
/// are gone when the code runs; neither are uses in code that runs on the server only.
///
/// Invariant: it names no place, so that it changes only when what is used changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameUse {
    /// The declaration it stands in; none for a statement of its own.
    pub from: Option<DeclarationId>,
    /// Whether it runs when the file is loaded, and not only when a function is called.
    pub at_load: bool,
    /// What is used.
    pub of: Used,
}

/// What a [`NameUse`] uses. Numbers are places in [`super::FileFacts::imports`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Used {
    /// A declaration of the same file.
    Declaration(DeclarationId),
    /// One export of an imported module.
    Export(u32, SmolStr),
    /// All of an imported module: a namespace, `require`, `import()`.
    Module(u32),
    /// Nothing of an imported module but that it runs: `import "./setup"`.
    Effects(u32),
}

/// A script that a page or a configuration names.
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptSource {
    /// The address or path as written.
    pub url: SmolStr,
    /// Where it stands, without quotes.
    pub range: TextRange,
}

/// A call of a function of this project (or of something that may be one).
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The call expression.
    pub range: TextRange,
    /// The statement around it when the call is all it does.
    pub statement: Option<TextRange>,
    /// The function it stands in.
    pub function: Option<FunctionId>,
    /// What is called.
    pub callee: Value,
    /// The arguments.
    pub arguments: Vec<Value>,
}
