//! Changes to a database's schema, as SQL writes them: tables, row-level security, policies, functions, grants.
//!
//! Invariant: changes stand in source order, names are as the database keeps them (folded to lower case unless quoted),
//! and ranges are UTF-8 bytes of the file.

use smol_str::SmolStr;

use super::condition::Condition;
use crate::text::TextRange;

/// One change a SQL file makes to a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemaChange {
    /// The whole statement without its semicolon; in a `DO` block, the part that makes the change.
    pub range: TextRange,
    /// What it does.
    pub kind: ChangeKind,
}

/// The name of a table, view, function or type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectName {
    /// The schema, when the name tells it.
    pub schema: Option<SmolStr>,
    /// The name itself.
    pub name: SmolStr,
    /// Where it stands, the schema included.
    pub range: TextRange,
}

/// What a change does.
#[derive(Clone, Debug, PartialEq)]
pub enum ChangeKind {
    /// `CREATE TABLE`.
    CreateTable(NewTable),
    /// `ALTER TABLE … ADD COLUMN`.
    AddColumn(ObjectName, Column),
    /// `ALTER TABLE … DROP COLUMN`.
    DropColumn(ObjectName, SmolStr),
    /// `ALTER TABLE … RENAME COLUMN a TO b`.
    RenameColumn(ObjectName, SmolStr, SmolStr),
    /// `ALTER TABLE … ADD CONSTRAINT`.
    AddConstraint(ObjectName, Constraint),
    /// `ALTER TABLE … RENAME TO`.
    RenameTable(ObjectName, SmolStr),
    /// `ALTER TABLE … SET SCHEMA`.
    SetSchema(ObjectName, SmolStr),
    /// `ALTER TABLE … ATTACH PARTITION child`: the child.
    AttachPartition(ObjectName),
    /// `DROP TABLE`.
    DropTable(ObjectName),
    /// `DROP SCHEMA`.
    DropSchema(SmolStr),
    /// `ALTER TABLE … ENABLE ROW LEVEL SECURITY` and its counterparts.
    RowSecurity(ObjectName, RowSecurity),
    /// Security that code changes for tables it computes.
    Dynamic(DynamicSecurity),
    /// `CREATE POLICY`.
    CreatePolicy(Policy),
    /// `ALTER POLICY`; what it does not name stays as it was.
    AlterPolicy(PolicyChange),
    /// `DROP POLICY name ON table`.
    DropPolicy(SmolStr, ObjectName),
    /// `CREATE VIEW`.
    CreateView(View),
    /// `ALTER VIEW … SET (security_invoker = …)`.
    SetInvoker(ObjectName, bool),
    /// `DROP VIEW`.
    DropView(ObjectName),
    /// `CREATE FUNCTION`.
    CreateFunction(DatabaseFunction),
    /// `ALTER FUNCTION … SECURITY DEFINER` (true) or `INVOKER`.
    SetDefiner(ObjectName, bool),
    /// `DROP FUNCTION`.
    DropFunction(ObjectName),
    /// `GRANT` and `REVOKE`.
    Grant(Grant),
    /// A bucket of Supabase's storage is made or changed.
    Bucket(Bucket),
}

/// A table as `CREATE TABLE` writes it.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the statement")]
pub struct NewTable {
    /// Its name.
    pub name: ObjectName,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Constraints of the table.
    pub constraints: Vec<Constraint>,
    /// Whether it stays when it is there already.
    pub if_not_exists: bool,
    /// `TEMPORARY`: seen by one session only.
    pub is_temporary: bool,
    /// `PARTITION OF` another.
    pub is_partition: bool,
    /// Whether it is written for another database than PostgreSQL (backticks, `AUTO_INCREMENT`, `ENGINE=`).
    pub is_foreign_dialect: bool,
    /// The table it takes its columns from: `LIKE other`, `AS SELECT … FROM other`.
    pub copies: Option<ObjectName>,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the definition")]
pub struct Column {
    /// Its name.
    pub name: SmolStr,
    /// Where the definition stands.
    pub range: TextRange,
    /// Its type, lower-case, without a length: `uuid`, `timestamp with time zone`.
    pub kind: SmolStr,
    /// `PRIMARY KEY`.
    pub is_primary: bool,
    /// `UNIQUE`.
    pub is_unique: bool,
    /// `NOT NULL`.
    pub is_required: bool,
    /// `DEFAULT auth.uid()`.
    pub is_caller_by_default: bool,
    /// `REFERENCES table (column)`.
    pub reference: Option<(ObjectName, Option<SmolStr>)>,
    /// `ON DELETE CASCADE`: the row is part of the one it refers to.
    pub cascades: bool,
}

/// A constraint of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Constraint {
    /// `PRIMARY KEY (…)`.
    Primary(Vec<SmolStr>),
    /// `UNIQUE (…)`.
    Unique(Vec<SmolStr>),
    /// `FOREIGN KEY (…) REFERENCES table (…)`.
    Reference {
        /// The columns.
        columns: Vec<SmolStr>,
        /// The table they lead to.
        table: ObjectName,
        /// Its columns; none for its primary key.
        targets: Vec<SmolStr>,
        /// `ON DELETE CASCADE`.
        cascades: bool,
        /// The constraint.
        range: TextRange,
    },
}

/// A change to a table's row-level security.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowSecurity {
    /// `ENABLE`.
    Enable,
    /// `DISABLE`.
    Disable,
    /// `FORCE`: the owner is bound too.
    Force,
    /// `NO FORCE`.
    NoForce,
}

/// What code in a `DO` block does to tables whose names it computes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DynamicSecurity {
    /// It turns row-level security on.
    pub enables: bool,
    /// It makes policies.
    pub creates: bool,
    /// It drops policies.
    pub drops: bool,
    /// Texts of the block that may be the names of the tables; empty when it asks the catalogue, so that any may be meant.
    pub names: Vec<SmolStr>,
}

/// What a policy lets do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Command {
    /// Every command.
    All,
    /// `SELECT`.
    Select,
    /// `INSERT`.
    Insert,
    /// `UPDATE`.
    Update,
    /// `DELETE`.
    Delete,
}

impl Command {
    /// The word in SQL, lower-case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Select => "select",
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// A condition and where it stands, without its parentheses.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyCondition {
    /// What it demands.
    pub condition: Condition,
    /// Where it stands.
    pub range: TextRange,
}

/// A policy as `CREATE POLICY` writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its name.
    pub name: SmolStr,
    /// Where the name stands.
    pub name_range: TextRange,
    /// The table it guards.
    pub table: ObjectName,
    /// What it lets do.
    pub command: Command,
    /// Whom it is for; empty means everyone (`PUBLIC`).
    pub roles: Vec<SmolStr>,
    /// `AS RESTRICTIVE`: narrows the others instead of adding to them.
    pub is_restrictive: bool,
    /// `USING (…)`.
    pub using: Option<PolicyCondition>,
    /// `WITH CHECK (…)`.
    pub check: Option<PolicyCondition>,
}

/// A change of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyChange {
    /// The policy.
    pub name: SmolStr,
    /// Its table.
    pub table: ObjectName,
    /// `RENAME TO`.
    pub renamed: Option<SmolStr>,
    /// `TO`, when named.
    pub roles: Option<Vec<SmolStr>>,
    /// `USING`, when named.
    pub using: Option<PolicyCondition>,
    /// `WITH CHECK`, when named.
    pub check: Option<PolicyCondition>,
}

/// A view as `CREATE VIEW` writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Its name.
    pub name: ObjectName,
    /// `MATERIALIZED`: its rows are a copy, which no policy guards.
    pub is_materialised: bool,
    /// `WITH (security_invoker = true)`: the policies of the tables hold for whoever asks.
    pub is_invoker: bool,
    /// What it selects; none when that could not be read.
    pub query: Option<super::condition::Query>,
}

/// A function of the database.
#[derive(Clone, Debug, PartialEq)]
pub struct DatabaseFunction {
    /// Its name.
    pub name: ObjectName,
    /// Names of its arguments; a nameless one is empty.
    pub arguments: Vec<SmolStr>,
    /// What it returns, lower-case, as written: `trigger`, `setof orders`, `boolean`.
    pub returns: SmolStr,
    /// `SECURITY DEFINER`: runs with the rights of whoever made it, past every policy.
    pub is_definer: bool,
    /// `SET search_path`.
    pub sets_search_path: bool,
    /// Whether its body asks who calls (`auth.uid()`, `auth.jwt()`, a setting of the request).
    pub asks_caller: bool,
    /// Functions its body calls, with their schema when written.
    pub calls: Vec<SmolStr>,
    /// Tables its body reads.
    pub reads: Vec<SmolStr>,
    /// Tables its body inserts into.
    pub inserts: Vec<SmolStr>,
    /// Tables whose rows its body updates or deletes.
    pub changes: Vec<SmolStr>,
    /// What it answers, where the body is one query or one `RETURN`.
    pub result: Option<Condition>,
}

/// What a grant is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantTarget {
    /// Tables and views by name.
    Tables(Vec<ObjectName>),
    /// `ALL TABLES IN SCHEMA`: those that are there.
    TablesIn(Vec<SmolStr>),
    /// `ALTER DEFAULT PRIVILEGES … ON TABLES`: those to come.
    FutureTables(Vec<SmolStr>),
    /// Functions by name.
    Functions(Vec<ObjectName>),
    /// `ALL FUNCTIONS IN SCHEMA`.
    FunctionsIn(Vec<SmolStr>),
    /// `ALTER DEFAULT PRIVILEGES … ON FUNCTIONS`.
    FutureFunctions(Vec<SmolStr>),
    /// `SCHEMA`.
    Schemas(Vec<SmolStr>),
}

/// A grant or its withdrawal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// `REVOKE`.
    pub is_revoked: bool,
    /// `select`, `insert`, … or `all`.
    pub privileges: Vec<SmolStr>,
    /// On what.
    pub target: GrantTarget,
    /// To or from whom.
    pub roles: Vec<SmolStr>,
}

/// A bucket of Supabase's storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its id, as policies name it.
    pub id: SmolStr,
    /// Where the id stands.
    pub range: TextRange,
    /// Whether everyone reads what lies in it by its address.
    pub is_public: bool,
}
