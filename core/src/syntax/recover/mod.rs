//! Reads as much as possible of a text that swc refuses as a whole.
//!
//! swc stops at the first fatal error and gives no tree. So the text is cut into pieces that stand for themselves; the
//! broken piece is ended where it stops, or what is wrong in it is covered with spaces; and the rest goes on. Text never
//! moves: every tree has its true offsets.
//!
//! Invariant: the number of parses and the bytes given to the parser are bounded ([`MAX_ATTEMPTS`], [`MAX_WORK`]), whatever
//! the text.

mod balance;
mod close;
mod edits;
mod element;
mod mask;
mod place;
mod repair;
mod split;
mod statement;

use super::language::Language;
use super::parse::{Comment, Problem, ProblemKind};
use super::scan::scan;
use super::swc::{Tree, parse_once};
use crate::text::{TextRange, offset};
use mask::Blank;
use place::Back;
use repair::Repair;
use split::Boundary;
use swc_ecma_ast::ModuleItem;
use swc_ecma_visit::VisitMutWith;

/// The most parses for one script.
const MAX_ATTEMPTS: usize = 40;

/// The most bytes given to the parser, in lengths of the script.
const MAX_WORK: usize = 8;

/// The most parses to read a piece up to its first error.
const MAX_SALVAGE: usize = 3;

/// What was read of a broken script.
#[derive(Debug, Default)]
pub(super) struct Recovered {
    pub items: Vec<ModuleItem>,
    pub comments: Vec<Comment>,
    /// What was dropped or covered, and where something was invented. File offsets.
    pub gaps: Vec<TextRange>,
    /// One for each broken place, where swc saw it first.
    pub problems: Vec<Problem>,
}

/// Lines that are no code (markers of merge conflicts, fences of Markdown), as byte ranges of `text`.
pub(super) fn markers(text: &str, language: Language) -> Vec<(usize, usize)> {
    mask::markers(text, language.has_jsx()).into_iter().map(|blank| (blank.start, blank.end)).collect()
}

/// Whether a line of `text` begins with `import` or `export`, so that it can only be a module.
pub(super) fn has_module_syntax(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("import ") || line.starts_with("export ") || line.starts_with("import{"))
}

/// Covers a byte range of `text` with spaces.
pub(super) fn cover(text: &mut String, start: usize, end: usize) {
    mask::blank(text, Blank { start, end });
}

/// Reads what can be read of `text`, which begins at byte `base` of its file and failed with `error`.
pub(super) fn recover(text: &str, base: u32, language: Language, error: Problem) -> Recovered {
    let mut session = Session {
        text,
        base,
        language,
        attempts: MAX_ATTEMPTS,
        bytes: text.len().saturating_mul(MAX_WORK).saturating_add(4096),
        out: Recovered::default(),
    };
    session.run(error);
    session.out.gaps.sort();
    session.out
}

struct Session<'a> {
    text: &'a str,
    base: u32,
    language: Language,
    attempts: usize,
    bytes: usize,
    out: Recovered,
}

impl Session<'_> {
    /// Goes through the text from broken piece to broken piece.
    fn run(&mut self, error: Problem) {
        let mut start = 0;
        let mut error = error;
        loop {
            let at = (error.range.start.saturating_sub(self.base) as usize).clamp(start, self.text.len());
            self.out.problems.push(error);
            let (from, to) = self.broken_piece(start, at);
            if from > start && !self.read(start, from) {
                // What stands before the error should be sound; if it is not, it is broken in itself.
                self.repair(start, from);
            }
            self.repair(from, to);
            if to >= self.text.len() {
                return;
            }
            match self.parse(&self.text[to..], to) {
                Ok(tree) => return self.keep(tree),
                Err(Some(next)) => {
                    start = to;
                    error = next;
                }
                Err(None) => return self.drop(to, self.text.len()),
            }
        }
    }

    /// The piece of the text after `start` that holds the error at `at`, or was never closed before it.
    fn broken_piece(&self, start: usize, at: usize) -> (usize, usize) {
        let rest = &self.text[start..];
        let found = split::boundaries(rest, &scan(rest, self.language.has_jsx()));
        let at = at - start;
        let is_broken = |boundary: &&Boundary| boundary.clean && boundary.at <= at;
        let mut from = found.iter().rev().find(is_broken).map_or(0, |boundary| boundary.at);
        if from == at && at > 0 && !self.begins_wrongly(start + at) {
            // swc may see only at the next statement that the one before lacks its end.
            let earlier = found.iter().rev().find(|boundary| boundary.clean && boundary.at < at);
            from = earlier.map_or(0, |boundary| boundary.at);
        }
        let next =
            found.iter().find(|boundary| boundary.at > from && (!boundary.clean || boundary.at > at || from < at));
        let to = next.map_or(rest.len(), |boundary| boundary.at);
        (start + from, start + to)
    }

    /// Whether the statement at `at` is wrong from its first token on.
    fn begins_wrongly(&self, at: usize) -> bool {
        !split::is_declaration(&self.text[at..])
    }

    /// Parses `text`, which stands at `at` of the script. `Err(None)`: the budget is used up.
    fn parse(&mut self, text: &str, at: usize) -> Result<Tree, Option<Problem>> {
        if self.attempts == 0 || self.bytes < text.len() {
            return Err(None);
        }
        self.attempts -= 1;
        self.bytes -= text.len();
        parse_once(text, self.base.saturating_add(offset(at)), self.language).map_err(Some)
    }

    fn read(&mut self, from: usize, to: usize) -> bool {
        match self.parse(&self.text[from..to], from) {
            Ok(tree) => {
                self.keep(tree);
                true
            }
            Err(_) => false,
        }
    }

    fn keep(&mut self, tree: Tree) {
        self.out.gaps.extend(tree.recovered.iter().map(|problem| problem.range));
        self.out.items.extend(tree.module.body);
        self.out.comments.extend(tree.comments);
    }

    fn gap(&mut self, from: usize, to: usize) {
        let range = TextRange::new(offset(from), offset(to));
        self.out.gaps.push(TextRange::new(self.base + range.start, self.base + range.end));
    }

    fn drop(&mut self, from: usize, to: usize) {
        if !self.text[from..to].trim().is_empty() {
            self.gap(from, to);
        }
    }

    /// Repairs the piece from `from` to `to`, or drops it.
    fn repair(&mut self, from: usize, to: usize) {
        let jsx = self.language.has_jsx();
        let mut repair = Repair::new(&self.text[from..to]);
        let mut first = None;
        while let Some(attempt) = repair.next(jsx) {
            let error = match self.parse(&attempt.text, from) {
                Ok(tree) => {
                    self.keep_repaired(tree, &repair, attempt.cut, from, to);
                    return;
                }
                Err(Some(error)) if error.kind == ProblemKind::Syntax => error,
                Err(_) => break,
            };
            let at = error.range.start.saturating_sub(self.base.saturating_add(offset(from))) as usize;
            first.get_or_insert(at);
            let hurry = self.bytes < attempt.text.len().saturating_mul(4);
            if !repair.learn(at, attempt.cut, jsx, &error.message, hurry) {
                break;
            }
        }
        if !first.is_some_and(|at| self.salvage(from, from + at, to)) {
            self.drop(from, to);
        }
    }

    /// Reads a piece that cannot be repaired up to `at`, the byte of its first error, as if it stopped there. This has a budget
    /// of its own: [`MAX_SALVAGE`] parses of one piece.
    fn salvage(&mut self, from: usize, at: usize, to: usize) -> bool {
        let mut at = at.min(to);
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let jsx = self.language.has_jsx();
        for level in 0..MAX_SALVAGE {
            let piece = &self.text[from..at];
            let Some(ending) = close::ending(piece, jsx, level) else { return false };
            let text = format!("{}{}", &piece[..ending.cut], ending.closers);
            if let Ok(tree) = parse_once(&text, self.base.saturating_add(offset(from)), self.language) {
                self.keep_repaired(tree, &Repair::new(piece), ending.cut, from, to);
                return true;
            }
        }
        false
    }

    fn keep_repaired(&mut self, mut tree: Tree, repair: &Repair, cut: usize, from: usize, to: usize) {
        let begin = self.base.saturating_add(offset(from));
        let back = Back { begin, cut, edits: &repair.edits };
        for item in &mut tree.module.body {
            item.visit_mut_with(&mut &back);
        }
        let limit = begin + back.offset(cut);
        tree.comments.retain(|comment| comment.range.start < begin + offset(cut));
        for comment in &mut tree.comments {
            comment.range = back.range(comment.range);
        }
        tree.recovered.retain(|problem| problem.range.end <= begin + offset(cut));
        for problem in &mut tree.recovered {
            problem.range = back.range(problem.range);
        }
        for blank in &repair.blanks {
            let (start, end) = (repair.edits.original(blank.start), repair.edits.original(blank.end));
            self.gap(from + start, from + end);
        }
        for separator in &repair.separators {
            let at = from + repair.edits.original(*separator);
            self.gap(at, at);
        }
        for insert in repair.edits.places() {
            self.gap(from + insert, from + insert);
        }
        let kept = (limit - self.base) as usize;
        let dropped = self.text[kept.min(to)..to].trim_end().len();
        self.gap(kept, kept + dropped);
        self.keep(tree);
    }
}
