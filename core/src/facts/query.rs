//! Queries: which rows code touches, on what conditions, and what is checked around it.

use smol_str::SmolStr;

use super::{FunctionId, Mapper, ModelName, Value};
use crate::text::TextRange;

/// Rows of a model are read, made, changed or deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The whole expression.
    pub range: TextRange,
    /// From the receiver to the parenthesis of the call that says what is done: what a finding marks.
    pub head: TextRange,
    /// What may query so; the model tells which it is.
    pub mappers: &'static [Mapper],
    /// The model.
    pub model: ModelName,
    /// What is done.
    pub action: QueryAction,
    /// What rows have to fulfil. Empty for all rows.
    pub conditions: Vec<QueryCondition>,
    /// Whether there may be conditions that cannot be seen.
    pub is_open: bool,
    /// What is written; [`Value::Unknown`] when nothing is, or when it cannot be told.
    pub written: Value,
    /// Where that stands.
    pub written_range: TextRange,
    /// How one more condition would be added, as edits of this file whose texts have `$COLUMN` for the column and `$VALUE`
    /// for the expression; by what declares the model.
    pub scoping: Vec<(Mapper, Vec<(TextRange, SmolStr)>)>,
    /// The client it goes through, where the database itself keeps rows to their owners from all but privileged clients; none
    /// where code alone decides.
    pub client: Option<Value>,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

/// What is done with rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryAction {
    /// One is read.
    ReadOne,
    /// Several are read, or counted.
    ReadMany,
    /// They are changed.
    Update,
    /// They are deleted.
    Delete,
    /// They are made.
    Insert,
}

/// What a row has to fulfil.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryCondition {
    /// The column, or the relations that lead to it: `["team", "members", "some", "userId"]`.
    pub path: Vec<SmolStr>,
    /// What it is compared with.
    pub value: Value,
}

/// Rows that were read are sorted out afterwards by whose they are: `invoices.filter((one) => one.userId === user.id)`.
#[derive(Clone, Debug, PartialEq)]
pub struct RowFilter {
    /// The query whose rows they are: its range.
    pub query: TextRange,
    /// The column that is looked at.
    pub column: SmolStr,
    /// What it is compared with.
    pub value: Value,
    /// From the rows to the parenthesis of the call that sorts them out.
    pub head: TextRange,
}

/// Something that may decide whether the code goes on: a comparison, or a call of something that is named for rights.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The test, or the call.
    pub value: Value,
    /// Where it stands.
    pub range: TextRange,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

/// A name in a function that stands for the one who asks: `const session = await auth()`.
#[derive(Clone, Debug, PartialEq)]
pub struct CallerName {
    /// An expression for their id (`session.user.id`), or for that of their tenant (`req.user!.workspaceId`).
    pub expression: SmolStr,
    /// The member that names the tenant (`workspaceId`) when it is that of their tenant.
    pub tenant: Option<SmolStr>,
    /// From where on it can be used: the end of its declaration, or the start of the function that is given it.
    pub from: u32,
    /// The function it is declared in.
    pub function: Option<FunctionId>,
    /// Whether that function itself speaks of them, and not only the rest of the file.
    pub is_spoken: bool,
}

/// A function that answers requests without a route of its own in [`super::FileFacts::routes`]: a procedure of a typed API,
/// a page's loader, a function the client calls by reference.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryPoint {
    /// The function.
    pub function: FunctionId,
    /// What it is.
    pub kind: super::ResponseKind,
    /// What it is built with, which may check rights: the base of a procedure.
    pub base: Value,
}
