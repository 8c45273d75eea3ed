//! Clients of a database that keeps rows to their owners by itself, and those that get past it.
//!
//! Invariant: a client counts as held by the database's policies unless it is seen to be made with a privileged key, or is
//! named for one.

use super::Project;
use super::follow::CHAIN_LIMIT;
use crate::facts::{CallValue, FileFacts, ObjectValue, Query, Reference, Root, Value};
use crate::names::ownership::names_privileged_client;
use crate::names::words;

/// Through how many functions and names a client is followed.
const DEPTH_LIMIT: u32 = 6;

impl Project {
    /// Whether the database itself keeps a query to the caller's rows.
    pub fn is_guarded(&self, file: &FileFacts, query: &Query) -> bool {
        query.client.as_ref().is_some_and(|client| !self.is_privileged(file, client, DEPTH_LIMIT))
    }

    fn is_privileged(&self, file: &FileFacts, client: &Value, left: u32) -> bool {
        let Some(left) = left.checked_sub(1) else { return false };
        let (found_in, value) = self.follow(file, client, CHAIN_LIMIT);
        match &value {
            Value::Call(call) => self.makes_privileged(found_in, call, left),
            Value::Choice(options) => {
                // `cached ?? make()`: what is surely a client decides.
                let made: Vec<bool> = options
                    .iter()
                    .filter(|option| matches!(option, Value::Call(_) | Value::Choice(_)))
                    .map(|option| self.is_privileged(found_in, option, left))
                    .collect();
                !made.is_empty() && made.iter().all(|is_privileged| *is_privileged)
            }
            Value::Ref(reference) => self.is_privileged_name(found_in, reference, left),
            _ => false,
        }
    }

    fn is_privileged_name(&self, file: &FileFacts, reference: &Reference, left: u32) -> bool {
        if let Some(last) = reference.path.last() {
            return names_privileged_client(last);
        }
        match &reference.root {
            Root::Global(name) | Root::Local(name, _) => names_privileged_client(name),
            Root::Param(function, index) => {
                let name = file.function(*function).and_then(|found| found.parameters.get(usize::from(*index)));
                if name.is_some_and(|name| names_privileged_client(name)) {
                    return true;
                }
                let given = self.callers(file, *function);
                let given =
                    given.iter().filter_map(|(caller, call)| Some((caller, call.arguments.get(usize::from(*index))?)));
                let given: Vec<bool> = given.map(|(caller, value)| self.is_privileged(caller, value, left)).collect();
                !given.is_empty() && given.iter().all(|is_privileged| *is_privileged)
            }
            Root::Value(inner) => self.is_privileged(file, inner, left),
            _ => false,
        }
    }

    fn makes_privileged(&self, file: &FileFacts, call: &CallValue, left: u32) -> bool {
        if let Some((found_in, id)) = self.function_of(file, &call.callee) {
            let returned = found_in.function(id).map(|function| function.returns.as_slice()).unwrap_or_default();
            // `{ client }`, as tools write it, is read by its member elsewhere.
            return returned.iter().any(|value| match value {
                // The key is what the function is given: `make(url, key)`.
                Value::Call(inner) if super::follow::parameter_owner(value) == Some(id) => {
                    let given = super::follow::substitute(&Value::Call(inner.clone()), id, &call.arguments);
                    self.is_privileged(found_in, &given, left)
                }
                value => self.is_privileged(found_in, value, left),
            });
        }
        let name = match (call.callee.last_segment(), call.callee.reference().map(|reference| &reference.root)) {
            (Some(last), _) => last,
            (None, Some(Root::Global(name) | Root::Local(name, _))) => name.as_str(),
            _ => return false,
        };
        let has_key = call.arguments.get(1).is_some_and(|key| self.is_service_key(file, key));
        match name {
            "createClient" | "SupabaseClient" => has_key && !self.speaks_for_caller(file, call),
            // It takes the session out of cookies, and speaks as the one who is signed in.
            "createServerClient" => has_key && !reads_cookies(call),
            name => {
                let made = words(name);
                matches!(
                    made.first().map(String::as_str),
                    Some("create" | "get" | "make" | "use" | "server" | "supabase")
                ) && names_privileged_client(name)
            }
        }
    }

    /// Whether a value is the key of the service role, as far as names tell.
    fn is_service_key(&self, file: &FileFacts, key: &Value) -> bool {
        let names = |value: &Value| {
            value.any(&|part| match part {
                Value::Text(text) => is_service_name(text),
                Value::Ref(Reference { root, path }) => {
                    path.iter().any(|name| is_service_name(name))
                        || matches!(root, Root::Local(name, _) | Root::Global(name) if is_service_name(name))
                }
                _ => false,
            })
        };
        names(key) || names(&self.expand(file, key))
    }

    /// `{ global: { headers: { Authorization } } }`: whoever the header names is who the database sees.
    fn speaks_for_caller(&self, file: &FileFacts, call: &CallValue) -> bool {
        let Some(options) = call.arguments.get(2).and_then(Value::object) else { return false };
        if options.get("accessToken").is_some() {
            return true;
        }
        let inner = |object: &ObjectValue, key: &str| {
            object.properties.iter().rev().find_map(|property| {
                let is_it = property.key.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(key));
                is_it.then(|| property.value.clone())
            })
        };
        let headers = inner(options, "global").and_then(|global| inner(global.object()?, "headers"));
        let header = headers.and_then(|headers| inner(headers.object()?, "authorization"));
        header.is_some_and(|header| !self.is_service_key(file, &header))
    }
}

/// Whether the session comes out of the request's cookies: `getAll: () => []` gives none.
fn reads_cookies(call: &CallValue) -> bool {
    call.arguments.get(2).and_then(Value::object).is_some_and(|options| {
        options
            .get("cookies")
            .is_some_and(|cookies| cookies.value.object().is_none_or(|cookies| !cookies.properties.is_empty()))
    })
}

/// `SUPABASE_SERVICE_ROLE_KEY`, `serviceKey`, `SUPABASE_SECRET_KEY`.
fn is_service_name(name: &str) -> bool {
    let words = words(name);
    let has = |word: &str| words.iter().any(|other| other == word);
    has("service") && (has("role") || has("key"))
        || has("servicerole")
        || (has("secret") || has("admin")) && has("key") && !has("jwt")
}
