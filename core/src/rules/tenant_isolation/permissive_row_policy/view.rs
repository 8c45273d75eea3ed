//! Views that show rows past the policies of their tables (postgresql.org/docs, "CREATE VIEW", `security_invoker`).

use super::super::holds::{Content, look};
use super::super::table_without_row_level_security::why;
use super::META;
use crate::facts::condition::{Condition, Query};
use crate::finding::{Certainty, Edit, Finding, Fix, FixLevel, Message, Severity};
use crate::project::database::{Database, Demand, Security, Table, ViewState, quoted};
use crate::rules::Context;
use crate::text::TextRange;

use super::super::migration;

/// Judges the views this file makes.
pub fn check(context: &Context<'_>, database: &Database, findings: &mut Vec<Finding>) {
    for (key, state) in &database.views {
        let is_own = state.place.path == context.file.path && database.serves(&key.0);
        if !is_own
            || context.certainty(state.place.range) != Certainty::Complete
            || state.view.is_invoker
            || state.withdrawn.is_closed()
        {
            continue;
        }
        let Some(query) = &state.view.query else { continue };
        // Summaries, and what asks who looks, show no rows of others.
        if query.is_summary || database.query_demand(query) >= Demand::Unknown {
            continue;
        }
        if let Some(found) = shown(database, state, query) {
            findings.push(found);
        }
    }
}

fn shown(database: &Database, state: &ViewState, query: &Query) -> Option<Finding> {
    for (name, _) in &query.tables {
        let key = (name.schema.clone().unwrap_or_else(|| "public".into()), name.name.clone());
        if key.0 == "auth"
            && key.1 == "users"
            && gives(query, &["email", "phone", "raw_user_meta_data", "raw_app_meta_data", "encrypted_password"])
        {
            return Some(finding(database, state, "auth.users", None, Severity::Error));
        }
        let Some(table) = database.tables.get(&key).filter(|table| table.security.state == Security::On) else {
            continue;
        };
        let content = look(database, table);
        if is_open_anyway(database, table) {
            continue;
        }
        let columns: Vec<&str> = content.credential.iter().chain(&content.personal).map(|column| column.name).collect();
        let is_shown = !columns.is_empty() && gives(query, &columns)
            || content.scope.is_some() && content.is_private && !content.is_published;
        if is_shown {
            return Some(finding(database, state, &table.key.1, Some(&content), Severity::Warning));
        }
    }
    None
}

/// Whether everyone reads the table as it is.
fn is_open_anyway(database: &Database, table: &Table) -> bool {
    table.has_unknown_policies
        || table.policies.iter().any(|state| {
            state.policy.using.as_ref().is_some_and(|using| database.demand(table, &using.condition) <= Demand::SignIn)
        })
}

/// Whether the query gives one of these columns.
fn gives(query: &Query, columns: &[&str]) -> bool {
    query.gives.iter().any(|given| match given {
        Condition::Column(path) => path.last().is_some_and(|last| last == "*" || columns.contains(&last.as_str())),
        _ => false,
    })
}

fn finding(
    database: &Database,
    state: &ViewState,
    table: &str,
    content: Option<&Content<'_>>,
    severity: Severity,
) -> Finding {
    let view = &state.view.name;
    let what = if state.view.is_materialised {
        format!("The materialised view `{}` shows rows of `{table}` to everyone: no policy guards a copy", view.name)
    } else {
        format!("The view `{}` shows rows of `{table}` past its policies", view.name)
    };
    Finding {
        rule: &META,
        path: state.place.path.clone(),
        range: state.place.range,
        severity,
        certainty: Certainty::Complete,
        message: Message::new(
            what,
            "A view runs with the rights of whoever made it, and the API serves it like a table. One request with the public key reads \
             every row it selects.",
            if state.view.is_materialised {
                "Withdraw the right to read it (`revoke select … from anon, authenticated`), or keep it in a schema the API does not serve."
            } else {
                "Make it run with the rights of whoever asks: `alter view … set (security_invoker = true)`."
            },
        ),
        related: content.map(why).unwrap_or_default(),
        fixes: fixes(database, state),
    }
}

fn fixes(database: &Database, state: &ViewState) -> Vec<Fix> {
    let view = &state.view;
    let name = format!("{}.{}", quoted(view.name.schema.as_deref().unwrap_or("public")), quoted(&view.name.name));
    let (title, statement) = if view.is_materialised {
        (
            format!("Withdraw the right to read `{}`", view.name.name),
            format!("revoke all on {name} from anon, authenticated"),
        )
    } else {
        (
            format!("Let `{}` run with the rights of whoever asks", view.name.name),
            format!("alter view {name} set (security_invoker = true)"),
        )
    };
    let edit: Option<Edit> =
        migration::new_file(database, &[statement]).filter(|edit| edit.range == TextRange::empty(0));
    vec![match edit {
        Some(edit) => Fix { title, level: FixLevel::Suggestion, edits: vec![edit] },
        None => Fix::guide(title),
    }]
}
