//! Routers under prefixes: what a route's path begins with when another file mounts its router.
//!
//! Invariant: mounts are followed through at most [`MOUNT_LIMIT`] routers, so that a router mounted in itself ends.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::Project;
use crate::facts::{FileFacts, Route, Value};
use crate::text::TextRange;

/// Through how many routers a prefix is put together.
const MOUNT_LIMIT: u32 = 6;

/// What a router is known by: the place of the call that makes it, or of the function that is given it.
pub type RouterKey = (String, TextRange);

/// The first mount of each router: what it is mounted on, if that may be mounted itself, and the prefix.
pub type Mounts = HashMap<RouterKey, (Option<RouterKey>, SmolStr)>;

impl Project {
    /// The path of a route with the prefixes its router is mounted under.
    pub fn full_path(&self, file: &FileFacts, route: &Route) -> SmolStr {
        let mut path = route.path.to_string();
        let mut router = self.router_key(file, &route.router);
        for _ in 0..MOUNT_LIMIT {
            let Some((on, prefix)) = router.as_ref().and_then(|router| self.index.mounts.get(router)) else { break };
            path = format!("{}/{}", prefix.trim_end_matches('/'), path.trim_start_matches('/'));
            router.clone_from(on);
        }
        if path.len() > 1 && path.ends_with('/') {
            path.pop();
        }
        SmolStr::new(path)
    }

    /// Every mount of the project.
    pub(super) fn mounts(&self) -> Mounts {
        let mut mounts = Mounts::new();
        for file in self.files.values() {
            for mount in &file.mounts {
                if let Some(router) = self.router_key(file, &mount.router) {
                    let on = self.router_key(file, &mount.on).filter(|on| *on != router);
                    mounts.entry(router).or_insert_with(|| (on, mount.prefix.clone()));
                }
            }
        }
        mounts
    }

    pub(super) fn router_key(&self, file: &FileFacts, router: &Value) -> Option<RouterKey> {
        let (file, found) = self.follow(file, router, super::follow::CHAIN_LIMIT);
        let range = match &found {
            Value::Call(call) => call.range,
            Value::Function(id) => file.function(*id)?.range,
            Value::Ref(reference) => match (&reference.root, reference.path.as_slice()) {
                (crate::facts::Root::Param(function, 0), []) => file.function(*function)?.range,
                _ => return None,
            },
            _ => return None,
        };
        Some((file.path.clone(), range))
    }
}
