//! `parse`: from text to trees with true byte offsets. Invariant: it never fails and never panics, and every range it
//! gives lies within the text.
#![allow(clippy::disallowed_types, reason = "this module turns swc's positions into TextRange")]

use super::language::Language;
use super::script::{self, Script};
use super::swc;
use super::{embedded, guard};
use crate::text::TextRange;
use swc_common::Spanned;
use swc_ecma_ast::Module;

/// Everything that was read from one file.
#[derive(Debug)]
pub struct Parsed {
    /// The language the text was read as.
    pub language: Language,
    /// One unit for a script file; one for each script of a markup file. Empty when nothing could be read.
    pub units: Vec<Unit>,
    /// The comments of all scripts, in order of their place.
    pub comments: Vec<Comment>,
    /// What could not be read, and why.
    pub problems: Vec<Problem>,
    /// The start tags of a markup file, in order.
    pub markup: Vec<MarkupElement>,
    /// How much was read.
    pub coverage: Coverage,
}

impl Parsed {
    /// Whether every script was read whole.
    pub fn is_complete(&self) -> bool {
        self.problems.is_empty() && self.units.iter().all(|unit| unit.complete)
    }

    fn read_markup(&mut self, text: &str) {
        if let Err(problem) = guard::check_size(text, 0) {
            self.problems.push(problem);
            return;
        }
        let markup = embedded::read(text, self.language);
        self.markup = markup.elements;
        for embedded in markup.scripts {
            let script = embedded.range.slice(text);
            self.add(script::read(script, embedded.range.start, embedded.language, embedded.role));
        }
    }

    fn add(&mut self, script: Script) {
        self.units.extend(script.unit);
        self.comments.extend(script.comments);
        self.problems.extend(script.problems);
        self.coverage.total_bytes = self.coverage.total_bytes.saturating_add(script.coverage.total_bytes);
        self.coverage.analysed_bytes = self.coverage.analysed_bytes.saturating_add(script.coverage.analysed_bytes);
    }
}

/// One script: a file, or a script inside markup.
#[derive(Debug)]
pub struct Unit {
    /// The tree. Statements of a repaired script stand in the order of the text. Spans are swc's; see [`range_of`].
    pub module: Module,
    /// Where the script stands in the file.
    pub range: TextRange,
    /// Whether it was read as it stands: nothing dropped, masked or invented.
    pub complete: bool,
    /// Where text was dropped or closers were invented. A statement that meets a gap is not known whole.
    pub gaps: Vec<TextRange>,
    /// What the script is for.
    pub role: UnitRole,
    /// The language of this script: for markup, what its `lang` says.
    pub language: Language,
}

impl Unit {
    /// Whether the code under `range` was read whole, so that something missing from it is really missing.
    pub fn is_whole(&self, range: TextRange) -> bool {
        self.complete || !self.gaps.iter().any(|gap| gap.intersects(range))
    }
}

/// What a script is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitRole {
    /// A script file, or a plain script of a page or component.
    Script,
    /// Runs on the server or at build time only: the frontmatter of an Astro component.
    ServerScript,
    /// Vue's `<script setup>`.
    Setup,
    /// Svelte's `<script context="module">` or `<script module>`: once for the module, not for each instance.
    ModuleScript,
    /// An event handler or another expression in a template.
    TemplateExpression,
}

/// One comment of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The whole comment with its delimiters.
    pub range: TextRange,
    /// What stands between the delimiters.
    pub text: String,
}

/// Why a part of the text could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place.
    pub range: TextRange,
    /// The kind.
    pub kind: ProblemKind,
    /// A sentence for people.
    pub message: String,
}

/// Kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// The text is not well-formed here.
    Syntax,
    /// The text nests deeper than is safe to parse; it was not parsed.
    TooDeep,
    /// The text is longer than the limit; it was not parsed.
    TooLarge,
    /// The bytes are not text.
    NotText,
}

/// A start tag in markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkupElement {
    /// The tag's name as written.
    pub name: String,
    /// From `<` to `>`.
    pub range: TextRange,
    /// The attributes in order.
    pub attributes: Vec<MarkupAttribute>,
}

impl MarkupElement {
    /// The attribute called `name` (lower case), if the tag has it.
    pub fn attribute(&self, name: &str) -> Option<&MarkupAttribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

/// An attribute of a start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkupAttribute {
    /// The name as written.
    pub name: String,
    /// Where the name stands.
    pub name_range: TextRange,
    /// The value with character references resolved; empty without a value.
    pub value: String,
    /// Where the value stands, without its quotes; empty, at the name's end, without a value.
    pub value_range: TextRange,
}

/// How much of the scripts was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Bytes in all scripts of the file.
    pub total_bytes: u32,
    /// Bytes that were read: not dropped and not masked.
    pub analysed_bytes: u32,
}

/// Reads `text` as `language`. Never fails and never panics: what cannot be read is a [`Problem`].
/// Offsets are UTF-8 bytes into `text`, for scripts inside markup too.
pub fn parse(text: &str, language: Language) -> Parsed {
    let mut parsed = Parsed {
        language,
        units: Vec::new(),
        comments: Vec::new(),
        problems: Vec::new(),
        markup: Vec::new(),
        coverage: Coverage::default(),
    };
    if language.is_script() {
        parsed.add(script::read(text, 0, language, UnitRole::Script));
    } else if language.is_markup() {
        parsed.read_markup(text);
    }
    parsed
}

/// Whether swc alone reads the script `text`: what [`parse`] costs and gains is measured against it.
pub fn parse_plain(text: &str, language: Language) -> bool {
    swc::parse_once(text, 0, language).is_ok()
}

/// The byte range of an identifier's name alone: swc's span of a parameter or variable covers its type annotation too.
/// `name` is the identifier's text and `range` its [`range_of`].
pub fn name_range(name: &str, range: TextRange) -> TextRange {
    TextRange::new(range.start, range.end.min(range.start.saturating_add(crate::text::offset(name.len()))))
}

/// The byte range of a node of a [`Unit`]'s tree. The range of a variable's identifier covers its type annotation; see
/// [`name_range`]. A node that swc made up, without a place, has the empty range at 0.
pub fn range_of(node: &impl Spanned) -> TextRange {
    swc::range(node.span())
}
