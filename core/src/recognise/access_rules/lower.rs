//! From expressions to conditions.
//!
//! Invariant: depth and size are bounded, whatever functions and bindings multiply; what lies beyond is unknown.

use smol_str::SmolStr;

use super::calls;
use super::compare::{all, any, compare, negated};
use super::operands::{Lowered, as_name, field, member};
use crate::facts::{Comparison, Condition, FieldName, FieldSet, FieldTest, Operand, PathSegment};
use crate::syntax::firebase_rules::{Dialect, Expr, ExprKind, Function, Operator, PathPart};

/// How large the conditions of a file may become, all together.
pub const MOST_NODES: u32 = 400_000;

/// How large one condition may become.
const MOST_NODES_OF_ONE: u32 = 4_000;

/// More functions of one block are not looked at.
const MOST_FUNCTIONS: usize = 1_000;

/// The deepest recursion through expressions and the functions they call.
const DEEPEST: u32 = 160;

/// Works out one condition.
pub struct Lowering<'a> {
    /// Which language.
    pub dialect: Dialect,
    scopes: &'a [&'a [Function]],
    path: &'a [PathSegment],
    left_of_file: u32,
    left: u32,
    depth: u32,
}

/// Names and what they stand for: parameters and bindings of the function that is being read.
pub type Bindings = Vec<(SmolStr, Lowered)>;

impl<'a> Lowering<'a> {
    /// For a condition in a block with these functions (outermost first) on this path.
    pub fn new(dialect: Dialect, scopes: &'a [&'a [Function]], path: &'a [PathSegment], left: u32) -> Self {
        Self { dialect, scopes, path, left_of_file: left, left: left.min(MOST_NODES_OF_ONE), depth: 0 }
    }

    /// What is left of the size of all conditions.
    pub fn left(&self) -> u32 {
        let used = self.left_of_file.min(MOST_NODES_OF_ONE) - self.left;
        self.left_of_file - used
    }

    /// What a condition asks.
    pub fn condition(&mut self, expr: &Expr) -> Condition {
        self.lower(expr, &Bindings::new()).into_condition()
    }

    /// What an expression stands for.
    pub fn lower(&mut self, expr: &Expr, bindings: &Bindings) -> Lowered {
        if self.depth >= DEEPEST || !self.charge(1) {
            return Lowered::opaque();
        }
        self.depth += 1;
        let lowered = self.lower_kind(expr, bindings);
        self.depth -= 1;
        lowered
    }

    /// Whether that much more is allowed.
    fn charge(&mut self, size: u32) -> bool {
        let is_enough = self.left >= size;
        self.left = self.left.saturating_sub(size);
        is_enough
    }

    fn lower_kind(&mut self, expr: &Expr, bindings: &Bindings) -> Lowered {
        match &expr.kind {
            ExprKind::Null => Lowered::Operand(Operand::Null),
            ExprKind::Bool(value) => Lowered::Condition(Condition::Constant(*value)),
            ExprKind::Number(number) => Lowered::Operand(Operand::Number(number.clone())),
            ExprKind::Text(text) | ExprKind::Pattern(text) => Lowered::Operand(Operand::Text(SmolStr::new(text))),
            ExprKind::Name(name) => self.name(name, bindings),
            ExprKind::Member(base, name) => member(self.lower(base, bindings), name, self.last_variable()),
            ExprKind::Index(base, index) => {
                let base = self.operand(base, bindings);
                Lowered::Operand(field(base, as_name(&self.operand(index, bindings))))
            }
            ExprKind::Slice(base, _) => Lowered::Operand(Operand::Other(vec![self.operand(base, bindings)])),
            ExprKind::Call(callee, arguments) => calls::call(self, callee, arguments, bindings),
            ExprKind::Not(inner) => Lowered::Condition(negated(self.lower(inner, bindings).into_condition())),
            ExprKind::Negative(inner) => Lowered::Operand(Operand::Other(vec![self.operand(inner, bindings)])),
            ExprKind::All(items) => Lowered::Condition(all(self.conditions(items, bindings))),
            ExprKind::Any(items) => Lowered::Condition(any(self.conditions(items, bindings))),
            ExprKind::Binary(operator, left, right) => self.binary(*operator, left, right, bindings),
            // What kind of value it is says nothing about who may have it.
            ExprKind::Is(value, _) => Lowered::Condition(Condition::Unknown(vec![self.operand(value, bindings)])),
            ExprKind::Choice(three) => self.choice(three, bindings),
            ExprKind::List(items) => {
                Lowered::Operand(Operand::List(items.iter().map(|item| self.operand(item, bindings)).collect()))
            }
            ExprKind::Map(entries) => {
                let values = entries.iter().map(|(_, value)| self.operand(value, bindings)).collect();
                Lowered::Operand(Operand::Other(values))
            }
            ExprKind::Path(_) => Lowered::Operand(self.place(expr, bindings)),
        }
    }

    /// The value of an expression.
    pub fn operand(&mut self, expr: &Expr, bindings: &Bindings) -> Operand {
        self.lower(expr, bindings).into_operand()
    }

    fn conditions(&mut self, items: &[Expr], bindings: &Bindings) -> Vec<Condition> {
        items.iter().map(|item| self.lower(item, bindings).into_condition()).collect()
    }

    fn name(&mut self, name: &SmolStr, bindings: &Bindings) -> Lowered {
        if let Some((_, value)) = bindings.iter().rev().find(|(bound, _)| bound == name) {
            return if self.charge(value.size()) { value.clone() } else { Lowered::opaque() };
        }
        let operand = match (self.dialect, name.as_str()) {
            (Dialect::Rules, "request") => return Lowered::Request,
            (Dialect::Rules, "resource") | (Dialect::Database, "data") => Operand::Stored(Vec::new()),
            (Dialect::Database, "newData") => Operand::Incoming(Vec::new()),
            (Dialect::Database, "root") => Operand::Elsewhere { path: Some(Vec::new()), field: Vec::new() },
            (Dialect::Database, "auth") => Operand::Login,
            (Dialect::Database, "now") => Operand::Now,
            _ if self.is_variable(name) => Operand::Variable(name.clone()),
            _ => return Lowered::opaque(),
        };
        Lowered::Operand(operand)
    }

    fn is_variable(&self, name: &str) -> bool {
        let is_it = |segment: &PathSegment| match segment {
            PathSegment::Any(variable) | PathSegment::Rest(variable) => variable == name,
            PathSegment::Name(_) => false,
        };
        self.path.iter().any(is_it)
    }

    fn last_variable(&self) -> Option<&SmolStr> {
        match self.path.last() {
            Some(PathSegment::Any(name)) => Some(name),
            _ => None,
        }
    }

    fn binary(&mut self, operator: Operator, left: &Expr, right: &Expr, bindings: &Bindings) -> Lowered {
        let comparison = match operator {
            Operator::Equal => Comparison::Equal,
            Operator::NotEqual => Comparison::NotEqual,
            Operator::Less | Operator::LessOrEqual => Comparison::Less,
            Operator::Greater | Operator::GreaterOrEqual => Comparison::Greater,
            Operator::In => Comparison::In,
            _ => {
                let values = vec![self.operand(left, bindings), self.operand(right, bindings)];
                return Lowered::Operand(Operand::Other(values));
            }
        };
        let (left, right) = (self.lower(left, bindings), self.lower(right, bindings));
        Lowered::Condition(match (left, right) {
            // `isAdmin() == true`
            (Lowered::Condition(condition), Lowered::Condition(Condition::Constant(value)))
            | (Lowered::Condition(Condition::Constant(value)), Lowered::Condition(condition)) => {
                let is_equal = (comparison == Comparison::Equal) == value;
                if is_equal { condition } else { negated(condition) }
            }
            (left, Lowered::Fields(set)) if comparison == Comparison::In => match left.into_operand() {
                Operand::Text(name) => Condition::Fields(set, FieldTest::Any, vec![name]),
                other => Condition::Unknown(vec![other, Operand::Incoming(Vec::new())]),
            },
            (left, right) => compare(comparison, left.into_operand(), right.into_operand()),
        })
    }

    /// `a ? b : c` of conditions is `a && b || !a && c`.
    fn choice(&mut self, three: &[Expr; 3], bindings: &Bindings) -> Lowered {
        let [test, yes, no] = three.each_ref().map(|expr| self.lower(expr, bindings));
        match (yes, no) {
            (Lowered::Condition(yes), Lowered::Condition(no)) if self.charge(test.size()) => {
                let test = test.into_condition();
                let otherwise = negated(test.clone());
                Lowered::Condition(any([all([test, yes]), all([otherwise, no])]))
            }
            (yes, no) => {
                let (yes, no) = (yes.into_operand(), no.into_operand());
                Lowered::Operand(match (is_stand_in(&yes), is_stand_in(&no)) {
                    // `signedIn() ? get(…).data.role : null` is the role where it matters.
                    (false, true) => yes,
                    (true, false) => no,
                    _ => Operand::Other(vec![test.into_operand(), yes, no]),
                })
            }
        }
    }

    /// Something stored elsewhere, by its path below the root of the database.
    pub fn place(&mut self, expr: &Expr, bindings: &Bindings) -> Operand {
        let ExprKind::Path(parts) = &expr.kind else {
            return match self.operand(expr, bindings) {
                place @ Operand::Elsewhere { .. } => place,
                _ => Operand::Elsewhere { path: None, field: Vec::new() },
            };
        };
        let parts = match parts.as_slice() {
            [PathPart::Literal(first), _, PathPart::Literal(third), rest @ ..]
                if first == "databases" && third == "documents" =>
            {
                rest
            }
            other => other,
        };
        let name = |part: &PathPart| match part {
            PathPart::Literal(name) => FieldName::Name(name.clone()),
            PathPart::Value(value) => as_name(&self.operand(value, bindings)),
        };
        Operand::Elsewhere { path: Some(parts.iter().map(name).collect()), field: Vec::new() }
    }

    /// What a call of a function of the file gives; `None` when there is none of that name.
    pub fn inline(&mut self, name: &str, arguments: &[Expr], bindings: &Bindings) -> Option<Lowered> {
        let known = self.scopes.iter().rev().flat_map(|scope| scope.iter().take(MOST_FUNCTIONS));
        let function = known.into_iter().find(|one| one.name == name)?;
        let mut inner = Bindings::new();
        for (parameter, argument) in function.parameters.iter().zip(arguments) {
            inner.push((parameter.clone(), self.lower(argument, bindings)));
        }
        for (name, value) in &function.bindings {
            if self.left == 0 {
                return Some(Lowered::opaque());
            }
            let value = self.lower(value, &inner);
            inner.push((name.clone(), value));
        }
        Some(function.result.as_ref().map_or_else(Lowered::opaque, |result| self.lower(result, &inner)))
    }
}

/// `keys` and the like of a value, when it is what is being written.
pub fn fields_of(base: &Lowered) -> Option<FieldSet> {
    match base {
        Lowered::Operand(Operand::Incoming(path)) if path.is_empty() => Some(FieldSet::Incoming),
        Lowered::Fields(set) => Some(*set),
        _ => None,
    }
}

/// Whether a value only stands where another is missing.
fn is_stand_in(operand: &Operand) -> bool {
    match operand {
        Operand::Null | Operand::Text(_) | Operand::Number(_) | Operand::Bool(_) => true,
        Operand::Other(parts) | Operand::List(parts) => parts.iter().all(is_stand_in),
        _ => false,
    }
}
