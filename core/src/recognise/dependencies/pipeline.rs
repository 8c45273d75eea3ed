//! Pipelines: GitHub Actions, GitLab, CircleCI, Azure, Bitbucket. What they run, and whether something audits.
//!
//! Source: docs.github.com/en/actions/reference/workflow-syntax-for-github-actions and its like.

use saphyr_parser::{Event, Parser};
use smol_str::SmolStr;

use super::commands::{analyses, audits, installs, is_auditing_action};
use crate::facts::{Pipeline, PipelineStep, PipelineStyle};
use crate::text::{LineIndex, TextRange, offset};

/// Keys whose text is run by a shell.
const COMMAND_KEYS: [&str; 8] =
    ["run", "script", "before_script", "after_script", "command", "bash", "install", "commands"];
/// Larger files are no pipelines.
const LARGEST: usize = 256 * 1024;
/// Deeper nesting is no pipeline's.
const DEEPEST: usize = 64;

/// Whether the file at `path` is a pipeline.
pub(super) fn is_pipeline(path: &str) -> bool {
    let is_yaml = [".yml", ".yaml"].iter().any(|end| path.ends_with(end));
    let name = path.rsplit('/').next().unwrap_or(path);
    is_yaml
        && (path.starts_with(".github/workflows/")
            || path.contains("/.github/workflows/")
            || path.starts_with(".circleci/")
            || path.contains("/.circleci/")
            || matches!(name, ".gitlab-ci.yml" | "azure-pipelines.yml" | "bitbucket-pipelines.yml"))
}

/// Reads a pipeline. What stands behind a mistake in the YAML is not seen; the pipeline then counts as audited, since
/// what is missing may stand there.
pub(super) fn pipeline(path: &str, text: &str) -> Pipeline {
    let is_github = path.contains(".github/workflows/");
    let style = if is_github { PipelineStyle::GitHub } else { PipelineStyle::Other };
    let mut found = Pipeline { style, ..Pipeline::default() };
    if text.len() > LARGEST {
        found.audits = true;
        found.is_cut = true;
        return found;
    }
    let mut walk = Walk { text, lines: LineIndex::new(text), stack: Vec::new() };
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else {
            found.audits = true;
            found.is_cut = true;
            break;
        };
        let line = u32::try_from(span.start.line().saturating_sub(1)).unwrap_or(u32::MAX);
        walk.event(&event, line, &mut found);
        if walk.stack.len() > DEEPEST {
            found.audits = true;
            found.is_cut = true;
            break;
        }
    }
    found
}

/// What the walk is in.
enum Frame {
    /// A mapping: the key whose value comes next, and the line on which the mapping begins.
    Mapping(Option<String>, u32),
    Sequence,
}

struct Walk<'t> {
    text: &'t str,
    lines: LineIndex,
    stack: Vec<Frame>,
}

impl Walk<'_> {
    fn event(&mut self, event: &Event<'_>, line: u32, found: &mut Pipeline) {
        match event {
            Event::MappingStart(..) => self.stack.push(Frame::Mapping(None, line)),
            Event::SequenceStart(..) => self.stack.push(Frame::Sequence),
            Event::MappingEnd | Event::SequenceEnd => {
                self.stack.pop();
                self.value_is_over();
            }
            Event::Alias(_) => self.value_is_over(),
            Event::Scalar(value, ..) => {
                if let Some(Frame::Mapping(key @ None, _)) = self.stack.last_mut() {
                    *key = Some(value.to_string());
                    return;
                }
                self.scalar(value, line, found);
                self.value_is_over();
            }
            _ => {}
        }
    }

    fn value_is_over(&mut self) {
        if let Some(Frame::Mapping(key, _)) = self.stack.last_mut() {
            *key = None;
        }
    }

    /// The key a value stands under, through the lists between.
    fn key(&self) -> Option<&str> {
        self.stack.iter().rev().find_map(|frame| match frame {
            Frame::Mapping(key, _) => Some(key.as_deref()),
            Frame::Sequence => None,
        })?
    }

    fn scalar(&self, value: &str, line: u32, found: &mut Pipeline) {
        let Some(key) = self.key() else { return };
        if matches!(key, "uses" | "template" | "component" | "image" | "name") {
            found.audits |= key != "name" && is_auditing_action(value);
            found.analyses |= key != "name" && analyses(value);
            return;
        }
        if !COMMAND_KEYS.contains(&key) {
            return;
        }
        let mut from = self.lines.line_start(line) as usize;
        for command in value.lines().map(str::trim).filter(|command| !command.is_empty()) {
            let at = self.text.get(from..).and_then(|rest| rest.find(command)).map(|at| from + at);
            found.analyses |= analyses(command);
            if audits(command) {
                found.audits = true;
            } else if let (Some(manager), Some(at)) = (installs(command), at) {
                let range = TextRange::new(offset(at), offset(at + command.len()));
                found.steps.push(PipelineStep { range, manager, next: self.next_step(range) });
            }
            from = at.map_or(from, |at| at + command.len());
        }
    }

    /// Where a step after the one that is being read begins: before the next line that is no deeper than its dash.
    fn next_step(&self, range: TextRange) -> Option<(u32, SmolStr)> {
        let begins = self.stack.iter().rev().find_map(|frame| match frame {
            Frame::Mapping(_, line) => Some(*line),
            Frame::Sequence => None,
        })?;
        let line_text = |line| self.lines.line_range(self.text, line).slice(self.text);
        let first = line_text(begins);
        let indent = first.len() - first.trim_start_matches(' ').len();
        if !first.trim_start().starts_with("- ") {
            return None;
        }
        let mut end = self.lines.line_of(range.end) + 1;
        while end < self.lines.line_count() {
            let text = line_text(end);
            if text.trim().is_empty() || text.len() - text.trim_start_matches(' ').len() <= indent {
                break;
            }
            end += 1;
        }
        // A step that ends the text without a line break has no place after it.
        let at = if end < self.lines.line_count() { self.lines.line_start(end) } else { offset(self.text.len()) };
        let is_line_start = self.text[..at as usize].ends_with('\n');
        is_line_start.then(|| (at, SmolStr::new(&first[..indent])))
    }
}
