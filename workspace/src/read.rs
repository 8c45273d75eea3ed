//! Bytes on disk as text, and back again in the same form.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use crate::kinds::is_lock_file;

/// The largest file that is read when a walk finds it, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;
/// The largest file that is read when a person names it, or when it is a lock file, in bytes.
const LARGEST_NAMED: u64 = 32 * 1024 * 1024;

/// How a text is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// How characters become bytes.
    pub encoding: Encoding,
    /// Whether the file begins with a byte order mark, which is no part of the text.
    pub has_mark: bool,
    /// Whether bytes were not valid and U+FFFD stands for them, so that the text must not be written back.
    pub is_lossy: bool,
}

/// How characters become bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

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
        if bytes.len() as u64 > LARGEST_NAMED { Err(ReadError::TooLarge { limit: LARGEST_NAMED }) } else { decode(bytes) }
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
    /// It holds bytes no text has.
    NotText,
    /// A pipe, a socket, a device or a folder.
    NotAFile,
    /// The core refused it (nesting, size); its words.
    Refused(String),
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
            Self::NotText => formatter.write_str("it is not text"),
            Self::NotAFile => formatter.write_str("it is not a regular file"),
            Self::Refused(words) => formatter.write_str(words),
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

/// Reads the bytes of a regular file, at most as many as the limit for `path` allows.
pub(crate) fn read_bytes(on_disk: &Path, path: &str, is_named: bool) -> Result<Vec<u8>, ReadError> {
    // Opening a pipe waits for a writer, so the kind is looked at first.
    if !std::fs::metadata(on_disk)?.is_file() {
        return Err(ReadError::NotAFile);
    }
    let limit = if is_named || is_lock_file(path) { LARGEST_NAMED } else { LARGEST };
    let mut bytes = Vec::new();
    File::open(on_disk)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(ReadError::TooLarge { limit }) } else { Ok(bytes) }
}

/// Bytes as text: UTF-8 with or without a mark, UTF-16 with one. Other bytes are read as UTF-8 with U+FFFD for what is
/// not valid, unless a NUL byte says that it is no text at all.
///
/// # Errors
/// [`ReadError::NotText`].
pub(crate) fn decode(bytes: &[u8]) -> Result<TextFile, ReadError> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return decode_utf16(rest, Encoding::Utf16Le, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return decode_utf16(rest, Encoding::Utf16Be, u16::from_be_bytes);
    }
    let (bytes, has_mark) = bytes.strip_prefix(b"\xef\xbb\xbf").map_or((bytes, false), |rest| (rest, true));
    if memchr::memchr(0, bytes).is_some() {
        return Err(ReadError::NotText);
    }
    let text = String::from_utf8_lossy(bytes);
    let is_lossy = matches!(text, std::borrow::Cow::Owned(_));
    Ok(TextFile { text: text.into_owned(), form: Form { encoding: Encoding::Utf8, has_mark, is_lossy } })
}

fn decode_utf16(bytes: &[u8], encoding: Encoding, unit: fn([u8; 2]) -> u16) -> Result<TextFile, ReadError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    if units.contains(&0) {
        return Err(ReadError::NotText);
    }
    let strict = String::from_utf16(&units).ok().filter(|_| rest.is_empty());
    let is_lossy = strict.is_none();
    let text = strict.unwrap_or_else(|| String::from_utf16_lossy(&units));
    Ok(TextFile { text, form: Form { encoding, has_mark: true, is_lossy } })
}

/// Text as bytes in a form.
pub(crate) fn encode(text: &str, form: Form) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() + 3);
    let mark = if form.has_mark { "\u{feff}" } else { "" };
    for part in [mark, text] {
        match form.encoding {
            Encoding::Utf8 => bytes.extend_from_slice(part.as_bytes()),
            Encoding::Utf16Le => part.encode_utf16().for_each(|unit| bytes.extend_from_slice(&unit.to_le_bytes())),
            Encoding::Utf16Be => part.encode_utf16().for_each(|unit| bytes.extend_from_slice(&unit.to_be_bytes())),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_goes_back_to_the_same_bytes() {
        let text = "const a = '漢字😀';\r\n";
        for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
            for has_mark in [true, encoding != Encoding::Utf8] {
                let form = Form { encoding, has_mark, is_lossy: false };
                let bytes = encode(text, form);
                let read = decode(&bytes).unwrap();
                assert_eq!((read.text.as_str(), read.form), (text, form));
            }
        }
    }

    #[test]
    fn bad_bytes_are_said_to_be_bad() {
        assert_eq!(decode(b"a\0b"), Err(ReadError::NotText));
        assert_eq!(decode(b"\xff\xfe\0\0"), Err(ReadError::NotText));
        for bytes in [&b"a\xe9b"[..], b"\xff\xfea", b"\xff\xfe\x00\xd8a\x00"] {
            assert!(decode(bytes).unwrap().form.is_lossy, "{bytes:?}");
        }
        assert_eq!(decode(b"").unwrap(), TextFile::default());
    }
}
