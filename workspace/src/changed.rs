//! What changed in a working tree since the last commit, staged or not, files git does not know yet among it.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::git::{Git, GitError, entries, path};
use crate::kinds::is_read;
use crate::read::{TextFile, largest};
use crate::staged::{Entry, contents};
use crate::walk::is_walked_by_name;
use crate::workspace::Workspace;

/// What is not as it was committed; files that are gone are not among it.
const DIFF: [&str; 9] =
    ["diff", "HEAD", "--raw", "--no-abbrev", "--no-renames", "--diff-filter=AMT", "--relative", "-z", "--no-ext-diff"];

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
        let mut changed: BTreeMap<String, Option<String>> = BTreeMap::new();
        let mut known: Vec<Entry> = Vec::new();
        match run(&["rev-parse", "--verify", "--quiet", "HEAD"]) {
            Ok(_) => known = self.edited(&run(&DIFF)?),
            // Before the first commit everything is new.
            Err(GitError::Refused(_)) => {
                let all = run(&["ls-files", "--cached", "-z"])?;
                changed.extend(entries(&all).map(path).filter(|path| self.is_checked(path)).map(|path| (path, None)));
            }
            Err(error) => return Err(error),
        }
        changed.extend(entries(&new).map(path).filter(|path| self.is_checked(path)).map(|path| (path, None)));
        changed.extend(known.iter().map(|entry| (entry.path.clone(), None)));
        known.retain(|entry| entry.id.bytes().any(|digit| digit != b'0'));
        for (entry, bytes) in contents(&git, known, &mut Vec::new())? {
            changed.insert(entry.path, TextFile::from_bytes(&bytes).ok().map(|file| file.text));
        }
        Ok(changed)
    }

    /// The files of a raw diff, each with the id of its committed content: zeros where it is new.
    fn edited(&self, listed: &[u8]) -> Vec<Entry> {
        let mut parts = entries(listed);
        let mut found = Vec::new();
        while let (Some(change), Some(name)) = (parts.next(), parts.next()) {
            let path = path(name);
            // `:100644 100644 <id before> <id now> M`
            let change = String::from_utf8_lossy(change);
            let Some(id) = change.split(' ').nth(2).filter(|_| self.is_checked(&path)) else { continue };
            found.push(Entry { path, is_named: false, id: id.to_owned() });
        }
        found
    }

    fn is_checked(&self, path: &str) -> bool {
        is_read(path) && is_walked_by_name(path) && self.reason_by_path(path).is_none()
    }

    /// The committed text of one file; none where there is none, or it is no text.
    pub fn committed(&self, path: &str) -> Option<String> {
        let git = Git::at(self.root())?;
        let bytes = git.run(&["cat-file", "blob", &format!("HEAD:./{path}")], Vec::new(), PATIENCE).ok()?;
        if bytes.len() as u64 > largest(path, false) {
            return None;
        }
        TextFile::from_bytes(&bytes).ok().map(|file| file.text)
    }
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
