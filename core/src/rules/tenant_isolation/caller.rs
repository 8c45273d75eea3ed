//! An expression for the one who asks, or for their tenant, that can be used at a query.

use std::collections::BTreeSet;

use super::super::Context;
use super::access::{Way, knows_caller};
use crate::facts::{CallerName, Query};
use crate::names::ownership::Belonging;
use crate::names::words;
use crate::project::Scope;

/// The expression whose value the column of `scope` has in the rows of the one who asks.
pub fn caller_at(context: &Context<'_>, query: &Query, scope: &Scope<'_>, ways: &[Way<'_>]) -> Option<String> {
    let mut at = query.function;
    while let Some(id) = at {
        let names = context.file.caller_names.iter();
        let names =
            names.filter(|name| name.function == Some(id) && name.from <= query.range.start && stands_for(name, scope));
        if let Some(name) = names.max_by_key(|name| name.from) {
            return Some(name.expression.to_string());
        }
        at = context.file.function(id).and_then(|function| function.parent);
    }
    as_elsewhere(context, query, scope, ways)
}

/// The id of a person for what is a person's, that of their tenant for what is a tenant's.
fn stands_for(name: &CallerName, scope: &Scope<'_>) -> bool {
    match (scope.belonging, &name.tenant) {
        (Belonging::Tenant, Some(tenant)) => bare(tenant) == bare(&scope.field.name),
        (Belonging::Tenant, None) | (_, Some(_)) => false,
        (_, None) => true,
    }
}

/// `workspace` of `workspaceId` and `workspace_id`.
fn bare(column: &str) -> Vec<String> {
    let mut words = words(column);
    if words.len() > 1 && words.last().is_some_and(|last| last == "id") {
        words.pop();
    }
    words
}

/// What all other handlers of the project call them, where something in front of this one finds them out as well.
fn as_elsewhere(context: &Context<'_>, query: &Query, scope: &Scope<'_>, ways: &[Way<'_>]) -> Option<String> {
    let function = query.function?;
    let request = context.file.function(function)?.parameters.first()?;
    if context.project.entries_of(context.file, function).is_empty()
        || !ways.iter().all(|way| knows_caller(context, way))
    {
        return None;
    }
    let roots = [format!("{request}."), format!("{request}!."), format!("({request} as ")];
    let names = context.project.files().flat_map(|file| &file.caller_names);
    let names = names.filter(|name| stands_for(name, scope));
    let said: BTreeSet<&str> = names
        .map(|name| name.expression.as_str())
        .filter(|expression| roots.iter().any(|root| expression.starts_with(root)))
        .collect();
    let mut said = said.into_iter();
    let one = said.next()?;
    // A type that the other file imports is not at hand here.
    (said.next().is_none() && !one.starts_with('(')).then(|| one.to_owned())
}
