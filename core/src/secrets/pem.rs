//! Private keys in PEM (RFC 7468): with real line ends, with `\n` in a string, put together from strings, or the whole
//! encoded in base64 once more.
//!
//! Invariant: only a body that decodes to what its label says counts, so that templates, documentation and code that
//! merely writes the lines around a key are no finds.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::GeneralPurpose;

use super::candidate::{Candidate, Telling};
use super::pattern::PADDED;
use super::{Detector, placeholder, tables};
use crate::jwt::AS_FOUND;

/// How a key begins.
pub(super) const BEGIN: &str = "-----BEGIN ";
/// How `-----BEGIN` begins in base64.
pub(super) const ENCODED_BEGIN: &str = "LS0tLS1CRUdJTi";

/// A key of 16384 bits has some 13 KiB in base64.
const LONGEST: usize = 32 * 1024;
/// An Ed25519 key in PKCS #8 has 48 bytes.
const SHORTEST_BODY: usize = 40;

/// The private key that begins at byte `start` of `text`.
pub(super) fn of_pem(text: &str, start: usize) -> Option<Candidate> {
    let (kind, end) = read(&text[start..])?;
    let detector = match kind {
        Kind::Pgp => "pgp-private-key",
        Kind::Der | Kind::OpenSsh if is_service_account(&text[..start]) => "google-service-account-key",
        Kind::OpenSsh => "openssh-private-key",
        Kind::Der => "private-key",
    };
    Some(candidate(tables::by_id(detector)?, start, start + end))
}

/// The base64-encoded private key that begins at byte `start` of `text`.
pub(super) fn of_encoded(text: &str, start: usize) -> Option<Candidate> {
    let bytes = text.as_bytes();
    if start.checked_sub(1).is_some_and(|before| PADDED.contains(bytes[before]) && bytes[before] != b'=') {
        return None;
    }
    let length = bytes[start..].iter().take(2 * LONGEST).take_while(|byte| PADDED.contains(**byte)).count();
    let decoded = String::from_utf8(decode(text.get(start..start + length)?)?).ok()?;
    read(&decoded)?;
    Some(candidate(tables::by_id("private-key")?, start, start + length))
}

fn candidate(detector: &'static Detector, start: usize, end: usize) -> Candidate {
    Candidate { detector, range: start..end, jwt: None, telling: Telling::Read }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Der,
    OpenSsh,
    Pgp,
}

/// The kind of the unencrypted private key `text` begins with, and where it ends.
fn read(text: &str) -> Option<(Kind, usize)> {
    let label = text.strip_prefix(BEGIN)?;
    let label =
        &label[..label.char_indices().map(|(at, _)| at).find(|at| *at >= 40 || label[*at..].starts_with('-'))?];
    let kind = match label {
        "PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY" | "DSA PRIVATE KEY" => Kind::Der,
        "OPENSSH PRIVATE KEY" => Kind::OpenSsh,
        "PGP PRIVATE KEY BLOCK" => Kind::Pgp,
        _ => return None,
    };
    let body_at = BEGIN.len() + label.len();
    let body = text[body_at..].strip_prefix("-----")?;
    let (encoded, length) = body_of(body, kind);
    let rest = body[length..].strip_prefix("-----END ")?.strip_prefix(label)?.strip_prefix("-----")?;
    is_key(kind, &encoded).then_some((kind, text.len() - rest.len()))
}

/// The base64 of a body without what stands between its lines, and where the body ends: at the next hyphen.
fn body_of(body: &str, kind: Kind) -> (String, usize) {
    let mut encoded = String::new();
    let mut escaped = false;
    let mut line = String::new();
    let mut end = 0;
    for (at, byte) in body.bytes().enumerate().take(LONGEST) {
        end = at;
        match byte {
            b'-' => break,
            b'n' | b'r' if escaped => end_line(&mut encoded, &mut line, kind),
            b'\n' | b'\r' => end_line(&mut encoded, &mut line, kind),
            // What joins the lines of a key that is written as several strings.
            b' ' | b'\t' | b'\\' | b'"' | b'\'' | b'`' | b',' => {}
            b'+' if line.is_empty() && !body.as_bytes().get(at + 1).is_some_and(|next| PADDED.contains(*next)) => {}
            _ if byte.is_ascii() => line.push(char::from(byte)),
            _ => break,
        }
        escaped = byte == b'\\';
    }
    end_line(&mut encoded, &mut line, kind);
    (encoded, end)
}

/// Takes a line of a body. The headers of PGP (`Version: …`) and its checksum (`=abcd`) are no part of the key.
fn end_line(encoded: &mut String, line: &mut String, kind: Kind) {
    if kind != Kind::Pgp || !(line.contains(':') || line.starts_with('=')) {
        encoded.push_str(line);
    }
    line.clear();
}

fn is_key(kind: Kind, encoded: &str) -> bool {
    let Some(bytes) = decode(encoded) else { return false };
    if bytes.len() < SHORTEST_BODY || placeholder::is_made_up(encoded) {
        return false;
    }
    match kind {
        Kind::Der => der_length(&bytes) == Some(bytes.len()),
        // openssh-key-v1: the name of the cipher follows, which is `none` for a key that is not encrypted.
        Kind::OpenSsh => bytes.starts_with(b"openssh-key-v1\0\0\0\0\x04none"),
        // RFC 4880, section 4.2: every packet begins with a set bit.
        Kind::Pgp => bytes[0] & 0x80 != 0 && bytes.len() > 4 * SHORTEST_BODY,
    }
}

/// How many bytes the DER sequence has that `bytes` begin with (X.690, section 8.1.3).
fn der_length(bytes: &[u8]) -> Option<usize> {
    let (&tag, &first) = (bytes.first()?, bytes.get(1)?);
    if tag != 0x30 {
        return None;
    }
    match first {
        0..=0x7f => Some(2 + usize::from(first)),
        0x81 => Some(3 + usize::from(*bytes.get(2)?)),
        0x82 => Some(4 + (usize::from(*bytes.get(2)?) << 8 | usize::from(*bytes.get(3)?))),
        _ => None,
    }
}

fn decode(encoded: &str) -> Option<Vec<u8>> {
    GeneralPurpose::new(&STANDARD, AS_FOUND).decode(encoded).ok()
}

/// Whether what stands before a key is the JSON of a service account: its key's id comes right before the key.
fn is_service_account(before: &str) -> bool {
    let from = (before.len().saturating_sub(300)..=before.len()).find(|at| before.is_char_boundary(*at));
    from.is_some_and(|from| before[from..].contains("private_key_id"))
}

/// A key with a sound frame, built at run time.
#[cfg(test)]
pub(super) fn sample(label: &str, line_end: &str, random: &mut dyn FnMut() -> u8) -> String {
    let mut bytes: Vec<u8> = match label {
        "OPENSSH PRIVATE KEY" => b"openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none".to_vec(),
        "PGP PRIVATE KEY BLOCK" => vec![0x95, 0x03],
        _ => vec![0x30, 0x82, 0x02, 0x00],
    };
    bytes.extend(std::iter::repeat_with(random).take(0x200));
    let encoded = base64::engine::general_purpose::STANDARD.encode(bytes);
    let lines: Vec<&str> = (0..encoded.len()).step_by(64).map(|at| &encoded[at..encoded.len().min(at + 64)]).collect();
    let body = lines.join(line_end);
    format!("-----BEGIN {label}-----{line_end}{body}{line_end}-----END {label}-----")
}
