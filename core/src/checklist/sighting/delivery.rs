//! Items 2, 4, 5, 6 and 7: what gets to browsers, how often it may be asked for, over which line, made of what.

use super::{App, Sighting, Standing, among, listed};
use crate::facts::FileFacts;
use crate::names::environment::public_prefix;
use crate::rules::headers::is_aside;
use crate::text::counted;

/// Packages that limit how often something is called.
const LIMITERS: [(&str, &str); 14] = [
    ("@arcjet/next", "Arcjet"),
    ("@arcjet/node", "Arcjet"),
    ("@fastify/rate-limit", "@fastify/rate-limit"),
    ("@nestjs/throttler", "@nestjs/throttler"),
    ("@unkey/ratelimit", "Unkey"),
    ("@upstash/ratelimit", "Upstash Ratelimit"),
    ("@vercel/firewall", "the Vercel firewall"),
    ("express-brute", "express-brute"),
    ("express-rate-limit", "express-rate-limit"),
    ("express-slow-down", "express-slow-down"),
    ("hono-rate-limiter", "hono-rate-limiter"),
    ("koa-ratelimit", "koa-ratelimit"),
    ("limiter", "limiter"),
    ("rate-limiter-flexible", "rate-limiter-flexible"),
];

const LOCK_FILES: [&str; 8] = [
    "package-lock.json",
    "npm-shrinkwrap.json",
    "pnpm-lock.yaml",
    "yarn.lock",
    "bun.lock",
    "deno.lock",
    "uv.lock",
    "poetry.lock",
];

/// What is seen of keys and of what reaches the browser.
pub fn keys(app: &App<'_>) -> Sighting {
    let in_browser = app.files.iter().filter(|file| app.project.client_reach(&file.path).is_some()).count();
    let environment = app.files.iter().filter(|file| !file.env_variables.is_empty()).count();
    let names = app.files.iter().flat_map(|file| file.env_reads.iter().map(|read| read.name.as_str()));
    let public: std::collections::BTreeSet<&str> = names.filter(|name| public_prefix(name).is_some()).collect();
    let reach = match in_browser {
        0 => "none of them was seen to reach the browser".to_owned(),
        one => format!("{one} of them reach the browser"),
    };
    let mut evidence = vec![format!("{} read for keys; {reach}", counted(app.files.len(), "file", "files"))];
    if environment > 0 {
        evidence.push(format!("{} among them", counted(environment, "environment file", "environment files")));
    }
    if !public.is_empty() {
        let variables = counted(public.len(), "variable is", "variables are");
        evidence.push(format!("{variables} public by their prefix, looked at by name and use"));
    }
    evidence.push("built output is not part of this: `seaworthy check --bundles` looks at it".to_owned());
    Sighting::new(Standing::Shown, evidence)
}

/// What is seen of limits.
pub fn limits(app: &App<'_>) -> Sighting {
    if !app.is_web_app {
        return Sighting::absent("the project answers no requests");
    }
    let limiters = app.needs(&LIMITERS);
    let mut evidence = Vec::new();
    if app.endpoints > 0 {
        evidence.push(format!("{} seen", counted(app.endpoints, "route or action", "routes and actions")));
    }
    if !limiters.is_empty() {
        let mut names: Vec<&str> = limiters.iter().map(|(_, name)| *name).collect();
        names.dedup();
        evidence.push(among(&names));
    }
    let standing = match (app.endpoints, limiters.is_empty()) {
        (0, _) => Standing::Unclear("the endpoints this app talks to are not in this project".to_owned()),
        (_, true) => {
            Standing::Unclear("no limiter is among the packages; one may stand in front of the app".to_owned())
        }
        (_, false) => Standing::Shown,
    };
    Sighting::new(standing, evidence)
}

/// What is seen of HTTPS.
pub fn https(app: &App<'_>) -> Sighting {
    let mut sighting = headers(
        app,
        &["strict-transport-security"],
        "Strict-Transport-Security",
        "whether every address answers by HTTPS only shows at the deployed site",
    );
    let plain: usize =
        app.files.iter().filter(|file| !is_aside(&file.path)).map(|file| file.plain_addresses.len()).sum();
    if app.is_web_app && plain > 0 {
        sighting.evidence.push(format!("{} without encryption looked at", counted(plain, "address", "addresses")));
    }
    sighting
}

/// What is seen of the content policy.
pub fn content_policy(app: &App<'_>) -> Sighting {
    let names = ["content-security-policy", "content-security-policy-report-only"];
    headers(app, &names, "Content-Security-Policy", "which policy browsers get shows at the deployed site")
}

/// Where headers of these names are set. Those that only report hold nothing off.
fn headers(app: &App<'_>, names: &[&str], title: &str, reason: &str) -> Sighting {
    if !app.is_web_app {
        return Sighting::absent("the project serves no pages and answers no requests");
    }
    let sets = |file: &FileFacts, only: &[&str]| {
        file.header_settings.iter().any(|setting| only.contains(&setting.name.as_str()))
    };
    let files = app.files.iter().filter(|file| !is_aside(&file.path));
    let setting: Vec<&str> = files.clone().filter(|file| sets(file, names)).map(|file| file.path.as_str()).collect();
    let is_enforced = files.clone().any(|file| sets(file, &names[..1]));
    if setting.is_empty() {
        return Sighting::new(Standing::Unclear(reason.to_owned()), vec![format!("no {title} is set in the code")]);
    }
    let report = if is_enforced { "" } else { ", in a form that only reports" };
    let evidence = vec![format!("{title} is set in {}{report}", listed(&setting, 3))];
    let standing =
        if is_enforced { Standing::Shown } else { Standing::Unclear("the policy only reports so far".to_owned()) };
    Sighting::new(standing, evidence)
}

/// What is seen of packages.
pub fn packages(app: &App<'_>) -> Sighting {
    let manifests = app.files.iter().filter_map(|file| file.manifest.as_ref());
    let (mut with_any, mut all, mut exact) = (0, 0, 0);
    for manifest in manifests.filter(|manifest| !manifest.dependencies.is_empty()) {
        with_any += 1;
        all += manifest.dependencies.len();
        exact += manifest.dependencies.iter().filter(|one| is_exact(&one.version)).count();
    }
    if with_any == 0 {
        return Sighting::absent("no manifest with dependencies was seen");
    }
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let is_lock = |path: &&str| LOCK_FILES.contains(&name(path).as_str());
    let locks: Vec<&str> = app.project.files().map(|file| file.path.as_str()).filter(is_lock).collect();
    let manifests = counted(with_any, "manifest", "manifests");
    let dependencies = counted(all, "dependency", "dependencies");
    let mut evidence = vec![format!("{dependencies} in {manifests}, {exact} of them at an exact version")];
    if locks.is_empty() {
        return Sighting::new(Standing::Unclear("no lock file was seen".to_owned()), evidence);
    }
    evidence.push(format!("locked by {}", listed(&locks, 3)));
    Sighting::new(Standing::Shown, evidence)
}

fn is_exact(version: &str) -> bool {
    version.starts_with(|first: char| first.is_ascii_digit())
        && version.split(['-', '+']).next().is_some_and(|core| {
            core.split('.').count() == 3 && core.split('.').all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;

    #[test]
    fn headers_that_are_set_are_counted() {
        let page = ("app/page.tsx", "export default function Page() { return <h1>Hi</h1>; }".to_owned());
        let setting = |name: &str, value: &str| {
            format!(r#"{{"headers":[{{"source":"/(.*)","headers":[{{"key":"{name}","value":"{value}"}}]}}]}}"#)
        };
        for (name, value, secure, policy) in [
            ("Strict-Transport-Security", "max-age=63072000", true, "no Content-Security-Policy is set in the code"),
            ("Content-Security-Policy", "default-src 'self'", false, "Content-Security-Policy is set in vercel.json"),
            (
                "Content-Security-Policy-Report-Only",
                "default-src 'self'",
                false,
                "Content-Security-Policy is set in vercel.json, in a form that only reports",
            ),
        ] {
            let mut project = Project::new(crate::Config::default());
            let files = [page.clone(), ("vercel.json", setting(name, value))];
            project.apply(files.iter().map(|(path, text)| crate::Change::Set(Box::new(crate::analyse(path, text)))));
            let app = App::new(&project, project.files().collect());
            assert_eq!(https(&app).standing == Standing::Shown, secure, "{name}");
            assert_eq!(content_policy(&app).evidence, [policy], "{name}");
            assert_eq!(content_policy(&app).standing == Standing::Shown, name == "Content-Security-Policy", "{name}");
        }
    }
}
