//! The index over all files' facts, and the judging of one file within it.
//!
//! Invariant: after [`Project::apply`] returns, everything derived from the facts is up to date, or is derived when it is first
//! asked for; either way it follows from the facts alone.

mod apps;
mod around;
mod clients;
mod conduct;
pub mod database;
mod entry_points;
mod follow;
mod index;
mod injected;
mod limits;
mod link;
mod models;
mod modules;
mod mounts;
#[cfg(feature = "dependencies")]
mod packages;
mod personal;
mod provenance;
mod reach;
mod surface;
mod tables;
mod tenancy;

use std::collections::{BTreeMap, BTreeSet};

use crate::checklist::Date;
use crate::config::Config;
use crate::facts::{Call, CookieWrite, FileFacts, FunctionId, PackageManifest, Route, StorageWrite};
use crate::finding::Finding;
use crate::rules::{Context, RULES, RuleMeta};
use crate::suppress::Suppression;
use crate::text::TextRange;

pub use apps::{App, Host};
pub use conduct::{Answered, Conduct};
pub use entry_points::Entry;
pub(crate) use follow::CHAIN_LIMIT;
pub use follow::Located;
use index::{Index, Sink};
pub(crate) use modules::folder_of;
#[cfg(feature = "dependencies")]
pub use packages::Settled;
#[cfg(feature = "dependencies")]
pub(crate) use packages::{joined, package_name};
pub(crate) use personal::is_aside;
pub use personal::{DataItem, Kept, PersonalData};
pub use provenance::Provenance;
pub use reach::{ClientReach, EntryKind};
pub use tenancy::{Scope, Tenancy};
pub(crate) use tenancy::{is_membership, tells_whose};

/// A change to the set of files.
#[derive(Clone, Debug)]
pub enum Change {
    /// A file is there, with these facts; see [`crate::analyse`].
    Set(Box<FileFacts>),
    /// The file at this project-relative path is gone.
    Remove(String),
}

/// A note about a file that is no finding: an ignore comment that ignores nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// UTF-8 bytes in the file.
    pub range: TextRange,
    /// What and why, as a sentence.
    pub message: String,
}

/// What judging a file gave.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// Findings in order of their place, configuration and ignore comments applied.
    pub findings: Vec<Finding>,
    /// How many findings ignore comments silenced.
    pub suppressed: usize,
    /// The rules whose findings they silenced, one entry for each finding.
    pub silenced: Vec<&'static RuleMeta>,
    /// Notes about ignore comments.
    pub notices: Vec<Notice>,
}

/// A place in a file of the project: path and UTF-8 bytes.
pub type Origin<'a> = (&'a str, TextRange);

/// All files of a project and what follows from them together.
#[derive(Clone, Debug, Default)]
pub struct Project {
    config: Config,
    files: BTreeMap<String, FileFacts>,
    index: Index,
    is_deployed: bool,
    today: Option<Date>,
    #[cfg(feature = "dependencies")]
    advisories: std::sync::Arc<crate::packages::Advisories>,
}

impl Project {
    /// An empty project.
    pub fn new(config: Config) -> Self {
        Self { config, ..Self::default() }
    }

    /// The configuration in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Puts another configuration in force.
    pub fn set_config(&mut self, config: Config) {
        self.config = config;
    }

    /// Says which day it is, so that ignore comments end on theirs. While nobody says, they do not end.
    pub fn set_today(&mut self, today: Date) {
        self.today = Some(today);
    }

    /// Takes in changed files and brings everything derived from them up to date.
    pub fn apply(&mut self, changes: impl IntoIterator<Item = Change>) {
        let mut changed = BTreeSet::new();
        let (mut layout, mut reach, mut schema, mut surface) = (false, false, false, false);
        for change in changes {
            match change {
                Change::Set(facts) => {
                    let path = facts.path.clone();
                    let decides = |facts: &FileFacts| facts.manifest.is_some() || facts.compiler_paths.is_some();
                    let before = self.files.get(&path);
                    layout |= decides(&facts) || before.is_none_or(decides);
                    reach |= !before.is_some_and(|before| reach::same_reach(before, &facts));
                    surface |= !before.is_some_and(|before| surface::same_surface(before, &facts));
                    schema |= before.is_some_and(database::takes_part) || database::takes_part(&facts);
                    self.files.insert(path.clone(), *facts);
                    changed.insert(path);
                }
                Change::Remove(path) => {
                    layout |= self.files.remove(&path).is_some();
                    changed.insert(path);
                }
            }
        }
        self.relink(&changed, link::Extent { layout, reach, schema, surface });
    }

    /// The facts of the file at a project-relative path.
    pub fn file(&self, path: &str) -> Option<&FileFacts> {
        self.files.get(path)
    }

    /// Whether any file's path begins with `prefix`.
    pub fn has_files_below(&self, prefix: &str) -> bool {
        let first = self.files.range(prefix.to_owned()..).next();
        first.is_some_and(|(path, _)| path.starts_with(prefix))
    }

    /// Every file, in order of path.
    pub fn files(&self) -> impl Iterator<Item = &FileFacts> {
        self.files.values()
    }

    /// The manifest that governs a file: the nearest `package.json` in its folder or above.
    pub fn manifest_of(&self, path: &str) -> Option<&PackageManifest> {
        self.index.modules.manifest_of(&self.files, path)
    }

    /// The folder of the manifest that governs a file; empty for the root.
    pub fn manifest_folder(&self, path: &str) -> Option<&str> {
        self.index.modules.manifest_folder(path)
    }

    /// Writes to storage in a file: its own whose key it knows, and those its calls reach through helpers that take the
    /// key from the caller. With a helper's write comes the place where the write itself stands.
    pub fn storage_writes<'a>(&'a self, file: &'a FileFacts) -> Vec<(&'a StorageWrite, Option<Origin<'a>>)> {
        let own = file.storage_writes.iter().filter(|write| follow::parameter_owner(&write.key).is_none());
        let reached =
            self.index.reached.get(&file.path).into_iter().flatten().filter_map(|reached| match &reached.sink {
                Sink::Storage(write) => Some((write, Some((reached.origin.0.as_str(), reached.origin.1)))),
                Sink::Cookie(_) => None,
            });
        own.map(|write| (write, None)).chain(reached).collect()
    }

    /// Cookies set in a file, in the same way as [`Self::storage_writes`].
    pub fn cookie_writes<'a>(&'a self, file: &'a FileFacts) -> Vec<(&'a CookieWrite, Option<Origin<'a>>)> {
        let own = file.cookie_writes.iter().filter(|write| follow::parameter_owner(&write.name).is_none());
        let reached =
            self.index.reached.get(&file.path).into_iter().flatten().filter_map(|reached| match &reached.sink {
                Sink::Cookie(write) => Some((write, Some((reached.origin.0.as_str(), reached.origin.1)))),
                Sink::Storage(_) => None,
            });
        own.map(|write| (write, None)).chain(reached).collect()
    }

    /// Where the value kept under a storage key is sent as `Authorization`, if anywhere in the project.
    pub fn authorization_use(&self, key: &str) -> Option<Origin<'_>> {
        self.index.authorization_keys.get(key).map(|(path, range)| (path.as_str(), *range))
    }

    /// Every route of the project, with the file that registers it.
    pub fn routes(&self) -> impl Iterator<Item = Located<'_, &Route>> {
        self.files.values().flat_map(|file| file.routes.iter().map(move |route| (file, route)))
    }

    /// The calls of a function anywhere in the project.
    pub fn callers<'a>(&'a self, file: &FileFacts, function: FunctionId) -> Vec<Located<'a, &'a Call>> {
        let key = (file.path.clone(), function);
        let calls = self.index.callers.get(&key).into_iter().flatten();
        calls
            .filter_map(|(path, position)| {
                let file = self.files.get(path)?;
                Some((file, file.calls.get(*position)?))
            })
            .collect()
    }

    /// Judges one file within the project; nothing when the file is unknown.
    pub fn judge(&self, path: &str) -> Judgement {
        let Some(file) = self.files.get(path) else { return Judgement::default() };
        let context = Context { file, project: self };
        let mut found = Vec::new();
        for rule in RULES {
            (rule.check)(&context, &mut found);
        }
        self.settle(file, found)
    }

    /// Applies configuration and ignore comments, and puts findings in order.
    fn settle(&self, file: &FileFacts, found: Vec<Finding>) -> Judgement {
        let mut used = vec![false; file.suppressions.len()];
        let mut judgement = Judgement::default();
        for mut finding in found {
            let Some(severity) = self.config.severity(finding.rule, &file.path, finding.severity) else { continue };
            finding.severity = severity;
            // What is being typed right now may become anything.
            if file.gaps.iter().any(|gap| gap.intersects(finding.range)) {
                continue;
            }
            let (rule, gap) = (finding.rule.id, finding.rule.gap.as_str());
            let silences =
                |entry: &Suppression| !self.has_ended(entry) && entry.silences(rule, gap, finding.range.start);
            let silencer = file.suppressions.iter().position(silences);
            if let Some(at) = silencer {
                used[at] = true;
                judgement.suppressed += 1;
                judgement.silenced.push(finding.rule);
            } else {
                judgement.findings.push(finding);
            }
        }
        judgement.findings.sort_by_key(|finding| (finding.range, std::cmp::Reverse(finding.severity), finding.rule.id));
        judgement.notices = self.notices(file, &used);
        judgement
    }

    fn has_ended(&self, entry: &Suppression) -> bool {
        self.today.is_some_and(|today| entry.has_ended(today))
    }

    fn notices(&self, file: &FileFacts, used: &[bool]) -> Vec<Notice> {
        let unused = file.suppressions.iter().zip(used).filter(|(_, used)| !**used);
        unused
            .map(|(entry, _)| {
                let ended = entry.until.filter(|_| self.has_ended(entry));
                let message = if entry.rule.is_empty() || crate::config::check_rule_name(&entry.rule).is_err() {
                    format!("this ignore comment names no rule: there is no rule or gap `{}`", entry.rule)
                } else if entry.reason.is_empty() {
                    format!(
                        "this ignore comment gives no reason, so it ignores nothing: write `seaworthy-ignore {}: why`",
                        entry.rule
                    )
                } else if let Some(day) = ended {
                    format!(
                        "this ignore comment for `{}` ended on {day}: mend what it hid, or give it another day",
                        entry.rule
                    )
                } else {
                    format!("this ignore comment for `{}` ignores nothing and can go", entry.rule)
                };
                Notice { range: entry.range, message }
            })
            .collect()
    }
}
