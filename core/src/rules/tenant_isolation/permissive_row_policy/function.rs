//! Functions that run past all policies and do not ask who calls (postgresql.org/docs, "Writing SECURITY DEFINER functions
//! safely").

use smol_str::SmolStr;

use super::super::holds::{look, singular};
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
const CHORES: [&str; 25] = [
    "increment",
    "decrement",
    "count",
    "view",
    "cleanup",
    "clean",
    "expire",
    "refresh",
    "handle",
    "trigger",
    "sync",
    "cron",
    "log",
    "track",
    "purge",
    "process",
    "touch",
    "top",
    "leaderboard",
    "ranking",
    "search",
    "stat",
    "public",
    "lookup",
    "exist",
];

/// Judges the functions this file makes.
pub fn check(context: &Context<'_>, database: &Database, findings: &mut Vec<Finding>) {
    for (key, state) in &database.functions {
        let is_own = state.place.path == context.file.path && database.serves(&key.0);
        let is_whole = context.certainty(state.place.range) == Certainty::Complete;
        if is_own && is_whole && may_be_called(database, state) {
            findings.extend(touched(database, &state.function).map(|touched| finding(database, state, &touched)));
        }
    }
}

fn may_be_called(database: &Database, state: &DatabaseFunctionState) -> bool {
    let function = &state.function;
    let words = singular(&function.name.name);
    let asks_secret = function
        .arguments
        .iter()
        .any(|argument| singular(argument).iter().any(|word| SECRETS.contains(&word.as_str())));
    function.is_definer
        && !state.is_withdrawn
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
            matches!(part, crate::facts::condition::Condition::Call(called, _) if called.rsplit('.').next() == Some(name))
        })
    })
}

/// What a function reaches.
struct Touched<'a> {
    /// The table's name, for the message.
    name: &'a str,
    /// The table; none for Supabase's own table of users.
    table: Option<&'a Table>,
    changes: bool,
}

fn touched<'a>(database: &'a Database, function: &'a DatabaseFunction) -> Option<Touched<'a>> {
    let private = |name: &'a SmolStr, changes: bool| {
        let (schema, own) = name.split_once('.').unwrap_or(("public", name));
        if name == "auth.users" {
            return Some(Touched { name, table: None, changes });
        }
        let table = database.tables.get(&(schema.into(), own.into()))?;
        let content = look(database, table);
        let is_private = content.credential.is_some() || content.is_owned() && !content.is_published;
        is_private.then_some(Touched { name: own, table: Some(table), changes })
    };
    // The gravest first: the users themselves.
    let changed = function.changes.iter().filter_map(|name| private(name, true));
    let changed = changed.reduce(|best, other| if other.table.is_none() { other } else { best });
    // The first table is the one whose rows are given; others only narrow.
    changed.or_else(|| function.reads.first().filter(|_| gives_rows(function)).and_then(|name| private(name, false)))
}

/// Whether rows are answered, not just a right or a list of ids.
fn gives_rows(function: &DatabaseFunction) -> bool {
    let returns = function.returns.as_str();
    if let Some(columns) = returns.strip_prefix("table") {
        return columns.contains(',');
    }
    let is_scalar = ["setof uuid", "setof text", "setof integer", "setof bigint", "setof int"].contains(&returns);
    returns.starts_with("setof") && !is_scalar || returns.starts_with("json")
}

fn finding(database: &Database, state: &DatabaseFunctionState, touched: &Touched<'_>) -> Finding {
    let function = &state.function;
    let does = if touched.changes { "changes rows of" } else { "gives rows of" };
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
        severity: if touched.table.is_none() && touched.changes { Severity::Error } else { Severity::Warning },
        certainty: Certainty::Complete,
        message: Message::new(
            format!("The function `{name}` {does} `{}` past all policies, and does not ask who calls", touched.name),
            format!(
                "It runs with the rights of whoever made it, and the API lets everyone call it (`rpc('{name}')`). An attacker passes \
                 somebody else's id."
            ),
            "Compare the rows with `auth.uid()` in its body, make it `SECURITY INVOKER`, or revoke `EXECUTE` from anon and authenticated.",
        ),
        related: touched.table.map(|table| why(&look(database, table))).unwrap_or_default(),
        fixes: vec![fix],
    }
}
