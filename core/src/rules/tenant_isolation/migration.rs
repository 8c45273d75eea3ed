//! Where SQL that mends a database goes: never into a migration that may have run.
//!
//! Invariant: a new migration comes after the newest one, and its name is the same for every fix of one state, so that
//! several fixes make one file.

use crate::finding::Edit;
use crate::project::database::{Database, Place};
use crate::text::TextRange;

/// What new migrations are called, after their number.
const NAME: &str = "row_level_security";

/// An edit that makes a migration of `statements`; none where migrations have names that tell no order, or a journal that
/// lists them.
pub fn new_file(database: &Database, statements: &[String]) -> Option<Edit> {
    let path = next_path(database.newest_migration.as_deref()?)?;
    let text = statements.iter().fold(String::new(), |text, statement| text + statement + ";\n");
    Some(Edit { path, range: TextRange::empty(0), text })
}

/// An edit that puts `statements` behind the one at `place`, before its semicolon.
pub fn behind(place: &Place, statements: &[String]) -> Edit {
    let text = statements.iter().fold(String::new(), |text, statement| text + ";\n\n" + statement);
    Edit { path: place.path.clone(), range: TextRange::empty(place.range.end), text }
}

/// `20250502143000_x.sql` is followed by `20250502143001_row_level_security.sql`.
fn next_path(newest: &str) -> Option<String> {
    if newest.split('/').any(|folder| folder == "drizzle") {
        return None;
    }
    let (folder, name) = newest.rsplit_once('/').unwrap_or(("", newest));
    let join = |folder: &str, name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    if name == "migration.sql" {
        let (parent, own) = folder.rsplit_once('/').unwrap_or(("", folder));
        return Some(format!("{}/migration.sql", join(parent, &next_name(own)?)));
    }
    Some(join(folder, &format!("{}.sql", next_name(name)?)))
}

/// The next number, as wide as the last, and the name.
fn next_name(name: &str) -> Option<String> {
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    let mark = name[digits.len()..].chars().next().filter(|mark| matches!(mark, '_' | '-'))?;
    let next = digits.parse::<u64>().ok()?.checked_add(1)?;
    let name = NAME.replace('_', &mark.to_string());
    Some(format!("{next:0>width$}{mark}{name}", width = digits.len()))
}

#[cfg(test)]
mod tests {
    use super::next_path;

    #[test]
    fn a_new_migration_comes_last() {
        for (newest, expected) in [
            (
                "supabase/migrations/20250502143000_a.sql",
                Some("supabase/migrations/20250502143001_row_level_security.sql"),
            ),
            ("migrations/0009_b.sql", Some("migrations/0010_row_level_security.sql")),
            ("sql/009-b.sql", Some("sql/010-row-level-security.sql")),
            (
                "prisma/migrations/20250101000000_init/migration.sql",
                Some("prisma/migrations/20250101000001_row_level_security/migration.sql"),
            ),
            ("drizzle/0001_x.sql", None),
            ("migrations/init.sql", None),
        ] {
            assert_eq!(next_path(newest).as_deref(), expected, "{newest}");
        }
    }
}
