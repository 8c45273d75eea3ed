//! What a trail is kept of: changes of rights, of people and of what lets them in.
//!
//! Invariant: told from the model and from the columns that are written; what is not seen is no such operation.

use crate::facts::{Query, QueryAction, Value};
use crate::names::ownership::is_people;
use crate::names::words;
use crate::project::is_membership;

/// Models of customers: what many people belong to.
const TENANTS: [&str; 8] =
    ["organization", "organisation", "workspace", "team", "tenant", "company", "household", "org"];

/// Something a trail is kept of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// Someone's role or rights change.
    Role,
    /// Someone joins, or is asked to.
    Invitation,
    /// Someone is taken out.
    Removal,
    /// An account is deleted.
    Account,
    /// All of a customer is deleted.
    Tenant,
    /// A password changes, or a second factor.
    Credential,
    /// A key for programs is made or taken back.
    ApiKey,
}

impl Operation {
    /// As a sentence without its full stop.
    pub fn what(self) -> &'static str {
        match self {
            Self::Role => "A role is changed",
            Self::Invitation => "Someone is let in",
            Self::Removal => "A member is removed",
            Self::Account => "An account is deleted",
            Self::Tenant => "A whole customer is deleted",
            Self::Credential => "What someone signs in with is changed",
            Self::ApiKey => "An API key is made or taken back",
        }
    }

    /// The name such an entry has by convention: `member.removed`.
    pub fn action(self) -> &'static str {
        match self {
            Self::Role => "member.role_changed",
            Self::Invitation => "member.invited",
            Self::Removal => "member.removed",
            Self::Account => "account.deleted",
            Self::Tenant => "organization.deleted",
            Self::Credential => "credential.changed",
            Self::ApiKey => "api_key.changed",
        }
    }
}

/// What a query on the model of this name does that a trail is kept of.
pub fn operation(query: &Query, name: &str) -> Option<Operation> {
    let words = words(name);
    let has = |any: &[&str]| words.iter().any(|word| any.contains(&word.strip_suffix('s').unwrap_or(word)));
    let is_person = is_people(name) || is_membership(name);
    match query.action {
        QueryAction::ReadOne | QueryAction::ReadMany => None,
        _ if has(&["key"]) && has(&["api", "access"]) => {
            (query.action != QueryAction::Update || revokes(query)).then_some(Operation::ApiKey)
        }
        QueryAction::Insert => has(&["invitation", "invite"]).then_some(Operation::Invitation),
        QueryAction::Update if is_person && writes(query, &["role", "roles", "permissions", "is_admin", "admin"]) => {
            Some(Operation::Role)
        }
        QueryAction::Update if is_people(name) && writes(query, &SECRETS) => Some(Operation::Credential),
        QueryAction::Update => None,
        QueryAction::Delete if is_membership(name) => Some(Operation::Removal),
        QueryAction::Delete if is_people(name) => Some(Operation::Account),
        QueryAction::Delete => (words.len() == 1 && has(&TENANTS)).then_some(Operation::Tenant),
    }
}

/// Columns that hold what someone signs in with, words joined by underscores.
const SECRETS: [&str; 9] = [
    "password",
    "password_hash",
    "hashed_password",
    "hash",
    "two_factor_enabled",
    "two_factor_secret",
    "mfa_enabled",
    "mfa_secret",
    "totp_secret",
];

fn revokes(query: &Query) -> bool {
    writes(query, &["revoked_at", "revoked", "is_revoked", "is_active", "active", "deleted_at", "expires_at"])
}

fn writes(query: &Query, columns: &[&str]) -> bool {
    let is_it = |key: &str| columns.contains(&words(key).join("_").as_str());
    let Value::Object(written) = &query.written else { return false };
    written.properties.iter().any(|property| property.key.as_deref().is_some_and(is_it))
}
