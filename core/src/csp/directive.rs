//! The names of directives and keywords.

/// Directives a browser knows or knew (CSP3, MDN).
const DIRECTIVES: [&str; 34] = [
    "child-src",
    "connect-src",
    "default-src",
    "font-src",
    "frame-src",
    "img-src",
    "media-src",
    "object-src",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "prefetch-src",
    "manifest-src",
    "worker-src",
    "base-uri",
    "plugin-types",
    "sandbox",
    "disown-opener",
    "form-action",
    "frame-ancestors",
    "navigate-to",
    "report-to",
    "report-uri",
    "block-all-mixed-content",
    "upgrade-insecure-requests",
    "reflected-xss",
    "referrer",
    "require-sri-for",
    "trusted-types",
    "require-trusted-types-for",
    "webrtc",
];

/// Directives that `default-src` stands in for.
const FETCH: [&str; 16] = [
    "child-src",
    "connect-src",
    "default-src",
    "font-src",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "object-src",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "worker-src",
];

/// Directives that came with CSP3: browsers of earlier levels do not see them.
pub(super) const SINCE_LEVEL_3: [&str; 9] = [
    "report-to",
    "worker-src",
    "manifest-src",
    "trusted-types",
    "require-trusted-types-for",
    "script-src-attr",
    "script-src-elem",
    "style-src-attr",
    "style-src-elem",
];

/// Keywords, with their quotes.
pub(super) const KEYWORDS: [&str; 13] = [
    "'self'",
    "'none'",
    "'unsafe-inline'",
    "'unsafe-eval'",
    "'wasm-eval'",
    "'wasm-unsafe-eval'",
    "'strict-dynamic'",
    "'unsafe-hashed-attributes'",
    "'unsafe-hashes'",
    "'report-sample'",
    "'block'",
    "'allow'",
    "'inline-speculation-rules'",
];

pub(super) fn is_directive(name: &str) -> bool {
    DIRECTIVES.contains(&name)
}

pub(super) fn is_fetch(name: &str) -> bool {
    FETCH.contains(&name)
}

pub(super) fn is_keyword(value: &str) -> bool {
    KEYWORDS.contains(&value)
}
