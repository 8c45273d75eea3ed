//! The report on a page as a page that needs nothing else: no script, no font, no picture.
//!
//! Invariant: every text that comes from outside goes through [`text`]; the page's own policy forbids scripts and everything
//! from elsewhere, should one of them fail.

use std::fmt::Write as _;

use super::super::checklist::{
    MARK, attribute, page_head, sentence as clause, shape, shape_of_severity, shape_of_verdict, strip, word,
};
use super::super::markdown::html as text;
use super::{SitePage, Told, site_place_in_words};
use crate::checklist::Verdict;
use crate::finding::Severity;
use crate::site::{SiteItem, SiteReport};

/// The report as a page.
pub fn site_html(page: &SitePage<'_>) -> String {
    let report = page.report;
    let mut out = page_head(&format!("Seaworthy: {}", page.url));
    let _ = writeln!(
        out,
        "<header class=\"bar\"><svg class=\"mark\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"{MARK}\"/></svg>\
         <strong>Live page</strong></header>\n<main>\n<section class=\"verdict\"><h1>{}</h1><p class=\"page\">{}</p>{}</section>",
        text(&report.sentence),
        text(page.url),
        strip(report.items.iter().map(|item| (item.number, item.title.as_str(), item.verdict)))
    );
    findings(&mut out, page);
    items(&mut out, &report.items);
    headers(&mut out, report);
    companions(&mut out, report);
    unseen(&mut out, report);
    let _ = writeln!(
        out,
        "<footer class=\"note\"><p>A page shows what it sends and keeps; what a server does behind it, only its code shows. \
         What this says of laws is context; advice is a lawyer's.</p><p>Seaworthy {}</p></footer>\n</main>\n</body>\n</html>",
        text(page.version)
    );
    out
}

fn findings(out: &mut String, page: &SitePage<'_>) {
    let told = page.told();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let of: Vec<&Told<'_>> = told.iter().filter(|told| told.finding.severity == severity).collect();
        if of.is_empty() {
            continue;
        }
        let (name, title) = (severity.as_str(), word(severity));
        let _ =
            writeln!(out, "<section aria-labelledby=\"{name}\"><h2 id=\"{name}\">{title}</h2>\n<ol class=\"cards\">");
        for told in of {
            finding(out, told, title);
        }
        out.push_str("</ol></section>\n");
    }
}

fn finding(out: &mut String, told: &Told<'_>, title: &str) {
    let finding = told.finding;
    let open = if finding.severity == Severity::Error { " open" } else { "" };
    let _ = write!(
        out,
        "<li><details class=\"card {}\"{open}>\n<summary><span class=\"badge\">{}{title}</span>\
         <span class=\"what\">{}</span><span class=\"where\">{}</span></summary>\n<div class=\"more\">\
         <h3>What it allows</h3><p>{}</p><h3>What to do</h3><p>{}</p>",
        finding.severity.as_str(),
        shape(shape_of_severity(finding.severity)),
        text(&finding.message.what),
        text(&site_place_in_words(told)).replace('/', "/<wbr>"),
        text(&finding.message.risk),
        text(&finding.message.remedy)
    );
    if !finding.evidence.is_empty() {
        list(out, "What was seen", finding.evidence.iter().map(String::as_str));
    }
    let _ = writeln!(
        out,
        "<p class=\"rule\"><a href=\"{}\" rel=\"noreferrer\">{}</a></p></div></details></li>",
        attribute(&finding.rule.url()),
        finding.rule.id
    );
}

fn items(out: &mut String, items: &[SiteItem]) {
    if items.is_empty() {
        return;
    }
    out.push_str(
        "<section aria-labelledby=\"items\"><h2 id=\"items\">The ten launch items</h2>\n<ol class=\"cards\">\n",
    );
    for item in items {
        let (number, verdict) = (item.number, item.verdict);
        let open = if verdict == Verdict::FallsShort { " open" } else { "" };
        let _ = write!(
            out,
            "<li><details class=\"card {}\" id=\"item-{number}\"{open}>\n<summary><span class=\"badge\">{}{}</span>\
             <span class=\"what\"><span class=\"number\">{number}</span> {}</span><span class=\"where\">{}</span></summary>\n\
             <div class=\"more\"><p class=\"question\">{}</p>",
            verdict.as_str(),
            shape(shape_of_verdict(verdict)),
            verdict.in_words(),
            text(&item.title),
            text(&clause(&item.reason)),
            text(&item.question)
        );
        if !item.evidence.is_empty() {
            out.push_str("<h3>What was looked at</h3><ul class=\"plain\">");
            for line in &item.evidence {
                let _ = write!(out, "<li>{}</li>", text(&clause(line)));
            }
            out.push_str("</ul>");
        }
        out.push_str("</div></details></li>\n");
    }
    out.push_str("</ol></section>\n");
}

fn headers(out: &mut String, report: &SiteReport) {
    if report.grade.is_none() && report.suggested_csp.is_none() && report.snippets.is_empty() {
        return;
    }
    out.push_str("<section aria-labelledby=\"headers\"><h2 id=\"headers\">Headers</h2>\n");
    if let Some(grade) = &report.grade {
        let _ = writeln!(
            out,
            "<p><strong>{}</strong> · {} of 100, by the scoring of MDN's HTTP Observatory</p>\n<ul class=\"plain\">",
            text(&grade.letter),
            grade.score
        );
        for test in &grade.tests {
            let _ = writeln!(out, "<li>{:+} {}: {}</li>", test.modifier, text(&test.name), text(&test.reason));
        }
        out.push_str("</ul>\n");
    }
    if let Some(policy) = &report.suggested_csp {
        let _ = writeln!(
            out,
            "<details class=\"card\"><summary><span class=\"what\">A Content-Security-Policy to start from</span></summary>\
             <div class=\"more\"><pre><code>{}</code></pre></div></details>",
            text(policy)
        );
    }
    for snippet in &report.snippets {
        let _ = writeln!(
            out,
            "<details class=\"card\"><summary><span class=\"what\">For {}: {}</span></summary><div class=\"more\"><pre><code>{}</code></pre></div></details>",
            text(&snippet.host),
            text(&snippet.file),
            // `html` puts text on one line; here the lines matter.
            snippet.text.lines().map(text).collect::<Vec<_>>().join("\n")
        );
    }
    out.push_str("</section>\n");
}

fn companions(out: &mut String, report: &SiteReport) {
    if !report.third_parties.is_empty() {
        let lines: Vec<String> = report
            .third_parties
            .iter()
            .map(|party| {
                let entity = if party.entity.is_empty() { String::new() } else { format!(" ({})", party.entity) };
                let cookies = if party.cookies.is_empty() {
                    String::new()
                } else {
                    format!(", cookies {}", party.cookies.join(", "))
                };
                let before = if party.before_consent == Some(true) { ", before the first click" } else { "" };
                format!("{}{entity}: {}, requests: {}{cookies}{before}", party.domain, party.category, party.requests)
            })
            .collect();
        out.push_str("<section><h2>Who else the page talks to</h2>");
        list(out, "", lines.iter().map(String::as_str));
        out.push_str("</section>\n");
    }
    if !report.libraries.is_empty() {
        let lines: Vec<String> =
            report.libraries.iter().map(|library| format!("{} {}", library.name, library.version)).collect();
        out.push_str("<section><h2>Libraries in the scripts</h2>");
        list(out, "", lines.iter().map(String::as_str));
        out.push_str("</section>\n");
    }
}

fn unseen(out: &mut String, report: &SiteReport) {
    if report.not_inspected.is_empty() {
        return;
    }
    out.push_str("<section><h2>What could not be seen, and why</h2>");
    let lines: Vec<String> =
        report.not_inspected.iter().map(|missed| format!("{}: {}", missed.what, missed.reason)).collect();
    list(out, "", lines.iter().map(String::as_str));
    out.push_str("</section>\n");
}

fn list<'a>(out: &mut String, title: &str, lines: impl Iterator<Item = &'a str>) {
    if !title.is_empty() {
        let _ = write!(out, "<h3>{title}</h3>");
    }
    out.push_str("<ul class=\"plain\">");
    for line in lines {
        let _ = write!(out, "<li>{}</li>", text(line));
    }
    out.push_str("</ul>");
}
