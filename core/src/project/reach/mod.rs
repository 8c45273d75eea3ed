//! Client reach: which files get to the browser, proven by a chain of imports from a file that starts there, and which
//! of their declarations.
//!
//! Invariant: what is said to be in the browser has a chain whose every step is an import (or a page's `<script>`) that
//! something in the step before uses as a value. What is not proven is not said.

mod conventions;
mod entries;
mod kind;
mod parts;
mod pattern;
mod roots;
mod sources;
#[cfg(test)]
mod tests;
mod walk;

pub use entries::{Standing, standing};
pub use kind::EntryKind;
pub use roots::Roots;
pub use walk::walk;

use std::collections::BTreeMap;

use super::{Origin, Project};
use crate::facts::{Declaration, Export, FileFacts, Function, FunctionId, Import, ScriptSource};
use crate::finding::Related;
use crate::text::TextRange;

/// What gets to the browser, and how.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reach {
    /// Every file of the project, in order.
    paths: Vec<String>,
    steps: Vec<Step>,
    reached: BTreeMap<String, Reached>,
}

/// A file that gets to the browser.
#[derive(Clone, Debug, PartialEq)]
struct Reached {
    /// The first step that led there.
    step: u32,
    /// What is kept of each declaration.
    kept: Vec<Kept>,
}

/// How much of a declaration gets to the browser, and the step that asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    /// Nothing.
    None,
    /// What runs when the file is loaded, but not the functions in it that nothing asks for.
    Load(u32),
    /// All of it.
    Whole(u32),
}

/// Something asked of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    file: u32,
    kind: EntryKind,
    /// What asks; none for a file that starts in the browser.
    parent: Option<(Parent, Link)>,
}

/// What asks something of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Parent {
    /// A file that need not be in the browser itself: a page that loads a script.
    File(u32),
    /// What was asked of another file.
    Step(u32),
}

/// How one file brings another along, by its place in the file's facts.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Link {
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

    /// Whether the files are what browsers get, and not what it was built from.
    pub fn is_deployed(&self) -> bool {
        self.is_deployed
    }

    /// Why the file at `path` is in the browser; none when nothing proves that it is. Of all chains it is a shortest.
    pub fn client_reach(&self, path: &str) -> Option<ClientReach<'_>> {
        if self.is_deployed {
            return self.files.contains_key(path).then_some(DEPLOYED);
        }
        self.chain(self.index.reach.reached.get(path)?.step)
    }

    /// Why the code at `range` of a file is in the browser: the chain that asks for the declaration it stands in. None
    /// when nothing proves that it is.
    pub fn client_reach_at(
        &self,
        file: &FileFacts,
        range: TextRange,
        function: Option<FunctionId>,
    ) -> Option<ClientReach<'_>> {
        if self.is_deployed {
            return Some(DEPLOYED);
        }
        let reached = self.index.reach.reached.get(&file.path)?;
        if file.server_ranges.iter().any(|server| server.contains(range))
            || Function::stays_on_server(&file.functions, function)
        {
            return None;
        }
        let around = file.declarations.iter().position(|declaration| declaration.range.contains(range));
        let step = match around.map(|number| reached.kept.get(number)) {
            None => reached.step,
            Some(Some(Kept::Whole(step))) => *step,
            Some(Some(Kept::Load(step))) if function.is_none() => *step,
            Some(_) => return None,
        };
        self.chain(step)
    }

    fn chain(&self, step: u32) -> Option<ClientReach<'_>> {
        let Reach { paths, steps, .. } = &self.index.reach;
        let first = steps.get(step as usize)?;
        let (mut chain, mut next) = (Vec::new(), first.parent);
        // A step's parent was taken before it, so this ends.
        while let Some((parent, link)) = next {
            let (file, before) = match parent {
                Parent::File(file) => (file, None),
                Parent::Step(step) => {
                    let step = steps.get(step as usize)?;
                    (step.file, step.parent)
                }
            };
            let path = paths.get(file as usize)?;
            chain.push((path.as_str(), link.range(self.files.get(path)?)));
            next = before;
        }
        chain.reverse();
        Some(ClientReach { why: first.kind, chain })
    }

    /// Whether the code at `range` of a file, in `function`, is in the browser: the file gets there, and so does this part
    /// of it.
    pub fn runs_in_browser(&self, file: &FileFacts, range: TextRange, function: Option<FunctionId>) -> bool {
        self.client_reach_at(file, range, function).is_some()
    }

    /// The chain that brings a file to the browser, as places with a note each; empty when it does not get there.
    pub fn related_chain(&self, path: &str) -> Vec<Related> {
        self.client_reach(path).map(|reach| reach.related(path)).unwrap_or_default()
    }
}

const DEPLOYED: ClientReach<'static> = ClientReach { why: EntryKind::Deployed, chain: Vec::new() };

impl ClientReach<'_> {
    /// The chain as places with a note each; `path` is the file it leads to.
    pub fn related(&self, path: &str) -> Vec<Related> {
        let Self { why, chain } = self;
        if chain.is_empty() {
            let note = format!("this file is {}", why.words());
            return vec![Related { path: path.to_owned(), range: TextRange::default(), note }];
        }
        let next = chain.iter().skip(1).map(|(path, _)| *path).chain([path]);
        let hops = chain.iter().zip(next).enumerate();
        hops.map(|(number, ((from, range), to))| {
            let loads = matches!(*why, EntryKind::PageScript | EntryKind::Extension) && number == 0;
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
