//! The only place that touches swc's parser. `parse` never fails; it returns what it could read and says what it could not.

pub mod decode;
pub mod digest;
mod embedded;
pub mod env;
pub mod firebase_rules;
mod guard;
pub mod json;
pub mod language;
pub mod parse;
mod recover;
mod scan;
mod script;
#[cfg(feature = "sql")]
pub mod sql;
mod swc;
#[cfg(test)]
mod tests;
pub mod words;

pub use language::Language;
pub use parse::{
    Comment, Coverage, MarkupAttribute, MarkupElement, Parsed, Problem, ProblemKind, Unit, UnitRole, name_range, parse,
    parse_plain, range_of,
};
