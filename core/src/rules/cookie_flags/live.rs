//! The live half of the cookie rules: what the browser's jar says about the cookies that carry a login.

use crate::finding::{Message, Severity};
use crate::names::NameClass;
use crate::site::{CookieFacts, Shape, SiteFacts, SiteVerdict, Subject};

/// `session-cookie-readable-by-script`.
pub fn readable_by_script(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    for (cookie, sureness) in logins(facts) {
        if cookie.http_only {
            continue;
        }
        let what = format!("Scripts can read the session cookie `{}`", cookie.name);
        if is_short_lived(cookie) {
            verdicts.push(verdict(
                cookie,
                Severity::Info,
                what,
                "A script that runs on the page can use the token in it, for the short time the token is good for.",
                "Some auth services refresh such a cookie every minute on purpose. Keep its lifetime short and a strict content security policy in front of it.",
            ));
            continue;
        }
        verdicts.push(verdict(
            cookie,
            sureness,
            what,
            "Any script on the page, such as one injected through a dependency or a comment field, can send it away, and whoever has it is logged in as the user.",
            "Set it from the server with HttpOnly. Scripts do not need to see it: the browser sends it by itself.",
        ));
    }
}

/// `session-cookie-not-secure`.
pub fn not_secure(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    if facts.is_loopback {
        return;
    }
    for (cookie, sureness) in logins(facts) {
        if cookie.secure == Some(false) {
            verdicts.push(verdict(
                cookie,
                sureness,
                format!("The session cookie `{}` also travels without encryption", cookie.name),
                "One request over plain HTTP, which anyone on the same network can provoke, shows the cookie to everyone on the way.",
                "Set it with Secure, and serve the whole site over HTTPS.",
            ));
        }
    }
}

/// `session-cookie-weak-samesite`.
pub fn weak_samesite(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    for (cookie, _) in logins(facts) {
        match cookie.same_site.as_deref() {
            Some("no_restriction") => verdicts.push(verdict(
                cookie,
                Severity::Warning,
                format!("Other sites can send requests with the session cookie `{}`", cookie.name),
                "Any page the user visits can make the browser act on this site as the user (cross-site request forgery), unless every request carries another proof.",
                "Set SameSite=Lax, or Strict. SameSite=None is right only for a page made to run inside other sites.",
            )),
            Some("unspecified") => verdicts.push(verdict(
                cookie,
                Severity::Info,
                format!("The session cookie `{}` leaves SameSite to the browser", cookie.name),
                "Chromium treats it as Lax with an exception in the first two minutes; other browsers send it with every cross-site request.",
                "Say SameSite=Lax, or Strict.",
            )),
            _ => {}
        }
    }
}

/// `session-cookie-without-host-prefix`: advice for a cookie that could carry the prefix as it stands.
pub fn without_host_prefix(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    for (cookie, _) in logins(facts) {
        let could = cookie.secure == Some(true) && cookie.path == "/" && !cookie.domain.starts_with('.');
        if !could || !facts.is_https || cookie.prefix == "__Host-" || !cookie.http_only {
            continue;
        }
        verdicts.push(verdict(
            cookie,
            Severity::Info,
            format!("The session cookie `{}` could carry the `__Host-` prefix", cookie.name),
            "A subdomain, or someone on the network, can plant a cookie of the same name and so log the user into another account.",
            "Name it with the prefix `__Host-`: browsers then accept it only from this host, over HTTPS, with Path=/.",
        ));
    }
}

/// Cookies that carry a login, and how grave a missing flag on them is: an error where name or value leaves no doubt.
fn logins(facts: &SiteFacts) -> impl Iterator<Item = (&CookieFacts, Severity)> {
    facts.cookies.iter().filter_map(|cookie| Some((cookie, sureness(cookie)?)))
}

fn sureness(cookie: &CookieFacts) -> Option<Severity> {
    if cookie.class == NameClass::NotToken || cookie.value_len < SHORTEST_SESSION {
        return None;
    }
    if cookie.credentials.iter().any(|credential| matches!(&credential.shape, Shape::Jwt(jwt) if jwt.is_public_key())) {
        return None;
    }
    let holds_login =
        cookie.credentials.iter().any(|credential| matches!(&credential.shape, Shape::Jwt(jwt) if jwt.names_subject));
    match cookie.class {
        NameClass::AuthToken | NameClass::SessionCookie => Some(Severity::Error),
        _ if holds_login => Some(Severity::Error),
        NameClass::TokenWord if !cookie.credentials.is_empty() => Some(Severity::Warning),
        _ => None,
    }
}

/// Shorter values are flags and counters, whatever the name; OWASP asks for 64 bits, which is 11 characters of base64.
const SHORTEST_SESSION: usize = 10;

/// Auth services that let their own script read the token keep it valid for a minute.
fn is_short_lived(cookie: &CookieFacts) -> bool {
    let mut lifetimes = cookie.credentials.iter().map(|credential| match &credential.shape {
        Shape::Jwt(jwt) => jwt.lifetime(),
        Shape::Opaque => None,
    });
    !cookie.credentials.is_empty() && lifetimes.all(|lifetime| lifetime.is_some_and(|seconds| seconds <= 120.0))
}

fn verdict(cookie: &CookieFacts, severity: Severity, what: String, risk: &str, remedy: &str) -> SiteVerdict {
    SiteVerdict {
        subject: Subject::Cookie {
            name: cookie.name.clone(),
            domain: cookie.domain.clone(),
            path: cookie.path.clone(),
        },
        severity,
        message: Message::new(what, risk, remedy),
        evidence: vec![attributes(cookie), value(cookie)],
    }
}

fn attributes(cookie: &CookieFacts) -> String {
    let yes_no = |flag: bool| if flag { "yes" } else { "no" };
    let http_only = yes_no(cookie.http_only);
    let (Some(secure), Some(same_site)) = (cookie.secure, cookie.same_site.as_deref()) else {
        return format!("HttpOnly {http_only}, Secure and SameSite not known");
    };
    let same_site = match same_site {
        "no_restriction" => "None",
        "lax" => "Lax",
        "strict" => "Strict",
        _ => "not set",
    };
    format!("HttpOnly {http_only}, Secure {}, SameSite {same_site}", yes_no(secure))
}

fn value(cookie: &CookieFacts) -> String {
    match cookie.credentials.first() {
        Some(credential) if matches!(credential.shape, Shape::Jwt(_)) => {
            format!("The value holds a JSON Web Token: {}", credential.redacted)
        }
        Some(credential) => format!("The value looks like a token: {}", credential.redacted),
        None => format!("The value has {} characters", cookie.value_len),
    }
}
