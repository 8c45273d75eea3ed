//! Hosts that everyone's scripts can be loaded from: an allow-list with one of them allows any script.

use super::bypass_hosts::{ANGULAR, FLASH, JSONP, JSONP_NEEDS_EVAL};
use super::source::{host, path};

/// A host on which a way around an allow-list is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bypass {
    /// The host.
    pub host: String,
    /// What it serves, in words.
    pub serves: &'static str,
}

/// The way around a source in a list of script sources; `may_eval` tells whether the list allows `eval`.
pub(super) fn for_scripts(source: &str, may_eval: bool) -> Option<Bypass> {
    let angular = listed(source, &ANGULAR);
    let jsonp = listed(source, &JSONP).filter(|host| may_eval || !JSONP_NEEDS_EVAL.contains(&host.as_str()));
    match (jsonp, angular) {
        (Some(_), Some(host)) => Some(Bypass { host, serves: "JSONP endpoints and Angular libraries" }),
        (Some(host), None) => Some(Bypass { host, serves: "JSONP endpoints" }),
        (None, Some(host)) => Some(Bypass { host, serves: "Angular libraries" }),
        (None, None) => None,
    }
}

/// The way around a source in a list of plugin sources.
pub(super) fn for_objects(source: &str) -> Option<Bypass> {
    listed(source, &FLASH).map(|host| Bypass { host, serves: "Flash files" })
}

/// The first listed host that a source expression allows, by host and path (CSP3, section 6.7.2.8).
fn listed(source: &str, list: &[&str]) -> Option<String> {
    let (wanted, wanted_path) = (host(source), path(source));
    let suffix = wanted.strip_prefix('*').filter(|rest| rest.starts_with('.'));
    list.iter().find_map(|entry| {
        let (name, rest) = entry.split_at(entry.find('/').unwrap_or(entry.len()));
        let is_host = match suffix {
            Some(suffix) => name.ends_with(suffix),
            None => name == wanted,
        };
        let is_path = wanted_path == "/"
            || if wanted_path.ends_with('/') { rest.starts_with(wanted_path) } else { rest == wanted_path };
        (is_host && is_path).then(|| name.to_owned())
    })
}
