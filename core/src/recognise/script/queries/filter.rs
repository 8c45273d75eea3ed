//! Conditions as objects, the way Prisma, Mongoose, Sequelize and TypeORM write them.

use smol_str::SmolStr;

use crate::facts::{ObjectValue, Property, QueryCondition, Value};

/// How deep relations are followed.
const DEPTH_LIMIT: u32 = 8;

/// What rows have to fulfil.
#[derive(Default)]
pub struct Filter {
    pub conditions: Vec<QueryCondition>,
    /// Whether there may be more that cannot be seen.
    pub is_open: bool,
}

impl Filter {
    /// One column that has a value.
    pub fn of_column(column: &str, value: Value) -> Self {
        let condition = QueryCondition { path: vec![SmolStr::new(column)], value };
        Self { conditions: vec![condition], is_open: false }
    }

    /// Conditions nobody can see.
    pub fn open() -> Self {
        Self { conditions: Vec::new(), is_open: true }
    }

    /// The conditions of an object: `{ id, AND: [{ team: { members: { some: { userId } } } }], status: { in: […] } }`.
    pub fn of(value: &Value) -> Self {
        let mut filter = Self::default();
        match value {
            Value::Object(object) => filter.object(object, &mut Vec::new(), DEPTH_LIMIT),
            Value::Array(options) => options.iter().for_each(|option| filter.merge(Self::of(option))),
            Value::Nothing => {}
            _ => filter.is_open = true,
        }
        filter
    }

    /// Takes another filter's conditions in.
    pub fn merge(&mut self, other: Self) {
        self.conditions.extend(other.conditions);
        self.is_open |= other.is_open;
    }

    fn object(&mut self, object: &ObjectValue, path: &mut Vec<SmolStr>, left: u32) {
        let Some(left) = left.checked_sub(1) else {
            self.is_open = true;
            return;
        };
        for property in &object.properties {
            match &property.key {
                None => self.is_open |= !matches!(property.value, Value::Nothing),
                Some(key) if is_joint(key) => self.parts(&property.value, path, left),
                Some(key) => self.entry(key, property, path, left),
            }
        }
    }

    /// The parts of `AND`, `OR` and `$and`.
    fn parts(&mut self, value: &Value, path: &mut Vec<SmolStr>, left: u32) {
        match value {
            Value::Object(object) => self.object(object, path, left),
            Value::Array(parts) => parts.iter().for_each(|part| self.parts(part, path, left)),
            _ => self.is_open = true,
        }
    }

    fn entry(&mut self, key: &SmolStr, property: &Property, path: &mut Vec<SmolStr>, left: u32) {
        // `{ equals: x }`, `{ $in: [x] }`: the operator is no relation.
        if is_operator(key) {
            self.conditions.push(QueryCondition { path: path.clone(), value: property.value.clone() });
            return;
        }
        path.push(key.clone());
        match &property.value {
            Value::Object(inner) => {
                self.object(inner, path, left);
                if inner.properties.is_empty() {
                    self.conditions.push(QueryCondition { path: path.clone(), value: Value::Unknown });
                }
            }
            value => self.conditions.push(QueryCondition { path: path.clone(), value: value.clone() }),
        }
        path.pop();
    }
}

fn is_joint(key: &str) -> bool {
    matches!(key, "AND" | "OR" | "$and" | "$or" | "where")
}

fn is_operator(key: &str) -> bool {
    key.starts_with('$') && key.len() > 1
        || matches!(
            key,
            "equals"
                | "in"
                | "notIn"
                | "not"
                | "lt"
                | "lte"
                | "gt"
                | "gte"
                | "contains"
                | "startsWith"
                | "endsWith"
                | "mode"
                | "has"
                | "hasSome"
                | "hasEvery"
                | "NOT"
        )
}
