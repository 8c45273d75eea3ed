//! Folds the changes of a database's files into what stands in the end.

mod grants;

use std::collections::HashSet;

use smol_str::SmolStr;

use super::Database;
use super::group::Group;
use super::state::{
    ColumnState, DatabaseFunctionState, Key, Place, PolicyState, ReferenceState, Security, SecurityState, StoredBucket,
    Table, ViewState, Withdrawn, key,
};
use crate::facts::{
    ChangeKind, Column, Constraint, DynamicSecurity, FileFacts, NewTable, ObjectName, Policy, PolicyChange,
    RowSecurity, SchemaChange,
};

/// Most policies kept of one table.
const POLICY_LIMIT: usize = 500;

/// What stands after the files of `group`.
pub fn fold(group: &Group<'_>) -> Database {
    let mut folder = Folder {
        database: Database {
            root: group.root.clone(),
            newest_migration: group.migrations.last().map(|file| file.path.clone()),
            served: group.served.clone(),
            exposure: group.exposure,
            is_partial: group.files.iter().any(|file| !file.problems.is_empty()),
            ..Database::default()
        },
        closed_tables: Vec::new(),
        open_tables: Vec::new(),
        closed_functions: Vec::new(),
        copies: Vec::new(),
        known_tables: HashSet::new(),
        known_policies: HashSet::new(),
        is_loose: false,
        path: "",
    };
    for file in &group.migrations {
        folder.path = &file.path;
        file.schema_changes.iter().for_each(|change| folder.apply(change));
    }
    folder.is_loose = true;
    folder.scripts(&group.scripts);
    folder.copy_columns();
    folder.database.settle();
    folder.database
}

struct Folder<'a> {
    database: Database,
    /// Schemas whose tables to come are closed to everyone outside.
    closed_tables: Vec<SmolStr>,
    /// Schemas outside `public` whose tables to come are open to somebody outside.
    open_tables: Vec<SmolStr>,
    /// Schemas whose functions to come are closed.
    closed_functions: Vec<SmolStr>,
    /// Tables that have the columns of another.
    copies: Vec<(Key, Key)>,
    /// Tables that migrations made, gone or not: a script that still has them is an old copy.
    known_tables: HashSet<Key>,
    /// The same of policies, by table and name.
    known_policies: HashSet<(Key, SmolStr)>,
    /// Whether the file at hand is a script outside the migrations.
    is_loose: bool,
    path: &'a str,
}

impl<'a> Folder<'a> {
    /// Scripts run in an order nobody knows: tables of all of them come first, and only the script that made a policy can
    /// make it stay after another has dropped it.
    fn scripts(&mut self, files: &[&'a FileFacts]) {
        let makes = |change: &SchemaChange| {
            matches!(
                change.kind,
                ChangeKind::CreateTable(_) | ChangeKind::AddColumn(..) | ChangeKind::AddConstraint(..)
            )
        };
        for makes_tables in [true, false] {
            for file in files {
                self.path = &file.path;
                for change in file.schema_changes.iter().filter(|change| makes(change) == makes_tables) {
                    self.apply(change);
                }
            }
        }
        for file in files {
            for change in &file.schema_changes {
                if let ChangeKind::DropPolicy(name, table) = &change.kind
                    && let Some(table) = self.database.tables.get_mut(&key(table))
                {
                    table
                        .policies
                        .retain(|state| state.policy.name != *name || !state.is_loose || state.place.path == file.path);
                }
            }
        }
    }

    /// A copy has the columns of its model and where they lead, none of its policies.
    fn copy_columns(&mut self) {
        for (copy, from) in &self.copies {
            let Some(model) = self.database.tables.get(from) else { continue };
            let (columns, references) = (model.columns.clone(), model.references.clone());
            if let Some(table) = self.database.tables.get_mut(copy) {
                table.columns.extend(columns);
                table.references.extend(references);
            }
        }
    }

    fn place(&self, change: &SchemaChange) -> Place {
        Place { path: self.path.to_owned(), range: change.range }
    }

    fn named(&self, name: &ObjectName) -> Place {
        Place { path: self.path.to_owned(), range: name.range }
    }

    fn table(&mut self, name: &ObjectName) -> Option<&mut Table> {
        self.database.tables.get_mut(&key(name))
    }

    fn apply(&mut self, change: &SchemaChange) {
        let place = self.place(change);
        match &change.kind {
            ChangeKind::CreateTable(table) => self.create_table(table, change),
            ChangeKind::AddColumn(name, column) => self.add_column(name, column),
            ChangeKind::AddConstraint(name, constraint) => self.add_constraint(name, constraint),
            ChangeKind::RowSecurity(name, security) => self.secure(name, *security, place),
            ChangeKind::Dynamic(dynamic) => self.dynamic(dynamic, &place),
            ChangeKind::CreatePolicy(policy) => self.create_policy(policy, place),
            ChangeKind::AlterPolicy(change) => self.alter_policy(change),
            ChangeKind::DropPolicy(name, table) => {
                let (is_loose, path) = (self.is_loose, self.path);
                if let Some(table) = self.table(table) {
                    table.policies.retain(|state| state.policy.name != *name || is_loose && state.place.path != path);
                }
            }
            ChangeKind::CreateView(view) => {
                let key = key(&view.name);
                let is_closed = key.0 != "public" && !self.open_tables.contains(&key.0);
                let withdrawn = Withdrawn { anon: is_closed, authenticated: is_closed };
                let state = ViewState { view: view.clone(), place: self.named(&view.name), withdrawn };
                self.database.views.insert(key, state);
            }
            ChangeKind::SetInvoker(name, is_invoker) => {
                if let Some(state) = self.database.views.get_mut(&key(name)) {
                    state.view.is_invoker = *is_invoker;
                }
            }
            ChangeKind::CreateFunction(function) => {
                let key = key(&function.name);
                let before = self.database.functions.get(&key);
                let is_withdrawn =
                    before.is_some_and(|before| before.is_withdrawn) || self.closed_functions.contains(&key.0);
                let (function, place) = (function.clone(), self.named(&function.name));
                let state = DatabaseFunctionState { function, place, is_withdrawn };
                self.database.functions.insert(key, state);
            }
            ChangeKind::SetDefiner(name, is_definer) => {
                if let Some(state) = self.database.functions.get_mut(&key(name)) {
                    state.function.is_definer = *is_definer;
                }
            }
            ChangeKind::Grant(grant) => self.grant(grant),
            ChangeKind::Bucket(bucket) => {
                let state = StoredBucket { bucket: bucket.clone(), path: self.path.to_owned() };
                self.database.buckets.insert(bucket.id.clone(), state);
            }
            taken if !self.is_loose => self.take(taken),
            _ => {}
        }
    }

    /// What takes something away or gives it another name; counts in migrations only.
    fn take(&mut self, change: &ChangeKind) {
        let database = &mut self.database;
        match change {
            ChangeKind::DropColumn(name, column) => {
                if let Some(table) = self.table(name) {
                    table.columns.retain(|state| state.column.name != *column);
                    table.references.retain(|reference| reference.column != *column);
                }
            }
            ChangeKind::RenameColumn(name, old, new) => {
                if let Some(table) = self.table(name) {
                    let columns = table.columns.iter_mut().map(|state| &mut state.column.name);
                    let references = table.references.iter_mut().map(|reference| &mut reference.column);
                    columns.chain(references).filter(|name| *name == old).for_each(|name| name.clone_from(new));
                }
            }
            ChangeKind::RenameTable(name, new) => self.move_to(name, |key| key.1.clone_from(new)),
            ChangeKind::SetSchema(name, new) => self.move_to(name, |key| key.0.clone_from(new)),
            ChangeKind::AttachPartition(name) => {
                if let Some(table) = self.table(name) {
                    table.is_special = true;
                }
            }
            ChangeKind::DropTable(name) => {
                database.tables.remove(&key(name));
            }
            ChangeKind::DropView(name) => {
                database.views.remove(&key(name));
            }
            ChangeKind::DropFunction(name) => {
                database.functions.remove(&key(name));
            }
            ChangeKind::DropSchema(schema) => {
                database.tables.retain(|key, _| key.0 != *schema);
                database.views.retain(|key, _| key.0 != *schema);
                database.functions.retain(|key, _| key.0 != *schema);
            }
            _ => {}
        }
    }

    fn move_to(&mut self, name: &ObjectName, change: impl Fn(&mut Key)) {
        let old = key(name);
        let mut new = old.clone();
        change(&mut new);
        if let Some(mut table) = self.database.tables.remove(&old) {
            table.key.clone_from(&new);
            self.database.tables.insert(new.clone(), table);
            let references = self.database.tables.values_mut().flat_map(|table| &mut table.references);
            references
                .filter(|reference| reference.table == old)
                .for_each(|reference| reference.table.clone_from(&new));
        } else if let Some(view) = self.database.views.remove(&old) {
            self.database.views.insert(new, view);
        }
    }

    fn create_table(&mut self, new: &NewTable, change: &SchemaChange) {
        let key = key(&new.name);
        if !self.is_loose {
            self.known_tables.insert(key.clone());
        } else if self.known_tables.contains(&key) && !self.database.tables.contains_key(&key) {
            return;
        }
        // Outside `public`, nobody from outside has a right that is not given.
        let is_closed = if matches!(key.0.as_str(), "public" | "storage") {
            self.closed_tables.contains(&key.0)
        } else {
            !self.open_tables.contains(&key.0)
        };
        if let Some(from) = &new.copies {
            self.copies.push((key.clone(), super::state::key(from)));
        }
        let (place, is_loose) = (self.named(&new.name), self.is_loose);
        self.database.tables.entry(key.clone()).or_insert_with(|| Table {
            key,
            place,
            statement: change.range,
            columns: Vec::new(),
            primary: Vec::new(),
            references: Vec::new(),
            security: SecurityState { state: Security::Off, place: None },
            policies: Vec::new(),
            has_unknown_policies: false,
            withdrawn: Withdrawn { anon: is_closed, authenticated: is_closed },
            is_special: new.is_temporary || new.is_partition || new.is_foreign_dialect,
            is_loose,
        });
        new.columns.iter().for_each(|column| self.add_column(&new.name, column));
        new.constraints.iter().for_each(|constraint| self.add_constraint(&new.name, constraint));
    }

    fn add_column(&mut self, name: &ObjectName, column: &Column) {
        let path = self.path.to_owned();
        let Some(table) = self.table(name) else { return };
        if table.column(&column.name).is_some() {
            return;
        }
        if column.is_primary {
            table.primary.push(column.name.clone());
        }
        if let Some((to, target)) = &column.reference {
            table.references.push(ReferenceState {
                column: column.name.clone(),
                table: key(to),
                target: target.clone(),
                cascades: column.cascades,
                place: Place { path: path.clone(), range: column.range },
            });
        }
        table.columns.push(ColumnState { column: column.clone(), path });
    }

    fn add_constraint(&mut self, name: &ObjectName, constraint: &Constraint) {
        let path = self.path.to_owned();
        let Some(table) = self.table(name) else { return };
        match constraint {
            Constraint::Primary(columns) => table.primary.clone_from(columns),
            Constraint::Unique(_) => {}
            Constraint::Reference { columns, table: to, targets, cascades, range } => {
                for (at, column) in columns.iter().enumerate() {
                    table.references.push(ReferenceState {
                        column: column.clone(),
                        table: key(to),
                        target: targets.get(at).cloned(),
                        cascades: *cascades,
                        place: Place { path: path.clone(), range: *range },
                    });
                }
            }
        }
    }

    fn secure(&mut self, name: &ObjectName, security: RowSecurity, place: Place) {
        let (is_loose, path) = (self.is_loose, self.path);
        let Some(table) = self.table(name) else { return };
        let state = match security {
            RowSecurity::Enable => Security::On,
            RowSecurity::Disable => Security::Off,
            RowSecurity::Force | RowSecurity::NoForce => return,
        };
        let is_own = table.security.place.as_ref().is_none_or(|set| set.path == path);
        if state == Security::On || !is_loose || is_own {
            table.security = SecurityState { state, place: Some(place) };
        }
    }

    fn dynamic(&mut self, dynamic: &DynamicSecurity, place: &Place) {
        let is_meant = |name: &SmolStr| dynamic.names.is_empty() || dynamic.names.contains(name);
        for table in self.database.tables.values_mut().filter(|table| is_meant(&table.key.1)) {
            if dynamic.enables && table.security.state == Security::Off {
                table.security = SecurityState { state: Security::Unknown, place: Some(place.clone()) };
            }
            if dynamic.drops {
                table.policies.clear();
            }
            table.has_unknown_policies |= dynamic.creates || dynamic.drops;
        }
    }

    fn create_policy(&mut self, policy: &Policy, place: Place) {
        let is_loose = self.is_loose;
        let known = (key(&policy.table), policy.name.clone());
        if !is_loose {
            self.known_policies.insert(known);
        } else if self.known_policies.contains(&known) {
            return;
        }
        let state = PolicyState { policy: policy.clone(), place, is_loose };
        // Supabase makes the table of stored files itself.
        if policy.table.schema.as_deref() == Some("storage") && policy.table.name == "objects" {
            let at = SchemaChange { range: policy.table.range, kind: ChangeKind::DropTable(policy.table.clone()) };
            let objects = stored_files(policy);
            if !self.database.tables.contains_key(&key(&policy.table)) {
                self.create_table(&objects, &at);
            }
        }
        if let Some(table) = self.table(&policy.table) {
            table.policies.retain(|other| other.policy.name != policy.name);
            table.policies.truncate(POLICY_LIMIT);
            table.policies.push(state);
        }
    }

    fn alter_policy(&mut self, change: &PolicyChange) {
        let Some(table) = self.table(&change.table) else { return };
        let Some(state) = table.policies.iter_mut().find(|state| state.policy.name == change.name) else { return };
        let policy = &mut state.policy;
        policy.name = change.renamed.clone().unwrap_or_else(|| policy.name.clone());
        policy.roles = change.roles.clone().unwrap_or_else(|| policy.roles.clone());
        policy.using = change.using.clone().or_else(|| policy.using.clone());
        policy.check = change.check.clone().or_else(|| policy.check.clone());
    }
}

/// The table of stored files as Supabase makes it, as far as policies ask (supabase.com/docs, "Storage schema").
fn stored_files(policy: &Policy) -> NewTable {
    NewTable {
        name: policy.table.clone(),
        columns: Vec::new(),
        constraints: Vec::new(),
        if_not_exists: true,
        is_temporary: false,
        is_partition: false,
        is_foreign_dialect: false,
        copies: None,
    }
}
