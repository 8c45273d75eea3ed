//! Shapes that tell verdicts and severities apart without colour: paths for a box of 16 by 16.

use crate::checklist::Verdict;
use crate::finding::Severity;

/// The sign of Seaworthy, for a box of 24 by 24.
pub const MARK: &str =
    "M11 2.5v11.2H4.6zM13 5.6v8.1h5.2zM3 15.6h18l-2.6 4.5a2.6 2.6 0 0 1-2.2 1.3H7.8a2.6 2.6 0 0 1-2.2-1.3z";

const OCTAGON: &str = "M5 1h6l4 4v6l-4 4H5l-4-4V5zM7.2 4v5h1.6V4zM7.2 10.4V12h1.6v-1.6z";
const TRIANGLE: &str = "M8 1.2 15.6 15H.4zM7.2 6v4.4h1.6V6zM7.2 11.6v1.6h1.6v-1.6z";
const CIRCLE: &str = "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM7.2 4v1.6h1.6V4zM7.2 7v5h1.6V7z";

/// A tick on a disc, an octagon with a stroke, a bar, a speech bubble, an empty ring.
pub const fn of_verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM6.9 11.3 3.8 8.2l1.1-1.1 2 2 4.2-4.2 1.1 1.1z",
        Verdict::FallsShort => OCTAGON,
        Verdict::NotApplicable => "M2 7h12v2H2z",
        Verdict::NeedsWord => "M1 2h14v9H8.6L5 14.6V11H1zM4 5v1.4h8V5zM4 7.6V9h5V7.6z",
        Verdict::NotInspected => "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM8 2.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6z",
    }
}

/// An octagon, a triangle, a circle.
pub const fn of_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => OCTAGON,
        Severity::Warning => TRIANGLE,
        Severity::Info => CIRCLE,
    }
}
