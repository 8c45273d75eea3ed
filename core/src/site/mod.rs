//! The live page: what a browser saw of it, as data, the facts in that, and their judgement.
//!
//! Invariant: no value of a storage entry or cookie outlives [`SiteFacts::read`]; what goes on is its kind and a
//! redacted form.

mod credential;
mod document;
mod facts;
mod inspect;
mod scripts;
mod snapshot;
mod subject;

pub use credential::{Credential, Shape};
pub use document::{Document, Element, ScriptKind, resolve};
pub use facts::{CookieFacts, SiteFacts, StoredValue};
pub use inspect::{LookedAt, SiteFinding, SiteReport, SiteVerdict, inspect};
pub use scripts::{LARGEST_SCRIPT, inspect_scripts};
pub use snapshot::{
    Cookie, LinkedPage, Mode, NotInspected, PageScript, ProbeAnswer, Request, ResourceKind, Response, SNAPSHOT_VERSION,
    ScriptCookie, Seen, Snapshot, SourceMap, StorageEntry,
};
pub use subject::Subject;

#[cfg(test)]
mod tests;
