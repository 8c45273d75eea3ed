//! Credentials made up from the formats of the table.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::secrets::checksum::checksum;
use crate::secrets::looks_random;
use crate::secrets::pattern::{Check, Form, Part, Set};

/// Marsaglia's xorshift: the same numbers on every run.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(0x9e37_79b9_7f4a_7c15 ^ (seed + 1).wrapping_mul(0xbf58_476d_1ce4_e5b9))
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    pub(super) fn run(&mut self, set: Set, length: usize) -> String {
        let members: Vec<char> = (0..128).filter(|byte| set.contains(*byte)).map(char::from).collect();
        (0..length).map(|_| members[self.below(members.len())]).collect()
    }

    pub(super) fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }
}

/// A text of `form` for which `check` holds, its runs `extra` longer than they need to be where they may.
pub(super) fn sample(form: &Form, check: Option<Check>, extra: usize, dice: &mut Dice) -> String {
    loop {
        let text: String = form
            .iter()
            .map(|part| match part {
                Part::Lit(text) => (*text).to_owned(),
                Part::Run(set, least, most) => dice.run(*set, most.min(&(least + extra)).to_owned()),
            })
            .collect();
        match check {
            None => return text,
            Some(Check::Crc32Base62) => {
                let sum_at = text.len() - 6;
                return format!("{}{}", &text[..sum_at], checksum(&text[sum_at - 30..sum_at]));
            }
            Some(Check::ClerkHost) => return clerk_key(form),
            Some(Check::DiscordId) => {
                let id = URL_SAFE_NO_PAD.encode("9".to_owned() + &dice.run(Set::ranges(b"09"), 17));
                return format!("{id}{}", &text[text.find('.').unwrap()..]);
            }
            // Few texts of these forms do not look random; the next one will.
            Some(Check::Random) if looks_random(&text) => return text,
            Some(Check::Random) => {}
        }
    }
}

fn clerk_key(form: &Form) -> String {
    let Part::Lit(prefix) = form[0] else { panic!("a key begins with its kind") };
    format!("{prefix}{}", STANDARD_NO_PAD.encode("happy-otter-42.clerk.accounts.dev$"))
}

/// `text` with the character at `at` changed to `to`.
pub(super) fn changed(text: &str, at: usize, to: char) -> String {
    text.char_indices().map(|(index, character)| if index == at { to } else { character }).collect()
}

/// Where the last run of a text of `form` begins and how long it is; all runs have their least length.
pub(super) fn last_run(form: &Form) -> (usize, usize) {
    let mut from = 0;
    let mut last = (0, 0);
    for part in form {
        match part {
            Part::Lit(text) => from += text.len(),
            Part::Run(_, least, _) => {
                last = (from, *least);
                from += least;
            }
        }
    }
    last
}

/// A token with these claims.
pub(super) fn jwt(claims: &str, dice: &mut Dice) -> String {
    let signature: Vec<u8> = (0..32).map(|_| dice.byte()).collect();
    let parts = [r#"{"alg":"HS256","typ":"JWT"}"#, claims].map(|part| URL_SAFE_NO_PAD.encode(part));
    format!("{}.{}.{}", parts[0], parts[1], URL_SAFE_NO_PAD.encode(signature))
}

/// Base64 of so many random bytes.
pub(super) fn blob(bytes: usize, dice: &mut Dice) -> String {
    STANDARD.encode((0..bytes).map(|_| dice.byte()).collect::<Vec<_>>())
}
