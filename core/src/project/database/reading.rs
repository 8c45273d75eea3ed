//! Whom a condition lets through: everyone, whoever is signed in, those it ties to the row, or nobody.
//!
//! Invariant: what is not understood is [`Demand::Unknown`], never open.

mod callers;

use smol_str::SmolStr;

use super::Database;
use super::state::{Key, Table};
use callers::{
    is_anonymous_mark, is_caller_function, is_caller_id, is_constant, is_housekeeping, is_role, mentions_caller,
    mentions_metadata, role_demand,
};

use crate::facts::DatabaseFunction;
use crate::facts::condition::{Comparison, Condition, Query};

/// Through how many functions a condition is followed.
const CALL_LIMIT: u32 = 4;

/// What a condition demands of whoever asks, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Demand {
    /// Nothing: it always holds.
    Nothing,
    /// To be signed in.
    SignIn,
    /// What whoever asks can write into their own token (`user_metadata`).
    Claimed,
    /// That the caller belong to some row, whichever: a query compares a column with itself instead of with the row.
    Itself,
    /// Something about the row alone: `is_public`, a date.
    Row,
    /// Something that could not be told.
    Unknown,
    /// That the row, or a right, be the caller's.
    Tie,
    /// What nobody from outside fulfils: the role of the server, a plain `false`.
    Server,
}

impl Demand {
    /// What two demands together come to: the stronger; a claim that can be made up is worth no more for a look at the row.
    fn and(self, other: Self) -> Self {
        let (weak, strong) = (self.min(other), self.max(other));
        if matches!(weak, Self::Claimed | Self::Itself) && strong <= Self::Row { weak } else { strong }
    }

    /// What several demands together come to.
    fn all(demands: impl IntoIterator<Item = Self>) -> Option<Self> {
        demands.into_iter().reduce(Self::and)
    }
}

/// Reads conditions of policies on one table.
pub struct Reader<'a> {
    database: &'a Database,
    /// The table whose rows are judged.
    table: Option<&'a Table>,
    /// Tables of the queries around, innermost last, with their aliases.
    inner: Vec<Vec<(Key, Option<SmolStr>)>>,
    left: u32,
}

impl Database {
    /// What a policy's condition on `table` demands.
    pub fn demand(&self, table: &Table, condition: &Condition) -> Demand {
        Reader { database: self, table: Some(table), inner: Vec::new(), left: CALL_LIMIT }.demand(condition)
    }

    /// What a query demands of whoever asks it, all its conditions together.
    pub fn query_demand(&self, query: &Query) -> Demand {
        Reader { database: self, table: None, inner: Vec::new(), left: CALL_LIMIT }.query(query)
    }

    /// The function of this name, in the schema it names or in `public`.
    pub fn function(&self, name: &str) -> Option<&DatabaseFunction> {
        let (schema, name) = name.split_once('.').unwrap_or(("public", name));
        self.functions.get(&(SmolStr::new(schema), SmolStr::new(name))).map(|state| &state.function)
    }

    /// Whether a function, or one it calls, asks who calls.
    pub fn asks_caller(&self, function: &DatabaseFunction) -> bool {
        self.asks(function, CALL_LIMIT)
    }

    fn asks(&self, function: &DatabaseFunction, left: u32) -> bool {
        let Some(left) = left.checked_sub(1) else { return false };
        function.asks_caller
            || function.calls.iter().any(|name| {
                self.function(name)
                    .is_some_and(|called| called.name.name != function.name.name && self.asks(called, left))
            })
    }
}

impl Reader<'_> {
    fn demand(&mut self, condition: &Condition) -> Demand {
        match condition {
            Condition::Bool(true) => Demand::Nothing,
            Condition::Bool(false) | Condition::Null => Demand::Server,
            // The strongest of what all of them demand; what is open adds nothing.
            Condition::And(parts) => {
                Demand::all(parts.iter().map(|part| self.demand(part)).collect::<Vec<_>>()).unwrap_or(Demand::Unknown)
            }
            Condition::Or(parts) => parts.iter().map(|part| self.demand(part)).min().unwrap_or(Demand::Unknown),
            Condition::Not(inner) => self.negated(inner),
            Condition::IsNull(of, is_negated) => self.null(of, *is_negated),
            Condition::Compare(comparison, left, right) => self.compare(*comparison, left, right),
            Condition::In(of, list) => self.member(of, list),
            Condition::Exists(query) => self.exists(query),
            Condition::Query(query) => self.query(query),
            Condition::Call(name, arguments) => self.call(name, arguments),
            Condition::Column(_) => Demand::Row,
            Condition::Field(..) => self.mention(condition),
            Condition::Other(_) | Condition::Text(_) | Condition::Number(_) => {
                self.mention(condition).max(Demand::Unknown)
            }
        }
    }

    fn negated(&mut self, inner: &Condition) -> Demand {
        match inner {
            Condition::Column(_) if is_housekeeping(inner) => Demand::Nothing,
            Condition::Not(inner) => self.demand(inner),
            Condition::IsNull(of, is_negated) => self.null(of, !is_negated),
            Condition::Bool(value) => {
                if *value {
                    Demand::Server
                } else {
                    Demand::Nothing
                }
            }
            Condition::Compare(Comparison::Equal, left, right) => self.compare(Comparison::NotEqual, left, right),
            _ => match self.demand(inner) {
                Demand::Row => Demand::Row,
                Demand::Tie => Demand::Tie,
                _ => Demand::Unknown,
            },
        }
    }

    /// `x IS NULL`, `x IS NOT NULL`.
    fn null(&mut self, of: &Condition, is_negated: bool) -> Demand {
        if is_caller_id(of) {
            // Without a sign-in there is no id.
            return if is_negated { Demand::SignIn } else { Demand::Nothing };
        }
        if is_housekeeping(of) && !is_negated {
            return Demand::Nothing;
        }
        if let (Condition::Column(path), Some(table), true) = (of, self.table, self.inner.is_empty())
            && let Some(name) = path.last()
        {
            let is_always = table.primary.contains(name)
                || table.column(name).is_some_and(|column| column.column.is_required || column.column.is_primary);
            return match (is_always, is_negated) {
                (true, true) => Demand::Nothing,
                (true, false) => Demand::Server,
                _ => Demand::Row,
            };
        }
        self.mention(of)
    }

    fn compare(&mut self, comparison: Comparison, left: &Condition, right: &Condition) -> Demand {
        let is_equal = comparison == Comparison::Equal;
        if is_constant(left) && is_constant(right) {
            return match comparison {
                Comparison::Other => Demand::Unknown,
                _ if (left == right) == is_equal => Demand::Nothing,
                _ => Demand::Server,
            };
        }
        for (role, value) in [(left, right), (right, left)] {
            if let Condition::Text(value) = value
                && is_role(role)
            {
                return role_demand(value, comparison);
            }
            if is_anonymous_mark(role) {
                return Demand::SignIn;
            }
        }
        if left == right && is_equal {
            return if is_caller_id(left) {
                Demand::SignIn
            } else if matches!(left, Condition::Column(_)) {
                Demand::Nothing
            } else {
                self.mention(left)
            };
        }
        if is_equal && self.is_same_column(left, right) {
            return Demand::Nothing;
        }
        if !is_equal && (is_caller_id(left) || is_caller_id(right)) && comparison == Comparison::NotEqual {
            // Everybody's but one's own.
            return Demand::SignIn;
        }
        match (left, right) {
            (value, Condition::Bool(false)) | (Condition::Bool(false), value) if is_equal => self.negated(value),
            (value, Condition::Bool(expected)) | (Condition::Bool(expected), value) if is_equal && *expected => {
                self.demand(value)
            }
            _ => self.mention(left).and(self.mention(right)),
        }
    }

    /// `members.org_id = org_id` within a query on `members`: a name without a table is the inner table's, so that the row
    /// is compared with itself (postgresql.org/docs, "Subquery expressions": inner names hide outer ones).
    fn is_same_column(&self, left: &Condition, right: &Condition) -> bool {
        let (Condition::Column(left), Condition::Column(right), Some(tables)) = (left, right, self.inner.last()) else {
            return false;
        };
        let (bare, full) = if left.len() == 1 { (left, right) } else { (right, left) };
        let [name] = bare.as_slice() else { return false };
        let [.., table, other] = full.as_slice() else { return false };
        let is_inner = |(key, alias): &(Key, Option<SmolStr>)| alias.as_ref().unwrap_or(&key.1) == table;
        let has = |key: &Key| self.database.tables.get(key).is_some_and(|table| table.column(name).is_some());
        // With several tables within, the name would have to be told apart.
        name == other && tables.len() == 1 && tables.iter().any(|entry| is_inner(entry) && has(&entry.0))
    }

    fn has_self_comparison(&self, condition: &Condition) -> bool {
        match condition {
            Condition::And(parts) => parts.iter().any(|part| self.has_self_comparison(part)),
            Condition::Compare(Comparison::Equal, left, right) => {
                self.is_same_column(left, right) || left == right && matches!(&**left, Condition::Column(_))
            }
            _ => false,
        }
    }

    fn member(&mut self, of: &Condition, list: &[Condition]) -> Demand {
        if is_role(of) {
            let roles = list.iter().filter_map(|item| match item {
                Condition::Text(value) => Some(role_demand(value, Comparison::Equal)),
                Condition::Other(inner) => inner
                    .iter()
                    .filter_map(|item| match item {
                        Condition::Text(value) => Some(role_demand(value, Comparison::Equal)),
                        _ => None,
                    })
                    .min(),
                _ => None,
            });
            return roles.min().unwrap_or(Demand::Unknown);
        }
        let within = list.iter().map(|item| match item {
            Condition::Query(query) => self.query(query),
            other => self.mention(other),
        });
        let within = within.collect::<Vec<_>>().into_iter().max().unwrap_or(Demand::Row);
        // Somebody's id in a list of ids: the list tells who.
        let own = if is_caller_id(of) { Demand::Tie } else { self.mention(of) };
        if within == Demand::SignIn && is_caller_id(of) { Demand::Tie } else { own.and(within) }
    }

    fn exists(&mut self, query: &Query) -> Demand {
        let demand = self.query(query);
        if demand != Demand::Tie || query.has_more {
            return demand;
        }
        // `EXISTS (SELECT 1 FROM profiles WHERE id = auth.uid())` holds for everyone who has signed up.
        let [(table, _)] = query.tables.as_slice() else { return demand };
        let is_everyone = self.database.is_people(&super::state::key(table));
        let only_self = query.conditions.iter().all(|condition| match condition {
            Condition::Compare(Comparison::Equal, left, right) => {
                let is_column = |side: &Condition| matches!(side, Condition::Column(_));
                is_caller_id(left) && is_column(right) || is_caller_id(right) && is_column(left)
            }
            _ => false,
        });
        if is_everyone && only_self { Demand::SignIn } else { demand }
    }

    /// What the rows of a query demand.
    fn query(&mut self, query: &Query) -> Demand {
        if query.has_more {
            let asks = query.conditions.iter().chain(&query.gives).any(mentions_caller);
            return if asks { Demand::Tie } else { Demand::Unknown };
        }
        self.inner.push(query.tables.iter().map(|(name, alias)| (super::state::key(name), alias.clone())).collect());
        let is_itself = query.conditions.iter().any(|condition| self.has_self_comparison(condition));
        let demands: Vec<Demand> = query.conditions.iter().map(|condition| self.demand(condition)).collect();
        self.inner.pop();
        let given = query.gives.iter().map(|given| self.mention(given)).max().unwrap_or(Demand::Nothing);
        let given = if given == Demand::Row { Demand::Nothing } else { given };
        let all = Demand::all(demands.into_iter().chain([given])).unwrap_or(Demand::Nothing);
        // One's own row of `auth.users`, and there what one has written oneself.
        let is_self_told = query.conditions.iter().any(mentions_metadata)
            && query.tables.iter().all(|(name, _)| name.schema.as_deref() == Some("auth") && name.name == "users");
        if is_self_told && all == Demand::Tie {
            return Demand::Claimed;
        }
        if is_itself && all == Demand::Tie {
            return Demand::Itself;
        }
        // Which rows there are is something about the data.
        if all == Demand::Nothing && !query.tables.is_empty() { Demand::Row } else { all }
    }

    fn call(&mut self, name: &SmolStr, arguments: &[Condition]) -> Demand {
        if name == "coalesce" {
            return match arguments {
                [first, Condition::Bool(false)] => self.demand(first),
                _ => self.mention_all(arguments).max(Demand::Unknown),
            };
        }
        let Some(function) = self.database.function(name) else {
            return self.mention_all(arguments).max(if is_caller_function(name) {
                Demand::Tie
            } else {
                Demand::Unknown
            });
        };
        if arguments.iter().any(mentions_caller) || self.database.asks_caller(function) {
            if let (Some(result), Some(left)) = (&function.result, self.left.checked_sub(1)) {
                let before = std::mem::replace(&mut self.left, left);
                let outer = std::mem::take(&mut self.inner);
                let table = self.table.take();
                let demand = self.demand(result);
                self.left = before;
                self.inner = outer;
                self.table = table;
                // A right that the function looks up by the argument it is given.
                return if matches!(demand, Demand::SignIn | Demand::Claimed) { demand } else { Demand::Tie };
            }
            return Demand::Tie;
        }
        match &function.result {
            Some(Condition::Bool(true)) => Demand::Nothing,
            _ => Demand::Unknown,
        }
    }

    fn mention_all(&mut self, parts: &[Condition]) -> Demand {
        parts.iter().map(|part| self.mention(part)).max().unwrap_or(Demand::Nothing)
    }

    /// What a value is about.
    fn mention(&mut self, value: &Condition) -> Demand {
        if mentions_metadata(value) {
            return Demand::Claimed;
        }
        if mentions_caller(value) {
            return Demand::Tie;
        }
        match value {
            Condition::Query(query) => self.query(query),
            Condition::Call(name, arguments) => match self.database.function(name) {
                Some(function) if self.database.asks_caller(function) => Demand::Tie,
                // What is built in only reckons with what it is given.
                None if !name.contains('.') || name.starts_with("storage.") => {
                    self.mention_all(arguments).max(Demand::Row)
                }
                _ => Demand::Unknown,
            },
            Condition::Column(_) => Demand::Row,
            Condition::Bool(_) | Condition::Null | Condition::Text(_) | Condition::Number(_) => Demand::Row,
            other => {
                let parts = other.parts();
                let mut demand = Demand::Row;
                for part in parts {
                    demand = demand.and(self.mention(part));
                }
                demand
            }
        }
    }
}
