//! From bytes to text: byte order marks, UTF-16, and refusing what is no text.
//!
//! Invariant: the text has no byte order mark; [`Bom`] says what was taken off, so that the edges can write the file back as
//! it was. Offsets count from the text's start.

/// The byte order mark a file began with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bom {
    /// `EF BB BF`
    Utf8,
    /// `FF FE`
    Utf16Le,
    /// `FE FF`
    Utf16Be,
}

impl Bom {
    /// How many bytes the mark takes in the file.
    pub const fn byte_len(self) -> usize {
        match self {
            Self::Utf8 => 3,
            Self::Utf16Le | Self::Utf16Be => 2,
        }
    }
}

/// A file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text without a byte order mark.
    pub text: String,
    /// The mark that was taken off.
    pub bom: Option<Bom>,
}

/// Why bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// A NUL byte: some binary format.
    Binary {
        /// Where the NUL stands.
        at: usize,
    },
    /// No valid UTF-8: most likely an older encoding.
    InvalidUtf8 {
        /// The first byte that fits nowhere.
        at: usize,
    },
    /// A UTF-16 mark, but no valid UTF-16 after it.
    InvalidUtf16,
}

impl std::fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Binary { at } => write!(formatter, "This is a binary file (NUL at byte {at})."),
            Self::InvalidUtf8 { at } => {
                write!(formatter, "This file is not UTF-8 (byte {at}); save it as UTF-8 to have it read.")
            }
            Self::InvalidUtf16 => write!(formatter, "This file says it is UTF-16, but it is not well-formed."),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Reads `bytes` as UTF-8, or as UTF-16 if a byte order mark says so.
///
/// # Errors
/// [`DecodeError`] names the reason and the first byte that is wrong.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(rest, u16::from_le_bytes, Bom::Utf16Le);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return utf16(rest, u16::from_be_bytes, Bom::Utf16Be);
    }
    let (content, bom) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, Some(Bom::Utf8)),
        None => (bytes, None),
    };
    let skipped = bytes.len() - content.len();
    if let Some(at) = memchr::memchr(0, content) {
        return Err(DecodeError::Binary { at: at + skipped });
    }
    match std::str::from_utf8(content) {
        Ok(text) => Ok(Decoded { text: text.to_owned(), bom }),
        Err(error) => Err(DecodeError::InvalidUtf8 { at: error.valid_up_to() + skipped }),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, bom: Bom) -> Result<Decoded, DecodeError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(DecodeError::InvalidUtf16);
    }
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
    let text = text.map_err(|_| DecodeError::InvalidUtf16)?;
    match text.find('\0') {
        Some(at) => Err(DecodeError::Binary { at: bom.byte_len() + text[..at].encode_utf16().count() * 2 }),
        None => Ok(Decoded { text, bom: Some(bom) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[allow(clippy::unnecessary_wraps, reason = "it stands in a table of results")]
    fn text(text: &str, bom: Option<Bom>) -> Result<Decoded, DecodeError> {
        Ok(Decoded { text: text.to_owned(), bom })
    }

    #[test]
    fn marks_are_taken_off_and_remembered() {
        let table: [(&[u8], Result<Decoded, DecodeError>); 12] = [
            (b"const a = 1;", text("const a = 1;", None)),
            (b"", text("", None)),
            (b"\xef\xbb\xbfx", text("x", Some(Bom::Utf8))),
            (b"\xef\xbb\xbf", text("", Some(Bom::Utf8))),
            (b"\xff\xfex\0\n\0", text("x\n", Some(Bom::Utf16Le))),
            (b"\xfe\xff\0x\x6f\x22", text("x漢", Some(Bom::Utf16Be))),
            (b"\xff\xfe\x3d\xd8\x00\xde", text("😀", Some(Bom::Utf16Le))),
            (b"\xff\xfe\x3d\xd8", Err(DecodeError::InvalidUtf16)),
            (b"\xff\xfex", Err(DecodeError::InvalidUtf16)),
            (b"\x89PNG\0", Err(DecodeError::Binary { at: 4 })),
            (b"caf\xe9", Err(DecodeError::InvalidUtf8 { at: 3 })),
            (b"\xff\xfea\0\0\0", Err(DecodeError::Binary { at: 4 })),
        ];
        for (bytes, expected) in table {
            assert_eq!(decode(bytes), expected, "{bytes:?}");
        }
    }
}
