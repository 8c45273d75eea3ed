//! How a project keeps its trail: a table, a function, a logger, told by their names.
//!
//! Invariant: whatever may record counts as recording; only what is seen to call nothing of the kind is without a trail.

use crate::facts::{FileFacts, FunctionId, Query, QueryAction, Root, Value};
use crate::names::words;
use crate::project::Project;
use crate::rules::tenant_isolation::access::Way;

/// Through how many helpers a record is looked for.
const HELPER_LIMIT: u32 = 3;

/// Whether a name surely speaks of an audit log: `recordAudit`, `audit_logs`, `ActivityLog`, `logSecurityEvent`.
fn names_audit(name: &str) -> bool {
    let words = words(name);
    let has = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    has(&["audit", "audits", "auditing", "audited", "auditlog", "auditlogs"])
        || has(&["activity", "security"]) && has(&["log", "logs", "logger"])
        || has(&["log", "record"]) && has(&["security"]) && has(&["event", "events"])
}

/// Whether a name may speak of a trail, products that show what happened to their own users included: enough to keep quiet.
fn names_trail(name: &str) -> bool {
    let words = words(name);
    let has = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    let records =
        ["log", "logs", "record", "track", "create", "save", "emit", "publish", "write", "add", "dispatch", "capture"];
    names_audit(name) || has(&["activity", "activities", "event", "events", "history", "trail"]) && has(&records)
}

/// Whether the database itself keeps the trail: a trigger's function writes it.
pub fn is_kept_by_database(project: &Project) -> bool {
    project.files().flat_map(|file| &file.schema_changes).any(|change| {
        matches!(&change.kind, crate::facts::ChangeKind::CreateFunction(function)
            if function.returns == "trigger" && names_audit(&function.name.name))
    })
}

/// Whether something on a way from a request to an operation records it.
pub fn is_recorded(project: &Project, way: &Way<'_>) -> bool {
    let named = |value: &Value| names(value).any(names_trail);
    way.entry.guards.iter().any(|(_, guard)| guard.any(&named))
        || way.functions.iter().any(|(file, id)| records(project, file, *id, HELPER_LIMIT))
}

/// A call that records, anywhere in code that answers requests, and the function it stands in: how others do it.
pub fn example(project: &Project) -> Option<(&FileFacts, &crate::facts::Call)> {
    project.files().find_map(|file| {
        let call = file
            .calls
            .iter()
            .find(|call| call.function.is_some() && names(&call.callee).next().is_some_and(names_audit))?;
        Some((file, call))
    })
}

/// Whether the project writes rows of a trail anywhere.
pub fn has_table(project: &Project) -> bool {
    project.files().any(|file| file.queries.iter().any(|query| writes(project, file, query, names_audit)))
}

fn writes(project: &Project, file: &FileFacts, query: &Query, is_named: fn(&str) -> bool) -> bool {
    query.action == QueryAction::Insert && is_named(model_name(project, file, query))
}

/// The name of the model a query is of: as it is declared, else as it is asked.
pub fn model_name<'a>(project: &'a Project, file: &'a FileFacts, query: &'a Query) -> &'a str {
    project.queried_model(file, query).map_or(query.model.name.as_str(), |(_, model)| model.name.as_str())
}

/// Whether a function, those in it and around it, or a helper it calls, records something.
fn records(project: &Project, file: &FileFacts, function: FunctionId, left: u32) -> bool {
    let Some(left) = left.checked_sub(1) else { return false };
    let root = file.outermost(function);
    let within = |other: Option<FunctionId>| other.is_some_and(|id| file.outermost(id) == root);
    file.queries.iter().any(|query| within(query.function) && writes(project, file, query, names_trail))
        || file.calls.iter().filter(|call| within(call.function)).any(|call| {
            names(&call.callee).any(names_trail)
                || call.arguments.iter().any(|argument| {
                    argument.any(&|part| matches!(part, Value::Call(inner) if names(&inner.callee).any(names_trail)))
                })
                || project.function_of(file, &call.callee).is_some_and(|(found_in, id)| {
                    let is_here = found_in.path == file.path && file.outermost(id) == root;
                    !is_here && records(project, found_in, id, left)
                })
        })
}

/// The names in a chain of members, the last first, and the module it comes from.
fn names(value: &Value) -> impl Iterator<Item = &str> {
    let module = match value.reference().map(|reference| &reference.root) {
        Some(Root::Module(name)) => Some(name.as_str()),
        _ => None,
    };
    value.last_names().chain(module)
}
