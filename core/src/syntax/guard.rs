//! The check before swc sees a text: a size limit, and an upper bound of the machine stack that swc, the visitors and the
//! drop of the tree will need. swc recurses on the machine's stack, and an overflow ends the whole process, so a text over
//! the limit is refused.
//!
//! Invariant: for every text that passes, the estimate is at least the real nesting of what swc will parse. Two things keep
//! it so. Where only a parser can tell how to read on (is `/` a division, is `<T>(` an element), the scan follows both
//! readings and the worse one counts. And nothing that swc could read as one chain ever resets its cost: a `;` ends a
//! chain, a line end does only between two operands.
//!
//! One unit stands for about 64 bytes of stack (swc_ecma_parser 47, opt-level 1, x86-64; see the table in the tests).

use super::language::Language;
use super::parse::{Problem, ProblemKind};
use super::scan::{FrameKind, Operand, Reading, Scanner, Token, TokenKind, continues};
use crate::text::{TextRange, offset};

/// The longest text that is parsed, in bytes. A hand-written file is far below; a bundle of this size is read as text only.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;

/// The most stack a text may need, in units: about 1 MiB, which leaves room on a thread of 2 MiB, Rust's smallest default.
/// Browsers give WebAssembly about 1 MiB in all, so the limit is lower there.
const MAX_UNITS: u32 = if cfg!(target_arch = "wasm32") { 8 * 1024 } else { 16 * 1024 };

/// The most readings followed at once; a text with more is refused as if it were too deep.
const MAX_READINGS: usize = 8;

/// Tells whether `text`, which begins at byte `base` of its file, is safe to parse.
///
/// # Errors
/// [`ProblemKind::TooLarge`] or [`ProblemKind::TooDeep`], at the place where the limit was passed.
pub(super) fn check(text: &str, base: u32, language: Language) -> Result<(), Problem> {
    check_size(text, base)?;
    match too_deep(text, language.has_jsx()) {
        None => Ok(()),
        Some(at) => Err(Problem {
            range: TextRange::empty(base.saturating_add(offset(at))),
            kind: ProblemKind::TooDeep,
            message: "The code nests deeper here than is safe to read.".to_owned(),
        }),
    }
}

/// Tells whether `text`, which begins at byte `base` of its file, is short enough.
///
/// # Errors
/// [`ProblemKind::TooLarge`].
pub(super) fn check_size(text: &str, base: u32) -> Result<(), Problem> {
    if text.len() <= MAX_BYTES {
        return Ok(());
    }
    Err(Problem {
        range: TextRange::new(base, base.saturating_add(offset(text.len()))),
        kind: ProblemKind::TooLarge,
        message: format!("The file is longer than {} MB, so its code was not read.", MAX_BYTES / 1024 / 1024),
    })
}

/// Where the text passes the limit.
fn too_deep(text: &str, jsx: bool) -> Option<usize> {
    let mut readings = vec![Estimate::new(text, jsx)];
    // The reading that is furthest behind moves, so readings that come together again can be merged.
    while let Some(index) = (0..readings.len()).min_by_key(|index| readings[*index].scanner.position()) {
        let mut reading = Reading::Likely;
        if readings[index].scanner.is_ambiguous() {
            if readings.len() == MAX_READINGS {
                return Some(readings[index].scanner.position());
            }
            let mut fork = readings[index].clone();
            if fork.step(text, Reading::Start) {
                if fork.total() > MAX_UNITS {
                    return Some(fork.scanner.position());
                }
                readings.push(fork);
            }
            reading = Reading::Operator;
        }
        let current = &mut readings[index];
        if !current.step(text, reading) {
            readings.swap_remove(index);
            continue;
        }
        if current.total() > MAX_UNITS {
            return Some(current.scanner.position());
        }
        if readings.len() > 1 {
            merge(&mut readings, index);
        }
    }
    None
}

/// Merges the reading at `index` into another one that reads on in the same way.
fn merge(readings: &mut Vec<Estimate<'_>>, index: usize) {
    let twin = (0..readings.len()).find(|other| *other != index && readings[*other].reads_as(&readings[index]));
    if let Some(twin) = twin {
        let merged = readings.swap_remove(index);
        let twin = if twin == readings.len() { index } else { twin };
        readings[twin].worst_of(&merged);
    }
}

/// What one open frame costs.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    /// The bracket itself.
    base: u32,
    /// What is chained since the last separator.
    run: u32,
    /// `<` without its `>`, if they are type arguments. A comma does not end these.
    angles: u32,
    /// `else` branches that hang on one another. A `;` does not end these.
    branches: u32,
}

impl Cost {
    fn total(self) -> u32 {
        let chained = self.run.saturating_add(self.angles.saturating_mul(ANGLE)).saturating_add(self.branches);
        self.base.saturating_add(chained)
    }

    fn end_statement(&mut self) {
        self.run = 0;
        self.angles = 0;
    }
}

const ANGLE: u32 = 48;
const PREFIX: u32 = 24;

#[derive(Clone, Debug)]
struct Estimate<'a> {
    scanner: Scanner<'a>,
    /// The root, then one for each open frame.
    costs: Vec<Cost>,
    /// The total of all but the last.
    below: u32,
    /// The operand state and the kind of the token before.
    before: Before,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// `;` or `}`: a statement may begin.
    Separator,
    /// `}`
    Brace,
    Else,
    Other,
}

impl<'a> Estimate<'a> {
    fn new(text: &'a str, jsx: bool) -> Self {
        Self { scanner: Scanner::new(text, jsx), costs: vec![Cost::default()], below: 0, before: Before::Other }
    }

    fn total(&self) -> u32 {
        self.below.saturating_add(self.costs.last().map_or(0, |cost| cost.total()))
    }

    /// Whether both read the rest of the text in the same way.
    fn reads_as(&self, other: &Self) -> bool {
        self.scanner.position() == other.scanner.position()
            && self.before == other.before
            && self.scanner.reads_as(&other.scanner)
    }

    fn worst_of(&mut self, other: &Self) {
        for (mine, theirs) in self.costs.iter_mut().zip(&other.costs) {
            mine.base = mine.base.max(theirs.base);
            mine.run = mine.run.max(theirs.run);
            mine.angles = mine.angles.max(theirs.angles);
            mine.branches = mine.branches.max(theirs.branches);
        }
        let below = self.costs.len().saturating_sub(1);
        self.below = self.costs[..below].iter().fold(0, |sum: u32, cost| sum.saturating_add(cost.total()));
    }

    /// Reads one token. `false` at the end, and at a closing bracket that fits nothing: swc stops there too.
    fn step(&mut self, text: &str, reading: Reading) -> bool {
        let operand = self.scanner.operand();
        let Some(token) = self.scanner.next(reading) else {
            return false;
        };
        let word = &text[token.start..token.end];
        match token.kind {
            TokenKind::Comment { .. } => return true,
            TokenKind::Stray => return word.starts_with('<'),
            _ => {}
        }
        self.end_statement_before(token, word, operand);
        let weight = self.weight(token, word, operand);
        if let Some(cost) = self.costs.last_mut() {
            cost.run = cost.run.saturating_add(weight);
            self.before = note(cost, token, word);
        }
        self.follow_stack();
        true
    }

    /// Ends the statement before `token` where the grammar leaves nothing else.
    fn end_statement_before(&mut self, token: Token, word: &str, operand: Operand) {
        let Some(cost) = self.costs.last_mut() else { return };
        let begins = token.kind == TokenKind::Word && !continues(word);
        let after_brace = self.before == Before::Brace && begins;
        let after_line = token.newline && operand == Operand::Yes && begins;
        if after_brace || after_line {
            cost.end_statement();
        }
        if word != "else" && (after_brace || after_line || self.before == Before::Separator) {
            cost.branches = 0;
        }
    }

    fn weight(&self, token: Token, word: &str, operand: Operand) -> u32 {
        match token.kind {
            TokenKind::Word if self.before == Before::Else && word == "if" => 4,
            TokenKind::Word => word_weight(word),
            TokenKind::Punct => punct_weight(word, operand),
            TokenKind::Open => 3,
            _ => 0,
        }
    }

    fn follow_stack(&mut self) {
        let open = self.scanner.stack().len() + 1;
        while self.costs.len() > open {
            self.costs.pop();
            let parent = self.costs.last().map_or(0, |cost| cost.total());
            self.below = self.below.saturating_sub(parent);
        }
        while self.costs.len() < open {
            self.below = self.total();
            let kind = self.scanner.stack()[self.costs.len() - 1].kind;
            self.costs.push(Cost { base: frame_weight(kind), ..Cost::default() });
        }
    }
}

/// Notes in the frame's cost what `token` ends or opens there.
fn note(cost: &mut Cost, token: Token, word: &str) -> Before {
    match (token.kind, word) {
        (TokenKind::Punct, ";") => {
            cost.end_statement();
            return Before::Separator;
        }
        (TokenKind::Punct, ",") => cost.run = 0,
        (TokenKind::Punct, "<") => cost.angles = cost.angles.saturating_add(1),
        (TokenKind::Punct, ">") => cost.angles = cost.angles.saturating_sub(1),
        (TokenKind::Close, "}") => return Before::Brace,
        (TokenKind::Word, "else") => {
            cost.branches = cost.branches.saturating_add(8);
            return Before::Else;
        }
        _ => {}
    }
    Before::Other
}

fn frame_weight(kind: FrameKind) -> u32 {
    match kind {
        FrameKind::Tag | FrameKind::Children => 64,
        FrameKind::Template => 8,
        _ => 48,
    }
}

fn word_weight(word: &str) -> u32 {
    match word {
        "function" | "class" | "if" | "for" | "while" | "do" | "with" | "try" | "switch" => 64,
        "new" | "typeof" | "void" | "delete" | "await" | "yield" | "keyof" | "infer" | "unique" | "readonly"
        | "asserts" | "async" | "throw" | "abstract" | "declare" | "import" => PREFIX,
        "extends" | "as" | "satisfies" | "instanceof" | "in" => 3,
        _ => 0,
    }
}

fn punct_weight(word: &str, operand: Operand) -> u32 {
    match word {
        "=>" => 64,
        "=" | ":" | "**" => PREFIX,
        "?" => 12,
        // `<` here is a type assertion.
        "!" | "~" | "-" | "+" | "++" | "--" | "<" if operand != Operand::Yes => PREFIX,
        "," | ";" | "<" | ">" | "@" => 0,
        _ => 3,
    }
}
