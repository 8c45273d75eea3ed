//! Which headers an app's pages get, and where one that is missing belongs.
//!
//! Invariant: an app has one such place, so that each missing header is told once; what cannot be judged gives none.

use super::is_aside;
use crate::facts::{FileFacts, HeaderHome, HeaderScope, HeaderSetting, HeaderSource, PackageManifest};
use crate::project::{App, Host, Project, folder_of};
use crate::rules::Context;
use crate::text::TextRange;

/// Packages that make something other than a site people log in to: desktop and mobile apps, extensions, documentation.
const OTHERWISE: [&str; 19] = [
    "electron",
    "@tauri-apps/api",
    "@tauri-apps/cli",
    "expo",
    "react-native",
    "@capacitor/core",
    "@ionic/react",
    "wxt",
    "plasmo",
    "@crxjs/vite-plugin",
    "webextension-polyfill",
    "@types/chrome",
    "@docusaurus/core",
    "vitepress",
    "nextra",
    "fumadocs-ui",
    "@astrojs/starlight",
    "vscode",
    "@types/vscode",
];

/// Packages that set all headers here by their defaults.
const SETS_ALL: [&str; 6] =
    ["nuxt-security", "@nosecone/next", "nosecone", "next-safe", "next-secure-headers", "@kindspells/astro-shield"];

/// Where the code of pages lies; Next.js is told by its pages alone, since packages that only help it name it too.
const PAGES: [&str; 12] = [
    "app/",
    "src/app/",
    "pages/",
    "src/pages/",
    "src/routes/",
    "app.vue",
    "src/main.",
    "src/index.",
    "index.html",
    "public/index.html",
    "routes/",
    "src/App.",
];

/// An app whose pages can be judged, and the place where its headers belong.
pub(super) struct Served<'a> {
    /// The app.
    pub app: &'a App,
    /// Its manifest.
    pub manifest: Option<&'a PackageManifest>,
    /// Where a finding stands in the file that is judged.
    pub range: TextRange,
    /// The configuration the place belongs to.
    pub home: Option<&'a HeaderHome>,
    /// Headers that its answers may carry.
    settings: Vec<&'a HeaderSetting>,
    project: &'a Project,
}

impl<'a> Served<'a> {
    /// The app whose headers belong into the file that is judged.
    pub fn by(context: &Context<'a>) -> Option<Self> {
        let file = context.file;
        let may_be_place =
            !file.header_homes.is_empty() || file.manifest.is_some() || file.path.ends_with("index.html");
        // A file that is being typed says nothing about what is missing.
        // Neither does built output, which holds no configuration.
        if !may_be_place || !file.problems.is_empty() || context.project.is_deployed() {
            return None;
        }
        let project = context.project;
        project.apps().iter().filter(|app| is_site(project, app)).find_map(|app| {
            let (path, range, home) = place(project, app)?;
            let manifest = manifest(project, app);
            (path == file.path).then(|| {
                let settings = settings(project, app);
                Self { app, manifest, range, home, settings, project }
            })
        })
    }

    /// Whether the app's answers may carry a header.
    pub fn sets(&self, name: &str) -> bool {
        let by_package = self.manifest.is_some_and(|manifest| SETS_ALL.iter().any(|name| manifest.depends_on(name)));
        by_package || self.values(name).next().is_some()
    }

    /// The settings of a header.
    pub fn values<'n>(&self, name: &'n str) -> impl Iterator<Item = &'a HeaderSetting> + use<'_, 'a, 'n> {
        self.settings.iter().copied().filter(move |setting| setting.name == name)
    }

    /// Whether the app sets any header that protects its pages: whoever does is at work on it.
    pub fn sets_any(&self) -> bool {
        self.settings.iter().any(|setting| !setting.name.starts_with("access-control"))
    }

    /// Whether it runs at one host only, and that is `host`.
    pub fn runs_at(&self, host: Host) -> bool {
        self.app.hosts == [host]
    }

    /// Origins that its code requests from.
    pub fn origins(&self) -> Vec<&'a str> {
        let own = |file: &&FileFacts| speaks_for(self.project, self.app, &file.path) && !is_aside(&file.path);
        let mut found: Vec<&str> =
            self.project.files().filter(own).flat_map(|file| &file.origins).map(AsRef::as_ref).collect();
        found.sort_unstable();
        found.dedup();
        found.truncate(12);
        found
    }
}

/// Whether rules about pages apply to the app at all.
pub(in crate::rules) fn is_site(project: &Project, app: &App) -> bool {
    let is_other =
        manifest(project, app).is_some_and(|manifest| OTHERWISE.iter().any(|name| manifest.depends_on(name)));
    let is_next = manifest(project, app).is_some_and(|manifest| manifest.depends_on("next"));
    let has_pages = if is_next {
        project.files().any(|file| is_next_page(&app.root, &file.path))
    } else {
        PAGES.iter().any(|pages| project.has_files_below(&below(&app.root, pages)))
    };
    let name = app.root.rsplit('/').next().unwrap_or("");
    let is_tool = matches!(name, "storybook" | "playground" | "extension" | "desktop" | "mobile" | "website-docs");
    app.serves_pages && has_pages && !is_other && !is_tool && !is_aside(&format!("{}/x", app.root))
}

/// `app/…/page.tsx` or a file in `pages/`, but for those that answer requests (nextjs.org, "Project Structure").
fn is_next_page(root: &str, path: &str) -> bool {
    let own =
        if root.is_empty() { Some(path) } else { path.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')) };
    let Some(own) = own else { return false };
    let own = own.strip_prefix("src/").unwrap_or(own);
    let name = own.rsplit('/').next().unwrap_or(own);
    own.starts_with("app/") && name.starts_with("page.") || own.starts_with("pages/") && !own.starts_with("pages/api/")
}

fn manifest<'a>(project: &'a Project, app: &App) -> Option<&'a PackageManifest> {
    project.file(app.manifest.as_deref()?)?.manifest.as_ref()
}

fn below(root: &str, path: &str) -> String {
    if root.is_empty() { path.to_owned() } else { format!("{root}/{path}") }
}

/// Whether what a file says may hold for the app: its own files, those no app owns, those of an app around it; for an app
/// that is only files, those of any server.
fn speaks_for(project: &Project, app: &App, path: &str) -> bool {
    let Some(owner) = project.app_of(path) else { return true };
    owner.root == app.root || owner.holds(&format!("{}/", app.root)) || !app.serves_requests
}

fn settings<'a>(project: &'a Project, app: &App) -> Vec<&'a HeaderSetting> {
    let files = project.files().filter(|file| !file.header_settings.is_empty());
    let files = files.filter(|file| !is_aside(&file.path) && speaks_for(project, app, &file.path));
    files.flat_map(|file| &file.header_settings).filter(|setting| is_for_pages(setting)).collect()
}

/// Beginnings of paths that are no pages, or pages made to be framed.
const ASIDE: [&str; 9] = ["/api", "/embed", "/widget", "/static", "/_next", "/assets", "/fonts", "/images", "/sw"];

/// Whether a setting may be for pages, and not for one kind of file alone.
fn is_for_pages(setting: &HeaderSetting) -> bool {
    let HeaderScope::Pattern(pattern) = &setting.scope else { return true };
    setting.by == HeaderSource::Proxy
        || !(ASIDE.iter().any(|start| pattern.starts_with(start)) || pattern.contains("*.") || pattern.ends_with(".js"))
}

/// The file and range where an app's headers belong: where it sets some already, else the best of its configurations, else
/// its manifest or first page.
fn place<'a>(project: &'a Project, app: &App) -> Option<(&'a str, TextRange, Option<&'a HeaderHome>)> {
    let homes =
        project.files().filter(|file| !is_aside(&file.path) && app.root == owner_root(project, app, &file.path));
    let homes = homes.flat_map(|file| file.header_homes.iter().map(move |home| (file, home)));
    let best = homes.min_by_key(|(file, home)| {
        let sets = file.header_settings.iter().any(|setting| !setting.name.starts_with("access-control"));
        (!sets, home.kind, file.path.len())
    });
    if let Some((file, home)) = best {
        return Some((&file.path, home.range, Some(home)));
    }
    if let Some(path) = &app.manifest {
        let file = project.file(path)?;
        let dependencies = &file.manifest.as_ref()?.dependencies;
        let framework = FRAMEWORKS.iter().find_map(|name| dependencies.iter().find(|one| one.name == *name))?;
        return Some((&file.path, framework.range, None));
    }
    let page = project.file(&below(&app.root, "index.html"))?;
    Some((&page.path, TextRange::new(0, page.length.min(1)), None))
}

/// The root of the app a file belongs to; a file above all apps belongs to each.
fn owner_root<'a>(project: &'a Project, app: &'a App, path: &str) -> &'a str {
    if let Some(owner) = project.app_of(path) {
        return &owner.root;
    }
    let folder = folder_of(path);
    if folder.is_empty() || app.root.starts_with(&format!("{folder}/")) { &app.root } else { "\0" }
}

/// The dependency a finding stands on when an app has no configuration of headers.
const FRAMEWORKS: [&str; 21] = [
    "next",
    "nuxt",
    "nuxt3",
    "@sveltejs/kit",
    "@remix-run/react",
    "@react-router/dev",
    "@tanstack/react-start",
    "@tanstack/solid-start",
    "@solidjs/start",
    "astro",
    "gatsby",
    "blitz",
    "@redwoodjs/web",
    "@builder.io/qwik-city",
    "@analogjs/platform",
    "vike",
    "react-scripts",
    "@vue/cli-service",
    "@angular/core",
    "vite",
    "webpack",
];
