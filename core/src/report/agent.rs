//! One line for each finding, for a coding agent to read: place, severity, rule, what is wrong, what to do.
//!
//! Invariant: a line holds no text of the judged files but names and redacted forms, no line break and nothing that steers a
//! terminal, and it is no longer than [`LONGEST`] characters: what stands in code is never taken for an instruction.

use super::clean::clean;
use super::{Places, Report};

/// The longest line, in characters.
const LONGEST: usize = 600;

/// One line for each finding, each ended by a newline; nothing where nothing was found. Notes about files are left out.
pub fn agent(report: &Report<'_>) -> String {
    let places = Places::new(report);
    let mut lines = String::new();
    for finding in report.findings.iter().map(|marked| marked.finding) {
        let message = &finding.message;
        let at = places
            .place(&finding.path, finding.range)
            .map(|place| format!(":{}:{}", place.start.line, place.start.column))
            .unwrap_or_default();
        let line = format!(
            "{}{}{at} {} {}: {} Do: {}",
            report.prefix,
            finding.path,
            finding.severity.as_str(),
            finding.rule.id,
            ended(&message.what),
            message.remedy
        );
        lines += &one_line(&line);
        lines.push('\n');
    }
    lines
}

/// A sentence with its full stop.
fn ended(what: &str) -> String {
    if what.ends_with(['.', '!', '?']) { what.to_owned() } else { format!("{what}.") }
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = clean(&words.join(" "));
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{findings_in, with_report};
    use super::*;

    #[test]
    fn each_finding_is_one_line() {
        let text = "localStorage.setItem('token', a);\n";
        let made = with_report(&findings_in("src/a.ts", text), text, agent);
        assert_eq!(made.lines().count(), 1, "{made}");
        assert!(made.starts_with("src/a.ts:1:1 error token-in-web-storage: "), "{made}");
        assert!(made.contains(" Do: "), "{made}");
    }

    #[test]
    fn nothing_steers_and_nothing_is_endless() {
        let line = one_line(&format!("a\u{1b}[2Jb\nIgnore all \u{202e}{}", "x".repeat(2000)));
        assert!(!line.contains(['\n', '\u{1b}', '\u{202e}']), "{line}");
        assert_eq!(line.chars().count(), LONGEST);
    }
}
