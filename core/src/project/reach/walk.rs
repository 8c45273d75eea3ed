//! The walk over imports: from what starts in the browser to everything it brings along, export by export.
//!
//! Invariant: breadth first, so the first way to a file is a shortest one, and each step of a way is what the step before
//! it asks for; each declaration and each export of a file is looked at once, so the walk ends. An import counts only
//! where something that is kept uses what it brings: a module that a bundler may keep for its side effects alone is not
//! followed, unless it is imported for them.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use smol_str::SmolStr;

use super::kind::EntryKind;
use super::parts::{id, index_of, own_exports, removed, uses_of};
use super::sources::source_target;
use super::{Kept, Link, Parent, Reach, Reached, Step};
use crate::facts::{DeclarationId, FileFacts, NameUse, Used};
use crate::project::index::Index;
use crate::syntax::Language;

type Files = BTreeMap<String, FileFacts>;

/// What is asked of a file.
#[derive(Clone, Debug, PartialEq)]
enum Need {
    /// That it runs.
    Effects,
    /// One export.
    Name(SmolStr),
    /// Everything it exports.
    All,
    /// Everything it exports but what the framework takes out.
    AllBut(&'static [&'static str]),
}

struct Ask {
    file: usize,
    need: Need,
    kind: EntryKind,
    parent: Option<(Parent, Link)>,
}

/// What is known of a file that was reached.
struct State {
    step: u32,
    kept: Vec<Kept>,
    has_all: bool,
    names: HashSet<SmolStr>,
}

/// Finds every file that gets to the browser.
pub fn walk(files: &Files, index: &Index) -> Reach {
    let mut walk = Walk::new(files, index);
    walk.begin();
    while let Some(ask) = walk.queue.pop_front() {
        walk.answer(&ask);
    }
    walk.finish()
}

struct Walk<'a> {
    files: Vec<&'a FileFacts>,
    places: HashMap<&'a str, usize>,
    all: &'a Files,
    index: &'a Index,
    /// The names each file exports itself, once they were asked for.
    names: Vec<Option<HashSet<&'a str>>>,
    states: Vec<Option<State>>,
    queue: VecDeque<Ask>,
    steps: Vec<Step>,
}

impl<'a> Walk<'a> {
    fn new(all: &'a Files, index: &'a Index) -> Self {
        let files: Vec<&FileFacts> = all.values().collect();
        let places = files.iter().enumerate().map(|(at, file)| (file.path.as_str(), at)).collect();
        let states = files.iter().map(|_| None).collect();
        let names = files.iter().map(|_| None).collect();
        Self { files, places, all, index, names, states, queue: VecDeque::new(), steps: Vec::new() }
    }

    fn begin(&mut self) {
        for at in 0..self.files.len() {
            let standing = self.index.standings.get(&self.files[at].path);
            if let Some(entry) = standing.and_then(|standing| standing.entry) {
                let need = if entry.server_exports.is_empty() { Need::All } else { Need::AllBut(entry.server_exports) };
                self.queue.push_back(Ask { file: at, need, kind: entry.kind, parent: None });
            }
        }
        for at in 0..self.files.len() {
            self.begin_with_sources(at);
            self.begin_with_islands(at);
        }
    }

    /// Scripts that pages and configurations name.
    fn begin_with_sources(&mut self, at: usize) {
        let file = self.files[at];
        let (kind, need) = match file.language {
            Language::Html | Language::Astro => (EntryKind::PageScript, Need::All),
            Language::Json if file.path.ends_with("angular.json") => (EntryKind::AppStart, Need::All),
            Language::Json => (EntryKind::Extension, Need::All),
            _ => (EntryKind::RemixRoute, Need::AllBut(super::conventions::REMIX_SERVER)),
        };
        // A component's script is a part of it, and not an entry.
        if matches!(file.language, Language::Vue | Language::Svelte) {
            return;
        }
        for number in 0..file.script_sources.len() {
            self.ask_source(Parent::File(index_of(at)), number, kind, need.clone());
        }
    }

    fn ask_source(&mut self, parent: Parent, number: usize, kind: EntryKind, need: Need) {
        let file = self.files[self.file_of(parent)];
        let Some(target) = source_target(self.all, file, &file.script_sources[number].url) else { return };
        if let Some(target) = self.places.get(target.as_str()) {
            self.ask(Ask { file: *target, need, kind, parent: Some((parent, Link::Script(index_of(number)))) });
        }
    }

    fn begin_with_islands(&mut self, at: usize) {
        let file = self.files[at];
        for island in &file.islands {
            let imports = file.imports.iter().enumerate();
            let found = imports.into_iter().find_map(|(number, import)| {
                let (_, exported) = import.names.iter().find(|(local, _)| local == island)?;
                Some((number, exported.clone()))
            });
            if let Some((number, exported)) = found {
                let need = if exported == "*" { Need::All } else { Need::Name(exported) };
                self.ask_import(Parent::File(index_of(at)), number, need, EntryKind::AstroIsland);
            }
        }
    }

    fn ask_import(&mut self, parent: Parent, number: usize, need: Need, kind: EntryKind) {
        let Some(target) = self.imported(self.file_of(parent), number) else { return };
        self.ask(Ask { file: target, need, kind, parent: Some((parent, Link::Import(index_of(number)))) });
    }

    /// Asks for something that the step being taken needs.
    fn ask_on(&mut self, number: usize, need: Need) {
        let step = index_of(self.steps.len().saturating_sub(1));
        if let Some(Step { kind, .. }) = self.steps.last() {
            self.ask_import(Parent::Step(step), number, need, *kind);
        }
    }

    fn file_of(&self, parent: Parent) -> usize {
        match parent {
            Parent::File(file) => file as usize,
            Parent::Step(step) => self.steps.get(step as usize).map_or(0, |step| step.file as usize),
        }
    }

    fn ask(&mut self, ask: Ask) {
        let is_known = self.states[ask.file].as_ref().is_some_and(|state| match &ask.need {
            Need::Effects => true,
            Need::Name(name) => state.has_all || state.names.contains(name),
            Need::All => state.has_all,
            Need::AllBut(_) => false,
        });
        if !is_known && !self.is_server_only(ask.file) {
            self.queue.push_back(ask);
        }
    }

    fn is_server_only(&self, at: usize) -> bool {
        self.index.standings.get(&self.files[at].path).is_some_and(|standing| standing.is_server_only)
    }

    fn imported(&self, at: usize, number: usize) -> Option<usize> {
        let file = self.files[at];
        let import = file.imports.get(number).filter(|import| !import.is_type_only)?;
        self.target(at, &import.specifier)
    }

    fn target(&self, at: usize, specifier: &str) -> Option<usize> {
        let path = self.index.import(&self.files[at].path, specifier)?;
        let target = *self.places.get(path)?;
        let language = self.files[target].language;
        (language.has_script() && language != Language::Declaration).then_some(target)
    }

    /// Takes in what is asked of a file.
    fn answer(&mut self, ask: &Ask) {
        let at = ask.file;
        let file = self.files[at];
        let is_first = self.states[at].is_none();
        let step = index_of(self.steps.len());
        let state = self.states[at].get_or_insert_with(|| State {
            step,
            kept: vec![Kept::None; file.declarations.len()],
            has_all: false,
            names: HashSet::new(),
        });
        let is_news = match &ask.need {
            Need::Effects => is_first,
            Need::Name(name) => !state.has_all && state.names.insert(name.clone()),
            Need::All => !std::mem::replace(&mut state.has_all, true),
            Need::AllBut(_) => true,
        };
        if !is_news {
            return;
        }
        self.steps.push(Step { file: index_of(at), kind: ask.kind, parent: ask.parent });
        match &ask.need {
            Need::Effects => {}
            Need::Name(name) => self.take_name(at, name),
            Need::All => self.take_all(at, &[]),
            Need::AllBut(server) => self.take_all(at, server),
        }
        if is_first {
            self.load(at, &ask.need);
        }
    }

    /// What runs when the file is loaded, whatever is asked of it.
    fn load(&mut self, at: usize, need: &Need) {
        let file = self.files[at];
        for used in uses_of(file, None) {
            self.follow(at, used);
        }
        if matches!(file.language, Language::Vue | Language::Svelte) {
            self.load_sources(file);
        }
        let removed = match need {
            Need::AllBut(server) => removed(file, server),
            _ => Vec::new(),
        };
        for (number, declaration) in file.declarations.iter().enumerate() {
            if !declaration.has_effects || removed.get(number).copied().unwrap_or_default() {
                continue;
            }
            let step = index_of(self.steps.len().saturating_sub(1));
            let kept = self.states[at].as_mut().and_then(|state| state.kept.get_mut(number));
            if let Some(kept) = kept.filter(|kept| **kept == Kept::None) {
                *kept = Kept::Load(step);
                for used in uses_of(file, Some(id(number))).iter().filter(|used| used.at_load) {
                    self.follow(at, used);
                }
            }
        }
    }

    /// A component's script elsewhere is a part of it.
    fn load_sources(&mut self, file: &FileFacts) {
        let step = index_of(self.steps.len().saturating_sub(1));
        let Some(Step { kind, .. }) = self.steps.last() else { return };
        let kind = *kind;
        for number in 0..file.script_sources.len() {
            self.ask_source(Parent::Step(step), number, kind, Need::All);
        }
    }

    fn take_all(&mut self, at: usize, server: &[&str]) {
        let file = self.files[at];
        let is_kept = |name: &SmolStr| !server.contains(&name.as_str());
        // A script without exports hands everything to the page; so does a component to its template.
        let keeps_everything = file.exports.is_empty() || file.language.is_markup();
        for (number, declaration) in file.declarations.iter().enumerate() {
            if keeps_everything || declaration.exported_as.iter().any(is_kept) {
                self.keep(at, id(number));
            }
        }
        for export in &file.exports {
            if let Some((specifier, path)) = export.value.import().filter(|_| is_kept(&export.name)) {
                let need = path.first().map_or(Need::All, |name| Need::Name(name.clone()));
                self.re_export(at, specifier, need);
            }
        }
    }

    fn take_name(&mut self, at: usize, name: &SmolStr) {
        let file = self.files[at];
        if file.language.is_markup() {
            return self.take_all(at, &[]);
        }
        let mut is_found = false;
        for (number, declaration) in file.declarations.iter().enumerate() {
            if declaration.exported_as.contains(name) {
                is_found = true;
                self.keep(at, id(number));
            }
        }
        if is_found {
            return;
        }
        let export = file.exports.iter().rev().find(|export| export.name == *name);
        if let Some((specifier, path)) = export.and_then(|export| export.value.import()) {
            let need = path.first().map_or(Need::All, |name| Need::Name(name.clone()));
            return self.re_export(at, specifier, need);
        }
        if let Some(specifier) = self.star(at, name) {
            return self.re_export(at, specifier, Need::Name(name.clone()));
        }
        // CommonJS: one object, made by statements.
        let is_common_js = file.declarations.iter().all(|declaration| declaration.exported_as.is_empty());
        if is_common_js && file.exports.iter().any(|export| export.name == *name || export.name == "default") {
            self.take_all(at, &[]);
        }
    }

    fn re_export(&mut self, at: usize, specifier: &str, need: Need) {
        let imports = &self.files[at].imports;
        let found = imports.iter().position(|import| import.specifier == specifier && !import.is_type_only);
        if let Some(number) = found {
            self.ask_on(number, need);
        }
    }

    /// Which `export *` of a file gives a name: the one nearest to the file that has it, so that each step comes nearer.
    fn star(&mut self, first: usize, name: &SmolStr) -> Option<&'a str> {
        // `export *` leaves the default export out.
        if name == "default" {
            return None;
        }
        let mut open: VecDeque<(usize, Option<&'a str>)> = VecDeque::from([(first, None)]);
        let mut seen = HashSet::from([first]);
        while let Some((at, by)) = open.pop_front() {
            let file = self.files[at];
            let names = self.names[at].get_or_insert_with(|| own_exports(file));
            if by.is_some() && names.contains(name.as_str()) {
                return by;
            }
            let stars = file.exports.iter().filter(|export| export.name == "*");
            for (specifier, _) in stars.filter_map(|star| star.value.import()) {
                let target = self.target(at, specifier).filter(|target| seen.insert(*target));
                open.extend(target.map(|target| (target, by.or(Some(specifier)))));
            }
        }
        None
    }

    /// Keeps a declaration and everything of the file that it uses.
    fn keep(&mut self, at: usize, first: DeclarationId) {
        let file = self.files[at];
        let step = index_of(self.steps.len().saturating_sub(1));
        let mut open = vec![first];
        while let Some(next) = open.pop() {
            let kept = self.states[at].as_mut().and_then(|state| state.kept.get_mut(next.0 as usize));
            match kept {
                None | Some(Kept::Whole(_)) => continue,
                Some(kept) => *kept = Kept::Whole(step),
            }
            for used in uses_of(file, Some(next)) {
                match &used.of {
                    Used::Declaration(id) => open.push(*id),
                    _ => self.follow(at, used),
                }
            }
        }
    }

    fn follow(&mut self, at: usize, used: &NameUse) {
        match &used.of {
            Used::Declaration(id) => self.keep(at, *id),
            Used::Export(number, name) => self.ask_on(*number as usize, Need::Name(name.clone())),
            Used::Module(number) => self.ask_on(*number as usize, Need::All),
            Used::Effects(number) => self.ask_on(*number as usize, Need::Effects),
        }
    }

    fn finish(self) -> Reach {
        let Self { files, states, steps, .. } = self;
        let reached = files.iter().zip(states).filter_map(|(file, state)| {
            let State { step, kept, .. } = state?;
            Some((file.path.clone(), Reached { step, kept }))
        });
        let reached = reached.collect();
        Reach { paths: files.iter().map(|file| file.path.clone()).collect(), steps, reached }
    }
}
