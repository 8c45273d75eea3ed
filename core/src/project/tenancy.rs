//! Whose rows a model holds: learned from its columns, from the models they lead to, and from how the project queries it.
//!
//! Invariant: only what the project itself declares counts. A column that is merely named for a tenant says nothing where no
//! model plays that role.

use std::collections::HashSet;

use super::follow::Located;
use super::{Project, Provenance};
use crate::facts::{FileFacts, Mapper, Model, ModelField, Query, QueryCondition};
use crate::names::ownership::{Belonging, belonging, is_people};
use crate::text::TextRange;

/// Whose rows a model holds.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The column or relation that tells.
    pub field: &'a ModelField,
    /// Whose the rows are.
    pub belonging: Belonging,
    /// Whether some query of the project narrows the rows down to those of the one who asks.
    pub is_scoped_elsewhere: bool,
}

/// What is believed of a model.
#[derive(Clone, Copy, Debug)]
pub struct Tenancy<'a> {
    /// The file that declares it.
    pub file: &'a FileFacts,
    /// The model.
    pub model: &'a Model,
    /// Whose its rows are; none for nobody's.
    pub scope: Option<Scope<'a>>,
}

impl Project {
    /// Every model, tables of SQL files among them, and whose its rows are, in order of file and place.
    pub fn tenancy(&self) -> Vec<Tenancy<'_>> {
        let mut models: Vec<Located<'_, &Model>> = self.models().collect();
        models.sort_by_key(|(file, model)| (&file.path, model.range.start));
        models.into_iter().map(|(file, model)| Tenancy { file, model, scope: self.scope_of(file, model) }).collect()
    }

    /// The model a query is of; none where the database itself keeps it to the caller's rows, or something central narrows all
    /// queries of its kind down, so that the query alone tells nothing.
    pub fn queried_model<'a>(&'a self, file: &'a FileFacts, query: &Query) -> Option<Located<'a, &'a Model>> {
        if self.is_guarded(file, query) {
            return None;
        }
        let is_table = query.mappers.contains(&Mapper::Table);
        let undeclared = || Some((file, Self::undeclared_people(&query.model.name).filter(|_| is_table)?));
        let found = self.declared_model(file, query).or_else(undeclared)?;
        (!self.index.central_scopes.contains(&found.1.mapper)).then_some(found)
    }

    fn declared_model<'a>(&'a self, file: &'a FileFacts, query: &Query) -> Option<Located<'a, &'a Model>> {
        if query.mappers.contains(&Mapper::Table) {
            return self.table_named(&file.path, &query.model.name);
        }
        self.model_of(file, query.mappers, &query.model)
    }

    /// Whose rows a model holds; none for what belongs to nobody.
    pub fn scope_of<'a>(&'a self, file: &FileFacts, model: &'a Model) -> Option<Scope<'a>> {
        let mut best: Option<(Belonging, &ModelField)> = None;
        for field in &model.fields {
            let Some(belonging) = self.belonging_of(file, model, field) else { continue };
            let is_column = |field: &ModelField| !field.is_relation;
            let better = best.is_none_or(|(known, column)| {
                belonging < known || belonging == known && !is_column(column) && is_column(field)
            });
            if better {
                best = Some((belonging, field));
            }
        }
        let (belonging, field) = best?;
        let is_scoped_elsewhere = self.is_scoped_somewhere(file, model);
        Some(Scope { field, belonging, is_scoped_elsewhere })
    }

    /// Whose rows a model holds by being part of what belongs to someone: the tasks of a list, the items of an order.
    pub fn scope_through_parent<'a>(&'a self, file: &FileFacts, model: &'a Model) -> Option<Scope<'a>> {
        let parents = model.fields.iter().filter(|field| field.is_relation && !is_plural(&field.name));
        parents.into_iter().find_map(|field| {
            let (parent_in, parent) = self.model_named(&file.path, &[model.mapper], &field.kind)?;
            if is_people(&parent.name) || parent.range == model.range {
                return None;
            }
            let own = parent.fields.iter().filter(|own| !own.is_relation || parent.mapper == Mapper::Mongoose);
            let found = own.filter_map(|own| self.belonging_of(parent_in, parent, own)).min()?;
            let is_scoped_elsewhere = self.is_scoped_somewhere(file, model);
            (found != Belonging::Maker).then_some(Scope { field, belonging: found, is_scoped_elsewhere })
        })
    }

    fn belonging_of(&self, file: &FileFacts, model: &Model, field: &ModelField) -> Option<Belonging> {
        let by_name = belonging(&field.name)?;
        // A list of users is who belongs to the row, and not whose it is.
        if field.is_relation && is_plural(&field.name) {
            return None;
        }
        if by_name == Belonging::Tenant && !self.is_tenant(file, model, field) {
            return None;
        }
        Some(by_name)
    }

    /// Whether the model that a column is named for plays the role of a tenant: a user belongs to it, directly or through a
    /// model that ties the two together.
    fn is_tenant(&self, file: &FileFacts, model: &Model, column: &ModelField) -> bool {
        let Some(tenant) = self.tenant_model(file, model, column) else { return false };
        let is_it = |field: &ModelField| same_name(bare(&field.name), bare(&column.name)) || field.kind == tenant.name;
        let models = || self.models().map(|(_, other)| other).filter(|other| other.mapper == model.mapper);
        let belongs = |other: &Model| {
            let ties = other.fields.iter().any(|field| belonging(&field.name) == Some(Belonging::Owner));
            (is_people(&other.name) || ties && is_membership(&other.name)) && other.fields.iter().any(is_it)
        };
        models().any(belongs)
            || tenant.fields.iter().any(|field| belonging(&field.name) == Some(Belonging::Owner) && !field.is_relation)
    }

    fn tenant_model(&self, file: &FileFacts, model: &Model, column: &ModelField) -> Option<&Model> {
        let named = |name: &str| self.model_named(&file.path, &[model.mapper], name);
        let bare = bare(&column.name);
        // A foreign key says it better than a name.
        let referred = Some(&column.kind).filter(|_| model.mapper == Mapper::Table).and_then(|kind| named(kind));
        referred
            .or_else(|| named(bare))
            .or_else(|| named(&format!("{bare}s")))
            .or_else(|| named(&format!("{}ies", bare.strip_suffix('y')?)))
            .map(|(_, found)| found)
            .filter(|found| !std::ptr::eq(*found, model))
    }

    fn is_scoped_somewhere(&self, file: &FileFacts, model: &Model) -> bool {
        let scoped = self.index.scoped_models.get_or_init(|| self.models_scoped_somewhere());
        scoped.contains(&(file.path.clone(), model.range))
    }

    /// The models that some query narrows down to the rows of the one who asks.
    fn models_scoped_somewhere(&self) -> HashSet<(String, TextRange)> {
        let mut scoped = HashSet::new();
        for file in self.files.values() {
            let by_caller = |condition: &QueryCondition| {
                tells_whose(condition) && self.provenance(file, &condition.value) == Provenance::Caller
            };
            for query in file.queries.iter().filter(|query| query.conditions.iter().any(by_caller)) {
                // What the database keeps to its owners is kept to them as well.
                if let Some((found_in, model)) = self.declared_model(file, query) {
                    scoped.insert((found_in.path.clone(), model.range));
                }
            }
        }
        scoped
    }
}

/// Whether a condition asks whose a row is: by a column or by a relation.
pub fn tells_whose(condition: &QueryCondition) -> bool {
    condition.path.iter().any(|segment| belonging(segment).is_some() || is_membership(segment) || segment == "members")
}

/// `projectId` is of `project`, `workspace_id` of `workspace`.
fn bare(column: &str) -> &str {
    ["Id", "_id", "ID", "Uuid", "_uuid"].iter().find_map(|end| column.strip_suffix(end)).unwrap_or(column)
}

fn same_name(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

fn is_plural(name: &str) -> bool {
    name.ends_with('s') && !name.ends_with("ss")
}

/// Whether a name is that of what ties people to a tenant: `members`, `TeamUser`, `ProjectAccess`.
pub fn is_membership(name: &str) -> bool {
    let words = crate::names::words(name);
    words.iter().any(|word| {
        matches!(
            word.as_str(),
            "member"
                | "members"
                | "membership"
                | "memberships"
                | "collaborator"
                | "collaborators"
                | "participant"
                | "participants"
                | "seat"
                | "role"
                | "access"
                | "permission"
        )
    }) || words.len() > 1 && (words[0] == "user" || words[0] == "users")
        || words.len() > 1 && matches!(words.last().map(String::as_str), Some("user" | "users"))
}
