//! Addresses of what a page loads and talks to: hosts, origins, sites.
//!
//! Invariant: pure text; an address that is not understood gives none. Whether two hosts belong to one site follows the Public
//! Suffix List (<https://publicsuffix.org>) as far as the suffixes below go: a suffix that is missing joins strangers to one
//! site, and never takes a site apart.

use crate::names::address::is_public;

/// Where an address leads, without path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Lower case, without colon.
    pub scheme: String,
    /// Lower case.
    pub host: String,
    /// The port when it is not the scheme's own.
    pub port: Option<u16>,
}

impl Place {
    /// Reads an absolute address of a network scheme.
    pub fn of(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let scheme = scheme.to_ascii_lowercase();
        let usual = match scheme.as_str() {
            "https" | "wss" => 443,
            "http" | "ws" => 80,
            _ => return None,
        };
        let authority = rest.split(['/', '?', '#', '\\']).next()?.rsplit('@').next()?.to_ascii_lowercase();
        let (host, port) = match authority.rfind(':') {
            Some(at) if !authority[at..].contains(']') => (&authority[..at], authority[at + 1..].parse().ok()),
            _ => (authority.as_str(), None),
        };
        let is_known = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b".-_[]:".contains(&byte);
        if host.is_empty() || !host.bytes().all(is_known) {
            return None;
        }
        let host = host.trim_end_matches('.').to_owned();
        Some(Self { scheme, host, port: port.filter(|port| *port != usual) })
    }

    /// `https://shop.test:8443`.
    pub fn origin(&self) -> String {
        match self.port {
            Some(port) => format!("{}://{}:{port}", self.scheme, self.host),
            None => format!("{}://{}", self.scheme, self.host),
        }
    }

    /// What the Public Suffix List calls the registrable domain; the host itself for an address in numbers.
    pub fn site(&self) -> &str {
        site(&self.host)
    }

    /// Whether the host is this machine: `localhost` and the loopback addresses.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }
}

/// The registrable domain of a host.
pub(super) fn site(host: &str) -> &str {
    if host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok() {
        return host;
    }
    let suffix =
        SHARED_SUFFIXES.iter().filter(|suffix| is_under(host, suffix)).max_by_key(|suffix| suffix.len()).map_or_else(
            || {
                let last = host.rfind('.').map_or(host, |at| &host[at + 1..]);
                let two = host.rmatch_indices('.').nth(1).map_or(host, |(at, _)| &host[at + 1..]);
                let is_country = last.len() == 2;
                let second = two.split('.').next().unwrap_or_default();
                if is_country && SECOND_LEVELS.contains(&second) && two.len() < host.len() { two } else { last }
            },
            |suffix| *suffix,
        );
    let before = host.len().saturating_sub(suffix.len() + 1);
    match host[..before].rfind('.') {
        Some(at) => &host[at + 1..],
        None => host,
    }
}

/// Whether a host is a name under a domain.
pub(super) fn is_under(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

/// Whether a host is a domain or a name under it.
pub(super) fn is_of(host: &str, domain: &str) -> bool {
    host == domain || is_under(host, domain)
}

/// `.co.uk`, `.com.au` and their like.
const SECOND_LEVELS: [&str; 12] = ["co", "com", "net", "org", "gov", "edu", "ac", "gob", "or", "ne", "go", "gv"];

/// Suffixes under which everybody can have a name (the private part of the Public Suffix List): where sites built with AI
/// tools live.
pub(super) const SHARED_SUFFIXES: [&str; 34] = [
    "vercel.app",
    "now.sh",
    "netlify.app",
    "pages.dev",
    "workers.dev",
    "github.io",
    "gitlab.io",
    "web.app",
    "firebaseapp.com",
    "herokuapp.com",
    "onrender.com",
    "fly.dev",
    "railway.app",
    "up.railway.app",
    "replit.app",
    "repl.co",
    "replit.dev",
    "lovable.app",
    "lovableproject.com",
    "bolt.host",
    "webcontainer.io",
    "stackblitz.io",
    "csb.app",
    "surge.sh",
    "deno.dev",
    "azurewebsites.net",
    "azurestaticapps.net",
    "cloudfront.net",
    "amplifyapp.com",
    "run.app",
    "appspot.com",
    "supabase.co",
    "ngrok-free.app",
    "trycloudflare.com",
];

/// Whether a host is this machine by its name: `localhost` and the loopback addresses (Secure Contexts, section 3.1), and the
/// address that stands for all of its own.
pub(super) fn is_loopback(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "0.0.0.0"
        || host == "::1"
        || host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

/// Whether a page at a host is one for others: every name but `localhost`, even one that is reserved for tests and was asked
/// for by it, and every public address.
pub(super) fn is_deployed(host: &str) -> bool {
    let is_address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>().is_ok();
    !host.is_empty() && !is_loopback(host) && (!is_address || is_public(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_told_by_the_host() {
        for (url, expected) in [
            ("https://a.test/x", (true, false)),
            ("http://localhost:3000/", (false, true)),
            ("http://app.localhost/", (false, true)),
            ("http://127.8.0.1:80", (false, true)),
            ("http://[::1]:5173/", (false, true)),
            ("http://localhost.evil.test/", (false, false)),
            ("http://localhost@evil.test/", (false, false)),
            ("", (false, false)),
        ] {
            let place = Place::of(url);
            let told = place.map_or((false, false), |place| (place.scheme == "https", is_loopback(&place.host)));
            assert_eq!(told, expected, "{url}");
        }
    }

    #[test]
    fn addresses_are_read_as_browsers_do() {
        for (url, expected) in [
            ("https://Shop.Test/a?b", Some("https://shop.test")),
            ("http://me:pw@shop.test:80/x", Some("http://shop.test")),
            ("https://shop.test:8443", Some("https://shop.test:8443")),
            ("wss://[::1]:3000/x", Some("wss://[::1]:3000")),
            ("https://[::1]/", Some("https://[::1]")),
            ("https://shop.test./", Some("https://shop.test")),
            ("data:text/html,x", None),
            ("chrome-extension://abc/x.js", None),
            ("https://", None),
            ("https://a b/", None),
            ("é", None),
            ("", None),
        ] {
            assert_eq!(Place::of(url).map(|place| place.origin()).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn sites_end_at_the_public_suffix() {
        for (host, expected) in [
            ("a.b.acme.dev", "acme.dev"),
            ("acme.dev", "acme.dev"),
            ("www.acme.co.uk", "acme.co.uk"),
            ("acme.co.uk", "acme.co.uk"),
            ("my.app.vercel.app", "app.vercel.app"),
            ("vercel.app", "vercel.app"),
            ("t.co", "t.co"),
            ("www.com.ai", "www.com.ai"),
            ("10.0.0.1", "10.0.0.1"),
            ("[::1]", "[::1]"),
            ("localhost", "localhost"),
            ("", ""),
        ] {
            assert_eq!(site(host), expected, "{host}");
        }
    }

    #[test]
    fn this_machine_is_known() {
        let is_loopback = |url| Place::of(url).is_some_and(|place| place.is_loopback());
        assert!(is_loopback("http://localhost:3000") && is_loopback("http://[::1]/") && is_loopback("ws://127.1.2.3"));
        assert!(!is_loopback("http://localhost.acme.dev") && !is_loopback("https://acme.dev"));
    }
}
