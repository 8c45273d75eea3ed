//! What the values of security headers mean, whoever sends them.
//!
//! Invariant: pure; any text gives an answer.

/// Six months as most sites write them: 180 days, in seconds. The threshold of MDN's HTTP Observatory.
pub const SIX_MONTHS: u64 = 15_552_000;

/// `Strict-Transport-Security` (RFC 6797).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hsts {
    /// How long browsers keep to HTTPS, in seconds.
    pub max_age: u64,
    /// Whether subdomains are meant too.
    pub include_subdomains: bool,
    /// Whether the site asks to be on the browsers' own lists.
    pub preload: bool,
}

impl Hsts {
    /// Reads a value; `None` when browsers ignore it: without `max-age`, with one that is no number, or with a directive
    /// twice (RFC 6797, section 6.1).
    pub fn parse(text: &str) -> Option<Self> {
        let (mut max_age, mut include_subdomains, mut preload) = (None, false, false);
        for directive in text.split(';').map(str::trim).filter(|directive| !directive.is_empty()) {
            let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "max-age" if max_age.is_some() => return None,
                "max-age" => {
                    let digits = value.trim().trim_matches('"');
                    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                    max_age = Some(is_number.then(|| digits.parse().unwrap_or(u64::MAX))?);
                }
                "includesubdomains" if include_subdomains => return None,
                "includesubdomains" => include_subdomains = true,
                "preload" => preload = true,
                _ => {}
            }
        }
        max_age.map(|max_age| Self { max_age, include_subdomains, preload })
    }
}

/// `X-Frame-Options` (HTML Standard, "The X-Frame-Options header").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// No other site may frame the page.
    Refused,
    /// `ALLOW-FROM`, which browsers no longer know: the page may be framed.
    AllowFrom,
    /// Browsers ignore it.
    Invalid,
}

impl Framing {
    /// Reads a value.
    pub fn parse(text: &str) -> Self {
        match text.trim().to_ascii_lowercase().as_str() {
            "deny" | "sameorigin" => Self::Refused,
            value if value.starts_with("allow-from") => Self::AllowFrom,
            _ => Self::Invalid,
        }
    }
}

/// Whether `X-Content-Type-Options` does what it is for (Fetch Standard, "X-Content-Type-Options header").
pub fn is_nosniff(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case("nosniff")
}

/// `Referrer-Policy` (<https://www.w3.org/TR/referrer-policy/>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Referrer {
    /// Other sites learn the origin at most.
    Private,
    /// Other sites may learn the path, or learn the origin without encryption.
    Leaky,
    /// No known policy.
    Invalid,
}

impl Referrer {
    /// Reads a value: of several policies the last known one counts.
    pub fn parse(text: &str) -> Self {
        let read = |policy: &str| match policy.trim().to_ascii_lowercase().as_str() {
            "no-referrer" | "same-origin" | "strict-origin" | "strict-origin-when-cross-origin" => Some(Self::Private),
            "origin" | "origin-when-cross-origin" | "unsafe-url" | "no-referrer-when-downgrade" => Some(Self::Leaky),
            _ => None,
        };
        text.split(',').filter_map(read).next_back().unwrap_or(Self::Invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hsts_is_read_as_browsers_do() {
        let hsts = |max_age, include_subdomains, preload| Some(Hsts { max_age, include_subdomains, preload });
        for (text, expected) in [
            ("max-age=31536000", hsts(31_536_000, false, false)),
            (" MAX-AGE=\"60\" ; includeSubdomains; preload ", hsts(60, true, true)),
            ("max-age = 60; other=1", hsts(60, false, false)),
            ("max-age=99999999999999999999999", hsts(u64::MAX, false, false)),
            ("includeSubDomains", None),
            ("max-age=", None),
            ("max-age=-1", None),
            ("max-age=1; max-age=2", None),
            ("", None),
        ] {
            assert_eq!(Hsts::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn companions_are_read_as_browsers_do() {
        assert_eq!(Framing::parse(" DENY"), Framing::Refused);
        assert_eq!(Framing::parse("ALLOW-FROM https://a.test"), Framing::AllowFrom);
        assert_eq!(Framing::parse("DENY, SAMEORIGIN"), Framing::Invalid);
        assert!(is_nosniff("NoSniff") && !is_nosniff("sniff"));
        assert_eq!(Referrer::parse("no-referrer, unsafe-url"), Referrer::Leaky);
        assert_eq!(Referrer::parse("unsafe-url, nonsense, same-origin"), Referrer::Private);
        assert_eq!(Referrer::parse("never"), Referrer::Invalid);
    }
}
