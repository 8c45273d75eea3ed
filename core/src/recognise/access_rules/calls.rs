//! Calls: built-in functions, methods, and functions of the file.

use smol_str::SmolStr;

use super::compare::{compare, equal, negated};
use super::lower::{Bindings, Lowering, fields_of};
use super::operands::{Lowered, as_name, field, texts};
use crate::facts::{Comparison, Condition, FieldName, FieldSet, FieldTest, Operand};
use crate::syntax::firebase_rules::{Dialect, Expr, ExprKind, Operator};

/// What a call gives.
pub fn call(lowering: &mut Lowering<'_>, callee: &Expr, arguments: &[Expr], bindings: &Bindings) -> Lowered {
    match &callee.kind {
        ExprKind::Name(name) => function(lowering, name, arguments, bindings),
        ExprKind::Member(base, method) => {
            if let ExprKind::Name(module) = &base.kind {
                match (module.as_str(), method.as_str()) {
                    // Rules of Cloud Storage may look into Firestore.
                    ("firestore", _) => return function(lowering, method, arguments, bindings),
                    ("timestamp", _) => return moment(method, arguments),
                    _ => {}
                }
            }
            let base = lowering.lower(base, bindings);
            if lowering.dialect == Dialect::Database
                && let Some(lowered) = snapshot(lowering, &base, method, arguments, bindings)
            {
                return lowered;
            }
            self::method(lowering, base, method, arguments, bindings)
        }
        _ => Lowered::opaque(),
    }
}

fn function(lowering: &mut Lowering<'_>, name: &str, arguments: &[Expr], bindings: &Bindings) -> Lowered {
    if let Some(lowered) = lowering.inline(name, arguments, bindings) {
        return lowered;
    }
    let [argument, ..] = arguments else { return Lowered::opaque() };
    match name {
        "exists" | "existsAfter" => {
            let place = lowering.place(argument, bindings);
            Lowered::Condition(negated(equal(place, Operand::Null)))
        }
        "get" | "getAfter" => Lowered::Operand(lowering.place(argument, bindings)),
        "debug" | "string" | "int" | "float" | "bool" | "path" => lowering.lower(argument, bindings),
        _ => Lowered::opaque(),
    }
}

/// `timestamp.date(2026, 1, 31)`, `timestamp.value(1670000000000)`.
fn moment(method: &str, arguments: &[Expr]) -> Lowered {
    let number =
        |expr: &Expr| if let ExprKind::Number(number) = &expr.kind { number.parse::<i64>().ok() } else { None };
    let numbers: Option<Vec<i64>> = arguments.iter().map(number).collect();
    let moment = match (method, numbers.as_deref()) {
        ("date", Some(&[year, month, day])) => milliseconds(year, month, day),
        ("value", Some(&[value])) => Some(value),
        _ => None,
    };
    moment.map_or_else(Lowered::opaque, |moment| Lowered::Operand(Operand::Moment(moment)))
}

/// Milliseconds from 1970 to a day of the Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn milliseconds(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some((era * 146_097 + day_of_era - 719_468) * 86_400_000)
}

/// Methods of values in both languages.
fn method(lowering: &mut Lowering<'_>, base: Lowered, name: &str, arguments: &[Expr], bindings: &Bindings) -> Lowered {
    let values: Vec<Operand> = arguments.iter().map(|argument| lowering.operand(argument, bindings)).collect();
    match (name, values.as_slice()) {
        // The same value in another form.
        ("toSet" | "lower" | "upper" | "trim" | "toMillis" | "toString" | "toLowerCase" | "toUpperCase", []) => base,
        ("affectedKeys" | "changedKeys" | "addedKeys" | "removedKeys" | "unchangedKeys", [])
            if matches!(base, Lowered::Fields(_)) =>
        {
            // What a write leaves as it was is no restriction of what it changes.
            if name == "unchangedKeys" { Lowered::Operand(Operand::Other(vec![base.into_operand()])) } else { base }
        }
        ("keys", []) => fields_of(&base).map_or_else(|| worked_out(base, Vec::new()), Lowered::Fields),
        ("diff", [Operand::Stored(path)]) if path.is_empty() && fields_of(&base).is_some() => {
            Lowered::Fields(FieldSet::Changed)
        }
        ("diff", [Operand::Incoming(path)])
            if path.is_empty() && base == Lowered::Operand(Operand::Stored(Vec::new())) =>
        {
            Lowered::Fields(FieldSet::Changed)
        }
        ("get", [name, ..]) => Lowered::Operand(got(base.into_operand(), name)),
        ("hasOnly" | "hasAny" | "hasAll", [list]) => has(base, name, list),
        _ => worked_out(base, values),
    }
}

/// `data.get('owner', '')`, `data.get(['a', 'b'], '')`.
fn got(base: Operand, name: &Operand) -> Operand {
    match name {
        Operand::List(names) => names.iter().fold(base, |base, name| field(base, as_name(name))),
        name => field(base, as_name(name)),
    }
}

/// `keys().hasOnly([…])`, `members.hasAny([request.auth.uid])`.
fn has(base: Lowered, name: &str, list: &Operand) -> Lowered {
    let test = match name {
        "hasOnly" => FieldTest::Only,
        "hasAny" => FieldTest::Any,
        _ => FieldTest::All,
    };
    if let (Lowered::Fields(set), Some(names)) = (&base, texts(list)) {
        return Lowered::Condition(Condition::Fields(*set, test, names));
    }
    let base = base.into_operand();
    match list {
        Operand::List(items) if items.contains(&Operand::UserId) => {
            Lowered::Condition(Condition::Compare(Comparison::In, Operand::UserId, base))
        }
        other => Lowered::Operand(Operand::Other(vec![base, other.clone()])),
    }
}

fn worked_out(base: Lowered, mut values: Vec<Operand>) -> Lowered {
    values.insert(0, base.into_operand());
    Lowered::Operand(Operand::Other(values))
}

/// Methods of the Realtime Database's snapshots (firebase.google.com/docs/reference/security/database, "RuleDataSnapshot").
fn snapshot(
    lowering: &mut Lowering<'_>,
    base: &Lowered,
    method: &str,
    arguments: &[Expr],
    bindings: &Bindings,
) -> Option<Lowered> {
    let Lowered::Operand(base @ (Operand::Stored(_) | Operand::Incoming(_) | Operand::Elsewhere { .. })) = base else {
        return None;
    };
    let base = base.clone();
    let exists = |operand| Lowered::Condition(negated(equal(operand, Operand::Null)));
    Some(match (method, arguments) {
        ("val", []) => Lowered::Operand(base),
        ("exists", []) => exists(base),
        ("child", [path]) => Lowered::Operand(child(base, steps(lowering, path, bindings))),
        ("hasChild", [path]) => exists(child(base, steps(lowering, path, bindings))),
        ("hasChildren", []) => exists(base),
        ("hasChildren", [names]) => match (&base, texts(&lowering.operand(names, bindings))) {
            (Operand::Incoming(path), Some(names)) if path.is_empty() => {
                Lowered::Condition(Condition::Fields(FieldSet::Incoming, FieldTest::All, names))
            }
            _ => Lowered::Condition(Condition::Unknown(vec![base])),
        },
        ("parent", []) => Lowered::Operand(child(base, vec![FieldName::Other])),
        ("isString" | "isNumber" | "isBoolean", []) => Lowered::Condition(Condition::Unknown(vec![base])),
        ("contains" | "beginsWith" | "endsWith" | "matches", [argument]) => {
            Lowered::Condition(compare_text(base, lowering.operand(argument, bindings)))
        }
        _ => return None,
    })
}

fn compare_text(base: Operand, argument: Operand) -> Condition {
    match argument {
        Operand::UserId => compare(Comparison::In, Operand::UserId, base),
        other => Condition::Unknown(vec![base, other]),
    }
}

/// What lies below a snapshot. Below `root` a path grows, below others a field.
fn child(base: Operand, steps: Vec<FieldName>) -> Operand {
    match base {
        Operand::Elsewhere { path, field } if field.is_empty() => {
            let path = path.map(|mut path| {
                path.extend(steps);
                path
            });
            Operand::Elsewhere { path, field }
        }
        other => steps.into_iter().fold(other, field),
    }
}

/// The steps of `'rooms/' + $room + '/members'`.
fn steps(lowering: &mut Lowering<'_>, path: &Expr, bindings: &Bindings) -> Vec<FieldName> {
    if let ExprKind::Binary(Operator::Add, left, right) = &path.kind {
        let mut found = steps(lowering, left, bindings);
        found.extend(steps(lowering, right, bindings));
        return found;
    }
    match lowering.operand(path, bindings) {
        Operand::Text(text) => {
            let names = text.split('/').filter(|name| !name.is_empty());
            names.map(|name| FieldName::Name(SmolStr::new(name))).collect()
        }
        other => vec![as_name(&other)],
    }
}
