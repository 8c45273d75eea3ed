//! Rows that code reads from a database through an object mapper, and columns it takes off them: one file per way to read.

mod drizzle;
pub mod options;
mod prisma;
pub mod records;
mod removals;

use std::collections::HashMap;

use super::callee::{method, result_of};
use crate::facts::{FileFacts, Reference, Root, RowRead, Value};
use crate::syntax::digest::{CallSite, Script};
use crate::text::TextRange;

/// Finds reads and removals.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    let mut reads = Reads::default();
    for site in &script.calls {
        if let Some(read) = drizzle::read(site).or_else(|| prisma::read(site)).or_else(|| records::read(site, script)) {
            reads.add(read);
        } else if let Some(read) = reads.chained(site) {
            drizzle::shape(site, read);
            records::shape(site, read);
        }
    }
    reads.note_uses(script);
    facts.row_reads = reads.all;
    removals::recognise(script, facts);
}

/// Reads so far, and the calls of their chains.
#[derive(Default)]
struct Reads {
    all: Vec<RowRead>,
    by_call: HashMap<TextRange, usize>,
}

impl Reads {
    fn add(&mut self, read: RowRead) {
        self.by_call.insert(read.range, self.all.len());
        self.all.push(read);
    }

    /// The read whose chain a call goes on with: `User.findOne().select("-password")`.
    fn chained(&mut self, site: &CallSite) -> Option<&mut RowRead> {
        const STEPS: [&str; 40] = [
            "select",
            "populate",
            "lean",
            "exec",
            "sort",
            "limit",
            "skip",
            "where",
            "equals",
            "orFail",
            "session",
            "collation",
            "hint",
            "read",
            "maxTimeMS",
            "toObject",
            "toJSON",
            "get",
            "or",
            "and",
            "nor",
            "gt",
            "gte",
            "lt",
            "lte",
            "in",
            "nin",
            "ne",
            "leftJoin",
            "innerJoin",
            "rightJoin",
            "fullJoin",
            "orderBy",
            "offset",
            "groupBy",
            "having",
            "$dynamic",
            "execute",
            "all",
            "for",
        ];
        let (receiver, name) = method(&site.call.callee)?;
        let (before, []) = result_of(&receiver)? else { return None };
        let at = *self.by_call.get(&before.range).filter(|_| STEPS.contains(&name))?;
        let read = &mut self.all[at];
        let inner = std::mem::replace(&mut read.range, site.call.range);
        if !read.steps.contains(&inner) {
            read.steps.push(inner);
        }
        self.by_call.insert(site.call.range, at);
        Some(read)
    }

    /// Notes the rows whose methods are called, and those of which a member that may be a credential is handed to a call.
    fn note_uses(&mut self, script: &Script) {
        const TELLING: [&str; 7] = ["pass", "pwd", "secret", "token", "hash", "salt", "key"];
        if self.all.is_empty() {
            return;
        }
        let mut used = Vec::new();
        let mut note = |value: &Value, telling: bool| {
            if let Value::Ref(Reference { root: Root::Value(row), path }) = value
                && let (Value::Call(row), Some(last)) = (&**row, path.last())
                && (!telling || TELLING.iter().any(|word| last.to_ascii_lowercase().contains(word)))
            {
                used.extend(self.by_call.get(&row.range).copied());
            }
        };
        for site in &script.calls {
            if !self.by_call.contains_key(&site.call.range) {
                note(&site.call.callee, false);
            }
            for argument in &site.call.arguments {
                argument.walk(&mut |part| note(part, true));
            }
        }
        for at in used {
            self.all[at].is_used = true;
        }
    }
}

/// What a chain of calls is called on at its very beginning, and the calls on the way with their names, outermost first.
pub fn chain(value: &Value) -> Vec<(&crate::facts::CallValue, &str)> {
    let mut calls = Vec::new();
    let mut at = value;
    while let Value::Call(call) = at {
        let Some(reference) = call.callee.reference() else { break };
        let Some(name) = reference.path.last() else { break };
        calls.push((&**call, name.as_str()));
        let crate::facts::Root::Value(inner) = &reference.root else { break };
        at = inner;
    }
    calls
}
