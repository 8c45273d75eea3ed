//! Item 3: whose rows are asked for.

use crate::text::counted;
use std::collections::{BTreeSet, HashMap};

use super::{App, Sighting, Standing};
use crate::facts::{FileFacts, Model};
use crate::names::ownership::is_people;
use crate::project::database::Security;
use crate::project::{Project, tells_whose};
use crate::text::TextRange;

/// Packages that talk to a database.
const DATABASES: [&str; 26] = [
    "@libsql/client",
    "@neondatabase/serverless",
    "@planetscale/database",
    "@prisma/client",
    "@supabase/supabase-js",
    "@vercel/postgres",
    "better-sqlite3",
    "convex",
    "drizzle-orm",
    "firebase",
    "firebase-admin",
    "knex",
    "kysely",
    "mongodb",
    "mongoose",
    "mysql",
    "mysql2",
    "mikro-orm",
    "@mikro-orm/core",
    "objection",
    "pg",
    "pg-promise",
    "postgres",
    "sequelize",
    "sqlite3",
    "typeorm",
];

/// What was counted of databases.
#[derive(Default)]
pub struct Data<'a> {
    models: usize,
    owned_models: BTreeSet<(&'a str, &'a str)>,
    queries: usize,
    unknown: usize,
    guarded: usize,
    owned: usize,
    narrowed: usize,
    tables: usize,
    secured: usize,
    policies: usize,
    rules: usize,
    is_central: bool,
}

impl<'a> Data<'a> {
    /// Counts what these files of a project keep and ask for. Databases are those of the whole project.
    pub fn of(project: &'a Project, files: &[&'a FileFacts]) -> Self {
        let mut data = Self::default();
        let mut owned = Owned { project, known: HashMap::new() };
        for file in files.iter().copied() {
            data.rules += file.access_rules.len();
            data.is_central |= !file.central_scopes.is_empty();
            for model in &file.models {
                data.models += 1;
                if owned.is(file, model) {
                    data.owned_models.insert((&file.path, &model.name));
                }
            }
            data.count_queries(&mut owned, file);
        }
        for database in project.databases() {
            for table in database.tables_in_order() {
                data.tables += 1;
                data.secured += usize::from(matches!(table.security.state, Security::On));
                data.policies += table.policies.len();
            }
        }
        data
    }

    fn count_queries(&mut self, owned: &mut Owned<'a>, file: &'a FileFacts) {
        let project = owned.project;
        for query in &file.queries {
            self.queries += 1;
            if project.is_guarded(file, query) {
                self.guarded += 1;
            } else if let Some((found_in, model)) = project.queried_model(file, query) {
                if owned.is(found_in, model) {
                    self.owned += 1;
                    self.owned_models.insert((&found_in.path, &model.name));
                    self.narrowed += usize::from(query.conditions.iter().any(tells_whose));
                }
            } else {
                self.unknown += 1;
            }
        }
    }

    /// Whether a database was seen at all.
    pub fn is_kept(&self) -> bool {
        self.models + self.queries + self.tables + self.rules > 0
    }

    fn evidence(&self) -> Vec<String> {
        let mut evidence = Vec::new();
        if self.owned > 0 {
            let models = counted(self.owned_models.len(), "model", "models");
            let queries = counted(self.owned, "query", "queries");
            let narrowed = match self.narrowed {
                0 => String::new(),
                some => format!(", {some} of them with whose in the condition itself"),
            };
            evidence.push(format!("{queries} on {models} whose rows belong to someone{narrowed}"));
        }
        if self.guarded > 0 {
            let queries = counted(self.guarded, "query goes", "queries go");
            evidence.push(format!("{queries} through a client that the database keeps to the caller's rows"));
        }
        if self.tables > 0 {
            let tables = counted(self.tables, "table", "tables");
            let policies = counted(self.policies, "policy", "policies");
            evidence.push(format!("{tables} in SQL, {} with row-level security, {policies}", self.secured));
        }
        if self.rules > 0 {
            evidence.push(format!("{} of Firebase read", counted(self.rules, "security rule", "security rules")));
        }
        if self.is_central {
            evidence.push("a central setting narrows queries down to the one who asks".to_owned());
        }
        if self.unknown > 0 {
            let queries = counted(self.unknown, "other query", "other queries");
            evidence.push(format!("{queries} on models whose rows could not be told to be anybody's"));
        }
        evidence
    }

    fn standing(&self, app: &App<'_>) -> Standing {
        let shown = self.owned + self.guarded;
        if self.is_central {
            return Standing::Shown;
        }
        if shown > 0 && self.unknown > 2 * shown {
            return Standing::Unclear("the models of most queries could not be told".to_owned());
        }
        if shown > 0 || self.secured > 0 || self.rules > 0 {
            return Standing::Shown;
        }
        if !self.owned_models.is_empty() {
            let models = counted(self.owned_models.len(), "model holds", "models hold");
            return Standing::Unread(format!("{models} people's rows, but no query of them could be read"));
        }
        if app.sign_in.is_none() {
            return Standing::Absent("no rows belong to a user or a customer, and nobody signs in".to_owned());
        }
        Standing::Unclear(
            "no rows could be told to belong to a user or a customer (see `seaworthy explain --tenancy`)".into(),
        )
    }
}

/// Which models' rows belong to someone, each worked out once: many queries ask for the same few.
struct Owned<'a> {
    project: &'a Project,
    known: HashMap<(&'a str, TextRange, &'a str), bool>,
}

impl<'a> Owned<'a> {
    fn is(&mut self, file: &'a FileFacts, model: &'a Model) -> bool {
        let project = self.project;
        let work_out = || is_people(&model.name) || project.scope_of(file, model).is_some();
        *self.known.entry((&file.path, model.range, &model.name)).or_insert_with(work_out)
    }
}

/// What is seen of whose rows are asked for.
pub fn tenants(app: &App<'_>) -> Sighting {
    let data = &app.data;
    if !data.is_kept() {
        let package = DATABASES.iter().find(|name| app.packages.contains(**name));
        return match package {
            Some(name) => {
                let reason = format!("a database is used ({name}), but no model, table or query could be read");
                Sighting::new(Standing::Unread(reason), Vec::new())
            }
            None => Sighting::absent("there is no database: no model, table, query or database package was seen"),
        };
    }
    Sighting::new(data.standing(app), data.evidence())
}
