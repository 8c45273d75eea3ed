//! Logs: the console, and loggers by the names people give them.

use super::mentions::given;
use crate::facts::{Outflow, Outlet};
use crate::names::personal::may_tell;
use crate::names::{NameClass, classify};
use crate::syntax::digest::CallSite;

const LEVELS: [&str; 13] = [
    "log", "info", "debug", "warn", "warning", "error", "trace", "fatal", "verbose", "notice", "dir", "table", "silly",
];
/// How many bytes before a call may say that it runs in development only.
const GUARD_LENGTH: usize = 160;

/// A call of a log that is given something that may be about people.
pub fn log(site: &CallSite, callee: &[&str], text: &str) -> Option<Outflow> {
    let (method, on) = callee.split_last()?;
    if !LEVELS.contains(method) || !on.last().is_some_and(|name| names_logger(name)) || is_for_development(site, text) {
        return None;
    }
    let given = given(site, 0, text, &matters);
    (!given.is_empty()).then(|| Outflow {
        to: Outlet::Log,
        head: site.head(),
        range: site.call.range,
        given,
        function: site.function,
    })
}

/// Whether a name may be that of data about people, of a credential, or of all that somebody sent.
fn matters(name: &str, of: &str) -> bool {
    let is_sent = match name {
        "body" => matches!(of, "" | "req" | "request" | "ctx" | "event"),
        "formData" | "credentials" => true,
        _ => false,
    };
    is_sent || may_tell(name, of) || classify(name) == NameClass::AuthToken
}

fn names_logger(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    matches!(lower.as_str(), "console" | "log" | "winston" | "pino" | "consola" | "bunyan" | "loglevel" | "signale")
        || lower.ends_with("logger")
}

/// Whether a condition just before the call says that it runs in development only.
fn is_for_development(site: &CallSite, text: &str) -> bool {
    let end = site.call.range.start as usize;
    let mut start = end.saturating_sub(GUARD_LENGTH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let before = text.get(start..end).unwrap_or_default();
    // Only what stands in the same block.
    let before = before.rsplit('}').next().unwrap_or(before);
    ["NODE_ENV", "env.DEV", "__DEV__", "isDev", "IS_DEV", "isDebug", "DEBUG", "verbose"]
        .iter()
        .any(|word| before.contains(word))
}
