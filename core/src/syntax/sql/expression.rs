//! Expressions and queries: from the parser's tree to ours.
//!
//! Invariant: neither the parser nor the walk over its tree meets an expression long or deep enough to exhaust a stack.

use smol_str::SmolStr;
use sqlparser::ast::{
    self, BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, GroupByExpr, InTarget, JoinConstraint,
    JoinOperator, SelectItem, SetExpr, TableFactor, UnaryOperator, Value,
};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

use super::lex::Lexer;
use crate::facts::ObjectName;
use crate::facts::condition::{Comparison, Condition, Query};
use crate::text::TextRange;

/// The most tokens of one expression or query: a chain of so many operators is a tree of that depth.
const TOKEN_LIMIT: usize = 3_000;
/// How deep the parser may recurse.
pub(super) const RECURSION_LIMIT: usize = 50;

/// The condition that `text` is; [`Condition::Other`] when it cannot be read.
pub fn condition(text: &str) -> Condition {
    let parsed = parser(text).and_then(|mut parser| parser.parse_expr().ok().filter(|_| is_at_end(&parser)));
    parsed.map_or(Condition::Other(Vec::new()), |expr| convert(&expr, 0))
}

/// The query that `text` is.
pub fn query(text: &str) -> Option<Query> {
    let mut parser = parser(text)?;
    let parsed = parser.parse_query().ok().filter(|_| is_at_end(&parser))?;
    Some(convert_query(&parsed, 0))
}

fn parser(text: &str) -> Option<Parser<'static>> {
    if !is_short(text) {
        return None;
    }
    Parser::new(&PostgreSqlDialect {}).with_recursion_limit(RECURSION_LIMIT).try_with_sql(text).ok()
}

/// Whether a text has so few tokens that no chain in it is a tree too deep.
pub(super) fn is_short(text: &str) -> bool {
    Lexer::new(text, 0).take(TOKEN_LIMIT + 1).count() <= TOKEN_LIMIT
}

pub(super) fn is_at_end(parser: &Parser<'_>) -> bool {
    matches!(parser.peek_token().token, sqlparser::tokenizer::Token::EOF | sqlparser::tokenizer::Token::SemiColon)
}

fn convert(expr: &Expr, depth: u32) -> Condition {
    if depth > Condition::DEPTH_LIMIT {
        return Condition::Other(Vec::new());
    }
    let inner = |expr: &Expr| convert(expr, depth + 1);
    let boxed = |expr: &Expr| Box::new(convert(expr, depth + 1));
    match expr {
        Expr::Nested(of) | Expr::Cast { expr: of, .. } | Expr::Collate { expr: of, .. } => inner(of),
        Expr::Identifier(name) => identifier(name),
        Expr::CompoundIdentifier(names) => Condition::Column(names.iter().map(folded).collect()),
        Expr::Value(value) => literal(&value.value),
        Expr::TypedString(typed) => literal(&typed.value.value),
        Expr::IsNull(of) => Condition::IsNull(boxed(of), false),
        Expr::IsNotNull(of) => Condition::IsNull(boxed(of), true),
        Expr::IsTrue(of) | Expr::IsNotFalse(of) => inner(of),
        Expr::IsFalse(of) | Expr::IsNotTrue(of) => Condition::Not(boxed(of)),
        Expr::IsDistinctFrom(left, right) => Condition::Compare(Comparison::NotEqual, boxed(left), boxed(right)),
        Expr::IsNotDistinctFrom(left, right) => Condition::Compare(Comparison::Equal, boxed(left), boxed(right)),
        Expr::UnaryOp { op: UnaryOperator::Not, expr: of } => Condition::Not(boxed(of)),
        Expr::BinaryOp { left, op, right } => binary(expr, left, op, right, depth),
        Expr::AnyOp { left, right, compare_op: BinaryOperator::Eq, .. } => {
            Condition::In(boxed(left), vec![inner(right)])
        }
        Expr::In { expr: of, target, negated, .. } => negate(*negated, membership(of, target, depth)),
        Expr::Exists { subquery, negated } => {
            negate(*negated, Condition::Exists(Box::new(convert_query(subquery, depth + 1))))
        }
        Expr::Subquery(subquery) => subquery_value(subquery, depth),
        Expr::Function(function) => call(function, depth),
        Expr::Tuple(parts) => Condition::Other(parts.iter().map(inner).collect()),
        Expr::Array(array) => Condition::Other(array.elem.iter().map(inner).collect()),
        Expr::Case { operand, conditions, else_result, .. } => {
            let whens = conditions.iter().flat_map(|when| [inner(&when.condition), inner(&when.result)]);
            let rest = operand.iter().chain(else_result).map(|of| inner(of));
            Condition::Other(whens.chain(rest).collect())
        }
        Expr::Like { expr: left, pattern: right, negated, .. }
        | Expr::ILike { expr: left, pattern: right, negated, .. } => {
            negate(*negated, Condition::Compare(Comparison::Other, boxed(left), boxed(right)))
        }
        Expr::Between { expr: of, low, high, .. } => Condition::Other(vec![inner(of), inner(low), inner(high)]),
        Expr::CompoundFieldAccess { root, access_chain } => {
            let indexes = access_chain.iter().filter_map(|access| match access {
                ast::AccessExpr::Dot(of) => Some(inner(of)),
                ast::AccessExpr::Subscript(ast::Subscript::Index { index }) => Some(inner(index)),
                ast::AccessExpr::Subscript(_) => None,
            });
            Condition::Other(std::iter::once(inner(root)).chain(indexes).collect())
        }
        Expr::UnaryOp { expr: of, .. }
        | Expr::Extract { expr: of, .. }
        | Expr::Trim { expr: of, .. }
        | Expr::Substring { expr: of, .. }
        | Expr::AtTimeZone { timestamp: of, .. } => Condition::Other(vec![inner(of)]),
        _ => Condition::Other(Vec::new()),
    }
}

fn folded(name: &ast::Ident) -> SmolStr {
    if name.quote_style.is_some() { SmolStr::new(&name.value) } else { SmolStr::new(name.value.to_lowercase()) }
}

/// Names that stand for who asks though they look like columns (postgresql.org/docs, "System Information Functions").
fn identifier(name: &ast::Ident) -> Condition {
    let folded = folded(name);
    let is_function = name.quote_style.is_none()
        && matches!(
            folded.as_str(),
            "current_user" | "session_user" | "current_role" | "user" | "current_timestamp" | "current_date"
        );
    if is_function { Condition::Call(folded, Vec::new()) } else { Condition::Column(vec![folded]) }
}

fn literal(value: &Value) -> Condition {
    match value {
        Value::Boolean(value) => Condition::Bool(*value),
        Value::Null => Condition::Null,
        Value::Number(number, _) => Condition::Number(SmolStr::new(number)),
        other => other.clone().into_string().map_or(Condition::Other(Vec::new()), |text| Condition::Text(text.into())),
    }
}

fn negate(negated: bool, condition: Condition) -> Condition {
    if negated { Condition::Not(Box::new(condition)) } else { condition }
}

fn binary(expr: &Expr, left: &Expr, op: &BinaryOperator, right: &Expr, depth: u32) -> Condition {
    let both = || (Box::new(convert(left, depth + 1)), Box::new(convert(right, depth + 1)));
    let compared = |comparison| {
        let (left, right) = both();
        Condition::Compare(comparison, left, right)
    };
    match op {
        BinaryOperator::And => Condition::And(chain(expr, op, depth)),
        BinaryOperator::Or => Condition::Or(chain(expr, op, depth)),
        BinaryOperator::Eq => compared(Comparison::Equal),
        BinaryOperator::NotEq => compared(Comparison::NotEqual),
        BinaryOperator::Lt | BinaryOperator::LtEq | BinaryOperator::Gt | BinaryOperator::GtEq => {
            compared(Comparison::Other)
        }
        BinaryOperator::Arrow
        | BinaryOperator::LongArrow
        | BinaryOperator::HashArrow
        | BinaryOperator::HashLongArrow => {
            let (of, key) = both();
            match *key {
                Condition::Text(key) => Condition::Field(of, key),
                key => Condition::Other(vec![*of, key]),
            }
        }
        _ => {
            let (left, right) = both();
            Condition::Other(vec![*left, *right])
        }
    }
}

/// The operands of a chain of the same operator, which the parser nests to the left.
fn chain(expr: &Expr, op: &BinaryOperator, depth: u32) -> Vec<Condition> {
    let mut found = Vec::new();
    let mut at = expr;
    loop {
        match at {
            Expr::BinaryOp { left, op: other, right } if other == op => {
                found.push(convert(right, depth + 1));
                at = left;
            }
            other => {
                found.push(convert(other, depth + 1));
                break;
            }
        }
    }
    found.reverse();
    found
}

fn membership(of: &Expr, target: &InTarget, depth: u32) -> Condition {
    let list = match target {
        InTarget::List(list) => list.iter().map(|item| convert(item, depth + 1)).collect(),
        InTarget::Subquery(query) => vec![Condition::Query(Box::new(convert_query(query, depth + 1)))],
        InTarget::Unnest(of) => vec![convert(of, depth + 1)],
        InTarget::Table { .. } => vec![Condition::Other(Vec::new())],
    };
    Condition::In(Box::new(convert(of, depth + 1)), list)
}

/// `(SELECT auth.uid())` is `auth.uid()`: the form that is computed once per query (supabase.com/docs, "RLS performance").
fn subquery_value(subquery: &ast::Query, depth: u32) -> Condition {
    let mut query = convert_query(subquery, depth + 1);
    if query.tables.is_empty() && query.conditions.is_empty() && !query.has_more && query.gives.len() == 1 {
        return query.gives.remove(0);
    }
    Condition::Query(Box::new(query))
}

fn call(function: &ast::Function, depth: u32) -> Condition {
    let parts: Vec<SmolStr> = function.name.0.iter().filter_map(|part| part.as_ident().map(folded)).collect();
    let arguments = match &function.args {
        FunctionArguments::List(list) => list
            .args
            .iter()
            .filter_map(|argument| match argument {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(of))
                | FunctionArg::Named { arg: FunctionArgExpr::Expr(of), .. }
                | FunctionArg::ExprNamed { arg: FunctionArgExpr::Expr(of), .. } => Some(convert(of, depth + 1)),
                _ => None,
            })
            .collect(),
        FunctionArguments::Subquery(query) => vec![Condition::Query(Box::new(convert_query(query, depth + 1)))],
        FunctionArguments::None => Vec::new(),
    };
    Condition::Call(SmolStr::new(parts.join(".")), arguments)
}

fn convert_query(parsed: &ast::Query, depth: u32) -> Query {
    let mut query = Query { has_more: parsed.with.is_some(), ..Query::default() };
    if depth > Condition::DEPTH_LIMIT {
        query.has_more = true;
        return query;
    }
    match &*parsed.body {
        SetExpr::Select(select) => convert_select(select, &mut query, depth),
        SetExpr::Query(inner) => {
            let has_more = query.has_more;
            query = convert_query(inner, depth + 1);
            query.has_more |= has_more;
        }
        SetExpr::SetOperation { left, .. } => {
            let mut at: &SetExpr = left;
            while let SetExpr::SetOperation { left, .. } = at {
                at = left;
            }
            if let SetExpr::Select(select) = at {
                convert_select(select, &mut query, depth);
            }
            query.has_more = true;
        }
        _ => query.has_more = true,
    }
    query
}

fn convert_select(select: &ast::Select, query: &mut Query, depth: u32) {
    for item in &select.projection {
        let given = match item {
            SelectItem::UnnamedExpr(expr)
            | SelectItem::ExprWithAlias { expr, .. }
            | SelectItem::ExprWithAliases { expr, .. } => convert(expr, depth + 1),
            SelectItem::QualifiedWildcard(kind, _) => {
                let table = kind.to_string();
                let table = table.strip_suffix(".*").unwrap_or(&table).to_lowercase();
                Condition::Column(vec![SmolStr::new(table), SmolStr::new_static("*")])
            }
            SelectItem::Wildcard(_) => Condition::Column(vec![SmolStr::new_static("*")]),
        };
        query.gives.push(given);
    }
    for table in &select.from {
        source(&table.relation, query, depth);
        for join in &table.joins {
            source(&join.relation, query, depth);
            if let Some(JoinConstraint::On(on)) = constraint(&join.join_operator) {
                query.conditions.push(convert(on, depth + 1));
            }
        }
    }
    query.conditions.extend(select.selection.as_ref().map(|expr| convert(expr, depth + 1)));
    let is_aggregate = |given: &Condition| matches!(given, Condition::Call(name, _) if matches!(name.as_str(), "count" | "sum" | "avg" | "min" | "max"));
    let is_grouped = match &select.group_by {
        GroupByExpr::Expressions(by, _) => !by.is_empty(),
        GroupByExpr::All(_) => true,
    };
    query.is_summary = is_grouped || !query.gives.is_empty() && query.gives.iter().all(is_aggregate);
}

fn source(factor: &TableFactor, query: &mut Query, depth: u32) {
    match factor {
        TableFactor::Table { name, alias, args: None, .. } => {
            let mut parts: Vec<SmolStr> = name.0.iter().filter_map(|part| part.as_ident().map(folded)).collect();
            let Some(name) = parts.pop() else { return };
            let name = ObjectName { schema: parts.pop(), name, range: TextRange::empty(0) };
            query.tables.push((name, alias.as_ref().map(|alias| folded(&alias.name))));
        }
        TableFactor::Derived { subquery, .. } => {
            let inner = convert_query(subquery, depth + 1);
            query.tables.extend(inner.tables);
            query.conditions.extend(inner.conditions);
            query.has_more |= inner.has_more;
        }
        TableFactor::NestedJoin { table_with_joins, .. } if depth < Condition::DEPTH_LIMIT => {
            source(&table_with_joins.relation, query, depth + 1);
            for join in &table_with_joins.joins {
                source(&join.relation, query, depth + 1);
            }
        }
        _ => query.has_more = true,
    }
}

pub(super) fn constraint(operator: &JoinOperator) -> Option<&JoinConstraint> {
    match operator {
        JoinOperator::Join(on)
        | JoinOperator::Inner(on)
        | JoinOperator::Left(on)
        | JoinOperator::LeftOuter(on)
        | JoinOperator::Right(on)
        | JoinOperator::RightOuter(on)
        | JoinOperator::FullOuter(on)
        | JoinOperator::CrossJoin(on) => Some(on),
        _ => None,
    }
}
