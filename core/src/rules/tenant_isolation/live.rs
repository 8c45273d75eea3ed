//! The live half of the rules about open tables: what a service answered to a stranger's question.
//!
//! Invariant: only answers to questions that were asked on the user's click are judged; of an answer only the number of rows
//! is told.

use crate::finding::{Message, Severity};
use crate::names::words;
use crate::site::{Probe, ServiceKind, SiteFacts, SiteVerdict, Subject};

/// Words in the names of tables whose rows are somebody's.
const SOMEBODYS: [&str; 34] = [
    "user",
    "users",
    "profile",
    "profiles",
    "account",
    "accounts",
    "customer",
    "customers",
    "member",
    "members",
    "patient",
    "patients",
    "order",
    "orders",
    "invoice",
    "invoices",
    "payment",
    "payments",
    "message",
    "messages",
    "subscription",
    "subscriptions",
    "contact",
    "contacts",
    "lead",
    "leads",
    "chat",
    "chats",
    "session",
    "sessions",
    "booking",
    "bookings",
    "waitlist",
    "submissions",
];

/// `table-without-row-level-security`.
pub fn supabase(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    for probe in facts.probes.iter().filter(|probe| probe.kind == ServiceKind::Supabase) {
        let Some(rows) = probe.rows.filter(|rows| *rows > 0 && probe.is_answered()) else { continue };
        let table = &probe.table;
        let is_somebodys = words(table).iter().any(|word| SOMEBODYS.contains(&word.as_str()));
        let counted = if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") };
        verdicts.push(SiteVerdict {
            subject: Subject::Resource { url: format!("https://{}/rest/v1/{table}", probe.host), what: "table".to_owned() },
            severity: if is_somebodys { Severity::Error } else { Severity::Warning },
            message: Message::new(
                format!("Every visitor can read {counted} of `{table}`"),
                "The key is in the page, so anyone can ask the database directly for all of them, without signing in.",
                "Turn row-level security on for the table and let policies say who sees which row. If everybody is meant to read all of it, say so with a policy for reading alone.",
            ),
            evidence: vec![format!("The key that every visitor gets was answered with status {} and a count of {rows}", probe.status)],
        });
    }
}

/// `open-database-rules`.
pub fn firebase(facts: &SiteFacts, verdicts: &mut Vec<SiteVerdict>) {
    for probe in facts.probes.iter().filter(|probe| is_open(probe)) {
        verdicts.push(SiteVerdict {
            subject: Subject::Resource { url: format!("https://{}/", probe.host), what: "database".to_owned() },
            severity: Severity::Error,
            message: Message::new(
                "Everybody can read the whole Realtime Database",
                "Whoever knows its address, which is in the page, can take a copy of all that is stored.",
                "Let the security rules allow reading path by path, to the people a path is meant for.",
            ),
            evidence: vec![format!("A question without any sign-in was answered with status {}", probe.status)],
        });
    }
}

fn is_open(probe: &Probe) -> bool {
    probe.kind == ServiceKind::Firebase && probe.is_answered() && probe.has_content
}
