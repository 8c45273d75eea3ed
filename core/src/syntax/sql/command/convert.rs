//! From the parser's tree to a command.

use smol_str::SmolStr;
use sqlparser::ast::{
    Assignment, AssignmentTarget, BinaryOperator, Delete, Expr, FromTable, Function, FunctionArg, FunctionArgExpr,
    FunctionArguments, Ident, InTarget, Insert, JoinConstraint, LimitClause, ObjectName, Query, Select, SetExpr,
    Statement, TableFactor, TableObject, TableWithJoins, Update, UpdateTableFromKind, Value,
};

use super::super::expression::constraint;
use super::super::slots::{Slot, in_quotes};
use super::{Command, Operand, Verb};

/// How deep parentheses and casts around a value nest.
const DEPTH_LIMIT: u32 = 24;
/// Functions that give their argument in another form.
const FORMS: [&str; 14] = [
    "lower",
    "upper",
    "trim",
    "uuid",
    "coalesce",
    "nullif",
    "to_uuid",
    "uuid_to_bin",
    "unhex",
    "cast",
    "concat",
    "abs",
    "any",
    "all",
];
/// Functions whose value the database knows by itself.
const CLOCK: [&str; 12] = [
    "now",
    "current_timestamp",
    "current_date",
    "curdate",
    "datetime",
    "date",
    "unixepoch",
    "strftime",
    "gen_random_uuid",
    "uuid_generate_v4",
    "unix_timestamp",
    "utc_timestamp",
];

/// The command that a statement is.
pub fn convert(statement: &Statement, slots: &[Slot]) -> Option<Command> {
    match statement {
        Statement::Query(query) => select_query(query, slots),
        Statement::Insert(insert) => self::insert(insert, slots),
        Statement::Update(update) => self::update(update, slots),
        Statement::Delete(delete) => self::delete(delete, slots),
        _ => None,
    }
}

/// Reads the parts of one command.
struct Reader<'a> {
    slots: &'a [Slot],
    /// The names that the command's own table goes by.
    own: Vec<SmolStr>,
    /// Names and aliases of the other tables.
    others: Vec<(SmolStr, SmolStr)>,
    found: Command,
}

impl<'a> Reader<'a> {
    fn new(verb: Verb, table: &TableFactor, slots: &'a [Slot]) -> Option<Self> {
        let TableFactor::Table { name, alias, args: None, .. } = table else { return None };
        let (name, alias) = (table_name(name)?, alias.as_ref().map(|alias| ident(&alias.name)));
        Some(Self::named(verb, name, alias, slots))
    }

    fn named(verb: Verb, table: SmolStr, alias: Option<SmolStr>, slots: &'a [Slot]) -> Self {
        let own = std::iter::once(table.clone()).chain(alias).collect();
        let found = Command { verb, table, conditions: Vec::new(), is_open: false, written: Vec::new() };
        Self { slots, own, others: Vec::new(), found }
    }

    fn joins(&mut self, table: &TableWithJoins) {
        for join in &table.joins {
            self.other(&join.relation);
        }
        for join in &table.joins {
            match constraint(&join.join_operator) {
                Some(JoinConstraint::On(on)) => self.demands(on),
                Some(JoinConstraint::Using(_) | JoinConstraint::None) => {}
                _ => self.found.is_open = true,
            }
        }
    }

    fn others(&mut self, tables: &[TableWithJoins]) {
        for table in tables {
            self.other(&table.relation);
            self.joins(table);
        }
    }

    fn other(&mut self, table: &TableFactor) {
        match table {
            TableFactor::Table { name, alias, args: None, .. } => {
                if let Some(name) = table_name(name) {
                    let alias = alias.as_ref().map_or_else(|| name.clone(), |alias| ident(&alias.name));
                    self.others.push((alias, name));
                }
            }
            // What a query within asks for is not seen here.
            _ => self.found.is_open = true,
        }
    }

    /// Everything that has to hold: the parts of a chain of `AND`, which the parser nests to the left.
    fn demands(&mut self, condition: &Expr) {
        let mut open = vec![condition];
        while let Some(at) = open.pop() {
            match at {
                Expr::Nested(inner) => open.push(inner),
                Expr::BinaryOp { left, op: BinaryOperator::And, right } => open.extend([&**right, &**left]),
                other => self.demand(other),
            }
        }
    }

    fn demand(&mut self, condition: &Expr) {
        match condition {
            Expr::BinaryOp { left, op, right } if is_comparison(op) => self.compared(left, op, right),
            Expr::IsNotDistinctFrom(left, right) => self.compared(left, &BinaryOperator::Eq, right),
            Expr::AnyOp { left, right, .. } => self.compared(left, &BinaryOperator::Gt, right),
            Expr::Like { expr, pattern, .. } | Expr::ILike { expr, pattern, .. } => {
                self.compared(expr, &BinaryOperator::Gt, pattern);
            }
            Expr::Between { expr, low, .. } => self.compared(expr, &BinaryOperator::Gt, low),
            Expr::In { expr, target: InTarget::List(list), .. } => {
                let values = list.iter().map(|value| self.operand(value, 0)).collect();
                match self.column(expr) {
                    Some(path) => self.found.conditions.push((path, Operand::Several(values))),
                    None => self.found.is_open = true,
                }
            }
            Expr::IsNull(of) | Expr::IsNotNull(of) => self.found.is_open |= self.column(of).is_none(),
            Expr::IsTrue(of) | Expr::IsFalse(of) | Expr::IsNotTrue(of) | Expr::IsNotFalse(of) => self.flag(of),
            Expr::Value(_) => self.found.is_open |= self.operand(condition, 0) != Operand::Literal,
            flag => self.flag(flag),
        }
    }

    /// A column that has to be true.
    fn flag(&mut self, of: &Expr) {
        match self.column(of) {
            Some(path) => self.found.conditions.push((path, Operand::Literal)),
            None => self.found.is_open = true,
        }
    }

    fn compared(&mut self, left: &Expr, op: &BinaryOperator, right: &Expr) {
        let (path, other) = match (self.column(left), self.column(right)) {
            // What ties two tables together asks for nothing.
            (Some(_), Some(_)) => return,
            (Some(path), None) => (path, right),
            (None, Some(path)) => (path, left),
            (None, None) => {
                let (left, right) = (self.operand(left, 0), self.operand(right, 0));
                self.found.is_open |= left != Operand::Literal || right != Operand::Literal;
                return;
            }
        };
        let operand = self.operand(other, 0);
        if operand == Operand::Unknown {
            self.found.is_open = true;
        }
        let is_id = matches!(path.as_slice(), [only] if ["id", "uuid", "_id"].contains(&only.as_str()));
        if is_id && *op == BinaryOperator::Eq && self.found.verb == Verb::Select {
            self.found.verb = Verb::SelectOne;
        }
        self.found.conditions.push((path, operand));
    }

    /// The column that an expression is, through casts and changes of case.
    fn column(&self, of: &Expr) -> Option<Vec<SmolStr>> {
        let mut at = of;
        for _ in 0..DEPTH_LIMIT {
            match at {
                Expr::Nested(inner) | Expr::Cast { expr: inner, .. } | Expr::Collate { expr: inner, .. } => at = inner,
                Expr::Function(function) => at = form_of(function).filter(|_| single(function))?,
                Expr::Identifier(name) => {
                    let is_column = in_quotes(&name.value).is_empty() && !is_clock(&name.value);
                    return is_column.then(|| vec![ident(name)]);
                }
                Expr::CompoundIdentifier(names) => return self.qualified(names),
                _ => return None,
            }
        }
        None
    }

    fn qualified(&self, names: &[Ident]) -> Option<Vec<SmolStr>> {
        let [.., table, column] = names else { return None };
        let (table, column) = (ident(table), ident(column));
        if self.own.iter().any(|own| own.eq_ignore_ascii_case(&table)) {
            return Some(vec![column]);
        }
        let other = self.others.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(&table));
        Some(vec![other.map_or(table, |(_, name)| name.clone()), column])
    }

    fn operand(&self, of: &Expr, depth: u32) -> Operand {
        if depth > DEPTH_LIMIT {
            return Operand::Unknown;
        }
        match of {
            Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => self.operand(inner, depth + 1),
            Expr::Value(value) => self.literal(&value.value),
            Expr::TypedString(_) | Expr::Interval(_) => Operand::Literal,
            Expr::Identifier(name) => match in_quotes(&name.value).as_slice() {
                [] if is_clock(&name.value) || name.quote_style == Some('"') => Operand::Literal,
                [] => Operand::Unknown,
                marks => self.several(marks),
            },
            Expr::UnaryOp { expr, .. } => self.operand(expr, depth + 1),
            Expr::BinaryOp { left, right, .. } => self.both(left, right, depth),
            Expr::Tuple(parts) => joined(parts.iter().map(|part| self.operand(part, depth + 1)).collect()),
            Expr::Array(array) => joined(array.elem.iter().map(|part| self.operand(part, depth + 1)).collect()),
            Expr::Function(function) if is_clock(&function.name.to_string()) => Operand::Literal,
            Expr::Function(function) => form_of(function).map_or(Operand::Unknown, |of| self.operand(of, depth + 1)),
            Expr::Trim { expr, .. } => self.operand(expr, depth + 1),
            _ => Operand::Unknown,
        }
    }

    /// `now() - interval '1 day'`, `'%' || $1 || '%'`.
    fn both(&self, left: &Expr, right: &Expr, depth: u32) -> Operand {
        joined(vec![self.operand(left, depth + 1), self.operand(right, depth + 1)])
    }

    fn literal(&self, value: &Value) -> Operand {
        match value {
            Value::Placeholder(name) => {
                let slot = name.strip_prefix('$').and_then(|number| number.parse::<usize>().ok());
                let slot = slot.and_then(|number| self.slots.get(number));
                slot.map_or(Operand::Unknown, |slot| Operand::Slot(slot.clone()))
            }
            Value::Number(..) | Value::Boolean(_) | Value::Null => Operand::Literal,
            text => text.clone().into_string().map_or(Operand::Literal, |text| self.several(&in_quotes(&text))),
        }
    }

    fn several(&self, marks: &[usize]) -> Operand {
        joined(marks.iter().filter_map(|mark| self.slots.get(*mark)).cloned().map(Operand::Slot).collect())
    }

    fn assignments(&mut self, assignments: &[Assignment]) {
        for assignment in assignments {
            if let AssignmentTarget::ColumnName(name) = &assignment.target
                && let Some(column) = table_name(name)
            {
                let operand = self.operand(&assignment.value, 0);
                self.found.written.push((column, operand));
            }
        }
    }
}

fn select_query(query: &Query, slots: &[Slot]) -> Option<Command> {
    let SetExpr::Select(select) = &*query.body else { return None };
    let mut found = self::select(select, slots)?;
    found.is_open |= query.with.is_some();
    if is_limited_to_one(query.limit_clause.as_ref()) && found.verb == Verb::Select {
        found.verb = Verb::SelectOne;
    }
    Some(found)
}

fn select(select: &Select, slots: &[Slot]) -> Option<Command> {
    let (first, more) = select.from.split_first()?;
    let mut reader = Reader::new(Verb::Select, &first.relation, slots)?;
    reader.joins(first);
    reader.others(more);
    if let Some(selection) = &select.selection {
        reader.demands(selection);
    }
    Some(reader.found)
}

fn insert(insert: &Insert, slots: &[Slot]) -> Option<Command> {
    let TableObject::TableName(name) = &insert.table else { return None };
    let mut reader = Reader::named(Verb::Insert, table_name(name)?, None, slots);
    reader.assignments(&insert.assignments);
    if let Some(source) = &insert.source
        && let SetExpr::Values(values) = &*source.body
        && let Some(row) = values.rows.first()
    {
        for (column, value) in insert.columns.iter().zip(&row.content) {
            let operand = reader.operand(value, 0);
            reader.found.written.extend(table_name(column).map(|column| (column, operand)));
        }
    }
    Some(reader.found)
}

fn update(update: &Update, slots: &[Slot]) -> Option<Command> {
    let mut reader = Reader::new(Verb::Update, &update.table.relation, slots)?;
    reader.joins(&update.table);
    if let Some(UpdateTableFromKind::AfterSet(tables) | UpdateTableFromKind::BeforeSet(tables)) = &update.from {
        reader.others(tables);
    }
    reader.assignments(&update.assignments);
    if let Some(selection) = &update.selection {
        reader.demands(selection);
    }
    Some(reader.found)
}

fn delete(delete: &Delete, slots: &[Slot]) -> Option<Command> {
    let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
    let (first, more) = from.split_first()?;
    let mut reader = Reader::new(Verb::Delete, &first.relation, slots)?;
    reader.joins(first);
    reader.others(more);
    if let Some(using) = &delete.using {
        reader.others(using);
    }
    if let Some(selection) = &delete.selection {
        reader.demands(selection);
    }
    Some(reader.found)
}

fn joined(mut parts: Vec<Operand>) -> Operand {
    if parts.contains(&Operand::Unknown) {
        return Operand::Unknown;
    }
    parts.retain(|part| *part != Operand::Literal);
    match parts.len() {
        0 => Operand::Literal,
        1 => parts.remove(0),
        _ => Operand::Several(parts),
    }
}

fn ident(name: &Ident) -> SmolStr {
    SmolStr::new(&name.value)
}

/// The last part of a name; none when code puts it there.
fn table_name(name: &ObjectName) -> Option<SmolStr> {
    let name = name.0.last()?.as_ident()?;
    (in_quotes(&name.value).is_empty() && !name.value.starts_with('$')).then(|| ident(name))
}

fn is_comparison(op: &BinaryOperator) -> bool {
    use BinaryOperator::{Eq, Gt, GtEq, Lt, LtEq, NotEq, Spaceship};
    matches!(op, Eq | NotEq | Lt | LtEq | Gt | GtEq | Spaceship)
}

fn is_clock(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    CLOCK.contains(&lower.as_str())
}

/// The first argument of a function that only changes its form.
fn form_of(function: &Function) -> Option<&Expr> {
    let name = function.name.to_string().to_ascii_lowercase();
    let FunctionArguments::List(list) = &function.args else { return None };
    if !FORMS.contains(&name.as_str()) {
        return None;
    }
    match list.args.first()? {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(of)) => Some(of),
        _ => None,
    }
}

fn single(function: &Function) -> bool {
    matches!(&function.args, FunctionArguments::List(list) if list.args.len() == 1)
}

fn is_limited_to_one(limit: Option<&LimitClause>) -> bool {
    let Some(LimitClause::LimitOffset { limit: Some(limit), .. } | LimitClause::OffsetCommaLimit { limit, .. }) = limit
    else {
        return false;
    };
    matches!(limit, Expr::Value(value) if matches!(&value.value, Value::Number(number, _) if number == "1"))
}
