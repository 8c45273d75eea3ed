//! `CREATE FUNCTION`: who it runs as, what it touches, whether it asks who calls (postgresql.org/docs, "CREATE FUNCTION").

use smol_str::SmolStr;

use crate::facts::condition::Condition;
use crate::facts::{ChangeKind, DatabaseFunction};
use crate::syntax::sql::{Cursor, Lexer, Token, TokenKind, condition, query};
use crate::text::TextRange;

/// Most names kept of a body.
const NAME_LIMIT: usize = 200;

/// What follows `CREATE FUNCTION`.
pub fn create(mut cursor: Cursor<'_>) -> Option<DatabaseFunction> {
    cursor.eat(&["if", "not", "exists"]);
    let name = cursor.object()?;
    let arguments = cursor.group().map(arguments).unwrap_or_default();
    let mut function = DatabaseFunction {
        name,
        arguments,
        returns: SmolStr::default(),
        is_definer: false,
        sets_search_path: false,
        asks_caller: false,
        calls: Vec::new(),
        reads: Vec::new(),
        inserts: Vec::new(),
        changes: Vec::new(),
        result: None,
    };
    if cursor.eat(&["returns"]) {
        function.returns = returns(&mut cursor);
    }
    let mut body = None;
    while !cursor.is_empty() {
        if cursor.eat(&["security", "definer"]) {
            function.is_definer = true;
        } else if cursor.eat(&["set", "search_path"]) {
            function.sets_search_path = true;
        } else if cursor.is(&["as"]) {
            cursor.skip(1);
            body = body.or_else(|| cursor.take().and_then(|token| inside(cursor.text, token)));
        } else if cursor.is(&["return"]) || cursor.is(&["begin", "atomic"]) {
            // A body that stands bare runs to the end.
            body = Some(cursor.range());
            cursor.skip(cursor.tokens.len());
        } else {
            cursor.skip(1);
        }
    }
    if let Some(body) = body {
        read_body(&mut function, body.slice(cursor.text));
    }
    Some(function)
}

/// What follows `ALTER FUNCTION`.
pub fn alter(mut cursor: Cursor<'_>) -> Option<ChangeKind> {
    let name = cursor.object()?;
    cursor.group();
    while !cursor.is_empty() {
        if cursor.is(&["security", "definer"]) || cursor.is(&["security", "invoker"]) {
            return Some(ChangeKind::SetDefiner(name, cursor.is(&["security", "definer"])));
        }
        cursor.skip(1);
    }
    None
}

fn arguments(inside: Cursor<'_>) -> Vec<SmolStr> {
    let name = |mut part: Cursor<'_>| {
        part.eat_any(&["in", "inout", "variadic"]);
        if part.is(&["out"]) {
            return None;
        }
        let count = part.tokens.len();
        let name = part.identifier()?.0;
        Some(if count > 1 { name } else { SmolStr::default() })
    };
    inside.split_commas().into_iter().filter_map(name).collect()
}

fn returns(cursor: &mut Cursor<'_>) -> SmolStr {
    let ends = [
        "as",
        "language",
        "security",
        "stable",
        "volatile",
        "immutable",
        "set",
        "strict",
        "parallel",
        "cost",
        "return",
        "begin",
        "leakproof",
        "called",
        "rows",
        "window",
    ];
    let start = *cursor;
    while !cursor.is_empty() && !ends.iter().any(|word| cursor.is(&[word])) {
        if cursor.group().is_none() {
            cursor.skip(1);
        }
    }
    let taken = Cursor::new(start.text, &start.tokens[..start.tokens.len() - cursor.tokens.len()]);
    let text = taken.range().slice(taken.text);
    SmolStr::new(text.chars().take(120).collect::<String>().to_lowercase())
}

/// What lies between the quotes.
fn inside(text: &str, token: Token) -> Option<TextRange> {
    let slice = token.range.slice(text);
    let mark = match token.kind {
        TokenKind::Dollar => slice[1..].find('$')? + 2,
        TokenKind::Text => slice.find('\'')? + 1,
        _ => return None,
    };
    let mark = u32::try_from(mark).ok()?;
    let end =
        if token.is_closed { token.range.end.checked_sub(mark.min(token.range.len() / 2))? } else { token.range.end };
    (token.range.start + mark <= end).then(|| TextRange::new(token.range.start + mark, end))
}

/// The part of a quoted body that stands between the quotes; for `DO` blocks.
pub fn body_of(text: &str, token: Token) -> Option<TextRange> {
    inside(text, token)
}

fn read_body(function: &mut DatabaseFunction, body: &str) {
    let tokens: Vec<Token> = Lexer::new(body, 0).collect();
    let mut cursor = Cursor::new(body, &tokens);
    while !cursor.is_empty() {
        let is_update = cursor.is(&["update"]) && !cursor.is(&["update", "set"]);
        if cursor.eat(&["insert", "into"]) {
            keep(&mut function.inserts, cursor);
        } else if is_update || cursor.is(&["delete", "from"]) {
            cursor.skip(if is_update { 1 } else { 2 });
            cursor.eat(&["only"]);
            keep(&mut function.changes, cursor);
        } else if cursor.is(&["from"]) || cursor.is(&["join"]) {
            cursor.skip(1);
            keep(&mut function.reads, cursor);
        } else if let Some(called) = called(cursor) {
            function.asks_caller |= is_caller(&called);
            if function.calls.len() < NAME_LIMIT {
                function.calls.push(called);
            }
            cursor.skip(1);
        } else {
            function.asks_caller |= cursor.is(&["current_user"]) || cursor.is(&["session_user"]);
            cursor.skip(1);
        }
    }
    function.result = result(body, &tokens);
}

fn keep(names: &mut Vec<SmolStr>, mut cursor: Cursor<'_>) {
    if names.len() < NAME_LIMIT
        && let Some(name) = cursor.object().filter(|_| !cursor.is(&["("]))
    {
        names.push(match name.schema {
            Some(schema) => SmolStr::new(format!("{schema}.{}", name.name)),
            None => name.name,
        });
    }
}

/// The function whose call begins here.
fn called(mut cursor: Cursor<'_>) -> Option<SmolStr> {
    let name = cursor.object().filter(|_| cursor.is(&["("]))?;
    Some(match name.schema {
        Some(schema) => SmolStr::new(format!("{schema}.{}", name.name)),
        None => name.name,
    })
}

/// Functions that tell who asks (supabase.com/docs, "Helper functions"; postgrest.org, "Accessing request headers, cookies
/// and JWT claims").
pub fn is_caller(name: &str) -> bool {
    matches!(name, "auth.uid" | "auth.jwt" | "auth.role" | "auth.email" | "current_setting")
        || name.starts_with("auth.") && name != "auth.users"
}

/// What a body of one query or one `RETURN` answers.
fn result(body: &str, tokens: &[Token]) -> Option<Condition> {
    let words = |token: &Token, word: &str| token.range.slice(body).eq_ignore_ascii_case(word);
    let first = tokens.first()?;
    if words(first, "select") || words(first, "with") {
        let text = body.trim().trim_end_matches(';');
        return query(text).map(|mut query| {
            if query.tables.is_empty() && query.gives.len() == 1 && query.conditions.is_empty() && !query.has_more {
                query.gives.remove(0)
            } else {
                Condition::Query(Box::new(query))
            }
        });
    }
    let mut returns = tokens.iter().enumerate().filter(|(_, token)| words(token, "return"));
    let (at, _) = returns.next()?;
    // Something may have been asked before; then the body as a whole tells.
    let before =
        tokens[..at].iter().any(|token| words(token, "if") || words(token, "select") || words(token, "perform"));
    if before || returns.next().is_some() {
        return None;
    }
    let rest = &tokens[at + 1..];
    let end = rest.iter().position(|token| words(token, ";")).unwrap_or(rest.len());
    let range = Cursor::new(body, &rest[..end]).range();
    Some(condition(range.slice(body)))
}
