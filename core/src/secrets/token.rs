//! Tokens: texts of a form, and JSON Web Tokens.

use super::candidate::{Candidate, Telling};
use super::pattern::{Check, Form, Part, URL_SAFE, literal_length, longest_run, match_around};
use super::{Detector, boundary, placeholder, tables};
use crate::jwt::Jwt;

/// The token of `form` whose anchor, part `at`, ends before byte `end` of `text`.
pub(super) fn of_form(
    text: &str,
    detector: &'static Detector,
    form: &'static Form,
    at: usize,
    check: Option<Check>,
    end: usize,
) -> Option<Candidate> {
    let bytes = text.as_bytes();
    let (start, end) = match_around(form, at, bytes, end)?;
    let last = match form.last() {
        Some(Part::Run(set, ..)) => Some(*set),
        _ => None,
    };
    if !boundary::begins(bytes, start) || !boundary::ends(bytes, end, last) || boundary::in_blob(bytes, &(start..end)) {
        return None;
    }
    let token = text.get(start..end)?;
    if is_stand_in(form, token) || check.is_some_and(|check| !check.holds(token)) {
        return None;
    }
    let telling = Telling::Form(literal_length(form));
    Some(Candidate { detector, range: start..end, jwt: None, telling })
}

/// Whether `token`, which fits `form`, was made up: by its longest part that is not said literally.
pub(super) fn is_stand_in(form: &Form, token: &str) -> bool {
    placeholder::is_made_up(longest_run(form, token)) || placeholder::is_known_example(token)
}

/// The JSON Web Token that begins at byte `start` of `text`.
pub(super) fn of_jwt(text: &str, start: usize) -> Option<Candidate> {
    let bytes = text.as_bytes();
    let is_token = |byte: u8| URL_SAFE.contains(byte) || byte == b'.';
    // A dot before makes it a later part of a token, and would let a row of them be read again and again.
    if !boundary::begins(bytes, start) || start.checked_sub(1).is_some_and(|before| bytes[before] == b'.') {
        return None;
    }
    let length = bytes[start..].iter().take(LONGEST).take_while(|byte| is_token(**byte)).count();
    let mut end = start + length;
    // The dot that ends a sentence.
    while bytes[..end].ends_with(b".") {
        end -= 1;
    }
    let token = text.get(start..end)?;
    let jwt = Jwt::read(token)?;
    let signature = token.rsplit('.').next().unwrap_or_default();
    let is_example = jwt.issued == Some(EXAMPLE_ISSUED) || jwt.issuer.as_deref() == Some("supabase-demo");
    if signature.len() < SHORTEST_SIGNATURE || placeholder::is_made_up(signature) || is_example {
        return None;
    }
    if boundary::in_blob(bytes, &(start..end)) {
        return None;
    }
    Some(Candidate { detector: detector_of(&jwt)?, range: start..end, jwt: Some(jwt), telling: Telling::Read })
}

/// Somewhat more than [`Jwt::read`] takes.
const LONGEST: usize = 17 * 1024;

/// The shortest HMAC that is a signature at all is 32 characters; some room for cut ones.
const SHORTEST_SIGNATURE: usize = 20;

/// `iat` of the token everyone copies from jwt.io.
const EXAMPLE_ISSUED: f64 = 1_516_239_022.0;

/// What kind of credential a token is, by its claims.
pub(super) fn detector_of(jwt: &Jwt) -> Option<&'static Detector> {
    tables::by_id(if jwt.is_service_key() {
        "supabase-service-role-key"
    } else if jwt.is_public_key() {
        "supabase-anon-key"
    } else {
        "json-web-token"
    })
}
