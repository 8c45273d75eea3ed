//! Rights given and withdrawn.

use super::super::state::{Key, Withdrawn, key};
use super::Folder;
use crate::facts::{Grant, GrantTarget};

impl Folder<'_> {
    pub(super) fn grant(&mut self, grant: &Grant) {
        match &grant.target {
            GrantTarget::Tables(_) | GrantTarget::TablesIn(_) => self.grant_tables(grant),
            GrantTarget::Functions(_) | GrantTarget::FunctionsIn(_) | GrantTarget::FutureFunctions(_) => {
                self.grant_functions(grant);
            }
            GrantTarget::FutureTables(schemas) => {
                let is_closed = grant.is_revoked && is_all(grant) && has(grant, "anon") && has(grant, "authenticated");
                if is_closed {
                    self.open_tables.retain(|schema| !schemas.contains(schema));
                    self.closed_tables.extend(schemas.iter().cloned());
                } else if is_caller(grant) && !grant.is_revoked {
                    self.closed_tables.retain(|schema| !schemas.contains(schema));
                    self.open_tables.extend(schemas.iter().cloned());
                }
            }
            GrantTarget::Schemas(schemas) if is_caller(grant) => {
                let database = &mut self.database;
                database.open_schemas.retain(|schema| !schemas.contains(schema));
                database.closed_schemas.retain(|schema| !schemas.contains(schema));
                let list = if grant.is_revoked { &mut database.closed_schemas } else { &mut database.open_schemas };
                // Who comes in without signing in is not the only one who comes in.
                if !grant.is_revoked || has(grant, "anon") && has(grant, "authenticated") {
                    list.extend(schemas.iter().cloned());
                }
            }
            GrantTarget::Schemas(_) => {}
        }
    }

    fn grant_tables(&mut self, grant: &Grant) {
        // Taking one right of several leaves the others.
        if grant.is_revoked && !is_all(grant) {
            return;
        }
        let set = |withdrawn: &mut Withdrawn| {
            withdrawn.anon = if has(grant, "anon") { grant.is_revoked } else { withdrawn.anon };
            withdrawn.authenticated =
                if has(grant, "authenticated") { grant.is_revoked } else { withdrawn.authenticated };
        };
        let is_meant = |key: &Key| match &grant.target {
            GrantTarget::Tables(names) => names.iter().any(|name| super::key(name) == *key),
            GrantTarget::TablesIn(schemas) => schemas.contains(&key.0),
            _ => false,
        };
        let database = &mut self.database;
        let tables = database.tables.iter_mut().map(|(key, table)| (key, &mut table.withdrawn));
        let views = database.views.iter_mut().map(|(key, view)| (key, &mut view.withdrawn));
        tables.chain(views).filter(|(key, _)| is_meant(key)).for_each(|(_, withdrawn)| set(withdrawn));
    }

    /// Whoever withdraws a right to call has thought about who calls.
    fn grant_functions(&mut self, grant: &Grant) {
        if !is_caller(grant) {
            return;
        }
        match &grant.target {
            GrantTarget::Functions(names) => {
                for name in names {
                    if let Some(state) = self.database.functions.get_mut(&key(name)) {
                        let is_given_back = !grant.is_revoked && (has(grant, "anon") || has(grant, "authenticated"));
                        state.is_withdrawn = grant.is_revoked || state.is_withdrawn && !is_given_back;
                    }
                }
            }
            GrantTarget::FunctionsIn(schemas) if grant.is_revoked => {
                let functions = self.database.functions.iter_mut().filter(|(key, _)| schemas.contains(&key.0));
                functions.for_each(|(_, state)| state.is_withdrawn = true);
            }
            GrantTarget::FutureFunctions(schemas) if grant.is_revoked => {
                self.closed_functions.extend(schemas.iter().cloned());
            }
            _ => {}
        }
    }
}

fn is_all(grant: &Grant) -> bool {
    grant.privileges.iter().any(|privilege| privilege == "all")
}

fn has(grant: &Grant, role: &str) -> bool {
    grant.roles.iter().any(|other| other == role)
}

/// Whether it is about somebody outside.
fn is_caller(grant: &Grant) -> bool {
    ["anon", "authenticated", "public"].iter().any(|role| has(grant, role))
}
