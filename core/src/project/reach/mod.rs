//! Client reach: which files get to the browser, proven by a chain of imports from a file that starts there, and which
//! of their declarations.
//!
//! Invariant: what is said to be in the browser has a chain whose every step is an import (or a page's `<script>`) that
//! something in the step before uses as a value. What is not proven is not said.

mod conventions;
mod entries;
mod kind;
mod pattern;
mod roots;
mod sources;
#[cfg(test)]
mod tests;
mod walk;

pub use kind::EntryKind;
pub use roots::Roots;
pub use walk::walk;

use super::{Origin, Project};
use crate::facts::{Declaration, Export, FileFacts, Function, FunctionId, Import, ScriptSource};
use crate::finding::Related;
use crate::syntax::Language;
use crate::text::TextRange;

/// A file that gets to the browser.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// Why the file at the chain's beginning is there.
    kind: EntryKind,
    /// The file that brings this one along; none for one that starts in the browser.
    parent: Option<(String, Link)>,
    /// What is kept of each declaration.
    kept: Vec<Kept>,
}

/// How much of a declaration gets to the browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kept {
    /// Nothing.
    #[default]
    None,
    /// What runs when the file is loaded, but not the functions in it that nothing asks for.
    Load,
    /// All of it.
    Whole,
}

/// How one file brings another along, by its place in the file's facts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Link {
    /// One of its imports.
    Import(u32),
    /// One of its script sources.
    Script(u32),
}

/// Why a file is in the browser.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientReach<'a> {
    /// Why the file at the chain's beginning is there.
    pub why: EntryKind,
    /// The statements that lead from there to the file, in order: imports, and first perhaps a page's `<script>`. Empty
    /// when the file itself starts in the browser.
    pub chain: Vec<Origin<'a>>,
}

impl Project {
    /// Declares every file to be a script of a live page: all of it is in the browser.
    pub fn set_deployed(&mut self, is_deployed: bool) {
        self.is_deployed = is_deployed;
    }

    /// Why the file at `path` is in the browser; none when nothing proves that it is.
    pub fn client_reach(&self, path: &str) -> Option<ClientReach<'_>> {
        if self.is_deployed {
            return self.files.contains_key(path).then(|| ClientReach { why: EntryKind::Deployed, chain: Vec::new() });
        }
        let first = self.index.reach.get(path)?;
        let mut chain = Vec::new();
        let mut reached = first;
        // Parents were reached before their children, so this ends; the bound only says so.
        for _ in 0..self.index.reach.len() {
            let Some((parent, link)) = &reached.parent else { break };
            let file = self.files.get(parent)?;
            chain.push((parent.as_str(), link.range(file)));
            // A page that only loads a script need not be reached itself.
            let Some(next) = self.index.reach.get(parent).filter(|_| !self.begins(parent, *link)) else { break };
            reached = next;
        }
        chain.reverse();
        Some(ClientReach { why: first.kind, chain })
    }

    /// Whether a chain begins with this link: a script a page loads, an island of a page that stays on the server.
    fn begins(&self, parent: &str, link: Link) -> bool {
        self.files.get(parent).is_some_and(|file| match link {
            Link::Import(_) => file.server_ranges.iter().any(|server| server.contains(link.range(file))),
            Link::Script(_) => !matches!(file.language, Language::Vue | Language::Svelte),
        })
    }

    /// Whether the code at `range` of a file, in `function`, is in the browser: the file gets there, and so does this part
    /// of it.
    pub fn runs_in_browser(&self, file: &FileFacts, range: TextRange, function: Option<FunctionId>) -> bool {
        if self.is_deployed {
            return true;
        }
        let Some(reached) = self.index.reach.get(&file.path) else { return false };
        if file.server_ranges.iter().any(|server| server.contains(range))
            || Function::stays_on_server(&file.functions, function)
        {
            return false;
        }
        let mut around = file.declarations.iter().enumerate().filter(|(_, one)| one.range.contains(range));
        around.next().is_none_or(|(number, _)| match reached.kept.get(number) {
            Some(Kept::Whole) => true,
            Some(Kept::Load) => function.is_none(),
            _ => false,
        })
    }

    /// The chain that brings a file to the browser, as places with a note each; empty when it does not get there.
    pub fn related_chain(&self, path: &str) -> Vec<Related> {
        let Some(ClientReach { why, chain }) = self.client_reach(path) else { return Vec::new() };
        if chain.is_empty() {
            let note = format!("this file is {}", why.words());
            return vec![Related { path: path.to_owned(), range: TextRange::default(), note }];
        }
        let next = chain.iter().skip(1).map(|(path, _)| *path).chain([path]);
        let hops = chain.iter().zip(next).enumerate();
        hops.map(|(number, ((from, range), to))| {
            let loads = matches!(why, EntryKind::PageScript | EntryKind::Extension) && number == 0;
            let note = match (number, loads) {
                (0, true) => format!("this loads `{to}`, {}", why.words()),
                (0, false) => format!("{} brings in `{to}` here", why.words()),
                _ => format!("which brings in `{to}` here"),
            };
            Related { path: (*from).to_owned(), range: *range, note }
        })
        .collect()
    }
}

impl Link {
    fn range(self, file: &FileFacts) -> TextRange {
        match self {
            Self::Import(number) => file.imports.get(number as usize).map(|import| import.range),
            Self::Script(number) => file.script_sources.get(number as usize).map(|source| source.range),
        }
        .unwrap_or_default()
    }
}

/// Whether a file that changed from `before` to `after` leaves the reach of every file as it was. Places do not count.
pub fn same_reach(before: &FileFacts, after: &FileFacts) -> bool {
    let is_same_import = |one: &Import, other: &Import| {
        one.specifier == other.specifier && one.is_type_only == other.is_type_only && one.names == other.names
    };
    let is_same_export =
        |one: &Export, other: &Export| one.name == other.name && one.value.import() == other.value.import();
    let is_same_declaration = |one: &Declaration, other: &Declaration| {
        one.exported_as == other.exported_as && one.has_effects == other.has_effects
    };
    let is_same_source = |one: &ScriptSource, other: &ScriptSource| one.url == other.url;
    before.uses == after.uses
        && before.directives == after.directives
        && before.islands == after.islands
        && before.server_ranges.len() == after.server_ranges.len()
        && all_same(&before.imports, &after.imports, is_same_import)
        && all_same(&before.exports, &after.exports, is_same_export)
        && all_same(&before.declarations, &after.declarations, is_same_declaration)
        && all_same(&before.script_sources, &after.script_sources, is_same_source)
}

fn all_same<T>(before: &[T], after: &[T], is_same: impl Fn(&T, &T) -> bool) -> bool {
    before.len() == after.len() && before.iter().zip(after).all(|(one, other)| is_same(one, other))
}
