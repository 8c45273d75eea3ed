//! `CREATE VIEW` and `ALTER VIEW` (postgresql.org/docs, "CREATE VIEW").

use crate::facts::{ChangeKind, View};
use crate::syntax::sql::{Cursor, query};
use crate::text::TextRange;

/// What follows `CREATE VIEW`.
pub fn create(mut cursor: Cursor<'_>, is_materialised: bool) -> Option<View> {
    cursor.eat(&["if", "not", "exists"]);
    let name = cursor.object()?;
    cursor.group();
    let mut is_invoker = false;
    if cursor.eat(&["with"]) {
        is_invoker = cursor.group().is_some_and(sets_invoker);
    }
    let query = cursor.seek(&["as"]).then(|| {
        cursor.skip(1);
        let mut text = cursor.range().slice(cursor.text);
        // The parser does not know how a view's definition may end.
        for end in ["with no data", "with data", "with check option"] {
            let cut = text.len().saturating_sub(end.len());
            if text.is_char_boundary(cut) && text[cut..].eq_ignore_ascii_case(end) {
                text = &text[..cut];
            }
        }
        query(text)
    });
    Some(View { name, is_materialised, is_invoker, query: query.flatten() })
}

/// What follows `ALTER VIEW`.
pub fn alter(mut cursor: Cursor<'_>) -> Option<ChangeKind> {
    cursor.eat(&["if", "exists"]);
    let mut name = cursor.object()?;
    name.range = TextRange::new(name.range.start, name.range.end);
    if cursor.eat(&["set", "schema"]) {
        return cursor.identifier().map(|(schema, _)| ChangeKind::SetSchema(name, schema));
    }
    if cursor.eat(&["rename", "to"]) {
        return cursor.identifier().map(|(to, _)| ChangeKind::RenameTable(name, to));
    }
    let is_set = cursor.eat(&["set"]);
    let inside = if is_set { cursor.group()? } else { return None };
    inside.range().slice(inside.text).to_ascii_lowercase().contains("security_invoker").then(|| {
        let invoker = sets_invoker(inside);
        ChangeKind::SetInvoker(name, invoker)
    })
}

/// `security_invoker`, `security_invoker = true`, `= on`, `= 'true'`.
fn sets_invoker(options: Cursor<'_>) -> bool {
    options.split_commas().into_iter().any(|mut option| {
        option.eat(&["security_invoker"])
            && (!option.eat(&["="])
                || matches!(
                    option.peek(0).trim_matches('\'').to_ascii_lowercase().as_str(),
                    "true" | "on" | "1" | "yes"
                ))
    })
}
