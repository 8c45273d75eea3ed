//! Database models, and the rows code reads of them.

use smol_str::SmolStr;

use super::{FunctionId, Value};
use crate::text::TextRange;

/// What declares models and reads rows: names mean the same only within one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mapper {
    /// A schema of its own; code reads `client.user.findMany()`.
    Prisma,
    /// Tables are values, which queries name.
    Drizzle,
    /// Models with the queries on them; rows are documents.
    Mongoose,
    /// Models with the queries on them.
    Sequelize,
    /// Classes, with the queries on them or on repositories of them.
    TypeOrm,
    /// Tables of a database by their own names, as SQL, query builders and supabase-js name them.
    Table,
}

impl Mapper {
    /// Those whose queries stand on the model itself: `User.findOne()`.
    pub const ON_MODELS: &'static [Self] = &[Self::Mongoose, Self::Sequelize, Self::TypeOrm];

    /// How a read leaves a column out, as code; `$` stands for the column.
    pub const fn leaves_out(self) -> &'static str {
        match self {
            Self::Prisma => "omit: { $: true }",
            Self::Drizzle => "columns: { $: false }",
            Self::Mongoose => ".select(\"-$\")",
            Self::Sequelize => "attributes: { exclude: [\"$\"] }",
            Self::TypeOrm => "@Column({ select: false })",
            Self::Table => "the columns by name, without `$`",
        }
    }
}

/// A table or collection as the schema declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What declares it.
    pub mapper: Mapper,
    /// The name code uses for it: the Prisma model, the exported Drizzle table, the class or Mongoose model.
    pub name: SmolStr,
    /// The name in the database, when the schema gives another.
    pub table: Option<SmolStr>,
    /// The expression or block that declares it; the range of the value which the name stands for.
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
    /// Its type as written (`String`, `text`, `Boolean`), or the model it holds; empty when unknown.
    pub kind: SmolStr,
    /// When it is left out although nobody says so at the read.
    pub hidden: Hidden,
    /// Whether it holds a row or rows of another model.
    pub is_relation: bool,
}

/// When a column is left out although nobody says so at the read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Hidden {
    /// Never.
    #[default]
    Never,
    /// Reads leave it out unless asked (`select: false`, a default scope).
    WhenRead,
    /// It is taken out when the row becomes JSON (a `toJSON` transform, `@Exclude()`); a plain copy of the row keeps it.
    WhenSent,
}

/// Every read of a model leaves a column out: an option or an extension of the database client.
#[derive(Clone, Debug, PartialEq)]
pub struct HiddenColumn {
    /// The model, by the name code uses.
    pub model: SmolStr,
    /// The column.
    pub column: SmolStr,
}

/// Code reads whole rows, or part of them.
#[derive(Clone, Debug, PartialEq)]
pub struct RowRead {
    /// The chain of calls that reads; the same range as the [`super::CallValue`] a value holds.
    pub range: TextRange,
    /// The calls within the chain: each of their results is the same row, before or after it is shaped.
    pub steps: Vec<TextRange>,
    /// From the receiver to the parenthesis of the call that reads: what a finding marks.
    pub head: TextRange,
    /// What may read so; the model tells which it is.
    pub mappers: &'static [Mapper],
    /// The model.
    pub model: ModelName,
    /// What is done with the rows.
    pub operation: Operation,
    /// Which columns it gives.
    pub columns: Columns,
    /// Rows of other models read along with it: `include: { user: true }`.
    pub included: Vec<Included>,
    /// Whether the rows are plain objects: what a model does when its rows become JSON does not happen.
    pub is_plain: bool,
    /// Whether more happens with the rows than that they are handed on: their methods are called, or a member that may be a
    /// credential is compared or checked.
    pub is_used: bool,
    /// Where a column could be left out with one insertion, by what declares the model.
    pub deselections: Vec<(Mapper, Deselection)>,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

/// How code names a model.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelName {
    /// The name as written.
    pub name: SmolStr,
    /// What the name stands for, when it is a value (`User` of `User.find()`).
    pub value: Value,
}

/// What is done with the rows that are given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// One row is read, changed or deleted.
    One,
    /// A list is read.
    Many,
    /// A row is made, and given back.
    Create,
}

/// Rows of another model read along with a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Included {
    /// The key they stand under in the row; empty when that is not known.
    pub key: SmolStr,
    /// The model, when the read names it; else the field `key` of the row's model tells.
    pub model: Option<ModelName>,
    /// Which columns they have.
    pub columns: Columns,
    /// What is read along with them in turn.
    pub included: Vec<Included>,
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
    Unknown,
}

/// An insertion that makes a read leave columns out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deselection {
    /// Byte offset.
    pub at: u32,
    /// The text before the columns.
    pub before: &'static str,
    /// One column; `$` stands for its name.
    pub column: &'static str,
    /// What stands between two columns.
    pub between: &'static str,
    /// The text after the columns.
    pub after: &'static str,
    /// The oldest major release of a package that knows it, where it matters.
    pub needs: Option<(&'static str, u32)>,
}

impl Deselection {
    /// The text to insert so that `columns` are left out.
    pub fn text(&self, columns: &[SmolStr]) -> String {
        let each: Vec<String> = columns.iter().map(|column| self.column.replace('$', column)).collect();
        format!("{}{}{}", self.before, each.join(self.between), self.after)
    }
}

/// A column is taken off a row before it goes on: `delete user.password`, `user.password = undefined`.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnRemoval {
    /// The row, as the value the name stands for.
    pub row: Value,
    /// The column; `*` when it is computed.
    pub column: SmolStr,
}
