//! The known holes of one package in one version, and the version that has none of them.

use smol_str::SmolStr;

use super::Context;
use crate::facts::{Dependency, Ecosystem};
use crate::packages::{Advisory, Version, is_exact, lower_bound};

/// How often the fixed version of one hole may have another.
const MOST_STEPS: usize = 12;

/// What tells the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Basis {
    /// The lockfile.
    Locked,
    /// The manifest, which allows one version.
    Exact,
    /// The lowest version that the manifest's range allows.
    Lowest,
}

/// The known holes of one package in one version.
pub(super) struct Holes<'a> {
    /// The package.
    pub(super) package: SmolStr,
    /// The version, as a person writes it.
    pub(super) version: String,
    /// What tells it.
    pub(super) basis: Basis,
    /// The advisories, the gravest first; at least one.
    pub(super) advisories: Vec<&'a Advisory>,
    /// The lowest version known to have none of them.
    pub(super) fixed: Option<SmolStr>,
    imported: bool,
}

impl<'a> Holes<'a> {
    /// Of what a manifest asks for; none where nothing is known.
    pub(super) fn of_dependency(context: &Context<'a>, ecosystem: Ecosystem, dependency: &Dependency) -> Option<Self> {
        let (name, range) = split_alias(dependency);
        // A package about which nothing is known costs nothing more.
        if context.project.advisories().with_known(ecosystem, name).is_empty() {
            return None;
        }
        let settled = context.project.lockfile_of(&context.file.path, ecosystem);
        // A lockfile that lags behind the manifest says nothing of the next install.
        let lags = |version: &str| {
            let installed = Version::parse(ecosystem, version);
            installed.zip(lower_bound(ecosystem, range)).is_some_and(|(installed, lowest)| installed < lowest)
        };
        let locked = settled.as_ref().and_then(|settled| settled.version(&dependency.name, &dependency.version));
        if let Some(version) = locked.filter(|version| !lags(version)) {
            return Self::of_version(context, ecosystem, name, version, Basis::Locked);
        }
        if is_exact(ecosystem, range) {
            let version = range.trim().trim_start_matches(['=', 'v']).trim();
            return Self::of_version(context, ecosystem, name, version, Basis::Exact);
        }
        let overrides = context.file.manifest.iter().flat_map(|manifest| &manifest.overrides);
        if overrides.into_iter().any(|(overridden, _)| overridden == name) {
            return None;
        }
        let lowest = match lower_bound(ecosystem, range)? {
            Version::Npm(version) => version.to_string(),
            Version::PyPi(version) => version.to_string(),
        };
        Self::of_version(context, ecosystem, name, &lowest, Basis::Lowest)
    }

    /// Of a version; none where it has no known hole.
    pub(super) fn of_version(
        context: &Context<'a>,
        ecosystem: Ecosystem,
        name: &str,
        version: &str,
        basis: Basis,
    ) -> Option<Self> {
        let project = context.project;
        let known = project.advisories().with_known(ecosystem, name);
        let mut advisories: Vec<&Advisory> =
            known.iter().copied().filter(|one| one.affects(ecosystem, version)).collect();
        advisories.sort_by_key(|advisory| std::cmp::Reverse(advisory.grade));
        let worst = advisories.first()?;
        let imported = project.advisories().of(ecosystem, name).iter().any(|own| own == *worst);
        let fixed = fixed(ecosystem, version, &known);
        Some(Self { package: SmolStr::new(name), version: version.to_owned(), basis, advisories, fixed, imported })
    }

    /// The gravest advisory.
    pub(super) fn worst(&self) -> &'a Advisory {
        self.advisories[0]
    }

    /// The name people know the gravest one by.
    pub(super) fn name_of_worst(&self) -> &'a str {
        let worst = self.worst();
        let names = || std::iter::once(&worst.id).chain(&worst.aliases);
        names().find(|name| name.starts_with("CVE-")).unwrap_or(&worst.id)
    }

    /// Whether the gravest one is known from the table in the program alone.
    pub(super) fn is_from_table(&self) -> bool {
        !self.imported
    }
}

/// The lowest version above `version` that no advisory affects; none where one of them has no fix.
fn fixed(ecosystem: Ecosystem, version: &str, known: &[&Advisory]) -> Option<SmolStr> {
    let mut text = SmolStr::new(version);
    for _ in 0..MOST_STEPS {
        let at = Version::parse(ecosystem, &text)?;
        let affecting: Vec<&&Advisory> = known.iter().filter(|one| one.affects_version(ecosystem, &at)).collect();
        if affecting.is_empty() {
            return (text != version).then_some(text);
        }
        let fixes = affecting.iter().map(|advisory| advisory.fixed_for(ecosystem, &at));
        let fixes: Vec<SmolStr> = fixes.collect::<Option<_>>()?;
        text = fixes.into_iter().max_by_key(|fixed| Version::parse(ecosystem, fixed))?;
    }
    None
}

/// `npm:other@^1` asks for another package.
fn split_alias(dependency: &Dependency) -> (&str, &str) {
    let alias = dependency.version.strip_prefix("npm:");
    let parts = alias.and_then(|alias| {
        let at = alias.get(1..)?.find('@')? + 1;
        Some((&alias[..at], &alias[at + 1..]))
    });
    parts.unwrap_or((&dependency.name, &dependency.version))
}
