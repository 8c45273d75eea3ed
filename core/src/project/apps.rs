//! The apps of a project: the folders that are deployed as something people reach over the web, and where they run.
//!
//! Invariant: told from manifests and configuration files alone, so that it changes only when files of these kinds do; a
//! package that only other packages use is no app.

use std::collections::BTreeMap;

use crate::facts::{FileFacts, PackageManifest};
use crate::project::Project;
use crate::project::modules::{ancestors, folder_of};

/// Packages of which an app makes its pages, and whether they answer requests as well.
const PAGE_PACKAGES: [(&str, bool); 20] = [
    ("next", true),
    ("react-scripts", false),
    ("@vue/cli-service", false),
    ("@angular/core", false),
    ("@sveltejs/kit", true),
    ("nuxt", true),
    ("nuxt3", true),
    ("@remix-run/react", true),
    ("@react-router/dev", true),
    ("@tanstack/react-start", true),
    ("@tanstack/solid-start", true),
    ("@solidjs/start", true),
    ("gatsby", false),
    ("astro", true),
    ("@docusaurus/core", false),
    ("@redwoodjs/web", false),
    ("blitz", true),
    ("@builder.io/qwik-city", true),
    ("@analogjs/platform", true),
    ("vike", true),
];

/// Packages with which an app answers requests itself.
const SERVER_PACKAGES: [&str; 17] = [
    "express",
    "fastify",
    "koa",
    "hono",
    "@hono/node-server",
    "@nestjs/core",
    "@hapi/hapi",
    "restify",
    "polka",
    "elysia",
    "h3",
    "nitropack",
    "@feathersjs/feathers",
    "@adonisjs/core",
    "sails",
    "@trpc/server",
    "@apollo/server",
];

/// Where an app runs, as far as files in the repository tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Host {
    /// Vercel.
    Vercel,
    /// Netlify.
    Netlify,
    /// Cloudflare Pages or Workers.
    Cloudflare,
    /// Firebase Hosting or Functions.
    Firebase,
    /// AWS Lambda through a framework for it.
    Lambda,
    /// A container, or a platform that runs processes (Fly.io, Render, Railway, Heroku).
    Process,
}

impl Host {
    /// Whether each request may meet another process, so that nothing kept in memory is shared.
    pub fn is_serverless(self) -> bool {
        self != Self::Process
    }
}

/// Files that name a host, wherever in the app they lie.
const HOST_FILES: [(&str, Host); 15] = [
    ("vercel.json", Host::Vercel),
    ("vercel.ts", Host::Vercel),
    ("netlify.toml", Host::Netlify),
    ("wrangler.toml", Host::Cloudflare),
    ("wrangler.json", Host::Cloudflare),
    ("wrangler.jsonc", Host::Cloudflare),
    ("firebase.json", Host::Firebase),
    ("serverless.yml", Host::Lambda),
    ("serverless.yaml", Host::Lambda),
    ("sst.config.ts", Host::Lambda),
    ("Dockerfile", Host::Process),
    ("fly.toml", Host::Process),
    ("render.yaml", Host::Process),
    ("railway.json", Host::Process),
    ("Procfile", Host::Process),
];

/// Packages that name a host.
const HOST_PACKAGES: [(&str, Host); 15] = [
    ("@astrojs/vercel", Host::Vercel),
    ("@sveltejs/adapter-vercel", Host::Vercel),
    ("@vercel/analytics", Host::Vercel),
    ("@vercel/speed-insights", Host::Vercel),
    ("@vercel/functions", Host::Vercel),
    ("@vercel/kv", Host::Vercel),
    ("@vercel/blob", Host::Vercel),
    ("@astrojs/netlify", Host::Netlify),
    ("@sveltejs/adapter-netlify", Host::Netlify),
    ("@netlify/plugin-nextjs", Host::Netlify),
    ("@astrojs/cloudflare", Host::Cloudflare),
    ("@sveltejs/adapter-cloudflare", Host::Cloudflare),
    ("@opennextjs/cloudflare", Host::Cloudflare),
    ("serverless-http", Host::Lambda),
    ("firebase-functions", Host::Firebase),
];

/// A folder that is deployed as something people reach over the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// The folder; empty for the project's root.
    pub root: String,
    /// The path of its manifest; none for a site of plain files.
    pub manifest: Option<String>,
    /// Whether it makes pages.
    pub serves_pages: bool,
    /// Whether it answers requests by code of its own.
    pub serves_requests: bool,
    /// Where it runs; empty when no file tells.
    pub hosts: Vec<Host>,
}

impl App {
    /// Whether a file lies in the app's folder.
    pub fn holds(&self, path: &str) -> bool {
        is_below(&self.root, path)
    }
}

impl Project {
    /// Every app, in order of folder.
    pub fn apps(&self) -> &[App] {
        &self.index.apps
    }

    /// The app a file belongs to: the one with the nearest folder.
    pub fn app_of(&self, path: &str) -> Option<&App> {
        ancestors(path).find_map(|folder| self.index.apps.iter().find(|app| app.root == folder))
    }
}

/// Finds the apps among all files.
pub(super) fn apps(files: &BTreeMap<String, FileFacts>) -> Vec<App> {
    let mut apps: BTreeMap<&str, App> = BTreeMap::new();
    for (path, facts) in files {
        let Some(manifest) = &facts.manifest else { continue };
        let root = folder_of(path);
        let bundles = manifest.depends_on("vite") || manifest.depends_on("parcel") || manifest.depends_on("webpack");
        let makes_pages = |(package, _): &&(&str, bool)| manifest.depends_on(package);
        let mut frameworks = PAGE_PACKAGES.iter().filter(makes_pages).peekable();
        let serves_pages = frameworks.peek().is_some() || bundles && has_page(files, root);
        let serves_requests = frameworks.any(|(_, answers)| *answers) || names_any(manifest, &SERVER_PACKAGES);
        if serves_pages || serves_requests {
            let hosts = named_hosts(manifest);
            let app = App { root: root.to_owned(), manifest: Some(path.clone()), serves_pages, serves_requests, hosts };
            apps.insert(root, app);
        }
    }
    if !files.values().any(|facts| facts.manifest.is_some()) && has_page(files, "") {
        let app =
            App { root: String::new(), manifest: None, serves_pages: true, serves_requests: false, hosts: Vec::new() };
        apps.insert("", app);
    }
    for path in files.keys() {
        let Some(host) = host_of(path) else { continue };
        // A file at the root of a monorepo speaks of every app in it.
        let folder = folder_of(path);
        let nearest = ancestors(path).find(|ancestor| apps.contains_key(ancestor)).map(ToOwned::to_owned);
        for app in apps.values_mut() {
            if Some(&app.root) == nearest.as_ref() || nearest.is_none() && is_below(folder, &format!("{}/", app.root)) {
                app.hosts.push(host);
            }
        }
    }
    let mut apps: Vec<App> = apps.into_values().collect();
    for app in &mut apps {
        app.hosts.sort_unstable();
        app.hosts.dedup();
    }
    apps
}

fn names_any(manifest: &PackageManifest, packages: &[&str]) -> bool {
    // A library names its framework among its peers, which are there for development too.
    packages.iter().any(|package| manifest.depends_on(package))
}

fn named_hosts(manifest: &PackageManifest) -> Vec<Host> {
    HOST_PACKAGES.iter().filter(|(package, _)| manifest.depends_on(package)).map(|(_, host)| *host).collect()
}

fn host_of(path: &str) -> Option<Host> {
    let name = path.rsplit('/').next().unwrap_or(path);
    HOST_FILES.iter().find(|(file, _)| *file == name).map(|(_, host)| *host)
}

fn has_page(files: &BTreeMap<String, FileFacts>, root: &str) -> bool {
    ["index.html", "public/index.html", "src/index.html"].iter().any(|page| {
        let path = if root.is_empty() { (*page).to_owned() } else { format!("{root}/{page}") };
        files.contains_key(&path)
    })
}

fn is_below(folder: &str, path: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::project::Change;

    fn project(files: &[(&str, &str)]) -> Project {
        let mut project = Project::new(Config::default());
        project.apply(files.iter().map(|(path, text)| Change::Set(Box::new(crate::analyse(path, text)))));
        project
    }

    #[test]
    fn apps_are_told_from_libraries() {
        let project = project(&[
            ("package.json", r#"{"devDependencies":{"turbo":"2"}}"#),
            ("vercel.json", "{}"),
            ("apps/web/package.json", r#"{"dependencies":{"next":"16"}}"#),
            ("apps/web/app/page.tsx", ""),
            ("apps/api/package.json", r#"{"dependencies":{"express":"5"}}"#),
            ("apps/api/Dockerfile", ""),
            ("packages/ui/package.json", r#"{"dependencies":{"react":"19"}}"#),
            ("packages/ui/button.tsx", ""),
        ]);
        let roots: Vec<_> = project.apps().iter().map(|app| (app.root.as_str(), app.hosts.as_slice())).collect();
        assert_eq!(roots, [("apps/api", &[Host::Vercel, Host::Process][..]), ("apps/web", &[Host::Vercel][..])]);
        let of = |path| project.app_of(path).map(|app| app.root.as_str());
        assert_eq!(of("apps/web/app/page.tsx"), Some("apps/web"));
        assert_eq!(of("packages/ui/button.tsx"), None);
        assert!(!project.apps()[0].serves_pages && project.apps()[1].serves_requests);
    }

    #[test]
    fn plain_files_are_a_site_of_their_own() {
        let project = project(&[("index.html", "<p>"), ("about/index.html", "<p>")]);
        assert_eq!(project.apps().len(), 1);
        assert!(project.app_of("about/index.html").is_some_and(|app| app.manifest.is_none()));
    }

    #[test]
    fn nothing_deployed_is_no_app() {
        assert!(project(&[("package.json", r#"{"name":"left-pad"}"#), ("index.js", "")]).apps().is_empty());
    }
}
