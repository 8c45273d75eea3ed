//! Rules of Cloud Firestore and Cloud Storage.

use smol_str::SmolStr;

use super::lower::{Lowering, MOST_NODES};
use crate::facts::{AccessEffect, AccessRule, Condition, DataStore, FileFacts, Operations, PathSegment};
use crate::syntax::firebase_rules::{Allow, Block, Dialect, Function, Match, Segment, parse};
use crate::syntax::{Problem, ProblemKind};
use crate::text::TextRange;

/// Longer conditions are not kept as text: no edit rewrites them.
const LONGEST_WRITTEN: usize = 2_000;

/// Finds the rules in a text that names one of the services.
pub fn recognise(text: &str, facts: &mut FileFacts) {
    let names = |service: &str| memchr::memmem::find(text.as_bytes(), service.as_bytes()).is_some();
    if !names("cloud.firestore") && !names("firebase.storage") {
        return;
    }
    let file = parse(text);
    for problem in &file.problems {
        let kind = if problem.is_too_deep { ProblemKind::TooDeep } else { ProblemKind::Syntax };
        facts.problems.push(Problem { range: problem.range, kind, message: problem.message.to_owned() });
        facts.partial.push(problem.range);
    }
    let mut walk = Walk { text, store: DataStore::Firestore, scopes: vec![&file.functions], left: MOST_NODES, facts };
    for service in &file.services {
        walk.store = match service.name.as_str() {
            "cloud.firestore" => DataStore::Firestore,
            "firebase.storage" => DataStore::Storage,
            _ => continue,
        };
        walk.block(&service.block, &[], TextRange::default());
    }
}

struct Walk<'a, 'f> {
    text: &'a str,
    store: DataStore,
    /// Functions in scope, those of the outermost block first.
    scopes: Vec<&'f [Function]>,
    /// How large conditions may still become, all together.
    left: u32,
    facts: &'a mut FileFacts,
}

impl<'f> Walk<'_, 'f> {
    /// Matches nest no deeper than the parser lets them.
    fn block(&mut self, block: &'f Block, path: &[PathSegment], path_range: TextRange) {
        self.scopes.push(&block.functions);
        for allow in &block.allows {
            let rule = self.rule(allow, path, path_range);
            self.facts.access_rules.push(rule);
        }
        for inner in &block.matches {
            let path = joined(path, inner);
            self.block(&inner.block, &path, inner.pattern_range);
        }
        self.scopes.pop();
    }

    fn rule(&mut self, allow: &Allow, path: &[PathSegment], path_range: TextRange) -> AccessRule {
        let path = below_root(path, self.store);
        let condition = allow.condition.as_ref().map_or(Condition::Constant(true), |condition| {
            let mut lowering = Lowering::new(Dialect::Rules, &self.scopes, path, self.left);
            let lowered = lowering.condition(condition);
            self.left = lowering.left();
            lowered
        });
        let written = allow.condition.as_ref().map(|condition| condition.range.slice(self.text));
        let operations = allow.methods.iter().map(|method| operations(method));
        AccessRule {
            store: self.store,
            effect: AccessEffect::Grants(operations.fold(Operations::NONE, Operations::or)),
            path: path.to_vec(),
            path_range,
            condition,
            written: written.filter(|written| written.len() <= LONGEST_WRITTEN).map(SmolStr::new),
            range: allow.range,
            indent: indent(self.text, allow.range.start),
        }
    }
}

/// The white space before a statement that begins its line.
fn indent(text: &str, start: u32) -> Option<SmolStr> {
    let before = text.get(..start as usize)?;
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    line.trim().is_empty().then(|| SmolStr::new(line))
}

fn joined(path: &[PathSegment], inner: &Match) -> Vec<PathSegment> {
    let segment = |segment: &Segment| match segment {
        Segment::Literal(name) => PathSegment::Name(name.clone()),
        Segment::One(name) => PathSegment::Any(name.clone()),
        Segment::Rest(name) => PathSegment::Rest(name.clone()),
    };
    path.iter().cloned().chain(inner.pattern.iter().map(segment)).collect()
}

/// What follows `/databases/{database}/documents` or `/b/{bucket}/o`.
fn below_root(path: &[PathSegment], store: DataStore) -> &[PathSegment] {
    let (first, last) = if store == DataStore::Firestore { ("databases", "documents") } else { ("b", "o") };
    match path {
        [PathSegment::Name(one), _, PathSegment::Name(three), rest @ ..] if one == first && three == last => rest,
        other => other,
    }
}

/// `read` and `write` stand for several (firebase.google.com/docs/firestore/security/rules-structure, "Granular operations").
fn operations(method: &str) -> Operations {
    match method {
        "read" => Operations::READ,
        "write" => Operations::WRITE,
        "get" => Operations::GET,
        "list" => Operations::LIST,
        "create" => Operations::CREATE,
        "update" => Operations::UPDATE,
        "delete" => Operations::DELETE,
        _ => Operations::NONE,
    }
}
