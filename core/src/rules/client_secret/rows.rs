//! Which rows of the database a value hands on, through helpers, lists and spreads.
//!
//! Invariant: only what surely hands a row on is followed. A call that is not known (a mapper, a validator, `omit`) gives no
//! row; a column taken off anywhere in the file counts as taken off.

use smol_str::SmolStr;

use super::super::Context;
use super::removed::take_off;
use crate::facts::{
    CallValue, Columns, FileFacts, FunctionId, Included, Model, ObjectValue, Reference, Root, RowRead, Value,
};
use crate::text::TextRange;

/// A row of the database within a value.
#[derive(Clone)]
pub struct Row<'a> {
    /// The file that reads it.
    pub read_in: &'a FileFacts,
    /// How it is read.
    pub read: &'a RowRead,
    /// The file that declares its model.
    pub model_in: &'a FileFacts,
    /// Its model.
    pub model: &'a Model,
    /// Which columns it has.
    pub columns: &'a Columns,
    /// The rows read along with it.
    pub included: &'a [Included],
    /// Columns taken off on the way.
    pub removed: Vec<SmolStr>,
    /// Whether it is a plain copy.
    pub is_plain: bool,
    /// The one column that is handed on, when it is not the row itself.
    pub named: Option<SmolStr>,
    /// The part of the value it stands in, when that part is written out.
    pub place: Option<TextRange>,
    /// Whether that part is the read's own result, under a name or not.
    pub is_direct: bool,
}

/// Looks for rows in values.
pub struct Search<'a> {
    context: &'a Context<'a>,
    fuel: u32,
}

/// How many values one search may look at.
const FUEL: u32 = 600;
/// Through how many functions a row is followed.
const FUNCTION_LIMIT: u32 = 3;
/// Through how many callers a parameter is followed.
const CALLER_LIMIT: u32 = 2;
/// How many callers of one function are looked at.
const CALLERS: usize = 8;
/// Methods that hand on the rows they are called on.
const HANDS_ON: [&str; 24] = [
    "toObject",
    "toJSON",
    "get",
    "save",
    "populate",
    "exec",
    "lean",
    "filter",
    "slice",
    "sort",
    "reverse",
    "toReversed",
    "toSorted",
    "concat",
    "find",
    "at",
    "pop",
    "shift",
    "flat",
    "catch",
    "finally",
    "values",
    "reload",
    "all",
];
/// Members that are the row itself, or the rows of a page.
pub const THE_ROW: [&str; 5] = ["_doc", "dataValues", "rows", "docs", "*"];

/// A function being looked into: what its parameters are given.
struct Frame<'a, 'f> {
    file: &'a FileFacts,
    given: Vec<((FunctionId, u16), Vec<Row<'a>>)>,
    outer: Option<&'f Frame<'a, 'f>>,
    functions: u32,
    callers: u32,
}

impl<'a> Search<'a> {
    /// A search for one judgement.
    pub fn new(context: &'a Context<'a>) -> Self {
        Self { context, fuel: FUEL }
    }

    /// The rows that a value of the judged file hands on.
    pub fn of(mut self, value: &Value) -> Vec<Row<'a>> {
        let frame = Frame { file: self.context.file, given: Vec::new(), outer: None, functions: 0, callers: 0 };
        self.rows(&frame, value, &[])
    }

    fn rows(&mut self, frame: &Frame<'a, '_>, value: &Value, path: &[SmolStr]) -> Vec<Row<'a>> {
        if self.fuel == 0 {
            return Vec::new();
        }
        self.fuel -= 1;
        let mut rows = match value {
            Value::Ref(reference) => self.reference(frame, value, reference, path),
            Value::Call(call) => self.call(frame, call, path),
            Value::Object(object) => self.object(frame, object, path),
            Value::Array(items) => self.array(frame, items, path),
            Value::Choice(options) => options.iter().flat_map(|option| self.rows(frame, option, path)).collect(),
            Value::Rest(rest) => {
                if path.first().is_some_and(|first| rest.taken.contains(first)) {
                    return Vec::new();
                }
                let mut rows = self.rows(frame, &rest.of, path);
                rows.iter_mut().filter(|_| path.is_empty()).for_each(|row| row.removed.extend(rest.taken.clone()));
                rows
            }
            _ => Vec::new(),
        };
        if !rows.is_empty() {
            take_off(frame.file, value, path, &mut rows);
        }
        rows
    }

    fn array(&mut self, frame: &Frame<'a, '_>, items: &[Value], path: &[SmolStr]) -> Vec<Row<'a>> {
        match path.split_first() {
            Some((first, rest)) if first != "*" => match first.parse::<usize>().ok().and_then(|at| items.get(at)) {
                Some(item) => self.rows(frame, item, rest),
                None => Vec::new(),
            },
            _ => {
                let rest = path.get(1..).unwrap_or_default();
                items.iter().flat_map(|item| self.rows(frame, item, rest)).collect()
            }
        }
    }

    fn object(&mut self, frame: &Frame<'a, '_>, object: &ObjectValue, path: &[SmolStr]) -> Vec<Row<'a>> {
        if let Some((first, rest)) = path.split_first() {
            if let Some(property) = object.get(first) {
                return self.rows(frame, &property.value, rest);
            }
            let spread = object.properties.iter().filter(|property| property.key.is_none() && property.is_spread);
            return spread.flat_map(|property| self.rows(frame, &property.value, path)).collect();
        }
        let (mut found, mut spread): (Vec<Row<'a>>, Vec<Row<'a>>) = (Vec::new(), Vec::new());
        for property in &object.properties {
            let is_spread = property.key.is_none() && property.is_spread;
            let mut rows = self.rows(frame, &property.value, &[]);
            for row in &mut rows {
                if row.place.is_none() {
                    row.place = Some(if is_spread { property.range } else { property.value_range });
                    row.is_direct = !is_spread && is_result(&property.value, row);
                }
                row.is_plain |= is_spread;
            }
            match &property.key {
                None if is_spread => spread.extend(rows),
                key => {
                    // A later entry stands in the place of a column that was spread.
                    for row in &mut spread {
                        row.removed.extend(key.clone());
                    }
                    found.extend(rows);
                }
            }
        }
        found.extend(spread);
        found
    }

    fn reference(
        &mut self,
        frame: &Frame<'a, '_>,
        value: &Value,
        reference: &Reference,
        path: &[SmolStr],
    ) -> Vec<Row<'a>> {
        let full: Vec<SmolStr> = reference.path.iter().chain(path).cloned().collect();
        match &reference.root {
            Root::Value(inner) => self.rows(frame, inner, &full),
            Root::Param(function, index) => self.parameter(frame, *function, *index, &full),
            Root::Module(_) => {
                let (file, found) = self.context.project.follow(frame.file, value, crate::project::CHAIN_LIMIT);
                if found == *value || frame.functions >= FUNCTION_LIMIT {
                    return Vec::new();
                }
                let inner = Frame { file, functions: frame.functions + 1, ..Frame::empty(frame) };
                elsewhere(self.rows(&inner, &found, path))
            }
            _ => Vec::new(),
        }
    }

    /// What a parameter is given: by the call being looked into, else by the callers of its function.
    fn parameter(&mut self, frame: &Frame<'a, '_>, function: FunctionId, index: u16, path: &[SmolStr]) -> Vec<Row<'a>> {
        let mut at = Some(frame);
        while let Some(open) = at.filter(|open| open.file.path == frame.file.path) {
            if let Some((_, rows)) = open.given.iter().find(|(key, _)| *key == (function, index)) {
                return self.members(rows.clone(), path);
            }
            if open.given.iter().any(|((other, _), _)| *other == function) {
                return Vec::new();
            }
            at = open.outer;
        }
        if frame.callers >= CALLER_LIMIT || frame.functions > 0 {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (file, call) in self.context.project.callers(frame.file, function).into_iter().take(CALLERS) {
            let Some(argument) = call.arguments.get(usize::from(index)) else { continue };
            let caller = Frame { file, callers: frame.callers + 1, ..Frame::empty(frame) };
            found.extend(elsewhere(self.rows(&caller, argument, path)));
        }
        found
    }

    fn call(&mut self, frame: &Frame<'a, '_>, call: &CallValue, path: &[SmolStr]) -> Vec<Row<'a>> {
        if let Some(row) = self.read(frame.file, call.range) {
            return self.members(vec![row], path);
        }
        if let Some(rows) = self.handed_on(frame, call, path) {
            return rows;
        }
        if call.is_new || frame.functions >= FUNCTION_LIMIT {
            return Vec::new();
        }
        let Some((file, id)) = self.context.project.handler_of(frame.file, &call.callee) else { return Vec::new() };
        let arguments = call.arguments.iter().take(6).map(|argument| self.rows(frame, argument, &[])).collect();
        self.returned(frame, file, id, arguments, path)
    }

    /// What a function returns when its parameters are given rows.
    fn returned(
        &mut self,
        frame: &Frame<'a, '_>,
        file: &'a FileFacts,
        id: FunctionId,
        arguments: Vec<Vec<Row<'a>>>,
        path: &[SmolStr],
    ) -> Vec<Row<'a>> {
        let Some(function) = file.function(id) else { return Vec::new() };
        let given = (0..).map(|index| (id, index)).zip(arguments).collect();
        let inner = Frame { file, given, outer: Some(frame), functions: frame.functions + 1, callers: frame.callers };
        // `if (!user) return user;` guards what is done otherwise.
        let is_bare = |value: &Value| matches!(value, Value::Ref(Reference { root: Root::Param(owner, _), path }) if *owner == id && path.is_empty());
        let does_more = function.returns.iter().any(|returned| !is_bare(returned) && *returned != Value::Nothing);
        let returns = function.returns.iter().filter(|returned| !(does_more && is_bare(returned)));
        let rows = returns.flat_map(|returned| self.rows(&inner, returned, path)).collect();
        if file.path == frame.file.path { rows } else { elsewhere(rows) }
    }

    /// The row that a call reads.
    fn read(&self, file: &'a FileFacts, range: TextRange) -> Option<Row<'a>> {
        let read = file.row_reads.iter().find(|read| read.range == range || read.steps.contains(&range))?;
        let (model_in, model) = self.context.project.model_of(file, read.mappers, &read.model)?;
        Some(Row {
            read_in: file,
            read,
            model_in,
            model,
            columns: &read.columns,
            included: &read.included,
            removed: Vec::new(),
            is_plain: read.is_plain,
            named: None,
            place: None,
            is_direct: false,
        })
    }

    /// Calls whose result is, or holds, what they are called on or given; none for other calls.
    fn handed_on(&mut self, frame: &Frame<'a, '_>, call: &CallValue, path: &[SmolStr]) -> Option<Vec<Row<'a>>> {
        let callee = call.callee.reference()?;
        let name = callee.path.last()?.as_str();
        let first = call.arguments.first();
        let global = match &callee.root {
            Root::Global(name) => name.as_str(),
            _ => "",
        };
        match (global, name, first) {
            ("JSON", "parse" | "stringify", Some(first)) => {
                let mut rows = self.rows(frame, first, path);
                // What a model does when its rows become JSON is done by then.
                rows.retain(|row| row.is_plain || row.model.fields.iter().all(|field| field.hidden != SENT));
                return Some(rows);
            }
            ("Promise", "all" | "resolve" | "allSettled", Some(first))
            | (_, "$transaction" | "transaction", Some(first)) => {
                return Some(match first {
                    Value::Function(id) => self.returned(frame, frame.file, *id, Vec::new(), path),
                    first => self.rows(frame, first, path),
                });
            }
            _ => {}
        }
        let receiver = receiver(callee);
        match (name, first) {
            ("map" | "flatMap", Some(Value::Function(id))) => {
                let rows = self.rows(frame, &receiver, &[]);
                // A list that is not known gives nothing, and what the callback builds may still hold rows.
                let rest = path.get(1..).unwrap_or_default();
                let rows = self.returned(frame, frame.file, *id, vec![rows], rest);
                Some(rows)
            }
            ("get", Some(Value::Text(_))) => None,
            _ if HANDS_ON.contains(&name) => {
                let rows = self.rows(frame, &receiver, path);
                (!rows.is_empty()).then_some(rows)
            }
            _ => None,
        }
    }

    /// What reading members of rows gives: the row itself, one of its columns, or rows read along with it.
    fn members(&mut self, rows: Vec<Row<'a>>, path: &[SmolStr]) -> Vec<Row<'a>> {
        let mut rows = rows;
        for segment in path {
            if segment.parse::<u32>().is_ok() || THE_ROW.contains(&segment.as_str()) {
                let copies = matches!(segment.as_str(), "_doc" | "dataValues");
                for row in &mut rows {
                    row.is_plain |= copies;
                }
                continue;
            }
            rows = rows.into_iter().filter_map(|row| self.member(row, segment)).collect();
        }
        rows
    }

    fn member(&self, row: Row<'a>, name: &SmolStr) -> Option<Row<'a>> {
        if row.named.is_some() || row.removed.contains(name) {
            return None;
        }
        if let Some(included) = row.included.iter().find(|included| included.key == *name) {
            return self.along(&row, included);
        }
        let is_column = row.model.fields.iter().any(|field| field.name == *name && !field.is_relation);
        is_column.then(|| Row { named: Some(name.clone()), ..row })
    }

    /// The row read along with another.
    pub fn along(&self, row: &Row<'a>, included: &'a Included) -> Option<Row<'a>> {
        let project = self.context.project;
        let (model_in, model) = if let Some(name) = &included.model {
            project.model_of(row.read_in, row.read.mappers, name)?
        } else {
            let field = row.model.fields.iter().find(|field| field.name == included.key && field.is_relation)?;
            project.model_named(&row.model_in.path, &[row.model.mapper], &field.kind)?
        };
        Some(Row {
            model_in,
            model,
            columns: &included.columns,
            included: &included.included,
            removed: Vec::new(),
            named: None,
            is_direct: false,
            ..row.clone()
        })
    }
}

const SENT: crate::facts::Hidden = crate::facts::Hidden::WhenSent;

impl<'a> Frame<'a, '_> {
    /// A frame as deep as `other`, with nothing given.
    fn empty(other: &Frame<'a, '_>) -> Self {
        Self { file: other.file, given: Vec::new(), outer: None, functions: other.functions, callers: other.callers }
    }
}

/// Whether a value is the result of the row's read, by itself.
pub fn is_result(value: &Value, row: &Row<'_>) -> bool {
    value.call().is_some_and(|call| call.range == row.read.range || row.read.steps.contains(&call.range))
}

/// Places in another file mean nothing in this one.
fn elsewhere(mut rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    for row in &mut rows {
        row.place = None;
        row.is_direct = false;
    }
    rows
}

fn receiver(callee: &Reference) -> Value {
    let before = &callee.path[..callee.path.len() - 1];
    match (&callee.root, before.is_empty()) {
        (Root::Value(inner), true) => (**inner).clone(),
        (root, _) => Value::Ref(Reference { root: root.clone(), path: before.to_vec() }),
    }
}
