//! Queries of text, builders and supabase-js, told in one line each.

use crate::analyse;
use crate::facts::{Query, Reference, Root, Value};

/// A value in short: names, members and texts.
fn told(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("'{text}'"),
        Value::Number(number) => number.to_string(),
        Value::Ref(Reference { root, path }) => {
            let root = match root {
                Root::Global(name) | Root::Local(name, _) | Root::Module(name) => name.to_string(),
                Root::Param(_, index) => format!("#{index}"),
                Root::Value(inner) => told(inner),
                Root::This => "this".to_owned(),
            };
            std::iter::once(root).chain(path.iter().map(ToString::to_string)).collect::<Vec<_>>().join(".")
        }
        Value::Call(call) => format!("{}()", told(&call.callee)),
        Value::Array(items) => format!("[{}]", items.iter().map(told).collect::<Vec<_>>().join(" ")),
        Value::Object(object) => {
            let entry = |entry: &crate::facts::Property| match &entry.key {
                Some(key) => format!("{key}:{}", told(&entry.value)),
                None => format!("...{}", told(&entry.value)),
            };
            format!("{{{}}}", object.properties.iter().map(entry).collect::<Vec<_>>().join(" "))
        }
        _ => "?".to_owned(),
    }
}

fn line(query: &Query, text: &str) -> String {
    let conditions: Vec<String> = query
        .conditions
        .iter()
        .map(|condition| format!("{}={}", condition.path.join("."), told(&condition.value)))
        .collect();
    let open = if query.is_open { " open" } else { "" };
    let written = match &query.written {
        Value::Unknown => String::new(),
        value => format!(" <- {}", told(value)),
    };
    format!(
        "{} | {:?} {} {}{open}{written}",
        query.head.slice(text),
        query.action,
        query.model.name,
        conditions.join(",")
    )
}

#[track_caller]
fn each(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let facts = analyse("server/a.ts", text);
        let found: Vec<String> = facts.queries.iter().map(|query| line(query, text).trim().to_owned()).collect();
        assert_eq!(found, *expected, "{text}");
    }
}

#[cfg(feature = "sql")]
#[test]
fn texts_of_sql_are_queries() {
    each(&[
        (
            "pool.query('UPDATE orders SET total = ? WHERE id = ?', [a.total, a.id])",
            &["pool.query | Update orders id=a.id <- {total:a.total}"],
        ),
        (
            "const db = new Database('a.db'); const one = db.prepare('SELECT * FROM notes WHERE id = ? AND user_id = ?'); one.get(a.id, b.id); one.all(c.id, d.id);",
            &["one.get | ReadOne notes id=a.id,user_id=b.id", "one.all | ReadOne notes id=c.id,user_id=d.id"],
        ),
        (
            "db.prepare('DELETE FROM notes WHERE id = @id').run({ id: a.id })",
            &["db.prepare('DELETE FROM notes WHERE id = @id').run | Delete notes id=a.id"],
        ),
        (
            "await env.DB.prepare('SELECT * FROM notes WHERE slug = ?').bind(a.slug).first()",
            &["env.DB.prepare('SELECT * FROM notes WHERE slug = ?').bind(a.slug).first() | ReadOne notes slug=a.slug"],
        ),
        (
            "import postgres from 'postgres'; const sql = postgres(url); await sql<Order[]>`SELECT * FROM orders WHERE id = ${a.id} AND user_id = ${b.id}`;",
            &["sql<Order[]> | ReadOne orders id=a.id,user_id=b.id"],
        ),
        (
            "prisma.$queryRaw`SELECT * FROM \"Order\" WHERE \"userId\" = ${a.id}`",
            &["prisma.$queryRaw | ReadMany Order userId=a.id"],
        ),
        ("sql`UPDATE users SET ${sql(a.body)} WHERE id = ${a.id}`", &["sql | Update users id=a.id <- {...a.body}"]),
        (
            "connection.query('INSERT INTO users SET ?', [a.body], done)",
            &["connection.query | Insert users  <- {...a.body}"],
        ),
        ("connection.query(`SELECT * FROM users WHERE id = ${a.id}`)", &["connection.query | ReadOne users id=a.id"]),
        (
            "db.get(\"SELECT * FROM users WHERE name = '\" + a.name + \"'\", done)",
            &["db.get | ReadOne users name=a.name"],
        ),
        (
            "pool.query({ text: 'SELECT * FROM users WHERE id = $1', values: [a.id] })",
            &["pool.query | ReadOne users id=a.id"],
        ),
        (
            "client.execute({ sql: 'DELETE FROM users WHERE id = :id', args: { id: a.id } })",
            &["client.execute | Delete users id=a.id"],
        ),
        (
            "sequelize.query('SELECT * FROM users WHERE id = :id', { replacements: { id: a.id } })",
            &["sequelize.query | ReadOne users id=a.id"],
        ),
        (
            "pool.query('SELECT * FROM users WHERE id = $2 AND org_id = $1', [a.org, a.id])",
            &["pool.query | ReadOne users id=a.id,org_id=a.org"],
        ),
        ("pool.query('SELECT * FROM users WHERE id = $1', values)", &["pool.query | ReadOne users id=?"]),
        ("pool.query('SELECT * FROM users WHERE id = ?', [...a.ids, b.id])", &["pool.query | ReadOne users id=?"]),
        (
            "async function f(id) { await c.query(\"SELECT set_config('app.user', $1, true)\", [u]); return c.query('SELECT * FROM t WHERE id = $1', [id]); }",
            &["c.query | ReadOne t id=#0 open"],
        ),
        ("console.log('SELECT * FROM users')", &[]),
        ("t.get('Select one'); t.query('Update available')", &[]),
        ("html`SELECT * FROM users`", &[]),
    ]);
}

#[test]
fn chains_of_builders_are_queries() {
    each(&[
        ("knex('orders').where({ id: a.id }).first()", &["knex('orders') | ReadOne orders id=a.id"]),
        (
            "db('orders as o').where('o.id', a.id).andWhere('user_id', '=', b.id).update({ total: 1 })",
            &["db('orders as o') | Update orders id=a.id,user_id=b.id <- {total:1}"],
        ),
        ("await trx<Order>('orders').where('id', a.id).del()", &["trx<Order>('orders') | Delete orders id=a.id"]),
        (
            "knex.select('*').from('users').where('id', a.id)",
            &["knex.select('*').from('users') | ReadMany users id=a.id"],
        ),
        ("knex('orders').insert(a.body).returning('*')", &["knex('orders') | Insert orders  <- a.body"]),
        ("knex('orders').where('id', a.id).orWhere('x', 1)", &["knex('orders') | ReadMany orders id=a.id open"]),
        ("knex('orders').where(function () { this.where('x', 1) })", &["knex('orders') | ReadMany orders  open"]),
        ("knex('orders').select('*').mine()", &["knex('orders') | ReadMany orders  open"]),
        ("$('p').first(); require('fs').update(1); query('x'); db('x');", &[]),
        (
            "db.selectFrom('orders as o').selectAll().where('o.id', '=', a.id).executeTakeFirst()",
            &["db.selectFrom | ReadOne orders id=a.id"],
        ),
        (
            "db.updateTable('orders').set({ total: 1 }).where('id', '=', a.id).execute()",
            &["db.updateTable | Update orders id=a.id <- {total:1}"],
        ),
        (
            "db.deleteFrom('orders').where((eb) => eb('id', '=', a.id)).execute()",
            &["db.deleteFrom | Delete orders  open"],
        ),
        ("db.insertInto('orders').values(a.body).execute()", &["db.insertInto | Insert orders  <- a.body"]),
    ]);
}

#[test]
fn calls_of_supabase_are_queries() {
    each(&[
        (
            "supabase.from('orders').select('*').eq('id', a.id).single()",
            &["supabase.from('orders').select | ReadOne orders id=a.id"],
        ),
        (
            "supabase.from('orders').delete().match({ id: a.id, user_id: b.id })",
            &["supabase.from('orders').delete | Delete orders id=a.id,user_id=b.id"],
        ),
        (
            "supabase.from('orders').update(a.body).eq('id', a.id).select().single()",
            &["supabase.from('orders').update | Update orders id=a.id <- a.body"],
        ),
        (
            "supabase.from('orders').insert([{ total: 1 }]).select()",
            &["supabase.from('orders').insert | Insert orders  <- {total:1}"],
        ),
        (
            "supabase.schema('app').from('orders').select().or('a.eq.1')",
            &["supabase.schema('app').from('orders').select | ReadMany orders  open"],
        ),
        (
            "supabase.from('orders').select('*, team!inner(*)').eq('team.user_id', a.id).limit(1)",
            &["supabase.from('orders').select | ReadOne orders team.user_id=a.id"],
        ),
        (
            "async function f(a) { let query = supabase.from('orders').select('*'); if (a.id) query = query.eq('user_id', a.id); return query; }",
            &["supabase.from('orders').select | ReadMany orders  open"],
        ),
        ("Array.from('abc').select(); supabase.storage.from('files').update(x); supabase.from('orders');", &[]),
    ]);
}
