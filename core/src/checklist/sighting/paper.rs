//! Items 8, 9 and 10: what a person has to know, and what the code shows of it.

use super::{App, Sighting, Standing, among, listed};
use crate::facts::{FileFacts, Shows};
use crate::names::personal::DataClass;
use crate::policy::{LegalKind, Section};
use crate::project::{DataItem, Kept};
use crate::rules::headers::is_aside;
use crate::text::counted;

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
    for (what, kind) in [("privacy policy", LegalKind::Privacy), ("page of terms", LegalKind::Terms)] {
        evidence.push(match standing(app, kind) {
            Some(words) => format!("a {what} {words}"),
            None => format!("no {what} was recognised among the pages"),
        });
    }
    evidence.extend(app.files.iter().find_map(|file| gaps(file)));
    Sighting::new(Standing::Unclear("whether they fit what the app does, a person has to judge".to_owned()), evidence)
}

/// Where a text of this kind stands: a file of its own, a route, a place elsewhere that is linked.
fn standing(app: &App<'_>, kind: LegalKind) -> Option<String> {
    let files = || app.files.iter().filter(|file| !is_aside(&file.path));
    let page = files()
        .filter(|file| file.legal.page == Some(kind))
        .min_by_key(|file| (file.legal.text.is_none(), file.path.len()));
    if let Some(file) = page {
        return Some(format!("stands in {}", file.path));
    }
    let shows = |wanted: Shows| {
        let has =
            move |file: &&&FileFacts| file.legal.traces.iter().any(|trace| trace.kind == kind && trace.shows == wanted);
        files().find(has)
    };
    let elsewhere = || shows(Shows::Elsewhere).map(|file| format!("elsewhere is linked in {}", file.path));
    shows(Shows::Page).map(|file| format!("is named in {}", file.path)).or_else(elsewhere)
}

/// What a privacy policy was not seen to speak of: for whoever reads it next.
fn gaps(file: &FileFacts) -> Option<String> {
    // In a component the words may stand elsewhere; in a few words nothing is to be looked for.
    let text = file.legal.text.as_ref().filter(|text| text.kind == Some(LegalKind::Privacy) && text.words > 90)?;
    let is_asked_everywhere =
        |section: &Section| !matches!(section, Section::Sale | Section::Children | Section::LegalBasis);
    let missing = Section::ALL.into_iter().filter(|section| !text.speaks_of(*section)).filter(is_asked_everywhere);
    let missing: Vec<&str> = missing.map(Section::in_words).collect();
    (!missing.is_empty()).then(|| format!("the policy in {} was not seen to say {}", file.path, listed(&missing, 5)))
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
    use crate::project::Project;

    fn evidence(files: &[(&str, &str)]) -> Vec<String> {
        let mut project = Project::new(crate::Config::default());
        project.apply(files.iter().map(|(path, text)| crate::Change::Set(Box::new(crate::analyse(path, text)))));
        let app = App::new(&project, project.files().collect());
        policies(&app).evidence
    }

    #[test]
    fn policies_are_found_where_they_stand() {
        let page = ("app/page.tsx", "export default function Page() { return <h1>Hi</h1>; }");
        for (file, expected) in [
            (("content/pages/privacy.mdx", "# Privacy Policy"), "a privacy policy stands in content/pages/privacy.mdx"),
            (
                ("app/datenschutz/page.tsx", "export default () => <p />"),
                "a privacy policy stands in app/datenschutz/page.tsx",
            ),
            (
                ("app/footer.tsx", "const F = () => <a href=\"https://harbor.net/privacy\">x</a>"),
                "a privacy policy elsewhere is linked in app/footer.tsx",
            ),
            (("app/routes.ts", "const r = [{ path: '/privacy' }]"), "a privacy policy is named in app/routes.ts"),
            (
                ("app/footer.tsx", "const F = () => <a href=\"#\">Privacy</a>"),
                "no privacy policy was recognised among the pages",
            ),
        ] {
            assert_eq!(evidence(&[page, file])[0], expected);
        }
        assert_eq!(evidence(&[page])[1], "no page of terms was recognised among the pages");
    }

    #[test]
    fn what_a_policy_leaves_out_is_told() {
        let text = format!("# Privacy Policy\n\nWe collect your name. {}", "Word after word it goes on. ".repeat(20));
        let found = evidence(&[("app/page.tsx", "export default () => <p />"), ("content/privacy.md", &text)]);
        assert!(
            found.last().unwrap().starts_with("the policy in content/privacy.md was not seen to say "),
            "{found:?}"
        );
    }
}
