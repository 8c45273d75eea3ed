//! Queries in SQL text: `pool.query("… WHERE id = $1", [id])` (node-postgres, mysql2, Neon, TypeORM, Sequelize),
//! `db.prepare("… WHERE id = ?").get(id)` (better-sqlite3, D1, Bun), `` sql`… WHERE id = ${id}` `` (postgres.js, Vercel Postgres,
//! Prisma, Drizzle), and text glued together.
//!
//! Invariant: a value is given to a condition only where it is sure which placeholder it fills; any other is unknown.

mod given;

use std::collections::HashSet;
use std::sync::Arc;

use smol_str::SmolStr;

use super::{Filter, query};
use crate::facts::{FunctionId, Mapper, ModelName, ObjectValue, Property, Query, QueryAction, QueryCondition, Value};
use crate::names::words;
use crate::recognise::script::callee::{alternatives, method, result_of};
use crate::recognise::script::models::last_name;
use crate::syntax::digest::{CallKind, CallSite, Script};
use crate::syntax::sql::{Command, Operand, Piece, Slot, Verb, WHOLE, begins_as_command, command};
use crate::text::TextRange;
use given::Given;

/// Words in names of functions that send SQL to a database.
const SENDING: [&str; 21] = [
    "query",
    "queries",
    "execute",
    "exec",
    "run",
    "get",
    "all",
    "prepare",
    "unsafe",
    "raw",
    "one",
    "none",
    "many",
    "any",
    "first",
    "sql",
    "oneornone",
    "manyornone",
    "each",
    "iterate",
    "queryrow",
];
/// What a prepared statement is run by.
const RUNNING: [&str; 8] = ["get", "run", "all", "first", "iterate", "raw", "values", "each"];

/// Every query of a script read from `text`.
pub fn queries(script: &Script, text: &str) -> Vec<Query> {
    let mut found: Vec<Query> = script.calls.iter().filter_map(|site| query_of(site, script, text)).collect();
    if !found.is_empty() {
        let scoped = scoped_functions(script);
        for query in &mut found {
            query.is_open |= query.function.is_some_and(|id| scoped.contains(&outermost(script, id)));
        }
    }
    found
}

/// The text a call sends, what fills it, and whether one row is all that is read.
struct Sent<'a> {
    text: &'a Value,
    given: Given<'a>,
    is_one: bool,
}

fn query_of<'a>(site: &'a CallSite, script: &Script, text: &str) -> Option<Query> {
    let sent = match site.kind {
        CallKind::Tagged => tagged(site, text)?,
        CallKind::Call => called(site, script, text)?,
        _ => return None,
    };
    let holes: Vec<&Value> = match sent.text {
        Value::Concat(parts) => parts.iter().filter(|part| !matches!(part, Value::Text(_))).collect(),
        _ => Vec::new(),
    };
    let mut holes_before = 0..;
    let mut piece = |part: &'a Value| match part {
        Value::Text(text) => Some(Piece::Text(text)),
        _ => holes_before.next().map(Piece::Hole),
    };
    let pieces: Vec<Piece<'_>> = match sent.text {
        Value::Concat(parts) => parts.iter().filter_map(&mut piece).collect(),
        text => std::iter::once(text).filter_map(&mut piece).collect(),
    };
    let command = command(&pieces)?;
    Some(built(site, &command, &Filler { holes: &holes, given: &sent.given }, sent.is_one))
}

/// `` sql`…` ``, `` prisma.$queryRaw`…` ``. Names stand for what they were given, so the tag's is read from the text.
fn tagged<'a>(site: &'a CallSite, text: &str) -> Option<Sent<'a>> {
    let statement = begins(site.argument(0))?;
    let tag = text.get(site.call.range.start as usize..site.argument_ranges.first()?.start as usize)?;
    let tag = tag.split('<').next().unwrap_or(tag).trim_end();
    let name = tag.rsplit(|part: char| !part.is_alphanumeric() && part != '_' && part != '$').next()?;
    let is_tag = matches!(name, "$queryRaw" | "$executeRaw" | "queryRaw" | "SQL" | "query")
        || words(name).iter().any(|word| word == "sql");
    is_tag.then_some(Sent { text: statement, given: Given::None, is_one: false })
}

fn called<'a>(site: &'a CallSite, script: &Script, text: &str) -> Option<Sent<'a>> {
    if let Some(sent) = prepared(site) {
        return Some(sent);
    }
    let first = site.argument(0);
    // `query({ text: "…", values: [] })`
    let (statement, given) = match first.object() {
        Some(config) => {
            let entry = ["text", "sql", "query"].iter().find_map(|key| config.get(key))?;
            (begins(&entry.value)?, Given::of_config(config))
        }
        None => (begins(first)?, Given::of_arguments(&site.call.arguments[1..])),
    };
    let name = name_of(site, script, text)?;
    let sends = name.starts_with('$') || words(&name).iter().any(|word| SENDING.contains(&word.as_str()));
    // What is only prepared, or waits for its values, is a query where it is run.
    if !sends || name == "prepare" || matches!(given, Given::None) && has_places(statement) {
        return None;
    }
    let is_one = matches!(name.as_str(), "get" | "one" | "oneOrNone" | "first" | "dbGet" | "getAsync");
    Some(Sent { text: statement, given, is_one })
}

/// `db.prepare("…").get(id)`, `env.DB.prepare("…").bind(id).first()`.
fn prepared(site: &CallSite) -> Option<Sent<'_>> {
    let (receiver, name) = alternatives(&site.call.callee).iter().find_map(method_of)?;
    if !RUNNING.contains(&name) {
        return None;
    }
    let (mut before, mut values) = (inner_call(receiver)?, None);
    if let Some((inner, "bind")) = method_of(&before.callee) {
        values = Some(before.arguments.as_slice());
        before = inner_call(inner)?;
    }
    let (_, "prepare" | "query") = method_of(&before.callee)? else { return None };
    let statement = begins(before.arguments.first()?)?;
    let given = Given::of_list(values.unwrap_or(&site.call.arguments));
    Some(Sent { text: statement, given, is_one: matches!(name, "get" | "first") })
}

/// The receiver of a method as it stands in the value, and the method's name.
fn method_of(callee: &Value) -> Option<(&Value, &str)> {
    let reference = callee.reference()?;
    let [name] = reference.path.as_slice() else {
        return reference.path.last().map(|name| (callee, name.as_str()));
    };
    match &reference.root {
        crate::facts::Root::Value(inner) => Some((inner, name)),
        _ => Some((callee, name)),
    }
}

fn inner_call(value: &Value) -> Option<&crate::facts::CallValue> {
    result_of(value).filter(|(_, path)| path.is_empty()).map(|(call, _)| call)
}

/// A text that begins as a command does.
fn begins(value: &Value) -> Option<&Value> {
    let first = match value {
        Value::Text(text) => text,
        Value::Concat(parts) => match parts.first()? {
            Value::Text(text) => text,
            _ => return None,
        },
        _ => return None,
    };
    begins_as_command(first).then_some(value)
}

fn has_places(statement: &Value) -> bool {
    let has = |text: &str| text.contains(['?', '$', ':', '@']);
    match statement {
        Value::Text(text) => has(text),
        Value::Concat(parts) => parts.iter().any(|part| part.text().is_some_and(has)),
        _ => false,
    }
}

/// The name of what is called: the member, the import, the function, or the name as it is written.
fn name_of(site: &CallSite, script: &Script, text: &str) -> Option<SmolStr> {
    for callee in alternatives(&site.call.callee) {
        if let Some((_, name)) = method(callee) {
            return Some(SmolStr::new(name));
        }
        if let Some(name) = last_name(callee) {
            return Some(name);
        }
        if let Value::Function(id) = callee {
            return script.functions.get(id.0 as usize)?.name.clone();
        }
    }
    let written = text.get(site.call.range.start as usize..site.argument_ranges.first()?.start as usize)?;
    let written = written.split(['(', '<']).next()?.trim();
    written.rsplit('.').next().map(SmolStr::new)
}

/// Gives places their values.
struct Filler<'a> {
    holes: &'a [&'a Value],
    given: &'a Given<'a>,
}

impl Filler<'_> {
    fn value(&self, operand: &Operand) -> Value {
        match operand {
            Operand::Slot(Slot::Hole(number)) => self.holes.get(*number).map_or(Value::Unknown, |hole| (*hole).clone()),
            Operand::Slot(Slot::Position(position)) => self.given.at(*position),
            Operand::Slot(Slot::Name(name)) => self.given.named(name),
            Operand::Literal => Value::Text(SmolStr::default()),
            Operand::Several(parts) => Value::Array(parts.iter().map(|part| self.value(part)).collect()),
            Operand::Unknown => Value::Unknown,
        }
    }
}

fn built(site: &CallSite, command: &Command, filler: &Filler<'_>, is_one: bool) -> Query {
    let action = match command.verb {
        Verb::SelectOne => QueryAction::ReadOne,
        Verb::Select if is_one => QueryAction::ReadOne,
        Verb::Select => QueryAction::ReadMany,
        Verb::Update => QueryAction::Update,
        Verb::Delete => QueryAction::Delete,
        Verb::Insert => QueryAction::Insert,
    };
    let conditions = command
        .conditions
        .iter()
        .map(|(path, operand)| QueryCondition { path: path.clone(), value: filler.value(operand) })
        .collect();
    let model = ModelName { name: command.table.clone(), value: Value::Unknown };
    let mut found = query(site, model, action, Filter { conditions, is_open: command.is_open });
    found.mappers = &[Mapper::Table];
    if site.kind == CallKind::Tagged {
        let tag = site.argument_ranges.first().map_or(site.call.range.end, |template| template.start);
        found.head = TextRange::new(site.call.range.start, tag);
    }
    if !command.written.is_empty() {
        found.written = written(command, filler, found.head);
    }
    found
}

/// The columns as an object; what is written whole is spread into it.
fn written(command: &Command, filler: &Filler<'_>, range: TextRange) -> Value {
    let property = |(column, operand): &(SmolStr, Operand)| {
        let is_spread = column == WHOLE;
        let mut value = filler.value(operand);
        if is_spread {
            value = given::inserted(value);
        }
        let key = (!is_spread).then(|| column.clone());
        Property { key, value, is_spread, range, value_range: range }
    };
    let properties = command.written.iter().map(property).collect();
    Value::Object(Arc::new(ObjectValue { properties, range }))
}

/// Functions that tell the database who asks, so that its own policies hold (postgresql.org/docs, "set_config").
fn scoped_functions(script: &Script) -> HashSet<FunctionId> {
    let tells = |site: &&CallSite| {
        let first = match site.argument(0) {
            Value::Text(text) => text,
            Value::Concat(parts) => match parts.first() {
                Some(Value::Text(text)) => text,
                _ => return false,
            },
            _ => return false,
        };
        let start: String = first.trim_start().chars().take(60).collect::<String>().to_ascii_lowercase();
        start.contains("set_config(")
            || ["set local", "set session", "set role", "set app."].iter().any(|word| start.starts_with(word))
    };
    let sites = script.calls.iter().filter(tells);
    sites.filter_map(|site| site.function).map(|id| outermost(script, id)).collect()
}

fn outermost(script: &Script, function: FunctionId) -> FunctionId {
    let mut at = function;
    while let Some(parent) = script.functions.get(at.0 as usize).and_then(|function| function.parent) {
        at = parent;
    }
    at
}
