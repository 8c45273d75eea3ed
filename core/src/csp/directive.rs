//! The names of directives and keywords.

/// Directives a browser knows or knew (CSP3, MDN), and whether `default-src` stands in for them.
const DIRECTIVES: [(&str, bool); 34] = [
    ("child-src", true),
    ("connect-src", true),
    ("default-src", true),
    ("font-src", true),
    ("frame-src", true),
    ("img-src", true),
    ("media-src", true),
    ("object-src", true),
    ("script-src", true),
    ("script-src-attr", true),
    ("script-src-elem", true),
    ("style-src", true),
    ("style-src-attr", true),
    ("style-src-elem", true),
    ("prefetch-src", false),
    ("manifest-src", true),
    ("worker-src", true),
    ("base-uri", false),
    ("plugin-types", false),
    ("sandbox", false),
    ("disown-opener", false),
    ("form-action", false),
    ("frame-ancestors", false),
    ("navigate-to", false),
    ("report-to", false),
    ("report-uri", false),
    ("block-all-mixed-content", false),
    ("upgrade-insecure-requests", false),
    ("reflected-xss", false),
    ("referrer", false),
    ("require-sri-for", false),
    ("trusted-types", false),
    ("require-trusted-types-for", false),
    ("webrtc", false),
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
    DIRECTIVES.iter().any(|(known, _)| *known == name)
}

pub(super) fn is_fetch(name: &str) -> bool {
    DIRECTIVES.contains(&(name, true))
}

pub(super) fn is_keyword(value: &str) -> bool {
    KEYWORDS.contains(&value)
}
