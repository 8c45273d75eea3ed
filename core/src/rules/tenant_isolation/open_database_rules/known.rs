//! The rules of a file, each with the ways to meet its condition, and what those on the same path say together.
//!
//! Invariant: each condition is taken apart once.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::clause::{self, Clause, Reading, Who};
use crate::facts::{AccessEffect, AccessRule, DataStore, Operations, PathSegment};

/// A rule and the ways to meet its condition.
pub struct Known<'a> {
    /// The rule.
    pub rule: &'a AccessRule,
    /// What it grants; nothing when it only restricts.
    pub operations: Operations,
    /// The ways, and what each allows. None when there are too many to judge.
    pub ways: Vec<(Clause<'a>, Reading)>,
}

/// What the rules on one path say together about whom its data belongs to.
#[derive(Default)]
pub struct Ownership {
    /// Fields that have to name whoever asks.
    pub fields: BTreeSet<SmolStr>,
    /// The place in the path of the part that has to name whoever asks.
    pub variable_at: Option<usize>,
    /// Whether a rule lets only those read whom the data names.
    pub is_read_by_named: bool,
}

/// A path without the names of its variables.
type Shape = (DataStore, Vec<PathSegment>);

/// All rules of a file.
pub struct Rules<'a> {
    /// In order.
    pub known: Vec<Known<'a>>,
    ownership: BTreeMap<Shape, Ownership>,
}

impl<'a> Rules<'a> {
    /// Takes the rules apart.
    pub fn new(rules: &'a [AccessRule]) -> Self {
        let known: Vec<Known<'a>> = rules.iter().map(know).collect();
        let mut ownership: BTreeMap<Shape, Ownership> = BTreeMap::new();
        for one in &known {
            note(one, ownership.entry(shape(one.rule)).or_default());
        }
        Self { known, ownership }
    }

    /// What the rules on the same path say about whom its data belongs to.
    pub fn ownership(&self, rule: &AccessRule) -> Option<&Ownership> {
        self.ownership.get(&shape(rule))
    }

    /// Whether what is written there, or a part of it, has to name whoever writes, by a rule that only restricts.
    pub fn is_owner_validated(&self, rule: &AccessRule) -> bool {
        let path = rule.path.strip_suffix(&[PathSegment::Rest(SmolStr::default())]).unwrap_or(&rule.path);
        rule.store == DataStore::RealtimeDatabase
            && self.known.iter().any(|other| {
                other.rule.effect == AccessEffect::Validates
                    && other.rule.path.starts_with(path)
                    && other.rule.path.len() <= path.len() + 1
                    && !other.ways.is_empty()
                    && other.ways.iter().all(|(clause, _)| clause.iter().any(|atom| clause::names_caller(*atom)))
            })
    }
}

fn know(rule: &AccessRule) -> Known<'_> {
    let operations = match rule.effect {
        AccessEffect::Grants(operations) => operations,
        AccessEffect::Validates => Operations::NONE,
    };
    let clauses = clause::clauses(&rule.condition).unwrap_or_default();
    let ways = clauses.into_iter().map(|clause| {
        let reading = clause::read(&clause, rule.store);
        (clause, reading)
    });
    Known { rule, operations, ways: ways.collect() }
}

fn note(one: &Known<'_>, ownership: &mut Ownership) {
    for (clause, reading) in &one.ways {
        ownership.fields.extend(clause.iter().filter_map(|atom| clause::stored_owner(*atom)));
        ownership.fields.extend(reading.new_owner.clone());
        if let Some(variable) = clause.iter().find_map(|atom| clause::variable_owner(*atom)) {
            let is_it = |segment: &PathSegment| matches!(segment, PathSegment::Any(name) if name == variable);
            ownership.variable_at = ownership.variable_at.or_else(|| one.rule.path.iter().position(is_it));
        }
        ownership.is_read_by_named |= one.operations.has(Operations::READ) && reading.who == Who::Named;
    }
}

fn shape(rule: &AccessRule) -> Shape {
    let blank = |segment: &PathSegment| match segment {
        PathSegment::Name(name) => PathSegment::Name(name.clone()),
        PathSegment::Any(_) => PathSegment::Any(SmolStr::default()),
        PathSegment::Rest(_) => PathSegment::Rest(SmolStr::default()),
    };
    (rule.store, rule.path.iter().map(blank).collect())
}
