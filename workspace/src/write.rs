//! Writes files so that a crash leaves the old or the new content, never a half.

use std::fmt;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::read::{Form, encode};

/// Why a file was not written.
#[derive(Debug)]
pub enum WriteError {
    /// Its bytes are no longer the ones that were read.
    Changed,
    /// A file that was to be made is there.
    Exists,
    /// A file that was to be made would lie outside the project.
    Outside,
    /// The system says no.
    Io(io::Error),
}

impl fmt::Display for WriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed => formatter.write_str("it changed on disk meanwhile"),
            Self::Exists => formatter.write_str("it is there already"),
            Self::Outside => formatter.write_str("it would lie outside the project"),
            Self::Io(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for WriteError {}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Replaces the text of a file that held `before` in `form`; byte order mark, encoding and permissions stay. Where the
/// file is a link, what it leads to is replaced.
///
/// # Errors
/// The file no longer holds `before`, or cannot be written.
pub fn write_text(path: &Path, before: &str, after: &str, form: Form) -> Result<(), WriteError> {
    let path = crate::paths::absolute(path)?;
    if std::fs::read(&path)? != encode(before, form) {
        return Err(WriteError::Changed);
    }
    Ok(write_bytes(&path, &encode(after, form))?)
}

/// Takes away a file that holds `before`. Where the file is a link, what it leads to is taken away, and the link.
///
/// # Errors
/// The file no longer holds `before`, or may not be taken away.
pub fn remove_text(path: &Path, before: &str) -> Result<(), WriteError> {
    let real = crate::paths::absolute(path)?;
    if std::fs::read(&real)? != before.as_bytes() {
        return Err(WriteError::Changed);
    }
    std::fs::remove_file(&real)?;
    if path.symlink_metadata().is_ok() {
        std::fs::remove_file(path)?;
    }
    Ok(())
}

/// Whether a file can be made at a project-relative path: nothing is there, not even a link, and the folders that are
/// there lead nowhere outside the project. `root` is absolute, links resolved.
pub(crate) fn can_make(root: &Path, path: &str) -> Result<PathBuf, WriteError> {
    let is_plain = |name: &str| !name.is_empty() && !matches!(name, "." | "..") && !name.contains(['\\', ':', '\0']);
    if !path.split('/').all(is_plain) {
        return Err(WriteError::Outside);
    }
    let full = path.split('/').fold(root.to_owned(), |folder, name| folder.join(name));
    if full.symlink_metadata().is_ok() {
        return Err(WriteError::Exists);
    }
    let Some(there) = full.ancestors().skip(1).find(|folder| folder.symlink_metadata().is_ok()) else {
        return Err(WriteError::Outside);
    };
    if crate::paths::absolute(there)?.starts_with(root) { Ok(full) } else { Err(WriteError::Outside) }
}

/// Whether a fix may make a file at a project-relative path; see [`crate::fix`].
pub fn is_free(root: &Path, path: &str) -> bool {
    crate::paths::absolute(root).is_ok_and(|root| can_make(&root, path).is_ok())
}

/// Makes a file at a project-relative path, and its folders; `root` is absolute, links resolved. What is there, whatever it is,
/// stays as it is.
///
/// # Errors
/// Something is there, it would lie outside, the folder cannot be written to.
pub fn write_new(root: &Path, path: &str, text: &str) -> Result<(), WriteError> {
    let full = can_make(root, path)?;
    let folder = full.parent().unwrap_or(root);
    std::fs::create_dir_all(folder)?;
    let mut temporary = temporary_file(folder, true)?;
    temporary.write_all(text.as_bytes())?;
    temporary.as_file().sync_all()?;
    match temporary.persist_noclobber(&full) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(WriteError::Exists),
        Err(error) => Err(error.error.into()),
    }
}

/// Lets everyone who may read a file run it, where the system asks for such a permission.
///
/// # Errors
/// The file is not there, or belongs to somebody else.
pub fn make_executable(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path)?.permissions().mode();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode | (mode & 0o444) >> 2))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Replaces or creates a file in one step; an existing file's permissions stay.
///
/// # Errors
/// The folder cannot be written to.
pub fn write_bytes(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_owned);
    let existing = std::fs::metadata(path).ok();
    // What is no regular file (`/dev/stdout`, a pipe) cannot be replaced, only written to.
    if existing.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        return std::fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    // A file one may not write is not to be replaced behind its back either.
    if existing.is_some() {
        std::fs::OpenOptions::new().write(true).open(path)?;
    }
    let mut temporary = temporary_file(&folder, existing.is_none())?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    if let Some(metadata) = existing {
        temporary.as_file().set_permissions(metadata.permissions())?;
    }
    temporary.persist(path).map(|_| ()).map_err(|error| error.error)
}

/// A temporary file is private to its owner; a file that stays gets the usual permissions.
#[cfg(unix)]
fn temporary_file(folder: &Path, is_new: bool) -> io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".seaworthy-");
    if is_new {
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

#[cfg(not(unix))]
fn temporary_file(folder: &Path, _is_new: bool) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(".seaworthy-").tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use seaworthy_core::syntax::decode::Bom;
    use std::fs;

    #[test]
    fn form_and_permissions_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ts");
        let form = Some(Bom::Utf16Le);
        fs::write(&path, encode("old\r\n", form)).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
            write_text(&path, "old\r\n", "new\r\n", form).unwrap();
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o755);
        }
        #[cfg(not(unix))]
        write_text(&path, "old\r\n", "new\r\n", form).unwrap();
        assert_eq!(fs::read(&path).unwrap(), encode("new\r\n", form));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn a_new_file_takes_nobodys_place() {
        let folder = tempfile::tempdir().unwrap();
        let root = crate::paths::absolute(folder.path()).unwrap();
        write_new(&root, "a/b/.env.example", "A=\n").unwrap();
        assert_eq!(fs::read_to_string(root.join("a/b/.env.example")).unwrap(), "A=\n");
        assert_eq!(fs::read_dir(root.join("a/b")).unwrap().count(), 1, "no temporary file is left");
        assert!(matches!(write_new(&root, "a/b/.env.example", "B=\n"), Err(WriteError::Exists)));
        assert!(matches!(write_new(&root, "a/b", ""), Err(WriteError::Exists)));
        for path in ["../x", "/x", "a/../x", "", "a//x", "a\\..\\x", "c:x"] {
            assert!(matches!(write_new(&root, path, ""), Err(WriteError::Outside)), "{path}");
        }
        assert_eq!(fs::read_to_string(root.join("a/b/.env.example")).unwrap(), "A=\n");
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_follows_no_link() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let root = crate::paths::absolute(folder.path()).unwrap();
        symlink(outside.path(), root.join("out")).unwrap();
        symlink("nowhere", root.join(".env")).unwrap();
        assert!(matches!(write_new(&root, "out/x", ""), Err(WriteError::Outside)));
        assert!(matches!(write_new(&root, "out/deep/x", ""), Err(WriteError::Outside)));
        assert!(matches!(write_new(&root, ".env", ""), Err(WriteError::Exists)));
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
        write_new(&root, "x", "").unwrap();
        let mode = fs::metadata(root.join("x")).unwrap().permissions().mode();
        assert_eq!(mode & 0o111, 0);
        assert_ne!(mode & 0o044, 0, "not private as a temporary file is");
    }

    #[test]
    fn a_file_is_taken_away_as_it_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "mine").unwrap();
        assert!(matches!(remove_text(&path, "theirs"), Err(WriteError::Changed)));
        remove_text(&path, "mine").unwrap();
        assert!(matches!(remove_text(&path, "mine"), Err(WriteError::Io(_))));
    }

    #[test]
    fn a_file_that_changed_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ts");
        fs::write(&path, "mine").unwrap();
        assert!(matches!(write_text(&path, "theirs", "x", None), Err(WriteError::Changed)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }
}
