//! The databases of a project: what stands after all SQL files, and where each part of it comes from.
//!
//! Invariant: a migrations folder folds in the order its tool applies it; other scripts can only add, since nobody knows
//! whether and when they ran. So what a script switches on counts, and what it takes away does not.

mod fold;
mod group;
mod order;
mod reading;
mod scope;
mod state;
#[cfg(all(test, feature = "sql"))]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use smol_str::SmolStr;

use super::Project;
use super::modules::Modules;
use crate::facts::FileFacts;

pub use reading::Demand;
pub use scope::{Scope, ScopeKind};
pub use state::{
    ColumnState, DatabaseFunctionState, Exposure, Key, Place, PolicyState, ReferenceState, Security, SecurityState,
    StoredBucket, Table, ViewState, quoted,
};

/// A database as all its SQL files leave it.
#[derive(Clone, Debug, Default)]
pub struct Database {
    /// The folder its files lie in; empty for the root.
    pub root: String,
    /// Tables by schema and name.
    pub tables: BTreeMap<Key, Table>,
    /// Views.
    pub views: BTreeMap<Key, ViewState>,
    /// Functions; the last one of several of the same name.
    pub functions: BTreeMap<Key, DatabaseFunctionState>,
    /// Buckets of files.
    pub buckets: BTreeMap<SmolStr, StoredBucket>,
    /// The newest file of the migrations folder.
    pub newest_migration: Option<String>,
    /// Schemas an HTTP API serves to whoever has the public key.
    pub served: Vec<SmolStr>,
    /// Schemas that somebody outside was let into.
    pub open_schemas: Vec<SmolStr>,
    /// Schemas that everybody outside was shut out of.
    pub closed_schemas: Vec<SmolStr>,
    /// What tells that there is such an API.
    pub exposure: Exposure,
    /// Tables whose rows are people.
    people: BTreeSet<Key>,
    /// Tables whose rows are groups of people.
    tenants: BTreeSet<Key>,
    /// Tables whose rows are somebody's.
    owned: BTreeSet<Key>,
    /// Whether a statement of some file is not closed: what seems missing may stand behind.
    pub is_partial: bool,
}

/// All databases of a project.
#[derive(Clone, Debug, Default)]
pub struct Databases {
    list: Vec<Database>,
    of_file: HashMap<String, usize>,
}

impl Database {
    /// Whether the API serves a schema, and people outside may enter it: `public` from the start (supabase.com/docs, "Using
    /// custom schemas"), others once they are let in.
    pub fn serves(&self, schema: &str) -> bool {
        let has = |list: &[SmolStr]| list.iter().any(|other| other == schema);
        has(&self.served) && !has(&self.closed_schemas) && (schema == "public" || has(&self.open_schemas))
    }
}

impl Database {
    /// Every table.
    pub fn tables_in_order(&self) -> impl Iterator<Item = &Table> {
        self.tables.values()
    }
}

impl Databases {
    /// Each of them.
    pub(super) fn list(&self) -> &[Database] {
        &self.list
    }

    /// Folds the SQL files among `files`.
    pub(super) fn new(files: &BTreeMap<String, FileFacts>, modules: &Modules) -> Self {
        let mut databases = Self::default();
        for group in group::groups(files, modules) {
            for file in &group.files {
                databases.of_file.insert(file.path.clone(), databases.list.len());
            }
            databases.list.push(fold::fold(&group));
        }
        databases
    }
}

/// Whether a file takes part in a database.
pub(super) fn takes_part(facts: &FileFacts) -> bool {
    !facts.schema_changes.is_empty() || facts.api_schemas.is_some()
}

impl Project {
    /// The database the SQL file at `path` belongs to.
    pub fn database_of(&self, path: &str) -> Option<&Database> {
        self.index.databases.list.get(*self.index.databases.of_file.get(path)?)
    }

    /// Every database.
    pub fn databases(&self) -> impl Iterator<Item = &Database> {
        self.index.databases.list.iter()
    }
}
