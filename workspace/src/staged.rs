//! What is staged for a commit: the texts git would commit, whatever the disk holds by now.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use crate::classify::{SkipReason, Skipped, skip_by_text};
use crate::git::{Git, GitError, entries, path};
use crate::kinds::is_read;
use crate::read::{ReadError, TextFile, Unreadable, largest};
use crate::scan::{Progress, Scan, ScanRequest};
use crate::walk::is_walked_by_name;
use crate::workspace::{Targets, Workspace};

/// A commit with very much in it takes a moment; a hook that hangs is worse.
const PATIENCE: Duration = Duration::from_mins(1);

/// Modes of what is no file's text (gitformat-index): symbolic links and submodules.
const LINK: &str = "120000";
const SUBMODULE: &str = "160000";

/// The files staged for a commit. Deleted ones are not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staged {
    /// How many files are staged, those included that are of no kind Seaworthy reads.
    pub total: usize,
    /// The staged texts by project-relative path.
    texts: BTreeMap<String, String>,
    skipped: Vec<Skipped>,
    unread: Vec<Unreadable>,
}

/// A file whose text git has and is wanted.
pub(crate) struct Entry {
    pub(crate) path: String,
    pub(crate) is_named: bool,
    /// The id of its content.
    pub(crate) id: String,
}

impl Workspace {
    /// Reads what is staged in the repository the project lies in; of that, what lies below `targets` (absolute) where
    /// there are any.
    ///
    /// # Errors
    /// There is no repository, no git, or git cannot answer.
    pub fn staged(&self, targets: &[PathBuf]) -> Result<Staged, GitError> {
        let git = Git::at(self.root()).ok_or(GitError::NoRepository)?;
        let mut staged = Staged::default();
        let wanted = self.wanted(&git, targets, &mut staged)?;
        for (entry, bytes) in contents(&git, wanted, &mut staged.unread)? {
            staged.take(entry, &bytes);
        }
        Ok(staged)
    }

    /// Judges what is staged, with the rest of the project as its surroundings.
    pub fn scan_staged(&self, staged: Staged, progress: &dyn Progress) -> Scan {
        let mut scan = if staged.texts.is_empty() {
            self.empty_scan()
        } else {
            self.scan(&ScanRequest { targets: Vec::new(), overlays: Some(staged.texts) }, progress)
        };
        scan.skipped.extend(staged.skipped);
        scan.skipped.sort();
        scan.unread.extend(staged.unread);
        scan.unread.sort_by(|one, other| one.path.cmp(&other.path));
        scan
    }

    fn wanted(&self, git: &Git, targets: &[PathBuf], staged: &mut Staged) -> Result<Vec<Entry>, GitError> {
        // Content ids instead of names are asked for below: a name may hold a line break.
        // Where there is no repository that git accepts, only this says so: `diff` would compare files.
        git.run(&["rev-parse", "--git-dir"], Vec::new(), PATIENCE)?;
        let arguments =
            ["diff", "--cached", "--raw", "--no-abbrev", "--no-renames", "--diff-filter=ACMRT", "--relative", "-z"];
        let listed = git.run(&[&arguments[..], &["--no-ext-diff"]].concat(), Vec::new(), PATIENCE)?;
        let named = Targets::new(self, targets);
        let mut wanted = Vec::new();
        let mut parts = entries(&listed);
        while let (Some(change), Some(name)) = (parts.next(), parts.next()) {
            let path = path(name);
            if !targets.is_empty() && !named.contain(&path, &self.on_disk(&path)) {
                continue;
            }
            staged.total += 1;
            // `:100644 100644 <id before> <id now> M`
            let change = String::from_utf8_lossy(change);
            let mut words = change.split(' ').skip(1);
            let (Some(mode), Some(id)) = (words.next(), words.nth(1)) else { continue };
            let is_named = named.named.contains_key(&path);
            if mode == SUBMODULE || !is_read(&path) || !is_named && !is_walked_by_name(&path) {
                continue;
            }
            let by_path = if is_named { None } else { self.reason_by_path(&path) };
            match by_path.or((mode == LINK).then_some(SkipReason::Link)) {
                Some(reason) => staged.skipped.push(Skipped { path, reason }),
                None => wanted.push(Entry { path, is_named, id: id.to_owned() }),
            }
        }
        Ok(wanted)
    }
}

impl Staged {
    fn take(&mut self, entry: Entry, bytes: &[u8]) {
        let Entry { path, is_named, .. } = entry;
        match TextFile::from_bytes(bytes) {
            Ok(file) => match skip_by_text(&path, &file.text).filter(|_| !is_named) {
                Some(reason) => self.skipped.push(Skipped { path, reason }),
                None => drop(self.texts.insert(path, file.text)),
            },
            Err(reason) => self.unread.push(Unreadable { path, reason }),
        }
    }
}

/// The contents of entries, without those that are too large: two calls of git, however many there are.
pub(crate) fn contents(
    git: &Git,
    entries: Vec<Entry>,
    unread: &mut Vec<Unreadable>,
) -> Result<Vec<(Entry, Vec<u8>)>, GitError> {
    let sizes = git.run(&["cat-file", "--batch-check"], ids(&entries), PATIENCE)?;
    let sizes = String::from_utf8_lossy(&sizes).into_owned();
    let mut wanted = Vec::new();
    for (entry, line) in entries.into_iter().zip(sizes.lines()) {
        let limit = largest(&entry.path, entry.is_named);
        match size(line) {
            Some(size) if size <= limit => wanted.push(entry),
            Some(_) => unread.push(Unreadable { path: entry.path, reason: ReadError::TooLarge { limit } }),
            None => unread.push(missing(entry.path)),
        }
    }
    let printed = git.run(&["cat-file", "--batch"], ids(&wanted), PATIENCE)?;
    let mut rest = printed.as_slice();
    let mut found = Vec::new();
    for entry in wanted {
        match next_content(&mut rest) {
            Some(bytes) => found.push((entry, bytes.to_vec())),
            None => unread.push(missing(entry.path)),
        }
    }
    Ok(found)
}

fn ids(entries: &[Entry]) -> Vec<u8> {
    entries.iter().flat_map(|entry| entry.id.bytes().chain([b'\n'])).collect()
}

/// The size in `<id> blob <size>`; none in `<id> missing`.
fn size(line: &str) -> Option<u64> {
    line.split(' ').nth(2)?.parse().ok()
}

/// Takes the next content off what `cat-file --batch` printed: a line as for [`size`], the content, a line break.
fn next_content<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (line, after) = rest.split_at_checked(memchr::memchr(b'\n', rest)? + 1)?;
    *rest = after;
    let size = usize::try_from(size(std::str::from_utf8(line).ok()?.trim_end())?).ok()?;
    let (content, after) = after.split_at_checked(size)?;
    *rest = after.get(1..)?;
    Some(content)
}

fn missing(path: String) -> Unreadable {
    let reason = ReadError::Io(std::io::ErrorKind::Other, "git does not have its staged content".to_owned());
    Unreadable { path, reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OpenOptions;
    use crate::git::tests::git;
    use std::fs;

    fn repository(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Workspace) {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "-q"]);
        for (path, bytes) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let workspace = Workspace::open(folder.path(), OpenOptions::default()).unwrap();
        (folder, workspace)
    }

    #[test]
    fn the_staged_text_is_read_not_the_one_on_disk() {
        let large = vec![b' '; 5 * 1024 * 1024];
        let files: [(&str, &[u8]); 8] = [
            ("a b/ü\n\"x\".ts", b"\xef\xbb\xbfstaged\n"),
            ("empty.ts", b""),
            ("bin.ts", b"a\0b"),
            ("large.ts", &large),
            ("logo.png", b"\x89PNG"),
            ("a.test.ts", b"x"),
            ("dist/out.js", b"x"),
            ("gen.ts", b"// @generated\n"),
        ];
        let (folder, workspace) = repository(&files);
        git(folder.path(), &["add", "."]);
        fs::write(folder.path().join("a b/ü\n\"x\".ts"), "later").unwrap();
        fs::write(folder.path().join("not-staged.ts"), "x").unwrap();
        let staged = workspace.staged(&[]).unwrap();
        assert_eq!(staged.total, 8);
        let texts = [("a b/ü\n\"x\".ts", "staged\n"), ("empty.ts", "")];
        assert_eq!(staged.texts, texts.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
        let unread: Vec<_> =
            staged.unread.iter().map(|entry| (entry.path.as_str(), entry.reason.to_string())).collect();
        let expected = [("large.ts", "larger than 4 MiB"), ("bin.ts", "it is not text")];
        assert_eq!(unread, expected.map(|(path, words)| (path, words.to_owned())));
        let skipped: Vec<_> = staged.skipped.iter().map(|entry| (entry.path.as_str(), entry.reason)).collect();
        assert_eq!(skipped, [("a.test.ts", SkipReason::Test), ("gen.ts", SkipReason::Generated)]);
    }

    #[test]
    fn without_a_repository_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::open(folder.path(), OpenOptions::default()).unwrap();
        assert_eq!(workspace.staged(&[]), Err(GitError::NoRepository));
    }

    #[test]
    fn a_content_that_is_missing_takes_no_others_place() {
        let mut rest = &b"id missing\nid blob 3\na\nb\nid blob 0\n\nid blob 9\nshort"[..];
        let all: Vec<_> = (0..5).map(|_| next_content(&mut rest)).collect();
        assert_eq!(all, [None, Some(&b"a\nb"[..]), Some(&b""[..]), None, None]);
    }
}
