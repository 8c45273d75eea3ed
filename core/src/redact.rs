//! How a secret is shown: enough to find it, never enough to use it.
//!
//! Invariant: of a value under [`SHOWN_FROM`] characters nothing is shown but its length; of a longer one at most the
//! first and the last four characters.

/// The length, in characters, from which the ends of a value are shown.
const SHOWN_FROM: usize = 20;
const END: usize = 4;

/// A form of `secret` that finds it again and cannot be used: `eyJh…Qx9w (312 characters)`.
pub fn redact(secret: &str) -> String {
    let length = secret.chars().count();
    if length < SHOWN_FROM {
        return format!("({length} characters)");
    }
    let head: String = secret.chars().take(END).map(visible).collect();
    let tail: String = secret.chars().skip(length - END).map(visible).collect();
    format!("{head}…{tail} ({length} characters)")
}

/// A name (storage key, cookie name, path of a URL) with the parts in it that look like a credential or an identifier
/// redacted: SDKs put keys, account ids and whole tokens into names.
pub fn redact_name(name: &str) -> String {
    let mut shown = String::new();
    let mut part = String::new();
    for character in name.chars().take(LONGEST_NAME) {
        if is_token_character(character) {
            part.push(character);
        } else {
            push_part(&mut shown, &mut part);
            shown.push(visible(character));
        }
    }
    push_part(&mut shown, &mut part);
    if name.chars().nth(LONGEST_NAME).is_some() {
        shown.push('…');
    }
    shown
}

/// A URL without credentials, query and fragment, its path redacted as a name is. The `#inline-N` and `#data-N` that the
/// extension gives inline scripts and inline data stay.
pub fn redact_url(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (kept, rest) = url.split_at(end);
    let inline = rest.rfind('#').map_or("", |at| &rest[at..]);
    let number = inline.strip_prefix("#inline-").or_else(|| inline.strip_prefix("#data-"));
    let is_number = number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
    let Some((scheme, after)) = kept.split_once("://") else { return redact_name(kept) };
    let (authority, path) = after.find('/').map_or((after, ""), |at| after.split_at(at));
    let host = authority.rsplit('@').next().unwrap_or("");
    format!("{scheme}://{host}{}{}", redact_name(path), if is_number { inline } else { "" })
}

const LONGEST_NAME: usize = 300;

fn push_part(shown: &mut String, part: &mut String) {
    if looks_random(part) {
        shown.extend(part.chars().take(END));
        shown.push('…');
    } else {
        shown.push_str(part);
    }
    part.clear();
}

fn is_token_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
}

/// Long, with digits among letters and no word structure: hashes, keys and identifiers, but not `sb-project-auth-token`.
fn looks_random(part: &str) -> bool {
    part.split(['-', '_']).any(|piece| {
        let digits = piece.bytes().filter(u8::is_ascii_digit).count();
        let letters = piece.len() - digits;
        piece.len() >= SHOWN_FROM && digits >= 2 && letters >= 2
    })
}

/// Control and bidirectional characters could rearrange what a person reads.
fn visible(character: char) -> char {
    let rearranges = matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if character.is_control() || rearranges { '\u{fffd}' } else { character }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_values_show_only_their_length() {
        assert_eq!(redact(""), "(0 characters)");
        assert_eq!(redact("hunter2"), "(7 characters)");
        assert_eq!(redact(&"x".repeat(19)), "(19 characters)");
    }

    #[test]
    fn long_values_show_their_ends() {
        assert_eq!(redact("abcdefghijklmnopqrst"), "abcd…qrst (20 characters)");
        assert_eq!(redact(&"漢".repeat(30)), "漢漢漢漢…漢漢漢漢 (30 characters)");
    }

    #[test]
    fn names_keep_their_words_and_lose_their_identifiers() {
        let id = format!("A1b2{}Z9", "c3d4".repeat(5));
        for (name, expected) in [
            ("access_token".to_owned(), "access_token".to_owned()),
            ("sb-abcdefghijklmnopqrst-auth-token".to_owned(), "sb-abcdefghijklmnopqrst-auth-token".to_owned()),
            (format!("firebase:authUser:{id}:[DEFAULT]"), "firebase:authUser:A1b2…:[DEFAULT]".to_owned()),
            (format!("user.{id}"), "user.A1b2…".to_owned()),
            ("a\u{202e}b\nc".to_owned(), "a\u{fffd}b\u{fffd}c".to_owned()),
        ] {
            assert_eq!(redact_name(&name), expected, "{name}");
        }
        assert!(redact_name(&"k".repeat(5_000)).chars().count() <= LONGEST_NAME + 1);
    }

    #[test]
    fn urls_lose_query_fragment_and_credentials() {
        for (url, expected) in [
            ("https://a.test/app.js?token=abc#x", "https://a.test/app.js"),
            ("https://me:secret@a.test/x", "https://a.test/x"),
            ("https://a.test/login?code=1#inline-3", "https://a.test/login#inline-3"),
            ("https://a.test/#inline-3x", "https://a.test/"),
            ("https://a.test/x?y#data-12", "https://a.test/x#data-12"),
            ("not a url", "not a url"),
        ] {
            assert_eq!(redact_url(url), expected, "{url}");
        }
    }
}
