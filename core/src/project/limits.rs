//! Whether requests are limited before something answers them.
//!
//! Invariant: what may be a limiter counts as one: by its package, by its name, or by what it does.

use super::Project;
use super::conduct::{Answered, Conduct};
use super::follow::CHAIN_LIMIT;
use crate::facts::{DeedKind, FileFacts, FunctionId, Limiter, Reference, Root, Value};
use crate::names::limits::names_limiter;

/// Through how many functions a guard is looked into.
const GUARD_DEPTH: u32 = 3;

/// Something that limits all requests under some paths of an app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WideLimit {
    /// The app's folder; none for the whole project.
    app: Option<String>,
    /// The beginnings of the paths.
    prefixes: Vec<String>,
}

impl Project {
    /// Whether requests are limited on their way to what answers them.
    pub fn is_limited(&self, answered: &Answered<'_>, conduct: &Conduct<'_>) -> bool {
        let entry = answered.entry;
        let skips = entry.around.iter().any(|(_, said)| names(said).any(|name| name.starts_with("Skip")));
        conduct.does(DeedKind::Limits)
            || entry.guards.iter().any(|(path, guard)| self.may_limit(path, guard, CHAIN_LIMIT))
            || entry.around.iter().any(|(path, guard)| {
                !names(guard).any(|name| name.starts_with("Skip")) && self.may_limit(path, guard, CHAIN_LIMIT)
            })
            || !skips && self.is_limited_widely(&entry.place.0, &entry.path)
    }

    /// The limiters that a route's guards name, where they are made in sight.
    pub fn limiters_of<'a>(&'a self, answered: &Answered<'_>) -> Vec<(&'a FileFacts, &'a Limiter)> {
        let entry = answered.entry;
        let mut found = Vec::new();
        for (path, guard) in entry.guards.iter().chain(&entry.around) {
            let Some(file) = self.files.get(path) else { continue };
            let (file, value) = self.follow(file, guard, CHAIN_LIMIT);
            let options = match &value {
                Value::Array(items) => items.to_vec(),
                one => vec![one.clone()],
            };
            for option in options {
                let (file, value) = self.follow(file, &option, CHAIN_LIMIT);
                let Some(call) = value.call() else { continue };
                found.extend(file.limiters.iter().find(|limiter| limiter.call == call.range).map(|one| (file, one)));
            }
        }
        found
    }

    /// How many of the things in front of a route may limit it.
    pub fn count_limiting(&self, answered: &Answered<'_>) -> usize {
        let entry = answered.entry;
        let all = entry.guards.iter().chain(&entry.around);
        all.filter(|(path, guard)| self.may_limit(path, guard, CHAIN_LIMIT)).count()
    }

    fn may_limit(&self, path: &str, guard: &Value, left: u32) -> bool {
        let Some(left) = left.checked_sub(1) else { return false };
        let Some(file) = self.files.get(path) else { return false };
        let mut found = false;
        let mut functions: Vec<(&FileFacts, FunctionId)> = Vec::new();
        guard.walk(&mut |part| {
            found = found || names(part).any(names_limiter);
            if let Value::Object(object) = part {
                let keys = object.properties.iter().filter_map(|property| property.key.as_deref());
                found = found || keys.into_iter().any(names_limiter);
            }
            match part {
                Value::Function(id) => functions.push((file, *id)),
                Value::Ref(Reference { root: Root::Module(_), .. }) => {
                    let (target, value) = self.follow(file, part, CHAIN_LIMIT);
                    match value {
                        Value::Function(id) => functions.push((target, id)),
                        Value::Call(_) | Value::Array(_) => found = found || self.may_limit(&target.path, &value, left),
                        _ => {}
                    }
                }
                _ => {}
            }
        });
        found || functions.iter().any(|(file, id)| self.conduct_within(file, *id, GUARD_DEPTH).does(DeedKind::Limits))
    }

    fn is_limited_widely(&self, file: &str, path: &str) -> bool {
        let own = self.app_of(file).map(|app| app.root.as_str());
        self.index.wide_limits.iter().any(|limit| {
            let is_here = limit.app.is_none() || own.is_none() || limit.app.as_deref() == own;
            is_here && (path.is_empty() || limit.prefixes.iter().any(|prefix| path.starts_with(prefix.as_str())))
        })
    }

    /// Everything that limits all requests under some paths: plugins, middleware of frameworks, proxies.
    pub(super) fn wide_limits(&self) -> Vec<WideLimit> {
        let mut found = Vec::new();
        for file in self.files.values() {
            let app = || self.app_of(&file.path).map(|app| app.root.clone());
            if file.limits_at_proxy {
                found.push(WideLimit { app: None, prefixes: vec![String::new()] });
            }
            if file.limiters.iter().any(|limiter| limiter.is_app_wide) {
                found.push(WideLimit { app: app(), prefixes: vec![String::new()] });
            }
            if is_middleware_of_all(&file.path) && self.does_limit(file) {
                found.push(WideLimit { app: app(), prefixes: matched(file) });
            }
        }
        found
    }

    fn does_limit(&self, file: &FileFacts) -> bool {
        let ids = (0..u32::try_from(file.functions.len()).unwrap_or(0)).map(FunctionId);
        file.deeds.iter().any(|deed| deed.kind == DeedKind::Limits)
            || ids.into_iter().any(|id| self.conduct_within(file, id, GUARD_DEPTH).does(DeedKind::Limits))
    }
}

/// The names in one value, not those within its parts.
fn names(value: &Value) -> impl Iterator<Item = &str> {
    let reference = value.reference();
    let root = reference.and_then(|reference| match &reference.root {
        Root::Global(name) | Root::Local(name, _) => Some(name.as_str()),
        Root::Module(module) if !module.starts_with(['.', '~']) => Some(module.as_str()),
        _ => None,
    });
    root.into_iter()
        .chain(reference.into_iter().flat_map(|reference| reference.path.iter().map(smol_str::SmolStr::as_str)))
}

/// Files whose functions frameworks run before all that answers: of Next.js, `SvelteKit`, Nuxt and Astro.
fn is_middleware_of_all(path: &str) -> bool {
    let Some((stem, _)) = path.rsplit_once('.') else { return false };
    let name = stem.rsplit('/').next().unwrap_or(stem);
    matches!(name, "middleware" | "proxy" | "hooks.server") && !stem.contains("node_modules")
        || stem.contains("server/middleware/")
        || stem.ends_with("src/middleware/index")
}

/// The beginnings of the paths that `config.matcher` of a middleware names; all when it names none.
fn matched(file: &FileFacts) -> Vec<String> {
    let config = file.exports.iter().find(|export| export.name == "config");
    let matcher = config.and_then(|export| Some(export.value.object()?.get("matcher")?.value.clone()));
    let begin = |text: &str| text.find([':', '(', '*']).map_or(text, |at| &text[..at]).trim_end_matches('/').to_owned();
    match matcher {
        Some(Value::Text(text)) => vec![begin(&text)],
        Some(Value::Array(items)) => items.iter().map(|item| item.text().map(begin).unwrap_or_default()).collect(),
        _ => vec![String::new()],
    }
}
