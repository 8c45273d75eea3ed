//! What each outcome adds to the score, and what it means.

/// An outcome of a test.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    /// The Observatory's word.
    pub result: &'static str,
    /// What it adds.
    pub modifier: i32,
    /// What it means.
    pub reason: &'static str,
}

/// Nobody looked, so nothing is added.
pub(super) const NOT_SEEN: Outcome = Outcome { result: "", modifier: 0, reason: "Not seen, so it does not count" };

/// What an outcome adds and means.
pub(super) fn outcome(result: &'static str) -> Outcome {
    OUTCOMES.iter().copied().find(|known| known.result == result).unwrap_or(NOT_SEEN)
}

const fn row(result: &'static str, modifier: i32, reason: &'static str) -> Outcome {
    Outcome { result, modifier, reason }
}

/// Modifiers are those of version 1.4.8 (`src/grader/charts.js`).
const OUTCOMES: [Outcome; 62] = [
    row("csp-implemented-with-no-unsafe-default-src-none", 10, "A policy that forbids all it does not name"),
    row("csp-implemented-with-no-unsafe", 5, "A policy without unsafe sources for scripts and styles"),
    row("csp-implemented-with-unsafe-inline-in-style-src-only", 0, "A policy that is loose for styles only"),
    row(
        "csp-implemented-with-insecure-scheme-in-passive-content-only",
        -10,
        "A policy that lets pictures or media come over plain HTTP",
    ),
    row("csp-implemented-with-unsafe-eval", -10, "A policy that allows eval"),
    row("csp-implemented-with-unsafe-inline", -20, "A policy that does not stop injected scripts"),
    row("csp-implemented-with-insecure-scheme", -20, "A policy that lets code come over plain HTTP"),
    row("csp-header-invalid", -25, "A policy that cannot be read"),
    row("csp-not-implemented", -25, "No policy"),
    row("csp-not-implemented-but-reporting-enabled", -25, "A policy that only reports"),
    row("csp-implemented-but-duplicate-directives", 0, "A policy with a directive twice"),
    row(
        "cookies-secure-with-httponly-sessions-and-samesite",
        5,
        "Cookies are Secure, say SameSite, and sessions are HttpOnly",
    ),
    row("cookies-secure-with-httponly-sessions", 0, "Cookies are Secure and sessions are HttpOnly"),
    row("cookies-not-found", 0, "No cookies are set"),
    row("cookies-without-secure-flag-but-protected-by-hsts", -5, "A cookie without Secure, kept to HTTPS by HSTS"),
    row(
        "cookies-session-without-secure-flag-but-protected-by-hsts",
        -10,
        "A session cookie without Secure, kept to HTTPS by HSTS",
    ),
    row("cookies-without-secure-flag", -20, "A cookie without Secure"),
    row("cookies-samesite-flag-invalid", -20, "A cookie with a SameSite that browsers do not take"),
    row("cookies-anticsrf-without-samesite-flag", -20, "A token against forged requests without SameSite"),
    row("cookies-session-without-httponly-flag", -30, "A session cookie without HttpOnly"),
    row("cookies-session-without-secure-flag", -40, "A session cookie without Secure"),
    row("cross-origin-resource-sharing-not-implemented", 0, "Other sites cannot read the page"),
    row(
        "cross-origin-resource-sharing-implemented-with-public-access",
        0,
        "Everybody may read the page, without cookies",
    ),
    row("cross-origin-resource-sharing-implemented-with-restricted-access", 0, "Named sites may read the page"),
    row(
        "cross-origin-resource-sharing-implemented-with-universal-access",
        -50,
        "Every site may read the page with the user's cookies",
    ),
    row("redirection-to-https", 0, "Plain HTTP leads to HTTPS on the same host"),
    row("redirection-not-needed-no-http", 0, "There is no plain HTTP to lead away from"),
    row("redirection-off-host-from-http", -5, "Plain HTTP leads to another host at once, so HSTS cannot hold here"),
    row("redirection-not-to-https-on-initial-redirection", -10, "Plain HTTP leads to plain HTTP first"),
    row("redirection-not-to-https", -20, "Redirects end at plain HTTP"),
    row("redirection-missing", -20, "Plain HTTP is not led to HTTPS"),
    row("referrer-policy-private", 5, "Other sites learn the origin at most"),
    row("referrer-policy-not-implemented", 0, "No Referrer-Policy; browsers use a careful one"),
    row("referrer-policy-unsafe", -5, "Other sites may learn full addresses"),
    row("referrer-policy-header-invalid", -5, "A Referrer-Policy that browsers do not know"),
    row("hsts-preloaded", 5, "Browsers keep to HTTPS here from the first visit"),
    row("hsts-implemented-max-age-at-least-six-months", 0, "Browsers keep to HTTPS for six months or more"),
    row("hsts-implemented-max-age-less-than-six-months", -10, "Browsers keep to HTTPS for less than six months"),
    row("hsts-not-implemented", -20, "Browsers are not told to keep to HTTPS"),
    row("hsts-header-invalid", -20, "A Strict-Transport-Security that cannot be read"),
    row("hsts-not-implemented-no-https", -20, "The page comes over plain HTTP"),
    row("sri-implemented-and-all-scripts-loaded-securely", 5, "Own scripts are held to their hash"),
    row("sri-implemented-and-external-scripts-loaded-securely", 5, "Scripts of others are held to their hash"),
    row("sri-not-implemented-response-not-html", 0, "The answer is no page"),
    row("sri-not-implemented-but-no-scripts-loaded", 0, "No scripts"),
    row("sri-not-implemented-but-all-scripts-loaded-from-secure-origin", 0, "All scripts come from the own site"),
    row("sri-not-implemented-but-external-scripts-loaded-securely", -5, "Scripts of others are not held to a hash"),
    row("sri-implemented-but-external-scripts-not-loaded-securely", -20, "Scripts of others may come over plain HTTP"),
    row(
        "sri-not-implemented-and-external-scripts-not-loaded-securely",
        -50,
        "Scripts of others may come over plain HTTP and are not held to a hash",
    ),
    row("x-content-type-options-nosniff", 0, "Browsers do not guess at types"),
    row("x-content-type-options-not-implemented", -5, "Browsers may guess at types"),
    row("x-content-type-options-header-invalid", -5, "An X-Content-Type-Options that browsers do not know"),
    row("x-frame-options-implemented-via-csp", 5, "The policy says who may frame the page"),
    row("x-frame-options-sameorigin-or-deny", 0, "Other sites cannot frame the page"),
    row("x-frame-options-allow-from-origin", 0, "An X-Frame-Options that browsers no longer know"),
    row("x-frame-options-not-implemented", -20, "Every site may frame the page"),
    row("x-frame-options-header-invalid", -20, "An X-Frame-Options that browsers do not know"),
    row("corp-not-implemented", 0, "Other sites may embed the answer"),
    row("corp-implemented-with-cross-origin", 0, "Other sites may embed the answer, and it says so"),
    row("corp-implemented-with-same-site", 10, "Other sites cannot embed the answer"),
    row("corp-implemented-with-same-origin", 10, "Other origins cannot embed the answer"),
    row("corp-header-invalid", -5, "A Cross-Origin-Resource-Policy that browsers do not know"),
];
