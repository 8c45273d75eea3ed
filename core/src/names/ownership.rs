//! What names say about whose a row is, who asks, and who may.
//!
//! Invariant: these families only sort what the project's own schema and code say; none of them alone makes a finding.

use super::words;

/// Methods of lists and ids that tell whether someone is among them, or is the one.
pub const SEARCHES: [&str; 7] = ["some", "includes", "equals", "has", "find", "every", "findIndex"];

/// Whose rows a column tells apart; the first decides where a row has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Belonging {
    /// A person's own: `userId`, `ownerId`, `customer`.
    Owner,
    /// A customer's: `organizationId`, `workspace`, `teamId`.
    Tenant,
    /// A person's, as the one who made what others may well see: `authorId`, `createdBy`, `seller`.
    Maker,
}

const OWNER: &[&str] = &[
    "user",
    "owner",
    "customer",
    "profile",
    "uid",
    "buyer",
    "patient",
    "subscriber",
    "client user",
    "account owner",
    "belongs to",
];
const MAKER: &[&str] = &[
    "author",
    "creator",
    "created by",
    "seller",
    "posted by",
    "uploaded by",
    "submitted by",
    "added by",
    "host",
    "instructor",
    "organizer",
    "organiser",
    "publisher",
    "writer",
    "poster",
    "sender",
    "made by",
];
const TENANT: &[&str] = &[
    "organization",
    "organisation",
    "org",
    "team",
    "workspace",
    "tenant",
    "company",
    "agency",
    "business",
    "clinic",
    "household",
    "account",
    "store",
    "shop",
    "project",
    "restaurant",
    "school",
    "merchant",
    "customer account",
];

/// Models of people who sign in.
pub const PEOPLE: &[&str] =
    &["user", "account", "profile", "customer", "member", "patient", "student", "users", "app user"];

/// What a column's or relation's name says about whose the row is: `userId`, `user_id`, `user`, `createdById`.
pub fn belonging(column: &str) -> Option<Belonging> {
    let words = words(column);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let bare = match words.as_slice() {
        [rest @ .., "id" | "uuid" | "ref" | "key"] if !rest.is_empty() => rest,
        all => all,
    };
    let is = |family: &[&str]| {
        family.iter().any(|phrase| phrase.split(' ').eq(bare.iter().copied()))
            // Words run together: `userid`, `createdby`.
            || (bare.len() == 1 && family.iter().any(|phrase| runs_together(phrase, bare[0])))
    };
    if is(OWNER) {
        Some(Belonging::Owner)
    } else if is(MAKER) {
        Some(Belonging::Maker)
    } else if is(TENANT) {
        Some(Belonging::Tenant)
    } else {
        None
    }
}

/// Whether a model's name is that of the people who sign in.
pub fn is_people(model: &str) -> bool {
    let words = words(model);
    let is = |words: &[&str]| PEOPLE.iter().any(|phrase| phrase.split(' ').eq(words.iter().copied()));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    // Tables are named for many.
    is(&words)
        || words
            .split_last()
            .is_some_and(|(last, before)| last.strip_suffix('s').is_some_and(|one| is(&[before, &[one]].concat())))
}

/// Whether a model's name is that of something people keep to themselves, and never a catalogue, a feed or a profile.
pub fn is_private_kind(model: &str) -> bool {
    const PRIVATE: &[&str] = &[
        "order",
        "invoice",
        "payment",
        "notification",
        "message",
        "address",
        "card",
        "subscription",
        "transaction",
        "booking",
        "appointment",
        "reservation",
        "document",
        "note",
        "todo",
        "expense",
        "budget",
        "cart",
        "wishlist",
        "patient",
        "record",
        "prescription",
        "journal",
        "diary",
        "contact",
        "lead",
        "deal",
        "chat",
        "conversation",
        "key",
        "receipt",
        "statement",
        "wallet",
        "balance",
        "payout",
        "refund",
        "draft",
        "reminder",
        "symptom",
        "habit",
        "income",
        "loan",
        "claim",
        "preference",
        "integration",
        "webhook",
        "credential",
        "medication",
        "resume",
        "application",
        "bill",
        "quote",
        "contract",
        "timesheet",
    ];
    words(model).last().is_some_and(|last| {
        let one = last.strip_suffix('s').unwrap_or(last);
        PRIVATE.contains(&one) || PRIVATE.contains(&last.as_str())
    })
}

/// Whether a name is that of the one who asks: the signed-in user or their session.
pub fn is_caller(name: &str) -> bool {
    const CALLER: &[&str] = &[
        "user",
        "session",
        "auth",
        "current user",
        "viewer",
        "me",
        "principal",
        "claims",
        "jwt",
        "actor",
        "decoded",
        "user id",
        "uid",
        "locals",
        "auth user",
        "session user",
        "logged in user",
        "req user",
        "token data",
        "current user id",
        "auth user id",
        "session claims",
        "identity",
        "member",
        "membership",
        "active organization",
        "active team",
        "team member",
        "clerk id",
        "clerk user id",
        "kinde user",
        "user data",
        "userid",
        "currentuser",
        "org id",
        "team id",
        "organization id",
        "workspace id",
        "tenant id",
        "company id",
    ];
    let words = words(name);
    CALLER.iter().any(|phrase| phrase.split(' ').eq(words.iter().map(String::as_str)))
}

/// Whether a function's name says that it finds out who asks: `getServerSession`, `auth`, `currentUser`, `requireUser`.
pub fn asks_who(name: &str) -> bool {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let last = words.last().map(String::as_str).unwrap_or_default();
    let is_who =
        matches!(last, "session" | "user" | "auth" | "viewer" | "claims" | "profile" | "me" | "uid" | "payload");
    let asks = has(&[
        "get",
        "current",
        "require",
        "server",
        "use",
        "validate",
        "verify",
        "fetch",
        "ensure",
        "load",
        "find",
        "auth",
        "authenticate",
        "unstable",
        "resolve",
        "safe",
        "assert",
        "read",
        "check",
    ]);
    // `requireMember`, `getCurrentOrganization`: the one who asks, as part of a tenant.
    let is_place = matches!(
        last,
        "member"
            | "membership"
            | "organization"
            | "organisation"
            | "org"
            | "team"
            | "workspace"
            | "tenant"
            | "company"
            | "account"
    );
    (is_who && (asks || words.len() == 1))
        || (is_place && has(&["current", "require", "active", "session", "my", "ensure", "auth", "own"]))
        || matches!(words.first().map(String::as_str), Some("authenticate" | "authed"))
}

/// Whether a name says that rights are checked and not only that someone is signed in: `requireRole`, `isOwner`,
/// `canEditPost`, `assertMember`, `authorize`.
pub fn checks_rights(name: &str) -> bool {
    const RIGHTS: &[&str] = &[
        "admin",
        "role",
        "roles",
        "permission",
        "permissions",
        "permit",
        "authorize",
        "authorise",
        "authorization",
        "authorized",
        "authorised",
        "unauthorized",
        "owner",
        "ownership",
        "owns",
        "own",
        "member",
        "membership",
        "access",
        "can",
        "ability",
        "policy",
        "acl",
        "grant",
        "allow",
        "allowed",
        "restrict",
        "restricted",
        "scope",
        "scoped",
        "tenant",
        "belongs",
        "privilege",
        "privileges",
        "rights",
        "superuser",
        "staff",
        "moderator",
        "manager",
        "forbidden",
        "guard",
        "entitled",
        "rbac",
        "abac",
        "casl",
        "cerbos",
        "fga",
        "superadmin",
        "creator",
        "author",
        "editable",
        "webhook",
        "cron",
        "signature",
        "internal",
        "impersonate",
        "org",
        "organization",
        "team",
        "workspace",
        "company",
    ];
    words(name).iter().any(|word| RIGHTS.contains(&word.as_str())) && !names_privileged_client(name)
}

/// Whether the rights a name speaks of are only those of belonging to a tenant, so that what is asked for has to be told:
/// `requireMember()` finds out who asks, `requireMember(team)` checks it.
pub fn is_about_membership(name: &str) -> bool {
    const MEMBERSHIP: &[&str] = &[
        "member",
        "membership",
        "org",
        "organization",
        "organisation",
        "team",
        "workspace",
        "tenant",
        "company",
        "scope",
    ];
    let words = words(name);
    words.iter().any(|word| MEMBERSHIP.contains(&word.as_str()))
        && words.iter().filter(|word| !MEMBERSHIP.contains(&word.as_str())).all(|word| !checks_rights(word))
}

/// Whether a name is that of a role or right: `role`, `isAdmin`, `permissions`.
pub fn is_right(name: &str) -> bool {
    const RIGHT: &[&str] = &[
        "role",
        "roles",
        "admin",
        "permission",
        "permissions",
        "superuser",
        "staff",
        "privileges",
        "scopes",
        "type",
        "internal",
    ];
    words(name).iter().any(|word| RIGHT.contains(&word.as_str())) && !names_privileged_client(name)
}

/// Whether a name is that of a database client that gets past the database's own policies, or of what makes one:
/// `supabaseAdmin`, `createServiceClient`. Such a name asks nobody for rights.
pub fn names_privileged_client(name: &str) -> bool {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let is_client = has(&["client", "supabase", "sb", "supa", "db"]);
    let is_privileged = has(&["admin", "privileged", "servicerole"]) || has(&["service"]) && !has(&["services"]);
    is_client && is_privileged && !has(&["require", "assert", "verify", "check", "ensure", "is", "can", "must"])
}

/// Whether a name is that of a secret which the environment gives a server: `CRON_SECRET`, `INTERNAL_API_KEY`.
pub fn is_secret_name(name: &str) -> bool {
    let is_constant = name.contains('_') && !name.contains(|letter: char| letter.is_lowercase());
    is_constant
        && words(name).iter().any(|word| matches!(word.as_str(), "secret" | "key" | "token" | "password" | "signature"))
}

fn runs_together(phrase: &str, word: &str) -> bool {
    let joined: String = phrase.split(' ').collect();
    ["", "id"].iter().any(|end| word.strip_suffix(end).is_some_and(|rest| rest == joined))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_tell_whose_a_row_is() {
        for (name, expected) in [
            ("userId", Some(Belonging::Owner)),
            ("user_id", Some(Belonging::Owner)),
            ("userid", Some(Belonging::Owner)),
            ("user", Some(Belonging::Owner)),
            ("ownerId", Some(Belonging::Owner)),
            ("authorId", Some(Belonging::Maker)),
            ("createdById", Some(Belonging::Maker)),
            ("created_by", Some(Belonging::Maker)),
            ("createdby", Some(Belonging::Maker)),
            ("organizationId", Some(Belonging::Tenant)),
            ("workspace_id", Some(Belonging::Tenant)),
            ("team", Some(Belonging::Tenant)),
            ("id", None),
            ("userName", None),
            ("userAgent", None),
            ("customerNote", None),
            ("title", None),
            ("stripeCustomerId", None),
        ] {
            assert_eq!(belonging(name), expected, "{name}");
        }
    }

    #[test]
    fn names_tell_who_asks_and_who_may() {
        for name in ["auth", "getServerSession", "currentUser", "requireUser", "getUser", "useSession", "authenticate"]
        {
            assert!(asks_who(name), "{name}");
        }
        for name in ["requireMember", "getCurrentOrganization", "getActiveTeam"] {
            assert!(asks_who(name) && is_about_membership(name), "{name}");
        }
        assert!(!is_about_membership("requireAdmin") && !is_about_membership("requireTeamAdmin"));
        for name in ["getPost", "createUser", "userAgent", "deleteUser", "sessionStorage"] {
            assert!(!asks_who(name), "{name}");
        }
        for name in ["requireRole", "isOwner", "canEdit", "assertMember", "authorize", "verifyTokenAndAdmin"] {
            assert!(checks_rights(name), "{name}");
        }
        for name in ["supabaseAdmin", "createAdminClient", "getServiceClient", "admin_db"] {
            assert!(names_privileged_client(name) && !checks_rights(name) && !is_right(name), "{name}");
        }
        for name in ["requireAdminClient", "clients", "isAdmin", "userService", "supabase"] {
            assert!(!names_privileged_client(name), "{name}");
        }
        for name in ["protect", "requireAuth", "isAuthenticated", "verifyToken", "cancel", "findPost", "jwtAuth"] {
            assert!(!checks_rights(name), "{name}");
        }
        for name in ["user", "session", "userId", "currentUser", "req_user"] {
            assert!(is_caller(name), "{name}");
        }
        assert!(is_private_kind("Invoice") && is_private_kind("chat_messages") && is_private_kind("Address"));
        assert!(!is_private_kind("Post") && !is_private_kind("OrderedList"));
        assert!(is_people("User") && is_people("users") && is_people("profiles") && !is_people("UserSettings"));
    }
}
