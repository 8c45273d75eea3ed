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
