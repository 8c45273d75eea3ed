//! What stands in front of routes without being named where they are registered: middleware of their routers, of the routers
//! these are mounted on, and of the paths they lie under.
//!
//! Invariant: followed through at most [`CHAIN_LIMIT`] routers. The order of registration is not asked: what is put in front
//! of anything counts for all of it.

use std::collections::{HashMap, HashSet};

use super::Project;
use super::mounts::RouterKey;
use crate::facts::{FileFacts, FunctionId, Reference, Root, Route, Value};
use crate::names::limits::names_limiter;

/// Through how many routers what is in front is looked for.
const CHAIN_LIMIT: u32 = 6;

/// What is put in front of routers and paths.
pub(super) struct Around {
    /// By the router it is put in front of: prefix, and what it is and where it is named.
    by_router: HashMap<RouterKey, Vec<Front>>,
    /// Where nobody can tell what it is put in front of.
    loose: Vec<Front>,
}

struct Front {
    prefix: String,
    named_in: String,
    value: Value,
}

impl Around {
    pub(super) fn new(project: &Project) -> Self {
        let mut around = Self { by_router: HashMap::new(), loose: Vec::new() };
        let routers = routers(project);
        for file in project.files() {
            for mount in &file.mounts {
                if project.router_key(file, &mount.router).is_some_and(|key| routers.contains(&key)) {
                    continue;
                }
                let prefix = mount.prefix.trim_end_matches('*').trim_end_matches('/').to_owned();
                let front = Front { prefix, named_in: file.path.clone(), value: mount.router.clone() };
                match project.router_key(file, &mount.on) {
                    Some(key) => around.by_router.entry(key).or_default().push(front),
                    None => around.loose.push(front),
                }
            }
        }
        around
    }

    /// What is in front of a route.
    pub(super) fn of(&self, project: &Project, file: &FileFacts, route: &Route) -> Vec<(String, Value)> {
        let mut found = Vec::new();
        let mut path = route.path.to_string();
        let mut router = project.router_key(file, &route.router);
        if router.is_some() || !matches!(route.router, Value::Unknown) {
            self.add_loose(project, file, &path, &mut found);
        }
        for _ in 0..CHAIN_LIMIT {
            let Some(key) = router else { break };
            let fronts = self.by_router.get(&key).into_iter().flatten();
            found.extend(fronts.filter(|front| is_under(&path, &front.prefix)).map(Front::named));
            let last = key.clone();
            router = match project.index.mounts.get(&key) {
                Some((on, prefix)) => {
                    path = format!("{}/{}", prefix.trim_end_matches('/'), path.trim_start_matches('/'));
                    on.clone()
                }
                None => given_router(project, &key),
            };
            if router.is_none() && !is_app(project, &last) {
                self.add_limiters(project, file, &mut found);
            }
        }
        found
    }

    /// Nobody sees where the router is mounted: each limiter of the same package may be in front of it.
    fn add_limiters(&self, project: &Project, file: &FileFacts, found: &mut Vec<(String, Value)>) {
        let own = project.manifest_folder(&file.path);
        let may_limit = |front: &&Front| {
            front.value.any(&|part| {
                let path = part.reference().map(|reference| reference.path.as_slice()).unwrap_or_default();
                path.iter().any(|name| names_limiter(name))
                    || part.import().is_some_and(|(module, _)| names_limiter(module))
            })
        };
        let fronts = self.by_router.values().flatten().filter(may_limit);
        found.extend(fronts.filter(|front| project.manifest_folder(&front.named_in) == own).map(Front::named));
    }

    /// What is put in front of a router nobody can tell is in front of every route of the same app.
    fn add_loose(&self, project: &Project, file: &FileFacts, path: &str, found: &mut Vec<(String, Value)>) {
        let app = |path: &str| project.manifest_folder(path).map(str::to_owned);
        let own = app(&file.path);
        let fronts = self.loose.iter().filter(|front| app(&front.named_in) == own);
        found.extend(fronts.filter(|front| is_under(path, &front.prefix)).map(Front::named));
    }
}

impl Front {
    fn named(&self) -> (String, Value) {
        (self.named_in.clone(), self.value.clone())
    }
}

/// Whether a router is an app of its own, which nothing mounts: `express()`, `new Hono()`, `Fastify()`.
fn is_app(project: &Project, key: &RouterKey) -> bool {
    let Some(file) = project.file(&key.0) else { return false };
    let values = file.routes.iter().map(|route| &route.router).chain(file.mounts.iter().map(|mount| &mount.on));
    values.into_iter().filter_map(Value::call).any(|call| {
        call.range == key.1
            && call
                .callee
                .import()
                .is_some_and(|(_, path)| path.last().is_none_or(|last| !last.to_ascii_lowercase().contains("router")))
    })
}

/// The router that callers give the function which is a router by its first parameter: `routes(app)`.
fn given_router(project: &Project, key: &RouterKey) -> Option<RouterKey> {
    let file = project.file(&key.0)?;
    let at = file.functions.iter().position(|function| function.range == key.1)?;
    let id = FunctionId(u32::try_from(at).ok()?);
    project
        .callers(file, id)
        .into_iter()
        .find_map(|(caller, call)| project.router_key(caller, call.arguments.first()?).filter(|given| given != key))
}

/// Everything that routes are registered on or something is mounted on.
fn routers(project: &Project) -> HashSet<RouterKey> {
    let mut routers = HashSet::new();
    for file in project.files() {
        let values = file.routes.iter().map(|route| &route.router).chain(file.mounts.iter().map(|mount| &mount.on));
        let mut seen: Vec<&Value> = Vec::new();
        for value in values {
            let is_request = matches!(value, Value::Ref(Reference { root: Root::Param(_, index), .. }) if *index > 0);
            if !is_request && !seen.contains(&value) {
                seen.push(value);
                routers.extend(project.router_key(file, value));
            }
        }
    }
    routers
}

/// Whether a path lies under a prefix; one with parameters or wildcards inside may hold anything.
fn is_under(path: &str, prefix: &str) -> bool {
    let mut own = path.split('/').filter(|part| !part.is_empty());
    prefix.split('/').filter(|part| !part.is_empty()).all(|part| {
        own.next().is_some_and(|own| own == part || part.starts_with([':', '*', '(']) || own.starts_with(':'))
    })
}

#[cfg(test)]
mod tests {
    use super::is_under;

    #[test]
    fn prefixes_hold_whole_segments() {
        assert!(is_under("/api/login", "/api") && is_under("/api/login", "") && is_under("/api/login", "/api/login"));
        assert!(!is_under("/apis", "/api") && !is_under("/login", "/api"));
        assert!(is_under("/teams/:id/login", "/teams/:team"));
    }
}
