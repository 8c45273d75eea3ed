//! An open document. The client's text is the truth for as long as it is open, whatever the disk says.

use std::sync::Arc;
use std::time::Instant;

use seaworthy_core::Finding;
use tower_lsp::lsp_types::Diagnostic;

use crate::convert::Snapshot;
use crate::event::Request;
use crate::folder::Place;
use crate::schedule::Schedule;

/// An open document.
pub struct Document {
    /// Where it belongs.
    pub place: Place,
    /// The client's version of the text.
    pub version: i32,
    /// The text.
    pub snapshot: Arc<Snapshot>,
    /// Names this state of the text; no two states of any documents share one.
    pub ticket: u64,
    /// The state whose analysis ended last, well or not.
    pub settled: Option<u64>,
    /// When it is analysed.
    pub schedule: Schedule,
    /// The state and the text of the analysis that began last.
    pub analysed: (u64, Arc<Snapshot>),
    /// Since when what is shown has been of an older text; none while it is not.
    pub behind_since: Option<Instant>,
    /// What was found in the state `settled`.
    pub findings: Vec<Finding>,
    /// What the client shows; `None` before the first answer.
    pub shown: Option<Vec<Diagnostic>>,
    /// The version `shown` was last published with.
    pub shown_version: i32,
    /// The version the present burst of changes began with.
    pub burst_from: i32,
    /// Requests that wait for the analysis of the text as it is now.
    pub parked: Vec<Request>,
    /// Whether a panic in it was reported; once is enough until it is well again.
    pub failed: bool,
}

impl Document {
    /// A document nothing is known of yet.
    pub fn new(place: Place, version: i32, text: String, ticket: u64) -> Self {
        let snapshot = Arc::new(Snapshot::new(text));
        Self {
            place,
            version,
            analysed: (ticket, Arc::clone(&snapshot)),
            behind_since: None,
            snapshot,
            ticket,
            settled: None,
            schedule: Schedule::default(),
            findings: Vec::new(),
            shown: None,
            shown_version: version,
            burst_from: version,
            parked: Vec::new(),
            failed: false,
        }
    }

    /// Whether publishing `diagnostics` would tell the client anything: another set, or that the set it was given in the
    /// middle of a burst still holds at its end, which is what a tool that waits for its last edit looks for.
    pub fn is_news(&self, diagnostics: &Vec<Diagnostic>) -> bool {
        let mid_burst = self.shown_version >= self.burst_from && self.shown_version != self.version;
        mid_burst || self.shown.as_ref() != Some(diagnostics)
    }

    /// Whether what is known belongs to the text as it is now.
    pub fn is_settled(&self) -> bool {
        self.settled == Some(self.ticket)
    }
}
