//! What people put on record in `seaworthy.toml`: attestations and reviews.

use serde::{Deserialize, Serialize, de};

use super::calendar::ReviewKind;
use super::date::{Date, Span};
use super::item::ItemNumber;

/// So long an attestation counts that says nothing else.
pub const USUAL_VALIDITY: Span = Span::Months(12);

/// A person's dated word that something no tool can see was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Attestation {
    /// The launch item it speaks of.
    pub item: ItemNumber,
    /// Who gives their word.
    #[serde(deserialize_with = "said")]
    pub by: String,
    /// The day they gave it.
    pub on: Date,
    /// What was done.
    #[serde(deserialize_with = "said")]
    pub note: String,
    /// Where it can be looked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// How long it counts; [`USUAL_VALIDITY`] when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_for: Option<Span>,
}

impl Attestation {
    /// The last day it counts.
    pub fn until(&self) -> Date {
        self.on.after(self.valid_for.unwrap_or(USUAL_VALIDITY))
    }

    /// Whether it counts on a day.
    pub fn counts_on(&self, today: Date) -> bool {
        self.on <= today && today <= self.until()
    }
}

/// A review that was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Review {
    /// Which of the calendar's.
    pub kind: ReviewKind,
    /// The day it was done.
    pub on: Date,
    /// Who did it.
    #[serde(deserialize_with = "said")]
    pub by: String,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it can be looked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// A text that says something.
fn said<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.trim().is_empty() { Err(de::Error::custom("this must not be empty")) } else { Ok(text) }
}
