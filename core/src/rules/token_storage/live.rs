//! The live half of `token-in-web-storage`: tokens that are in the page's storage right now.

use crate::finding::{Message, Severity};
use crate::names::NameClass;
use crate::site::{Credential, Shape, SiteFacts, SiteVerdict, StoredValue, Subject};

/// Speaks about each storage entry that holds a login.
pub fn check(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    for stored in &facts.storage {
        let telling: Vec<(&Credential, Severity)> = stored
            .credentials
            .iter()
            .filter_map(|credential| Some((credential, gravity(credential, facts.taken_at)?)))
            .collect();
        let Some(severity) = telling.iter().map(|(_, severity)| *severity).max() else { continue };
        verdicts.push(SiteVerdict {
            subject: Subject::Storage { area: stored.area.clone(), key: stored.key.clone() },
            severity,
            message: message(stored, &telling),
            evidence: telling.iter().map(|(credential, _)| evidence(credential, facts.taken_at)).collect(),
        });
    }
}

/// How sure it is that a script could act as the user with this; none when it is public or unlikely to be a login.
fn gravity(credential: &Credential, now: Option<f64>) -> Option<Severity> {
    match (&credential.shape, credential.name) {
        (Shape::Jwt(jwt), _) if jwt.is_public_key() => None,
        (Shape::Jwt(jwt), _) if jwt.is_service_key() => Some(Severity::Error),
        // What has run out opens nothing, but the next one will lie in the same place.
        (Shape::Jwt(jwt), _) if has_expired(jwt.expires, now) => Some(Severity::Warning),
        (Shape::Jwt(jwt), name) => {
            let is_login = jwt.names_subject || matches!(name, NameClass::AuthToken | NameClass::TokenWord);
            Some(if is_login { Severity::Error } else { Severity::Warning })
        }
        (Shape::Opaque, NameClass::AuthToken) => Some(Severity::Error),
        (Shape::Opaque, NameClass::TokenWord) => Some(Severity::Warning),
        (Shape::Opaque, _) => None,
    }
}

fn has_expired(expires: Option<f64>, now: Option<f64>) -> bool {
    matches!((expires, now), (Some(expires), Some(now)) if expires < now)
}

fn message(stored: &StoredValue, telling: &[(&Credential, Severity)]) -> Message {
    let (area, key) = (&stored.area, &stored.key);
    let holds_service_key =
        telling.iter().any(|(credential, _)| matches!(&credential.shape, Shape::Jwt(jwt) if jwt.is_service_key()));
    if holds_service_key {
        return Message::new(
            format!("A Supabase service key is kept in {area} under `{key}`"),
            "The key passes by every row policy: whoever opens this page can read and change all data of the project.",
            "Replace the key in the Supabase dashboard now, keep it on the server only, and give the browser the anonymous key.",
        );
    }
    Message::new(
        format!("An auth token is kept in {area} under `{key}`"),
        "Any script that runs on the page, such as one injected through a dependency or a comment field, can read it and act as the user.",
        "Let the server keep the session in a cookie with HttpOnly, Secure and SameSite, and send requests with credentials.",
    )
}

fn evidence(credential: &Credential, now: Option<f64>) -> String {
    let place = if credential.at.is_empty() { "The value".to_owned() } else { format!("`{}`", credential.at) };
    let Shape::Jwt(jwt) = &credential.shape else {
        return format!("{place} looks like a token: {}", credential.redacted);
    };
    let mut line = format!("{place} is a JSON Web Token: {}", credential.redacted);
    if let Some(role) = jwt.role.as_deref().filter(|role| is_plain(role)) {
        line.push_str(", role ");
        line.push_str(role);
    }
    if jwt.algorithm.eq_ignore_ascii_case("none") {
        line.push_str(", unsigned");
    }
    match (jwt.expires, now) {
        (None, _) => line.push_str(", never expires"),
        (Some(expires), Some(now)) if expires < now => line.push_str(", expired"),
        (Some(expires), Some(now)) => {
            line.push_str(", valid for ");
            line.push_str(&span(expires - now));
        }
        (Some(_), None) => {}
    }
    line
}

/// A claim is printed only when it is one short word; anything else could carry data.
fn is_plain(word: &str) -> bool {
    word.len() <= 24 && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

fn span(seconds: f64) -> String {
    let (unit, size) = match seconds {
        s if s >= 2.0 * 86_400.0 => ("days", 86_400.0),
        s if s >= 2.0 * 3600.0 => ("hours", 3600.0),
        s if s >= 120.0 => ("minutes", 60.0),
        _ => ("seconds", 1.0),
    };
    format!("{:.0} {unit}", seconds / size)
}
