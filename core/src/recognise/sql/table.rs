//! `CREATE TABLE` and `ALTER TABLE`.

use smol_str::SmolStr;

use crate::facts::{ChangeKind, Column, Constraint, NewTable, ObjectName, RowSecurity};
use crate::syntax::sql::Cursor;

/// Words that end a column's type.
const AFTER_TYPE: [&str; 20] = [
    "not",
    "null",
    "default",
    "primary",
    "unique",
    "references",
    "check",
    "generated",
    "constraint",
    "collate",
    "comment",
    "auto_increment",
    "autoincrement",
    "on",
    "as",
    "identity",
    "deferrable",
    "initially",
    "first",
    "after",
];
/// Words that begin what is no column, in any database.
const NO_COLUMN: [&str; 12] = [
    "constraint",
    "primary",
    "unique",
    "foreign",
    "check",
    "exclude",
    "like",
    "index",
    "key",
    "fulltext",
    "spatial",
    "period",
];

/// What follows `CREATE TABLE`.
pub fn create(mut cursor: Cursor<'_>, is_temporary: bool) -> Option<NewTable> {
    let whole = cursor;
    let if_not_exists = cursor.eat(&["if", "not", "exists"]);
    let name = cursor.object()?;
    let is_partition = cursor.is(&["partition", "of"]);
    let mut table = NewTable {
        name,
        columns: Vec::new(),
        constraints: Vec::new(),
        if_not_exists,
        is_temporary,
        is_partition,
        is_foreign_dialect: is_foreign(whole),
        copies: None,
    };
    if !is_partition && let Some(items) = cursor.group() {
        for mut item in items.split_commas() {
            if item.eat(&["like"]) {
                table.copies = item.object();
            } else {
                self::item(item, &mut table.columns, &mut table.constraints);
            }
        }
    }
    if table.columns.is_empty()
        && table.copies.is_none()
        && !is_partition
        && cursor.seek(&["as"])
        && cursor.seek(&["from"])
    {
        cursor.skip(1);
        table.copies = cursor.object();
    }
    Some(table)
}

fn is_foreign(mut cursor: Cursor<'_>) -> bool {
    while let Some(token) = cursor.take() {
        let slice = token.range.slice(cursor.text);
        let is_word = ["auto_increment", "autoincrement", "engine", "unsigned", "nvarchar", "mergetree"];
        if slice.starts_with('`') || is_word.iter().any(|word| slice.eq_ignore_ascii_case(word)) {
            return true;
        }
    }
    false
}

fn item(mut cursor: Cursor<'_>, columns: &mut Vec<Column>, constraints: &mut Vec<Constraint>) {
    let first = cursor.peek(0).to_ascii_lowercase();
    let is_column = !NO_COLUMN.contains(&first.as_str())
        // `key text` is a column; `KEY name (column)` is MySQL's index.
        || matches!(first.as_str(), "key" | "index" | "period" | "like") && !cursor.tokens[1..].is_empty()
            && !cursor.tokens.iter().skip(1).take(2).any(|token| token.range.slice(cursor.text) == "(")
            && first != "like";
    if is_column {
        columns.extend(column(cursor));
    } else {
        constraints.extend(constraint(&mut cursor));
    }
}

/// `name type options`.
fn column(mut cursor: Cursor<'_>) -> Option<Column> {
    let range = cursor.range();
    let (name, _) = cursor.identifier()?;
    let kind = kind(&mut cursor);
    let mut column = Column {
        name,
        range,
        kind,
        is_primary: false,
        is_unique: false,
        is_required: false,
        is_caller_by_default: false,
        reference: None,
        cascades: false,
    };
    while !cursor.is_empty() {
        if cursor.eat(&["primary", "key"]) {
            column.is_primary = true;
        } else if cursor.eat(&["not", "null"]) {
            column.is_required = true;
        } else if cursor.eat(&["unique"]) {
            column.is_unique = true;
        } else if cursor.eat(&["references"]) {
            column.reference = reference(&mut cursor);
        } else if cursor.eat(&["on", "delete", "cascade"]) {
            column.cascades = true;
        } else if cursor.eat(&["default"]) {
            let mut rest = cursor;
            if rest.is(&["("]) {
                rest = rest.group().unwrap_or(rest);
            }
            rest.eat(&["select"]);
            column.is_caller_by_default = rest.is(&["auth", ".", "uid"]);
        } else if cursor.group().is_none() {
            cursor.skip(1);
        }
    }
    Some(column)
}

/// `timestamp(3) with time zone` is `timestamp with time zone`.
fn kind(cursor: &mut Cursor<'_>) -> SmolStr {
    let mut kind = String::new();
    while !cursor.is_empty() && kind.len() < 64 {
        let word = cursor.peek(0).to_ascii_lowercase();
        if AFTER_TYPE.contains(&word.as_str()) {
            break;
        }
        if cursor.group().is_some() {
            continue;
        }
        cursor.skip(1);
        let is_mark = matches!(word.as_str(), "." | "[" | "]");
        if !kind.is_empty() && !is_mark && !kind.ends_with('.') {
            kind.push(' ');
        }
        kind.push_str(word.trim_matches('"'));
    }
    SmolStr::new(kind)
}

fn reference(cursor: &mut Cursor<'_>) -> Option<(ObjectName, Option<SmolStr>)> {
    let table = cursor.object()?;
    let column = cursor.group().and_then(|inside| inside.names().into_iter().next());
    Some((table, column))
}

/// A constraint of the table, its name included.
fn constraint(cursor: &mut Cursor<'_>) -> Option<Constraint> {
    let range = cursor.range();
    if cursor.eat(&["constraint"]) {
        cursor.identifier();
    }
    if cursor.eat(&["primary", "key"]) {
        return cursor.group().map(|columns| Constraint::Primary(columns.names()));
    }
    if cursor.eat(&["unique"]) {
        cursor.eat_any(&["key", "index", "nulls", "not", "distinct"]);
        if !cursor.is(&["("]) {
            cursor.identifier();
        }
        return cursor.group().map(|columns| Constraint::Unique(columns.names()));
    }
    if cursor.eat(&["foreign", "key"]) {
        if !cursor.is(&["("]) {
            cursor.identifier();
        }
        let columns = cursor.group()?.names();
        let table = cursor.eat(&["references"]).then(|| cursor.object()).flatten()?;
        let targets = cursor.group().map(Cursor::names).unwrap_or_default();
        let cascades = cursor.seek(&["on", "delete", "cascade"]);
        return Some(Constraint::Reference { columns, table, targets, cascades, range });
    }
    None
}

/// What follows `ALTER TABLE`.
pub fn alter(mut cursor: Cursor<'_>) -> Vec<ChangeKind> {
    cursor.eat(&["if", "exists"]);
    cursor.eat(&["only"]);
    let Some(table) = cursor.object() else { return Vec::new() };
    cursor.eat(&["*"]);
    cursor.split_commas().into_iter().flat_map(|action| self::action(action, &table)).collect()
}

fn action(mut cursor: Cursor<'_>, table: &ObjectName) -> Vec<ChangeKind> {
    let security = [
        (&["enable", "row", "level", "security"][..], RowSecurity::Enable),
        (&["disable", "row", "level", "security"], RowSecurity::Disable),
        (&["force", "row", "level", "security"], RowSecurity::Force),
        (&["no", "force", "row", "level", "security"], RowSecurity::NoForce),
    ];
    if let Some((_, security)) = security.iter().find(|(words, _)| cursor.is(words)) {
        return vec![ChangeKind::RowSecurity(table.clone(), *security)];
    }
    if cursor.eat(&["add"]) {
        return added(cursor, table);
    }
    if cursor.eat(&["drop"]) {
        let is_column = cursor.eat(&["column"]) || !cursor.is(&["constraint"]);
        cursor.eat(&["if", "exists"]);
        let name = cursor.identifier().filter(|_| is_column);
        return name.map(|(name, _)| ChangeKind::DropColumn(table.clone(), name)).into_iter().collect();
    }
    if cursor.eat(&["set", "schema"]) {
        return cursor.identifier().map(|(name, _)| ChangeKind::SetSchema(table.clone(), name)).into_iter().collect();
    }
    if cursor.eat(&["attach", "partition"]) {
        return cursor.object().map(ChangeKind::AttachPartition).into_iter().collect();
    }
    if cursor.eat(&["rename"]) {
        if cursor.eat(&["to"]) {
            return cursor
                .identifier()
                .map(|(name, _)| ChangeKind::RenameTable(table.clone(), name))
                .into_iter()
                .collect();
        }
        if cursor.is(&["constraint"]) {
            return Vec::new();
        }
        cursor.eat(&["column"]);
        let renamed = cursor
            .identifier()
            .and_then(|(old, _)| cursor.eat(&["to"]).then(|| cursor.identifier()).flatten().map(|(new, _)| (old, new)));
        return renamed.map(|(old, new)| ChangeKind::RenameColumn(table.clone(), old, new)).into_iter().collect();
    }
    Vec::new()
}

fn added(mut cursor: Cursor<'_>, table: &ObjectName) -> Vec<ChangeKind> {
    if cursor.eat(&["column"]) {
        cursor.eat(&["if", "not", "exists"]);
        return column(cursor).map(|column| ChangeKind::AddColumn(table.clone(), column)).into_iter().collect();
    }
    cursor.eat(&["if", "not", "exists"]);
    let (mut columns, mut constraints) = (Vec::new(), Vec::new());
    let items =
        if cursor.is(&["("]) { cursor.group().map(Cursor::split_commas).unwrap_or_default() } else { vec![cursor] };
    for item in items {
        self::item(item, &mut columns, &mut constraints);
    }
    let columns = columns.into_iter().map(|column| ChangeKind::AddColumn(table.clone(), column));
    columns.chain(constraints.into_iter().map(|found| ChangeKind::AddConstraint(table.clone(), found))).collect()
}
