//! Comparisons in one form: who asks stands first, null and truth values last, and what is always so is a constant.

use crate::facts::{Comparison, Condition, FieldSet, FieldTest, Operand};

/// `left == right`.
pub fn equal(left: Operand, right: Operand) -> Condition {
    compare(Comparison::Equal, left, right)
}

/// Compares two values.
pub fn compare(comparison: Comparison, left: Operand, right: Operand) -> Condition {
    if comparison == Comparison::In {
        return within(left, right);
    }
    let (comparison, left, right) =
        if rank(&right) < rank(&left) { (turned(comparison), right, left) } else { (comparison, left, right) };
    match comparison {
        Comparison::Equal => equality(left, right),
        Comparison::NotEqual => negated(equality(left, right)),
        _ => {
            let (left, right) = (as_moment(left, &right), right);
            let right = as_moment(right, &left);
            Condition::Compare(comparison, left, right)
        }
    }
}

/// The opposite.
pub fn negated(condition: Condition) -> Condition {
    match condition {
        Condition::Constant(value) => Condition::Constant(!value),
        Condition::Not(inner) => *inner,
        Condition::Compare(Comparison::Equal, left, right) => Condition::Compare(Comparison::NotEqual, left, right),
        Condition::Compare(Comparison::NotEqual, left, right) => Condition::Compare(Comparison::Equal, left, right),
        other => Condition::Not(Box::new(other)),
    }
}

/// When all hold, flat.
pub fn all(conditions: impl IntoIterator<Item = Condition>) -> Condition {
    let mut parts = Vec::new();
    for condition in conditions {
        match condition {
            Condition::Constant(true) => {}
            Condition::Constant(false) => return Condition::Constant(false),
            Condition::All(inner) => parts.extend(inner),
            other => parts.push(other),
        }
    }
    if parts.len() > 1 { Condition::All(parts) } else { parts.pop().unwrap_or(Condition::Constant(true)) }
}

/// When one holds, flat.
pub fn any(conditions: impl IntoIterator<Item = Condition>) -> Condition {
    let mut parts = Vec::new();
    for condition in conditions {
        match condition {
            Condition::Constant(false) => {}
            Condition::Constant(true) => return Condition::Constant(true),
            Condition::Any(inner) => parts.extend(inner),
            other => parts.push(other),
        }
    }
    if parts.len() > 1 { Condition::Any(parts) } else { parts.pop().unwrap_or(Condition::Constant(false)) }
}

fn equality(left: Operand, right: Operand) -> Condition {
    match (&left, &right) {
        (Operand::Login | Operand::UserId, Operand::Null) => negated(Condition::SignedIn),
        (Operand::UserId, Operand::Text(text)) if text.is_empty() => negated(Condition::SignedIn),
        (Operand::Now, Operand::Null) => Condition::Constant(false),
        (Operand::Other(about), Operand::Null) if about.is_empty() => Condition::Constant(false),
        (Operand::Other(about), Operand::Bool(value)) => {
            let unknown = Condition::Unknown(about.clone());
            if *value { unknown } else { negated(unknown) }
        }
        (one, other) if one == other => match one {
            Operand::Login | Operand::UserId | Operand::Claim(_) => Condition::SignedIn,
            Operand::Other(_) => Condition::Unknown(vec![left]),
            _ => Condition::Constant(true),
        },
        (one, other) if is_literal(one) && is_literal(other) => Condition::Constant(false),
        _ => Condition::Compare(Comparison::Equal, left, right),
    }
}

fn within(left: Operand, right: Operand) -> Condition {
    if let (Operand::Text(name), Operand::Incoming(path)) = (&left, &right)
        && path.is_empty()
    {
        return Condition::Fields(FieldSet::Incoming, FieldTest::Any, vec![name.clone()]);
    }
    if let Operand::List(items) = &right
        && is_literal(&left)
        && items.iter().all(is_literal)
    {
        return Condition::Constant(items.contains(&left));
    }
    Condition::Compare(Comparison::In, left, right)
}

fn is_literal(operand: &Operand) -> bool {
    matches!(operand, Operand::Text(_) | Operand::Number(_) | Operand::Bool(_) | Operand::Null)
}

fn rank(operand: &Operand) -> u8 {
    match operand {
        Operand::Login | Operand::UserId | Operand::Claim(_) | Operand::Now => 0,
        Operand::Variable(_) => 1,
        Operand::Stored(_) | Operand::Elsewhere { .. } => 2,
        Operand::Incoming(_) => 3,
        Operand::Other(_) => 4,
        Operand::List(_) | Operand::Moment(_) | Operand::Text(_) | Operand::Number(_) => 5,
        Operand::Bool(_) | Operand::Null => 6,
    }
}

fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::Greater => Comparison::Less,
        other => other,
    }
}

/// A number beside the time of the request is a moment; the Realtime Database writes milliseconds.
fn as_moment(operand: Operand, other: &Operand) -> Operand {
    match (&operand, other) {
        (Operand::Number(number), Operand::Now) => number.parse().map_or(operand, Operand::Moment),
        _ => operand,
    }
}
