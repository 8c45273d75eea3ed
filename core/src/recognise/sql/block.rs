//! `DO` blocks: what they change outright, and what they change for tables whose names they compute.

use smol_str::SmolStr;

use super::{Reader, function};
use crate::facts::{ChangeKind, DynamicSecurity};
use crate::syntax::sql::{Cursor, Statement, TokenKind, each_statement};
use crate::text::TextRange;

/// Words after which a statement may begin within a block.
const BEFORE: [&str; 5] = ["begin", "then", "else", "loop", "execute"];
/// Words that begin statements which change a schema.
const STATEMENTS: [&str; 5] = ["create", "alter", "drop", "grant", "revoke"];

impl Reader<'_> {
    /// What a block changes.
    pub(super) fn block(&mut self, mut cursor: Cursor<'_>, range: TextRange) {
        cursor.skip(1);
        if cursor.eat(&["language"]) {
            cursor.skip(1);
        }
        let Some(body) = cursor.take().and_then(|token| function::body_of(self.text, token)) else { return };
        let mut dynamic = DynamicSecurity::default();
        let mut asks_catalogue = false;
        let text = self.text;
        let mut found = Vec::new();
        each_statement(text, body.start as usize, body.end as usize, &mut |statement| {
            let mut inner = Reader { text, path: SmolStr::default(), changes: Vec::new() };
            read_piece(&mut inner, statement, &mut dynamic);
            asks_catalogue |= statement.tokens.iter().any(|token| {
                let word = token.range.slice(text);
                word.len() > 8 && (word.starts_with("pg_") || word.eq_ignore_ascii_case("information_schema"))
            });
            found.extend(inner.changes);
        });
        for change in found {
            self.note(change.range, Some(change.kind));
        }
        if dynamic.enables || dynamic.creates || dynamic.drops {
            if asks_catalogue {
                dynamic.names.clear();
            }
            self.note(range, Some(ChangeKind::Dynamic(dynamic)));
        }
    }
}

fn read_piece(reader: &mut Reader<'_>, statement: &Statement, dynamic: &mut DynamicSecurity) {
    let text = reader.text;
    let tokens = &statement.tokens;
    let word = |at: usize| tokens.get(at).map_or("", |token| token.range.slice(text));
    let is_among = |word: &str, list: &[&str]| list.iter().any(|other| word.eq_ignore_ascii_case(other));
    for at in 0..tokens.len() {
        let begins = at == 0 || is_among(word(at - 1), &BEFORE);
        if begins && is_among(word(at), &STATEMENTS) {
            read_owned(reader, &tokens[at..]);
            return;
        }
        if tokens[at].kind == TokenKind::Text || tokens[at].kind == TokenKind::Dollar {
            string(reader, statement, at, dynamic);
        }
    }
}

/// Reads tokens that live no longer than the call.
fn read_owned(reader: &mut Reader<'_>, tokens: &[crate::syntax::sql::Token]) {
    let mut inner = Reader { text: reader.text, path: reader.path.clone(), changes: Vec::new() };
    inner.read(Cursor::new(reader.text, tokens));
    reader.changes.extend(inner.changes);
}

/// A text in a block: a statement to be executed, a part of one, or a table's name.
fn string(reader: &mut Reader<'_>, statement: &Statement, at: usize, dynamic: &mut DynamicSecurity) {
    let token = statement.tokens[at];
    let Some(inside) = function::body_of(reader.text, token) else { return };
    let slice = inside.slice(reader.text);
    let lower = slice.to_ascii_lowercase();
    let is_statement = STATEMENTS.iter().any(|word| lower.trim_start().starts_with(word));
    if !is_statement {
        if slice.len() < 64 && dynamic.names.len() < 500 {
            dynamic.names.push(SmolStr::new(slice.rsplit('.').next().unwrap_or(slice)));
        }
        return;
    }
    let next = statement.tokens.get(at + 1).map_or("", |token| token.range.slice(reader.text));
    let is_computed = lower.contains('%') || next == "|" || lower.contains("''");
    if is_computed {
        dynamic.enables |= lower.contains("enable row level security");
        dynamic.creates |= lower.contains("create policy");
        dynamic.drops |= lower.contains("drop policy");
        return;
    }
    let (text, mut changes) = (reader.text, Vec::new());
    each_statement(text, inside.start as usize, inside.end as usize, &mut |statement| {
        let mut inner = Reader { text, path: SmolStr::default(), changes: Vec::new() };
        read_owned(&mut inner, &statement.tokens);
        changes.extend(inner.changes);
    });
    reader.changes.extend(changes);
}
