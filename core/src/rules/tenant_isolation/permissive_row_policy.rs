//! A policy, a view or a function lets people at rows that are not theirs.

mod fixes;
mod function;
mod policy;
mod stored_files;
#[cfg(test)]
mod tests;
mod view;

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use crate::finding::{Finding, FixLevel, Severity};
use crate::project::database::Exposure;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "permissive-row-policy",
    gap: Gap::TenantIsolation,
    launch_item: 3,
    title: "A row policy, a view or a function lets people at rows that are not theirs",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[639, 863, 862],
    owasp: &["A01:2021", "API1:2023", "API3:2023"],
    docs: "\
Finds row policies that are there and do not restrict: `USING (true)` and what comes to the same (`1 = 1`, a key that is not null, an `OR` \
with an open side), policies that ask only for a sign-in (`TO authenticated USING (true)`, `auth.uid() IS NOT NULL`) on rows that \
belong to a user or an organisation, policies that trust `user_metadata`, which users write themselves, and subqueries that compare a \
column with itself instead of with the row. Also views over such tables that do not run with the rights of whoever asks \
(`security_invoker`), functions that do so (`SECURITY DEFINER`) without asking who calls, and policies that let people at other \
people's files.

Policies are read as the database does: as all SQL files leave them, permissive ones together (the widest wins), restrictive ones as a \
limit on all. Functions of the project are followed, so a policy that calls `is_member(org_id)` is as good as what that function asks.

What people publish stays silent: everyone may read posts, products or public profiles, and visitors may add to a contact form or a \
waiting list. So do conditions on the row (`is_published`), policies for the server's own role, and whatever could not be told.",
    bad: Example {
        path: "supabase/migrations/20250301120000_init.sql",
        code: "create table public.invoices (\n  id uuid primary key default gen_random_uuid(),\n  user_id uuid not null references auth.users (id),\n  total numeric not null\n);\n\nalter table public.invoices enable row level security;\n\ncreate policy \"Users read invoices\" on public.invoices\n  for select to authenticated\n  using (true);\n",
    },
    sound: Example {
        path: "supabase/migrations/20250301120000_init.sql",
        code: "create table public.invoices (\n  id uuid primary key default gen_random_uuid(),\n  user_id uuid not null references auth.users (id),\n  total numeric not null\n);\n\nalter table public.invoices enable row level security;\n\ncreate policy \"Users read their invoices\" on public.invoices\n  for select to authenticated\n  using (user_id = (select auth.uid()));\n",
    },
    sources: &[
        "https://supabase.com/docs/guides/database/postgres/row-level-security",
        "https://supabase.com/docs/guides/database/database-advisors?lint=0024_rls_policy_always_true",
        "https://supabase.com/docs/guides/database/database-advisors?lint=0015_rls_references_user_metadata",
        "https://www.postgresql.org/docs/current/sql-createpolicy.html",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(database) = context.project.database_of(&context.file.path) else { return };
    if database.exposure == Exposure::None {
        return;
    }
    policy::check(context, database, findings);
    stored_files::check(context, database, findings);
    view::check(context, database, findings);
    function::check(context, database, findings);
}
