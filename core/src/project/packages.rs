//! Which lockfile settles what a manifest asks for, and what is known of packages.
//!
//! Invariant: an answer names a version only where a lockfile or an exact manifest does.

use super::Project;
use super::modules::{ancestors, folder_of};
use crate::facts::{Ecosystem, FileFacts, LOCKFILES, Lockfile};

/// A lockfile and the manifest's folder as the lockfile names it.
#[derive(Clone, Copy, Debug)]
pub struct Settled<'a> {
    /// The lockfile's path.
    pub path: &'a str,
    /// The lockfile.
    pub lock: &'a Lockfile,
    /// The manifest's folder relative to the lockfile's; empty beside it.
    pub importer: &'a str,
}

impl<'a> Settled<'a> {
    /// The version installed for what the manifest asks.
    pub fn version(&self, name: &str, range: &str) -> Option<&'a str> {
        self.lock.version_for(self.importer, name, range)
    }
}

impl Project {
    /// The lockfiles in a folder, those that were read whole first.
    pub fn lockfiles_in(&self, folder: &str, ecosystem: Ecosystem) -> Vec<(&str, &Lockfile)> {
        let names = LOCKFILES.iter().filter(|(_, manager)| manager.ecosystem() == ecosystem);
        let mut found: Vec<(&str, &Lockfile)> = names
            .filter_map(|(name, _)| {
                let file = self.file(&joined(folder, name))?;
                Some((file.path.as_str(), file.lockfile.as_ref()?))
            })
            .collect();
        found.sort_by_key(|(_, lock)| !lock.is_complete);
        found
    }

    /// The lockfile that settles what the manifest at `path` asks for: beside it, or at the root of the workspace it
    /// belongs to.
    pub fn lockfile_of<'a>(&'a self, path: &'a str, ecosystem: Ecosystem) -> Option<Settled<'a>> {
        let own = folder_of(path);
        ancestors(path).find_map(|folder| {
            let candidates = self.lockfiles_in(folder, ecosystem);
            let importer = own.strip_prefix(folder).unwrap_or(own).trim_start_matches('/');
            let covering = candidates.into_iter().find(|(_, lock)| {
                importer.is_empty() || ecosystem == Ecosystem::PyPi || self.is_member(folder, importer, lock)
            });
            covering.map(|(path, lock)| Settled { path, lock, importer })
        })
    }

    /// Whether a folder belongs to the workspace whose root is `folder`.
    fn is_member(&self, folder: &str, importer: &str, lock: &Lockfile) -> bool {
        let listed = lock.resolutions.iter().any(|resolution| resolution.importer.as_deref() == Some(importer));
        listed || self.is_workspace_root(folder)
    }

    /// Whether a folder is the root of a workspace.
    pub fn is_workspace_root(&self, folder: &str) -> bool {
        let manifest = self.file(&joined(folder, "package.json")).and_then(|file| file.manifest.as_ref());
        manifest.is_some_and(|manifest| !manifest.workspaces.is_empty())
            || self.file(&joined(folder, "pnpm-workspace.yaml")).is_some()
    }

    /// Whether a manifest's folder lies in a workspace whose root is above it.
    pub fn is_in_workspace(&self, path: &str) -> bool {
        let own = folder_of(path);
        ancestors(path).any(|folder| folder != own && self.is_workspace_root(folder))
    }

    /// Whether nothing of the project answers to a specifier in a file: no file, no alias, no package of the workspace.
    pub fn is_foreign(&self, file: &FileFacts, specifier: &str) -> bool {
        let modules = &self.index.modules;
        self.index.import(&file.path, specifier).is_none()
            && !modules.has_package(package_name(specifier))
            && !modules.may_be_alias(&self.files, &file.path, specifier)
    }

    /// Whether a package of this name lies in the project.
    pub fn has_package(&self, name: &str) -> bool {
        self.index.modules.has_package(name)
    }

    /// Every file that is a pipeline's, with what it runs.
    pub fn pipelines(&self) -> impl Iterator<Item = (&FileFacts, &crate::facts::Pipeline)> {
        self.files().filter_map(|file| Some((file, file.pipeline.as_ref()?)))
    }

    /// The advisories that are known besides those in the program.
    pub fn advisories(&self) -> &crate::packages::Advisories {
        &self.advisories
    }

    /// Hands over advisories; see [`crate::packages::from_osv`] and [`crate::packages::from_report`].
    pub fn set_advisories(&mut self, advisories: std::sync::Arc<crate::packages::Advisories>) {
        self.advisories = advisories;
    }
}

pub(crate) fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The package that a specifier names.
pub(crate) fn package_name(specifier: &str) -> &str {
    super::modules::package_name(specifier).0
}
