//! Whose rows a table holds: columns that lead to a user or to a tenant, by foreign key first and by name second.
//!
//! Invariant: a column that only records who did something (`created_by`) makes nobody the owner of the row.

use smol_str::SmolStr;

use super::Database;
use super::state::{ColumnState, Key, ReferenceState, Table};
use crate::names::words;

/// Through how many tables a row is followed to its owner.
const PARENT_LIMIT: u32 = 4;

/// Whom a column leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// A user.
    Owner,
    /// An organisation that several users belong to.
    Tenant,
    /// A row of another table, which is somebody's.
    Parent,
}

/// The column that makes a row somebody's.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Whom it leads to.
    pub kind: ScopeKind,
    /// The column.
    pub column: &'a ColumnState,
    /// Its foreign key.
    pub reference: Option<&'a ReferenceState>,
    /// Whether it holds what `auth.uid()` gives.
    pub is_caller_id: bool,
}

/// Names of tables of people.
const PEOPLE: [&str; 5] = ["users", "profiles", "user_profiles", "app_users", "accounts"];
/// Names of columns that hold the user a row belongs to.
const OWNERS: [&str; 16] = [
    "user_id",
    "userid",
    "owner_id",
    "owner",
    "owner_user_id",
    "profile_id",
    "author_id",
    "customer_user_id",
    "member_user_id",
    "patient_user_id",
    "auth_user_id",
    "supabase_user_id",
    "seller_id",
    "student_id",
    "recipient_id",
    "sender_id",
];
/// Names of tables of tenants, in the singular.
const TENANTS: [&str; 13] = [
    "organization",
    "organisation",
    "org",
    "team",
    "workspace",
    "tenant",
    "company",
    "household",
    "family",
    "agency",
    "studio",
    "gym",
    "clinic",
];

impl Database {
    /// The column that makes a row of `table` somebody's: the user's before the tenant's, both before a parent's.
    pub fn scope<'a>(&'a self, table: &'a Table) -> Option<Scope<'a>> {
        self.own_scope(table).or_else(|| self.parent_scope(table))
    }

    /// Works out, once all is folded, which tables hold people, tenants, and rows that are somebody's.
    pub(super) fn settle(&mut self) {
        let tables = || self.tables.values();
        let people = tables().filter(|table| PEOPLE.contains(&table.key.1.as_str()) || is_profile(table));
        self.people = people.map(|table| table.key.clone()).collect();
        let groups = self.tables.values().filter(|table| is_membership(table)).filter(|table| {
            !self.is_people(&table.key) && table.references.iter().any(|reference| self.is_people(&reference.table))
        });
        let leads = groups.flat_map(|table| {
            table.references.iter().map(|reference| &reference.table).filter(|key| **key != table.key)
        });
        let is_group = |key: &&Key| {
            !self.is_people(key)
                && !["roles", "permissions", "plans", "statuses", "types", "tags", "badges"].contains(&key.1.as_str())
        };
        self.tenants = leads.filter(is_group).cloned().collect();
        let own = self.tables.values().filter(|table| self.own_scope(table).is_some());
        self.owned = own.map(|table| table.key.clone()).collect();
        for _ in 1..PARENT_LIMIT {
            let parts = self.tables.values().filter(|table| !self.owned.contains(&table.key));
            let found: Vec<Key> =
                parts.filter(|table| self.parent_scope(table).is_some()).map(|table| table.key.clone()).collect();
            self.owned.extend(found);
        }
    }

    /// Whether rows of the table are people.
    pub(super) fn is_people(&self, key: &Key) -> bool {
        if key.0 == "auth" { key.1 == "users" } else { self.people.contains(key) || PEOPLE.contains(&key.1.as_str()) }
    }

    fn own_scope<'a>(&'a self, table: &'a Table) -> Option<Scope<'a>> {
        let columns = || table.columns.iter().map(|column| (column, reference_of(table, &column.column.name)));
        let owner = columns().find_map(|(column, reference)| self.owner(table, column, reference));
        owner.or_else(|| columns().find_map(|(column, reference)| self.tenant(table, column, reference)))
    }

    fn owner<'a>(
        &self,
        table: &Table,
        column: &'a ColumnState,
        reference: Option<&'a ReferenceState>,
    ) -> Option<Scope<'a>> {
        let name = column.column.name.to_ascii_lowercase();
        if is_record(&name) {
            return None;
        }
        let leads = reference.is_some_and(|reference| self.is_people(&reference.table) && reference.table != table.key);
        let snake = words(&column.column.name).join("_");
        let named = reference.is_none() && OWNERS.contains(&snake.as_str()) && column.column.kind != "bytea";
        if !leads && !named && !column.column.is_caller_by_default {
            return None;
        }
        let is_caller_id = column.column.is_caller_by_default
            || reference.is_some_and(|reference| self.holds_caller_id(reference))
            || named
                && column.column.kind == "uuid"
                && matches!(snake.as_str(), "user_id" | "owner_id" | "author_id" | "auth_user_id");
        Some(Scope { kind: ScopeKind::Owner, column, reference, is_caller_id })
    }

    /// Whether what the key leads to is the id of `auth.users`.
    fn holds_caller_id(&self, reference: &ReferenceState) -> bool {
        if reference.table.0 == "auth" {
            return true;
        }
        let Some(table) = self.tables.get(&reference.table) else { return false };
        let target = reference.target.as_ref().or_else(|| table.primary.first());
        target.and_then(|target| reference_of(table, target)).is_some_and(|next| next.table.0 == "auth")
    }

    fn tenant<'a>(
        &self,
        table: &Table,
        column: &'a ColumnState,
        reference: Option<&'a ReferenceState>,
    ) -> Option<Scope<'a>> {
        let name = words(&column.column.name).join("_");
        let is_tenant = match reference {
            Some(reference) => reference.table != table.key && self.is_tenant(&reference.table),
            None => name.strip_suffix("_id").is_some_and(|name| TENANTS[..7].contains(&name)),
        };
        is_tenant.then_some(Scope { kind: ScopeKind::Tenant, column, reference, is_caller_id: false })
    }

    /// Whether users belong to rows of the table: by its name, or because a table of memberships stands between.
    fn is_tenant(&self, key: &Key) -> bool {
        let last = words(&key.1).pop().unwrap_or_default();
        let one =
            last.strip_suffix("ies").map_or_else(|| last.trim_end_matches('s').to_owned(), |stem| format!("{stem}y"));
        TENANTS.contains(&one.as_str()) || self.tenants.contains(key)
    }

    fn parent_scope<'a>(&'a self, table: &'a Table) -> Option<Scope<'a>> {
        table.references.iter().find_map(|reference| {
            let column = table.column(&reference.column)?;
            let is_part = column.column.is_required || reference.cascades;
            let is_somebodys = reference.table != table.key && self.owned.contains(&reference.table);
            (is_part && is_somebodys && !is_record(&column.column.name)).then_some(Scope {
                kind: ScopeKind::Parent,
                column,
                reference: Some(reference),
                is_caller_id: false,
            })
        })
    }
}

/// Whether a table joins users and groups. A join of users and things has a role only when the things are groups.
fn is_membership(table: &Table) -> bool {
    let words = words(&table.key.1);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    has(&["member", "members", "membership", "memberships"])
        || has(&["user", "users"]) && table.column("role").is_some()
}

/// Whether each row is a user: its key leads to `auth.users`.
fn is_profile(table: &Table) -> bool {
    table.references.iter().any(|reference| {
        let is_key = table.primary.len() == 1 && table.primary[0] == reference.column
            || table.column(&reference.column).is_some_and(|column| column.column.is_unique);
        is_key && reference.table.0 == "auth" && reference.table.1 == "users"
    })
}

fn reference_of<'a>(table: &'a Table, column: &SmolStr) -> Option<&'a ReferenceState> {
    table.references.iter().find(|reference| reference.column == *column)
}

/// Columns that record who did something: `created_by`, `approved_by`, `assigned_to`.
fn is_record(name: &str) -> bool {
    let words = words(name);
    let has = |word: &str| words.iter().any(|other| other == word);
    has("by") && !has("owned")
        || has("assigned")
        || has("assignee")
        || has("assigner")
        || has("reviewer")
        || has("approver")
        || has("responsible")
}
