//! What is installed and how: lockfiles, Python manifests, pipelines.
//!
//! Invariant: every reader takes any text whatsoever; what it cannot read it leaves out and says so in the fact.

mod bun;
mod commands;
mod npm;
mod pipeline;
mod pnpm;
mod python;
mod python_locks;
mod watchers;
mod yarn;

use smol_str::SmolStr;

use crate::facts::{FileFacts, LOCKFILES, Lockfile, PackageManager};
use crate::text::{TextRange, offset};

/// Reads what the file says of packages, by its name.
pub fn recognise(text: &str, facts: &mut FileFacts) {
    let name = facts.path.rsplit('/').next().unwrap_or(&facts.path);
    if let Some(manager) = PackageManager::of_lockfile(name) {
        facts.lockfile = Some(lockfile(name, manager, text));
    } else if name == ".gitignore" {
        facts.ignored_lockfiles = ignored_lockfiles(text);
    } else if let Some(requirements) = python::requirements(name, text) {
        facts.requirements = Some(requirements);
    } else if pipeline::is_pipeline(&facts.path) {
        facts.pipeline = Some(pipeline::pipeline(&facts.path, text));
    } else if watchers::watches(&facts.path, text) {
        facts.pipeline = Some(crate::facts::Pipeline { audits: true, ..Default::default() });
    }
}

fn lockfile(name: &str, manager: PackageManager, text: &str) -> Lockfile {
    match name {
        "package-lock.json" | "npm-shrinkwrap.json" => npm::lockfile(text),
        "pnpm-lock.yaml" => pnpm::lockfile(text),
        "yarn.lock" => yarn::lockfile(text),
        "bun.lock" => bun::lockfile(text),
        "poetry.lock" | "uv.lock" | "pdm.lock" => python_locks::packages(manager, text),
        "Pipfile.lock" => python_locks::pipfile(text),
        // Binary, or of a form that is not read: it is there, and what it holds is not known.
        _ => Lockfile { is_complete: false, ..Lockfile::new(manager) },
    }
}

/// Lines of a `.gitignore` that name a lockfile.
fn ignored_lockfiles(text: &str) -> Vec<(SmolStr, TextRange)> {
    lines(text)
        .filter_map(|(at, line)| {
            let trimmed = line.trim();
            let pattern = trimmed.trim_start_matches("**/").trim_start_matches('/');
            let (name, _) = LOCKFILES.iter().find(|(name, _)| *name == pattern)?;
            let start = at + line.find(trimmed).unwrap_or(0);
            Some((SmolStr::new_static(name), TextRange::new(offset(start), offset(start + trimmed.len()))))
        })
        .collect()
}

/// The lines of a text with the byte at which each begins, without line breaks.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end_matches(['\n', '\r'])))
    })
}

/// The range of a line's content, without indentation.
fn content(at: usize, line: &str) -> TextRange {
    let start = at + (line.len() - line.trim_start().len());
    TextRange::new(offset(start), offset(at + line.trim_end().len()))
}

#[cfg(test)]
mod tests;
