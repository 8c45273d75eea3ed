//! The language of security rules for Cloud Firestore and Cloud Storage, versions 1 and 2, and the expressions of Realtime
//! Database rules (firebase.google.com/docs/rules/rules-language, firebase.google.com/docs/database/security).
//!
//! Invariant: reading never fails. A statement that is broken is passed over and marked as a problem; those around it are
//! read. Nesting is bounded, and the work is linear in the length of the text.

mod cursor;
mod expression;
mod statements;
#[cfg(test)]
mod tests;

use smol_str::SmolStr;

use crate::text::TextRange;

pub use expression::parse_expression;
pub use statements::parse;

/// A file of rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RulesFile {
    /// What `rules_version` says; version 1 where nothing is said.
    pub version: Option<SmolStr>,
    /// Functions beside the services.
    pub functions: Vec<Function>,
    /// Services in order.
    pub services: Vec<Service>,
    /// What could not be read: the statement and why.
    pub problems: Vec<RulesProblem>,
}

/// A statement that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesProblem {
    /// The statement, in UTF-8 bytes of the text.
    pub range: TextRange,
    /// Why, as a sentence without a full stop.
    pub message: &'static str,
    /// Whether it nests too deep rather than being broken.
    pub is_too_deep: bool,
}

/// `service cloud.firestore { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// The name with its dots.
    pub name: SmolStr,
    /// What stands in its braces.
    pub block: Block,
}

/// What stands in the braces of a service or a match.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// Matches in order.
    pub matches: Vec<Match>,
    /// Grants in order.
    pub allows: Vec<Allow>,
    /// Functions, which are known in the whole block.
    pub functions: Vec<Function>,
}

/// `match /users/{id} { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The path pattern, to be joined to those around it.
    pub pattern: Vec<Segment>,
    /// Where the pattern stands.
    pub pattern_range: TextRange,
    /// What stands in its braces.
    pub block: Block,
}

/// A part of a path pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// `users`
    Literal(SmolStr),
    /// `{id}`: one segment.
    One(SmolStr),
    /// `{rest=**}`: any number of segments.
    Rest(SmolStr),
}

/// `allow read, write: if …;`.
#[derive(Clone, Debug, PartialEq)]
pub struct Allow {
    /// The methods as written.
    pub methods: Vec<SmolStr>,
    /// The condition; `None` without one.
    pub condition: Option<Expr>,
    /// From `allow` to the end of the condition, without the semicolon.
    pub range: TextRange,
}

/// `function f(a) { let b = …; return …; }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// The name.
    pub name: SmolStr,
    /// Its parameters.
    pub parameters: Vec<SmolStr>,
    /// `let` bindings in order.
    pub bindings: Vec<(SmolStr, Expr)>,
    /// What it returns; `None` when that could not be read.
    pub result: Option<Expr>,
}

/// An expression and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// UTF-8 bytes of the text.
    pub range: TextRange,
    /// What it is.
    pub kind: ExprKind,
    /// How many levels of expressions it has; bounded.
    height: u16,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number as written.
    Number(SmolStr),
    /// A string, its escapes resolved.
    Text(String),
    /// A regular expression of the Realtime Database, without its slashes.
    Pattern(String),
    /// A name, with `$` where the Realtime Database writes one.
    Name(SmolStr),
    /// `a.b`
    Member(Box<Expr>, SmolStr),
    /// `a[b]`
    Index(Box<Expr>, Box<Expr>),
    /// `a[b:c]`
    Slice(Box<Expr>, Box<(Expr, Expr)>),
    /// `a(b, c)`
    Call(Box<Expr>, Vec<Expr>),
    /// `!a`
    Not(Box<Expr>),
    /// `-a`
    Negative(Box<Expr>),
    /// `a && b && c`, flat.
    All(Vec<Expr>),
    /// `a || b || c`, flat.
    Any(Vec<Expr>),
    /// Any other operator between two.
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `a is string`
    Is(Box<Expr>, SmolStr),
    /// `a ? b : c`
    Choice(Box<[Expr; 3]>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{'a': b}`
    Map(Vec<(Expr, Expr)>),
    /// `/databases/$(database)/documents/users/$(request.auth.uid)`
    Path(Vec<PathPart>),
}

impl ExprKind {
    /// The expressions directly in it.
    fn children(&self) -> Box<dyn Iterator<Item = &Expr> + '_> {
        match self {
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Pattern(_) | Self::Name(_) => {
                Box::new(std::iter::empty())
            }
            Self::Member(one, _) | Self::Not(one) | Self::Negative(one) | Self::Is(one, _) => {
                Box::new(std::iter::once(&**one))
            }
            Self::Index(first, second) | Self::Binary(_, first, second) => Box::new([&**first, &**second].into_iter()),
            Self::Slice(value, ends) => Box::new([&**value, &ends.0, &ends.1].into_iter()),
            Self::Call(callee, arguments) => Box::new(std::iter::once(&**callee).chain(arguments)),
            Self::All(items) | Self::Any(items) | Self::List(items) => Box::new(items.iter()),
            Self::Choice(three) => Box::new(three.iter()),
            Self::Map(entries) => Box::new(entries.iter().flat_map(|(key, value)| [key, value])),
            Self::Path(parts) => Box::new(parts.iter().filter_map(|part| match part {
                PathPart::Value(value) => Some(value),
                PathPart::Literal(_) => None,
            })),
        }
    }
}

/// A part of a path in an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum PathPart {
    /// `users`
    Literal(SmolStr),
    /// `$(database)`
    Value(Expr),
}

/// Operators between two operands, but for `&&` and `||`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `==`, `===`
    Equal,
    /// `!=`, `!==`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `in`
    In,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

/// Which of the two languages an expression is in: they differ in paths, regular expressions and a few operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Firestore and Storage.
    Rules,
    /// Realtime Database.
    Database,
}
