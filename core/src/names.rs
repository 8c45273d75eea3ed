//! What a name says about the value behind it: an auth token, perhaps one, a session cookie, or surely something else.
//!
//! Invariant: a name alone never proves a secret. [`NameClass::AuthToken`] means that people who pick this name mean the
//! credential that logs a user in; [`NameClass::TokenWord`] that the value has to confirm it; [`NameClass::NotToken`]
//! that the name means something else even when its value looks random. Everything unknown is [`NameClass::Other`].

pub mod address;
pub mod environment;
pub mod limits;
pub mod ownership;
pub mod personal;
pub mod sign_in;
mod tables;

use crate::config::Names;
use tables::{
    ABOUT, AUTH, CEREMONY, FOREIGN_COOKIES, MSAL_PARTS, NEVER, PLURAL_AUTH, RUN_TOGETHER, SDK_KEYS, SESSION,
    SESSION_ABOUT,
};

/// What a name says about the value behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameClass {
    /// The credential that logs a user in: `access_token`, `jwt`, `sb-…-auth-token`.
    AuthToken,
    /// The bare word `token`, or a token of a kind the name does not tell: the value or its origin has to confirm it.
    TokenWord,
    /// A session, by the names servers give the cookie that carries it: `connect.sid`, `laravel_session`, `auth`.
    SessionCookie,
    /// Something else that merely shares the word: `csrfToken`, `nextPageToken`, `maxTokens`, `_hjSession_1`.
    NotToken,
    /// The name says nothing about tokens or sessions.
    Other,
}

impl NameClass {
    /// Whether a cookie of this name carries a login, as far as its name tells.
    pub const fn is_session(self) -> bool {
        matches!(self, Self::AuthToken | Self::SessionCookie)
    }
}

/// The words of a name, lower-case: split at case changes and at everything that is no letter or digit, with the
/// usual run-together compounds taken apart (`authtoken`, `sessionid`). Digits stay with the letters before them.
pub fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().take(LONGEST_NAME).collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (at, &character) in characters.iter().enumerate() {
        if !character.is_alphanumeric() {
            push(&mut words, &mut word);
            continue;
        }
        if begins_word(&characters, at) {
            push(&mut words, &mut word);
        }
        word.extend(character.to_lowercase());
    }
    push(&mut words, &mut word);
    words
}

/// What `name` says about the value behind it.
///
/// `name` is a storage key, a cookie name, a variable, a property or the last part of a member chain.
pub fn classify(name: &str) -> NameClass {
    let lower = name.to_ascii_lowercase();
    if let Some((_, class)) = SDK_KEYS.iter().find(|(prefix, _)| lower.starts_with(prefix)) {
        return *class;
    }
    if MSAL_PARTS.iter().any(|part| lower.contains(part)) {
        return NameClass::AuthToken;
    }
    if FOREIGN_COOKIES.iter().any(|prefix| lower.starts_with(prefix)) {
        return NameClass::NotToken;
    }
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.iter().any(|word| NEVER.contains(word)) || is_next_page(&words) {
        return NameClass::NotToken;
    }
    if matches!(words.first(), Some(&("is" | "has" | "show" | "use" | "get" | "set" | "on"))) && words.len() > 1 {
        return boolean_or_verb(&words);
    }
    match token_class(&words) {
        NameClass::Other => session_class(&words),
        class => class,
    }
}

/// [`classify`], with the names a project declares in its configuration (compared without regard to case) going first.
pub fn classify_for(names: &Names, name: &str) -> NameClass {
    let listed = |list: &[String]| list.iter().any(|entry| entry.eq_ignore_ascii_case(name));
    if listed(&names.not_tokens) || listed(&names.not_session_cookies) {
        NameClass::NotToken
    } else if listed(&names.tokens) {
        NameClass::AuthToken
    } else if listed(&names.session_cookies) {
        NameClass::SessionCookie
    } else {
        classify(name)
    }
}

/// Longer names are generated; their beginning tells all there is to know.
const LONGEST_NAME: usize = 512;

/// A word begins at an upper-case letter after a lower-case one or a digit, and at the last capital of a run of capitals
/// that a lower-case letter follows (`JWTToken`).
fn begins_word(characters: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| characters[before]) else { return false };
    if !characters[at].is_uppercase() {
        return false;
    }
    let next_is_lower = characters.get(at + 1).is_some_and(|next| next.is_lowercase());
    before.is_lowercase() || before.is_numeric() || (before.is_uppercase() && next_is_lower)
}

fn push(words: &mut Vec<String>, word: &mut String) {
    if word.is_empty() {
        return;
    }
    match RUN_TOGETHER.iter().find(|(whole, _)| whole == word) {
        Some((_, parts)) => words.extend(parts.iter().map(ToString::to_string)),
        None => words.push(word.clone()),
    }
    word.clear();
}

/// `nextToken` and `next_page_token` lead to the next page; `next-auth.session-token` does not.
fn is_next_page(words: &[&str]) -> bool {
    words.windows(2).any(|pair| pair[0] == "next" && matches!(pair[1], "token" | "tokens"))
}

/// `isAuthenticated` and `hasToken` hold yes or no; `getToken` and `setToken` name what they fetch or take.
fn boolean_or_verb(words: &[&str]) -> NameClass {
    match words[0] {
        "get" | "set" => token_class(&words[1..]),
        _ => NameClass::NotToken,
    }
}

fn token_class(words: &[&str]) -> NameClass {
    let Some(at) = words.iter().rposition(|word| matches!(*word, "token" | "tokens" | "jwt" | "jwts" | "bearer"))
    else {
        return NameClass::Other;
    };
    if words[at + 1..].iter().any(|word| ABOUT.contains(word)) {
        return NameClass::NotToken;
    }
    let before = &words[..at];
    match words[at] {
        "jwt" | "jwts" | "bearer" => NameClass::AuthToken,
        _ if before.iter().any(|word| CEREMONY.contains(word)) => NameClass::NotToken,
        "tokens" if before.iter().any(|word| PLURAL_AUTH.contains(word)) => NameClass::AuthToken,
        // Counts, lists of coins, syntax tokens: without an auth word the plural says nothing.
        "tokens" => NameClass::Other,
        _ if before.iter().any(|word| AUTH.contains(word)) => NameClass::AuthToken,
        _ => NameClass::TokenWord,
    }
}

fn session_class(words: &[&str]) -> NameClass {
    let Some(at) = words.iter().rposition(|word| SESSION.contains(word)) else {
        // `auth` names the credential only where nothing follows it: `auth_redirect` and `authProvider` do not.
        let is_auth = matches!(words.last(), Some(&("auth" | "authorization")));
        return if is_auth { NameClass::SessionCookie } else { NameClass::Other };
    };
    let about =
        words[at + 1..].iter().any(|word| ABOUT.contains(word) && *word != "id" || SESSION_ABOUT.contains(word));
    let ceremony = words.iter().any(|word| CEREMONY.contains(word) || matches!(*word, "last" | "first" | "previous"));
    if about || ceremony { NameClass::NotToken } else { NameClass::SessionCookie }
}

#[cfg(test)]
mod tests;
