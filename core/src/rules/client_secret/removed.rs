//! Columns that a file takes off rows before they go on.
//!
//! Invariant: order does not matter; a column that is taken off anywhere counts as taken off, so that silence errs on the side
//! of sound code.

use smol_str::SmolStr;

use super::rows::{Row, THE_ROW};
use crate::facts::{FileFacts, FunctionId, Reference, Root, Value};
use crate::text::TextRange;

/// Notes the columns that the file takes off a value.
pub fn take_off(file: &FileFacts, value: &Value, path: &[SmolStr], rows: &mut Vec<Row<'_>>) {
    if file.column_removals.is_empty() {
        return;
    }
    let place = Place::of(value, path);
    for removal in &file.column_removals {
        if Place::of(&removal.row, &[]) != place {
            continue;
        }
        if removal.column == "*" {
            rows.clear();
        }
        for row in rows.iter_mut() {
            row.removed.push(removal.column.clone());
        }
    }
}

/// What a value stands for, so that two mentions of the same row are known to be the same.
#[derive(PartialEq)]
enum Beginning {
    Call(TextRange),
    Param(FunctionId, u16),
    Local(SmolStr, u32),
    Other,
}

struct Place {
    beginning: Beginning,
    path: Vec<SmolStr>,
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.beginning != Beginning::Other && self.beginning == other.beginning && self.path == other.path
    }
}

impl Place {
    fn of(value: &Value, path: &[SmolStr]) -> Self {
        let mut tail: Vec<SmolStr> = path.to_vec();
        let mut at = value;
        let beginning = loop {
            match at {
                Value::Call(call) => break Beginning::Call(call.range),
                Value::Rest(rest) => at = &rest.of,
                Value::Ref(Reference { root, path }) => {
                    tail.splice(0..0, path.iter().cloned());
                    match root {
                        Root::Value(inner) => at = inner,
                        Root::Param(function, index) => break Beginning::Param(*function, *index),
                        Root::Local(name, binding) => break Beginning::Local(name.clone(), *binding),
                        _ => break Beginning::Other,
                    }
                }
                _ => break Beginning::Other,
            }
        };
        tail.retain(|segment| segment.parse::<u32>().is_err() && !THE_ROW.contains(&segment.as_str()));
        Self { beginning, path: tail }
    }
}
