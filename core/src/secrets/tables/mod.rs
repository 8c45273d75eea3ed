//! Every kind of credential the engine knows, by field.
//!
//! Invariant: an entry is there only when the vendor's format is known. A wrong pattern is worse than a missing one.

mod payments;
mod platform;

use super::Detector;

/// The table, in the order in which values with a name are tried: generic ones last.
static TABLES: &[&[Detector]] = &[payments::PAYMENTS, platform::PLATFORM];

/// Every kind of credential.
pub fn detectors() -> impl Iterator<Item = &'static Detector> {
    TABLES.iter().flat_map(|table| table.iter())
}

/// The kind with this name.
pub fn by_id(id: &str) -> Option<&'static Detector> {
    detectors().find(|detector| detector.id == id)
}
