//! The functions that answer requests, and what stands in front of them.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::Project;
use super::index::FunctionKey;
use super::mounts::RouterKey;
use crate::facts::{FileFacts, FunctionId, ResponseKind, Route, Value};
use crate::text::TextRange;

/// A function that answers requests.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What answers: a route's handler, a loader, a function the client calls by reference, a procedure.
    pub kind: ResponseKind,
    /// The path of the route, with the prefixes of its routers; the name for others.
    pub path: SmolStr,
    /// Upper-case method, `ANY`, or `ACTION`.
    pub method: SmolStr,
    /// What stands in front of it: middleware, wrappers, guards, the base of a procedure; and the file each is named in.
    pub guards: Vec<(String, Value)>,
    /// What stands in front of more than this: of its router's path, of the routers around it, of a controller; and the
    /// file each is named in. In no certain order.
    pub around: Vec<(String, Value)>,
    /// The registration.
    pub place: (String, TextRange),
}

/// Every function that answers requests; one that several routes share has several entries.
pub type Entries = HashMap<FunctionKey, Vec<Entry>>;

impl Project {
    /// How a function answers requests; empty when it does not by itself.
    pub fn entries_of(&self, file: &FileFacts, function: FunctionId) -> &[Entry] {
        self.index.entries.get(&(file.path.clone(), function)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Finds all of them.
    pub(super) fn entries(&self) -> Entries {
        let mut entries = Entries::new();
        let guards = self.router_guards();
        let around = super::around::Around::new(self);
        for (file, route) in self.routes() {
            if let Some((found_in, id)) = route.handlers.last().and_then(|handler| self.handler_of(file, handler)) {
                let mut entry = self.entry_of(file, route, &guards);
                entry.around.extend(around.of(self, file, route));
                entries.entry((found_in.path.clone(), id)).or_default().push(entry);
            }
        }
        for file in self.files.values() {
            for point in &file.entry_points {
                let range = file.function(point.function).map(|function| function.range).unwrap_or_default();
                let key = (file.path.clone(), point.function);
                let known = entries.entry(key).or_default();
                if known.is_empty() {
                    known.push(Entry {
                        kind: point.kind,
                        path: SmolStr::default(),
                        method: SmolStr::default(),
                        guards: vec![(file.path.clone(), point.base.clone())],
                        around: Vec::new(),
                        place: (file.path.clone(), range),
                    });
                }
            }
            for (function, id) in file.functions.iter().zip(0..).filter(|(function, _)| function.is_server_action) {
                entries.entry((file.path.clone(), FunctionId(id))).or_insert_with(|| {
                    vec![Entry {
                        kind: ResponseKind::Action,
                        path: function.name.clone().unwrap_or_default(),
                        method: SmolStr::new_static("ACTION"),
                        guards: Vec::new(),
                        around: Vec::new(),
                        place: (file.path.clone(), function.range),
                    }]
                });
            }
        }
        entries
    }

    fn entry_of(&self, file: &FileFacts, route: &Route, by_router: &HashMap<RouterKey, Vec<(String, Value)>>) -> Entry {
        let here = |value: &Value| (file.path.clone(), value.clone());
        let mut guards: Vec<(String, Value)> = route.handlers.iter().rev().skip(1).map(here).collect();
        // `withRole(handler)`: what wraps the handler stands in front of it as well.
        if let Some(Value::Call(wrapper)) = route.handlers.last() {
            guards.push(here(&wrapper.callee));
            guards.extend(
                wrapper
                    .arguments
                    .iter()
                    .filter(|argument| matches!(argument, Value::Ref(_) | Value::Call(_)))
                    .map(here),
            );
        }
        let router = self.router_key(file, &route.router);
        guards.extend(router.and_then(|key| by_router.get(&key)).into_iter().flatten().cloned());
        Entry {
            kind: if route.method == "ACTION" { ResponseKind::Action } else { ResponseKind::Body },
            path: self.full_path(file, route),
            method: route.method.clone(),
            guards,
            around: route.said.iter().map(here).collect(),
            place: (file.path.clone(), route.range),
        }
    }

    /// What is put in front of all routes of a router: `router.use(guard)`, `app.use("/api", guard, router)`.
    fn router_guards(&self) -> HashMap<RouterKey, Vec<(String, Value)>> {
        let mut guards: HashMap<RouterKey, Vec<(String, Value)>> = HashMap::new();
        for file in self.files.values() {
            for mount in &file.mounts {
                let Some(on) = self.router_key(file, &mount.on) else { continue };
                let guard = (file.path.clone(), mount.router.clone());
                if mount.prefix.is_empty() {
                    guards.entry(on).or_default().push(guard.clone());
                }
                let siblings = file.mounts.iter().filter(|other| {
                    other.prefix == mount.prefix && other.on == mount.on && other.router != mount.router
                });
                for router in siblings.filter_map(|other| self.router_key(file, &other.router)) {
                    guards.entry(router).or_default().push(guard.clone());
                }
            }
        }
        guards
    }
}
