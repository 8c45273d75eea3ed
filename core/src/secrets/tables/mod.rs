//! Every kind of credential the engine knows, by field.
//!
//! Invariant: an entry is there only when the vendor's format is known. A wrong pattern is worse than a missing one.

mod ai;
mod ai_more;
mod cloud;
mod cloud_more;
mod code_hosting;
mod commerce;
mod content;
mod data;
mod identity;
mod logistics;
mod messaging;
mod messaging_more;
mod monitoring;
mod payments;
mod platform;
mod secrets_stores;
mod web3;

use super::Detector;

/// The kind that stands for every provider not in the table.
pub(super) const GENERIC: &str = "generic-secret";

/// The table, in the order in which values with a name are tried: generic ones last.
static TABLES: &[&[Detector]] = &[
    payments::PAYMENTS,
    logistics::LOGISTICS,
    commerce::COMMERCE,
    ai::AI,
    ai_more::AI_MORE,
    cloud::CLOUD,
    cloud_more::CLOUD_MORE,
    code_hosting::CODE_HOSTING,
    secrets_stores::SECRETS_STORES,
    messaging::MESSAGING,
    messaging_more::MESSAGING_MORE,
    data::DATA,
    content::CONTENT,
    monitoring::MONITORING,
    identity::IDENTITY,
    web3::WEB3,
    platform::PLATFORM,
];

/// Every kind of credential.
pub fn detectors() -> impl Iterator<Item = &'static Detector> {
    TABLES.iter().flat_map(|table| table.iter())
}

/// The kind with this name.
pub fn by_id(id: &str) -> Option<&'static Detector> {
    detectors().find(|detector| detector.id == id)
}
