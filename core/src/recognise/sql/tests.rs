//! What is read of statements, and that nothing is lost or broken by what cannot be read.

use crate::analyse;
use crate::facts::condition::Condition;
use crate::facts::{ChangeKind, Command, Constraint, FileFacts, GrantTarget, RowSecurity};

fn read(text: &str) -> FileFacts {
    analyse("supabase/migrations/1_a.sql", text)
}

fn kinds(text: &str) -> Vec<ChangeKind> {
    read(text).schema_changes.into_iter().map(|change| change.kind).collect()
}

#[test]
fn tables_are_read_with_true_places() {
    let text = "-- é\nCREATE TABLE IF NOT EXISTS public.\"Order Items\" (\n  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),\n  order_id uuid NOT NULL REFERENCES public.orders (id) ON DELETE CASCADE,\n  price numeric(10, 2) NOT NULL CHECK (price > 0),\n  at timestamp(3) with time zone default now(),\n  tags text[],\n  key text unique,\n  owner uuid default (select auth.uid()),\n  CONSTRAINT fk FOREIGN KEY (price, at) REFERENCES p (x, y),\n  UNIQUE (order_id, price)\n);\nALTER TABLE public.\"Order Items\" ENABLE ROW LEVEL SECURITY, ADD COLUMN note text;";
    let facts = read(text);
    let [table, security, column] = facts.schema_changes.as_slice() else { panic!("{:?}", facts.schema_changes) };
    let ChangeKind::CreateTable(table) = &table.kind else { panic!() };
    assert_eq!(table.name.range.slice(text), "public.\"Order Items\"");
    assert_eq!((table.name.schema.as_deref(), table.name.name.as_str()), (Some("public"), "Order Items"));
    let columns: Vec<_> = table.columns.iter().map(|column| (column.name.as_str(), column.kind.as_str())).collect();
    let expected = [
        ("id", "uuid"),
        ("order_id", "uuid"),
        ("price", "numeric"),
        ("at", "timestamp with time zone"),
        ("tags", "text[]"),
        ("key", "text"),
        ("owner", "uuid"),
    ];
    assert_eq!(columns, expected);
    let order = &table.columns[1];
    assert_eq!(order.range.slice(text), "order_id uuid NOT NULL REFERENCES public.orders (id) ON DELETE CASCADE");
    assert!(
        order.is_required && order.cascades && table.columns[0].is_primary && table.columns[6].is_caller_by_default
    );
    let (to, target) = order.reference.as_ref().unwrap();
    assert_eq!((to.name.as_str(), target.as_deref()), ("orders", Some("id")));
    assert!(
        matches!(&table.constraints[0], Constraint::Reference { columns, targets, .. } if columns.len() == 2 && targets.len() == 2)
    );
    assert!(matches!(&security.kind, ChangeKind::RowSecurity(_, RowSecurity::Enable)));
    assert!(matches!(&column.kind, ChangeKind::AddColumn(_, column) if column.name == "note"));
}

#[test]
fn policies_are_read() {
    let text = "create policy \"Own, or \"\"all\"\"\" on public.t as restrictive for update to authenticated, anon using ((select auth.uid()) = user_id and not deleted) with check (true);\nalter policy a on t to public using (x = 'a');\nalter policy a on t rename to b;\ndrop policy if exists b on t;";
    let kinds = kinds(text);
    let ChangeKind::CreatePolicy(policy) = &kinds[0] else { panic!("{kinds:?}") };
    assert_eq!(
        (policy.name.as_str(), policy.command, policy.is_restrictive),
        ("Own, or \"all\"", Command::Update, true)
    );
    assert_eq!(policy.roles, ["authenticated", "anon"]);
    let using = policy.using.as_ref().unwrap();
    assert_eq!(using.range.slice(text), "(select auth.uid()) = user_id and not deleted");
    assert!(matches!(&using.condition, Condition::And(parts) if parts.len() == 2));
    assert_eq!(policy.check.as_ref().unwrap().condition, Condition::Bool(true));
    assert!(matches!(&kinds[1], ChangeKind::AlterPolicy(change) if change.roles.as_ref().is_some_and(Vec::is_empty)));
    assert!(matches!(&kinds[2], ChangeKind::AlterPolicy(change) if change.renamed.as_deref() == Some("b")));
    assert!(matches!(&kinds[3], ChangeKind::DropPolicy(name, _) if name == "b"));
}

#[test]
fn functions_tell_what_they_touch_and_ask() {
    let text = "create or replace function public.f(p_id uuid, out x int) returns setof orders language plpgsql security definer set search_path = '' as $body$\nbegin\n  update public.orders set a = 1 where id = p_id;\n  delete from items;\n  return query select * from orders join users on true where has_role(auth.uid(), 'x');\nend $body$;\ncreate function g() returns boolean language sql as 'select exists (select 1 from a where b = auth.uid())';\ncreate function h() returns int as $$ begin return 1; end $$ language plpgsql;";
    let kinds = kinds(text);
    let ChangeKind::CreateFunction(f) = &kinds[0] else { panic!("{kinds:?}") };
    assert!(f.is_definer && f.sets_search_path && f.asks_caller);
    assert_eq!((f.arguments.as_slice(), f.returns.as_str()), (&["p_id".into()][..], "setof orders"));
    assert_eq!(
        (f.changes.as_slice(), f.reads.as_slice()),
        (&["public.orders".into(), "items".into()][..], &["orders".into(), "users".into()][..])
    );
    assert!(f.calls.iter().any(|name| name == "has_role"));
    assert!(matches!(&kinds[1], ChangeKind::CreateFunction(g) if matches!(g.result, Some(Condition::Exists(_)))));
    assert!(
        matches!(&kinds[2], ChangeKind::CreateFunction(h) if h.result == Some(Condition::Number("1".into())) && !h.asks_caller)
    );
}

#[test]
fn grants_are_read() {
    for (text, expected) in [
        ("revoke all on table a, public.b from anon, authenticated", Some((true, 2))),
        ("GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO anon", Some((false, 1))),
        (
            "alter default privileges for role postgres in schema app revoke execute on functions from public",
            Some((true, 1)),
        ),
        ("revoke execute on function f(uuid, text), g() from public", Some((true, 1))),
        ("grant usage on schema app to anon", Some((false, 1))),
        ("grant select (a, b) on t to anon", None),
        ("grant admin to bob", None),
    ] {
        let kinds = kinds(text);
        let found = kinds.iter().find_map(|kind| match kind {
            ChangeKind::Grant(grant) => Some((grant.is_revoked, grant.roles.len())),
            _ => None,
        });
        assert_eq!(found, expected, "{text}");
    }
    let kinds = kinds("revoke all on function f(uuid, text), g() from public");
    assert!(
        matches!(&kinds[0], ChangeKind::Grant(grant) if matches!(&grant.target, GrantTarget::Functions(names) if names.len() == 2))
    );
}

#[test]
fn blocks_tell_what_they_change() {
    let text = "do $$ declare t text; begin if not exists (select 1) then create policy a on x using (true); end if; execute 'drop policy b on x'; foreach t in array array['p', 'q'] loop execute format('alter table public.%I enable row level security', t); end loop; end $$;";
    let kinds = kinds(text);
    assert!(matches!(&kinds[0], ChangeKind::CreatePolicy(policy) if policy.name_range.slice(text) == "a"), "{kinds:?}");
    assert!(matches!(&kinds[1], ChangeKind::DropPolicy(name, _) if name == "b"));
    let ChangeKind::Dynamic(dynamic) = &kinds[2] else { panic!("{kinds:?}") };
    assert!(dynamic.enables && !dynamic.drops && dynamic.names == ["p", "q"]);
}

#[test]
fn what_cannot_be_read_hides_nothing() {
    let broken = [
        "create table (;",
        "create policy on;",
        "select $x$;",
        "insert into a values (1, 'it''s; fine'), (2, null);",
        "create trigger t before insert on a for each row execute function f();",
        "\\i other.sql\n",
        "copy a (b) from stdin;\n1\t'x;(\n\\.\n",
        "alter table;",
        "grant;",
        "create function f(",
        ")));",
    ];
    for statement in broken {
        let text = format!("create table a (b int);\n{statement}\ncreate table c (d int);");
        let tables = kinds(&text).iter().filter(|kind| matches!(kind, ChangeKind::CreateTable(_))).count();
        // What is left open takes the rest with it.
        let expected = if statement.contains("$x$") || statement.ends_with("f(") { 1 } else { 2 };
        assert!(tables >= expected, "{statement}");
    }
}

#[test]
fn every_beginning_of_a_file_is_read_without_harm() {
    let text = "create table a (b uuid references c (d), e text default 'x');\ncreate policy \"p\" on a for all to anon using (exists (select 1 from m where m.a = (select auth.uid()))) with check (a ->> 'b' in ('c'));\ndo $$ begin execute format('x %I', 1); end $$;\ncreate function é(a int) returns trigger as $f$ begin return new; end $f$ language plpgsql security definer;\ngrant all on a to b; -- ü\n/* c */ create view v with (security_invoker = on) as select * from a union select 1;\ninsert into storage.buckets (id, public) values ('x', true);";
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
        read(&text[..end]);
    }
    for text in ["\u{0}", "'", "$$", "$a$ $b$", "E'\\", "/*/*", "(((((((", "create table a (b", "\u{feff}create", "é;é"]
    {
        read(text);
    }
}

#[test]
fn depth_and_length_are_bounded() {
    let deep = format!("create policy a on t using ({}true{});", "(".repeat(20_000), ")".repeat(20_000));
    let long = format!("create policy a on t using ({} true);", "x = 1 or ".repeat(20_000));
    let nots = format!("create policy a on t using ({} true);", "not ".repeat(2_000));
    let sums = format!("create policy a on t using (0 = {} 1);", "1 + ".repeat(1_400));
    let queries =
        format!("create policy a on t using ({}true{});", "exists (select 1 where ".repeat(200), ")".repeat(200));
    for text in [deep, long, nots, sums, queries] {
        let kinds = kinds(&text);
        assert!(matches!(&kinds[0], ChangeKind::CreatePolicy(policy) if policy.using.is_some()));
    }
}
