//! Ignore comments: `seaworthy-ignore <rule>: <reason>` for the same or the next line, `seaworthy-ignore-file <rule>: <reason>`
//! for the file. One reader serves every face. A comment without a rule or a reason ignores nothing and is itself reported.
//!
//! A rule may be followed by the last day it is ignored: `seaworthy-ignore <rule> until 2027-03-31: <reason>`.

use crate::checklist::Date;
use crate::text::{LineIndex, TextRange};

const MARKER: &str = "seaworthy-ignore";
const OPENERS: [&str; 4] = ["//", "/*", "#", "<!--"];
const CLOSERS: [&str; 3] = ["*/}", "*/", "-->"];

/// An ignore comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// From the marker to the end of the comment's text.
    pub range: TextRange,
    /// The rule (or gap) it names; empty when it names none.
    pub rule: String,
    /// The reason; empty when it gives none.
    pub reason: String,
    /// The last day it counts on; none when it counts for good.
    pub until: Option<Date>,
    /// What it covers.
    pub covers: Covers,
}

/// What an ignore comment covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covers {
    /// The whole file.
    File,
    /// Findings that begin in this range: the comment's line if code stands before it, else the next line of code.
    Lines(TextRange),
}

impl Suppression {
    /// Whether it names a rule and gives a reason.
    pub fn is_valid(&self) -> bool {
        !self.rule.is_empty() && !self.reason.is_empty()
    }

    /// Whether its last day is before `today`.
    pub fn has_ended(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    /// Whether it silences a finding of `rule` (a rule id or the name of its gap) that begins at byte `at`.
    pub fn silences(&self, rule: &str, gap: &str, at: u32) -> bool {
        let covered = match self.covers {
            Covers::File => true,
            Covers::Lines(range) => range.start <= at && at <= range.end,
        };
        covered && self.is_valid() && (self.rule == rule || self.rule == gap)
    }
}

/// Reads the ignore comments of a text, whatever its language: a marker counts when a comment opener stands before it
/// on its line.
pub fn suppressions(text: &str) -> Vec<Suppression> {
    let mut found = Vec::new();
    let finder = memchr::memmem::Finder::new(MARKER);
    if finder.find(text.as_bytes()).is_none() {
        return found;
    }
    let index = LineIndex::new(text);
    for line in 0..index.line_count() {
        let range = index.line_range(text, line);
        let content = range.slice(text);
        if let Some(at) = content.find(MARKER)
            && let Some(opener) = opener_before(&content[..at])
        {
            let code_before = !content[..opener].trim().trim_end_matches('{').trim().is_empty();
            found.push(read(text, &index, line, at, code_before));
        }
    }
    found
}

/// Where the comment that ends right before the marker opens.
fn opener_before(before: &str) -> Option<usize> {
    let trimmed = before.trim_end();
    OPENERS.iter().find(|opener| trimmed.ends_with(**opener)).map(|opener| trimmed.len() - opener.len())
}

fn read(text: &str, index: &LineIndex, line: u32, at: usize, code_before: bool) -> Suppression {
    let whole = index.line_range(text, line);
    let mut content = &whole.slice(text)[at..];
    for closer in CLOSERS {
        content = content.split(closer).next().unwrap_or(content);
    }
    let content = content.trim_end();
    let start = whole.start + u32::try_from(at).unwrap_or(0);
    let range = TextRange::new(start, start + u32::try_from(content.len()).unwrap_or(0));
    let rest = &content[MARKER.len()..];
    let (rest, is_file) = rest.strip_prefix("-file").map_or((rest, false), |rest| (rest, true));
    let (rule, reason) = rest.split_once(':').unwrap_or((rest, ""));
    // What is no day stays part of the name, and is reported as a rule there is not.
    let dated = rule.trim().rsplit_once(" until ").and_then(|(rule, day)| Some((rule, day.trim().parse().ok()?)));
    let (rule, until) = dated.map_or((rule, None), |(rule, day)| (rule, Some(day)));
    let covers = if is_file {
        Covers::File
    } else if code_before {
        Covers::Lines(whole)
    } else {
        Covers::Lines(next_code_line(text, index, line + 1))
    };
    Suppression { range, rule: rule.trim().to_owned(), reason: reason.trim().to_owned(), until, covers }
}

/// The next line that is neither blank nor another ignore comment, so that two comments may stand above one line.
fn next_code_line(text: &str, index: &LineIndex, from: u32) -> TextRange {
    (from..index.line_count())
        .map(|line| index.line_range(text, line))
        .find(|range| {
            let content = range.slice(text);
            !content.trim().is_empty() && !content.contains(MARKER)
        })
        .unwrap_or_else(|| TextRange::empty(crate::text::offset(text.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_comment_form() {
        for (text, covered) in [
            ("// seaworthy-ignore a-rule: known\nbad();", "bad();"),
            ("bad(); // seaworthy-ignore a-rule: known", "bad(); // seaworthy-ignore a-rule: known"),
            ("{/* seaworthy-ignore a-rule: known */}\n<Bad/>", "<Bad/>"),
            ("<!-- seaworthy-ignore a-rule: known -->\n<bad>", "<bad>"),
            ("# seaworthy-ignore a-rule: known\nBAD=1", "BAD=1"),
            ("// seaworthy-ignore a-rule: known\r\n// seaworthy-ignore b-rule: too\r\nbad();", "bad();"),
        ] {
            let first = &suppressions(text)[0];
            assert_eq!((first.rule.as_str(), first.reason.as_str()), ("a-rule", "known"), "{text}");
            let Covers::Lines(range) = first.covers else { panic!("{text}") };
            assert_eq!(range.slice(text), covered, "{text}");
            assert!(first.silences("a-rule", "gap", range.start));
        }
    }

    #[test]
    fn a_missing_reason_or_a_string_ignores_nothing() {
        assert!(!suppressions("// seaworthy-ignore a-rule\nbad();")[0].is_valid());
        assert!(!suppressions("// seaworthy-ignore: why\nbad();")[0].is_valid());
        assert!(suppressions("const help = 'seaworthy-ignore a-rule: x';").is_empty());
    }

    #[test]
    fn a_comment_may_have_a_last_day() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for text in [
            "// seaworthy-ignore a-rule until 2027-03-31: known\nbad();",
            "// seaworthy-ignore-file a-rule until 2027-03-31: known\nbad();",
        ] {
            let first = &suppressions(text)[0];
            assert_eq!((first.rule.as_str(), first.reason.as_str()), ("a-rule", "known"));
            assert_eq!(first.until, Some(day("2027-03-31")));
            assert!(!first.has_ended(day("2027-03-31")) && first.has_ended(day("2027-04-01")));
        }
        let wrong = &suppressions("// seaworthy-ignore a-rule until spring: known\nbad();")[0];
        assert!(!wrong.silences("a-rule", "gap", wrong.range.end + 1), "{wrong:?}");
        assert_eq!((wrong.rule.as_str(), wrong.until), ("a-rule until spring", None));
    }

    #[test]
    fn a_file_comment_covers_everything() {
        let found = suppressions("// seaworthy-ignore-file a-gap: vendored\n\nbad();");
        assert!(found[0].silences("a-rule", "a-gap", 99));
        assert!(!found[0].silences("b-rule", "b-gap", 99));
    }
}
