//! What an app owes the people it asks for something: whether a text of some kind can be found from it, and where people
//! are asked.
//!
//! Invariant: an app has one such place, so that a missing text is told once. A text anywhere in the project counts for all
//! its apps, since a product often has a site beside it; so does a link to one elsewhere.

use crate::facts::{AskedFor, FileFacts, LegalTrace, Shows};
use crate::policy::LegalKind;
use crate::project::{App, Project};
use crate::rules::Context;
use crate::rules::headers::{is_aside, is_site};
use crate::text::TextRange;

/// Packages by which people make accounts: their screens, or first sign-ins, do it without code that could be seen.
const ACCOUNTS: [&str; 16] = [
    "@clerk/nextjs",
    "@clerk/clerk-react",
    "@clerk/astro",
    "@clerk/remix",
    "@clerk/nuxt",
    "next-auth",
    "better-auth",
    "@auth0/nextjs-auth0",
    "@auth0/auth0-react",
    "@kinde-oss/kinde-auth-nextjs",
    "@workos-inc/authkit-nextjs",
    "@stackframe/stack",
    "@supabase/auth-ui-react",
    "@logto/next",
    "@descope/nextjs-sdk",
    "@privy-io/react-auth",
];
/// Packages by which people pay.
const PAYMENTS: [&str; 11] = [
    "stripe",
    "@stripe/stripe-js",
    "@stripe/react-stripe-js",
    "@paddle/paddle-js",
    "@paddle/paddle-node-sdk",
    "@lemonsqueezy/lemonsqueezy.js",
    "@polar-sh/sdk",
    "@polar-sh/nextjs",
    "razorpay",
    "@paypal/react-paypal-js",
    "mercadopago",
];
/// Packages that follow people over pages or visits. Those that do without cookies and names are left out.
const TRACKERS: [&str; 12] = [
    "posthog-js",
    "react-ga4",
    "react-ga",
    "mixpanel-browser",
    "@amplitude/analytics-browser",
    "@segment/analytics-next",
    "@hotjar/browser",
    "react-facebook-pixel",
    "vue-gtag",
    "nuxt-gtag",
    "logrocket",
    "@microsoft/clarity",
];
/// Parts of addresses of scripts that follow people.
const TRACKING_SCRIPTS: [&str; 7] = [
    "googletagmanager.com",
    "google-analytics.com",
    "connect.facebook.net",
    "posthog.com",
    "hotjar.com",
    "clarity.ms",
    "googlesyndication.com",
];
/// Words in the name of an app that only its makers use.
const INTERNAL: [&str; 8] = ["admin", "internal", "backoffice", "intranet", "cms", "studio", "storybook", "playground"];
/// Words in the path of a page where strangers leave their address.
const PUBLIC: [&str; 20] = [
    "signup",
    "register",
    "registration",
    "join",
    "contact",
    "newsletter",
    "subscribe",
    "waitlist",
    "checkout",
    "booking",
    "book",
    "quote",
    "order",
    "donate",
    "donation",
    "apply",
    "demo",
    "onboarding",
    "lead",
    "contacto",
];

/// Why an app owes a text, the best reason to name first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    /// People make an account.
    Account,
    /// They sign up at a page of that name.
    SignUp,
    /// They leave an address.
    Contact,
    /// They pay.
    Payment,
    /// They are followed.
    Tracking,
}

/// A place that shows why an app owes a text.
pub(super) struct Place<'a> {
    /// The file.
    pub path: &'a str,
    /// The place.
    pub range: TextRange,
    /// Why.
    pub reason: Reason,
}

/// A text that an app owes and does not have.
pub(super) struct Owed<'a> {
    /// A link that promises it and leads nowhere, in the file that is judged.
    pub promise: Option<&'a LegalTrace>,
    /// Where people are asked; in the file that is judged when nothing promises the text.
    pub place: Place<'a>,
    /// Whether people pay.
    pub is_paid: bool,
}

/// The text of this kind that is missing, when the file that is judged is the place to say so.
pub(super) fn owed<'a>(context: &Context<'a>, kind: LegalKind) -> Option<Owed<'a>> {
    let (file, project) = (context.file, context.project);
    let legal = &file.legal;
    let may_be_place = !legal.asked.is_empty()
        || !legal.traces.is_empty()
        || file.manifest.is_some()
        || !file.script_sources.is_empty();
    if !may_be_place || !file.problems.is_empty() || is_aside(&file.path) || project.is_deployed() {
        return None;
    }
    let app = project.app_of(&file.path).filter(|app| is_site(project, app) && !is_internal(project, app))?;
    if is_there(project, kind) {
        return None;
    }
    let own: Vec<&FileFacts> = project.files().filter(|file| is_of(project, app, file)).collect();
    let mut places: Vec<Place<'a>> = own.iter().copied().flat_map(places).collect();
    places.sort_by(|one, other| (one.reason, one.path, one.range).cmp(&(other.reason, other.path, other.range)));
    let is_paid = places.iter().any(|place| place.reason == Reason::Payment);
    let place = places.into_iter().next()?;
    let promise = own.iter().copied().find_map(|file| Some((file.path.as_str(), promise(file, kind)?)));
    match promise {
        Some((path, trace)) => (path == file.path).then_some(Owed { promise: Some(trace), place, is_paid }),
        None => (place.path == file.path).then_some(Owed { promise: None, place, is_paid }),
    }
}

fn is_of(project: &Project, app: &App, file: &FileFacts) -> bool {
    !is_aside(&file.path) && project.app_of(&file.path).is_some_and(|owner| owner.root == app.root)
}

/// A link that leads nowhere.
fn promise(file: &FileFacts, kind: LegalKind) -> Option<&LegalTrace> {
    let leads_nowhere =
        |trace: &&LegalTrace| trace.kind == kind && matches!(trace.shows, Shows::Nowhere | Shows::Inner(_));
    file.legal.traces.iter().find(leads_nowhere)
}

/// Whether the project has, or leads to, a text of this kind. What was not read whole may hold one.
fn is_there(project: &Project, kind: LegalKind) -> bool {
    let mut inner = false;
    for file in project.files() {
        let legal = &file.legal;
        let is_page = legal.page == Some(kind)
            || is_page_of_all(&file.path)
            || legal.text.as_ref().is_some_and(|text| text.kind == Some(kind));
        let shows = |trace: &LegalTrace| trace.kind == kind && matches!(trace.shows, Shows::Page | Shows::Elsewhere);
        let serves = || file.routes.iter().any(|route| crate::policy::kind_of_address(&route.path) == Some(kind));
        if !is_aside(&file.path) && (is_page || legal.may_hold_more || legal.traces.iter().any(shows) || serves()) {
            return true;
        }
        inner |= legal.traces.iter().any(|trace| trace.kind == kind && matches!(trace.shows, Shows::Inner(_)));
    }
    inner && project.files().any(answers_anything)
}

/// `app/legal/page.tsx`, which may hold all of them.
fn is_page_of_all(path: &str) -> bool {
    path.split(['/', '.']).any(|part| part.eq_ignore_ascii_case("legal") || part.eq_ignore_ascii_case("policies"))
}

/// Whether a file answers addresses that it does not name: `pages/[slug].tsx`, a server in another language.
fn answers_anything(file: &FileFacts) -> bool {
    const TONGUES: [&str; 4] = ["locale", "lang", "lng", "language"];
    let mut folders = file.path.split('/');
    let name = folders.next_back().unwrap_or("");
    let is_page = name.starts_with("page.")
        || name.starts_with('[')
        || name.starts_with('$')
        || name.starts_with("+page")
        || name.contains("...");
    let stands_for_any = |part: &str| {
        let inside = part.split('.').next().unwrap_or(part).trim_matches(['[', ']']).trim_start_matches('.');
        (part.starts_with('[') || part.starts_with('$')) && !TONGUES.contains(&inside.trim_start_matches('$'))
    };
    file.requirements.is_some() || is_page && file.path.split('/').any(stands_for_any)
}

/// Whether only its makers use the app.
fn is_internal(project: &Project, app: &App) -> bool {
    let is_named = |name: &str| crate::names::words(name).iter().any(|word| INTERNAL.contains(&word.as_str()));
    let manifest = app.manifest.as_deref().and_then(|path| project.file(path)?.manifest.as_ref());
    is_named(app.root.rsplit('/').next().unwrap_or(""))
        || manifest.and_then(|manifest| manifest.name.as_deref()).is_some_and(is_named)
}

/// The places of a file that show why its app owes a text.
fn places(file: &FileFacts) -> Vec<Place<'_>> {
    let path = file.path.as_str();
    let mut found = Vec::new();
    let mut add = |reason, range| found.push(Place { path, range, reason });
    let is_public = path.split(['/', '.', '-', '_']).any(is_public);
    for asked in &file.legal.asked {
        match asked.what {
            AskedFor::Account => add(Reason::Account, asked.range),
            AskedFor::Password | AskedFor::Contact if is_sign_up(path) => add(Reason::SignUp, asked.range),
            AskedFor::Contact if is_public => add(Reason::Contact, asked.range),
            AskedFor::Password | AskedFor::Contact => {}
        }
    }
    for dependency in file.manifest.iter().flat_map(|manifest| &manifest.dependencies) {
        let name = dependency.name.as_str();
        if dependency.kind == crate::facts::DependencyKind::Development {
            continue;
        }
        for (packages, reason) in
            [(&ACCOUNTS[..], Reason::Account), (&PAYMENTS[..], Reason::Payment), (&TRACKERS[..], Reason::Tracking)]
        {
            if packages.contains(&name) {
                add(reason, dependency.range);
            }
        }
    }
    for script in &file.script_sources {
        if TRACKING_SCRIPTS.iter().any(|part| script.url.contains(part)) {
            add(Reason::Tracking, script.range);
        }
    }
    found
}

fn is_public(part: &str) -> bool {
    let words = crate::names::words(part);
    words.len() <= 3 && words.iter().any(|word| PUBLIC.contains(&word.as_str())) || words.concat() == "signup"
}

fn is_sign_up(path: &str) -> bool {
    path.split(['/', '.']).any(|part| {
        let joined = crate::names::words(part).concat();
        [
            "signup",
            "register",
            "registration",
            "registerpage",
            "signuppage",
            "signupform",
            "registerform",
            "createaccount",
            "cadastro",
            "registro",
        ]
        .contains(&joined.as_str())
    })
}
