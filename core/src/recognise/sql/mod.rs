//! SQL files: what each statement changes of a database's schema (postgresql.org/docs, "SQL Commands"; MySQL and SQLite for
//! tables and columns).
//!
//! Invariant: statements are read one by one by their first words, and only as far as is known, so that what nothing here
//! understands hides nothing else.

mod block;
mod function;
mod grant;
mod policy;
mod storage;
mod table;
#[cfg(test)]
mod tests;
mod view;

use crate::facts::{ChangeKind, FileFacts, NewTable, ObjectName, SchemaChange};
use crate::syntax::sql::{Cursor, Statement, each_statement, forward_part};
use crate::syntax::{Problem, ProblemKind};
use crate::text::TextRange;
use smol_str::SmolStr;

/// Finds the schema changes of a file, the way forward only.
pub fn recognise(text: &str, facts: &mut FileFacts) {
    let mut reader = Reader { text, path: SmolStr::default(), changes: Vec::new() };
    each_statement(text, 0, forward_part(text), &mut |statement| {
        if !statement.is_whole {
            let message = "This statement is not closed, so it was read in part.".to_owned();
            facts.problems.push(Problem { range: statement.range(), kind: ProblemKind::Syntax, message });
        }
        // A statement that nothing ends is still being written.
        if !statement.is_whole || !statement.is_ended {
            facts.partial.push(statement.range());
        }
        reader.statement(statement);
    });
    facts.schema_changes = reader.changes;
}

/// The tables that a text of SQL makes.
pub fn tables(text: &str) -> Vec<NewTable> {
    let mut reader = Reader { text, path: SmolStr::default(), changes: Vec::new() };
    each_statement(text, 0, text.len(), &mut |statement| reader.statement(statement));
    let table = |change: SchemaChange| match change.kind {
        ChangeKind::CreateTable(table) => Some(table),
        _ => None,
    };
    reader.changes.into_iter().filter_map(table).collect()
}

/// Reads statements one after the other.
struct Reader<'a> {
    text: &'a str,
    /// The schema of names without one, from `SET search_path`; empty for the default.
    path: SmolStr,
    changes: Vec<SchemaChange>,
}

impl Reader<'_> {
    fn statement(&mut self, statement: &Statement) {
        let cursor = Cursor::new(self.text, &statement.tokens);
        self.read(cursor);
    }

    fn read(&mut self, cursor: Cursor<'_>) {
        let range = cursor.range();
        let first = cursor.peek(0).to_ascii_lowercase();
        match first.as_str() {
            "create" => self.create(cursor, range),
            "alter" => self.alter(cursor, range),
            "drop" => self.drop(cursor, range),
            "grant" | "revoke" => {
                let found = grant::read(cursor).map(ChangeKind::Grant);
                self.note(range, found);
            }
            "insert" | "update" => {
                for bucket in storage::read(cursor) {
                    self.note(range, Some(ChangeKind::Bucket(bucket)));
                }
            }
            "set" => self.set(cursor),
            "do" => self.block(cursor, range),
            _ => {}
        }
    }

    fn note(&mut self, range: TextRange, kind: Option<ChangeKind>) {
        if let Some(mut kind) = kind {
            self.put_schema(&mut kind);
            self.changes.push(SchemaChange { range, kind });
        }
    }

    /// `SET search_path TO app, public`.
    fn set(&mut self, mut cursor: Cursor<'_>) {
        cursor.eat(&["set"]);
        cursor.eat_any(&["local", "session"]);
        if cursor.eat(&["search_path"]) && (cursor.eat(&["to"]) || cursor.eat(&["="])) {
            let first = cursor.identifier().map(|(name, _)| name).unwrap_or_default();
            self.path = if matches!(first.as_str(), "public" | "default") { SmolStr::default() } else { first };
        }
    }

    /// Gives names without a schema the one in force.
    fn put_schema(&self, kind: &mut ChangeKind) {
        if self.path.is_empty() {
            return;
        }
        let put = |name: &mut ObjectName| {
            name.schema.get_or_insert_with(|| self.path.clone());
        };
        match kind {
            ChangeKind::CreateTable(table) => put(&mut table.name),
            ChangeKind::CreatePolicy(policy) => put(&mut policy.table),
            ChangeKind::AlterPolicy(change) => put(&mut change.table),
            ChangeKind::CreateView(view) => put(&mut view.name),
            ChangeKind::CreateFunction(function) => put(&mut function.name),
            ChangeKind::AddColumn(name, _)
            | ChangeKind::DropColumn(name, _)
            | ChangeKind::RenameColumn(name, ..)
            | ChangeKind::AddConstraint(name, _)
            | ChangeKind::RenameTable(name, _)
            | ChangeKind::SetSchema(name, _)
            | ChangeKind::AttachPartition(name)
            | ChangeKind::DropTable(name)
            | ChangeKind::RowSecurity(name, _)
            | ChangeKind::DropPolicy(_, name)
            | ChangeKind::SetInvoker(name, _)
            | ChangeKind::SetDefiner(name, _)
            | ChangeKind::DropView(name)
            | ChangeKind::DropFunction(name) => put(name),
            ChangeKind::DropSchema(_) | ChangeKind::Dynamic(_) | ChangeKind::Grant(_) | ChangeKind::Bucket(_) => {}
        }
    }

    fn create(&mut self, mut cursor: Cursor<'_>, range: TextRange) {
        cursor.skip(1);
        let is_temporary = is_temporary(cursor);
        cursor.eat(&["or", "replace"]);
        cursor.eat_any(&["global", "local", "temp", "temporary", "unlogged", "recursive", "foreign"]);
        let found = if cursor.eat(&["table"]) {
            table::create(cursor, is_temporary).map(ChangeKind::CreateTable)
        } else if cursor.eat(&["policy"]) {
            policy::create(cursor).map(ChangeKind::CreatePolicy)
        } else if cursor.eat(&["materialized", "view"]) {
            view::create(cursor, true).map(ChangeKind::CreateView)
        } else if cursor.eat(&["view"]) {
            view::create(cursor, false).map(ChangeKind::CreateView)
        } else if cursor.eat(&["function"]) || cursor.eat(&["procedure"]) {
            function::create(cursor).map(ChangeKind::CreateFunction)
        } else {
            None
        };
        self.note(range, found);
    }

    fn alter(&mut self, mut cursor: Cursor<'_>, range: TextRange) {
        cursor.skip(1);
        if cursor.eat(&["table"]) {
            for kind in table::alter(cursor) {
                self.note(range, Some(kind));
            }
        } else if cursor.eat(&["policy"]) {
            self.note(range, policy::alter(cursor).map(ChangeKind::AlterPolicy));
        } else if cursor.eat(&["view"]) || cursor.eat(&["materialized", "view"]) {
            self.note(range, view::alter(cursor));
        } else if cursor.eat(&["function"]) {
            self.note(range, function::alter(cursor));
        } else if cursor.eat(&["default", "privileges"]) {
            self.note(range, grant::defaults(cursor).map(ChangeKind::Grant));
        }
    }

    fn drop(&mut self, mut cursor: Cursor<'_>, range: TextRange) {
        cursor.skip(1);
        if cursor.eat(&["policy"]) {
            cursor.eat(&["if", "exists"]);
            let dropped = cursor.identifier().and_then(|(name, _)| {
                cursor.eat(&["on"]).then(|| cursor.object()).flatten().map(|table| ChangeKind::DropPolicy(name, table))
            });
            self.note(range, dropped);
            return;
        }
        let make: fn(ObjectName) -> ChangeKind = if cursor.eat(&["table"]) {
            ChangeKind::DropTable
        } else if cursor.eat(&["view"]) || cursor.eat(&["materialized", "view"]) {
            ChangeKind::DropView
        } else if cursor.eat(&["function"]) {
            ChangeKind::DropFunction
        } else if cursor.eat(&["schema"]) {
            |name| ChangeKind::DropSchema(name.name)
        } else {
            return;
        };
        cursor.eat(&["if", "exists"]);
        for mut part in cursor.split_commas() {
            self.note(range, part.object().map(make));
        }
    }
}

fn is_temporary(cursor: Cursor<'_>) -> bool {
    (0..3).any(|at| matches!(cursor.peek(at).to_ascii_lowercase().as_str(), "temp" | "temporary"))
}
