//! The only place that touches swc's parser. `parse` never fails; it returns what it could read and says what it could not.

mod guard;
pub mod language;
pub mod parse;
mod scan;
mod swc;

pub use language::Language;
pub use parse::{
    Comment, Coverage, MarkupAttribute, MarkupElement, Parsed, Problem, ProblemKind, Unit, UnitRole, parse, range_of,
};
