//! Credentials that their looks give away, in a text of any language.

use smol_str::SmolStr;

use crate::facts::{Credential, CredentialPlace, EnvMention, FileFacts};
use crate::names::environment::public_prefix;
use crate::secrets;
use crate::text::{TextRange, offset};

/// Finds credentials in a text that is read as text only: YAML, TOML, SQL, container files.
pub fn recognise(text: &str, facts: &mut FileFacts) {
    for mut credential in found_in(text) {
        if comment_at(text, credential.range.start as usize) {
            credential.place = CredentialPlace::Comment;
        }
        facts.credentials.push(credential);
    }
    mentions(text, facts);
    facts.limits_at_proxy = limits_at_proxy(&facts.path, text);
    if facts.path.rsplit('/').next() == Some(".gitignore") {
        let names_env = |line: &str| matches!(line.trim().trim_start_matches(['/', '*']), ".env" | ".env*" | "env");
        facts.ignores_env = Some(text.lines().any(|line| line.trim() != "env" && names_env(line)));
    }
}

/// Whether a proxy's configuration limits requests: nginx, Caddy, Traefik, the ingress of a cluster.
fn limits_at_proxy(path: &str, text: &str) -> bool {
    const SETTINGS: [&str; 7] = [
        "limit_req ",
        "rate_limit {",
        "rate_limit ",
        "ratelimit.average",
        "rateLimit:",
        "/limit-rps",
        "/limit-connections",
    ];
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let is_proxy =
        name.contains(".conf") || name.contains("caddyfile") || name.contains("nginx") || name.contains(".y");
    is_proxy
        && text.lines().any(|line| {
            let line = line.trim_start();
            !line.starts_with('#') && SETTINGS.iter().any(|setting| line.contains(setting))
        })
}

/// Names of variables that are handed to the browser, wherever they stand.
fn mentions(text: &str, facts: &mut FileFacts) {
    let bytes = text.as_bytes();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut read_to = 0;
    for found in memchr::memchr_iter(b'_', bytes) {
        // Each name once: at its first underscore.
        if found < read_to {
            continue;
        }
        let start =
            bytes[read_to..found].iter().rposition(|byte| !is_part(*byte)).map_or(read_to, |at| read_to + at + 1);
        let end = bytes[found..].iter().position(|byte| !is_part(*byte)).map_or(bytes.len(), |at| found + at);
        read_to = end;
        let name = &text[start..end];
        if public_prefix(name).is_some() {
            facts
                .env_mentions
                .push(EnvMention { name: SmolStr::new(name), name_range: TextRange::new(offset(start), offset(end)) });
        }
    }
}

/// The credentials in a text, with places and without names.
pub fn found_in(text: &str) -> impl Iterator<Item = Credential> {
    secrets::scan(text).into_iter().map(|found| Credential {
        range: TextRange::new(offset(found.range.start), offset(found.range.end)),
        literal: None,
        detector: found.detector,
        redacted: found.redacted,
        jwt: found.jwt,
        name: None,
        place: CredentialPlace::Code,
        function: None,
    })
}

/// Whether a name (or any name in a text) could make its value a secret: one of these words stands in each such name. A
/// cheap look before the names are taken apart.
pub fn may_name_a_secret(name: &str) -> bool {
    const WORDS: [&str; 13] = [
        "key",
        "secret",
        "token",
        "pass",
        "pwd",
        "credential",
        "auth",
        "salt",
        "dsn",
        "sid",
        "private",
        "webhook",
        "hash",
    ];
    let lower = name.to_ascii_lowercase();
    WORDS.iter().any(|word| memchr::memmem::find(lower.as_bytes(), word.as_bytes()).is_some())
}

/// Whether the line up to `at` begins as a comment does.
pub fn comment_at(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[..at.min(text.len())];
    let start = memchr::memrchr(b'\n', before).map_or(0, |found| found + 1);
    let line = before[start..].trim_ascii_start();
    [b"//".as_slice(), b"#", b"*", b"/*", b"<!--", b"--", b";"].iter().any(|mark| line.starts_with(mark))
        || memchr::memmem::find(line, b" // ").is_some()
}
