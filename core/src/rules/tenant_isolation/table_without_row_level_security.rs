//! A table that an HTTP API serves to everyone has no row-level security.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::holds::{Content, look};
use super::migration;
use crate::finding::{Certainty, Finding, Fix, FixLevel, Message, Related, Severity};
use crate::project::database::{Database, Exposure, Place, ScopeKind, Security, Table};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(super::live::supabase) };

static META: RuleMeta = RuleMeta {
    id: "table-without-row-level-security",
    gap: Gap::TenantIsolation,
    launch_item: 3,
    title: "A table that the public API serves has no row-level security",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[862, 284],
    owasp: &["A01:2021", "API1:2023"],
    docs: "\
Finds tables that Supabase's HTTP API (PostgREST) serves and that have no row-level security when all SQL files are taken together: the \
migrations in their order, then the scripts beside them. `ENABLE` in a later file counts, and so does a later `DISABLE`.

Without row-level security, whoever has the public key reads, changes and deletes every row of the table. The public key is in the \
JavaScript of the site; it is meant to be there, because the policies are what guards the rows.

It is an error where a row is somebody's (a foreign key to a user or to an organisation, a column such as `user_id`), tells how to reach a \
person, or holds a credential. Other tables are a warning: everyone can still change and delete their rows.

Databases without such an API stay silent: there the server is the guard. So do tables in schemas the API does not serve \
(`supabase/config.toml`), tables whose grants to `anon` and `authenticated` are revoked, partitions, temporary tables, and tables for \
which a `DO` block turns row-level security on by names it computes.",
    bad: Example {
        path: "supabase/migrations/20250301120000_init.sql",
        code: "create table public.messages (\n  id uuid primary key default gen_random_uuid(),\n  user_id uuid not null references auth.users (id),\n  body text not null\n);\n",
    },
    sound: Example {
        path: "supabase/migrations/20250301120000_init.sql",
        code: "create table public.messages (\n  id uuid primary key default gen_random_uuid(),\n  user_id uuid not null references auth.users (id),\n  body text not null\n);\n\nalter table public.messages enable row level security;\n\ncreate policy \"Own messages\" on public.messages\n  for all to authenticated\n  using (user_id = (select auth.uid()))\n  with check (user_id = (select auth.uid()));\n",
    },
    sources: &[
        "https://supabase.com/docs/guides/database/postgres/row-level-security",
        "https://supabase.com/docs/guides/database/database-advisors?lint=0013_rls_disabled_in_public",
        "https://www.postgresql.org/docs/current/ddl-rowsecurity.html",
        "https://nvd.nist.gov/vuln/detail/CVE-2025-48757",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(database) = context.project.database_of(&context.file.path) else { return };
    if database.exposure == Exposure::None {
        return;
    }
    let own = database.tables.values().filter(|table| table.place.path == context.file.path);
    for table in own.filter(|table| is_open(context, database, table)) {
        findings.push(finding(database, table));
    }
}

fn is_open(context: &Context<'_>, database: &Database, table: &Table) -> bool {
    table.security.state == Security::Off
        && database.serves(&table.key.0)
        && !table.is_special
        && !table.withdrawn.is_closed()
        && !table.columns.is_empty()
        // The statement that secures it may be on its way.
        && !database.is_partial
        && context.file.partial.is_empty()
        && !is_of_a_tool(&table.key.1)
}

/// Tables that migration tools and extensions keep for themselves.
fn is_of_a_tool(name: &str) -> bool {
    matches!(
        name,
        "schema_migrations"
            | "spatial_ref_sys"
            | "geometry_columns"
            | "geography_columns"
            | "flyway_schema_history"
            | "knex_migrations"
    ) || name.starts_with("_prisma")
        || name.starts_with("__drizzle")
}

fn finding(database: &Database, table: &Table) -> Finding {
    let content = look(database, table);
    let severity = match database.exposure {
        Exposure::Certain if content.is_sensitive() => Severity::Error,
        _ => Severity::Warning,
    };
    let name = &table.key.1;
    let held = held(&content).map_or_else(String::new, |held| format!(", and {held}"));
    let state = match &table.security.place {
        Some(_) => "Row-level security is switched off for",
        None if !table.policies.is_empty() => "The policies do nothing, because row-level security is off for",
        None => "There is no row-level security on",
    };
    let doubt = if database.exposure == Exposure::Likely {
        "If this is the database behind your Supabase project: "
    } else {
        ""
    };
    Finding {
        rule: &META,
        path: table.place.path.clone(),
        range: table.place.range,
        severity,
        certainty: Certainty::Complete,
        message: Message::new(
            format!("{state} `{name}`{held}"),
            format!(
                "{doubt}The API serves this table to everyone who has the public key, which is in the site's JavaScript. One request reads \
                 every row; another changes or deletes them all."
            ),
            remedy(table, &content),
        ),
        related: related(table, &content),
        fixes: fixes(database, table, &content),
    }
}

/// Why the rows are somebody's, as a clause.
fn held(content: &Content<'_>) -> Option<String> {
    if let Some(column) = content.credential {
        return Some(format!("it holds credentials (`{}`)", column.name));
    }
    if let Some(scope) = &content.scope {
        let column = &scope.column.column.name;
        return Some(match scope.kind {
            ScopeKind::Owner => format!("each row belongs to a user (`{column}`)"),
            ScopeKind::Tenant => format!("each row belongs to an organisation (`{column}`)"),
            ScopeKind::Parent => format!("each row is part of somebody's (`{column}`)"),
        });
    }
    content.personal.map(|column| format!("it holds personal data (`{}`)", column.name))
}

fn remedy(table: &Table, content: &Content<'_>) -> String {
    if !table.policies.is_empty() {
        return "Turn row-level security on, so that the policies that are there take effect.".to_owned();
    }
    match &content.scope {
        Some(scope) => format!(
            "Turn row-level security on and add policies that tie each row to the caller through `{}`.",
            scope.column.column.name
        ),
        None => "Turn row-level security on. Until there are policies, only the server's key gets at the rows; add a policy for each \
                 thing others may do."
            .to_owned(),
    }
}

fn related(table: &Table, content: &Content<'_>) -> Vec<Related> {
    let mut related = Vec::new();
    if let Some(Place { path, range }) = &table.security.place {
        related.push(Related {
            path: path.clone(),
            range: *range,
            note: "row-level security is switched off here".to_owned(),
        });
    }
    if let Some(policy) = table.policies.first().filter(|_| table.security.place.is_none()) {
        related.push(Related {
            path: policy.place.path.clone(),
            range: policy.policy.name_range,
            note: "this policy does nothing while row-level security is off".to_owned(),
        });
    }
    related.extend(why(content));
    related
}

/// The column that makes the rows somebody's.
pub(super) fn why(content: &Content<'_>) -> Vec<Related> {
    let mut related = Vec::new();
    if let Some(scope) = &content.scope {
        let (path, range) = scope.reference.map_or((&scope.column.path, scope.column.column.range), |reference| {
            (&reference.place.path, reference.place.range)
        });
        let note = match (scope.kind, scope.reference) {
            (ScopeKind::Owner, _) => "this column names the user a row belongs to".to_owned(),
            (ScopeKind::Tenant, _) => "this column names the organisation a row belongs to".to_owned(),
            (ScopeKind::Parent, Some(reference)) => {
                format!("each row belongs to one of `{}`, which is somebody's", reference.table.1)
            }
            (ScopeKind::Parent, None) => "each row belongs to one of another table".to_owned(),
        };
        related.push(Related { path: path.clone(), range, note });
    }
    let columns =
        [(content.credential, "this column holds a credential"), (content.personal, "this column tells of a person")];
    for (column, note) in columns {
        related.extend(column.map(|column| Related {
            path: column.path.to_owned(),
            range: column.range,
            note: note.to_owned(),
        }));
    }
    related
}

fn fixes(database: &Database, table: &Table, content: &Content<'_>) -> Vec<Fix> {
    let enable = format!("alter table {} enable row level security", table.sql_name());
    let edit = |statements: &[String]| {
        if table.is_loose {
            let place = Place { path: table.place.path.clone(), range: table.statement };
            Some(migration::behind(&place, statements))
        } else {
            migration::new_file(database, statements)
        }
    };
    let mut fixes = Vec::new();
    let owner =
        content.scope.filter(|scope| scope.is_caller_id && table.policies.is_empty() && !table.has_unknown_policies);
    if let Some(scope) = owner {
        let mut statements = vec![enable.clone()];
        statements.extend(owner_policies(table, &scope.column.column.name));
        fixes.extend(edit(&statements).map(|edit| Fix {
            title: format!("Turn row-level security on and let each user at their own rows of `{}`", table.key.1),
            level: FixLevel::Suggestion,
            edits: vec![edit],
        }));
    }
    let title = if table.policies.is_empty() {
        format!("Turn row-level security on for `{}`; without policies, only the server gets at the rows", table.key.1)
    } else {
        format!("Turn row-level security on for `{}`", table.key.1)
    };
    match edit(&[enable]) {
        Some(edit) => fixes.push(Fix { title, level: FixLevel::Suggestion, edits: vec![edit] }),
        None => fixes.push(Fix::guide(format!(
            "Run in a new migration: alter table {} enable row level security; and add policies for what others may do",
            table.sql_name()
        ))),
    }
    fixes
}

/// What owners need at first: each command on their own rows, and nothing for anybody else.
fn owner_policies(table: &Table, column: &str) -> Vec<String> {
    let name = table.sql_name();
    let own = own_rows(column);
    let title = table.key.1.replace('_', " ").replace('"', "");
    [
        format!("create policy \"Owners read their {title}\" on {name} for select to authenticated using ({own})"),
        format!("create policy \"Owners add their {title}\" on {name} for insert to authenticated with check ({own})"),
        format!("create policy \"Owners change their {title}\" on {name} for update to authenticated using ({own}) with check ({own})"),
        format!("create policy \"Owners delete their {title}\" on {name} for delete to authenticated using ({own})"),
    ]
    .into()
}

/// The condition that a row be the caller's, in the form that is computed once per query.
pub(super) fn own_rows(column: &str) -> String {
    format!("{} = (select auth.uid())", crate::project::database::quoted(column))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{Files, bad, documented, sound};

    const CLIENT: (&str, &str) = ("package.json", r#"{"dependencies":{"@supabase/supabase-js":"^2.0.0"}}"#);

    #[test]
    fn its_examples_hold() {
        documented(RULE.meta.id);
    }

    #[test]
    fn finds_open_tables() {
        let cases: [Files<'_>; 13] = [
            // A later file secures one of them.
            &[
                (
                    "supabase/migrations/20250101000000_a.sql",
                    "create table «public.messages» (id uuid primary key, user_id uuid references auth.users (id), body text);\ncreate table notes (id uuid primary key, user_id uuid references auth.users);\n",
                ),
                (
                    "supabase/migrations/20250102000000_b.sql",
                    "ALTER TABLE IF EXISTS ONLY public.notes ENABLE ROW LEVEL SECURITY;\n",
                ),
            ],
            // Switched off again.
            &[
                (
                    "supabase/migrations/001_a.sql",
                    "create table «orders» (id int primary key, email text not null);\nalter table orders enable row level security;\n",
                ),
                ("supabase/migrations/002_b.sql", "alter table public.orders disable row level security;\n"),
            ],
            // Policies that nothing switches on.
            &[(
                "supabase/migrations/001_a.sql",
                "create table «\"public\".\"todos\"» (id int primary key, user_id uuid not null default auth.uid());\ncreate policy \"own\" on public.todos for all using (auth.uid() = user_id);\n",
            )],
            // A script beside an app that uses the client.
            &[
                CLIENT,
                (
                    "schema.sql",
                    "CREATE TABLE IF NOT EXISTS «profiles» (id UUID PRIMARY KEY, email TEXT, password_hash TEXT);\n",
                ),
            ],
            // Created anew under another name.
            &[
                (
                    "supabase/migrations/1_a.sql",
                    "create table «old_name» (id int primary key, organization_id uuid not null);\n",
                ),
                ("supabase/migrations/2_b.sql", "alter table old_name rename to teams_data;\n"),
            ],
            // A name secured that was never this table's.
            &[(
                "supabase/migrations/1_a.sql",
                "create table «invoices» (id int primary key, company_id uuid not null);\nalter table private.invoices enable row level security;\n",
            )],
            // An unreadable statement in between hides nothing.
            &[(
                "supabase/migrations/1_a.sql",
                "create extension if not exists \"x\" with (weird !!);\n\\echo hi\ncreate table «a» (id int primary key, user_id uuid references auth.users);\ncreate or replace function f() returns trigger as $$ begin return new; end; $$ language plpgsql;\ncreate table b (id int);\nalter table b enable row level security;\n",
            )],
            // Rows of a parent that is somebody's; the parent is safe.
            &[(
                "supabase/migrations/1_a.sql",
                "create table orders (id uuid primary key, user_id uuid references auth.users);\nalter table orders enable row level security;\ncreate table «order_items» (id int, order_id uuid references orders (id) on delete cascade, price numeric);\n",
            )],
            // The dollar-quoted way back and the file's own way back do not count.
            &[
                (
                    "supabase/migrations/1_a.sql",
                    "create table «docs» (id int primary key, user_id uuid references auth.users);\n",
                ),
                ("supabase/migrations/1_a.down.sql", "alter table docs enable row level security;\n"),
            ],
            &[("supabase/migrations/1_a.sql", "create table «countries» (code text primary key, name text);\n")],
            // A loop over other tables.
            &[(
                "supabase/migrations/1_a.sql",
                "create table «secrets» (id int primary key, api_key text);\ncreate table x (id int);\ndo $$ declare t text; begin foreach t in array array['x', 'y'] loop execute format('alter table %I enable row level security', t); end loop; end $$;\n",
            )],
            // A copy has no policies of its own.
            &[(
                "supabase/migrations/1_a.sql",
                "create table orders (id uuid primary key, user_id uuid references auth.users);\nalter table orders enable row level security;\ncreate table «orders_backup» as select * from orders;\ncreate table «orders_new» (like orders including all);\n",
            )],
            &[
                ("supabase/config.toml", "[api]\nschemas = [\"public\", \"app\"]\n"),
                (
                    "supabase/migrations/1_a.sql",
                    "create schema app;\ngrant usage on schema app to anon, authenticated;\nalter default privileges in schema app grant all on tables to anon, authenticated;\ncreate table «app.t» (id int primary key, email text);\ncreate table hidden.u (id int primary key, email text);\n",
                ),
            ],
        ];
        bad(RULE.meta.id, &cases);
    }

    #[test]
    fn is_silent_about_guarded_tables() {
        let cases: [Files<'_>; 16] = [
            // A server is the guard.
            &[("migrations/001_a.sql", "create table users (id int primary key, email text, password_hash text);\n")],
            &[
                (
                    "prisma/migrations/1_a/migration.sql",
                    "CREATE TABLE \"User\" (\"id\" TEXT NOT NULL, \"email\" TEXT NOT NULL);\n",
                ),
                ("package.json", r#"{"dependencies":{"@prisma/client":"6.0.0"}}"#),
            ],
            // Another database.
            &[
                CLIENT,
                (
                    "schema.sql",
                    "CREATE TABLE `users` (`id` int NOT NULL AUTO_INCREMENT, `email` varchar(255)) ENGINE=InnoDB;\n",
                ),
            ],
            // Secured by a block that computes names, all of them or these.
            &[(
                "supabase/migrations/1_a.sql",
                "create table a (id int primary key, user_id uuid references auth.users);\ndo $$ declare r record; begin for r in select tablename from pg_tables where schemaname = 'public' loop execute 'alter table public.' || quote_ident(r.tablename) || ' enable row level security'; execute format('alter table %I enable row level security', r.tablename); end loop; end $$;\n",
            )],
            &[(
                "supabase/migrations/1_a.sql",
                "create table a (id int primary key, user_id uuid references auth.users);\ndo $$ begin if not exists (select 1 from pg_class) then alter table a enable row level security; end if; execute 'alter table public.a enable row level security'; end $$;\n",
            )],
            // Not served.
            &[(
                "supabase/migrations/1_a.sql",
                "create schema private;\ncreate table private.keys (id int primary key, api_key text);\n",
            )],
            &[(
                "supabase/migrations/1_a.sql",
                "set search_path to private;\ncreate table keys (id int primary key, api_key text);\n",
            )],
            &[
                ("supabase/config.toml", "[api]\nenabled = false\n"),
                ("supabase/migrations/1_a.sql", "create table keys (id int primary key, api_key text);\n"),
            ],
            &[(
                "supabase/migrations/1_a.sql",
                "create table keys (id int primary key, api_key text);\nrevoke all on table keys from anon, authenticated;\n",
            )],
            &[(
                "supabase/migrations/1_a.sql",
                "alter default privileges in schema public revoke all on tables from anon, authenticated;\ncreate table keys (id int primary key, api_key text);\n",
            )],
            // Gone, moved, temporary, a partition.
            &[
                (
                    "supabase/migrations/1_a.sql",
                    "create table a (id int, email text);\ncreate temp table c (id int, email text);\n",
                ),
                ("supabase/migrations/2_b.sql", "drop table if exists public.a cascade;\n"),
            ],
            &[(
                "supabase/migrations/1_a.sql",
                "create table a (id int, email text);\nalter table a set schema private;\n",
            )],
            &[(
                "supabase/migrations/1_a.sql",
                "create table a (id int, email text) partition by range (id);\nalter table a enable row level security;\ncreate table a_1 partition of a for values from (1) to (2);\n",
            )],
            // Served, but nobody outside was let in.
            &[
                ("supabase/config.toml", "[api]\nschemas = [\"public\", \"app\"]\n"),
                (
                    "supabase/migrations/1_a.sql",
                    "create schema app;\ncreate table app.t (id int primary key, email text);\n",
                ),
            ],
            &[(
                "supabase/migrations/1_a.sql",
                "revoke usage on schema public from anon, authenticated;\ncreate table t (id int primary key, email text);\n",
            )],
            // Still being written.
            &[(
                "supabase/migrations/1_a.sql",
                "create table a (id int primary key, email text);\nalter table a enable row level security;\ncreate table b (id int primary key, email te",
            )],
        ];
        sound(RULE.meta.id, &cases);
    }
}
