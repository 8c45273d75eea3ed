//! Tables that scripts make: SQL that is sent when the app starts (`` db.exec(`CREATE TABLE …`) ``), and migrations of Knex
//! (knexjs.org/guide/schema-builder).

use smol_str::SmolStr;

use crate::facts::{FileFacts, FunctionId, Hidden, Mapper, Model, ModelField, Reference, Root, Value};
use crate::recognise::script::callee::method;
use crate::syntax::digest::{CallSite, Script};
use crate::text::TextRange;

/// Calls on a table's builder that make no column.
const NO_COLUMN: [&str; 10] =
    ["foreign", "primary", "unique", "index", "dropColumn", "dropForeign", "check", "comment", "engine", "setNullable"];

/// Finds them.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        #[cfg(feature = "sql")]
        facts.models.extend(sent(site));
        facts.models.extend(built(site, script));
    }
}

/// The tables of SQL in a call.
#[cfg(feature = "sql")]
fn sent(site: &CallSite) -> Vec<Model> {
    use crate::recognise::sql::tables;
    use crate::syntax::digest::CallKind;
    use crate::syntax::sql::LENGTH_LIMIT;

    let Some(text) = site.argument(0).text().filter(|text| text.len() <= LENGTH_LIMIT) else { return Vec::new() };
    let lower = text.to_ascii_lowercase();
    if !matches!(site.kind, CallKind::Call | CallKind::Tagged) || !lower.contains("create table") {
        return Vec::new();
    }
    let model = |table: crate::facts::NewTable| {
        let field = |column: crate::facts::Column| {
            let kind = column.reference.map_or(column.kind, |(table, _)| table.name);
            field(column.name, kind, site.call.range)
        };
        let fields = table.columns.into_iter().map(field).collect();
        model(table.name.name, site.call.range, fields)
    };
    tables(text).into_iter().map(model).collect()
}

/// `knex.schema.createTable("orders", (table) => { table.integer("user_id").references("id").inTable("users") })`.
fn built(site: &CallSite, script: &Script) -> Option<Model> {
    let (_, "createTable" | "createTableIfNotExists") = method(&site.call.callee)? else { return None };
    let name = site.argument(0).text()?;
    let Value::Function(callback) = site.argument(1) else { return None };
    let mut fields: Vec<ModelField> = Vec::new();
    for inner in script.calls.iter().filter(|inner| inner.function == Some(*callback)) {
        let Some((receiver, verb)) = method(&inner.call.callee) else { continue };
        let Some(text) = inner.argument(0).text() else { continue };
        if is_builder(&receiver, *callback) {
            if !NO_COLUMN.contains(&verb) {
                fields.push(field(SmolStr::new(text), SmolStr::new(verb), inner.call.range));
            }
        } else if let (true, Some(last)) = (verb == "inTable", fields.last_mut()) {
            last.kind = SmolStr::new(text);
        }
    }
    (!fields.is_empty()).then(|| model(SmolStr::new(name), site.call.range, fields))
}

fn is_builder(value: &Value, callback: FunctionId) -> bool {
    matches!(value, Value::Ref(Reference { root: Root::Param(owner, 0), path }) if *owner == callback && path.is_empty())
}

fn model(name: SmolStr, range: TextRange, fields: Vec<ModelField>) -> Model {
    Model { mapper: Mapper::Table, name, table: None, range, fields }
}

fn field(name: SmolStr, kind: SmolStr, range: TextRange) -> ModelField {
    ModelField { name, range, kind, hidden: Hidden::Never, is_relation: false }
}

#[cfg(all(test, feature = "sql"))]
mod tests {
    use crate::analyse;

    #[test]
    fn tables_of_scripts_are_models() {
        for (text, expected) in [
            (
                "db.exec(`CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE notes (id INTEGER, user_id INTEGER REFERENCES users(id))`)",
                "users(id:integer name:text) notes(id:integer user_id:users)",
            ),
            ("await pool.query('create table a (id int)'); await sql`create table b (id int)`", "a(id:int) b(id:int)"),
            (
                "exports.up = (knex) => knex.schema.createTable('notes', (table) => { table.increments('id').primary(); table.integer('user_id').references('id').inTable('users').notNullable(); table.string('body'); table.unique('body'); table.timestamps(true, true); })",
                "notes(id:increments user_id:users body:string)",
            ),
            ("console.log('how to create table views'); x.createTable('a', options)", ""),
        ] {
            let facts = analyse("db.js", text);
            let show = |model: &crate::facts::Model| {
                let fields: Vec<String> =
                    model.fields.iter().map(|field| format!("{}:{}", field.name, field.kind)).collect();
                format!("{}({})", model.name, fields.join(" "))
            };
            assert_eq!(facts.models.iter().map(show).collect::<Vec<_>>().join(" "), expected, "{text}");
        }
    }
}
