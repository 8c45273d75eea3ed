//! The report as Markdown for a pull request comment: the verdict first, then each finding folded below its line.

use std::fmt::Write as _;

use super::clean::{clean, clean_character};
use super::{Counts, NoteKind, Places, Report, count, mask_part};
use crate::finding::{Finding, FixLevel, Severity};
use crate::rules::Gap;
use crate::text::LineIndex;

/// GitHub cuts a comment at 65,536 characters; more findings than this would not be read either.
const MOST: usize = 50;
/// The most source lines shown of one finding.
const MOST_LINES: u32 = 6;
/// The most characters shown of one source line.
const MOST_CHARACTERS: usize = 160;

/// The report as Markdown.
pub fn markdown(report: &Report<'_>) -> String {
    let places = Places::new(report);
    let mut out = head(report, count(report.findings.iter().map(|marked| marked.finding)));
    for marked in report.findings.iter().take(MOST) {
        entry(&mut out, report, &places, marked.finding);
    }
    if report.findings.len() > MOST {
        let _ = writeln!(out, "… and {} more.\n", report.findings.len() - MOST);
    }
    notes(&mut out, report);
    out
}

fn head(report: &Report<'_>, counts: Counts) -> String {
    let files = if report.files == 1 { "1 file".to_owned() } else { format!("{} files", report.files) };
    let mut out = if counts.total() == 0 {
        format!("### Seaworthy: nothing found\n\nNo findings in {files}.")
    } else {
        format!("### Seaworthy: {}\n\nIn {files}.", counts.in_words())
    };
    for (number, what) in [(report.suppressed, "silenced by comments"), (report.baselined, "known from the baseline")] {
        if number > 0 {
            let _ = write!(out, " {number} {what}.");
        }
    }
    out + "\n\n"
}

fn entry(out: &mut String, report: &Report<'_>, places: &Places<'_>, finding: &Finding) {
    let _ = write!(out, "<details>\n<summary>{} {} · ", sign(finding.severity), finding.severity.as_str());
    let _ = write!(out, "<b>{}</b> · ", html(&finding.message.what));
    let _ = writeln!(out, "<code>{}</code></summary>\n", html(&location(report, places, finding)));
    frame(out, places, finding);
    let _ = writeln!(out, "**Risk** {}\n", escape(&finding.message.risk));
    let _ = writeln!(out, "**What to do** {}\n", escape(&finding.message.remedy));
    for related in &finding.related {
        let line =
            places.place(&related.path, related.range).map_or(String::new(), |place| format!(":{}", place.start.line));
        let _ = writeln!(out, "- {}{}{line}: {}", escape(report.prefix), escape(&related.path), escape(&related.note));
    }
    for fix in finding.fixes.iter().filter(|fix| !fix.edits.is_empty()) {
        let flag = if fix.level == FixLevel::Safe { "--fix" } else { "--fix=suggestions" };
        let _ = writeln!(out, "- Fix available: {} (`{flag}`)", escape(&fix.title));
    }
    let _ = writeln!(out, "\n[{}]({})\n\n</details>\n", finding.rule.id, finding.rule.url());
}

/// A severity as a coloured disc; its word stands beside it.
pub(super) const fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "🔴",
        Severity::Warning => "🟠",
        Severity::Info => "🔵",
    }
}

fn location(report: &Report<'_>, places: &Places<'_>, finding: &Finding) -> String {
    let line =
        places.place(&finding.path, finding.range).map_or(String::new(), |place| format!(":{}", place.start.line));
    format!("{}{}{line}", report.prefix, finding.path)
}

/// The source lines in a fence longer than any run of back-ticks in them, so that no source can close it.
fn frame(out: &mut String, places: &Places<'_>, finding: &Finding) {
    let Some((text, index)) = places.file(&finding.path) else { return };
    let first = index.line_of(finding.range.start);
    let last = index.line_of(finding.range.end.max(finding.range.start)).min(first + MOST_LINES - 1);
    let lines: Vec<String> = (first..=last).map(|line| shown_line(text, index, line, finding)).collect();
    let longest = lines.iter().map(|line| longest_run(line)).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    let language = finding.path.rsplit('.').next().filter(|end| end.chars().all(|c| c.is_ascii_alphanumeric()));
    let _ = writeln!(out, "{fence}{}\n{}\n{fence}\n", language.unwrap_or(""), lines.join("\n"));
}

fn shown_line(text: &str, index: &LineIndex, line: u32, finding: &Finding) -> String {
    let range = index.line_range(text, line);
    let whole = range.slice(text);
    // A line of a minified file is shown from the finding on.
    let start = if whole.len() > MOST_CHARACTERS && finding.range.start > range.start {
        let before = &whole[..(finding.range.start - range.start) as usize];
        before.char_indices().rev().take(20).last().map_or(0, |(at, _)| at)
    } else {
        0
    };
    let end = whole[start..].char_indices().nth(MOST_CHARACTERS).map_or(whole.len(), |(at, _)| start + at);
    let masked = mask_part(whole, start..end, finding.rule.gap == Gap::ClientSecret);
    let mut shown: String = masked.chars().map(clean_character).collect();
    if start > 0 {
        shown.insert(0, '…');
    }
    if end < whole.len() {
        shown.push('…');
    }
    shown
}

fn longest_run(line: &str) -> usize {
    line.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}

fn notes(out: &mut String, report: &Report<'_>) {
    for (kind, title) in [
        (NoteKind::Unread, "Not read"),
        (NoteKind::Partial, "Read only in part"),
        (NoteKind::Notice, "Ignore comments that ignore nothing"),
        (NoteKind::SourceMap, "Source maps that are delivered too"),
    ] {
        let of_kind: Vec<_> = report.notes.iter().filter(|note| note.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let _ = writeln!(out, "**{title}**\n");
        for note in of_kind {
            let _ = writeln!(out, "- {}{}: {}", escape(report.prefix), escape(&note.path), escape(&note.message));
        }
        out.push('\n');
    }
}

pub(super) fn html(text: &str) -> String {
    let one_line = clean(text);
    // Back-ticks mark code in messages; inside an HTML block Markdown does not read them.
    let mut inside = false;
    let mut out = String::new();
    for character in one_line.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '`' if one_line.matches('`').count().is_multiple_of(2) => {
                out.push_str(if inside { "</code>" } else { "<code>" });
                inside = !inside;
            }
            other => out.push(other),
        }
    }
    out
}

/// Escapes what Markdown or HTML would read as markup; code spans in back-ticks stay code.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::new();
    let in_pairs = text.matches('`').count().is_multiple_of(2);
    let mut in_code = false;
    for character in text.chars() {
        match character {
            '`' if in_pairs => {
                in_code = !in_code;
                out.push('`');
            }
            '<' if !in_code => out.push_str("&lt;"),
            '*' | '_' | '[' | ']' | '\\' | '|' | '#' | '~' | '`' if !in_code => {
                out.push('\\');
                out.push(character);
            }
            // An @ would call a person, whose name stands in the source, to the pull request.
            '@' if !in_code => out.push_str("@\u{200b}"),
            other => out.push(clean_character(other)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{findings_in, with_report};
    use super::*;

    #[test]
    fn source_and_names_cannot_break_out() {
        let text = "x = `````; localStorage.setItem('token', '</details>');\n";
        let made = with_report(&findings_in("src/a_b*.ts", text), text, markdown);
        assert!(made.starts_with("### Seaworthy: 1 error\n\nIn 7 files. 2 silenced by comments."), "{made}");
        assert!(made.contains("\n``````ts\nx = `````; local"), "{made}");
        assert!(made.contains("&lt;b&gt;all&lt;/b&gt; | of them"), "{made}");
        assert_eq!(made.matches("\n</details>").count(), 1, "{made}");
        assert!(made.contains("- Fix available: Use session storage (`--fix`)"), "{made}");
        assert!(made.contains("**Not read**\n\n- src/logo.ts: it is not text"), "{made}");
    }

    #[test]
    fn a_long_line_is_shown_around_the_finding() {
        let text = format!("{}localStorage.setItem('token', a);{}", "x;".repeat(5000), "y;".repeat(5000));
        let made = with_report(&findings_in("src/a.ts", &text), &text, markdown);
        assert!(made.len() < 2000, "{}", made.len());
        assert!(made.contains("\n…x;"), "{made}");
        assert!(made.contains("localStorage.setItem('token', a);y;"));
    }

    #[test]
    fn words_of_the_source_call_nobody() {
        assert_eq!(escape("ask @octocat about `@scope/name`"), "ask @\u{200b}octocat about `@scope/name`");
    }
}
