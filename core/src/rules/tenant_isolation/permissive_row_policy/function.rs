//! Functions that run past all policies and do not ask who calls (postgresql.org/docs, "Writing SECURITY DEFINER functions
//! safely").

use super::super::holds::{Content, look, singular};
use super::super::migration;
use super::super::table_without_row_level_security::why;
use super::META;
use crate::facts::DatabaseFunction;
use crate::finding::{Certainty, Finding, Fix, FixLevel, Message, Severity};
use crate::project::database::{Database, DatabaseFunctionState, Table, quoted};
use crate::rules::Context;

/// Arguments that are a secret themselves: whoever knows them may.
const SECRETS: [&str; 11] =
    ["token", "code", "secret", "slug", "key", "hash", "pin", "password", "otp", "signature", "phone"];
/// Words in names of functions that count, clean up or serve a trigger.
const CHORES: [&str; 17] = [
    "increment", "decrement", "count", "view", "cleanup", "clean", "expire", "refresh", "handle", "trigger", "sync", "cron", "log",
    "track", "purge", "process", "touch",
];

/// Judges the functions this file makes.
pub fn check(context: &Context<'_>, database: &Database, findings: &mut Vec<Finding>) {
    for (key, state) in &database.functions {
        let is_own = state.place.path == context.file.path && database.served.contains(&key.0);
        if is_own && may_be_called(database, state) {
            findings.extend(touched(database, &state.function).map(|(table, changes)| finding(database, state, table, changes)));
        }
    }
}

fn may_be_called(database: &Database, state: &DatabaseFunctionState) -> bool {
    let function = &state.function;
    let words = singular(&function.name.name);
    let asks_secret = function.arguments.iter().any(|argument| {
        singular(argument).iter().any(|word| SECRETS.contains(&word.as_str()))
    });
    function.is_definer
        && !state.is_withdrawn
        && !state.is_overloaded
        && !function.returns.contains("trigger")
        && !function.arguments.is_empty()
        && !asks_secret
        && !words.iter().any(|word| CHORES.contains(&word.as_str()))
        && !database.asks_caller(function)
        // Policies call it, so it has to be callable.
        && !is_called_by_policy(database, &function.name.name)
}

fn is_called_by_policy(database: &Database, name: &str) -> bool {
    let policies = database.tables.values().flat_map(|table| &table.policies);
    policies.flat_map(|state| state.policy.using.iter().chain(&state.policy.check)).any(|condition| {
        condition.condition.any(&mut |part| {
            matches!(part, crate::facts::Condition::Call(called, _) if called.rsplit('.').next() == Some(name))
        })
    })
}

/// The table whose rows are within reach, and whether they can be changed.
fn touched<'a>(database: &'a Database, function: &DatabaseFunction) -> Option<(&'a Table, bool)> {
    let private = |name: &smol_str::SmolStr| {
        let (schema, name) = name.split_once('.').unwrap_or(("public", name));
        let table = database.tables.get(&(schema.into(), name.into()))?;
        let content = look(database, table);
        let is_private = content.credential.is_some() || content.is_owned() && !content.is_published;
        is_private.then_some(table)
    };
    let gives_rows = ["table", "setof", "json"].iter().any(|word| function.returns.starts_with(word));
    let changed = function.changes.iter().find_map(private).map(|table| (table, true));
    changed.or_else(|| function.reads.iter().filter(|_| gives_rows).find_map(private).map(|table| (table, false)))
}

fn finding(database: &Database, state: &DatabaseFunctionState, table: &Table, changes: bool) -> Finding {
    let function = &state.function;
    let content: Content<'_> = look(database, table);
    let does = if changes { "changes rows of" } else { "gives rows of" };
    let name = &function.name.name;
    let full = format!("{}.{}", quoted(function.name.schema.as_deref().unwrap_or("public")), quoted(name));
    let title = format!("Let only the server call `{name}`");
    let statement = format!("revoke execute on function {full} from public, anon, authenticated");
    let fix = match migration::new_file(database, &[statement]) {
        Some(edit) => Fix { title, level: FixLevel::Suggestion, edits: vec![edit] },
        None => Fix::guide(title),
    };
    Finding {
        rule: &META,
        path: state.place.path.clone(),
        range: state.place.range,
        severity: Severity::Warning,
        certainty: Certainty::Complete,
        message: Message::new(
            format!("The function `{name}` {does} `{}` past all policies, and does not ask who calls", table.key.1),
            format!(
                "It runs with the rights of whoever made it, and the API lets everyone call it (`rpc('{name}')`). An attacker passes \
                 somebody else's id."
            ),
            "Compare the rows with `auth.uid()` in its body, make it `SECURITY INVOKER`, or revoke `EXECUTE` from anon and authenticated.",
        ),
        related: why(&content),
        fixes: vec![fix],
    }
}
