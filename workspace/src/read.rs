//! Bytes on disk as text, and back again in the same form.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use seaworthy_core::syntax::decode::{Bom, DecodeError, decode};

use crate::classify::skip_by_text;
use crate::kinds::{is_lock_file, is_told_by_name};

/// The largest file that is read when a walk finds it, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;
/// The largest file that is read when a person names it, or when it is a lock file, in bytes.
const LARGEST_NAMED: u64 = 32 * 1024 * 1024;

/// How a text is stored: its byte order mark, which tells UTF-16 too; none means UTF-8 without one.
pub type Form = Option<Bom>;

/// A text and the form it is stored in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextFile {
    /// The text without a byte order mark.
    pub text: String,
    /// The form.
    pub form: Form,
}

impl TextFile {
    /// Bytes as text; see [`Form`] for the forms that are known.
    ///
    /// # Errors
    /// [`ReadError::NotText`]; [`ReadError::TooLarge`] beyond 32 MiB.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReadError> {
        if bytes.len() as u64 > LARGEST_NAMED {
            return Err(ReadError::TooLarge { limit: LARGEST_NAMED });
        }
        let decoded = decode(bytes).map_err(ReadError::NotText)?;
        Ok(Self { text: decoded.text, form: decoded.bom })
    }
}

/// A file that could not be analysed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Project-relative path with forward slashes.
    pub path: String,
    /// Why.
    pub reason: ReadError,
}

/// Why a file could not be analysed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// The system says no.
    Io(io::ErrorKind, String),
    /// It is larger than the limit.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// It is no text, or in an encoding that is not read.
    NotText(DecodeError),
    /// A pipe, a socket, a device or a folder.
    NotAFile,
    /// The analysis panicked; the panic's words.
    Internal(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(kind, _) if *kind == io::ErrorKind::PermissionDenied => formatter.write_str("permission denied"),
            Self::Io(kind, _) if *kind == io::ErrorKind::NotFound => formatter.write_str("it is not there"),
            Self::Io(_, words) => formatter.write_str(words),
            Self::TooLarge { limit } => write!(formatter, "larger than {} MiB", limit / (1024 * 1024)),
            Self::NotText(DecodeError::Binary { .. }) => formatter.write_str("it is not text"),
            Self::NotText(DecodeError::InvalidUtf8 { at }) => {
                write!(formatter, "it is not UTF-8 (byte {at}); save it as UTF-8 to have it read")
            }
            Self::NotText(DecodeError::InvalidUtf16) => formatter.write_str("it is not well-formed UTF-16"),
            Self::NotAFile => formatter.write_str("it is not a regular file"),
            Self::Internal(words) => {
                write!(formatter, "internal error in a rule or parser, please report it: {words}")
            }
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind(), error.to_string())
    }
}

/// Reads a file that a walk found; none when it cannot be read or is generated or minified, which a walk leaves out.
pub fn read_found(path: &str, on_disk: &Path) -> Option<TextFile> {
    read_file(path, on_disk, false).ok().filter(|file| skip_by_text(path, &file.text).is_none())
}

/// Reads a file as text; one that a person names may be larger.
pub(crate) fn read_file(path: &str, on_disk: &Path, is_named: bool) -> Result<TextFile, Unreadable> {
    if is_told_by_name(path) {
        return Ok(TextFile::default());
    }
    read_up_to(path, on_disk, largest(path, is_named))
}

/// The size in bytes beyond which the file at `path` is not read.
pub(crate) fn largest(path: &str, is_named: bool) -> u64 {
    if is_named || is_lock_file(path) { LARGEST_NAMED } else { LARGEST }
}

/// Reads a file of at most `limit` bytes as text.
pub(crate) fn read_up_to(path: &str, on_disk: &Path, limit: u64) -> Result<TextFile, Unreadable> {
    let read = read_bytes(on_disk, limit).and_then(|bytes| TextFile::from_bytes(&bytes));
    read.map_err(|reason| Unreadable { path: path.to_owned(), reason })
}

/// Reads the bytes of a regular file of at most `limit` bytes.
fn read_bytes(on_disk: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    // Opening a pipe waits for a writer, so the kind is looked at first.
    if !std::fs::metadata(on_disk)?.is_file() {
        return Err(ReadError::NotAFile);
    }
    let mut bytes = Vec::new();
    File::open(on_disk)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(ReadError::TooLarge { limit }) } else { Ok(bytes) }
}

/// Text as bytes in a form.
pub(crate) fn encode(text: &str, form: Form) -> Vec<u8> {
    let marked = form.is_some().then_some('\u{feff}').into_iter().chain(text.chars());
    let mut pair = [0; 2];
    match form {
        None | Some(Bom::Utf8) => marked.collect::<String>().into_bytes(),
        Some(Bom::Utf16Le) => {
            marked.flat_map(|c| c.encode_utf16(&mut pair).to_vec()).flat_map(u16::to_le_bytes).collect()
        }
        Some(Bom::Utf16Be) => {
            marked.flat_map(|c| c.encode_utf16(&mut pair).to_vec()).flat_map(u16::to_be_bytes).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_goes_back_to_the_same_bytes() {
        let text = "const a = '漢字😀';\r\n";
        for form in [None, Some(Bom::Utf8), Some(Bom::Utf16Le), Some(Bom::Utf16Be)] {
            let read = TextFile::from_bytes(&encode(text, form)).unwrap();
            assert_eq!((read.text.as_str(), read.form), (text, form));
        }
    }

    #[test]
    fn bad_bytes_are_said_to_be_bad() {
        for (bytes, words) in [
            (&b"a\0b"[..], "it is not text"),
            (b"caf\xe9", "it is not UTF-8 (byte 3); save it as UTF-8 to have it read"),
            (b"\xff\xfea", "it is not well-formed UTF-16"),
        ] {
            assert_eq!(TextFile::from_bytes(bytes).unwrap_err().to_string(), words);
        }
        assert_eq!(TextFile::from_bytes(b"").unwrap(), TextFile::default());
    }
}
