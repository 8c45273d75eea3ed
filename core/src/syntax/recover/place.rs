//! The way back from places in a repaired piece to places in the file.
#![allow(clippy::disallowed_types, reason = "spans of invented text are cut back here")]

use super::edits::Edits;
use crate::text::{TextRange, offset};
use swc_common::{BytePos, Span};
use swc_ecma_visit::VisitMut;

/// Takes places in a repaired piece back to places in the file: what was invented shrinks to nothing.
pub(super) struct Back<'a> {
    /// Where the piece begins in the file.
    pub begin: u32,
    /// Where the piece ends and invented text begins.
    pub cut: usize,
    pub edits: &'a Edits,
}

impl Back<'_> {
    pub fn offset(&self, at: usize) -> u32 {
        offset(self.edits.original(at.min(self.cut)))
    }

    fn file(&self, at: u32) -> u32 {
        if at <= self.begin { at } else { self.begin + self.offset((at - self.begin) as usize) }
    }

    pub fn range(&self, range: TextRange) -> TextRange {
        TextRange::new(self.file(range.start), self.file(range.end))
    }
}

impl VisitMut for &Back<'_> {
    fn visit_mut_span(&mut self, span: &mut Span) {
        if !span.is_dummy() {
            span.lo = BytePos(self.file(span.lo.0 - 1) + 1);
            span.hi = BytePos(self.file(span.hi.0.saturating_sub(1)) + 1);
        }
    }
}
