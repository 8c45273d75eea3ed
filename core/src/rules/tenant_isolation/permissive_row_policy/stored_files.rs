//! Policies on the files of Supabase's storage (supabase.com/docs, "Storage access control").

use smol_str::SmolStr;

use super::super::holds::is_private_name;
use super::META;
use super::policy::{Access, Reach, means_server, reach};
use crate::facts::condition::{Comparison, Condition};
use crate::facts::{Command, Policy};
use crate::finding::{Certainty, Finding, Fix, Message, Related, Severity};
use crate::project::database::{Database, Demand, PolicyState, Table};
use crate::rules::Context;

/// Judges the policies on files that this file makes.
pub fn check(context: &Context<'_>, database: &Database, findings: &mut Vec<Finding>) {
    let key = (SmolStr::new_static("storage"), SmolStr::new_static("objects"));
    let Some(table) = database.tables.get(&key) else { return };
    let is_limited = table.policies.iter().any(|state| state.policy.is_restrictive);
    let is_judged = |state: &&PolicyState| {
        state.place.path == context.file.path && context.certainty(state.place.range) == Certainty::Complete
    };
    for state in table.policies.iter().filter(is_judged).filter(|_| !is_limited) {
        if let Some((severity, access, who, bucket)) = verdict(database, table, &state.policy) {
            findings.push(finding(context, database, state, (severity, access, who), bucket));
        }
    }
}

fn verdict<'a>(
    database: &Database,
    table: &Table,
    policy: &'a Policy,
) -> Option<(Severity, Access, Reach, Option<&'a str>)> {
    let access = match policy.command {
        Command::Select => Access::Read,
        Command::Insert => Access::Insert,
        Command::All | Command::Update | Command::Delete => Access::Change,
    };
    let condition = if access == Access::Insert { policy.check.as_ref() } else { policy.using.as_ref() };
    let mut bucket = None;
    let demand = without_bucket(database, table, &condition?.condition, &mut bucket)?;
    let who = reach(table, policy, demand)?;
    let known = bucket.and_then(|bucket| database.buckets.get(bucket));
    let is_private = known.is_some_and(|state| !state.bucket.is_public);
    let sounds_private = bucket.is_some_and(is_private_name);
    let severity = match (access, who) {
        (Access::Change, Reach::Everyone) => Severity::Error,
        (Access::Change, _) => Severity::Warning,
        (Access::Insert, Reach::Everyone) => Severity::Warning,
        (Access::Read, Reach::Everyone) if is_private || bucket.is_none() => Severity::Error,
        (Access::Read, Reach::SignedIn) if is_private && sounds_private || bucket.is_none() => Severity::Warning,
        _ => return None,
    };
    Some((severity, access, who, bucket))
}

/// What a condition demands beside the bucket; none when it asks something about the file.
fn without_bucket<'a>(
    database: &Database,
    table: &Table,
    condition: &'a Condition,
    bucket: &mut Option<&'a str>,
) -> Option<Demand> {
    match condition {
        Condition::And(parts) => {
            let mut all = Demand::Nothing;
            for part in parts {
                all = all.max(without_bucket(database, table, part, bucket)?);
            }
            Some(all)
        }
        Condition::Compare(Comparison::Equal, left, right) => match (&**left, &**right) {
            (Condition::Column(path), Condition::Text(name)) | (Condition::Text(name), Condition::Column(path))
                if path.last().is_some_and(|column| column == "bucket_id") =>
            {
                *bucket = Some(name);
                Some(Demand::Nothing)
            }
            _ => asks(database, table, condition),
        },
        _ => asks(database, table, condition),
    }
}

fn asks(database: &Database, table: &Table, condition: &Condition) -> Option<Demand> {
    Some(database.demand(table, condition))
        .filter(|demand| matches!(demand, Demand::Nothing | Demand::SignIn | Demand::Claimed))
}

fn finding(
    context: &Context<'_>,
    database: &Database,
    state: &PolicyState,
    (severity, access, who): (Severity, Access, Reach),
    bucket: Option<&str>,
) -> Finding {
    let policy = &state.policy;
    let people = if who == Reach::Everyone { "everyone" } else { "whoever is signed in" };
    let place = bucket.map_or_else(|| "all buckets".to_owned(), |bucket| format!("the bucket `{bucket}`"));
    let (does, risk) = match access {
        Access::Read => {
            ("read every file in", "The paths can be listed, so that one loop downloads what everybody has stored.")
        }
        Access::Insert => (
            "put files into",
            "Without an account anyone fills the bucket, and serves what they like from your address.",
        ),
        Access::Change => (
            "change and delete every file in",
            "One request replaces or removes other people's files; a path is all it takes.",
        ),
    };
    let remedy = if means_server(policy) {
        "Drop the policy: the service role passes by all policies and needs none, and without `TO` a policy is for everyone."
    } else {
        "Give each user a folder and ask for it: `(storage.foldername(name))[1] = (select auth.uid())::text`."
    };
    let stored = bucket.and_then(|bucket| database.buckets.get(bucket));
    let related = stored.map(|stored| Related {
        path: stored.path.clone(),
        range: stored.bucket.range,
        note: if stored.bucket.is_public { "the bucket is public" } else { "the bucket is meant to be private" }
            .to_owned(),
    });
    Finding {
        rule: &META,
        path: state.place.path.clone(),
        range: policy.name_range,
        severity,
        certainty: context.certainty(state.place.range),
        message: Message::new(format!("The policy \"{}\" lets {people} {does} {place}", policy.name), risk, remedy),
        related: related.into_iter().collect(),
        fixes: vec![Fix::guide(format!(
            "Replace the policy \"{}\" by one that asks for the caller's own folder",
            policy.name
        ))],
    }
}
