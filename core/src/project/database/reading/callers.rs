//! What conditions of Supabase's databases say of whoever asks (supabase.com/docs, "Row Level Security", "Helper functions";
//! postgrest.org, "Accessing request headers, cookies and JWT claims").

use super::Demand;
use crate::facts::condition::{Comparison, Condition};

/// Columns that say whether a row still counts: leaving out what was deleted shows whose a row is to nobody.
pub fn is_housekeeping(value: &Condition) -> bool {
    let Condition::Column(path) = value else { return false };
    let words = path.last().map(|name| crate::names::words(name)).unwrap_or_default();
    words.iter().any(|word| matches!(word.as_str(), "deleted" | "archived" | "removed"))
}

/// Whether a value is written out.
pub fn is_constant(value: &Condition) -> bool {
    matches!(value, Condition::Bool(_) | Condition::Text(_) | Condition::Number(_))
}

/// `auth.uid()`, and the same from the token.
pub fn is_caller_id(value: &Condition) -> bool {
    match value {
        Condition::Call(name, arguments) => {
            matches!(name.as_str(), "auth.uid" | "auth.user_id" | "auth.email") && arguments.is_empty()
        }
        Condition::Field(of, key) => key == "sub" && is_token(of),
        _ => false,
    }
}

/// The caller's token.
pub fn is_token(value: &Condition) -> bool {
    match value {
        Condition::Call(name, arguments) => {
            name == "auth.jwt"
                || name == "current_setting"
                    && matches!(arguments.first(), Some(Condition::Text(name)) if name.starts_with("request.jwt"))
        }
        _ => false,
    }
}

/// The role of the database the caller came in with.
pub fn is_role(value: &Condition) -> bool {
    match value {
        Condition::Call(name, arguments) => {
            matches!(name.as_str(), "auth.role" | "current_role")
                || name == "current_setting"
                    && matches!(arguments.first(), Some(Condition::Text(name)) if matches!(name.as_str(), "request.jwt.claim.role" | "role"))
        }
        Condition::Field(of, key) => key == "role" && is_token(of),
        _ => false,
    }
}

/// Whether the caller signed in as nobody in particular.
pub fn is_anonymous_mark(value: &Condition) -> bool {
    matches!(value, Condition::Field(of, key) if key == "is_anonymous" && is_token(of))
}

/// What a comparison of the caller's role demands.
pub fn role_demand(role: &str, comparison: Comparison) -> Demand {
    match (role, comparison) {
        ("authenticated", Comparison::Equal) | ("anon", Comparison::NotEqual) => Demand::SignIn,
        ("anon", Comparison::Equal) => Demand::Nothing,
        (_, Comparison::Equal) => Demand::Server,
        _ => Demand::Unknown,
    }
}

/// Functions that tell who asks.
pub fn is_caller_function(name: &str) -> bool {
    name.starts_with("auth.")
        || matches!(name, "current_setting" | "current_user" | "session_user" | "current_role" | "user")
}

/// Whether a value tells who asks.
pub fn mentions_caller(value: &Condition) -> bool {
    value.any(&mut |part| matches!(part, Condition::Call(name, _) if is_caller_function(name)))
}

/// Whether it reads what users may write about themselves (supabase.com/docs, "auth.jwt()": `raw_user_meta_data` can be
/// updated by the user, so it is no place for rights).
pub fn mentions_metadata(value: &Condition) -> bool {
    value.any(&mut |part| match part {
        Condition::Field(of, key) => {
            key == "user_metadata" && is_token(of) || key.starts_with("{user_metadata") && is_token(of)
        }
        Condition::Column(path) => path.last().is_some_and(|name| name == "raw_user_meta_data"),
        _ => false,
    })
}
