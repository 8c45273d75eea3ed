//! Where a server may look: one project, and nothing around it.
//!
//! Invariant: a [`Place`] lies in the project, links resolved. A file that is not there yet lies in the deepest folder that
//! is, which lies in the project.

use std::path::{Component, Path, PathBuf};

use seaworthy_workspace::{OpenOptions, Workspace, absolute, relative};

use crate::Failure;
use crate::project_root;

/// The project's root: absolute, links resolved.
pub(super) struct Root(PathBuf);

/// A file or folder of the project.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Project-relative, with forward slashes; empty for the root.
    pub(super) path: String,
    /// Absolute, links resolved.
    pub(super) on_disk: PathBuf,
}

impl Root {
    /// The root of the project around a folder.
    pub(super) fn open(folder: &Path) -> Result<Self, Failure> {
        let root = project_root(folder)?;
        if is_no_project(&root) {
            return Err(format!("{} is no project; name one with --root", root.display()));
        }
        Ok(Self(root))
    }

    /// The project, read anew with each call: files and configuration may have changed.
    pub(super) fn workspace(&self) -> Result<Workspace, Failure> {
        Workspace::open(&self.0, OpenOptions::default()).map_err(|error| error.to_string())
    }

    /// The place a client names, from the root or absolute.
    pub(super) fn place(&self, named: &str) -> Result<Place, Failure> {
        let outside = || "the path leads out of the project".to_owned();
        let named = Path::new(named);
        if named.as_os_str().is_empty() || named.as_os_str().as_encoded_bytes().contains(&0) {
            return Err("a path is missing".to_owned());
        }
        if named.components().any(|part| matches!(part, Component::ParentDir)) {
            return Err(outside());
        }
        let full = self.0.join(named);
        let there = full.ancestors().find(|part| part.symlink_metadata().is_ok()).ok_or_else(outside)?;
        // A link that leads nowhere is there, but what it names cannot be told.
        let real = absolute(there).map_err(|_| outside())?;
        let rest = full.strip_prefix(there).map_err(|_| outside())?;
        let on_disk = if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        let path = relative(&self.0, &on_disk).ok_or_else(outside)?;
        Ok(Place { path, on_disk })
    }
}

/// Whether a folder is one that no project is: the root of the file system, or a person's home.
fn is_no_project(folder: &Path) -> bool {
    folder.parent().is_none() || std::env::home_dir().is_some_and(|home| home == folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn no_path_leads_out() {
        let folder = tempfile::tempdir().unwrap();
        let base = absolute(folder.path()).unwrap();
        fs::create_dir_all(base.join("app/.git")).unwrap();
        fs::create_dir_all(base.join("app/src")).unwrap();
        fs::write(base.join("secret.ts"), "").unwrap();
        fs::write(base.join("app/src/a.ts"), "").unwrap();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(base.join("secret.ts"), base.join("app/out.ts")).unwrap();
            std::os::unix::fs::symlink(&base, base.join("app/up")).unwrap();
            std::os::unix::fs::symlink("nowhere", base.join("app/dead.ts")).unwrap();
            std::os::unix::fs::symlink("src/a.ts", base.join("app/in.ts")).unwrap();
        }
        let root = Root::open(&base.join("app/src")).unwrap();
        let path = |named: &str| root.place(named).map(|place| place.path);
        assert_eq!(path("src/a.ts").unwrap(), "src/a.ts");
        assert_eq!(path("./src/new/b.ts").unwrap(), "src/new/b.ts");
        assert_eq!(path(base.join("app/src/a.ts").to_str().unwrap()).unwrap(), "src/a.ts");
        assert_eq!(path(".").unwrap(), "");
        let mut out = vec!["../secret.ts", "src/../../secret.ts", "/etc/passwd", "", "a\0b", "src/../a.ts"];
        if cfg!(unix) {
            assert_eq!(path("in.ts").unwrap(), "src/a.ts");
            out.extend(["out.ts", "up/secret.ts", "up/new.ts", "dead.ts", "dead.ts/x"]);
        }
        for named in out {
            assert!(path(named).is_err(), "{named}: {:?}", path(named));
        }
    }

    #[test]
    fn the_whole_disk_is_no_project() {
        assert!(Root::open(Path::new("/")).is_err());
    }
}
