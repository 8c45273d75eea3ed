//! Whether a text looks generated.
//!
//! Invariant: a text made of words, numbers of one kind, or a format that is public by nature never does.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// Whether `value`, a whole string, looks random: long enough, of mixed characters, without words in it. UUIDs, integrity
/// hashes, colours, dates, versions, identifiers, translation keys, paths, URLs, MIME types and encoded plain text do not.
pub fn looks_random(value: &str) -> bool {
    let is_fitting = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=_-.~!@#$%^&*".contains(&byte);
    if !(SHORTEST..=LONGEST).contains(&value.len()) || !value.bytes().all(is_fitting) {
        return false;
    }
    if is_uuid(value) || has_public_form(value) || is_encoded_text(value) {
        return false;
    }
    let bytes = value.as_bytes();
    let is_hex = bytes.iter().all(u8::is_ascii_hexdigit);
    if is_hex {
        return bytes.len() >= SHORTEST_HEX && classes(value) > 1 && different(bytes) >= 9;
    }
    classes(value) > 1 && different(bytes) * 5 >= bytes.len().min(60) * 2 && disorder(bytes) >= 45 && !is_wordy(value)
}

/// Of how many kinds the characters of `value` are: lower-case letters, capitals, digits, others.
pub(super) fn classes(value: &str) -> usize {
    let mut seen = [false; 4];
    for byte in value.bytes() {
        seen[class(byte)] = true;
    }
    seen.iter().filter(|seen| **seen).count()
}

/// Whether a text is words of a language or of code: most of its letters follow each other as they do in English.
pub(super) fn is_wordy(value: &str) -> bool {
    let (mut pairs, mut common) = (0, 0);
    for pair in value.as_bytes().windows(2) {
        if pair.iter().all(u8::is_ascii_alphabetic) && !(pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase()) {
            pairs += 1;
            common += usize::from(is_common_pair(pair[0], pair[1]));
        }
    }
    let length = value.len();
    length >= 8 && pairs * 10 >= length * 6 && common * 10 >= pairs * 7
}

const SHORTEST: usize = 16;
const LONGEST: usize = 512;
const SHORTEST_HEX: usize = 32;

fn class(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    }
}

fn different(bytes: &[u8]) -> usize {
    let mut seen = [false; 256];
    for byte in bytes {
        seen[usize::from(*byte)] = true;
    }
    seen.iter().filter(|seen| **seen).count()
}

/// Of a hundred steps from character to character, how many change the kind or make a pair that words do not have.
fn disorder(bytes: &[u8]) -> usize {
    let odd = |pair: &&[u8]| match (class(pair[0]), class(pair[1])) {
        (2 | 3, 2 | 3) => false,
        (from, to) if from != to => true,
        _ => !is_common_pair(pair[0], pair[1]),
    };
    bytes.windows(2).filter(odd).count() * 100 / (bytes.len() - 1)
}

/// For each letter, those that often follow it in English words and names of code.
const FOLLOWERS: [&[u8]; 26] = [
    b"bcdgilmnprstuvwy",
    b"aeiloruy",
    b"aehiklortu",
    b"aeioruvyd",
    b"acdelmnrstvxpyf",
    b"aefiloru",
    b"aehilnoru",
    b"aeiorty",
    b"acdefglmnorstvzp",
    b"aeou",
    b"aeiosny",
    b"adeilostuyk",
    b"abeimopu",
    b"acdegiknostuv",
    b"bcdfiklmnoprstuvwg",
    b"aehiloprstu",
    b"u",
    b"acdegiklmnostuvyr",
    b"acehikmopstuwlq",
    b"aehiorstuyc",
    b"abcdegilmnprst",
    b"aeio",
    b"aehiors",
    b"acepty",
    b"epsoctm",
    b"aeioz",
];

fn is_common_pair(first: u8, second: u8) -> bool {
    let at = usize::from(first.to_ascii_lowercase().wrapping_sub(b'a'));
    FOLLOWERS.get(at).is_some_and(|followers| followers.contains(&second.to_ascii_lowercase()))
}

fn is_uuid(value: &str) -> bool {
    let groups: Vec<&str> = value.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && value.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// Integrity hashes, URLs, data, paths, dotted and dashed names, numbers.
fn has_public_form(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let starts =
        ["sha1-", "sha256-", "sha384-", "sha512-", "sha256:", "data:", "http", "/", "./", "../", "#", "@", "--"];
    starts.iter().any(|start| lower.starts_with(start)) || lower.contains("://") || is_of_words(value)
}

/// Whether the pieces of a dotted, dashed or slashed name are words or plain numbers for the greater part.
fn is_of_words(value: &str) -> bool {
    let pieces: Vec<&str> = value.split(|character: char| !character.is_ascii_alphanumeric()).collect();
    let plain = |piece: &&&str| {
        let letters = piece.bytes().filter(u8::is_ascii_alphabetic).count();
        let one_kind = letters == 0 || letters == piece.len();
        one_kind && (piece.len() < 5 || letters == 0 || is_wordy(piece))
    };
    let in_words: usize = pieces.iter().filter(plain).map(|piece| piece.len() + 1).sum();
    pieces.len() > 1 && in_words * 10 >= value.len() * 7
}

/// Whether it is base64 of something people can read, as the identifiers of GraphQL are.
fn is_encoded_text(value: &str) -> bool {
    let Ok(bytes) = STANDARD_NO_PAD.decode(value.trim_end_matches('=')) else { return false };
    let is_text = bytes.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
    is_text && std::str::from_utf8(&bytes).is_ok_and(|text| !looks_random(text))
}
