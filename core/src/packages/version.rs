//! Versions as their registries compare them: Semantic Versioning 2.0 for npm, PEP 440 for PyPI.
//!
//! Sources: semver.org, docs.npmjs.com/cli/v11/using-npm/semver (ranges), peps.python.org/pep-0440.

use std::str::FromStr as _;

use crate::facts::Ecosystem;

/// A version that can be compared with others of its ecosystem.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// An npm package's.
    Npm(semver::Version),
    /// A Python package's.
    PyPi(pep440_rs::Version),
}

impl Version {
    /// Reads a version; none when it is of no form its registry accepts.
    pub fn parse(ecosystem: Ecosystem, text: &str) -> Option<Self> {
        let text = text.trim();
        match ecosystem {
            Ecosystem::Npm => npm(text.trim_start_matches(['v', '='])).map(Self::Npm),
            Ecosystem::PyPi => pep440_rs::Version::from_str(text).ok().map(Self::PyPi),
        }
    }
}

/// Parts that are left out are zero, as in the ranges of advisories (`<4`).
fn npm(text: &str) -> Option<semver::Version> {
    let core_end = text.find(['-', '+']).unwrap_or(text.len());
    let (core, rest) = text.split_at(core_end);
    let missing = 2usize.checked_sub(core.matches('.').count())?;
    if core.is_empty() || core.ends_with('.') {
        return None;
    }
    let mut version = semver::Version::parse(&format!("{core}{}{rest}", ".0".repeat(missing))).ok()?;
    // Build metadata does not count (semver.org, 10).
    version.build = semver::BuildMetadata::EMPTY;
    Some(version)
}

/// The first number of a version, which changes with what breaks.
pub fn major(version: &str) -> &str {
    version.trim_start_matches(['v', '=', '^', '~']).split('.').next().unwrap_or("")
}

/// Whether a range as a manifest writes it allows one version only.
pub fn is_exact(ecosystem: Ecosystem, range: &str) -> bool {
    match ecosystem {
        Ecosystem::Npm => {
            let plain = range.trim().trim_start_matches(['v', '=']);
            plain.split(['-', '+']).next().is_some_and(|core| core.matches('.').count() == 2)
                && Version::parse(ecosystem, plain).is_some()
        }
        Ecosystem::PyPi => {
            range.trim().strip_prefix("==").is_some_and(|rest| !rest.contains(['*', ',']) && !rest.trim().is_empty())
        }
    }
}

/// The lowest version that a range allows, of the newest alternative where it names several; none when it names none
/// (`*`, `latest`, `<2`).
pub fn lower_bound(ecosystem: Ecosystem, range: &str) -> Option<Version> {
    match ecosystem {
        Ecosystem::Npm => {
            let alternative = range.rsplit("||").next()?.trim();
            let first = alternative.split_whitespace().next()?;
            // `>= 1.0.0` may hold a space.
            let first = if matches!(first, ">=" | "^" | "~" | "=") {
                alternative[first.len()..].split_whitespace().next()?
            } else {
                first
            };
            if first.starts_with('<') {
                return None;
            }
            let plain = first.trim_start_matches(['^', '~', '>', '=', 'v']);
            let known: Vec<&str> = plain.split('.').take_while(|part| !matches!(*part, "x" | "X" | "*")).collect();
            Version::parse(ecosystem, &known.join("."))
        }
        Ecosystem::PyPi => range.split(',').find_map(|part| {
            let part = part.trim();
            let bound = ["==", ">=", "~=", "^", "~"].iter().find_map(|operator| part.strip_prefix(operator))?;
            Version::parse(ecosystem, bound.trim().trim_end_matches(".*"))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_their_registry_says() {
        for (ecosystem, low, high) in [
            (Ecosystem::Npm, "15.1.0", "15.2.3"),
            (Ecosystem::Npm, "9.0.0", "10.0.0"),
            (Ecosystem::Npm, "15.0.0-canary.9", "15.0.0-canary.10"),
            (Ecosystem::Npm, "15.0.0-rc.0", "15.0.0"),
            (Ecosystem::Npm, "4", "4.0.1"),
            (Ecosystem::PyPi, "1.0rc1", "1.0"),
            (Ecosystem::PyPi, "1.9", "1.10"),
            (Ecosystem::PyPi, "1.0", "1.0.post1"),
            (Ecosystem::PyPi, "2024.1", "1!0.1"),
        ] {
            let version = |text| Version::parse(ecosystem, text).unwrap();
            assert!(version(low) < version(high), "{low} {high}");
        }
        assert_eq!(Version::parse(Ecosystem::Npm, "1.0.0+a"), Version::parse(Ecosystem::Npm, "1.0.0+b"));
        for text in ["", "latest", "1.x", "1.2.3.4", "workspace:*", "1..2", "1."] {
            assert_eq!(Version::parse(Ecosystem::Npm, text), None, "{text}");
        }
    }

    #[test]
    fn ranges_begin_somewhere() {
        for (ecosystem, range, expected) in [
            (Ecosystem::Npm, "^15.1.0", Some("15.1.0")),
            (Ecosystem::Npm, "~1.2", Some("1.2.0")),
            (Ecosystem::Npm, ">= 1.0.0 < 2", Some("1.0.0")),
            (Ecosystem::Npm, "4.x", Some("4.0.0")),
            (Ecosystem::Npm, "^17 || ^18.2.0", Some("18.2.0")),
            (Ecosystem::Npm, "*", None),
            (Ecosystem::Npm, "latest", None),
            (Ecosystem::Npm, "<2", None),
            (Ecosystem::PyPi, ">=4.2,<5", Some("4.2")),
            (Ecosystem::PyPi, "==5.1.*", Some("5.1")),
            (Ecosystem::PyPi, "<5", None),
        ] {
            let expected = expected.map(|text| Version::parse(ecosystem, text).unwrap());
            assert_eq!(lower_bound(ecosystem, range), expected, "{range}");
        }
        assert!(is_exact(Ecosystem::Npm, "15.1.0") && is_exact(Ecosystem::Npm, "=1.0.0-rc.1"));
        assert!(
            !is_exact(Ecosystem::Npm, "^15.1.0") && !is_exact(Ecosystem::Npm, "15.1") && !is_exact(Ecosystem::Npm, "*")
        );
        assert!(is_exact(Ecosystem::PyPi, "==4.2.1") && !is_exact(Ecosystem::PyPi, "==4.*"));
    }
}
