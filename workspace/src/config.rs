//! `seaworthy.toml` on disk as the core's configuration.

use std::fmt;
use std::path::{Path, PathBuf};

use seaworthy_core::{Config, ConfigFile};

pub use crate::root::CONFIG_NAME;

/// A configuration file that cannot be used: which, where and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// The file.
    pub path: PathBuf,
    /// One-based line and column (in characters), where they are known.
    pub place: Option<(usize, usize)>,
    /// Why, as a clause.
    pub reason: String,
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.path.display())?;
        if let Some((line, column)) = self.place {
            write!(formatter, ":{line}:{column}")?;
        }
        write!(formatter, ": {}", self.reason)
    }
}

impl std::error::Error for ConfigProblem {}

/// Reads a configuration file.
///
/// # Errors
/// It cannot be read, is no TOML, has unknown keys, names unknown rules or has bad globs.
pub fn load(path: &Path) -> Result<Config, ConfigProblem> {
    let problem = |place, reason| ConfigProblem { path: path.to_owned(), place, reason };
    let text = std::fs::read_to_string(path).map_err(|error| problem(None, error.to_string()))?;
    parse(&text).map_err(|(place, reason)| problem(place, reason))
}

pub(crate) type Problem = (Option<(usize, usize)>, String);

pub(crate) fn parse(text: &str) -> Result<Config, Problem> {
    let text = text.trim_start_matches('\u{feff}');
    let file: ConfigFile = toml::from_str(text).map_err(|error| {
        let place = error.span().map(|span| place(text, span.start));
        (place, error.message().lines().collect::<Vec<_>>().join("; "))
    })?;
    Config::new(file).map_err(|error| (named_place(text, &error.0), error.0))
}

/// Where the name between the first two back-ticks of a message stands in the text.
fn named_place(text: &str, message: &str) -> Option<(usize, usize)> {
    let name = message.split('`').nth(1).filter(|name| !name.is_empty())?;
    text.find(name).map(|at| place(text, at))
}

fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_file_is_read() {
        let config = parse("ignore = ['legacy/**']\n[rules]\ntoken-in-web-storage = 'warn'\n").unwrap();
        assert!(config.ignores("legacy/a.ts") && !config.ignores("src/a.ts"));
    }

    #[test]
    fn what_people_put_on_record_is_read() {
        let text = "[[attestations]]\nitem = 8\nby = 'Ada'\non = 2026-11-01\nnote = 'read'\nvalid-for = '6 months'\n\n\
            [[attestations]]\nitem = 9\nby = 'Ada'\non = '2026-11-02'\nnote = 'written down'\nlink = 'https://example.com'\n\n\
            [[reviews]]\nkind = 'code-review'\non = 2026-11-03T10:00:00Z\nby = 'Bo'\n";
        let config = parse(text).unwrap();
        let days: Vec<String> = config.attestations().iter().map(|one| format!("{} {}", one.on, one.until())).collect();
        assert_eq!(days, ["2026-11-01 2027-05-01", "2026-11-02 2027-11-02"]);
        assert_eq!(config.reviews()[0].on.to_string(), "2026-11-03");
    }

    #[test]
    fn problems_say_where_and_why() {
        for (text, expected, reason) in [
            ("[rules]\ntoken-in-web-storage = 'loud'\n", Some((2, 24)), "unknown variant `loud`"),
            ("[rules]\n\n  token-in-web = 'off'\n", Some((3, 3)), "there is no rule or gap named `token-in-web`"),
            ("ruels = 1\n", Some((1, 1)), "unknown field `ruels`"),
            ("ignore = ['a/{b']\n", Some((1, 12)), "bad glob `a/{b`"),
            ("[rules\n", Some((1, 7)), ""),
            ("[[attestations]]\nitem = 11\n", Some((2, 8)), "there is no launch item 11; they are numbered 1 to 10"),
            ("[[attestations]]\nitem = 8\non = 2026-11-01\nby = ' '\n", Some((4, 6)), "must not be empty"),
            ("[[attestations]]\nitem = 8\non = '2026-13-01'\n", Some((3, 6)), "`2026-13-01` is no day"),
            ("[[attestations]]\nitem = 8\non = 12:00:00\n", Some((3, 6)), "is no day"),
            ("[[attestations]]\nitem = 8\non = 5\n", Some((3, 6)), "a day such as 2026-11-01"),
            ("[[attestations]]\nitem = 8\nby = 'A'\non = 2026-11-01\n", Some((1, 1)), "missing field `note`"),
            ("[[attestations]]\nvalid-for = 'a year'\n", Some((2, 13)), "`a year` is no span of time"),
            ("[[reviews]]\nkind = 'pentest'\n", Some((2, 8)), "unknown variant `pentest`"),
            ("[[reviews]]\nkind = 'code-review'\nwhen = 2026-11-01\n", Some((3, 1)), "unknown field `when`"),
        ] {
            let (place, words) = parse(text).map(|_| ()).unwrap_err();
            assert_eq!(place, expected, "{text}: {words}");
            assert!(words.contains(reason), "{words}");
        }
    }
}
