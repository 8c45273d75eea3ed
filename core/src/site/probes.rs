//! Answers to the questions that were put to a page's services.
//!
//! Invariant: of an answer's body only whether it holds anything goes on.

use super::report::ServiceKind;
use super::services::asked;
use super::snapshot::ProbeAnswer;

/// An answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Which service.
    pub kind: ServiceKind,
    /// The project's host.
    pub host: String,
    /// The table or collection; empty for the whole database.
    pub table: String,
    /// HTTP status; 0 when there was no answer.
    pub status: u16,
    /// How many rows the asker may read, where the service says so.
    pub rows: Option<u64>,
    /// Whether the body holds anything.
    pub has_content: bool,
}

impl Probe {
    /// Whether the service let the asker read.
    pub fn is_answered(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

pub(super) fn probes(answers: &[ProbeAnswer]) -> Vec<Probe> {
    let read = |answer: &ProbeAnswer| {
        let (kind, host, table) = asked(&answer.id)?;
        // `0-24/3573`, or `*/3573` when no row was sent (PostgREST, "Exact count").
        let total = answer.content_range.as_deref().and_then(|range| range.rsplit('/').next());
        let body = answer.body.trim();
        Some(Probe {
            kind,
            host: host.to_owned(),
            table: table.to_owned(),
            status: answer.status,
            rows: total.and_then(|total| total.parse().ok()),
            has_content: !matches!(body, "" | "null" | "{}" | "[]"),
        })
    };
    answers.iter().filter_map(read).collect()
}
