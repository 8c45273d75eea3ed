//! What the functions that answer requests do, through the helpers they call.
//!
//! Invariant: each function is looked at once, through at most [`DEPTH`] calls; callbacks count as part of the function
//! around them, other routes' handlers in the same function do not.

use std::collections::HashSet;

use super::Project;
use super::entry_points::Entry;
use super::follow::{CHAIN_LIMIT, Located};
use crate::facts::{Deed, DeedKind, FileFacts, FunctionId};
use crate::finding::Certainty;
use crate::text::TextRange;

/// Through how many calls a handler is followed.
const DEPTH: u32 = 5;
/// More functions are not looked into.
const MOST_FUNCTIONS: usize = 120;

/// A route with what answers it.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// How requests get in.
    pub entry: &'a Entry,
    /// What a finding marks.
    pub head: TextRange,
    /// The function that answers.
    pub handler: Located<'a, FunctionId>,
    /// The route, when a registration or an export makes one.
    pub route: Option<&'a crate::facts::Route>,
}

/// What a function does, with all it calls.
#[derive(Debug, Default)]
pub struct Conduct<'a> {
    /// What is done, nearest first.
    pub deeds: Vec<Located<'a, &'a Deed>>,
    /// The functions that were looked into, the handler first.
    pub functions: Vec<Located<'a, FunctionId>>,
    /// Whether all of it was read whole.
    pub is_whole: bool,
}

impl Conduct<'_> {
    /// Whether something is done.
    pub fn does(&self, kind: DeedKind) -> bool {
        self.deeds.iter().any(|(_, deed)| deed.kind == kind)
    }
}

impl Project {
    /// Every route that a file registers or exports, with what answers it.
    pub fn answered<'a>(&'a self, file: &'a FileFacts) -> Vec<Answered<'a>> {
        let mut found: Vec<Answered<'a>> = Vec::new();
        for route in &file.routes {
            let handler = route.handlers.last().and_then(|handler| self.handler_of(file, handler));
            let Some(handler) = handler else { continue };
            let entries = self.entries_of(handler.0, handler.1);
            let own = entries.iter().find(|entry| entry.place.0 == file.path && entry.place.1 == route.range);
            let is_known = |other: &Answered<'_>| other.entry.place.1 == route.range;
            if let Some(entry) = own.filter(|_| !found.iter().any(is_known)) {
                found.push(Answered { entry, head: route.head, handler, route: Some(route) });
            }
        }
        let has_more = !file.entry_points.is_empty() || file.functions.iter().any(|function| function.is_server_action);
        for (function, id) in file.functions.iter().zip(0..).filter(|_| has_more) {
            let id = FunctionId(id);
            let entries = self.entries_of(file, id).iter();
            for entry in entries.filter(|entry| entry.place.0 == file.path && entry.place.1 == function.range) {
                if !found.iter().any(|other| other.handler.1 == id && other.handler.0.path == file.path) {
                    found.push(Answered { entry, head: function.head(), handler: (file, id), route: None });
                }
            }
        }
        found
    }

    /// What a function does, through the functions it calls.
    pub fn conduct<'a>(&'a self, file: &'a FileFacts, function: FunctionId) -> Conduct<'a> {
        self.conduct_within(file, function, DEPTH)
    }

    pub(super) fn conduct_within<'a>(&'a self, file: &'a FileFacts, function: FunctionId, depth: u32) -> Conduct<'a> {
        let mut conduct = Conduct { is_whole: true, ..Conduct::default() };
        let mut seen: HashSet<(&str, FunctionId)> = HashSet::new();
        let mut open = vec![(file, function)];
        for _ in 0..depth {
            let mut next = Vec::new();
            for (file, function) in open {
                if conduct.functions.len() < MOST_FUNCTIONS && seen.insert((&file.path, function)) {
                    self.look_into(file, function, &mut conduct, &mut next);
                }
            }
            open = next;
        }
        conduct
    }

    fn look_into<'a>(
        &'a self,
        file: &'a FileFacts,
        function: FunctionId,
        conduct: &mut Conduct<'a>,
        next: &mut Vec<Located<'a, FunctionId>>,
    ) {
        let Some(found) = file.function(function) else { return };
        conduct.functions.push((file, function));
        conduct.is_whole &= file.certainty(found.range) == Certainty::Complete;
        let within = |other: Option<FunctionId>| other.is_some_and(|other| file.is_within(other, function));
        conduct.deeds.extend(file.deeds.iter().filter(|deed| within(deed.function)).map(|deed| (file, deed)));
        let targets = self.index.calls.get(&file.path).map(Vec::as_slice).unwrap_or_default();
        for (call, target) in file.calls.iter().zip(targets).filter(|(call, _)| within(call.function)) {
            if let Some((path, id)) = target {
                next.extend(self.files.get(path).map(|file| (file, *id)));
            }
            // A function of the project that is handed over is most likely called: `withLimit(handler)`, `.then(send)`.
            for argument in call.arguments.iter().filter(|argument| argument.import().is_some()) {
                if let (file, crate::facts::Value::Function(id)) = self.follow(file, argument, CHAIN_LIMIT) {
                    next.push((file, id));
                }
            }
        }
    }
}
