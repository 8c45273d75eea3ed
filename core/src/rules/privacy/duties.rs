//! What an app with accounts owes the people in its tables: that data ends, that an account can go, that a copy can be had.
//!
//! Invariant: whatever may be a way to do it counts as one, wherever in the project it stands; only an app in which nothing
//! of the kind was seen is without.

use super::super::{Context, RuleMeta};
use crate::facts::{CareKind, FileFacts, Query, QueryAction, Value};
use crate::finding::{Certainty, Finding, Fix, Message, Severity};
use crate::names::limits::names_password;
use crate::names::ownership::is_people;
use crate::names::personal::{DataClass, names_erasure, names_export};
use crate::names::sign_in::{is_login_path, signs_in};
use crate::names::words;
use crate::project::{DataItem, Kept, PersonalData, Project};

/// What is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Data goes when it is no longer needed.
    Ends,
    /// People can have their account deleted.
    Deletion,
    /// People can have a copy of their data.
    Copy,
}

/// What a rule says of a duty that nothing meets.
pub struct Words {
    /// What is wrong, by the place that shows it best.
    pub what: fn(&DataItem) -> String,
    /// What it allows.
    pub risk: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// What to do, as the title of a guide.
    pub guide: &'static str,
}

/// Speaks once for each app with accounts and people's data in its tables in which nothing meets a duty, at the schema.
pub fn speak(context: &Context<'_>, duty: Duty, meta: &'static RuleMeta, words: &Words, findings: &mut Vec<Finding>) {
    if context.file.models.is_empty() && context.file.schema_changes.is_empty() {
        return;
    }
    findings.extend(unmet(context.project, &context.file.path, duty).into_iter().map(|place| Finding {
        rule: meta,
        path: place.path.clone(),
        range: place.owner_range.unwrap_or(place.range),
        severity: Severity::Info,
        certainty: Certainty::Complete,
        message: Message::new((words.what)(place), words.risk, words.remedy),
        related: Vec::new(),
        fixes: vec![Fix::guide(words.guide)],
    }));
}

/// Where to speak of a duty that nothing in the project meets.
fn unmet<'a>(project: &'a Project, path: &str, duty: Duty) -> Vec<&'a DataItem> {
    let places = project.personal_data().iter().filter_map(|data| Some((data, place(data, duty)?)));
    let here: Vec<_> = places.filter(|(_, place)| place.path == path).collect();
    if here.is_empty() || project.files().any(|file| meets(project, file, duty)) {
        return Vec::new();
    }
    here.into_iter().filter(|(data, _)| has_accounts(project, data)).map(|(_, place)| place).collect()
}

/// The model that shows best what the duty is about: people themselves, or what is kept of them.
fn place(data: &PersonalData, duty: Duty) -> Option<&DataItem> {
    let mut stored = data.items.iter().filter(|item| item.kept == Kept::Stored && item.class < DataClass::FreeText);
    let gravest = stored.clone().next()?;
    let people = stored.find(|item| is_people(&item.owner));
    Some(if duty == Duty::Ends { gravest } else { people.unwrap_or(gravest) })
}

/// Whether people sign in to the app; to any app of the project, where the data belongs to none.
fn has_accounts(project: &Project, data: &PersonalData) -> bool {
    let is_its = |file: &&FileFacts| {
        data.app.as_ref().is_none_or(|root| project.app_of(&file.path).is_none_or(|app| app.root == *root))
    };
    project.files().filter(is_its).any(|file| {
        let packages = file.manifest.iter().flat_map(|manifest| &manifest.dependencies);
        let has_package = packages
            .into_iter()
            .any(|one| one.kind != crate::facts::DependencyKind::Development && signs_in(&one.name));
        has_package
            || is_login_path(&file.path) && file.language.has_script()
            || file.routes.iter().any(|route| is_login_path(&route.path))
            || file
                .models
                .iter()
                .any(|model| is_people(&model.name) && model.fields.iter().any(|field| names_password(&field.name)))
    })
}

/// Whether something in a file meets a duty, or may.
fn meets(project: &Project, file: &FileFacts, duty: Duty) -> bool {
    let cares = |kind| file.data_care.iter().any(|care| care.kind == kind);
    match duty {
        Duty::Ends => {
            cares(CareKind::Expires) || is_named(file, &ends) || file.queries.iter().any(|query| is_sweep(file, query))
        }
        Duty::Deletion => {
            cares(CareKind::DeletesAccount)
                || is_named(file, &names_erasure)
                || file.queries.iter().any(|query| deletes_person(project, file, query))
                || file.routes.iter().any(|route| route.method == "DELETE" && is_about_account(&route.path))
        }
        Duty::Copy => cares(CareKind::Exports) || is_named(file, &names_export),
    }
}

/// Whether a function, a route, a function of the database or the file itself is named so.
fn is_named(file: &FileFacts, says: &dyn Fn(&str) -> bool) -> bool {
    let own = |name: &str| says(name.rsplit('.').next().unwrap_or(name));
    let near = |path: &str| {
        let path = path.trim_end_matches('/');
        let mut parts = path.rsplit('/').take(3).filter(|part| !part.starts_with(['[', ':', '(', '{', '$']));
        parts.any(|part| says(part.split('.').next().unwrap_or(part)))
    };
    let is_function = |change: &crate::facts::SchemaChange| matches!(&change.kind, crate::facts::ChangeKind::CreateFunction(function) if says(&function.name.name));
    near(&file.path)
        || file.functions.iter().any(|function| function.name.as_deref().is_some_and(own))
        || file.routes.iter().any(|route| near(&route.path))
        || file.schema_changes.iter().any(is_function)
}

/// Whether a name is that of a job by which old data goes.
fn ends(name: &str) -> bool {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    has(&["retention", "anonymize", "anonymise", "anonymization", "purge", "prune", "pruning"])
        || has(&["cleanup", "clean", "delete", "remove", "clear", "expire"])
            && has(&["old", "expired", "stale", "inactive", "outdated", "cron"])
}

/// `deleteMany({ where: { createdAt: { lt: … } } })`: rows go by their age.
fn is_sweep(file: &FileFacts, query: &Query) -> bool {
    let by_time = |column: &str| {
        let words = words(column);
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        has(&["at", "date", "expires", "expiry", "expiration", "created", "timestamp", "until"]) && !has(&["id"])
    };
    let is_old = || query.conditions.iter().any(|condition| condition.path.iter().any(|part| by_time(part)));
    // A token that is checked for its age and then deleted says nothing of people's data.
    let is_token = words(&query.model.name).iter().any(|word| {
        matches!(word.as_str(), "token" | "tokens" | "session" | "sessions" | "verification" | "otp" | "cache" | "lock")
    });
    query.action == QueryAction::Delete && (is_old() && !is_token || file.path.contains("cron"))
}

/// Whether a query takes a person out, or marks one as gone.
fn deletes_person(project: &Project, file: &FileFacts, query: &Query) -> bool {
    let model = project.queried_model(file, query).map_or(query.model.name.as_str(), |(_, model)| model.name.as_str());
    if !is_people(model) && !is_people(&query.model.name) {
        return false;
    }
    let marks = |key: &str| {
        let words = words(key);
        words
            .iter()
            .any(|word| matches!(word.as_str(), "deleted" | "anonymized" | "anonymised" | "deactivated" | "deletion"))
    };
    match (query.action, &query.written) {
        (QueryAction::Delete, _) => true,
        (QueryAction::Update, Value::Object(written)) => {
            written.properties.iter().any(|property| property.key.as_deref().is_some_and(marks))
        }
        _ => false,
    }
}

/// `/users/:id`, `/account`, `/me`.
fn is_about_account(path: &str) -> bool {
    let last = path.rsplit('/').find(|part| !part.is_empty() && !part.starts_with([':', '[', '{', '*']));
    last.is_some_and(|last| is_people(last) || last == "me")
}
