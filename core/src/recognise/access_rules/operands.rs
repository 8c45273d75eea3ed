//! What parts of requests and of stored data are, by the steps that lead to them.

use smol_str::{SmolStr, format_smolstr};

use crate::facts::{Condition, FieldName, FieldSet, Operand};

/// What an expression stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Lowered {
    /// A truth value.
    Condition(Condition),
    /// Any value.
    Operand(Operand),
    /// `request`.
    Request,
    /// Names of fields: `keys()`, `diff(…)`.
    Fields(FieldSet),
}

impl Lowered {
    /// Nobody knows what.
    pub fn opaque() -> Self {
        Self::Operand(Operand::Other(vec![Operand::Elsewhere { path: None, field: Vec::new() }]))
    }

    /// As a condition: a value that is to be true.
    pub fn into_condition(self) -> Condition {
        match self {
            Self::Condition(condition) => condition,
            Self::Operand(Operand::Bool(value)) => Condition::Constant(value),
            Self::Operand(Operand::Login | Operand::UserId) => Condition::SignedIn,
            Self::Operand(Operand::Other(about)) => Condition::Unknown(about),
            Self::Operand(operand) => super::compare::equal(operand, Operand::Bool(true)),
            Self::Request => Condition::Constant(true),
            Self::Fields(set) => Condition::Unknown(vec![of_set(set)]),
        }
    }

    /// As a value.
    pub fn into_operand(self) -> Operand {
        match self {
            Self::Operand(operand) => operand,
            Self::Condition(Condition::Constant(value)) => Operand::Bool(value),
            Self::Condition(condition) => {
                let mut about = Vec::new();
                condition.operands(&mut |operand| about.push(operand.clone()));
                Operand::Other(about)
            }
            Self::Request => Operand::Other(Vec::new()),
            Self::Fields(set) => Operand::Other(vec![of_set(set)]),
        }
    }

    /// How many parts it has.
    pub fn size(&self) -> u32 {
        match self {
            Self::Condition(condition) => condition.size(),
            Self::Operand(operand) => operand.size(),
            Self::Request | Self::Fields(_) => 1,
        }
    }
}

fn of_set(set: FieldSet) -> Operand {
    match set {
        FieldSet::Incoming | FieldSet::Changed => Operand::Incoming(Vec::new()),
    }
}

/// The part called `name` of a value; `last` is the path's last variable, which names what the rule is about.
pub fn member(base: Lowered, name: &str, last: Option<&SmolStr>) -> Lowered {
    if base == Lowered::Request {
        return Lowered::Operand(match name {
            "auth" => Operand::Login,
            "time" => Operand::Now,
            "resource" => Operand::Incoming(Vec::new()),
            _ => Operand::Other(Vec::new()),
        });
    }
    let operand = match (base.into_operand(), name) {
        (Operand::Stored(path) | Operand::Incoming(path), "id" | "__name__") if path.is_empty() && last.is_some() => {
            Operand::Variable(last.cloned().unwrap_or_default())
        }
        // A document is its data.
        (Operand::Stored(path), "data") if path.is_empty() => Operand::Stored(path),
        (Operand::Incoming(path), "data") if path.is_empty() => Operand::Incoming(path),
        (Operand::Elsewhere { path, field }, "data") if field.is_empty() => Operand::Elsewhere { path, field },
        (operand, _) => field(operand, FieldName::Name(SmolStr::new(name))),
    };
    Lowered::Operand(operand)
}

/// A field of a value, by its name.
pub fn field(operand: Operand, name: FieldName) -> Operand {
    match operand {
        Operand::Stored(mut path) => {
            path.push(name);
            Operand::Stored(path)
        }
        Operand::Incoming(mut path) => {
            path.push(name);
            Operand::Incoming(path)
        }
        Operand::Elsewhere { path, mut field } => {
            field.push(name);
            Operand::Elsewhere { path, field }
        }
        Operand::Login => match name {
            FieldName::Name(name) if name == "uid" => Operand::UserId,
            FieldName::Name(name) if name == "token" => Operand::Claim(SmolStr::default()),
            FieldName::Name(name) => Operand::Claim(name),
            _ => Operand::Claim(SmolStr::new("?")),
        },
        Operand::Claim(claim) => {
            let FieldName::Name(name) = name else { return Operand::Claim(claim) };
            Operand::Claim(if claim.is_empty() { name } else { format_smolstr!("{claim}.{name}") })
        }
        other => Operand::Other(vec![other]),
    }
}

/// A value as the name of a field or as a part of a path.
pub fn as_name(operand: &Operand) -> FieldName {
    match operand {
        Operand::Text(text) => FieldName::Name(text.clone()),
        Operand::UserId => FieldName::UserId,
        Operand::Variable(name) => FieldName::Variable(name.clone()),
        _ => FieldName::Other,
    }
}

/// The texts of a list; none when it holds anything else.
pub fn texts(operand: &Operand) -> Option<Vec<SmolStr>> {
    let Operand::List(items) = operand else { return None };
    let text = |item: &Operand| if let Operand::Text(text) = item { Some(text.clone()) } else { None };
    items.iter().map(text).collect()
}
