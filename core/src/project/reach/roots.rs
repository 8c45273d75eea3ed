//! Where apps begin, and with which frameworks: told from manifests and configuration files.
//!
//! Invariant: a folder is a root only when its own manifest names a framework's package or the framework's own
//! configuration file lies in it; nothing is guessed from a folder's name.

use std::collections::BTreeMap;

use crate::facts::{FileFacts, PackageManifest};
use crate::project::modules::ancestors;

/// What decides which files start in the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Framework {
    /// Any folder with a manifest.
    Package,
    Next,
    ReactScripts,
    VueCli,
    Angular,
    Bundler,
    SvelteKit,
    Nuxt,
    Remix,
    TanStackStart,
    SolidStart,
    Gatsby,
    ExpoRouter,
    ReactNative,
    Electron,
    Wxt,
    Plasmo,
    Docusaurus,
    LaravelVite,
}

use Framework::{
    Angular, Bundler, Docusaurus, Electron, ExpoRouter, Gatsby, LaravelVite, Next, Nuxt, Package, Plasmo, ReactNative,
    ReactScripts, Remix, SolidStart, SvelteKit, TanStackStart, VueCli, Wxt,
};

/// Packages that only an app depends on.
const PACKAGES: [(&str, Framework); 28] = [
    ("next", Next),
    ("react-scripts", ReactScripts),
    ("@craco/craco", ReactScripts),
    ("react-app-rewired", ReactScripts),
    ("@vue/cli-service", VueCli),
    ("@angular/cli", Angular),
    ("@angular/platform-browser", Angular),
    ("html-webpack-plugin", Bundler),
    ("@rsbuild/core", Bundler),
    ("@sveltejs/kit", SvelteKit),
    ("nuxt", Nuxt),
    ("nuxt3", Nuxt),
    ("nuxt-edge", Nuxt),
    ("@remix-run/react", Remix),
    ("@remix-run/dev", Remix),
    ("@react-router/dev", Remix),
    ("@tanstack/react-start", TanStackStart),
    ("@tanstack/solid-start", TanStackStart),
    ("@tanstack/start", TanStackStart),
    ("@solidjs/start", SolidStart),
    ("gatsby", Gatsby),
    ("expo-router", ExpoRouter),
    ("expo", ReactNative),
    ("electron", Electron),
    ("wxt", Wxt),
    ("plasmo", Plasmo),
    ("@docusaurus/core", Docusaurus),
    ("laravel-vite-plugin", LaravelVite),
];

/// Configuration files, without their endings, that lie at an app's root.
const CONFIGURATIONS: [(&str, Framework); 11] = [
    ("next.config", Next),
    ("angular", Angular),
    ("svelte.config", SvelteKit),
    ("nuxt.config", Nuxt),
    ("remix.config", Remix),
    ("react-router.config", Remix),
    ("gatsby-config", Gatsby),
    ("metro.config", ReactNative),
    ("wxt.config", Wxt),
    ("docusaurus.config", Docusaurus),
    ("vue.config", VueCli),
];

/// The roots of a project's apps.
#[derive(Clone, Debug, Default)]
pub struct Roots {
    folders: BTreeMap<String, Vec<Framework>>,
}

impl Roots {
    /// Finds the roots among all files.
    pub fn new(files: &BTreeMap<String, FileFacts>) -> Self {
        let mut roots = Self::default();
        for (path, facts) in files {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            if let Some(manifest) = &facts.manifest {
                roots.add(folder, Package);
                named_by(manifest).for_each(|framework| roots.add(folder, framework));
            } else if let Some(framework) = configured_by(name) {
                roots.add(folder, framework);
            }
        }
        roots
    }

    fn add(&mut self, folder: &str, framework: Framework) {
        let known = self.folders.entry(folder.to_owned()).or_default();
        if !known.contains(&framework) {
            known.push(framework);
        }
    }

    /// The frameworks whose app a file belongs to, each with the file's path from that app's root: for each framework the
    /// nearest root counts.
    pub fn of<'p>(&self, path: &'p str) -> Vec<(Framework, &'p str)> {
        let mut found: Vec<(Framework, &str)> = Vec::new();
        for folder in ancestors(path) {
            let within = if folder.is_empty() { path } else { path.get(folder.len() + 1..).unwrap_or_default() };
            for framework in self.folders.get(folder).into_iter().flatten() {
                if !found.iter().any(|(known, _)| known == framework) {
                    found.push((*framework, within));
                }
            }
        }
        found
    }
}

fn named_by(manifest: &PackageManifest) -> impl Iterator<Item = Framework> {
    manifest.dependencies.iter().filter_map(|dependency| {
        PACKAGES.iter().find(|(package, _)| dependency.name == *package).map(|(_, framework)| *framework)
    })
}

fn configured_by(name: &str) -> Option<Framework> {
    let (stem, _) = name.rsplit_once('.')?;
    CONFIGURATIONS.iter().find(|(known, _)| *known == stem).map(|(_, framework)| *framework)
}
