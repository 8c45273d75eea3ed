//! Where a credential may begin and end, so that nothing is found inside words, hashes and encoded files.
//!
//! Invariant: each question looks at a bounded number of bytes.

use super::pattern::{ALNUM, ANY_HEX, BASE64, PADDED, Set};
use std::ops::Range;

/// How many characters of an encoded file have to stand around a find for it to be part of the file.
const BLOB: usize = 64;

/// Whether a credential may begin at byte `at`: nothing before it goes on in it.
pub(super) fn begins(bytes: &[u8], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| bytes.get(at)).copied();
    match before(1) {
        None => true,
        Some(b'_') => false,
        // `${TOKEN:-default}` gives a default; every other hyphen joins words.
        Some(b'-') => before(2) == Some(b':'),
        Some(b'.') => !before(2).is_some_and(|byte| ALNUM.contains(byte) || matches!(byte, b')' | b']' | b'_' | b'-')),
        Some(byte) if ALNUM.contains(byte) => ends_escape(&before),
        Some(_) => true,
    }
}

/// Whether what stands before is an escape of a string or URL, whose last character is a letter or digit: `\n`, `\x22`,
/// `\u0022`, `%22`.
fn ends_escape(before: &impl Fn(usize) -> Option<u8>) -> bool {
    let hex =
        |range: Range<usize>| range.into_iter().all(|back| before(back).is_some_and(|byte| ANY_HEX.contains(byte)));
    match before(2) {
        Some(b'\\') => before(1).is_some_and(|byte| matches!(byte, b'n' | b'r' | b't' | b'b' | b'f' | b'v' | b'0')),
        _ if !hex(1..3) => false,
        _ => match (before(3), before(4)) {
            (Some(b'%'), _) | (Some(b'x'), Some(b'\\')) => true,
            _ => hex(3..5) && before(5) == Some(b'u') && before(6) == Some(b'\\'),
        },
    }
}

/// Whether a credential whose last characters are of `last` may end before byte `at`.
pub(super) fn ends(bytes: &[u8], at: usize, last: Option<Set>) -> bool {
    let Some(next) = bytes.get(at).copied() else { return true };
    if last.is_some_and(|set| set.contains(next)) || ALNUM.contains(next) || next == b'_' {
        return false;
    }
    let after = bytes.get(at + 1).copied();
    match next {
        // A dot joins what comes after it, unless it ends a sentence; a hyphen joins all but a dash between words.
        b'.' => !after.is_some_and(|byte| ALNUM.contains(byte) || byte == b'_'),
        b'-' => after.is_none_or(|byte| byte.is_ascii_whitespace()),
        _ => true,
    }
}

/// Whether `range` stands inside something much longer of the same characters: an inlined font, a source map, wasm.
pub(super) fn in_blob(bytes: &[u8], range: &Range<usize>) -> bool {
    let before = bytes[..range.start].iter().rev().take(BLOB).take_while(|byte| BASE64.contains(**byte)).count();
    let after = bytes[range.end..].iter().take(BLOB).take_while(|byte| PADDED.contains(**byte)).count();
    before + after >= BLOB
}
