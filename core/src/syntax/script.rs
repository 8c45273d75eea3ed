//! One script, sound or broken, into one [`Unit`].

use super::language::Language;
use super::parse::{Comment, Coverage, Problem, ProblemKind, Unit, UnitRole};
use super::recover;
use super::swc::{self, Tree, parse_once, parse_sloppy};
use crate::text::{TextRange, offset};

/// What reading one script gives.
pub(super) struct Script {
    pub unit: Option<Unit>,
    pub comments: Vec<Comment>,
    pub problems: Vec<Problem>,
    pub coverage: Coverage,
}

/// Reads the script `text`, which begins at byte `base` of its file.
pub(super) fn read(text: &str, base: u32, language: Language, role: UnitRole) -> Script {
    let range = TextRange::new(base, base.saturating_add(offset(text.len())));
    let markers = if text.len() > super::guard::MAX_BYTES { Vec::new() } else { recover::markers(text, language) };
    let mut covered;
    let mut source = text;
    if !markers.is_empty() {
        covered = text.to_owned();
        for (start, end) in &markers {
            recover::cover(&mut covered, *start, *end);
        }
        source = &covered;
    }
    let marks: Vec<Problem> = markers.iter().map(|(start, end)| marker(base, *start, *end)).collect();
    match parse(source, base, language) {
        Ok(tree) => whole(tree, range, language, role, marks),
        Err(error) if error.kind != ProblemKind::Syntax => Script {
            unit: None,
            comments: Vec::new(),
            problems: vec![error],
            coverage: Coverage { total_bytes: range.len(), analysed_bytes: 0 },
        },
        Err(error) => broken(source, base, language, role, marks, error),
    }
}

fn parse(text: &str, base: u32, language: Language) -> Result<Tree, Problem> {
    let parsed = parse_once(text, base, language);
    let in_doubt = match &parsed {
        Ok(tree) => !tree.recovered.is_empty(),
        Err(error) => error.kind == ProblemKind::Syntax,
    };
    // Only a script that is no module can be sloppy: strict mode finds fault with what is sound there.
    if in_doubt
        && !language.has_types()
        && !recover::has_module_syntax(text)
        && let Ok(sloppy) = parse_sloppy(text, base, language)
        && parsed.as_ref().map_or(true, |tree| sloppy.recovered.len() < tree.recovered.len())
    {
        return Ok(sloppy);
    }
    parsed
}

fn whole(tree: Tree, range: TextRange, language: Language, role: UnitRole, marks: Vec<Problem>) -> Script {
    let mut problems = marks;
    let mut gaps: Vec<TextRange> = problems.iter().map(|problem| problem.range).collect();
    let covered: u32 = gaps.iter().map(|gap| gap.len()).sum();
    for problem in tree.recovered {
        gaps.push(problem.range);
        problems.push(problem);
    }
    gaps.sort();
    problems.sort_by_key(|problem| problem.range);
    Script {
        unit: Some(Unit { module: tree.module, range, complete: gaps.is_empty(), gaps, role, language }),
        comments: tree.comments,
        problems,
        coverage: Coverage { total_bytes: range.len(), analysed_bytes: range.len().saturating_sub(covered) },
    }
}

fn broken(text: &str, base: u32, language: Language, role: UnitRole, marks: Vec<Problem>, error: Problem) -> Script {
    let range = TextRange::new(base, base.saturating_add(offset(text.len())));
    let mut recovered = recover::recover(text, base, language, error);
    recovered.gaps.extend(marks.iter().map(|problem| problem.range));
    recovered.problems.extend(marks);
    recovered.gaps.sort();
    recovered.problems.sort_by_key(|problem| problem.range);
    recovered.comments.sort_by_key(|comment| comment.range);
    let lost = union_length(&recovered.gaps);
    let module = swc::module(range, recovered.items);
    Script {
        unit: Some(Unit { module, range, complete: false, gaps: recovered.gaps, role, language }),
        comments: recovered.comments,
        problems: recovered.problems,
        coverage: Coverage { total_bytes: range.len(), analysed_bytes: range.len().saturating_sub(lost) },
    }
}

/// How many bytes lie under `sorted` ranges.
fn union_length(sorted: &[TextRange]) -> u32 {
    let mut end = 0;
    let mut length = 0u32;
    for range in sorted {
        let start = range.start.max(end);
        length = length.saturating_add(range.end.saturating_sub(start));
        end = end.max(range.end);
    }
    length
}

fn marker(base: u32, start: usize, end: usize) -> Problem {
    Problem {
        range: TextRange::new(base.saturating_add(offset(start)), base.saturating_add(offset(end))),
        kind: ProblemKind::Syntax,
        message: "This line is no code: a marker of a merge conflict, or a fence of Markdown.".to_owned(),
    }
}
