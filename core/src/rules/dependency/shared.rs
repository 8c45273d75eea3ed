//! What several rules about packages need.

use super::super::Context;
use crate::facts::{Dependency, Ecosystem};
use crate::project::folder_of;

/// Folders whose projects are shown, copied or tested with, and never deployed from where they are.
const SHOWCASES: [&str; 13] = [
    "example",
    "examples",
    "sample",
    "samples",
    "demo",
    "demos",
    "template",
    "templates",
    "fixture",
    "fixtures",
    "__fixtures__",
    "test",
    "tests",
];

/// Whether the judged file lies in a folder of examples, templates or fixtures of a project that has a manifest of its own.
pub(super) fn is_showcase(context: &Context<'_>) -> bool {
    let has_manifest = ["package.json", "pyproject.toml"].iter().any(|name| context.project.file(name).is_some());
    has_manifest && folder_of(&context.file.path).split('/').any(|part| SHOWCASES.contains(&part))
}

/// What a file asks for, with the registry it asks; nothing for files that are no manifests.
pub(super) fn asked(file: &crate::FileFacts) -> (Ecosystem, &[Dependency]) {
    match (&file.manifest, &file.requirements) {
        (Some(manifest), _) => (Ecosystem::Npm, &manifest.dependencies),
        (None, Some(requirements)) => (Ecosystem::PyPi, &requirements.dependencies),
        (None, None) => (Ecosystem::Npm, &[]),
    }
}

/// `a`, `b` and 3 more.
pub(super) fn listed(names: &[String], most: usize) -> String {
    let shown: Vec<String> = names.iter().take(most).map(|name| format!("`{name}`")).collect();
    match (shown.as_slice(), names.len().saturating_sub(most)) {
        ([], _) => String::new(),
        ([one], 0) => one.clone(),
        ([start @ .., last], 0) => format!("{} and {last}", start.join(", ")),
        (all, more) => format!("{} and {more} more", all.join(", ")),
    }
}
