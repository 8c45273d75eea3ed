//! What ends data about people, or hands it to them: accounts deleted, data exported, rows that expire.

use crate::facts::{CareKind, DataCare};
use crate::names::personal::{names_erasure, names_export};
use crate::syntax::digest::CallSite;
use crate::text::TextRange;

/// What a call does.
pub fn of_call(site: &CallSite, callee: &[&str]) -> Option<DataCare> {
    let last = callee.last().copied().unwrap_or_default();
    let told = site.argument(0).text().filter(|_| matches!(last, "rpc" | "httpsCallable" | "invoke" | "mutation"));
    let care = |kind| Some(DataCare { kind, range: site.head() });
    // `user.delete()` of hosted sign-in: the user in hand, and no condition.
    let is_hosted = matches!(last, "delete" | "deleteAccount" | "destroy")
        && site.call.arguments.is_empty()
        && callee.iter().rev().nth(1).is_some_and(|on| crate::names::personal::is_person(on));
    if is_hosted || names_erasure(last) || told.is_some_and(names_erasure) {
        return care(CareKind::DeletesAccount);
    }
    if names_export(last) || told.is_some_and(names_export) {
        return care(CareKind::Exports);
    }
    let expires = site.call.arguments.iter().any(|argument| {
        argument.any(&|part| {
            part.object().is_some_and(|object| {
                object.get("expireAfterSeconds").is_some()
                    || last == "Schema" && object.get("expires").is_some()
                    || object.get("deleteUser").is_some_and(|entry| entry.value.object().is_some())
            })
        })
    });
    if !expires {
        return None;
    }
    let deletes =
        site.call.arguments.iter().any(|argument| {
            argument.any(&|part| part.object().is_some_and(|object| object.get("deleteUser").is_some()))
        });
    care(if deletes { CareKind::DeletesAccount } else { CareKind::Expires })
}

/// A policy that says how long data is kept.
pub fn documented(path: &str, text: &str) -> Option<DataCare> {
    const PAGES: [&str; 7] =
        ["privacy", "datenschutz", "privacidad", "privacidade", "confidentialite", "gdpr", "policy"];
    const WORDS: [&str; 9] = [
        "retention",
        "retain",
        "how long we",
        "as long as",
        "aufbewahr",
        "speicherdauer",
        "conserv",
        "plazo de",
        "prazo de",
    ];
    let lower = path.to_ascii_lowercase();
    if !PAGES.iter().any(|page| lower.contains(page)) {
        return None;
    }
    let text_lower = text.to_ascii_lowercase();
    let says = WORDS.iter().any(|word| text_lower.contains(word));
    says.then_some(DataCare { kind: CareKind::Expires, range: TextRange::empty(0) })
}

/// Components of hosted sign-in by which people delete their account themselves (clerk.com/docs, "UserProfile";
/// better-auth-ui.com, "Account settings").
pub fn of_element(site: &CallSite) -> Option<DataCare> {
    let (module, path) = site.call.callee.import()?;
    let is_hosted = module.starts_with("@clerk/") || module.starts_with("@daveyplate/better-auth-ui");
    let last = path.last().map(smol_str::SmolStr::as_str).unwrap_or_default();
    let deletes =
        matches!(last, "UserProfile" | "UserButton" | "DeleteAccountCard" | "AccountSettingsCards" | "SettingsCards");
    (is_hosted && deletes).then_some(DataCare { kind: CareKind::DeletesAccount, range: site.call.range })
}
