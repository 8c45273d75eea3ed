//! Addresses: which hosts are real ones that anybody on the way could read.

use smol_str::SmolStr;

/// An address without encryption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainUrl {
    /// `http` or `ws`.
    pub scheme: &'static str,
    /// Lower-case host without port.
    pub host: String,
}

/// Endings that never are public names: reserved (RFC 2606, RFC 6761, RFC 6762, RFC 8375), or used within companies and
/// clusters.
const PRIVATE_ENDINGS: [&str; 14] = [
    "localhost",
    "local",
    "internal",
    "test",
    "example",
    "invalid",
    "lan",
    "home",
    "corp",
    "intranet",
    "svc",
    "onion",
    "arpa",
    "private",
];

/// Hosts of examples and of names that are never fetched.
const EXAMPLES: [&str; 8] =
    ["example.com", "example.org", "example.net", "w3.org", "xmlns.com", "purl.org", "sitemaps.org", "schema.org"];

/// The address when it is one without encryption, to a host that others can reach.
pub fn plain_url(url: &str) -> Option<PlainUrl> {
    let (scheme, rest) = ["http", "ws"].iter().find_map(|scheme| {
        let rest = url.get(scheme.len()..)?.strip_prefix("://")?;
        url[..scheme.len()].eq_ignore_ascii_case(scheme).then_some((*scheme, rest))
    })?;
    let host = host(rest)?;
    is_public(&host).then_some(PlainUrl { scheme, host })
}

/// Endings for which browsers never use plain HTTP (the HSTS preload list, <https://hstspreload.org>).
const HTTPS_ONLY_ENDINGS: [&str; 24] = [
    "app",
    "bank",
    "boo",
    "channel",
    "dad",
    "day",
    "dev",
    "eat",
    "esq",
    "fly",
    "foo",
    "gle",
    "google",
    "ing",
    "insurance",
    "meet",
    "meme",
    "mov",
    "new",
    "nexus",
    "page",
    "phd",
    "prof",
    "zip",
];

/// Whether browsers never use plain HTTP for a lower-case host because of its ending.
pub fn is_on_https_only_list(host: &str) -> bool {
    host.rsplit('.').next().is_some_and(|last| host.contains('.') && HTTPS_ONLY_ENDINGS.contains(&last))
}

/// `https://api.test/v1` is `https://api.test`; none for a host that is not known whole.
pub fn origin(url: &str) -> Option<SmolStr> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let is_known = authority.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'));
    let is_wanted = matches!(scheme, "https" | "wss") && authority.contains('.') && is_known;
    is_wanted.then(|| SmolStr::new(format!("{scheme}://{}", authority.to_ascii_lowercase())))
}

fn host(rest: &str) -> Option<String> {
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let authority = authority.rsplit('@').next()?;
    if authority.starts_with('[') {
        return None;
    }
    let host = authority.split(':').next()?.to_ascii_lowercase();
    let is_whole = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    (is_whole && !host.is_empty()).then_some(host)
}

/// Whether a lower-case host is one that others can reach: no name or address of a machine or network of one's own, and none
/// of an example.
pub fn is_public(host: &str) -> bool {
    if let Ok(address) = host.parse::<std::net::Ipv4Addr>() {
        let [a, b, ..] = address.octets();
        let is_shared = a == 100 && (64..128).contains(&b);
        return !(address.is_private()
            || address.is_loopback()
            || address.is_link_local()
            || address.is_unspecified()
            || address.is_documentation()
            || address.is_broadcast()
            || is_shared);
    }
    let Some((before, last)) = host.rsplit_once('.') else { return false };
    let is_example = EXAMPLES.iter().any(|name| host == *name || host.ends_with(&format!(".{name}")));
    let is_placeholder = ["your", "example", "mydomain", "my-domain", "localhost", "placeholder"]
        .iter()
        .any(|word| before.split(['.', '-']).any(|part| part.starts_with(word)));
    let is_name = last.len() >= 2 && last.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    is_name && !before.is_empty() && !PRIVATE_ENDINGS.contains(&last) && !is_example && !is_placeholder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_hosts_are_told_from_others() {
        for url in
            ["http://api.open-meteo.com/v1", "HTTP://A.IO", "ws://live.acme.dev:8080/x", "http://34.120.8.9:3000/api"]
        {
            assert!(plain_url(url).is_some(), "{url}");
        }
        for url in [
            "https://a.io",
            "http://localhost:3000",
            "http://app.localhost",
            "http://api:3000/x",
            "http://127.0.0.1",
            "http://10.0.0.2",
            "http://192.168.1.4:80",
            "http://169.254.169.254/latest",
            "http://[::1]/",
            "http://printer.local",
            "http://db.default.svc.cluster.local",
            "http://metadata.google.internal/x",
            "http://a.example.com",
            "http://www.w3.org/2000/svg",
            "http://your-domain.com",
            "http://\u{FFFC}.acme.com",
            "http://",
            "http://é.com",
            "é",
        ] {
            assert_eq!(plain_url(url), None, "{url}");
        }
        assert_eq!(origin("https://API.acme.io/v1?x").as_deref(), Some("https://api.acme.io"));
        assert_eq!(origin("https://\u{FFFC}.acme.io"), None);
    }
}
