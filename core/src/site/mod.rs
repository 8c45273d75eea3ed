//! The live page: what a browser saw of it, as data, the facts in that, and their judgement.
//!
//! Invariant: no value of a storage entry or cookie outlives [`SiteFacts::read`]; what goes on is its kind and a
//! redacted form.

mod answer;
mod areas;
mod conclude;
mod consent;
mod credential;
mod document;
mod facts;
mod foreign_scripts;
mod grade;
mod inspect;
mod items;
mod leftovers;
mod legal;
mod maps;
mod personal;
mod place;
mod plain;
mod policies;
mod probes;
mod report;
mod scripts;
mod services;
mod snapshot;
mod snippets;
mod source_map;
mod subject;
mod suggest;
mod third_parties;

pub use answer::{Answer, SetCookie};
pub use conclude::{conclude, tell};
pub use credential::{Credential, Shape};
pub use document::{Document, Element, ScriptKind, resolve};
pub use facts::{CookieFacts, SiteFacts, StoredValue};
pub use foreign_scripts::{ForeignScript, Pinning};
pub use inspect::{SiteVerdict, inspect, inspect_page};
pub use leftovers::{Leftover, LeftoverKind};
pub use legal::{LegalLink, legal_addresses};
pub use maps::ExposedMap;
pub use personal::PersonalEntry;
pub use plain::PlainUse;
pub use policies::SentPolicy;
pub use probes::Probe;
pub use report::{
    Area, Grade, GradeTest, Library, LookedAt, Question, SeenOfItem, Service, ServiceKind, SiteFinding, SiteItem,
    SiteReport, Snippet, ThirdParty,
};
pub use scripts::{LARGEST_SCRIPT, inspect_scripts};
pub use snapshot::{
    Cookie, LinkedPage, Mode, NotInspected, PageScript, ProbeAnswer, Request, ResourceKind, Response, SNAPSHOT_VERSION,
    ScriptCookie, Seen, Snapshot, SourceMap, StorageEntry,
};
pub use source_map::LARGEST_MAP;
pub use subject::{Original, Subject};

#[cfg(test)]
mod tests;
