//! Advisories: which versions of a package have a known hole.
//!
//! Invariant: whether a version is affected is decided as the OSV schema describes it ("Evaluation",
//! <https://ossf.github.io/osv-schema/#evaluation>), whatever the advisory came from.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::version::Version;
use crate::facts::Ecosystem;

/// How grave the hole is, in the words of registries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Little harm, or under rare conditions.
    Low,
    /// Some harm; what is not graded counts as this.
    #[default]
    Moderate,
    /// Grave.
    High,
    /// The gravest.
    Critical,
}

impl Grade {
    /// The grade that a word names, in the words of npm, GitHub and OSV.
    pub fn of_word(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "low" | "info" => Some(Self::Low),
            "moderate" | "medium" => Some(Self::Moderate),
            "high" => Some(Self::High),
            "critical" => Some(Self::Critical),
            _ => None,
        }
    }
}

/// A point at which a package becomes affected, or stops being so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// This version and those after it are affected; `0` stands before every version.
    Introduced(SmolStr),
    /// This version and those after it are not.
    Fixed(SmolStr),
    /// Those after this version are not.
    LastAffected(SmolStr),
    /// Nothing is said of this version and those after it.
    Limit(SmolStr),
}

/// A known hole of a package.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advisory {
    /// The name it goes by: `CVE-…` or `GHSA-…`.
    pub id: SmolStr,
    /// Its other names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<SmolStr>,
    /// How grave it is.
    pub grade: Grade,
    /// One line on what it allows.
    pub summary: String,
    /// Ranges, each a list of events in no order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<Vec<Event>>,
    /// Versions that are affected whatever the ranges say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<SmolStr>,
    /// Where to read of it.
    pub url: SmolStr,
}

impl Advisory {
    /// Whether a version is affected.
    pub fn affects(&self, ecosystem: Ecosystem, text: &str) -> bool {
        if self.versions.iter().any(|version| version == text) {
            return true;
        }
        Version::parse(ecosystem, text).is_some_and(|version| self.affects_version(ecosystem, &version))
    }

    /// Whether a version is affected.
    pub fn affects_version(&self, ecosystem: Ecosystem, version: &Version) -> bool {
        let listed = || self.versions.iter().any(|text| Version::parse(ecosystem, text).as_ref() == Some(version));
        self.ranges.iter().any(|events| in_range(ecosystem, events, version)) || listed()
    }

    /// The lowest version above `version` that fixes it; none where none does.
    pub fn fixed_for(&self, ecosystem: Ecosystem, version: &Version) -> Option<SmolStr> {
        let fixes = self.ranges.iter().flatten().filter_map(|event| match event {
            Event::Fixed(text) => Some((Version::parse(ecosystem, text)?, text)),
            _ => None,
        });
        fixes.filter(|(fixed, _)| fixed > version).min().map(|(_, text)| text.clone())
    }

    /// Whether two advisories speak of the same hole.
    pub fn is_same(&self, other: &Self) -> bool {
        let mut names = std::iter::once(&self.id).chain(&self.aliases);
        names.any(|name| *name == other.id || other.aliases.contains(name))
    }
}

/// The algorithm of the schema: events in order of version, each switches.
fn in_range(ecosystem: Ecosystem, events: &[Event], version: &Version) -> bool {
    let parse = |text: &str| Version::parse(ecosystem, text);
    let mut limits = events.iter().filter_map(|event| if let Event::Limit(text) = event { Some(text) } else { None });
    let mut has_limit = false;
    let below = limits.any(|limit| {
        has_limit = true;
        limit == "*" || parse(limit).is_some_and(|limit| *version < limit)
    });
    if has_limit && !below {
        return false;
    }
    let mut ordered: Vec<(Option<Version>, &Event)> = events
        .iter()
        .filter_map(|event| match event {
            Event::Introduced(text) if text == "0" => Some((None, event)),
            Event::Introduced(text) | Event::Fixed(text) | Event::LastAffected(text) => {
                Some((Some(parse(text)?), event))
            }
            Event::Limit(_) => None,
        })
        .collect();
    ordered.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut affected = false;
    for (at, event) in &ordered {
        let reached = at.as_ref().is_none_or(|at| version >= at);
        match event {
            Event::Introduced(_) if reached => affected = true,
            Event::Fixed(_) if reached => affected = false,
            Event::LastAffected(_) if at.as_ref().is_some_and(|at| version > at) => affected = false,
            _ => {}
        }
    }
    affected
}

/// Advisories by package.
#[derive(Clone, Debug, Default)]
pub struct Advisories {
    by_package: HashMap<(Ecosystem, SmolStr), Vec<Advisory>>,
}

impl Advisories {
    /// Adds one; one that is there already under any of its names is left as it is.
    pub fn add(&mut self, ecosystem: Ecosystem, package: &str, advisory: Advisory) {
        let of_package = self.by_package.entry((ecosystem, SmolStr::new(package))).or_default();
        if !of_package.iter().any(|other| other.is_same(&advisory)) {
            of_package.push(advisory);
        }
    }

    /// Adds all of another collection.
    pub fn extend(&mut self, other: Self) {
        for ((ecosystem, package), advisories) in other.by_package {
            for advisory in advisories {
                self.add(ecosystem, &package, advisory);
            }
        }
    }

    /// Those on a package, and after them those that are known to every copy of the program.
    pub fn with_known(&self, ecosystem: Ecosystem, package: &str) -> Vec<&Advisory> {
        let mut found: Vec<&Advisory> = self.of(ecosystem, package).iter().collect();
        for known in super::known::known().of(ecosystem, package) {
            if !found.iter().any(|other| other.is_same(known)) {
                found.push(known);
            }
        }
        found
    }

    /// Those on a package.
    pub fn of(&self, ecosystem: Ecosystem, package: &str) -> &[Advisory] {
        self.by_package.get(&(ecosystem, SmolStr::new(package))).map_or(&[], Vec::as_slice)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_package.values().map(Vec::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_package.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cases that the schema's text works through, and those it implies.
    #[test]
    fn ranges_are_evaluated_as_the_schema_says() {
        let introduced = |text| Event::Introduced(SmolStr::new(text));
        let fixed = |text| Event::Fixed(SmolStr::new(text));
        let last = |text| Event::LastAffected(SmolStr::new(text));
        let limit = |text| Event::Limit(SmolStr::new(text));
        for (events, affected, sound) in [
            (vec![introduced("0")], &["0.0.1", "99.0.0"][..], &[][..]),
            (vec![introduced("0"), fixed("1.2.6")], &["0.0.8", "1.2.5", "1.2.6-rc.1"], &["1.2.6", "2.0.0"]),
            (vec![introduced("1.0.0"), last("1.5.0")], &["1.0.0", "1.5.0"], &["0.9.0", "1.5.1"]),
            // Events stand in no order.
            (
                vec![fixed("3.1.4"), introduced("3.0.0"), fixed("2.0.1"), introduced("1.0.0")],
                &["1.0.0", "3.1.3"],
                &["2.5.0", "3.1.4"],
            ),
            (vec![introduced("1.0.0"), limit("2.0.0")], &["1.9.0"], &["2.0.0", "3.0.0"]),
            (vec![introduced("0"), limit("*")], &["7.0.0"], &[]),
        ] {
            let advisory = Advisory { ranges: vec![events], ..Advisory::default() };
            for version in affected {
                assert!(advisory.affects(Ecosystem::Npm, version), "{version} {advisory:?}");
            }
            for version in sound {
                assert!(!advisory.affects(Ecosystem::Npm, version), "{version} {advisory:?}");
            }
        }
        let listed = Advisory { versions: vec![SmolStr::new("1.0.1")], ..Advisory::default() };
        assert!(listed.affects(Ecosystem::Npm, "1.0.1") && !listed.affects(Ecosystem::Npm, "1.0.2"));
    }

    #[test]
    fn an_advisory_is_kept_once_whatever_its_name() {
        let mut all = Advisories::default();
        let one = Advisory { id: "GHSA-x".into(), aliases: vec!["CVE-1".into()], ..Advisory::default() };
        all.add(Ecosystem::Npm, "a", one);
        all.add(Ecosystem::Npm, "a", Advisory { id: "CVE-1".into(), ..Advisory::default() });
        assert_eq!((all.len(), all.of(Ecosystem::Npm, "a").len(), all.of(Ecosystem::PyPi, "a").len()), (1, 1, 0));
    }
}
