//! Where a value comes from: the request, whoever sends it; the one who is signed in; a row that was read.
//!
//! Invariant: what cannot be told is [`Provenance::Unknown`], and every walk is bounded.

use smol_str::SmolStr;

use super::Project;
use super::follow::CHAIN_LIMIT;
use crate::facts::{CallValue, FileFacts, FunctionId, Query, QueryCondition, Reference, ResponseKind, Root, Value};
use crate::names::ownership::{asks_who, belonging, is_caller};

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// The one who sends the request chose it.
    Client,
    /// The server knows it of the one who is signed in.
    Caller,
    /// It stands in the code.
    Literal,
    /// It cannot be told.
    Unknown,
}

/// Through how many functions a parameter is followed to what callers give.
const CALLER_LIMIT: u32 = 3;

/// Parts of a request that its sender chooses.
const REQUEST_PARTS: [&str; 16] = [
    "params",
    "param",
    "query",
    "body",
    "input",
    "rawInput",
    "searchParams",
    "formData",
    "headers",
    "cookies",
    "json",
    "args",
    "pathParameters",
    "queryStringParameters",
    "nextUrl",
    "rawBody",
];
/// Calls on a request that give a part of it.
const REQUEST_CALLS: [&str; 9] =
    ["json", "formData", "text", "param", "query", "parseBody", "getAll", "valid", "header"];
/// Functions of frameworks that read the request by its global or by an event.
const REQUEST_READERS: [&str; 10] = [
    "readBody",
    "getQuery",
    "getRouterParam",
    "getRouterParams",
    "getValidatedQuery",
    "readValidatedBody",
    "useParams",
    "readFormData",
    "getHeader",
    "parseFormData",
];
/// Functions that give their first argument in another form.
const FORMS: [&str; 18] = [
    "Number",
    "parseInt",
    "parseFloat",
    "String",
    "BigInt",
    "ObjectId",
    "parse",
    "safeParse",
    "parseAsync",
    "safeParseAsync",
    "validate",
    "validateSync",
    "validateAsync",
    "cast",
    "toString",
    "trim",
    "decodeURIComponent",
    "Types",
];

impl Project {
    /// Where a value comes from.
    pub fn provenance(&self, file: &FileFacts, value: &Value) -> Provenance {
        self.provenance_within(file, value, CALLER_LIMIT, CHAIN_LIMIT)
    }

    fn provenance_within(&self, file: &FileFacts, value: &Value, callers: u32, left: u32) -> Provenance {
        let Some(left) = left.checked_sub(1) else { return Provenance::Unknown };
        let again = |value: &Value| self.provenance_within(file, value, callers, left);
        match value {
            Value::Text(_) | Value::Number(_) | Value::Bool(_) | Value::Nothing => Provenance::Literal,
            Value::Concat(parts) | Value::Choice(parts) | Value::Array(parts) => gravest(parts.iter().map(again)),
            Value::Ref(Reference { root, path }) => match root {
                Root::Param(function, index) => self.parameter(file, *function, *index, path, callers, left),
                Root::Value(inner) => match &**inner {
                    Value::Call(call) => self.call(file, call, path, callers, left),
                    inner => again(inner),
                },
                Root::Local(name, _) | Root::Global(name)
                    if is_caller(name) || path.iter().any(|part| is_caller(part)) =>
                {
                    Provenance::Caller
                }
                Root::This if path.iter().any(|part| is_caller(part)) => Provenance::Caller,
                _ => Provenance::Unknown,
            },
            Value::Call(call) => self.call(file, call, &[], callers, left),
            Value::Object(object) => gravest(object.properties.iter().map(|property| again(&property.value))),
            Value::Rest(rest) => again(&rest.of),
            _ => Provenance::Unknown,
        }
    }

    fn parameter(
        &self,
        file: &FileFacts,
        function: FunctionId,
        index: u16,
        path: &[SmolStr],
        callers: u32,
        left: u32,
    ) -> Provenance {
        let entries = self.entries_of(file, function);
        if let Some(entry) = entries.first() {
            return of_request(entry.kind, entry.method == "ACTION", path);
        }
        let by_path = of_path(path);
        if by_path != Provenance::Unknown {
            // `params` of a helper is what its callers make of it, but everybody who writes `req.params` means a request.
            let is_request =
                file.function(function).and_then(|function| function.parameters.get(usize::from(index))).is_some_and(
                    |name| matches!(name.as_str(), "req" | "request" | "ctx" | "context" | "c" | "event" | "_"),
                );
            if is_request || by_path == Provenance::Caller {
                return by_path;
            }
        }
        let Some(next) = callers.checked_sub(1) else { return Provenance::Unknown };
        let calls = self.callers(file, function);
        let given = calls.iter().filter_map(|(caller, call)| {
            let argument = call.arguments.get(usize::from(index))?;
            let value = path.iter().fold(argument.clone(), Value::read);
            Some(self.provenance_within(caller, &value, next, left))
        });
        let origin = gravest(given);
        let name = file.function(function).and_then(|function| function.parameters.get(usize::from(index)).cloned());
        match (origin, name) {
            (Provenance::Unknown, Some(name))
                if calls.is_empty() && (is_caller(&name) || belonging(&name).is_some()) =>
            {
                Provenance::Caller
            }
            (origin, _) => origin,
        }
    }

    fn call(&self, file: &FileFacts, call: &CallValue, path: &[SmolStr], callers: u32, left: u32) -> Provenance {
        let again = |value: &Value| self.provenance_within(file, value, callers, left);
        let Some(reference) = call.callee.reference() else { return Provenance::Unknown };
        let name = match (reference.path.last(), &reference.root) {
            (Some(last), _) => last.as_str(),
            (None, Root::Global(name) | Root::Local(name, _)) => name.as_str(),
            _ => "",
        };
        let receiver = || {
            let (_, before) = reference.path.split_last()?;
            Some(match (&reference.root, before) {
                (Root::Value(inner), []) => (**inner).clone(),
                (root, before) => Value::Ref(Reference { root: root.clone(), path: before.to_vec() }),
            })
        };
        if let Some(query) = file.queries.iter().find(|query| query.range == call.range) {
            return self.of_row(file, query, callers, left);
        }
        // `getUser(req.params.id)` is whoever the request names.
        let of_client = asks_who(name) && call.arguments.iter().any(|argument| again(argument) == Provenance::Client);
        if matches!(&reference.root, Root::Global(global) if global == "Date" || global == "Math") {
            return match gravest(call.arguments.iter().map(again)) {
                Provenance::Unknown if call.arguments.is_empty() => Provenance::Literal,
                known => known,
            };
        }
        if REQUEST_READERS.contains(&name) {
            return Provenance::Client;
        }
        if let Some((_, export)) = call.callee.import()
            && let Some(export) = export.last()
            && asks_who(export)
            && !of_client
        {
            return Provenance::Caller;
        }
        if FORMS.contains(&name) {
            let of_arguments = gravest(call.arguments.iter().map(again));
            return match of_arguments {
                Provenance::Unknown | Provenance::Literal => {
                    receiver().map_or(of_arguments, |receiver| again(&receiver))
                }
                known => known,
            };
        }
        if name == "get" {
            // `searchParams.get("id")`, `formData.get("id")`, and `c.get("user")`, which middleware set.
            let of_receiver = receiver().map_or(Provenance::Unknown, |receiver| again(&receiver));
            let is_search = reference.path.iter().any(|part| part == "searchParams" || part == "formData");
            return match call.arguments.first().and_then(Value::text) {
                Some(key) if is_caller(key) && !is_search && of_receiver != Provenance::Client => Provenance::Caller,
                _ if is_search => Provenance::Client,
                _ => of_receiver,
            };
        }
        if REQUEST_CALLS.contains(&name) && receiver().is_some_and(|receiver| self.is_request(file, &receiver)) {
            return Provenance::Client;
        }
        if asks_who(name) && !of_client {
            return Provenance::Caller;
        }
        // What a method of a request's part gives is the request's: `req.params.id.toLowerCase()`.
        let of_receiver =
            receiver().filter(|receiver| matches!(receiver, Value::Ref(Reference { root: Root::Param(..), .. })));
        match of_receiver.map(|receiver| again(&receiver)) {
            Some(Provenance::Client) => Provenance::Client,
            _ if path.iter().any(|part| is_caller(part)) => Provenance::Caller,
            _ => Provenance::Unknown,
        }
    }

    /// A row that was found by an id the client chose, and nothing else, is the client's choice; any other may have been
    /// asked for properly.
    fn of_row(&self, file: &FileFacts, query: &Query, callers: u32, left: u32) -> Provenance {
        let mut found = Provenance::Unknown;
        for condition in &query.conditions {
            match self.provenance_within(file, &condition.value, callers, left) {
                Provenance::Client if is_id(condition) => found = Provenance::Client,
                Provenance::Literal => {}
                _ => return Provenance::Unknown,
            }
        }
        if query.is_open { Provenance::Unknown } else { found }
    }

    /// Whether a value is a request, or something that carries one.
    fn is_request(&self, file: &FileFacts, value: &Value) -> bool {
        let Value::Ref(Reference { root: Root::Param(function, index), path }) = value else { return false };
        let name = file.function(*function).and_then(|function| function.parameters.get(usize::from(*index)));
        path.iter().any(|part| part == "req" || part == "request")
            || path.is_empty()
                && (!self.entries_of(file, *function).is_empty()
                    || name.is_some_and(|name| matches!(name.as_str(), "req" | "request" | "_req" | "c" | "ctx")))
    }
}

/// What a path from a handler's parameter leads to.
fn of_request(kind: ResponseKind, is_action: bool, path: &[SmolStr]) -> Provenance {
    match kind {
        // What builders of actions hand over beside the input, from the middleware before: `async ({ ctx, parsedInput })`.
        _ if path.first().is_some_and(|first| first == "ctx") => of_path(path),
        ResponseKind::Action => Provenance::Client,
        _ if is_action => Provenance::Client,
        _ => of_path(path),
    }
}

fn of_path(path: &[SmolStr]) -> Provenance {
    for part in path {
        if REQUEST_PARTS.contains(&part.as_str()) {
            return Provenance::Client;
        }
        if is_caller(part) {
            return Provenance::Caller;
        }
    }
    Provenance::Unknown
}

/// One part from the client makes the whole the client's.
fn gravest(origins: impl Iterator<Item = Provenance>) -> Provenance {
    let mut all = Provenance::Unknown;
    for origin in origins {
        all = match (all, origin) {
            (_, Provenance::Client) | (Provenance::Client, _) => Provenance::Client,
            (_, Provenance::Caller) | (Provenance::Caller, _) => Provenance::Caller,
            (_, Provenance::Literal) | (Provenance::Literal, _) => Provenance::Literal,
            _ => Provenance::Unknown,
        };
    }
    all
}

fn is_id(condition: &QueryCondition) -> bool {
    condition.path.last().is_some_and(|column| matches!(column.as_str(), "id" | "_id" | "uuid"))
}
