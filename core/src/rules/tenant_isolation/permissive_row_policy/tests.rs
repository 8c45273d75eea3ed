//! The table of good and bad policies.

use super::RULE;
use crate::rules::testing::{Files, bad, documented, sound};

const INVOICES: &str = "create table invoices (id uuid primary key, user_id uuid not null references auth.users (id), total numeric not null);\nalter table invoices enable row level security;\n";
const MEMBERS: &str = "create table organizations (id uuid primary key, name text);\nalter table organizations enable row level security;\ncreate table members (org_id uuid not null references organizations (id), user_id uuid not null references auth.users (id));\nalter table members enable row level security;\ncreate table projects (id uuid primary key, org_id uuid not null references organizations (id), name text);\nalter table projects enable row level security;\n";

/// One migration of two parts.
fn check(run: fn(&str, &[Files<'_>]), before: &str, statements: &[&str]) {
    for statement in statements {
        let text = format!("{before}{statement}\n");
        run(RULE.meta.id, &[&[("supabase/migrations/20250101000000_a.sql", text.as_str())]]);
    }
}

#[test]
fn its_examples_hold() {
    documented(RULE.meta.id);
}

#[test]
fn finds_policies_on_rows_of_users() {
    check(
        bad,
        INVOICES,
        &[
            "create policy «\"a\"» on invoices for select using (true);",
            "create policy «\"a\"» on public.invoices for all to authenticated using (1 = 1) with check (true);",
            "create policy «a» on invoices for select to authenticated using (auth.uid() is not null);",
            "create policy «a» on invoices for select using ((select auth.role()) = 'authenticated');",
            "create policy «a» on invoices for select using (auth.jwt() ->> 'role' = 'authenticated');",
            "create policy «a» on invoices for delete using (id is not null);",
            "create policy «a» on invoices for select to authenticated using (user_id = user_id);",
            "create policy «a» on invoices for select using (auth.uid() = user_id or true);",
            "create policy «a» on invoices for insert to authenticated with check (true);",
            "create policy «\"Service role manages invoices\"» on invoices for all using (true) with check (true);",
            "create policy «a» on invoices for update to anon, authenticated using (true);",
            "create policy «a» on invoices for select to authenticated using ((auth.jwt() -> 'user_metadata' ->> 'role') = 'admin');",
            "create policy «a» on invoices for select using (exists (select 1 from auth.users where id = auth.uid() and raw_user_meta_data ->> 'role' = 'admin'));",
            // What was deleted is left out; whose a row is plays no part.
            "alter table invoices add column deleted_at timestamptz, add column is_archived boolean;\ncreate policy «a» on invoices for select using (auth.uid() is not null and deleted_at is null and is_archived = false);",
            // A narrow one beside does not narrow; a restrictive one that only asks for a sign-in leaves everyone signed in.
            "create policy b on invoices for select using (auth.uid() = user_id);\ncreate policy «a» on invoices for select using (true);",
            "create policy b on invoices as restrictive for select using (auth.uid() is not null);\ncreate policy «a» on invoices for select using (true);",
            // Widened later, and made by a block.
            "create policy «a» on invoices for select using (auth.uid() = user_id);\nalter policy a on invoices using (true);",
            "do $$ begin if not exists (select 1 from pg_policies where policyname = 'a') then create policy «a» on invoices for select using (true); end if; end $$;",
            // A function that asks only whether somebody is there.
            "create function is_in() returns boolean language sql stable as $$ select auth.uid() is not null $$;\ncreate policy «a» on invoices for select to authenticated using (is_in());",
            "create table profiles (id uuid primary key references auth.users (id), name text);\nalter table profiles enable row level security;\ncreate policy «a» on invoices for select to authenticated using (exists (select 1 from profiles where profiles.id = auth.uid()));",
        ],
    );
}

#[test]
fn finds_policies_on_rows_of_tenants() {
    check(
        bad,
        MEMBERS,
        &[
            "create policy «a» on projects for select to authenticated using (true);",
            // Both names are the inner table's.
            "create policy «a» on projects for select using (exists (select 1 from members where members.org_id = org_id and members.user_id = auth.uid()));",
            "create policy «a» on projects for select using (exists (select 1 from members m where m.org_id = m.org_id and m.user_id = auth.uid()));",
            "create policy «a» on projects for update using (org_id = ((auth.jwt() -> 'user_metadata') ->> 'org_id')::uuid);",
        ],
    );
}

#[test]
fn finds_policies_on_rows_that_tell_of_people() {
    check(
        bad,
        "",
        &[
            "create table audit_logs (id uuid primary key, action text, details jsonb);\nalter table audit_logs enable row level security;\ncreate policy «a» on audit_logs for select using (true);",
            "create table profiles (id uuid primary key references auth.users (id), email text, phone text);\nalter table profiles enable row level security;\ncreate policy «a» on profiles for select using (true);",
            "create table waitlist (id uuid primary key, email text not null);\nalter table waitlist enable row level security;\ncreate policy «a» on waitlist for select to anon using (true);",
            "create table countries (code text primary key, name text);\nalter table countries enable row level security;\ncreate policy «a» on countries for all using (true);",
            "create table integrations (id uuid primary key, api_key text);\nalter table integrations enable row level security;\ncreate policy «a» on integrations for select to authenticated using (true);",
        ],
    );
}

#[test]
fn finds_what_goes_past_policies() {
    check(
        bad,
        INVOICES,
        &[
            "create view «all_invoices» as select * from invoices;",
            "create materialized view «copies» as select id, user_id, total from invoices;",
            "create view «people» as select id, email from auth.users;",
            "create function «get_invoices»(p_user uuid) returns setof invoices language sql security definer as $$ select * from invoices where user_id = p_user $$;",
            "create function «pay»(p_id uuid) returns void language plpgsql security definer as $$ begin update invoices set total = 0 where id = p_id; end $$;",
            "create function «remove_user»(p_id uuid) returns void language plpgsql security definer as $$ begin delete from auth.users where id = p_id; end $$;",
            "insert into storage.buckets (id, name, public) values ('documents', 'documents', false);\ncreate policy «a» on storage.objects for select using (bucket_id = 'documents');",
            "create policy «a» on storage.objects for delete to authenticated using (bucket_id = 'avatars');",
            "create policy «a» on storage.objects for insert with check (bucket_id = 'uploads');",
        ],
    );
}

#[test]
fn finds_policies_of_scripts_and_mends_them_in_place() {
    let script = format!(
        "{INVOICES}create policy «\"a\"» on invoices for update to authenticated using (true) with check (true);\n"
    );
    bad(RULE.meta.id, &[&[("supabase/schema.sql", script.as_str())]]);
    let client = ("package.json", r#"{"dependencies":{"@supabase/ssr":"^0.5.0"}}"#);
    bad(RULE.meta.id, &[&[client, ("db/setup.sql", script.as_str())]]);
}

#[test]
fn is_silent_about_rows_that_are_tied() {
    check(
        sound,
        INVOICES,
        &[
            "create policy a on invoices for all using (auth.uid() = user_id);",
            "create policy a on invoices for select to authenticated using ((select auth.uid()) = user_id);",
            "create policy a on invoices for select using (user_id::text = auth.jwt() ->> 'sub');",
            "create policy a on invoices for select using (user_id = current_setting('app.user_id')::uuid);",
            "create policy a on invoices for select to service_role using (true);",
            "create policy a on invoices for all using (auth.role() = 'service_role');",
            "create policy a on invoices for all using ((auth.jwt() ->> 'role') = 'service_role');",
            "create policy a on invoices for select using (false);",
            "create policy a on invoices for select to authenticated using ((auth.jwt() -> 'app_metadata' ->> 'role') = 'admin');",
            "create policy a on invoices for select to billing_app using (true);",
            // A restrictive one ties what the permissive one opens.
            "create policy b on invoices as restrictive for all using (auth.uid() = user_id);\ncreate policy a on invoices for select using (true);",
            // Functions, followed and not.
            "create function has_role(_user uuid, _role text) returns boolean language sql security definer as $$ select exists (select 1 from user_roles where user_id = _user and role = _role) $$;\ncreate policy a on invoices for all using (has_role(auth.uid(), 'admin'));",
            "create function is_admin() returns boolean language plpgsql security definer as $$ begin return exists (select 1 from admins where user_id = auth.uid()); end $$;\ncreate policy a on invoices for all using (is_admin());",
            "create function own_org() returns uuid language sql as $$ select org_id from members where user_id = auth.uid() limit 1 $$;\ncreate function in_org(o uuid) returns boolean language sql as $$ select o = own_org() $$;\ncreate policy a on invoices for all using (in_org(id));",
            "create policy a on invoices for all using (extensions.somehow(id));",
            "create policy a on invoices for select using (exists (select 1 from admins where admins.user_id = auth.uid()));",
            // Gone in the end.
            "create policy a on invoices for select using (true);\ndrop policy if exists \"a\" on public.invoices;",
            "create policy a on invoices for select using (true);\nalter policy a on invoices using (auth.uid() = user_id);",
            "create policy a on invoices for select using (true);\ndo $$ declare p record; begin for p in select policyname from pg_policies loop execute format('drop policy if exists %I on invoices', p.policyname); end loop; end $$;",
            "create policy a on invoices for select using (true);\nrevoke all on invoices from anon, authenticated;",
        ],
    );
}

#[test]
fn is_silent_about_rows_of_ones_own_organisation() {
    check(
        sound,
        MEMBERS,
        &[
            "create policy a on projects for select using (org_id in (select org_id from members where user_id = auth.uid()));",
            "create policy a on projects for select using (exists (select 1 from members m where m.org_id = projects.org_id and m.user_id = auth.uid()));",
            "create policy a on projects for select using (exists (select 1 from members where members.org_id = projects.org_id and user_id = auth.uid()));",
            "create policy a on projects for select using (auth.uid() in (select user_id from members where members.org_id = projects.org_id));",
            "create policy a on projects for select using (org_id = (select org_id from members where user_id = auth.uid()));",
            "create policy a on projects for select using (org_id = any (array(select org_id from members where user_id = auth.uid())));",
            "create policy a on projects for select using (org_id = (auth.jwt() -> 'app_metadata' ->> 'org_id')::uuid);",
        ],
    );
}

#[test]
fn is_silent_about_what_is_for_everyone() {
    check(
        sound,
        "",
        &[
            "create table posts (id uuid primary key, user_id uuid not null references auth.users (id), title text, is_published boolean);\nalter table posts enable row level security;\ncreate policy a on posts for select using (true);\ncreate policy b on posts for update using (auth.uid() = user_id);",
            "create table profiles (id uuid primary key references auth.users (id), username text, avatar_url text);\nalter table profiles enable row level security;\ncreate policy \"Public profiles are viewable by everyone.\" on profiles for select using (true);",
            "create table waitlist (id uuid primary key, email text not null);\nalter table waitlist enable row level security;\ncreate policy a on waitlist for insert to anon with check (true);",
            "create table contact_messages (id uuid primary key, name text, email text, message text);\nalter table contact_messages enable row level security;\ncreate policy a on contact_messages for insert with check (true);",
            "create table countries (code text primary key, name text);\nalter table countries enable row level security;\ncreate policy a on countries for select using (true);",
            "create table subscription_plans (id uuid primary key, name text, price numeric);\nalter table subscription_plans enable row level security;\ncreate policy a on subscription_plans for select using (true);",
            "create table role_permissions (role text, permission text);\ncreate table user_badges (user_id uuid references auth.users (id), badge_id uuid not null references badges (id));\ncreate table badges (id uuid primary key, name text);\nalter table role_permissions enable row level security;\nalter table badges enable row level security;\nalter table user_badges enable row level security;\ncreate policy a on role_permissions for select to authenticated using (true);\ncreate policy a on badges for select using (true);",
            "create table listings (id uuid primary key, seller_id uuid not null references auth.users (id), status text);\nalter table listings enable row level security;\ncreate policy a on listings for select using (status = 'active');",
            "create table restaurants (id uuid primary key, name text, phone text, email text);\nalter table restaurants enable row level security;\ncreate policy a on restaurants for select using (true);",
            "create policy \"Avatar images are publicly accessible.\" on storage.objects for select using (bucket_id = 'avatars');\ncreate policy b on storage.objects for insert to authenticated with check (bucket_id = 'avatars');\ncreate policy c on storage.objects for update using (bucket_id = 'avatars' and auth.uid()::text = (storage.foldername(name))[1]);",
        ],
    );
}

#[test]
fn is_silent_about_views_and_functions_that_ask() {
    check(
        sound,
        INVOICES,
        &[
            "create view mine with (security_invoker = true) as select * from invoices;",
            "create view mine with (security_invoker) as select * from invoices;",
            "create view mine as select * from invoices;\nalter view mine set (security_invoker = on);",
            "create view mine as select * from invoices where user_id = auth.uid();",
            "create view totals as select count(*) from invoices;",
            "create view mine as select * from invoices;\nrevoke all on mine from anon, authenticated;",
            "create view mine as select * from invoices;\ndrop view mine;",
            "create function f(p uuid) returns setof invoices language sql as $$ select * from invoices where user_id = p $$;",
            "create function f(p uuid) returns setof invoices language sql security definer as $$ select * from invoices where id = p and user_id = auth.uid() $$;",
            "create function f(p uuid) returns setof invoices language sql security definer as $$ select * from invoices where id = p $$;\nrevoke execute on function f(uuid) from public, anon, authenticated;",
            "create function f() returns trigger language plpgsql security definer as $$ begin update invoices set total = 1; return new; end $$;",
            "create function invoice_by_token(p_token text) returns setof invoices language sql security definer as $$ select * from invoices where token = p_token $$;",
            "create function private.f(p uuid) returns setof invoices language sql security definer as $$ select * from public.invoices where user_id = p $$;",
        ],
    );
    // A server is the guard: nothing serves the database.
    let text = "create table invoices (id uuid primary key, user_id uuid not null);\nalter table invoices enable row level security;\ncreate policy a on invoices using (true);\n";
    sound(RULE.meta.id, &[&[("migrations/001_a.sql", text)]]);
}
