//! A SQL file into statements, so that one that nothing can read never hides the others.
//!
//! Invariant: linear; rows of a dump (`INSERT`, `COPY … FROM stdin`) are passed over without keeping a token of them.

use super::lex::{Lexer, Token, TokenKind};
use crate::text::TextRange;

/// Most tokens kept of one statement: a table with thousands of columns is below.
const TOKEN_LIMIT: usize = 50_000;

/// A statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its tokens, without the semicolon. Empty for what is passed over.
    pub tokens: Vec<Token>,
    /// Whether nothing in it is left open.
    pub is_whole: bool,
    /// Whether a semicolon ends it.
    pub is_ended: bool,
}

impl Statement {
    /// From the first token to the last.
    pub fn range(&self) -> TextRange {
        let start = self.tokens.first().map_or(0, |token| token.range.start);
        TextRange::new(start, self.tokens.last().map_or(start, |token| token.range.end))
    }
}

/// Hands every statement of `text` from byte `from` to byte `to` to `visit`.
pub fn each_statement(text: &str, from: usize, to: usize, visit: &mut dyn FnMut(&Statement)) {
    let part = &text[..to];
    let mut lexer = Lexer::new(part, from);
    loop {
        let (statement, is_last) = next_statement(part, &mut lexer);
        if !statement.tokens.is_empty() {
            visit(&statement);
        }
        if is_last {
            break;
        }
        if is_copy(part, &statement.tokens) {
            let at = statement.range().end as usize;
            lexer.seek(end_of_rows(part, at));
        }
    }
}

fn next_statement(text: &str, lexer: &mut Lexer<'_>) -> (Statement, bool) {
    let mut tokens: Vec<Token> = Vec::new();
    let (mut is_passed_over, mut is_atomic, mut is_whole) = (false, false, true);
    let mut depth = 0i32;
    let mut last_word = "";
    loop {
        let Some(token) = lexer.next() else {
            is_whole &= depth <= 0 && !lexer.is_comment_open && !is_atomic;
            return (Statement { tokens, is_whole, is_ended: false }, true);
        };
        is_whole &= token.is_closed;
        let slice = token.range.slice(text);
        match slice {
            "(" => depth += 1,
            ")" => depth -= 1,
            "\\" if tokens.is_empty() => {
                // A command of psql, which ends with its line.
                let at = token.range.start as usize;
                let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end);
                lexer.seek(end);
                continue;
            }
            ";" if !is_atomic || last_word.eq_ignore_ascii_case("end") => break,
            _ => {}
        }
        if token.kind == TokenKind::Word {
            is_atomic |= last_word.eq_ignore_ascii_case("begin") && slice.eq_ignore_ascii_case("atomic");
            last_word = slice;
        }
        if tokens.len() == 3 && is_row_insert(text, &tokens, token) {
            is_passed_over = true;
        }
        if !is_passed_over && tokens.len() < TOKEN_LIMIT {
            tokens.push(token);
        }
    }
    (Statement { tokens, is_whole, is_ended: true }, false)
}

/// `INSERT INTO name`, unless the name is that of Supabase's storage.
fn is_row_insert(text: &str, tokens: &[Token], _next: Token) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.range.slice(text).trim_matches('"'));
    (word(0).eq_ignore_ascii_case("insert") || word(0).eq_ignore_ascii_case("replace"))
        && !word(2).eq_ignore_ascii_case("storage")
}

fn is_copy(text: &str, tokens: &[Token]) -> bool {
    let is = |token: &Token, word: &str| token.range.slice(text).eq_ignore_ascii_case(word);
    tokens.first().is_some_and(|first| is(first, "copy")) && tokens.iter().any(|token| is(token, "stdin"))
}

/// After the line that holds `\.` alone.
fn end_of_rows(text: &str, from: usize) -> usize {
    let rest = &text.as_bytes()[from..];
    memchr::memmem::find(rest, b"\n\\.").map_or(text.len(), |at| from + at + 3)
}

/// How much of a migration leads forward: some tools keep the way back in the same file (goose, dbmate, sql-migrate).
pub fn forward_part(text: &str) -> usize {
    let marks =
        ["-- +goose down", "-- migrate:down", "-- +migrate down", "--//@undo", "-- down migration", "-- +micrate down"];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("--") {
            let lower = line.trim().to_ascii_lowercase();
            if marks.iter().any(|mark| lower.starts_with(mark)) {
                return at;
            }
        }
        at += line.len();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<(String, bool)> {
        let mut found = Vec::new();
        each_statement(text, 0, text.len(), &mut |statement| {
            found.push((statement.range().slice(text).to_owned(), statement.is_whole));
        });
        found
    }

    #[test]
    fn statements_are_told_apart() {
        for (text, expected) in [
            ("a; b;\nc", vec![("a", true), ("b", true), ("c", true)]),
            ("do $$ x; y; $$; b", vec![("do $$ x; y; $$", true), ("b", true)]),
            ("\\connect x\nselect ';';;", vec![("select ';'", true)]),
            ("copy t from stdin;\n1\ta;b'\n\\.\nb;", vec![("copy t from stdin", true), ("b", true)]),
            ("insert into t values ('a;'), (2); c", vec![("insert into t", true), ("c", true)]),
            ("create table a (b", vec![("create table a (b", false)]),
            ("select 'a", vec![("select 'a", false)]),
            (
                "create function f() begin atomic a; b; end; c",
                vec![("create function f() begin atomic a; b; end", true), ("c", true)],
            ),
            ("a /* open", vec![("a", false)]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(text, whole)| (text.to_owned(), whole)).collect();
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn the_way_back_is_left_out() {
        let text = "-- +goose Up\na;\n-- +goose Down\nb;";
        assert_eq!(&text[..forward_part(text)], "-- +goose Up\na;\n");
        assert_eq!(forward_part("a; -- +goose down"), 17);
    }
}
