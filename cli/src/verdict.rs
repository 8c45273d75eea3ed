//! How verdicts on launch items look in a terminal: a sign and a colour, whichever command shows them.

use anstyle::Style;
use seaworthy_core::checklist::Verdict;

use crate::terminal::{DIM, ERROR, GOOD, INFO, WARNING, has_unicode};

/// The colour of a verdict.
pub(crate) const fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Holds => GOOD,
        Verdict::FallsShort => ERROR,
        Verdict::NeedsWord => WARNING,
        Verdict::NotInspected => INFO,
        Verdict::NotApplicable => DIM,
    }
}

/// The sign of a verdict, in ASCII where nothing else is understood.
pub(crate) fn sign(verdict: Verdict) -> &'static str {
    let is_unicode = has_unicode();
    match verdict {
        Verdict::Holds if is_unicode => "✔",
        Verdict::FallsShort if is_unicode => "✖",
        Verdict::NeedsWord if is_unicode => "✎",
        Verdict::NotInspected if is_unicode => "○",
        Verdict::NotApplicable if is_unicode => "–",
        Verdict::Holds => "+",
        Verdict::FallsShort => "x",
        Verdict::NeedsWord => "?",
        Verdict::NotInspected => "o",
        Verdict::NotApplicable => "-",
    }
}
