//! Policies on tables.

use super::super::holds::{Content, look};
use super::super::table_without_row_level_security::why;
use super::{META, fixes};
use crate::facts::{Command, Policy};
use crate::finding::{Certainty, Finding, Message, Related, Severity};
use crate::project::database::{Database, Demand, PolicyState, ScopeKind, Security, Table};
use crate::rules::Context;

/// Whom a policy lets through, the widest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Whoever is a member somewhere, because a column is compared with itself.
    AnyMember,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever writes the right claim into their own token.
    Claimants,
    /// Everyone with the public key.
    Everyone,
}

/// What a policy lets do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// See rows.
    Read,
    /// Add rows.
    Insert,
    /// Change or delete rows.
    Change,
}

/// Judges the policies this file makes.
pub fn check(context: &Context<'_>, database: &Database, findings: &mut Vec<Finding>) {
    for table in database.tables.values().filter(|table| is_judged(database, table)) {
        // A condition that is still being written may go on.
        let is_whole = |state: &&PolicyState| context.certainty(state.place.range) == Certainty::Complete;
        let own: Vec<_> =
            table.policies.iter().filter(|state| state.place.path == context.file.path).filter(is_whole).collect();
        if own.is_empty() {
            continue;
        }
        let content = look(database, table);
        for state in own {
            if let Some((severity, access, reach)) = verdict(database, table, &content, &state.policy) {
                findings.push(finding(context, database, table, &content, state, (severity, access, reach)));
            }
        }
    }
}

/// Tables without row-level security have a finding of their own.
fn is_judged(database: &Database, table: &Table) -> bool {
    table.security.state != Security::Off && database.serves(&table.key.0) && !table.is_special
}

/// The gravest thing a policy allows.
fn verdict(
    database: &Database,
    table: &Table,
    content: &Content<'_>,
    policy: &Policy,
) -> Option<(Severity, Access, Reach)> {
    if policy.is_restrictive {
        return None;
    }
    let uses = policy.using.as_ref().map(|using| database.demand(table, &using.condition));
    let checks = policy.check.as_ref().map(|check| database.demand(table, &check.condition));
    let allowed = [
        (Access::Read, Command::Select, uses),
        (Access::Insert, Command::Insert, checks.or(uses.filter(|_| policy.command == Command::All))),
        (Access::Change, Command::Update, uses),
        (Access::Change, Command::Delete, uses),
    ];
    let judged = allowed
        .into_iter()
        .filter(|(_, command, _)| matches!(policy.command, Command::All) || policy.command == *command);
    judged
        .filter_map(|(access, command, demand)| {
            let reach = narrowed(database, table, policy, command, reach(table, policy, demand?)?)?;
            Some((meant(severity(access, reach, content)?, policy, access), access, reach))
        })
        .max_by_key(|(severity, access, _)| (*severity, *access == Access::Change))
}

/// Whom a demand lets through, of those the policy is for.
pub fn reach(table: &Table, policy: &Policy, demand: Demand) -> Option<Reach> {
    let is_for = |role: &str| policy.roles.is_empty() || policy.roles.iter().any(|other| other == role);
    let signed_in = is_for("authenticated") && !table.withdrawn.authenticated;
    let everyone = is_for("anon") && !table.withdrawn.anon;
    match demand {
        Demand::Nothing if everyone => Some(Reach::Everyone),
        Demand::Nothing | Demand::SignIn if signed_in => Some(Reach::SignedIn),
        Demand::Claimed if signed_in => Some(Reach::Claimants),
        Demand::Itself if signed_in => Some(Reach::AnyMember),
        _ => None,
    }
}

/// What restrictive policies leave of a reach; none where they tie rows to the caller, or could not be read.
fn narrowed(database: &Database, table: &Table, policy: &Policy, command: Command, reach: Reach) -> Option<Reach> {
    let mut left = reach;
    for other in table.policies.iter().map(|state| &state.policy).filter(|other| other.is_restrictive) {
        let is_about = matches!(other.command, Command::All) || other.command == command;
        let is_for = other.roles.is_empty() || policy.roles.iter().any(|role| other.roles.contains(role));
        if !is_about || !is_for {
            continue;
        }
        let condition = if command == Command::Insert {
            other.check.as_ref().or(other.using.as_ref())
        } else {
            other.using.as_ref()
        };
        match condition.map_or(Demand::Unknown, |condition| database.demand(table, &condition.condition)) {
            Demand::Nothing => {}
            Demand::SignIn | Demand::Claimed => left = left.min(Reach::SignedIn),
            _ => return None,
        }
    }
    Some(left)
}

/// How grave it is that these people may do this; none where they may well.
fn severity(access: Access, reach: Reach, content: &Content<'_>) -> Option<Severity> {
    let is_hidden = content.scope.is_some() && !content.is_published;
    match (access, reach) {
        (Access::Read, Reach::Everyone) => {
            if content.credential.is_some()
                || content.personal.is_some()
                || content.scope.is_some() && content.is_private
            {
                Some(Severity::Error)
            } else {
                (is_hidden || content.is_secret).then_some(Severity::Warning)
            }
        }
        (Access::Read, Reach::SignedIn) => {
            if content.credential.is_some() || is_hidden {
                Some(Severity::Warning)
            } else {
                content.personal.map(|_| Severity::Info)
            }
        }
        (Access::Insert, Reach::Everyone | Reach::SignedIn) => {
            let names_owner =
                content.scope.is_some_and(|scope| scope.kind != ScopeKind::Parent && scope.column.column.is_required);
            (names_owner && !content.is_form).then_some(Severity::Warning)
        }
        (Access::Change, Reach::Everyone) => {
            Some(if content.is_sensitive() { Severity::Error } else { Severity::Warning })
        }
        (Access::Change, Reach::SignedIn) => {
            Some(if content.scope.is_some() { Severity::Warning } else { Severity::Info })
        }
        (_, Reach::Claimants) => {
            Some(if content.is_sensitive() || access == Access::Change { Severity::Error } else { Severity::Warning })
        }
        (Access::Insert, Reach::AnyMember) => None,
        (_, Reach::AnyMember) => content.scope.is_some().then_some(Severity::Error),
    }
}

/// Less grave where a policy says by its name that everyone may read, and nothing private is read: somebody wanted it.
fn meant(severity: Severity, policy: &Policy, access: Access) -> Severity {
    let name = policy.name.to_ascii_lowercase();
    let says_so = ["public", "anyone", "everyone"].iter().any(|word| name.contains(word));
    if access == Access::Read && says_so && severity == Severity::Warning { Severity::Info } else { severity }
}

fn finding(
    context: &Context<'_>,
    database: &Database,
    table: &Table,
    content: &Content<'_>,
    state: &PolicyState,
    (severity, access, reach): (Severity, Access, Reach),
) -> Finding {
    let policy = &state.policy;
    Finding {
        rule: &META,
        path: state.place.path.clone(),
        range: policy.name_range,
        severity,
        certainty: context.certainty(state.place.range),
        message: Message::new(
            what(policy, &table.key.1, access, reach),
            risk(policy, access, reach, &table.key.1),
            remedy(policy, table, content, reach),
        ),
        related: related(table, content, policy),
        fixes: fixes::of_policy(database, table, content, state),
    }
}

fn what(policy: &Policy, table: &str, access: Access, reach: Reach) -> String {
    let who = match reach {
        Reach::Everyone => "everyone",
        Reach::SignedIn => "whoever is signed in",
        Reach::Claimants => "whoever says so in their own `user_metadata`",
        Reach::AnyMember => "the members of any group",
    };
    let does = match (access, policy.command) {
        (Access::Read, _) => "read every row of",
        (Access::Insert, _) => "add rows in anybody's name to",
        (Access::Change, Command::Update) => "change every row of",
        (Access::Change, Command::Delete) => "delete every row of",
        (Access::Change, _) => "read, change and delete every row of",
    };
    format!("The policy \"{}\" lets {who} {does} `{table}`", policy.name)
}

fn risk(policy: &Policy, access: Access, reach: Reach, table: &str) -> String {
    // The mistake people make most: the name says whom it is for, and nothing else does.
    let names_role = policy.roles.is_empty() && policy.name.to_ascii_lowercase().contains("authenticated");
    let how = match reach {
        Reach::Everyone if names_role => {
            "Without `TO authenticated` the policy is for everyone, signed in or not. One request with the public key"
        }
        Reach::Everyone => "The public key is in the site's JavaScript. One request with it",
        Reach::SignedIn => "An account is a sign-up away. One request with it",
        Reach::Claimants => {
            "Users write their `user_metadata` themselves (`auth.updateUser`). One call gives them the right, and one request"
        }
        Reach::AnyMember => {
            "A column is compared with itself, which always holds, so the row plays no part. A member of one group"
        }
    };
    let does = match access {
        Access::Read => format!("reads all of `{table}`, whoever the rows belong to."),
        Access::Insert => format!("adds rows to `{table}` that name somebody else as their owner."),
        Access::Change => format!("rewrites or empties `{table}`, whoever the rows belong to."),
    };
    format!("{how} {does}")
}

fn remedy(policy: &Policy, table: &Table, content: &Content<'_>, reach: Reach) -> String {
    if means_server(policy) && reach == Reach::Everyone {
        return "Drop the policy: the service role passes by all policies and needs none, and without `TO` a policy is for everyone.".to_owned();
    }
    match (reach, &content.scope) {
        (Reach::Claimants, _) => {
            "Keep rights where users cannot write: in `app_metadata`, or in a table that only the server changes.".to_owned()
        }
        (Reach::AnyMember, _) => {
            format!("Name the table of the row in the subquery: `{}.…` instead of the bare column.", table.key.1)
        }
        (_, Some(scope)) => match scope.kind {
            ScopeKind::Owner => format!("Tie the rows to the caller: `{} = (select auth.uid())`.", scope.column.column.name),
            ScopeKind::Tenant => format!(
                "Tie the rows to the caller's own organisations: `{0} in (select {0} from … where user_id = (select auth.uid()))`.",
                scope.column.column.name
            ),
            ScopeKind::Parent => format!(
                "Tie the rows to the caller through `{}`: `exists (select 1 from … where … = (select auth.uid()))`.",
                scope.column.column.name
            ),
        },
        (_, None) if reach == Reach::Everyone && policy.roles.is_empty() => {
            "Say for whom it is (`TO authenticated`), and who of them may: a role that the server gives, checked by a function.".to_owned()
        }
        (_, None) => "Say who may: a role that the server gives, checked by a function, instead of everybody who has an account.".to_owned(),
    }
}

/// Whether the policy was meant for the server, by its name.
pub fn means_server(policy: &Policy) -> bool {
    let name = policy.name.to_ascii_lowercase();
    policy.roles.is_empty()
        && (name.contains("service role") || name.contains("service_role") || name.starts_with("service "))
}

fn related(table: &Table, content: &Content<'_>, policy: &Policy) -> Vec<Related> {
    let mut related = why(content);
    let narrower = table.policies.iter().find(|other| {
        !other.policy.is_restrictive && other.policy.name != policy.name && other.policy.command == policy.command
    });
    related.extend(narrower.map(|other| Related {
        path: other.place.path.clone(),
        range: other.policy.name_range,
        note: "this policy does not narrow the other: a row is let through when either one holds".to_owned(),
    }));
    related
}
