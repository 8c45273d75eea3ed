//! The report on a page as Markdown, for a pull request, a ticket or a chat.
//!
//! Invariant: text from the page is escaped where it is put, so that it can neither close a block nor form a link.

use std::fmt::Write as _;

use super::super::clean::clean;
use super::super::markdown::{escape, html, sign};
use super::{SitePage, Told, count_site, site_place_in_words};

/// More would not be read.
const MOST: usize = 50;

/// The report as Markdown.
pub fn site_markdown(page: &SitePage<'_>) -> String {
    let report = page.report;
    let counts = count_site(report);
    let mut out = format!("### Seaworthy: {}\n\n{}\n\n", escape(&report.sentence), escape(page.url));
    if counts.total() > 0 {
        let _ = writeln!(out, "{}.\n", counts.in_words());
    }
    if !report.items.is_empty() {
        out.push_str("| | Launch item | Verdict | |\n| ---: | --- | --- | --- |\n");
        for item in &report.items {
            let (number, title) = (item.number, escape(&item.title));
            let _ = writeln!(out, "| {number} | {title} | {} | {} |", item.verdict.in_words(), escape(&item.reason));
        }
        out.push('\n');
    }
    let told = page.told();
    for finding in told.iter().take(MOST) {
        entry(&mut out, finding);
    }
    if told.len() > MOST {
        let _ = writeln!(out, "… and {} more.\n", told.len() - MOST);
    }
    if let Some(grade) = &report.grade {
        let _ = writeln!(
            out,
            "**Headers** {} ({} of 100, by the scoring of MDN's Observatory)\n",
            grade.letter, grade.score
        );
    }
    if let Some(policy) = &report.suggested_csp {
        let policy = clean(policy).replace('`', "'");
        let _ = writeln!(out, "**A Content-Security-Policy to start from**\n\n```\n{policy}\n```\n");
    }
    if !report.not_inspected.is_empty() {
        out.push_str("**Not inspected**\n\n");
        for missed in report.not_inspected.iter().take(MOST) {
            let _ = writeln!(out, "- {}: {}", escape(&missed.what), escape(&missed.reason));
        }
        out.push('\n');
    }
    out
}

fn entry(out: &mut String, told: &Told<'_>) {
    let finding = told.finding;
    let _ = writeln!(
        out,
        "<details>\n<summary>{} {} · <b>{}</b> · <code>{}</code></summary>\n",
        sign(finding.severity),
        finding.severity.as_str(),
        html(&finding.message.what),
        html(&site_place_in_words(told))
    );
    let _ = writeln!(out, "**Risk** {}\n", escape(&finding.message.risk));
    let _ = writeln!(out, "**What to do** {}\n", escape(&finding.message.remedy));
    for line in &finding.evidence {
        let _ = writeln!(out, "- {}", escape(line));
    }
    let _ = writeln!(out, "\n[{}]({})\n\n</details>\n", finding.rule.id, finding.rule.url());
}
