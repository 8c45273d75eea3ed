//! The report for people in a terminal: each finding with its code, then a verdict.

mod frame;
mod paths;
mod verdict;

use std::collections::BTreeSet;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use seaworthy_core::report::{Places, Report};
use seaworthy_core::{Certainty, Finding, FixLevel, Gap, Severity};

use crate::terminal::{clean, has_unicode, width, wrap};
use frame::{Frame, Spot, Style, frame};

pub(crate) use paths::Paths;
pub(crate) use verdict::{Subject, Verdict, verdict};

/// The most related places that are shown with their code.
const MOST_RELATED: usize = 4;
/// Columns left of the code: the line number and the frame.
const GUTTER: usize = 9;

/// Every finding with its code, styled, each followed by an empty line.
pub(crate) fn findings(report: &Report<'_>, paths: &Paths) -> String {
    let places = Places::new(report);
    let decor = if has_unicode() { DecorStyle::Unicode } else { DecorStyle::Ascii };
    let view = View {
        places: &places,
        paths,
        renderer: Renderer::styled().hyperlink(false).decor_style(decor).term_width(width()),
        width: width(),
    };
    let mut told = BTreeSet::new();
    let mut out = String::new();
    for marked in report.findings {
        out += &view.finding(marked.finding, &mut told);
        out += "\n\n";
    }
    out
}

struct View<'a> {
    places: &'a Places<'a>,
    paths: &'a Paths,
    renderer: Renderer,
    width: usize,
}

/// What was explained already: a rule, its risk and its remedy. Saying it again under each of fifty findings would only hide
/// the places.
type Told<'f> = BTreeSet<(&'static str, &'f str, &'f str)>;

impl View<'_> {
    fn finding<'f>(&self, finding: &'f Finding, told: &mut Told<'f>) -> String {
        let title = clean(&finding.message.what);
        let mut group = Group::with_title(level(finding.severity).primary_title(title).id(finding.rule.id));
        let frames = self.frames(finding);
        for (path, frame) in &frames {
            group = group.element(snippet(frame).path(clean(&self.paths.show(path))));
        }
        if frames.is_empty() {
            group = group.element(Origin::path(clean(&self.paths.show(&finding.path))));
        }
        for (name, words) in remarks(finding, told) {
            let indent = name.len() + 8;
            let lines = wrap(&clean(&words), self.width.saturating_sub(indent).max(30)).join("\n");
            group = group.element(Level::NOTE.with_name(name).message(lines));
        }
        let rendered = self.renderer.render(&[group]);
        frames.iter().fold(rendered, |rendered, (path, frame)| self.with_true_column(&rendered, path, frame))
    }

    /// The renderer counts columns in what it is given, which is not the whole line where its start was cut off.
    fn with_true_column(&self, rendered: &str, path: &str, frame: &Frame) -> String {
        let Some(shown_column) = frame.shown_column else { return rendered.to_owned() };
        let line = format!("{}:{}:", clean(&self.paths.show(path)), frame.line);
        rendered.replacen(&format!("{line}{shown_column}"), &format!("{line}{}", frame.column), 1)
    }

    /// The code of the finding and of its related places, one frame for each file, the finding's own first.
    fn frames<'f>(&self, finding: &'f Finding) -> Vec<(&'f str, Frame)> {
        let mut by_file: Vec<(&str, Vec<Spot<'_>>)> =
            vec![(&finding.path, vec![Spot { range: finding.range, label: "" }])];
        for related in finding.related.iter().take(MOST_RELATED) {
            let spot = Spot { range: related.range, label: &related.note };
            match by_file.iter_mut().find(|(path, _)| *path == related.path) {
                Some((_, spots)) => spots.push(spot),
                None => by_file.push((&related.path, vec![spot])),
            }
        }
        let is_secret = finding.rule.gap == Gap::ClientSecret;
        let longest = self.width.saturating_sub(GUTTER);
        let draw = |(path, spots): (&'f str, Vec<Spot<'_>>)| {
            let (text, index) = self.places.file(path)?;
            let style = Style { longest, is_secret, is_primary: path == finding.path };
            Some((path, frame(text, index, &spots, style)))
        };
        by_file.into_iter().filter_map(draw).collect()
    }
}

/// What is said below the code, each with its name.
fn remarks<'f>(finding: &'f Finding, told: &mut Told<'f>) -> Vec<(&'static str, String)> {
    let message = &finding.message;
    let mut remarks = Vec::new();
    let is_new = told.insert((finding.rule.id, &message.risk, &message.remedy));
    if is_new {
        remarks.push(("risk", message.risk.clone()));
        remarks.push(("do", message.remedy.clone()));
    }
    for fix in &finding.fixes {
        match (fix.level, fix.edits.is_empty()) {
            (FixLevel::Safe, false) => remarks.push(("fix", format!("{} (--fix)", fix.title))),
            (FixLevel::Suggestion, false) => remarks.push(("fix", format!("{} (--fix=suggestions)", fix.title))),
            _ => {}
        }
    }
    if finding.certainty == Certainty::Partial {
        remarks.push(("note", "The code around this could be read only in part.".to_owned()));
    }
    if is_new {
        remarks.push(("more", finding.rule.url()));
    }
    remarks
}

fn snippet(frame: &Frame) -> Snippet<'_, Annotation<'_>> {
    let annotations = frame.marks.iter().map(|mark| {
        let kind = if mark.is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(mark.span.clone());
        if mark.label.is_empty() { annotation } else { annotation.label(mark.label.as_str()) }
    });
    Snippet::source(frame.source.as_str()).line_start(frame.first_line).annotations(annotations)
}

const fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}
