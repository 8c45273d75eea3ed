//! The only place that touches swc's parser. `parse` never fails; it returns what it could read and says what it could not.
use crate::text::TextRange;
/// placeholder
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// ts
    TypeScript,
    /// other
    Other,
}
/// placeholder
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// s
    Syntax,
    /// d
    TooDeep,
    /// l
    TooLarge,
    /// n
    NotText,
}
/// placeholder
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// r
    pub range: TextRange,
    /// k
    pub kind: ProblemKind,
    /// m
    pub message: String,
}
