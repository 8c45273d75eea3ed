//! What a project decides for itself: levels, ignored paths and names. Pure data; whoever reads `seaworthy.toml` hands
//! it over. One function, [`Config::severity`], decides the severity for every face.

use std::borrow::Cow;
use std::collections::BTreeMap;

use globset::{Glob, GlobSet, GlobSetBuilder};
use serde::{Deserialize, Serialize};

use crate::checklist::{Attestation, Review};
use crate::finding::Severity;
use crate::rules::RuleMeta;

/// A level as written in the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The rule does not run.
    Off,
    /// Findings are information.
    #[serde(alias = "information")]
    Info,
    /// Findings are warnings.
    #[serde(alias = "warn")]
    Warning,
    /// Findings are errors.
    Error,
}

/// Levels for some paths.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Globs on project-relative paths.
    pub paths: Vec<String>,
    /// Rule id (or gap) to level.
    pub rules: BTreeMap<String, Level>,
}

/// Names the project uses in its own way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Names {
    /// Storage keys and properties that hold an auth token whatever they are called.
    pub tokens: Vec<String>,
    /// Storage keys and properties that never do.
    pub not_tokens: Vec<String>,
    /// Cookies that carry a session whatever they are called.
    pub session_cookies: Vec<String>,
    /// Cookies that never do.
    pub not_session_cookies: Vec<String>,
}

/// The content of `seaworthy.toml`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfigFile {
    /// Rule id (or gap) to level.
    pub rules: BTreeMap<String, Level>,
    /// Levels for some paths; the last match wins.
    pub overrides: Vec<Override>,
    /// Globs of paths that are not analysed at all.
    pub ignore: Vec<String>,
    /// Names the project uses in its own way.
    pub names: Names,
    /// What people gave their word for.
    pub attestations: Vec<Attestation>,
    /// Reviews that were done.
    pub reviews: Vec<Review>,
}

/// A configuration that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(pub String);

impl std::fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// A checked configuration with its globs compiled.
#[derive(Clone, Debug, Default)]
pub struct Config {
    file: ConfigFile,
    ignore: GlobSet,
    overrides: Vec<GlobSet>,
    /// What paths lack to begin at the folder of the configuration; empty, or ends with a slash.
    base: String,
}

impl Config {
    /// Checks rule ids and compiles globs.
    ///
    /// # Errors
    /// An unknown rule or gap, or a glob that does not compile.
    pub fn new(file: ConfigFile) -> Result<Self, ConfigError> {
        let ids = file.rules.keys().chain(file.overrides.iter().flat_map(|entry| entry.rules.keys()));
        for id in ids {
            check_rule_name(id)?;
        }
        let ignore = globs(&file.ignore)?;
        let overrides = file.overrides.iter().map(|entry| globs(&entry.paths)).collect::<Result<_, _>>()?;
        Ok(Self { file, ignore, overrides, base: String::new() })
    }

    /// The same configuration for a project that begins at `base`, a folder below the one the configuration is in.
    #[must_use]
    pub fn based_at(self, base: &str) -> Self {
        Self { base: format!("{base}/"), ..self }
    }

    /// A project-relative path as the globs of the configuration name it.
    fn named_path<'a>(&self, path: &'a str) -> Cow<'a, str> {
        if self.base.is_empty() { path.into() } else { format!("{}{path}", self.base).into() }
    }

    /// The names the project uses in its own way.
    pub fn names(&self) -> &Names {
        &self.file.names
    }

    /// What people gave their word for.
    pub fn attestations(&self) -> &[Attestation] {
        &self.file.attestations
    }

    /// Reviews that were done.
    pub fn reviews(&self) -> &[Review] {
        &self.file.reviews
    }

    /// Whether a rule is off in the whole project.
    pub fn is_off(&self, rule: &RuleMeta) -> bool {
        level_in(&self.file.rules, rule) == Some(Level::Off)
    }

    /// Whether a rule is off, or says less than it could, in the whole project.
    pub fn is_softened(&self, rule: &RuleMeta) -> bool {
        softens(level_in(&self.file.rules, rule), rule)
    }

    /// Whether a rule is off, or says less than it could, for some paths.
    pub fn is_softened_somewhere(&self, rule: &RuleMeta) -> bool {
        self.file.overrides.iter().any(|entry| softens(level_in(&entry.rules, rule), rule))
    }

    /// Whether the project asked for `path` not to be analysed.
    pub fn ignores(&self, path: &str) -> bool {
        self.ignore.is_match(&*self.named_path(path))
    }

    /// The severity a finding is shown with, `None` when the rule is off there. `found` is what the rule itself gave.
    /// A level for the rule wins over one for its gap; an override wins over the general table; the last override wins.
    pub fn severity(&self, rule: &RuleMeta, path: &str, found: Severity) -> Option<Severity> {
        let tables = self.overrides.iter().zip(&self.file.overrides).rev();
        let path = self.named_path(path);
        let special = tables.filter(|(globs, _)| globs.is_match(&*path)).map(|(_, entry)| &entry.rules);
        let level = special.chain(std::iter::once(&self.file.rules)).find_map(|table| level_in(table, rule));
        match level {
            None => Some(found),
            Some(Level::Off) => None,
            Some(Level::Info) => Some(Severity::Info),
            Some(Level::Warning) => Some(Severity::Warning),
            Some(Level::Error) => Some(Severity::Error),
        }
    }
}

/// A level for the rule wins over one for its gap.
fn level_in(table: &BTreeMap<String, Level>, rule: &RuleMeta) -> Option<Level> {
    table.get(rule.id).or_else(|| table.get(rule.gap.as_str())).copied()
}

/// Whether a level keeps a rule from making anything fall short.
fn softens(level: Option<Level>, rule: &RuleMeta) -> bool {
    match level {
        Some(Level::Off) => true,
        Some(Level::Info) => rule.severity > Severity::Info,
        _ => false,
    }
}

pub(crate) fn check_rule_name(id: &str) -> Result<(), ConfigError> {
    let known = crate::rules::by_id(id).is_some() || crate::rules::Gap::ALL.iter().any(|gap| gap.as_str() == id);
    if known { Ok(()) } else { Err(ConfigError(format!("there is no rule or gap named `{id}`"))) }
}

fn globs(patterns: &[String]) -> Result<GlobSet, ConfigError> {
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        let glob =
            Glob::new(pattern).map_err(|error| ConfigError(format!("bad glob `{pattern}`: {}", error.kind())))?;
        builder.add(glob);
    }
    builder.build().map_err(|error| ConfigError(format!("globs do not compile: {error}")))
}
