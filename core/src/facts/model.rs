//! Database models, and the rows code reads of them.

use smol_str::SmolStr;

use super::{FunctionId, Value};
use crate::text::TextRange;

/// A table or collection as the schema declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The name code uses for it: the Prisma model, the exported Drizzle table, the class or Mongoose model.
    pub name: SmolStr,
    /// The name in the database, when the schema gives another.
    pub table: Option<SmolStr>,
    /// The declaration's head.
    pub range: TextRange,
    /// Its columns.
    pub fields: Vec<ModelField>,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelField {
    /// The name code uses for it.
    pub name: SmolStr,
    /// Where it is declared.
    pub range: TextRange,
    /// Its type as written (`String`, `text`, `Boolean`); empty when unknown.
    pub kind: SmolStr,
    /// Whether reads leave it out unless asked (Mongoose `select: false`, TypeORM `select: false`, `@Exclude()`).
    pub is_hidden: bool,
    /// Whether it holds a row or rows of another model.
    pub is_relation: bool,
}

/// Code reads whole rows, or part of them.
#[derive(Clone, Debug, PartialEq)]
pub struct RowRead {
    /// The call that reads; the same range as the [`super::CallValue`] a value holds.
    pub range: TextRange,
    /// The model, by the name code uses.
    pub model: SmolStr,
    /// Which columns it gives.
    pub columns: Columns,
    /// Models read along with it, each with its columns: `include: { user: true }`.
    pub included: Vec<(SmolStr, Columns)>,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

/// Which columns a read gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Columns {
    /// All that are not hidden.
    All,
    /// These only.
    Only(Vec<SmolStr>),
    /// All but these.
    Without(Vec<SmolStr>),
    /// All, and these that are hidden otherwise.
    AllAnd(Vec<SmolStr>),
    /// It cannot be told.
    Unknown(Value),
}
