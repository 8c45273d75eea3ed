//! Brings the index up to date after a change.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use smol_str::SmolStr;

use super::Project;
use super::follow::{parameter_owner, substitute};
use super::index::{FunctionKey, Index, Reached, Sink};
use super::modules::Modules;
use super::reach::{Roots, standing, walk};
use crate::facts::{Call, FileFacts, FunctionId, Reference, Root, Value};
use crate::text::TextRange;

/// Through how many helpers a key is followed.
const HELPER_LIMIT: u32 = 4;

/// How far a change goes.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each says by itself which part of the index is to be made anew")]
pub(super) struct Extent {
    /// Files came or went, or a configuration file changed, so that any import may lead elsewhere.
    pub layout: bool,
    /// What files import, export or use changed.
    pub reach: bool,
    /// A file of a database changed.
    pub schema: bool,
    /// What other files see of a changed one changed.
    pub surface: bool,
}

impl Project {
    /// Brings the index up to date. `changed` are files that were set or removed.
    pub(super) fn relink(&mut self, changed: &BTreeSet<String>, extent: Extent) {
        let Extent { layout, reach, schema, surface } = extent;
        let affected = if layout {
            let (modules, roots) = (Modules::new(&self.files), Roots::new(&self.files));
            let apps = super::apps::apps(&self.files);
            self.index = Index { modules, roots, apps, ..Index::default() };
            self.files.keys().cloned().collect()
        } else if !surface {
            changed.clone()
        } else {
            for path in changed {
                let imports = self.resolve_imports(path);
                self.index.imports.insert(path.clone(), imports);
            }
            self.index.dependents(changed)
        };
        if layout {
            let all: Vec<_> = affected.iter().map(|path| (path.clone(), self.resolve_imports(path))).collect();
            self.index.imports = all.into_iter().collect();
        }
        for path in affected {
            let calls = self.resolve_calls(&path);
            self.index.set_calls(&path, calls);
        }
        if layout || schema {
            self.index.databases = super::database::Databases::new(&self.files, &self.index.modules);
            self.index.tables = super::tables::declared(&self.index.databases);
        }
        self.index.mounts = self.mounts();
        self.index.reached = self.reached_sinks();
        self.index.authorization_keys = self.authorization_keys();
        self.index.entries = self.entries();
        self.index.wide_limits = self.wide_limits();
        self.index.central_scopes = self.files.values().flat_map(|file| file.central_scopes.iter().copied()).collect();
        self.index.scoped_models = OnceLock::new();
        self.index.personal = OnceLock::new();
        if layout {
            self.walk(self.files.keys().cloned().collect());
        } else if reach {
            self.walk(changed.clone());
        }
    }

    /// Finds what gets to the browser, once all imports lead where they lead. `changed` are files of which nothing else is
    /// known any more.
    fn walk(&mut self, changed: BTreeSet<String>) {
        for path in changed {
            if let Some(file) = self.files.get(&path) {
                let standing = standing(file, &self.index.roots);
                self.index.standings.insert(path, standing);
            }
        }
        self.index.reach = walk(&self.files, &self.index);
    }

    fn resolve_imports(&self, path: &str) -> HashMap<SmolStr, String> {
        let Some(file) = self.files.get(path) else { return HashMap::new() };
        let resolve = |specifier: &SmolStr| {
            self.index.modules.resolve(&self.files, path, specifier).map(|target| (specifier.clone(), target))
        };
        file.imports
            .iter()
            .filter(|import| !import.is_type_only)
            .filter_map(|import| resolve(&import.specifier))
            .collect()
    }

    fn resolve_calls(&self, path: &str) -> Vec<Option<FunctionKey>> {
        let Some(file) = self.files.get(path) else { return Vec::new() };
        let key = |call: &Call| {
            let (found_in, id) = self.function_of(file, &call.callee)?;
            Some((found_in.path.clone(), id))
        };
        file.calls.iter().map(key).collect()
    }

    /// Follows writes whose key is a parameter out to the calls that give the key.
    fn reached_sinks(&self) -> BTreeMap<String, Vec<Reached>> {
        let mut reached: BTreeMap<String, Vec<Reached>> = BTreeMap::new();
        let mut queue: Vec<(FunctionKey, Reached, u32)> = Vec::new();
        for file in self.files.values() {
            for (owner, sink, range) in open_sinks(file) {
                let origin = (file.path.clone(), range);
                queue.push(((file.path.clone(), owner), Reached { sink, origin }, 0));
            }
        }
        let mut seen: HashSet<(FunctionKey, String, TextRange)> = HashSet::new();
        while let Some((function, open, depth)) = queue.pop() {
            if depth > HELPER_LIMIT || !seen.insert((function.clone(), open.origin.0.clone(), open.origin.1)) {
                continue;
            }
            for (path, position) in self.index.callers.get(&function).into_iter().flatten() {
                let Some(call) = self.files.get(path).and_then(|file| file.calls.get(*position)) else { continue };
                let inner = Reached { sink: open.sink.given(function.1, call), origin: open.origin.clone() };
                match parameter_owner(inner.sink.key()) {
                    Some(owner) => queue.push(((path.clone(), owner), inner, depth + 1)),
                    None => reached.entry(path.clone()).or_default().push(inner),
                }
            }
        }
        reached
    }

    /// Storage keys that are read into an `Authorization` header.
    fn authorization_keys(&self) -> BTreeMap<SmolStr, (String, TextRange)> {
        let mut keys = BTreeMap::new();
        for file in self.files.values() {
            for header in &file.request_headers {
                let expanded = self.expand(file, &header.value);
                expanded.walk(&mut |value| {
                    if let Some(key) = read_key(value) {
                        keys.entry(key).or_insert_with(|| (file.path.clone(), header.range));
                    }
                });
            }
        }
        keys
    }
}

/// The key of `localStorage.getItem(key)` and of `localStorage.key`.
fn read_key(value: &Value) -> Option<SmolStr> {
    let areas = ["localStorage", "sessionStorage"];
    match value {
        Value::Call(call) if areas.iter().any(|area| call.callee.is_global(area, &["getItem"])) => {
            call.arguments.first()?.text().map(SmolStr::new)
        }
        Value::Ref(Reference { root: Root::Global(area), path }) if areas.contains(&area.as_str()) => {
            path.first().filter(|key| path.len() == 1 && key.as_str() != "*").cloned()
        }
        Value::Call(call) if call.callee.import().is_some() && call.callee.last_segment() == Some("getItem") => {
            call.arguments.first()?.text().map(SmolStr::new)
        }
        _ => None,
    }
}

/// The writes of a file whose key or name is a parameter, with the function that owns the parameter.
fn open_sinks(file: &FileFacts) -> Vec<(FunctionId, Sink, TextRange)> {
    let storage = file
        .storage_writes
        .iter()
        .filter_map(|write| Some((parameter_owner(&write.key)?, Sink::Storage(write.clone()), write.range)));
    let cookies = file
        .cookie_writes
        .iter()
        .filter_map(|write| Some((parameter_owner(&write.name)?, Sink::Cookie(write.clone()), write.range)));
    storage.chain(cookies).collect()
}

impl Sink {
    /// What decides whose value is kept: the storage key or the cookie's name.
    pub fn key(&self) -> &Value {
        match self {
            Self::Storage(write) => &write.key,
            Self::Cookie(write) => &write.name,
        }
    }

    /// The sink as one call of `function` reaches it.
    fn given(&self, function: FunctionId, call: &Call) -> Self {
        let put = |value: &Value| substitute(value, function, &call.arguments);
        match self {
            Self::Storage(write) => Self::Storage(crate::facts::StorageWrite {
                range: call.range,
                statement: call.statement,
                function: call.function,
                key: put(&write.key),
                value: put(&write.value),
                ..write.clone()
            }),
            Self::Cookie(write) => Self::Cookie(crate::facts::CookieWrite {
                range: call.range,
                statement: call.statement,
                function: call.function,
                name: put(&write.name),
                value: put(&write.value),
                options: put(&write.options),
                place: crate::facts::OptionsPlace::Elsewhere,
                ..write.clone()
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Change, Config, Project, analyse};

    const FILES: [(&str, &str); 4] = [
        ("a.ts", "import { keep } from './b'; export function a(x) { keep('token', x); keep('theme', x); }"),
        ("b.ts", "export function keep(key, value) { localStorage.setItem(key, value); }"),
        ("c.ts", "import { keep } from './b'; import { a } from './a'; a(1); keep('jwt', session.access_token);"),
        ("d.ts", "export * from './b';"),
    ];

    fn set(path: &str, text: &str) -> Change {
        Change::Set(Box::new(analyse(path, text)))
    }

    #[test]
    fn an_index_kept_up_to_date_is_the_one_built_anew() {
        let mut kept = Project::new(Config::default());
        kept.apply(FILES.map(|(path, text)| set(path, text)));
        for (path, text) in [
            ("b.ts", "const one = () => 1; export function keep(key, value) { sessionStorage.setItem(key, value); }"),
            ("c.ts", "import { keep } from './d'; keep('jwt', session.access_token); keep('x', 1);"),
            ("a.ts", ""),
            ("d.ts", "export const keep = (key, value) => localStorage.setItem(key, value);"),
            ("a.ts", FILES[0].1),
        ] {
            kept.apply([set(path, text)]);
            let mut anew = Project::new(Config::default());
            anew.apply(kept.files().map(|facts| Change::Set(Box::new(facts.clone()))));
            assert_eq!(kept.index.callers, anew.index.callers, "after {path}");
            for facts in anew.files() {
                let places = |project: &Project| -> Vec<_> {
                    project.judge(&facts.path).findings.iter().map(|found| (found.rule.id, found.range)).collect()
                };
                assert_eq!(places(&kept), places(&anew), "{} after {path}", facts.path);
            }
        }
    }
}
