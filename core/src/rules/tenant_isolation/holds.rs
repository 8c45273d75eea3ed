//! What the rows of a table are, as far as its columns and its name tell.
//!
//! Invariant: a foreign key outweighs a name. What nothing tells is plain, and plain rows accuse nobody who shows them.

use super::super::client_secret::columns::is_credential;
use crate::names::words;
use crate::project::database::{Database, Scope, ScopeKind, Table};
use crate::text::TextRange;

/// Words in names of tables people publish on purpose, in the singular.
const PUBLISHED: [&str; 48] = [
    "post",
    "article",
    "blog",
    "comment",
    "like",
    "follow",
    "follower",
    "following",
    "review",
    "rating",
    "product",
    "listing",
    "profile",
    "event",
    "photo",
    "image",
    "gallery",
    "vote",
    "poll",
    "recipe",
    "course",
    "lesson",
    "badge",
    "achievement",
    "leaderboard",
    "score",
    "tag",
    "category",
    "video",
    "song",
    "track",
    "story",
    "portfolio",
    "testimonial",
    "faq",
    "reaction",
    "bookmark",
    "book",
    "movie",
    "game",
    "property",
    "job",
    "service",
    "menu",
    "playlist",
    "quiz",
    "question",
    "answer",
];
/// Words in names of tables that are nobody else's business.
const PRIVATE: [&str; 56] = [
    "message",
    "chat",
    "conversation",
    "order",
    "payment",
    "invoice",
    "transaction",
    "subscription",
    "document",
    "medical",
    "patient",
    "health",
    "prescription",
    "appointment",
    "booking",
    "ticket",
    "notification",
    "wallet",
    "salary",
    "payroll",
    "employee",
    "customer",
    "client",
    "contact",
    "lead",
    "deal",
    "diary",
    "journal",
    "session",
    "token",
    "secret",
    "credential",
    "audit",
    "application",
    "resume",
    "submission",
    "waitlist",
    "subscriber",
    "invitation",
    "invite",
    "expense",
    "budget",
    "loan",
    "reservation",
    "billing",
    "checkout",
    "purchase",
    "credit",
    "balance",
    "bank",
    "insurance",
    "claim",
    "diagnosis",
    "mood",
    "sms",
    "guest",
];
/// Words among them that leave no doubt, even where no column tells whose the rows are.
const SECRET: [&str; 15] = [
    "audit",
    "message",
    "chat",
    "conversation",
    "invoice",
    "payment",
    "transaction",
    "medical",
    "patient",
    "prescription",
    "payroll",
    "salary",
    "secret",
    "credential",
    "diagnosis",
];
/// Words that make a table one of kinds of things, which everyone may know: `subscription_plans`, `ticket_types`.
const KINDS: [&str; 20] = [
    "plan", "type", "template", "category", "status", "option", "method", "product", "package", "tier", "room",
    "setting", "provider", "bot", "price", "feature", "level", "channel", "reason", "stat",
];
/// Words in names of tables that visitors write into: forms, counters.
const FORMS: [&str; 34] = [
    "contact",
    "newsletter",
    "waitlist",
    "subscriber",
    "lead",
    "inquiry",
    "enquiry",
    "feedback",
    "submission",
    "rsvp",
    "signup",
    "application",
    "request",
    "analytics",
    "visit",
    "visitor",
    "pageview",
    "click",
    "log",
    "view",
    "survey",
    "response",
    "quote",
    "report",
    "metric",
    "impression",
    "subscription",
    "registration",
    "message",
    "booking",
    "appointment",
    "reservation",
    "order",
    "event",
];
/// Words in names of tables of places and firms, whose addresses are for everyone.
const FIRMS: [&str; 24] = [
    "store",
    "shop",
    "restaurant",
    "venue",
    "location",
    "branch",
    "business",
    "company",
    "clinic",
    "hotel",
    "office",
    "setting",
    "config",
    "site",
    "organization",
    "vendor",
    "supplier",
    "school",
    "church",
    "club",
    "agency",
    "facility",
    "hospital",
    "organisation",
];
/// Words in names of published tables whose rows are people all the same.
const PERSONS: [&str; 11] = [
    "profile",
    "comment",
    "review",
    "testimonial",
    "follower",
    "follow",
    "answer",
    "question",
    "vote",
    "rating",
    "like",
];
/// Columns that reach a person.
const REACH: [&str; 13] = [
    "email",
    "phone",
    "mobile",
    "telephone",
    "whatsapp",
    "cellphone",
    "mail",
    "address",
    "street",
    "postcode",
    "zipcode",
    "celular",
    "telefone",
];
/// Columns nobody shows, whoever the row is about.
const INTIMATE: [&str; 16] = [
    "ssn",
    "passport",
    "iban",
    "birthdate",
    "birthday",
    "dob",
    "salary",
    "diagnosis",
    "medication",
    "allergies",
    "cpf",
    "religion",
    "ethnicity",
    "cvv",
    "nationalid",
    "disability",
];

/// What the rows of a table are.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent observation of the name")]
pub struct Content<'a> {
    /// The column that holds a credential, and the file that declares it.
    pub credential: Option<Column<'a>>,
    /// The column that says how to reach a person, or what is nobody's business.
    pub personal: Option<Column<'a>>,
    /// The column that makes a row somebody's.
    pub scope: Option<Scope<'a>>,
    /// Whether its name is that of rows people publish.
    pub is_published: bool,
    /// Whether its name is that of rows that are private.
    pub is_private: bool,
    /// Whether its name leaves no doubt of that.
    pub is_secret: bool,
    /// Whether visitors write into it.
    pub is_form: bool,
}

/// A column that tells.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// Its name.
    pub name: &'a str,
    /// The file that declares it.
    pub path: &'a str,
    /// Where.
    pub range: TextRange,
}

impl Content<'_> {
    /// Whether rows are somebody's, tell of a person or hold a credential.
    pub fn is_sensitive(&self) -> bool {
        self.credential.is_some() || self.personal.is_some() || self.scope.is_some()
    }

    /// Whether the row itself names its user or tenant.
    pub fn is_owned(&self) -> bool {
        self.scope.is_some_and(|scope| scope.kind != ScopeKind::Parent)
    }
}

/// Looks at a table.
pub fn look<'a>(database: &'a Database, table: &'a Table) -> Content<'a> {
    let name = singular(&table.key.1);
    let has = |list: &[&str]| name.iter().any(|word| list.contains(&word.as_str()));
    // What people offer, they offer with a way to reach them.
    let is_firm = has(&FIRMS) || has(&PUBLISHED) && !has(&PERSONS);
    let columns = || {
        table.columns.iter().map(|state| {
            (
                Column { name: &state.column.name, path: &state.path, range: state.column.range },
                state.column.kind.as_str(),
            )
        })
    };
    let is_private = has(&PRIVATE) && !has(&KINDS);
    Content {
        credential: columns().find(|(column, kind)| is_credential(column.name, kind)).map(|(column, _)| column),
        personal: columns().find(|(column, kind)| is_personal(column.name, kind, is_firm)).map(|(column, _)| column),
        scope: database.scope(table),
        is_published: has(&PUBLISHED) && !is_private,
        is_private,
        is_secret: is_private && has(&SECRET),
        is_form: has(&FORMS),
    }
}

/// The words of a name, each in the singular.
pub fn singular(name: &str) -> Vec<String> {
    let one = |word: String| match word.strip_suffix("ies") {
        Some(stem) if word.len() > 5 => format!("{stem}y"),
        _ if word.ends_with("ss") || word.len() < 4 || word.ends_with("us") || word.ends_with("analytics") => word,
        _ if ["sses", "xes", "ches"].iter().any(|end| word.ends_with(end)) => word[..word.len() - 2].to_owned(),
        _ => word.strip_suffix('s').map_or(word.clone(), str::to_owned),
    };
    words(name).into_iter().map(one).collect()
}

/// Whether a name is one of what is private.
pub fn is_private_name(name: &str) -> bool {
    let extra = ["private", "contract", "id", "kyc", "file", "record", "report", "receipt", "attachment"];
    singular(name).iter().any(|word| PRIVATE.contains(&word.as_str()) || extra.contains(&word.as_str()))
}

fn is_personal(name: &str, kind: &str, is_firm: bool) -> bool {
    if ["bool", "timestamp", "bytea"].iter().any(|start| kind.starts_with(start)) {
        return false;
    }
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let is_about = has(&[
        "id",
        "verified",
        "template",
        "sent",
        "at",
        "type",
        "enabled",
        "notifications",
        "subject",
        "count",
        "status",
        "is",
        "has",
        "support",
        "company",
        "business",
        "public",
        "site",
        "sender",
        "mac",
        "wallet",
        "contract",
        "token",
        "body",
        "html",
        "hash",
        "ephemeral",
        "log",
        "eth",
        "ip",
        "message",
        "link",
        "provider",
    ]);
    if has(&INTIMATE)
        || words.windows(3).any(|three| three == ["date", "of", "birth"])
        || words.windows(2).any(|two| two == ["card", "number"])
    {
        return true;
    }
    !is_firm && !is_about && has(&REACH)
}
