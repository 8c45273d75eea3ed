//! Reads through Drizzle (orm.drizzle.team/docs/select, "Query"): `db.select().from(users)`, `db.query.users.findFirst({ … })`
//! and `db.insert(users).values(…).returning()`.

use smol_str::SmolStr;

use super::chain;
use super::options::{Forms, included, named, option_insertion, switched};
use crate::facts::{Columns, Included, Mapper, ModelName, ObjectValue, Operation, RowRead, Value};
use crate::recognise::script::callee::method;
use crate::syntax::digest::{CallKind, CallSite};

const COLUMNS: Forms = Forms {
    column: "$: false",
    in_filled: (" columns: { ", " },"),
    in_empty: (" columns: { ", " } "),
    alone: ("{ columns: { ", " } }"),
    behind: (", { columns: { ", " } }"),
    needs: None,
};

/// The read a call makes.
pub fn read(site: &CallSite) -> Option<RowRead> {
    if site.kind != CallKind::Call {
        return None;
    }
    let (_, name) = method(&site.call.callee)?;
    match name {
        "findFirst" | "findMany" => relational(site, name),
        "from" => selected(site),
        "returning" => returned(site),
        _ => None,
    }
}

/// Joins put the rows of each table under its name.
pub fn shape(site: &CallSite, read: &mut RowRead) {
    let Some((_, name)) = method(&site.call.callee) else { return };
    if matches!(name, "leftJoin" | "innerJoin" | "rightJoin" | "fullJoin") && read.mappers == [Mapper::Drizzle] {
        // A list of columns says by itself what is read of either table.
        if read.columns == Columns::All {
            read.included.push(whole(SmolStr::default(), site.argument(0)));
        }
        read.deselections.clear();
    }
}

fn relational(site: &CallSite, name: &str) -> Option<RowRead> {
    let [.., query, table, _] = site.call.callee.reference()?.path.as_slice() else { return None };
    if query != "query" {
        return None;
    }
    let (columns, included) = match site.call.arguments.first() {
        None => (Columns::All, Vec::new()),
        Some(Value::Object(options)) => with(options),
        Some(_) => (Columns::Unknown, Vec::new()),
    };
    let shaped = site.argument(0).object().is_some_and(|options| options.get("columns").is_some());
    let insertion = if shaped { None } else { option_insertion(site, 0, &COLUMNS) };
    let operation = if name == "findMany" { Operation::Many } else { Operation::One };
    let model = ModelName { name: table.clone(), value: Value::Unknown };
    let mut read = row_read(site, model, operation, columns, included);
    read.deselections = insertion.map(|insertion| (Mapper::Drizzle, insertion)).into_iter().collect();
    Some(read)
}

fn with(options: &ObjectValue) -> (Columns, Vec<Included>) {
    if options.is_open() {
        return (Columns::Unknown, Vec::new());
    }
    let columns = options.get("columns").map_or(Columns::All, |entry| switched(&entry.value));
    let along = options.get("with").and_then(|entry| entry.value.object());
    (columns, along.map(|along| included(along, &with)).unwrap_or_default())
}

/// `db.select({ id: users.id }).from(users)`.
fn selected(site: &CallSite) -> Option<RowRead> {
    let (receiver, _) = method(&site.call.callee)?;
    let select = receiver.call()?;
    let (_, "select" | "selectDistinct") = method(&select.callee)? else { return None };
    let (columns, included) = chosen(select.arguments.first(), site.argument(0));
    let mut read = row_read(site, named(site.argument(0)), Operation::Many, columns, included);
    read.mappers = &[Mapper::Drizzle];
    Some(read)
}

/// `db.update(users).set(…).returning()`.
fn returned(site: &CallSite) -> Option<RowRead> {
    let (receiver, _) = method(&site.call.callee)?;
    let calls = chain(&receiver);
    let (start, verb) = calls.iter().find(|(_, name)| matches!(*name, "insert" | "update" | "delete"))?;
    let table = start.arguments.first()?;
    let (columns, included) = chosen(site.call.arguments.first(), table);
    let operation = if *verb == "insert" { Operation::Create } else { Operation::One };
    Some(row_read(site, named(table), operation, columns, included))
}

/// Which columns a list names: members of the table, or whole tables.
fn chosen(list: Option<&Value>, table: &Value) -> (Columns, Vec<Included>) {
    let Some(list) = list else { return (Columns::All, Vec::new()) };
    let Some(list) = list.object().filter(|list| !list.is_open()) else { return (Columns::Unknown, Vec::new()) };
    let (mut columns, mut tables) = (Vec::new(), Vec::new());
    for property in &list.properties {
        let Some(key) = property.key.clone() else { continue };
        match method(&property.value) {
            Some((of, column)) if of == *table => columns.push(SmolStr::new(column)),
            _ if property.value == *table => tables.push(whole(key, table)),
            _ => {}
        }
    }
    (Columns::Only(columns), tables)
}

fn whole(key: SmolStr, table: &Value) -> Included {
    Included { key, model: Some(named(table)), columns: Columns::All, included: Vec::new() }
}

fn row_read(
    site: &CallSite,
    model: ModelName,
    operation: Operation,
    columns: Columns,
    included: Vec<Included>,
) -> RowRead {
    RowRead {
        range: site.call.range,
        steps: Vec::new(),
        head: site.head(),
        mappers: &[Mapper::Drizzle],
        model,
        operation,
        columns,
        included,
        is_plain: true,
        is_used: false,
        deselections: Vec::new(),
        function: site.function,
    }
}
