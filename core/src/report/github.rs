//! Annotations for GitHub Actions: workflow commands that GitHub turns into remarks beside the lines of a pull request
//! (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions>).

use std::fmt::Write as _;

use super::clean::clean_character;
use super::{NoteKind, Place, Places, Report};
use crate::finding::{Finding, Severity};

/// One `::error …::` line for each finding and note, each ended by a newline.
pub fn github_annotations(report: &Report<'_>) -> String {
    let places = Places::new(report);
    let mut lines = String::new();
    for finding in report.findings.iter().map(|marked| marked.finding) {
        let message = &finding.message;
        let text = format!("{}\n{}\n{}\n{}", message.what, message.risk, message.remedy, finding.rule.url());
        let title = format!("{} ({})", finding.rule.title, finding.rule.id);
        let place = places.place(&finding.path, finding.range);
        lines += &command(word(finding), &format!("{}{}", report.prefix, finding.path), place, &title, &text);
    }
    for note in report.notes {
        let level = if matches!(note.kind, NoteKind::Notice | NoteKind::SourceMap) { "notice" } else { "warning" };
        let place = note.range.and_then(|range| places.place(&note.path, range));
        let path = format!("{}{}", report.prefix, note.path);
        lines += &command(level, &path, place, &format!("Seaworthy: {}", note.kind.as_str()), &note.message);
    }
    lines
}

/// Escapes the text of a workflow command (`escapeData` in actions/toolkit). Logs are read in terminals too, so what steers one
/// is taken out.
pub fn github_data(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            other => out.push(clean_character(other)),
        }
    }
    out
}

fn property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

const fn word(finding: &Finding) -> &'static str {
    match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

fn command(level: &str, path: &str, place: Option<Place>, title: &str, text: &str) -> String {
    let mut properties = format!("file={}", property(path));
    if let Some(Place { start, end }) = place {
        let _ = write!(properties, ",line={},endLine={}", start.line, end.line);
        // GitHub refuses columns on a range of several lines.
        if start.line == end.line {
            let _ = write!(properties, ",col={},endColumn={}", start.column, end.column);
        }
    }
    format!("::{level} {properties},title={}::{}\n", property(title), github_data(text))
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{findings_in, with_report};
    use super::*;

    #[test]
    fn everything_special_is_escaped() {
        let text = "localStorage.setItem('token', a);\n";
        let made = with_report(&findings_in("src/a, b:c%.ts", text), text, github_annotations);
        let line = made.lines().next().unwrap();
        assert!(
            line.starts_with("::error file=src/a%2C b%3Ac%25.ts,line=1,endLine=1,col=1,endColumn=21,title="),
            "{line}"
        );
        assert!(line.contains("::A token: 100%25 readable%0Aby scripts"), "{line}");
        assert_eq!(made.lines().count(), 2, "one line each: {made}");
        assert!(
            made.lines().last().unwrap().starts_with("::warning file=src/logo.ts,title=Seaworthy%3A file-not-read::")
        );
    }
}
