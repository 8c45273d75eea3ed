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
    /// It holds bytes that are not valid text, which a rewrite would lose.
    Lossy,
    /// The system says no.
    Io(io::Error),
}

impl fmt::Display for WriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed => formatter.write_str("it changed on disk meanwhile"),
            Self::Lossy => formatter.write_str("it holds bytes that are not valid text"),
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
    if form.is_lossy {
        return Err(WriteError::Lossy);
    }
    let path = crate::paths::absolute(path)?;
    if std::fs::read(&path)? != encode(before, form) {
        return Err(WriteError::Changed);
    }
    Ok(write_bytes(&path, &encode(after, form))?)
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
    use crate::read::Encoding;
    use std::fs;

    #[test]
    fn form_and_permissions_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ts");
        let form = Form { encoding: Encoding::Utf16Le, has_mark: true, is_lossy: false };
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
    fn a_file_that_changed_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ts");
        fs::write(&path, "mine").unwrap();
        assert!(matches!(write_text(&path, "theirs", "x", Form::default()), Err(WriteError::Changed)));
        let lossy = Form { is_lossy: true, ..Form::default() };
        assert!(matches!(write_text(&path, "mine", "x", lossy), Err(WriteError::Lossy)));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }
}
