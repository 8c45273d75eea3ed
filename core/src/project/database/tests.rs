//! Folding, and that what is kept up to date is what is built anew.

use super::{Exposure, Security};
use crate::{Change, Config, Project, analyse};

fn set(path: &str, text: &str) -> Change {
    Change::Set(Box::new(analyse(path, text)))
}

fn project(files: &[(&str, &str)]) -> Project {
    let mut project = Project::new(Config::default());
    project.apply(files.iter().map(|(path, text)| set(path, text)));
    project
}

const INIT: (&str, &str) = (
    "supabase/migrations/1_a.sql",
    "create table a (id int primary key, user_id uuid references auth.users);\ncreate policy p on a using (true);\n",
);

#[test]
fn the_last_word_counts() {
    for (later, state, policies) in [
        ("", Security::Off, 1),
        ("alter table a enable row level security;", Security::On, 1),
        ("alter table a enable row level security; alter table a disable row level security;", Security::Off, 1),
        ("drop policy p on a;", Security::Off, 0),
        ("do $$ begin execute format('alter table %I enable row level security', 'a'); end $$;", Security::Unknown, 1),
    ] {
        let project = project(&[INIT, ("supabase/migrations/2_b.sql", later)]);
        let database = project.database_of(INIT.0).unwrap();
        let table = &database.tables[&("public".into(), "a".into())];
        assert_eq!((table.security.state, table.policies.len()), (state, policies), "{later}");
        assert_eq!(database.exposure, Exposure::Certain);
    }
}

#[test]
fn scripts_add_and_take_nothing_away() {
    for (script, state) in [
        ("alter table a enable row level security;", Security::On),
        ("drop table a;", Security::Off),
        ("drop policy p on a; alter table a add column x int;", Security::Off),
    ] {
        let project = project(&[INIT, ("supabase/extra.sql", script)]);
        let database = project.database_of(INIT.0).unwrap();
        let table = &database.tables[&("public".into(), "a".into())];
        assert_eq!((table.security.state, table.policies.len()), (state, 1), "{script}");
    }
}

#[test]
fn apps_have_databases_of_their_own() {
    let files = [
        ("apps/one/package.json", r#"{"name":"one"}"#),
        ("apps/two/package.json", r#"{"name":"two"}"#),
        ("apps/one/supabase/migrations/1.sql", "create table t (id int);"),
        ("apps/two/supabase/migrations/1.sql", "create table t (id int);\nalter table t enable row level security;"),
        ("apps/two/seed.sql", "create table s (id int);"),
    ];
    let project = project(&files);
    assert_eq!(project.databases().count(), 2);
    let two = project.database_of("apps/two/seed.sql").unwrap();
    assert_eq!((two.root.as_str(), two.tables.len()), ("apps/two", 2));
}

#[test]
fn databases_kept_up_to_date_are_the_ones_built_anew() {
    let mut kept = project(&[INIT, ("supabase/migrations/2_b.sql", "alter table a enable row level security;")]);
    for (path, text) in [
        ("supabase/migrations/2_b.sql", "alter table a rename to b;"),
        ("supabase/config.toml", "[api]\nschemas = [\"public\"]\n"),
        ("package.json", r#"{"dependencies":{"@supabase/ssr":"1.0.0"}}"#),
        ("supabase/migrations/3_c.sql", "create table c (id int, a_id int not null references b);"),
        ("supabase/migrations/1_a.sql", "create table a (id int);"),
        ("supabase/config.toml", "[api]\nenabled = false\n"),
        ("src/a.ts", "export const a = 1;"),
        ("supabase/migrations/2_b.sql", ""),
    ] {
        kept.apply([set(path, text)]);
        let mut anew = Project::new(Config::default());
        anew.apply(kept.files().map(|facts| Change::Set(Box::new(facts.clone()))));
        let show = |project: &Project| project.databases().map(|database| format!("{database:?}")).collect::<Vec<_>>();
        assert_eq!(show(&kept), show(&anew), "after {path}");
    }
    kept.apply(["1_a", "2_b", "3_c"].map(|name| Change::Remove(format!("supabase/migrations/{name}.sql"))));
    assert_eq!(kept.databases().count(), 0);
}

#[test]
fn tables_that_refer_to_each_other_end() {
    let columns =
        |table: usize| (0..60).map(move |at| format!("c{at} int not null references t{}", (at * 7 + table) % 30));
    let tables = (0..30).map(|at| {
        format!("create table t{at} (id int primary key, {});\n", columns(at).collect::<Vec<_>>().join(", "))
    });
    let text = tables.collect::<String>();
    let open = project(&[("supabase/migrations/1_a.sql", &text)]);
    let database = open.database_of("supabase/migrations/1_a.sql").unwrap();
    assert!(database.tables.values().all(|table| database.scope(table).is_none()));
    let owned = text.replace("t0 (id int primary key", "t0 (user_id uuid references auth.users, id int primary key");
    let project = project(&[("supabase/migrations/1_a.sql", &owned)]);
    let database = project.database_of("supabase/migrations/1_a.sql").unwrap();
    assert!(
        database.tables.values().all(|table| database.scope(table).is_some()),
        "what is part of somebody's is somebody's"
    );
}
