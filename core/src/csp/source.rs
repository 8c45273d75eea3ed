//! Source expressions: schemes, nonces, hashes and hosts.

/// `https:`, `data:` and the like, alone.
pub(super) fn is_scheme(value: &str) -> bool {
    value.strip_suffix(':').is_some_and(|name| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'))
    })
}

/// `'nonce-…'` with a value in base64.
pub(super) fn is_nonce(value: &str) -> bool {
    nonce(value).is_some_and(is_base64)
}

/// What stands in `'nonce-…'`.
pub(super) fn nonce(value: &str) -> Option<&str> {
    value.strip_prefix("'nonce-")?.strip_suffix('\'').filter(|inner| !inner.is_empty())
}

/// `'sha256-…'` and its longer sisters, with a value in base64.
pub(super) fn is_hash(value: &str) -> bool {
    let Some(inner) = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) else { return false };
    ["sha256-", "sha384-", "sha512-"].iter().any(|kind| inner.strip_prefix(kind).is_some_and(is_base64))
}

fn is_base64(text: &str) -> bool {
    let padding = text.len() - text.trim_end_matches('=').len();
    let body = &text[..text.len() - padding];
    padding <= 2
        && !body.is_empty()
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'-'))
}

/// A source without its scheme: `https://a.com/x` is `a.com/x`.
pub(super) fn without_scheme(value: &str) -> &str {
    let rest = match value.split_once("://") {
        Some((scheme, rest)) if is_scheme(&format!("{scheme}:")) => rest,
        _ => value,
    };
    rest.strip_prefix("//").unwrap_or(rest)
}

/// The host of a source, lower case, without port and path.
pub(super) fn host(value: &str) -> String {
    let rest = without_scheme(value).replacen(":*", "", 1);
    let rest = rest.trim_start_matches('/');
    if let Some(end) = rest.starts_with('[').then(|| rest.find(']')).flatten() {
        return rest[..=end].to_ascii_lowercase();
    }
    rest.split(['/', '?', '#', ':']).next().unwrap_or("").to_ascii_lowercase()
}

/// The path of a source; `/` when it names none.
pub(super) fn path(value: &str) -> &str {
    let rest = without_scheme(value);
    let path = rest.find('/').map_or("/", |at| &rest[at..]);
    path.split(['?', '#']).next().unwrap_or(path)
}

/// Whether a host is an address: four decimal numbers, or brackets.
pub(super) fn is_address(host: &str) -> bool {
    let parts: Vec<&str> = host.split('.').collect();
    let is_number = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    host.starts_with('[') && host.ends_with(']') || parts.len() == 4 && parts.iter().all(is_number)
}
