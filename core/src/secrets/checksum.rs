//! Checksums that tell a token from its look-alikes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::pattern::{Check, DIGIT};
use super::random::looks_random;
use crate::jwt::decode_base64url;

impl Check {
    /// Whether it holds of `text`, which fits the form.
    pub(super) fn holds(self, text: &str) -> bool {
        match self {
            Self::Crc32Base62 => ends_in_checksum(text),
            Self::ClerkHost => names_clerk_host(text),
            Self::DiscordId => begins_with_number(text),
            Self::Random => looks_random(text),
        }
    }
}

const CHECKSUM: usize = 6;
const CHECKED: usize = 30;

/// GitHub and npm: <https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/>.
fn ends_in_checksum(text: &str) -> bool {
    let Some(sum_at) = text.len().checked_sub(CHECKSUM) else { return false };
    let Some(from) = sum_at.checked_sub(CHECKED) else { return false };
    text.get(from..sum_at).is_some_and(|random| text.get(sum_at..) == Some(&checksum(random)))
}

/// CRC-32 of `random` in six digits of base 62.
pub(super) fn checksum(random: &str) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut rest = crc32(random.as_bytes());
    let mut digits = [b'0'; CHECKSUM];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[rest as usize % DIGITS.len()];
        rest /= 62;
    }
    digits.iter().map(|digit| char::from(*digit)).collect()
}

/// CRC-32 as in ISO 3309, bit by bit: it is taken of thirty bytes only.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}

fn names_clerk_host(text: &str) -> bool {
    let coded = text.rsplit('_').next().unwrap_or_default().trim_end_matches('=');
    let Ok(host) = STANDARD_NO_PAD.decode(coded) else { return false };
    host.strip_suffix(b"$").is_some_and(|host| {
        host.contains(&b'.') && host.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
    })
}

fn begins_with_number(text: &str) -> bool {
    let id = text.split('.').next().and_then(decode_base64url);
    id.is_some_and(|id| (17..=20).contains(&id.len()) && id.iter().all(|byte| DIGIT.contains(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_the_one_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(checksum(""), "000000");
    }

    #[test]
    fn one_changed_character_breaks_it() {
        let random = "aB3".repeat(10);
        let good = format!("{random}{}", checksum(&random));
        assert!(ends_in_checksum(&good));
        assert!(!ends_in_checksum(&good.replacen('a', "b", 1)));
        assert!(!ends_in_checksum(&good[1..]));
    }
}
