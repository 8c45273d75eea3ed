//! Conditions of SQL, as far as is needed to tell whom they let through.
//!
//! Invariant: nests at most [`Condition::DEPTH_LIMIT`] deep; what lies deeper, and what has no form here, is
//! [`Condition::Other`].

use smol_str::SmolStr;

use super::ObjectName;

/// An expression of SQL.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// `true`, `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// A text.
    Text(SmolStr),
    /// A number as written.
    Number(SmolStr),
    /// A column, its table or alias before it.
    Column(Vec<SmolStr>),
    /// A call; the name has its schema when written: `auth.uid`.
    Call(SmolStr, Vec<Condition>),
    /// `value ->> 'key'`.
    Field(Box<Condition>, SmolStr),
    /// `=`, `<>`, `<` and their like.
    Compare(Comparison, Box<Condition>, Box<Condition>),
    /// Every one holds.
    And(Vec<Condition>),
    /// One of them holds.
    Or(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// `IS NULL`; with true, `IS NOT NULL`.
    IsNull(Box<Condition>, bool),
    /// `value IN (…)` and `value = ANY (…)`.
    In(Box<Condition>, Vec<Condition>),
    /// `EXISTS (…)`.
    Exists(Box<Query>),
    /// A query that stands for a value.
    Query(Box<Query>),
    /// Something else, of these parts.
    Other(Vec<Condition>),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`, `IS NOT DISTINCT FROM`.
    Equal,
    /// `<>`, `IS DISTINCT FROM`.
    NotEqual,
    /// Any other order or likeness.
    Other,
}

/// A query within a condition, a view or a function.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// Tables it reads, with their aliases.
    pub tables: Vec<(ObjectName, Option<SmolStr>)>,
    /// What it gives; `*` is [`Condition::Column`] of `*`.
    pub gives: Vec<Condition>,
    /// Conditions of `WHERE` and of joins, each of which has to hold.
    pub conditions: Vec<Condition>,
    /// Whether it sums rows up (`GROUP BY`, or only aggregates are given).
    pub is_summary: bool,
    /// Whether it has parts that are not told here (`UNION`, `WITH`): other rows may come from there.
    pub has_more: bool,
}

impl Condition {
    /// How deep conditions nest at most.
    pub const DEPTH_LIMIT: u32 = 64;

    /// The conditions this one is made of, queries' own included.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Bool(_) | Self::Null | Self::Text(_) | Self::Number(_) | Self::Column(_) => Vec::new(),
            Self::Call(_, parts) | Self::And(parts) | Self::Or(parts) | Self::Other(parts) => parts.iter().collect(),
            Self::Field(of, _) | Self::Not(of) | Self::IsNull(of, _) => vec![of],
            Self::Compare(_, left, right) => vec![left, right],
            Self::In(of, list) => std::iter::once(&**of).chain(list).collect(),
            Self::Exists(query) | Self::Query(query) => query.gives.iter().chain(&query.conditions).collect(),
        }
    }

    /// Whether `test` holds for this condition or one within.
    pub fn any(&self, test: &mut impl FnMut(&Self) -> bool) -> bool {
        test(self) || self.parts().into_iter().any(|part| part.any(test))
    }
}
