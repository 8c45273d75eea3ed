//! What changed in a working tree since the last commit, staged or not, files git does not know yet among it.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::git::{Git, GitError, entries, path};
use crate::kinds::is_read;
use crate::read::{TextFile, largest};
use crate::walk::is_walked_by_name;
use crate::workspace::Workspace;

/// An agent waits for the answer.
const PATIENCE: Duration = Duration::from_secs(20);

impl Workspace {
    /// The files that are there now and are not as they were committed, by project-relative path; and the committed text of
    /// each, none where it is new or was no text.
    ///
    /// # Errors
    /// There is no repository, no git, or git cannot answer.
    pub fn changed(&self) -> Result<BTreeMap<String, Option<String>>, GitError> {
        let git = Git::at(self.root()).ok_or(GitError::NoRepository)?;
        let run = |arguments: &[&str]| git.run(arguments, Vec::new(), PATIENCE);
        run(&["rev-parse", "--git-dir"])?;
        let new = run(&["ls-files", "--others", "--exclude-standard", "-z"])?;
        // Before the first commit everything is new.
        let diff =
            ["diff", "HEAD", "--name-only", "--no-renames", "--diff-filter=AMT", "--relative", "-z", "--no-ext-diff"];
        let known = match run(&["rev-parse", "--verify", "--quiet", "HEAD"]) {
            Ok(_) => run(&diff)?,
            Err(GitError::Refused(_)) => run(&["ls-files", "--cached", "-z"])?,
            Err(error) => return Err(error),
        };
        let names = entries(&new).chain(entries(&known)).map(path);
        let wanted =
            names.filter(|path| is_read(path) && is_walked_by_name(path) && self.reason_by_path(path).is_none());
        Ok(wanted.map(|path| (path.clone(), committed(&git, &path))).collect())
    }

    /// The committed text of one file; none where there is none, or it is no text.
    pub fn committed(&self, path: &str) -> Option<String> {
        committed(&Git::at(self.root())?, path)
    }
}

fn committed(git: &Git, path: &str) -> Option<String> {
    let bytes = git.run(&["cat-file", "blob", &format!("HEAD:./{path}")], Vec::new(), PATIENCE).ok()?;
    if bytes.len() as u64 > largest(path, false) {
        return None;
    }
    TextFile::from_bytes(&bytes).ok().map(|file| file.text)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::OpenOptions;
    use crate::git::tests::git;

    #[test]
    fn new_and_edited_files_are_told_with_what_was_committed() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).unwrap();
        git(folder.path(), &["init", "-q"]);
        let workspace = Workspace::open(folder.path(), OpenOptions::default()).unwrap();
        write("same.ts", "1");
        write("edited.ts", "1");
        write("gone.ts", "1");
        assert_eq!(workspace.changed().unwrap().len(), 3, "before the first commit");
        git(folder.path(), &["add", "."]);
        assert_eq!(workspace.changed().unwrap().len(), 3, "staged before the first commit");
        git(folder.path(), &["commit", "-qm", "one"]);
        write("edited.ts", "2");
        write("new.ts", "1");
        write("logo.png", "1");
        write("staged.ts", "1");
        git(folder.path(), &["add", "staged.ts"]);
        fs::remove_file(folder.path().join("gone.ts")).unwrap();
        let expected = [("edited.ts", Some("1")), ("new.ts", None), ("staged.ts", None)];
        let expected = expected.map(|(path, text)| (path.to_owned(), text.map(str::to_owned)));
        assert_eq!(workspace.changed().unwrap(), expected.into());
    }
}
