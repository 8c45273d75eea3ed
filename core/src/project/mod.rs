//! The index over all files' facts, and the judging of one file within it.
//!
//! Invariant: after [`Project::apply`] returns, everything derived from the facts is up to date; nothing is computed
//! behind a lock or on a clock.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::facts::FileFacts;
use crate::finding::Finding;
use crate::rules::{Context, RULES};
use crate::text::TextRange;

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
    /// Notes about ignore comments.
    pub notices: Vec<Notice>,
}

/// All files of a project and what follows from them together.
#[derive(Clone, Debug, Default)]
pub struct Project {
    config: Config,
    files: BTreeMap<String, FileFacts>,
}

impl Project {
    /// An empty project.
    pub fn new(config: Config) -> Self {
        Self { config, files: BTreeMap::new() }
    }

    /// The configuration in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Puts another configuration in force.
    pub fn set_config(&mut self, config: Config) {
        self.config = config;
    }

    /// Takes in changed files and brings everything derived from them up to date.
    pub fn apply(&mut self, changes: impl IntoIterator<Item = Change>) {
        for change in changes {
            match change {
                Change::Set(facts) => {
                    self.files.insert(facts.path.clone(), *facts);
                }
                Change::Remove(path) => {
                    self.files.remove(&path);
                }
            }
        }
    }

    /// The facts of the file at a project-relative path.
    pub fn file(&self, path: &str) -> Option<&FileFacts> {
        self.files.get(path)
    }

    /// Every file, in order of path.
    pub fn files(&self) -> impl Iterator<Item = &FileFacts> {
        self.files.values()
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
            let (rule, gap) = (finding.rule.id, finding.rule.gap.as_str());
            let silencer = file.suppressions.iter().position(|entry| entry.silences(rule, gap, finding.range.start));
            if let Some(at) = silencer {
                used[at] = true;
                judgement.suppressed += 1;
            } else {
                judgement.findings.push(finding);
            }
        }
        judgement.findings.sort_by_key(|finding| (finding.range, std::cmp::Reverse(finding.severity), finding.rule.id));
        judgement.notices = notices(file, &used);
        judgement
    }
}

fn notices(file: &FileFacts, used: &[bool]) -> Vec<Notice> {
    let unused = file.suppressions.iter().zip(used).filter(|(_, used)| !**used);
    unused
        .map(|(entry, _)| {
            let message = if entry.rule.is_empty() || crate::config::check_rule_name(&entry.rule).is_err() {
                format!("this ignore comment names no rule: there is no rule or gap `{}`", entry.rule)
            } else if entry.reason.is_empty() {
                format!(
                    "this ignore comment gives no reason, so it ignores nothing: write `seaworthy-ignore {}: why`",
                    entry.rule
                )
            } else {
                format!("this ignore comment for `{}` ignores nothing and can go", entry.rule)
            };
            Notice { range: entry.range, message }
        })
        .collect()
}
