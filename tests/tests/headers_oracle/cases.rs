//! Policies and sets of headers: combinations of the parts that matter, and texts with one peculiarity each.

/// Headers of an answer: lower-case name and value.
pub type Headers = Vec<(String, String)>;

const SCRIPTS: [&str; 20] = [
    "",
    "script-src 'self'; ",
    "script-src 'none'; ",
    "script-src *; ",
    "script-src https:; ",
    "script-src data: 'self'; ",
    "script-src 'self' 'unsafe-inline'; ",
    "script-src 'self' 'unsafe-eval'; ",
    "script-src 'nonce-dGhpcyBpcyBhIG5vbmNl'; ",
    "script-src 'nonce-dGhpcyBpcyBhIG5vbmNl' 'strict-dynamic' 'unsafe-inline' https: http:; ",
    "script-src 'sha256-n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' 'unsafe-inline'; ",
    "script-src 'sha256-n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' 'strict-dynamic'; ",
    "script-src 'strict-dynamic'; ",
    "script-src https://ajax.googleapis.com; ",
    "script-src *.googleapis.com https://site.test/app.js; ",
    "script-src www.google-analytics.com; ",
    "script-src www.google-analytics.com 'unsafe-eval'; ",
    "script-src https://accounts.google.com/o/oauth2/; ",
    "script-src http://cdn.site.test 127.0.0.1:8080; ",
    "script-src 'unsafe-hashes' 'self'; ",
];

const DEFAULTS: [&str; 4] = ["", "default-src 'self'; ", "default-src 'none'; ", "default-src * 'unsafe-inline'; "];
const OBJECTS: [&str; 3] = ["", "object-src 'none'; ", "object-src https://vk.com ajax.googleapis.com; "];
const BASES: [&str; 2] = ["", "base-uri 'self'"];

/// One peculiarity each.
const PECULIAR: [&str; 44] = [
    "script-src 'nonce-short'",
    "script-src 'nonce-bad charset!'",
    "script-src 'nonce-b@d!chars$1234'",
    "script-src 'NONCE-dGhpcyBpcyBhIG5vbmNl'",
    "SCRIPT-SRC 'SELF' 'UNSAFE-INLINE' HTTPS:",
    "script-src self unsafe-inline",
    "script-src nonce-abcdefgh sha256-abcdefgh",
    "script-src 'unknown-keyword'",
    "script-src 'sha1-abcdefgh'",
    "script-src 'self' object-src 'none'",
    "default-src 'self' script-src 'self'; object-src 'none'",
    "script-src: 'self'; object-src 'none'",
    "scrpt-src 'self'; default-src 'self'",
    "default-src 'self'; reflected-xss block; referrer no-referrer; disown-opener; prefetch-src 'self'",
    "default-src 'self'; script-src 'self'; script-src *",
    ";;; default-src 'self' ;;",
    "",
    "upgrade-insecure-requests",
    "frame-ancestors 'self'",
    "default-src 'self'; require-trusted-types-for 'script'; trusted-types a b 'allow-duplicates'",
    "default-src 'self'; require-trusted-types-for script; trusted-types 'other'",
    "default-src 'self'; report-uri http://log.site.test/csp; report-to group",
    "default-src 'self'; img-src 1.2.3.4 [::1] http://5.6.7.8:90/x",
    "default-src 'self'; script-src-elem 'unsafe-inline'; script-src-attr 'none'",
    "script-src 'self'; script-src-elem *; object-src 'none'",
    "script-src 'self'; script-src-attr 'unsafe-inline' 'unsafe-hashes'; object-src 'none'",
    "default-src 'nonce-dGhpcyBpcyBhIG5vbmNl' 'strict-dynamic' 'unsafe-inline' https:",
    "script-src 'strict-dynamic' 'nonce-dGhpcyBpcyBhIG5vbmNl' 'nonce-b3RoZXJub25jZQ=='; base-uri *",
    "object-src *; plugin-types application/pdf; script-src 'self'",
    "object-src *; plugin-types application/x-shockwave-flash; script-src 'self'",
    "object-src data:; script-src 'self'",
    "base-uri https:; script-src 'self'; object-src 'none'",
    "script-src https://*; object-src 'none'",
    "script-src http://*; object-src 'none'",
    "script-src *.com; object-src 'none'",
    "script-src https://cdnjs.cloudflare.com/ajax/libs/angular.js/; object-src 'none'",
    "script-src https://cdnjs.cloudflare.com:443; object-src 'none'",
    "script-src https://cdnjs.cloudflare.com:*; object-src 'none'",
    "script-src //ajax.googleapis.com/ajax/libs/angularjs/1.2.0rc1/angular.min.js; object-src 'none'",
    "script-src blob: mediastream: wss: filesystem:; object-src 'none'",
    "script-src 'wasm-unsafe-eval' 'report-sample' 'inline-speculation-rules'; object-src 'none'",
    "default-src 'self'; worker-src 'self'; manifest-src 'self'; style-src-elem 'self'; webrtc 'block'",
    "default-src 'self'\tdata:\n; script-src\t'self'\n'unsafe-inline'",
    "default-src 'self' 'self' https: https:; sandbox allow-scripts; navigate-to 'self'",
];

/// All policies.
pub fn policies() -> Vec<String> {
    let mut all: Vec<String> = PECULIAR.iter().map(ToString::to_string).collect();
    for scripts in SCRIPTS {
        for defaults in DEFAULTS {
            for objects in OBJECTS {
                all.extend(BASES.iter().map(|base| format!("{defaults}{scripts}{objects}{base}")));
            }
        }
    }
    all
}

const HSTS: [&str; 14] = [
    "max-age=31536000",
    "max-age=31536000; includeSubDomains; preload",
    "max-age=15552000",
    "max-age=15551999",
    "max-age=0",
    "MAX-AGE=63072000",
    "includeSubDomains",
    "max-age=",
    "max-age=abc",
    "max-age=\"31536000\"",
    "max-age=31536000, max-age=31536000",
    "max-age=31536000; max-age=31536000",
    "max-age=31536000abc",
    "",
];
const FRAMING: [&str; 8] =
    ["DENY", "sameorigin", " Deny ", "ALLOW-FROM https://a.test", "ALLOWALL", "DENY, SAMEORIGIN", "none", "*"];
const NOSNIFF: [&str; 4] = ["nosniff", "NoSniff ", "sniff", "nosniff, nosniff"];
const REFERRER: [&str; 14] = [
    "no-referrer",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
    "origin",
    "origin-when-cross-origin",
    "unsafe-url",
    "no-referrer-when-downgrade",
    "no-referrer, strict-origin-when-cross-origin",
    "unsafe-url, nonsense",
    "SAME-ORIGIN",
    "never",
    "always, origin",
    "no-referrer unsafe-url",
];

/// Sets of headers: each value alone, and policies with the others in turn.
pub fn header_sets() -> Vec<Headers> {
    let one = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut all = vec![Vec::new()];
    all.extend(HSTS.iter().map(|value| vec![one("strict-transport-security", value)]));
    all.extend(FRAMING.iter().map(|value| vec![one("x-frame-options", value)]));
    all.extend(NOSNIFF.iter().map(|value| vec![one("x-content-type-options", value)]));
    all.extend(REFERRER.iter().map(|value| vec![one("referrer-policy", value)]));
    for (at, policy) in policies().iter().enumerate().filter(|(at, _)| at % 2 == 0 || *at < 44) {
        let mut set = vec![one("content-security-policy", policy)];
        set.push(one("strict-transport-security", HSTS[at % HSTS.len()]));
        set.push(one("x-frame-options", FRAMING[at % FRAMING.len()]));
        set.push(one("x-content-type-options", NOSNIFF[at % NOSNIFF.len()]));
        set.push(one("referrer-policy", REFERRER[at % REFERRER.len()]));
        all.push(set);
    }
    all
}
