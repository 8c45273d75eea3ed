//! One command on rows, as code writes it in a string: which table, on what conditions, what is written.
//!
//! Invariant: linear in the text, which is bounded; what the parser cannot read gives nothing at all.

mod convert;

use smol_str::SmolStr;
use sqlparser::dialect::{Dialect, GenericDialect, MySqlDialect, PostgreSqlDialect};
use sqlparser::parser::Parser;

use super::expression::{RECURSION_LIMIT, is_at_end, is_short};
use super::slots::{Piece, Slot, marked};

/// Longer texts are not read, in bytes.
pub const LENGTH_LIMIT: usize = 20_000;
/// The column under which a whole object is written: `SET ?`.
pub const WHOLE: &str = "whole__object";

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `SELECT` that gives one row at the most: `LIMIT 1`, or by its id.
    SelectOne,
    /// Any other `SELECT`.
    Select,
    /// `UPDATE`.
    Update,
    /// `DELETE`.
    Delete,
    /// `INSERT`.
    Insert,
}

/// One command on rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// What is done.
    pub verb: Verb,
    /// The table, without its schema.
    pub table: SmolStr,
    /// What rows have to fulfil: the column, with its table before it when that is another one, and what it is compared with.
    pub conditions: Vec<(Vec<SmolStr>, Operand)>,
    /// Whether there are conditions that have no form here.
    pub is_open: bool,
    /// Columns that are written.
    pub written: Vec<(SmolStr, Operand)>,
}

/// What stands on the other side of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// What code gives.
    Slot(Slot),
    /// A literal, or what the database knows by itself (`now()`).
    Literal,
    /// Each of these may be it.
    Several(Vec<Operand>),
    /// It cannot be told.
    Unknown,
}

/// Whether a text begins as a command on rows does. Cheap.
pub fn begins_as_command(text: &str) -> bool {
    let start = text.trim_start_matches(|character: char| character.is_whitespace() || character == '(');
    let word: String =
        start.chars().take_while(char::is_ascii_alphabetic).take(8).collect::<String>().to_ascii_lowercase();
    matches!(word.as_str(), "select" | "insert" | "update" | "delete" | "with" | "replace")
}

/// Reads the command that the pieces make together.
pub fn command(pieces: &[Piece<'_>]) -> Option<Command> {
    let length: usize = pieces.iter().map(Piece::length).sum();
    let Some(Piece::Text(first)) = pieces.first() else { return None };
    if length > LENGTH_LIMIT || !begins_as_command(first) {
        return None;
    }
    let marked = marked(pieces);
    if !is_short(&marked.text) {
        return None;
    }
    let dialects: [&dyn Dialect; 3] = [&GenericDialect {}, &PostgreSqlDialect {}, &MySqlDialect {}];
    let statement = dialects.into_iter().find_map(|dialect| {
        let parser = Parser::new(dialect).with_recursion_limit(RECURSION_LIMIT);
        let mut parser = parser.try_with_sql(&marked.text).ok()?;
        parser.parse_statement().ok().filter(|_| is_at_end(&parser))
    })?;
    convert::convert(&statement, &marked.slots)
}

#[cfg(test)]
mod tests;
