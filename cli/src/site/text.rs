//! The report on a page for the terminal: the verdict, the ten items, then findings by gravity.

use std::fmt::Write as _;

use seaworthy_core::Severity;
use seaworthy_core::report::{SitePage, Told, count_site, site_place_in_words};

use crate::terminal::{BOLD, DIM, ERROR, GOOD, INFO, WARNING, clean, wrap};
use crate::verdict;

/// The report, styled, with a final newline.
pub(super) fn text(page: &SitePage<'_>, width: usize) -> String {
    let report = page.report;
    let mut out = format!("{BOLD}{}{BOLD:#}\n", clean(page.url));
    for line in wrap(&clean(&report.sentence), width) {
        let _ = writeln!(out, "{line}");
    }
    out.push('\n');
    for item in &report.items {
        let (sign, style) = (verdict::sign(item.verdict), verdict::style(item.verdict));
        let number = item.number;
        let _ =
            writeln!(out, "{style}{sign}{style:#} {number:>2}  {}: {}", clean(&item.title), item.verdict.in_words());
        for line in wrap(&clean(&item.reason), width.saturating_sub(6)) {
            let _ = writeln!(out, "      {DIM}{line}{DIM:#}");
        }
    }
    out.push('\n');
    for told in page.told() {
        finding(&mut out, &told, width);
    }
    headers(&mut out, page, width);
    unseen(&mut out, page, width);
    let counts = count_site(report);
    if counts.total() > 0 {
        let _ = writeln!(out, "{BOLD}{}.{BOLD:#}", counts.in_words());
    } else {
        let _ = writeln!(out, "{GOOD}✔ Nothing found in what was looked at.{GOOD:#}");
    }
    out
}

fn finding(out: &mut String, told: &Told<'_>, width: usize) {
    let finding = told.finding;
    let (sign, style) = match finding.severity {
        Severity::Error => ("✖", ERROR),
        Severity::Warning => ("▲", WARNING),
        Severity::Info => ("●", INFO),
    };
    let name = finding.severity.as_str();
    let _ = writeln!(out, "{style}{sign} {name}{style:#} {DIM}{}{DIM:#}", finding.rule.id);
    let mut paragraph = |text: &str, style: anstyle::Style| {
        for line in wrap(&clean(text), width.saturating_sub(2)) {
            let _ = writeln!(out, "  {style}{line}{style:#}");
        }
    };
    paragraph(&finding.message.what, BOLD);
    paragraph(&site_place_in_words(told), DIM);
    paragraph(&finding.message.risk, anstyle::Style::new());
    paragraph(&finding.message.remedy, anstyle::Style::new());
    for line in &finding.evidence {
        paragraph(&format!("· {line}"), DIM);
    }
    out.push('\n');
}

fn headers(out: &mut String, page: &SitePage<'_>, width: usize) {
    let report = page.report;
    if let Some(grade) = &report.grade {
        let _ = writeln!(
            out,
            "{BOLD}Headers: {}{BOLD:#} ({} of 100, by the scoring of MDN's HTTP Observatory)\n",
            clean(&grade.letter),
            grade.score
        );
    }
    if let Some(policy) = &report.suggested_csp {
        let _ = writeln!(out, "{BOLD}A Content-Security-Policy to start from{BOLD:#}");
        for line in wrap(&clean(policy), width.saturating_sub(2)) {
            let _ = writeln!(out, "  {line}");
        }
        out.push('\n');
    }
}

fn unseen(out: &mut String, page: &SitePage<'_>, width: usize) {
    if page.report.not_inspected.is_empty() {
        return;
    }
    let _ = writeln!(out, "{BOLD}Not inspected{BOLD:#}");
    for missed in &page.report.not_inspected {
        for (at, line) in
            wrap(&clean(&format!("{}: {}", missed.what, missed.reason)), width.saturating_sub(4)).iter().enumerate()
        {
            let _ = writeln!(out, "  {} {line}", if at == 0 { "·" } else { " " });
        }
    }
    out.push('\n');
}
