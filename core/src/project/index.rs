//! What follows from all files' facts together: where imports lead, who calls whom, and what reaches a storage or a
//! cookie through helpers.
//!
//! Invariant: a change recomputes the links of the changed files and of the files that reach them through imports; the
//! rest is derived anew from links, without looking at a value twice.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use smol_str::SmolStr;

use super::modules::Modules;
use crate::facts::{CookieWrite, FunctionId, StorageWrite};
use crate::text::TextRange;

/// A function of the project.
pub type FunctionKey = (String, FunctionId);

/// A call, by its place in its file's calls.
pub type CallKey = (String, usize);

/// What ends up in storage or a cookie when a function is called.
#[derive(Clone, Debug)]
pub enum Sink {
    /// A write to storage.
    Storage(StorageWrite),
    /// A cookie.
    Cookie(CookieWrite),
}

/// A sink whose key or name was told by a caller.
#[derive(Clone, Debug)]
pub struct Reached {
    /// The sink, with its ranges replaced by the call's; its values mean something in the caller's file.
    pub sink: Sink,
    /// Where the write itself stands.
    pub origin: (String, TextRange),
}

/// What follows from all files' facts together.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Packages and compiler settings.
    pub modules: Modules,
    /// Where apps begin.
    pub roots: super::reach::Roots,
    /// What is deployed.
    pub apps: Vec<super::App>,
    /// What each file's place and head tell of its side.
    pub standings: HashMap<String, super::reach::Standing>,
    /// What SQL files make of their databases.
    pub databases: super::database::Databases,
    /// Their tables as models.
    pub tables: Vec<super::tables::Declared>,
    /// The files that get to the browser.
    pub reach: super::reach::Reach,
    /// File to specifier to file.
    pub imports: HashMap<String, HashMap<SmolStr, String>>,
    /// File to the function each of its calls reaches, in the order of its calls.
    pub calls: HashMap<String, Vec<Option<FunctionKey>>>,
    /// Function to its callers, in order of path and place.
    pub callers: HashMap<FunctionKey, Vec<CallKey>>,
    /// File to the sinks its calls reach with a key of their own.
    pub reached: BTreeMap<String, Vec<Reached>>,
    /// Routers and what they are mounted under.
    pub mounts: super::mounts::Mounts,
    /// The functions that answer requests.
    pub entries: super::entry_points::Entries,
    /// What limits requests under whole paths.
    pub wide_limits: Vec<super::limits::WideLimit>,
    /// What is narrowed down centrally: an extension of the client, a plugin, a setting of the connection.
    pub central_scopes: std::collections::HashSet<crate::facts::Mapper>,
    /// Models whose rows some query narrows down to those of the one who asks: where each stands. Found when first asked
    /// for, since few files ask.
    pub scoped_models: std::sync::OnceLock<std::collections::HashSet<(String, TextRange)>>,
    /// Data about people, found when first asked for.
    pub personal: std::sync::OnceLock<Vec<super::PersonalData>>,
    /// Storage keys whose value is sent as `Authorization`, and where.
    pub authorization_keys: BTreeMap<SmolStr, (String, TextRange)>,
}

impl Index {
    /// The file that `specifier` names in `file`.
    pub fn import(&self, file: &str, specifier: &str) -> Option<&str> {
        self.imports.get(file)?.get(specifier).map(String::as_str)
    }

    /// Notes what the calls of a file reach, in place of what was known of them.
    pub fn set_calls(&mut self, path: &str, calls: Vec<Option<FunctionKey>>) {
        for target in self.calls.remove(path).into_iter().flatten().flatten() {
            if let Some(list) = self.callers.get_mut(&target) {
                list.retain(|(caller, _)| caller != path);
                if list.is_empty() {
                    self.callers.remove(&target);
                }
            }
        }
        for (position, target) in calls.iter().enumerate() {
            if let Some(target) = target {
                let list = self.callers.entry(target.clone()).or_default();
                // Findings must not depend on the order in which files came.
                let call = (path.to_owned(), position);
                list.insert(list.partition_point(|other| *other < call), call);
            }
        }
        self.calls.insert(path.to_owned(), calls);
    }

    /// The files that import one of `changed`, directly or through files between.
    pub fn dependents(&self, changed: &BTreeSet<String>) -> BTreeSet<String> {
        let mut reverse: HashMap<&str, Vec<&str>> = HashMap::new();
        for (file, targets) in &self.imports {
            for target in targets.values() {
                reverse.entry(target).or_default().push(file);
            }
        }
        let mut found: BTreeSet<String> = changed.clone();
        let mut queue: Vec<&str> = changed.iter().map(String::as_str).collect();
        while let Some(file) = queue.pop() {
            for importer in reverse.get(file).into_iter().flatten() {
                if found.insert((*importer).to_owned()) {
                    queue.push(importer);
                }
            }
        }
        found
    }
}
