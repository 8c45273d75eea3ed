//! Policies rewritten.

use super::super::holds::Content;
use super::super::migration;
use super::super::table_without_row_level_security::own_rows;
use super::policy::means_server;
use crate::facts::{Command, Policy};
use crate::finding::{Edit, Fix, FixLevel};
use crate::project::database::{Database, PolicyState, ScopeKind, Table, quoted};

/// Ways to mend a policy.
pub fn of_policy(database: &Database, table: &Table, content: &Content<'_>, state: &PolicyState) -> Vec<Fix> {
    let policy = &state.policy;
    if means_server(policy) {
        return dropped(database, table, state);
    }
    let owner = content.scope.filter(|scope| scope.kind == ScopeKind::Owner && scope.is_caller_id);
    let Some(scope) = owner else {
        return vec![Fix::guide(format!(
            "Replace the policy \"{}\" by one whose condition ties each row of `{}` to the caller",
            policy.name, table.key.1
        ))];
    };
    let column = &scope.column.column.name;
    let edits = if state.is_loose {
        in_place(state, &own_rows(column))
    } else {
        migration::new_file(database, &replacement(table, policy, &own_rows(column))).into_iter().collect()
    };
    let title = format!("Let \"{}\" through only the caller's own rows (`{column}`)", policy.name);
    if edits.is_empty() {
        return vec![Fix::guide(title)];
    }
    vec![Fix { title, level: FixLevel::Suggestion, edits }]
}

fn dropped(database: &Database, table: &Table, state: &PolicyState) -> Vec<Fix> {
    let title = format!("Drop the policy \"{}\": the service role passes by all policies", state.policy.name);
    let edit = (!state.is_loose).then(|| migration::new_file(database, &[drop(table, &state.policy)])).flatten();
    vec![match edit {
        Some(edit) => Fix { title, level: FixLevel::Suggestion, edits: vec![edit] },
        None => Fix::guide(title),
    }]
}

fn drop(table: &Table, policy: &Policy) -> String {
    format!("drop policy if exists {} on {}", always_quoted(&policy.name), table.sql_name())
}

fn always_quoted(name: &str) -> String {
    let name = quoted(name);
    if name.starts_with('"') { name } else { format!("\"{name}\"") }
}

/// The policy dropped and made anew.
fn replacement(table: &Table, policy: &Policy, own: &str) -> Vec<String> {
    let command = policy.command;
    let head = format!(
        "create policy {} on {} for {} to authenticated",
        always_quoted(&policy.name),
        table.sql_name(),
        command.as_str()
    );
    let uses = if command == Command::Insert { String::new() } else { format!(" using ({own})") };
    let is_checked = matches!(command, Command::All | Command::Insert | Command::Update);
    let checks = if is_checked { format!(" with check ({own})") } else { String::new() };
    vec![drop(table, policy), format!("{head}{uses}{checks}")]
}

/// New conditions where the old ones stand: a script is run as a whole.
fn in_place(state: &PolicyState, own: &str) -> Vec<Edit> {
    let conditions = state.policy.using.iter().chain(&state.policy.check);
    conditions
        .map(|condition| Edit { path: state.place.path.clone(), range: condition.range, text: own.to_owned() })
        .collect()
}
