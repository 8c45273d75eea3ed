//! Rules of a store that clients talk to directly let more people in than the data is meant for.

mod clause;
mod escalation;
mod fixes;
mod known;
mod message;
mod place;
#[cfg(test)]
mod tests;
mod verdict;

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use crate::facts::{AccessRule, DataStore, PathSegment};
use crate::finding::{Finding, FixLevel, Related, Severity};
use clause::Who;
use known::Rules;
use place::Kind;
use verdict::{Issue, Verdict};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: Some(super::live::firebase) };

static META: RuleMeta = RuleMeta {
    id: "open-database-rules",
    gap: Gap::TenantIsolation,
    launch_item: 3,
    title: "Security rules let more people in than the data is meant for",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[862, 639],
    owasp: &["A01:2021", "API1:2023"],
    docs: "\
Reads the security rules of Cloud Firestore, Cloud Storage (`*.rules`) and the Realtime Database (JSON), and asks of each path who may \
do what there. Clients talk to these stores directly, with a configuration that is public, so the rules are all that stands between a \
stranger and the data.

It finds rules without a condition or with one that always holds; test mode, which is open until a day and locked after it; being signed in \
as the only condition for private data, or for changing what others stored; rules that compare the caller with the *new* owner only, so \
that whoever asks can take over what is there; creating things in the name of others; roles that are read from data which users write \
themselves; and wide rules (`{document=**}`) that undo narrower ones, because rules add up.

Functions, `let` and the parts of the path are followed. What everybody may read is fine where its name does not say otherwise, so public \
posts with writes for their owner stay silent, and so do rules that ask for a membership, a custom claim or a state of the data, or that limit \
which fields change. Conditions that are not understood are taken for sound.",
    bad: Example {
        path: "firestore.rules",
        code: "\
rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /{document=**} {
      allow read, write: if true;
    }
  }
}
",
    },
    sound: Example {
        path: "firestore.rules",
        code: "\
rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /users/{userId} {
      allow read, write: if request.auth != null && request.auth.uid == userId;
    }
    match /posts/{postId} {
      allow read: if true;
      allow create: if request.auth != null && request.resource.data.authorId == request.auth.uid;
      allow update, delete: if request.auth != null && resource.data.authorId == request.auth.uid;
    }
  }
}
",
    },
    sources: &[
        "https://firebase.google.com/docs/rules/insecure-rules",
        "https://firebase.google.com/docs/firestore/security/rules-conditions",
        "https://firebase.google.com/docs/database/security/rules-conditions",
        "https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/",
    ],
    since: "0.1.0",
};

/// More related places than this tell nothing new.
const MOST_RELATED: usize = 3;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let written = &context.file.access_rules;
    if written.is_empty() {
        return;
    }
    let rules = Rules::new(written);
    let alone = rules.known.iter().enumerate().filter_map(|(at, known)| verdict::verdict(at, known, &rules));
    let mut verdicts: Vec<Verdict> = alone.collect();
    let roles = escalation::verdicts(&rules, written);
    verdicts.retain(|verdict| verdict.severity == Severity::Error || !roles.iter().any(|role| role.at == verdict.at));
    verdicts
        .extend(roles.into_iter().filter(|role| !verdicts.iter().any(|other| other.at == role.at)).collect::<Vec<_>>());
    let wide: Vec<&Verdict> = verdicts.iter().filter(|verdict| is_wide(&written[verdict.at])).take(100).collect();
    let hidden = |verdict: &Verdict, by: &Verdict| by.at != verdict.at && is_cause(by, verdict, written);
    for verdict in &verdicts {
        if !wide.iter().any(|other| hidden(verdict, other)) {
            let hides = verdict.place.kind == Kind::Everything && verdicts.iter().any(|other| hidden(other, verdict));
            findings.push(finding(context, &rules, verdict, hides));
        }
    }
}

fn is_wide(rule: &AccessRule) -> bool {
    rule.path.iter().any(|segment| matches!(segment, PathSegment::Rest(_)))
}

/// Whether one rule alone lets in whom the other does.
fn is_cause(wide: &Verdict, other: &Verdict, rules: &[AccessRule]) -> bool {
    let Issue::Open { who, until: None } = wide.issue else { return false };
    let of_other = match other.issue {
        Issue::Open { who, .. } => who,
        _ => Who::SignedIn,
    };
    let (outer, inner) = (&rules[wide.at], &rules[other.at]);
    who >= of_other
        && outer.store == inner.store
        && other.operations.without(wide.operations).is_empty()
        && place::covers(&outer.path, &inner.path)
        && !(place::covers(&inner.path, &outer.path) && other.at < wide.at)
}

fn finding(context: &Context<'_>, rules: &Rules<'_>, verdict: &Verdict, hides_others: bool) -> Finding {
    let rule = rules.known[verdict.at].rule;
    let narrower = narrower(rules, verdict);
    let mut related: Vec<Related> = narrower
        .iter()
        .take(MOST_RELATED)
        .map(|other| {
            let path = message::shown_path(other);
            context.here(
                other.range,
                format!("this narrower rule for `{path}` does not help: rules add up, and one that allows is enough"),
            )
        })
        .collect();
    if let Issue::SelfMadeRole { trusted_at, .. } = verdict.issue {
        related.push(context.here(rules.known[trusted_at].rule.range, "this rule trusts it"));
    }
    // What is wrong with the narrower rules would come to light.
    let can_close = !narrower.is_empty() && !hides_others;
    let mut severity = verdict.severity;
    if let Some(instead) = deployed_instead(context, rule.store) {
        severity = Severity::Info;
        related.push(instead);
    }
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: rule.range,
        severity,
        certainty: context.certainty(rule.range),
        message: message::message(verdict, rule),
        related,
        fixes: fixes::fixes(verdict, rule, &context.file.path, can_close),
    }
}

/// Rules for a part of the same data that let in fewer.
fn narrower<'a>(rules: &Rules<'a>, verdict: &Verdict) -> Vec<&'a AccessRule> {
    let wide = rules.known[verdict.at].rule;
    // In the Realtime Database every rule is for all that is below it; only at the root does that surprise.
    let is_plain = wide.store == DataStore::RealtimeDatabase && verdict.place.kind != Kind::Everything;
    if !matches!(verdict.issue, Issue::Open { .. }) || !is_wide(wide) || is_plain {
        return Vec::new();
    }
    let is_narrower = |other: &&known::Known<'a>| {
        other.rule.store == wide.store
            && other.operations.has(verdict.operations)
            && !other.ways.is_empty()
            && other.ways.iter().all(|(_, reading)| reading.who == Who::Named)
            && place::covers(&wide.path, &other.rule.path)
            && !place::covers(&other.rule.path, &wide.path)
    };
    rules.known.iter().filter(is_narrower).map(|other| other.rule).collect()
}

/// The place that names other files as the rules of the store, and not this one.
fn deployed_instead(context: &Context<'_>, store: DataStore) -> Option<Related> {
    let mut instead = None;
    for file in context.project.files().filter(|file| !file.deployed_rules.is_empty()) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_below =
            folder.is_empty() || context.file.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        for deployed in file.deployed_rules.iter().filter(|deployed| is_below && deployed.store == store) {
            if deployed.path == context.file.path {
                return None;
            }
            instead = instead.or_else(|| {
                let note = "another file is deployed as the rules of this store".into();
                Some(Related { path: file.path.clone(), range: deployed.range, note })
            });
        }
    }
    instead
}
