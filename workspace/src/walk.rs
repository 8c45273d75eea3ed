//! Finds the files of a project: what version control ignores, build output and hidden files stay out. An environment file
//! that version control keeps although it is to be ignored belongs to the project all the same.

use std::collections::BTreeMap;
use std::fs::FileType;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};
use seaworthy_core::Config;

use crate::classify::{SkipReason, Skipped, is_output_folder, is_test, is_welcome_though_hidden};
use crate::kinds::is_read;
use crate::paths::relative;
use crate::read::{ReadError, Unreadable};
use crate::tracked::Tracked;

/// The files a walk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Project-relative path to the path on disk.
    pub files: BTreeMap<String, PathBuf>,
    /// Files that were left out, and why.
    pub skipped: Vec<Skipped>,
    /// Folders and files that could not be looked at.
    pub unread: Vec<Unreadable>,
}

/// What a walk goes by.
pub(crate) struct Walk<'a> {
    pub(crate) root: &'a Path,
    pub(crate) config: &'a Config,
    pub(crate) include_tests: bool,
    pub(crate) tracked: &'a Tracked,
}

impl Walk<'_> {
    /// Everything below `folder`, which is the root or lies in it. A folder a person names is walked even where a walk of
    /// the root would not go into it.
    pub(crate) fn folder(&self, folder: &Path, listing: &mut Listing) {
        let include_tests =
            self.include_tests || relative(self.root, folder).is_some_and(|path| is_test(&(path + "/x.ts")));
        self.entries(walker(folder), include_tests, listing);
        self.tracked_below(folder, include_tests, listing);
        listing.skipped.sort();
        listing.skipped.dedup();
        listing.unread.sort_by(|one, other| one.path.cmp(&other.path));
        listing.unread.dedup();
    }

    fn entries(&self, entries: ignore::Walk, include_tests: bool, listing: &mut Listing) {
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(&entry, include_tests, listing),
                Err(error) => listing.unread.extend(self.unreadable(&error)),
            }
        }
    }

    /// Ignore files do not make git forget what it tracks.
    fn tracked_below(&self, folder: &Path, include_tests: bool, listing: &mut Listing) {
        for path in self.tracked.paths() {
            let on_disk = path.split('/').fold(self.root.to_owned(), |folder, name| folder.join(name));
            let is_walked = relative(folder, &on_disk).is_some_and(|path| is_walked_by_name(&path));
            if !is_walked || listing.files.contains_key(path) {
                continue;
            }
            let Ok(metadata) = on_disk.symlink_metadata() else { continue };
            match self.reason(path, metadata.file_type(), include_tests) {
                Some(reason) => listing.skipped.push(Skipped { path: path.to_owned(), reason }),
                None => drop(listing.files.insert(path.to_owned(), on_disk)),
            }
        }
    }

    fn entry(&self, entry: &DirEntry, include_tests: bool, listing: &mut Listing) {
        let Some(path) = relative(self.root, entry.path()).filter(|path| is_read(path)) else { return };
        let Some(kind) = entry.file_type().filter(|kind| !kind.is_dir()) else { return };
        match self.reason(&path, kind, include_tests) {
            Some(reason) => listing.skipped.push(Skipped { path, reason }),
            None => {
                listing.files.insert(path, entry.path().to_owned());
            }
        }
    }

    fn reason(&self, path: &str, kind: FileType, include_tests: bool) -> Option<SkipReason> {
        if kind.is_symlink() {
            Some(SkipReason::Link)
        } else if !kind.is_file() {
            Some(SkipReason::Special)
        } else {
            reason_by_path(path, self.config, include_tests)
        }
    }

    fn unreadable(&self, error: &ignore::Error) -> Option<Unreadable> {
        // A broken pattern in an ignore file is version control's business.
        let io = error.io_error()?;
        let path = path_of(error).and_then(|path| relative(self.root, path)).unwrap_or_default();
        let reason = ReadError::Io(io.kind(), io.to_string());
        Some(Unreadable { path: if path.is_empty() { ".".to_owned() } else { path }, reason })
    }
}

/// The files of the project at `root` that are no tests, without opening it: for a caller with threads and a configuration
/// of its own.
pub fn files(root: &Path, config: &Config, tracked: &Tracked) -> Listing {
    files_below([root], &Walk { root, config, include_tests: false, tracked })
}

/// Whether [`files`] would list the file at this project-relative path, ignore files asked. Looks at the folders that lead
/// to it only.
pub fn lists(path: &str, root: &Path, config: &Config, tracked: &Tracked) -> bool {
    let on_disk = path.split('/').fold(root.to_owned(), |folder, name| folder.join(name));
    let mut builder = builder(root);
    builder.filter_entry(move |entry| entry.depth() == 0 || on_disk.starts_with(entry.path()) && is_walked(entry));
    let walk = Walk { root, config, include_tests: false, tracked };
    let mut listing = Listing::default();
    walk.entries(builder.build(), false, &mut listing);
    walk.tracked_below(root, false, &mut listing);
    listing.files.contains_key(path)
}

/// The files below folders that lie in the project.
pub(crate) fn files_below<'a>(folders: impl IntoIterator<Item = &'a Path>, walk: &Walk<'_>) -> Listing {
    let mut listing = Listing::default();
    for folder in folders {
        walk.folder(folder, &mut listing);
    }
    listing
}

/// Whether a file at this project-relative path belongs to the project, by its path alone (version control's ignore files
/// are not asked).
pub fn wants(path: &str, config: &Config, include_tests: bool) -> bool {
    is_read(path) && is_walked_by_name(path) && reason_by_path(path, config, include_tests).is_none()
}

/// Whether no part of a path keeps a walk out.
pub(crate) fn is_walked_by_name(path: &str) -> bool {
    let is_open = |name: &str| !name.starts_with('.') || is_welcome_though_hidden(name);
    path.split('/').all(is_open) && !is_in_output_folder(path)
}

/// Whether a project-relative path lies in a folder of build output or foreign code.
pub fn is_in_output_folder(path: &str) -> bool {
    path.rsplit_once('/').is_some_and(|(folders, _)| folders.split('/').any(is_output_folder))
}

/// Whether the path alone keeps a file out.
pub(crate) fn reason_by_path(path: &str, config: &Config, include_tests: bool) -> Option<SkipReason> {
    if config.ignores(path) {
        Some(SkipReason::Configured)
    } else if !include_tests && is_test(path) {
        Some(SkipReason::Test)
    } else {
        None
    }
}

fn walker(folder: &Path) -> ignore::Walk {
    builder(folder).filter_entry(|entry| entry.depth() == 0 || is_walked(entry)).build()
}

fn builder(folder: &Path) -> WalkBuilder {
    let mut builder = WalkBuilder::new(folder);
    // A person's own ignore file would make two machines disagree.
    builder.hidden(false).require_git(false).git_global(false).follow_links(false);
    builder
}

fn is_walked(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    if entry.file_type().is_some_and(|kind| kind.is_dir()) && is_output_folder(&name) {
        return false;
    }
    !name.starts_with('.') || is_welcome_though_hidden(&name)
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithLineNumber { err, .. } | ignore::Error::WithDepth { err, .. } => path_of(err),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::tests::git;
    use std::fs;

    fn listing(files: &[(&str, &str)], include_tests: bool) -> Listing {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let config = Config::default();
        let mut listing = Listing::default();
        Walk { root: folder.path(), config: &config, include_tests, tracked: &Tracked::default() }
            .folder(folder.path(), &mut listing);
        listing
    }

    #[test]
    fn a_walk_takes_what_people_write() {
        let files = [
            (".gitignore", "ignored.ts\n"),
            ("ignored.ts", ""),
            ("src/a b.ts", ""),
            ("src/ü.tsx", ""),
            ("src/x.ts/inner.ts", ""),
            (".env.production", ""),
            (".github/workflows/ci.yml", ""),
            (".hidden/a.ts", ""),
            ("node_modules/p/index.js", ""),
            ("apps/web/.next/a.js", ""),
            ("logo.png", ""),
            ("src/a.test.ts", ""),
        ];
        let found = listing(&files, false);
        let expected = [
            ".env.production",
            ".github/workflows/ci.yml",
            ".gitignore",
            "src/a b.ts",
            "src/x.ts/inner.ts",
            "src/ü.tsx",
        ];
        assert_eq!(found.files.keys().map(String::as_str).collect::<Vec<_>>(), expected);
        assert_eq!(found.skipped, [Skipped { path: "src/a.test.ts".into(), reason: SkipReason::Test }]);
        assert!(listing(&files, true).files.contains_key("src/a.test.ts"));
    }

    #[test]
    fn tracked_environment_files_are_taken_though_ignored() {
        let folder = tempfile::tempdir().unwrap();
        let root = crate::paths::absolute(folder.path()).unwrap();
        let files = [
            (".gitignore", ".env*\nsecret/\n"),
            (".env", ""),
            (".env.local", ""),
            ("secret/.env", ""),
            ("secret/.env.local", ""),
            ("e2e/.env", ""),
            ("node_modules/p/.env", ""),
        ];
        for (path, text) in files {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), text).unwrap();
        }
        git(&root, &["init", "-q"]);
        let add = ["add", "-f", ".env", "secret/.env", "e2e/.env", "node_modules/p/.env", ".env.local"];
        git(&root, &add);
        git(&root, &["rm", "-q", "--cached", ".env.local"]);
        let (config, tracked) = (Config::default(), Tracked::ask(&root));
        let found = super::files(&root, &config, &tracked);
        assert_eq!(found.files.keys().collect::<Vec<_>>(), [".env", ".gitignore", "secret/.env"]);
        assert_eq!(found.skipped, [Skipped { path: "e2e/.env".into(), reason: SkipReason::Test }]);
        for (path, _) in files {
            let expected = found.files.contains_key(path);
            assert_eq!(lists(path, &root, &config, &tracked), expected, "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.ts"), "x").unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("out-link")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("dangling.ts")).unwrap();
        std::os::unix::fs::symlink(".", folder.path().join("loop")).unwrap();
        let config = Config::default();
        let mut found = Listing::default();
        let tracked = Tracked::default();
        Walk { root: folder.path(), config: &config, include_tests: false, tracked: &tracked }
            .folder(folder.path(), &mut found);
        assert!(found.files.is_empty(), "{found:?}");
        assert_eq!(found.skipped, [Skipped { path: "dangling.ts".into(), reason: SkipReason::Link }]);
    }
}
