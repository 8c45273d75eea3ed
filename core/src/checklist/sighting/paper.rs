//! Items 8, 9 and 10: what a person has to know, and what the code shows of it.

use super::{App, Sighting, Standing, among, counted, listed};
use crate::names::personal::DataClass;
use crate::names::words;
use crate::project::{DataItem, Kept};

const PRIVACY: [&str; 12] = [
    "privacy",
    "privacypolicy",
    "datenschutz",
    "datenschutzerklaerung",
    "confidentialite",
    "privacidad",
    "privacidade",
    "riservatezza",
    "integritet",
    "personvern",
    "privacybeleid",
    "prywatnosc",
];
const TERMS: [&str; 12] = [
    "terms",
    "tos",
    "termsofservice",
    "agb",
    "nutzungsbedingungen",
    "cgu",
    "cgv",
    "terminos",
    "termos",
    "voorwaarden",
    "regulamin",
    "eula",
];

/// Services that tell somebody when something goes wrong.
const WATCHERS: [(&str, &str); 14] = [
    ("@axiomhq/js", "Axiom"),
    ("@datadog/browser-rum", "Datadog"),
    ("@highlight-run/node", "Highlight"),
    ("@logtail/node", "Better Stack"),
    ("@opentelemetry/sdk-node", "OpenTelemetry"),
    ("@rollbar/react", "Rollbar"),
    ("@sentry/astro", "Sentry"),
    ("@sentry/nextjs", "Sentry"),
    ("@sentry/node", "Sentry"),
    ("@sentry/react", "Sentry"),
    ("@sentry/sveltekit", "Sentry"),
    ("dd-trace", "Datadog"),
    ("newrelic", "New Relic"),
    ("rollbar", "Rollbar"),
];

/// What is seen of policies.
pub fn policies(app: &App<'_>) -> Sighting {
    if !app.is_web_app {
        return Sighting::absent("the project serves no pages and answers no requests");
    }
    let mut evidence = Vec::new();
    for (what, names) in [("privacy policy", &PRIVACY), ("page of terms", &TERMS)] {
        match app.files.iter().find(|file| is_page_about(&file.path, names)) {
            Some(file) => evidence.push(format!("a {what} stands in {}", file.path)),
            None => evidence.push(format!("no {what} was recognised among the pages")),
        }
    }
    Sighting::new(Standing::Unclear("whether they fit what the app does, a person has to judge".to_owned()), evidence)
}

/// Whether a file is a page by this name: `app/(legal)/privacy/page.tsx`, `pages/privacy-policy.vue`.
fn is_page_about(path: &str, names: &[&str]) -> bool {
    let is_page = path.rsplit_once('.').is_some_and(|(_, end)| {
        matches!(end, "tsx" | "jsx" | "ts" | "js" | "vue" | "svelte" | "astro" | "html" | "htm")
    });
    // A page is named by its file, or by the folder it is the index of.
    let parts: Vec<&str> = path.split('/').collect();
    let mut near = parts.iter().rev().take(2).map(|part| part.split('.').next().unwrap_or(part));
    is_page && near.any(|part| is_about(part, names))
}

fn is_about(part: &str, names: &[&str]) -> bool {
    let words = words(part);
    let joined = words.concat();
    let is_short = words.len() <= 3;
    names.contains(&joined.as_str())
        || is_short
            && words.first().is_some_and(|first| names.contains(&first.as_str()) && !part.starts_with("privacy-s"))
}

/// What is seen of people's data.
pub fn regulated(app: &App<'_>) -> Sighting {
    let data = kept(app);
    if !app.data.is_kept() && app.sign_in.is_none() && app.endpoints == 0 && data.is_empty() {
        return Sighting::absent("no database, no sign-in and no endpoint was seen, so nothing is kept");
    }
    let mut evidence = Vec::new();
    if data.is_empty() {
        evidence.push("no column, form or type was recognised as data about people".to_owned());
    }
    for (class, items) in &data {
        let titles: Vec<String> = items.iter().map(|item| item.title()).collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        evidence.push(format!("{}: {}", class.title(), listed(&titles, 3)));
    }
    let reason = "which laws apply and how long data is kept, a person has to say (and a lawyer to advise)";
    Sighting::new(Standing::Unclear(reason.to_owned()), evidence)
}

/// The data about people that the app's schemas keep, or else its forms ask for, by class, the gravest first; all of it
/// that lies in shared packages counts.
fn kept<'a>(app: &App<'a>) -> Vec<(DataClass, Vec<&'a DataItem>)> {
    let is_here = |item: &DataItem| app.files.iter().any(|file| file.path == item.path);
    let all = app.project.personal_data().iter().flat_map(|data| &data.items);
    let mut items: Vec<&DataItem> = all.filter(|item| item.class != DataClass::FreeText && is_here(item)).collect();
    if items.iter().any(|item| item.kept == Kept::Stored) {
        items.retain(|item| item.kept == Kept::Stored);
    }
    let mut found: Vec<(DataClass, Vec<&DataItem>)> = Vec::new();
    items.sort_by_key(|item| item.class);
    for item in items {
        match found.last_mut() {
            Some((class, list)) if *class == item.class => list.push(item),
            _ => found.push((item.class, vec![item])),
        }
    }
    found
}

/// What is seen of records and alerts.
pub fn audit(app: &App<'_>) -> Sighting {
    if !app.is_web_app || app.endpoints == 0 && app.sign_in.is_none() && !app.data.is_kept() {
        return Sighting::absent("nobody signs in and no request changes anything, so there is nothing to record");
    }
    let mut names: Vec<&str> = app.needs(&WATCHERS).into_iter().map(|(_, name)| name).collect();
    names.dedup();
    let mut evidence = Vec::new();
    if app.endpoints > 0 {
        evidence.push(format!("{} seen", counted(app.endpoints, "route or action", "routes and actions")));
    }
    if !names.is_empty() {
        evidence.push(among(&names));
    }
    Sighting::new(Standing::Unclear("who is alerted, and of what, code does not show".to_owned()), evidence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_about_privacy_are_known_by_their_place() {
        for (path, expected) in [
            ("app/(marketing)/privacy/page.tsx", true),
            ("src/pages/privacy-policy.vue", true),
            ("pages/PrivacyPolicy.tsx", true),
            ("app/datenschutz/page.tsx", true),
            ("public/privacy.html", true),
            ("src/lib/privacy-settings.ts", false),
            ("src/lib/private.ts", false),
            ("privacy.md", false),
        ] {
            assert_eq!(is_page_about(path, &PRIVACY), expected, "{path}");
        }
        assert!(is_page_about("app/terms/page.tsx", &TERMS) && !is_page_about("src/terminal.ts", &TERMS));
    }
}
