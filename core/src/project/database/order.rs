//! In which order SQL files apply.

/// What part a SQL file plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One of the files of a migrations folder, applied in order of name.
    Migration,
    /// A script a person runs, or a schema kept beside.
    Script,
    /// The way back: never applied going forward.
    Down,
}

/// What part the file at `path` plays.
pub fn part(path: &str) -> Part {
    let lower = path.to_ascii_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    let stem = name.strip_suffix(".sql").unwrap_or(name);
    let ends = ["down", "rollback", "revert", "undo"];
    let leads_back = ends.iter().any(|end| {
        stem == *end
            || stem.ends_with(&format!(".{end}"))
            || stem.ends_with(&format!("_{end}"))
            || stem.starts_with(&format!("{end}_"))
    });
    if leads_back || folders.split('/').any(|folder| ends.contains(&folder) || folder == "rollbacks") {
        return Part::Down;
    }
    let is_folder =
        |folder: &str| matches!(folder, "migrations" | "migration" | "migrate" | "drizzle" | "changes" | "deploy");
    let is_numbered = stem.trim_start_matches('v').bytes().take_while(u8::is_ascii_digit).count() >= 3;
    if folders.split('/').any(is_folder) || is_numbered { Part::Migration } else { Part::Script }
}

/// Puts paths in the order of their tool: by folder, then by name, numbers by their value.
pub fn compare(one: &str, other: &str) -> std::cmp::Ordering {
    let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    // Prisma has a folder per migration, which carries the number.
    let by_prisma = one.ends_with("/migration.sql") && other.ends_with("/migration.sql");
    if by_prisma {
        return natural(one).cmp(&natural(other));
    }
    folder(one).cmp(&folder(other)).then_with(|| natural(one).cmp(&natural(other)))
}

/// A path with its numbers brought to one width.
fn natural(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 16);
    let mut digits = String::new();
    for character in path.chars().chain(['\0']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        if !digits.is_empty() {
            let bare = digits.trim_start_matches('0');
            out.extend(std::iter::repeat_n('0', 20usize.saturating_sub(bare.len())));
            out.push_str(bare);
            digits.clear();
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_by_path() {
        for (path, expected) in [
            ("supabase/migrations/20250101000000_init.sql", Part::Migration),
            ("prisma/migrations/20250101_init/migration.sql", Part::Migration),
            ("drizzle/0000_first.sql", Part::Migration),
            ("sql/001_users.sql", Part::Migration),
            ("db/V1__init.sql", Part::Script),
            ("migrations/V1__init.sql", Part::Migration),
            ("schema.sql", Part::Script),
            ("supabase/seed.sql", Part::Script),
            ("migrations/0001_users.down.sql", Part::Down),
            ("migrations/down/0001.sql", Part::Down),
        ] {
            assert_eq!(part(path), expected, "{path}");
        }
    }

    #[test]
    fn numbers_count_by_value() {
        let mut paths = ["m/10_c.sql", "m/2_b.sql", "m/001_a.sql", "a/9.sql"];
        paths.sort_by(|one, other| compare(one, other));
        assert_eq!(paths, ["a/9.sql", "m/001_a.sql", "m/2_b.sql", "m/10_c.sql"]);
    }
}
