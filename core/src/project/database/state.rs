//! What a database holds, each part with the place it comes from.

use smol_str::SmolStr;

use crate::facts::{Bucket, Column, DatabaseFunction, ObjectName, Policy, View};
use crate::text::TextRange;

/// Schema and name.
pub type Key = (SmolStr, SmolStr);

/// The key of a name; without a schema it is in `public`, PostgreSQL's default.
pub fn key(name: &ObjectName) -> Key {
    (name.schema.clone().unwrap_or(SmolStr::new_static("public")), name.name.clone())
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Project-relative path.
    pub path: String,
    /// UTF-8 bytes.
    pub range: TextRange,
}

/// What tells that an HTTP API serves the database to whoever has the public key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exposure {
    /// Nothing does.
    #[default]
    None,
    /// The app talks to Supabase, which may be another database than this.
    Likely,
    /// The SQL is written for it: its folder, its roles, its functions.
    Certain,
}

/// Whether row-level security is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Off, as it is without a word.
    Off,
    /// On.
    On,
    /// Code switches it for tables whose names it computes.
    Unknown,
}

/// Row-level security and what set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityState {
    /// How it stands.
    pub state: Security,
    /// The statement that last changed it.
    pub place: Option<Place>,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceState {
    /// The column that refers.
    pub column: SmolStr,
    /// The table it leads to.
    pub table: Key,
    /// The column there, when named.
    pub target: Option<SmolStr>,
    /// Whether the row goes when the one it refers to does.
    pub cascades: bool,
    /// Where it is declared.
    pub place: Place,
}

/// A column and the file that declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnState {
    /// The column.
    pub column: Column,
    /// The file.
    pub path: String,
}

/// A policy and where it is made.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyState {
    /// The policy, alterations applied.
    pub policy: Policy,
    /// The whole statement that made it.
    pub place: Place,
    /// Whether it was made by a script outside the migrations.
    pub is_loose: bool,
}

/// Who may do what with a table, as far as grants were withdrawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Withdrawn {
    /// From whoever has the public key.
    pub anon: bool,
    /// From whoever is signed in.
    pub authenticated: bool,
}

impl Withdrawn {
    /// Whether nobody from outside gets at it.
    pub const fn is_closed(self) -> bool {
        self.anon && self.authenticated
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Schema and name, as they are now.
    pub key: Key,
    /// The name in `CREATE TABLE`.
    pub place: Place,
    /// The whole `CREATE TABLE`.
    pub statement: TextRange,
    /// Its columns.
    pub columns: Vec<ColumnState>,
    /// Columns of its primary key.
    pub primary: Vec<SmolStr>,
    /// Its foreign keys.
    pub references: Vec<ReferenceState>,
    /// Row-level security.
    pub security: SecurityState,
    /// Its policies.
    pub policies: Vec<PolicyState>,
    /// Whether code makes or drops policies whose names it computes.
    pub has_unknown_policies: bool,
    /// Grants withdrawn.
    pub withdrawn: Withdrawn,
    /// Whether it is a partition, is temporary, or was written for another kind of database.
    pub is_special: bool,
    /// Whether it was made by a script outside the migrations.
    pub is_loose: bool,
}

impl Table {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&ColumnState> {
        self.columns.iter().find(|state| state.column.name == name)
    }

    /// The table as SQL names it, quoted where it must be.
    pub fn sql_name(&self) -> String {
        format!("{}.{}", quoted(&self.key.0), quoted(&self.key.1))
    }
}

/// A name as SQL writes it: quoted unless it is lower-case letters, digits and underscores.
pub fn quoted(name: &str) -> String {
    let is_plain = name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && !matches!(
            name,
            "user" | "order" | "group" | "table" | "select" | "check" | "column" | "default" | "references" | "all"
        );
    if is_plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// A view.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewState {
    /// The view.
    pub view: View,
    /// Its name in `CREATE VIEW`.
    pub place: Place,
    /// Grants withdrawn.
    pub withdrawn: Withdrawn,
}

/// A function.
#[derive(Clone, Debug, PartialEq)]
pub struct DatabaseFunctionState {
    /// The function.
    pub function: DatabaseFunction,
    /// Its name in `CREATE FUNCTION`.
    pub place: Place,
    /// Whether the right to call it was withdrawn from somebody.
    pub is_withdrawn: bool,
}

/// A bucket of files.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredBucket {
    /// The bucket.
    pub bucket: Bucket,
    /// The file that makes it.
    pub path: String,
}
