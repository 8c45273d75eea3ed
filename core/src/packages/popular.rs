//! The names of popular packages, and which names are made to be taken for one of them.
//!
//! Invariant: quiet. A name that is popular itself is never a look-alike, nor is a short one, nor one that differs by a
//! number or a plural.
//!
//! The tables: for npm those of `npm-high-impact` 1.13.0 (MIT, Copyright Titus Wormer), first the packages 500 or more
//! others depend on, then those with a million downloads a week; for PyPI the names of the most downloaded packages, first
//! 1,500, then 7,000. Both stand in order of the alphabet.

use std::collections::HashSet;
use std::sync::OnceLock;

use crate::facts::Ecosystem;

/// The month the tables were made in.
pub const POPULAR_SINCE: &str = "2026-11";

const NPM: &str = include_str!("popular_npm.txt");
const PYPI: &str = include_str!("popular_pypi.txt");

/// Shorter names are near too many others.
const SHORTEST: usize = 6;

struct Table {
    /// Those that people mistype, and others imitate.
    targets: Vec<&'static str>,
    /// Those and all others that are popular.
    known: HashSet<&'static str>,
}

impl Table {
    fn new(text: &'static str) -> Self {
        let (targets, others) = text.split_once("\n\n").unwrap_or((text, ""));
        let targets: Vec<&str> = targets.lines().collect();
        let known = targets.iter().copied().chain(others.lines()).collect();
        Self { targets, known }
    }

    fn of(ecosystem: Ecosystem) -> &'static Self {
        static TABLES: OnceLock<[Table; 2]> = OnceLock::new();
        let [npm, pypi] = TABLES.get_or_init(|| [Self::new(NPM), Self::new(PYPI)]);
        match ecosystem {
            Ecosystem::Npm => npm,
            Ecosystem::PyPi => pypi,
        }
    }
}

/// Whether a package of this name is popular.
pub fn is_popular(ecosystem: Ecosystem, name: &str) -> bool {
    Table::of(ecosystem).known.contains(name)
}

/// The popular package that a name is one slip of the finger away from; none for names that are popular themselves. Names
/// in a scope are left alone: a scope has an owner.
pub fn look_alike_of(ecosystem: Ecosystem, name: &str) -> Option<&'static str> {
    let table = Table::of(ecosystem);
    if name.len() < SHORTEST || name.starts_with('@') || table.known.contains(name) {
        return None;
    }
    let found =
        table.targets.iter().copied().find(|target| {
            target.len() >= SHORTEST && target.len().abs_diff(name.len()) <= 1 && is_one_slip(name, target)
        });
    found.or_else(|| {
        // `crossenv` for `cross-env`: the same letters without separators.
        let plain = without_separators(name);
        table.targets.iter().copied().find(|target| {
            target.len() >= SHORTEST && target.len().abs_diff(name.len()) <= 3 && without_separators(target) == plain
        })
    })
}

fn without_separators(name: &str) -> String {
    name.chars().filter(|character| !matches!(character, '-' | '_' | '.')).collect()
}

/// Whether one letter more, less or other, or two letters that changed places, make `target` of `name`.
fn is_one_slip(name: &str, target: &str) -> bool {
    let (name, target) = (name.as_bytes(), target.as_bytes());
    let same_start = name.iter().zip(target).take_while(|(one, other)| one == other).count();
    let (left, right) = (&name[same_start..], &target[same_start..]);
    let letters = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_lowercase);
    match (left, right) {
        // A plural, or a number, is another package more often than a slip.
        ([extra, tail @ ..], right) if tail == right && name.len() == target.len() + 1 => {
            letters(&[*extra]) && !(tail.is_empty() && same_start > 0 && (*extra == b's' || name.len() < 8))
        }
        (left, [missing, tail @ ..]) if left == tail && name.len() + 1 == target.len() => {
            letters(&[*missing]) && !(tail.is_empty() && *missing == b's')
        }
        ([one, two, left @ ..], [other, another, right @ ..])
            if left == right && one == another && two == other && one != two =>
        {
            letters(&[*one, *two])
        }
        ([one, left @ ..], [other, right @ ..]) if left == right => letters(&[*one, *other]) && name.len() >= 7,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_other_packages() {
        for (name, expected) in [
            ("expresss-session", Some("express-session")),
            ("crossenv", Some("cross-env")),
            ("loadsh", Some("lodash")),
            ("mongose", Some("mongoose")),
            ("tailwindcs", None),
            ("typescirpt", Some("typescript")),
            ("jsonwebtokn", Some("jsonwebtoken")),
            ("body_parser", Some("body-parser")),
            ("react-router-domm", Some("react-router-dom")),
            // Popular themselves, short, numbers, plurals, scopes.
            ("preact", None),
            ("lodash", None),
            ("axois", None),
            ("mysql2", None),
            ("react-icon", None),
            ("@types/expres", None),
            ("", None),
            ("ünïcode-näme", None),
        ] {
            assert_eq!(look_alike_of(Ecosystem::Npm, name), expected, "{name}");
        }
        assert_eq!(look_alike_of(Ecosystem::PyPi, "reqeusts"), Some("requests"));
        assert_eq!(look_alike_of(Ecosystem::PyPi, "requests"), None);
    }

    #[test]
    fn the_tables_hold_names_only() {
        for table in [NPM, PYPI] {
            let names = || table.lines().filter(|line| !line.is_empty());
            assert!(names().count() > 5000 && table.matches("\n\n").count() == 1);
            assert!(
                names().all(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)))
            );
        }
        assert!(is_popular(Ecosystem::Npm, "react") && is_popular(Ecosystem::PyPi, "django"));
    }
}
