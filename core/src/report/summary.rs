//! Findings counted by severity.

use serde::Serialize;

use crate::finding::{Finding, Severity};

/// How many findings of each severity there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Surely wrong.
    pub error: usize,
    /// Needs a look.
    pub warning: usize,
    /// Worth knowing.
    pub info: usize,
}

impl Counts {
    /// All of them.
    pub const fn total(self) -> usize {
        self.error + self.warning + self.info
    }

    /// In words: `2 errors, 1 warning`; `no findings` when there are none.
    pub fn in_words(self) -> String {
        let words: Vec<String> = [(self.error, "error", "errors"), (self.warning, "warning", "warnings")]
            .into_iter()
            .chain([(self.info, "note for information", "notes for information")])
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
            .collect();
        match words.as_slice() {
            [] => "no findings".to_owned(),
            [one] => one.clone(),
            [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
        }
    }
}

/// Counts findings by severity.
pub fn count<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Counts {
    let mut counts = Counts::default();
    for finding in findings {
        match finding.severity {
            Severity::Error => counts.error += 1,
            Severity::Warning => counts.warning += 1,
            Severity::Info => counts.info += 1,
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_people_speak() {
        for (error, warning, info, words) in [
            (0, 0, 0, "no findings"),
            (1, 0, 0, "1 error"),
            (2, 1, 0, "2 errors and 1 warning"),
            (1, 2, 3, "1 error, 2 warnings and 3 notes for information"),
        ] {
            assert_eq!(Counts { error, warning, info }.in_words(), words);
        }
    }
}
