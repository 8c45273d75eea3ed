//! How a format is written down.
//!
//! Invariant: a form is matched in one pass without going back: each part of it takes all it can. So no run may be
//! followed by a literal that begins with a character of the run, unless the run has one length only.

/// A set of ASCII characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Set(u128);

impl Set {
    /// The characters between each pair in `ranges`: `b"azAZ"` are the letters.
    pub const fn ranges(ranges: &[u8]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at + 1 < ranges.len() {
            let mut byte = ranges[at];
            while byte <= ranges[at + 1] {
                bits |= 1 << byte;
                byte += 1;
            }
            at += 2;
        }
        Self(bits)
    }

    /// This set and each of `more`.
    #[must_use]
    pub const fn with(self, more: &[u8]) -> Self {
        let mut bits = self.0;
        let mut at = 0;
        while at < more.len() {
            bits |= 1 << more[at];
            at += 1;
        }
        Self(bits)
    }

    /// Whether `byte` is in it.
    pub const fn contains(self, byte: u8) -> bool {
        byte < 128 && self.0 >> byte & 1 == 1
    }
}

/// `0-9`.
pub const DIGIT: Set = Set::ranges(b"09");
/// `0-9a-f`.
pub const HEX: Set = Set::ranges(b"09af");
/// `0-9a-fA-F`.
pub const ANY_HEX: Set = Set::ranges(b"09afAF");
/// `0-9a-f-`, of which UUIDs are made.
pub const UUID: Set = HEX.with(b"-");
/// `A-Z0-9`.
pub const UPPER: Set = Set::ranges(b"09AZ");
/// `a-z0-9`.
pub const LOWER: Set = Set::ranges(b"09az");
/// `A-Z2-7` (RFC 4648, section 6).
pub const BASE32: Set = Set::ranges(b"27AZ");
/// `A-Za-z0-9`.
pub const ALNUM: Set = Set::ranges(b"09AZaz");
/// `A-Za-z0-9_-` (RFC 4648, section 5).
pub const URL_SAFE: Set = ALNUM.with(b"_-");
/// `A-Za-z0-9+/` (RFC 4648, section 4).
pub const BASE64: Set = ALNUM.with(b"+/");
/// `A-Za-z0-9+/=`.
pub const PADDED: Set = BASE64.with(b"=");

/// `A-F0-9`.
pub const UPPER_HEX: Set = Set::ranges(b"09AF");
/// `a-z0-9-`, as in names of projects and hosts.
pub const SLUG: Set = LOWER.with(b"-");
/// `A-Za-z0-9_.=-`.
pub const DOTTED: Set = URL_SAFE.with(b".=");
/// `A-Za-z0-9_%-`, as in queries of URLs.
pub const PERCENT: Set = URL_SAFE.with(b"%");
/// `A-Za-z0-9_~.-`, as in secrets of Microsoft Entra.
pub const ENTRA: Set = URL_SAFE.with(b"~.");
/// `A-Za-z0-9_+-`, as in secrets of Tigris.
pub const TIGRIS: Set = URL_SAFE.with(b"+");
/// Bitcoin's alphabet, without `0`, `O`, `I` and `l`.
pub const BASE58: Set = Set::ranges(b"19AHJNPZakmz");
/// Everything that can be seen.
pub const GRAPHIC: Set = Set::ranges(b"!~");

/// A piece of a format.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// Exactly this text.
    Lit(&'static str),
    /// So many characters of a set: at least, at most.
    Run(Set, usize, usize),
}

/// Exactly `length` characters of `set`.
pub const fn exactly(set: Set, length: usize) -> Part {
    Part::Run(set, length, length)
}

/// A format: its parts one after the other. Its longest literal is what the engine looks for.
pub type Form = [Part];

/// What more has to hold of a text that fits a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// The last six characters are the checksum of the thirty before, as GitHub and npm make it.
    Crc32Base62,
    /// What follows the prefix is base64 of a host name and `$`, as Clerk makes its publishable keys.
    ClerkHost,
    /// What stands before the first dot is base64 of a number, as Discord puts the bot's id there.
    DiscordId,
    /// It looks random: for values whose form says little.
    Random,
}

/// What a kind of credential looks like.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Its looks give it away, in any of these forms.
    Token(&'static [&'static Form]),
    /// The same, with something more to check.
    Checked(&'static [&'static Form], Check),
    /// Its looks say little: it is known by the name it is given to. Names are lower-case words; see [`super::of_named`].
    Named(&'static [&'static str], &'static [&'static Form]),
    /// The same, with something more to check.
    NamedChecked(&'static [&'static str], &'static [&'static Form], Check),
    /// Found by code of its own.
    Special(Special),
}

/// Formats that are no row of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// JSON Web Tokens, told apart by their claims.
    Jwt,
    /// Private keys in PEM.
    Pem,
    /// URLs with a password.
    Url,
    /// Values under a strong name that look random.
    Generic,
}

/// Where the longest literal of a form stands among its parts, and the literal.
pub(super) fn anchor(form: &Form) -> Option<(usize, &'static str)> {
    let literals = form.iter().enumerate().filter_map(|(at, part)| match part {
        Part::Lit(text) => Some((at, *text)),
        Part::Run(..) => None,
    });
    // Of literals of one length the first is taken.
    literals.rev().max_by_key(|(_, text)| text.len())
}

/// How many characters of a form are said literally: the more, the more specific it is.
pub(super) fn literal_length(form: &Form) -> usize {
    form.iter().map(|part| if let Part::Lit(text) = part { text.len() } else { 0 }).sum()
}

/// Where the text that fits `form` begins and ends, when its part `at` ends before byte `end` of `bytes`.
pub(super) fn match_around(form: &Form, at: usize, bytes: &[u8], end: usize) -> Option<(usize, usize)> {
    let Part::Lit(anchor) = form[at] else { return None };
    let start = match_backward(&form[..at], bytes, end - anchor.len())?;
    Some((start, match_forward(&form[at + 1..], bytes, end)?))
}

/// Where the text that fits `form` and begins at `from` ends.
pub(super) fn match_forward(form: &Form, bytes: &[u8], mut from: usize) -> Option<usize> {
    for part in form {
        let rest = bytes.get(from..)?;
        from += match part {
            Part::Lit(text) => rest.starts_with(text.as_bytes()).then_some(text.len())?,
            Part::Run(set, least, most) => {
                let length = rest.iter().take(*most).take_while(|byte| set.contains(**byte)).count();
                (length >= *least).then_some(length)?
            }
        };
    }
    Some(from)
}

fn match_backward(form: &Form, bytes: &[u8], mut to: usize) -> Option<usize> {
    for part in form.iter().rev() {
        let rest = &bytes[..to];
        to -= match part {
            Part::Lit(text) => rest.ends_with(text.as_bytes()).then_some(text.len())?,
            Part::Run(set, least, most) => {
                let length = rest.iter().rev().take(*most).take_while(|byte| set.contains(**byte)).count();
                (length >= *least).then_some(length)?
            }
        };
    }
    Some(to)
}

/// The longest stretch of a fitting text that is not said literally.
pub(super) fn longest_run<'a>(form: &Form, text: &'a str) -> &'a str {
    let mut longest = "";
    let mut from = 0;
    for at in 0..form.len() {
        let Some(end) = match_forward(&form[at..=at], text.as_bytes(), from) else { break };
        if matches!(form[at], Part::Run(..)) && end - from > longest.len() {
            longest = text.get(from..end).unwrap_or_default();
        }
        from = end;
    }
    longest
}
