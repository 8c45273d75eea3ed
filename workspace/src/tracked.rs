//! Which environment files version control keeps. An `.env` with secrets is where it belongs for as long as nobody commits
//! it, so a verdict needs to know.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::git::{Git, begins_another, entries, path};
use crate::kinds::is_env;

/// A verdict is not worth a longer wait.
const PATIENCE: Duration = Duration::from_secs(5);

/// The environment files of a project that git tracks, as of one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracked {
    root: PathBuf,
    /// Project-relative paths; none when git cannot be asked.
    paths: Option<BTreeSet<String>>,
}

impl Tracked {
    /// Asks git about the project at `root` (absolute). Takes up to five seconds; never fails.
    pub fn ask(root: &Path) -> Self {
        let arguments = ["ls-files", "-z", "--cached", "--", ":(glob)**/.env*", ":(glob)**/*.env"];
        let answer = Git::at(root).and_then(|git| git.run(&arguments, Vec::new(), PATIENCE).ok());
        let paths = answer.map(|bytes| entries(&bytes).map(path).filter(|path| is_env(path)).collect());
        Self { root: root.to_owned(), paths }
    }

    /// Whether git tracks the environment file at a project-relative path. None for other files, for those that lie in
    /// another repository below this one, and where git could not be asked.
    pub fn of(&self, path: &str) -> Option<bool> {
        let paths = self.paths.as_ref().filter(|_| is_env(path))?;
        let is_tracked = paths.contains(path);
        (is_tracked || !self.lies_in_another(path)).then_some(is_tracked)
    }

    /// The project-relative paths of all that are tracked.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().flatten().map(String::as_str)
    }

    fn lies_in_another(&self, path: &str) -> bool {
        let folders = Path::new(path).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        folders.into_iter().any(|folder| begins_another(&self.root.join(folder)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::tests::git;

    fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let full = folder.path().join(path);
            std::fs::create_dir_all(full.parent().unwrap()).unwrap();
            std::fs::write(full, text).unwrap();
        }
        let root = crate::paths::absolute(folder.path()).unwrap();
        (folder, root)
    }

    #[test]
    fn git_says_what_it_tracks() {
        let files = [(".env", ""), ("apps/ü b/.env.local", ""), ("apps/prod.env", ""), (".envrc", ""), ("a.ts", "")];
        let (_folder, root) = project(&files);
        git(&root, &["init", "-q"]);
        git(&root, &["add", "apps", ".envrc", "a.ts"]);
        std::fs::create_dir_all(root.join("other/deep")).unwrap();
        git(&root.join("other"), &["init", "-q"]);
        let tracked = Tracked::ask(&root);
        for (path, expected) in [
            (".env", Some(false)),
            ("not/there/.env", Some(false)),
            ("apps/ü b/.env.local", Some(true)),
            ("apps/prod.env", Some(true)),
            ("a.ts", None),
            (".envrc", None),
            ("other/.env", None),
            ("other/deep/.env", None),
        ] {
            assert_eq!(tracked.of(path), expected, "{path}");
        }
        assert_eq!(Tracked::ask(&root.join("apps")).of("prod.env"), Some(true), "the root may lie below `.git`");
    }

    #[test]
    fn without_a_repository_nothing_is_known() {
        let (_folder, root) = project(&[(".env", "")]);
        assert_eq!(Tracked::ask(&root).of(".env"), None);
        // A folder named `.git` alone makes no repository.
        std::fs::create_dir(root.join(".git")).unwrap();
        assert_eq!(Tracked::ask(&root).of(".env"), None);
    }
}
