//! Buckets of Supabase's storage, which are rows of a table (supabase.com/docs, "Storage buckets").

use smol_str::SmolStr;

use crate::facts::Bucket;
use crate::syntax::sql::{Cursor, TokenKind};

/// `INSERT INTO storage.buckets …` and `UPDATE storage.buckets SET public = … WHERE id = …`.
pub fn read(mut cursor: Cursor<'_>) -> Vec<Bucket> {
    if cursor.eat(&["insert", "into"]) {
        return inserted(cursor);
    }
    cursor.eat(&["update"]);
    updated(cursor).into_iter().collect()
}

fn is_buckets(cursor: &mut Cursor<'_>) -> bool {
    cursor.object().is_some_and(|name| name.schema.as_deref() == Some("storage") && name.name == "buckets")
}

fn inserted(mut cursor: Cursor<'_>) -> Vec<Bucket> {
    if !is_buckets(&mut cursor) {
        return Vec::new();
    }
    let columns = cursor.group().map(Cursor::names).unwrap_or_default();
    let place = |name: &str| columns.iter().position(|column| column == name);
    let Some(id) = place("id").or_else(|| place("name")) else { return Vec::new() };
    let mut found = Vec::new();
    if cursor.eat(&["values"]) {
        while let Some(row) = cursor.group() {
            found.extend(bucket(&row.split_commas(), id, place("public")));
            cursor.eat(&[","]);
        }
    } else if cursor.eat(&["select"]) {
        found.extend(bucket(&cursor.split_commas(), id, place("public")));
    }
    found
}

fn bucket(row: &[Cursor<'_>], id: usize, public: Option<usize>) -> Option<Bucket> {
    let (name, range) = text(*row.get(id)?)?;
    let is_public = public.and_then(|at| row.get(at)).is_some_and(|value| value.is(&["true"]));
    Some(Bucket { id: name, range, is_public })
}

fn text(cursor: Cursor<'_>) -> Option<(SmolStr, crate::text::TextRange)> {
    let token = cursor.tokens.first().filter(|token| token.kind == TokenKind::Text)?;
    Some((SmolStr::new(token.range.slice(cursor.text).trim_matches('\'')), token.range))
}

fn updated(mut cursor: Cursor<'_>) -> Option<Bucket> {
    if !is_buckets(&mut cursor) || !cursor.seek(&["public", "="]) {
        return None;
    }
    cursor.skip(2);
    let is_public = cursor.is(&["true"]);
    if !cursor.seek(&["where"]) {
        return None;
    }
    cursor.skip(1);
    let is_id = cursor.eat(&["id", "="]) || cursor.eat(&["name", "="]);
    let (id, range) = text(cursor).filter(|_| is_id)?;
    Some(Bucket { id, range, is_public })
}
