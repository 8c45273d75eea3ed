//! Which file a module specifier names: relative paths, compiler paths, the aliases of frameworks, packages of the
//! workspace.
//!
//! Invariant: an answer is a path of a known file; a specifier that could name two files names the first that exists in
//! the order of the tool that owns the rule (TypeScript's for paths, Node's for packages).

use std::collections::{BTreeMap, HashMap};

use smol_str::SmolStr;

use crate::facts::{CompilerPaths, FileFacts, PackageManifest};

/// Endings that may be left out, in TypeScript's order, then those of components.
const EXTENSIONS: [&str; 11] = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "vue", "svelte", "astro"];
/// Endings of output that stand for sources: `./x.js` may be `./x.ts`.
const OUTPUT: [(&str, &[&str]); 4] =
    [(".js", &["ts", "tsx"]), (".jsx", &["tsx"]), (".mjs", &["mts"]), (".cjs", &["cts"])];
/// How many `extends` are followed.
const EXTENDS_LIMIT: u32 = 8;

/// The packages and compiler settings of a project.
#[derive(Clone, Debug, Default)]
pub struct Modules {
    /// Package name to the folder of its manifest.
    packages: HashMap<SmolStr, String>,
    /// Folder to manifest path.
    manifests: BTreeMap<String, String>,
    /// Folder to the path of its `tsconfig.json` or `jsconfig.json`.
    compilers: BTreeMap<String, String>,
}

type Files = BTreeMap<String, FileFacts>;

impl Modules {
    /// Reads the configuration files among `files`.
    pub fn new(files: &Files) -> Self {
        let mut modules = Self::default();
        for (path, facts) in files {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            if let Some(manifest) = &facts.manifest {
                modules.manifests.insert(folder.to_owned(), path.clone());
                if let Some(name) = &manifest.name {
                    modules.packages.entry(name.clone()).or_insert_with(|| folder.to_owned());
                }
            } else if facts.compiler_paths.is_some() && matches!(name, "tsconfig.json" | "jsconfig.json") {
                // A tsconfig beats a jsconfig, and comes later in the order of paths.
                modules.compilers.insert(folder.to_owned(), path.clone());
            }
        }
        modules
    }

    /// The manifest that governs a file: the nearest one in its folder or above.
    pub fn manifest_of<'a>(&self, files: &'a Files, path: &str) -> Option<&'a PackageManifest> {
        ancestors(path).find_map(|folder| files.get(self.manifests.get(folder)?)?.manifest.as_ref())
    }

    /// The folder of the manifest that governs a file; empty for the root.
    pub fn manifest_folder(&self, path: &str) -> Option<&str> {
        ancestors(path).find_map(|folder| Some(self.manifests.get_key_value(folder)?.0.as_str()))
    }

    /// The file that `specifier` names when it stands in the file at `from`.
    pub fn resolve(&self, files: &Files, from: &str, specifier: &str) -> Option<String> {
        let specifier = specifier.split(['?', '#']).next().filter(|_| !specifier.starts_with('#')).unwrap_or(specifier);
        if specifier.starts_with("./") || specifier.starts_with("../") || specifier == "." || specifier == ".." {
            return file_at(files, &join(folder_of(from), specifier)?);
        }
        self.by_compiler_paths(files, from, specifier)
            .or_else(|| self.by_package(files, specifier))
            .or_else(|| self.by_framework_alias(files, from, specifier))
    }

    fn by_compiler_paths(&self, files: &Files, from: &str, specifier: &str) -> Option<String> {
        let config = ancestors(from).find_map(|folder| self.compilers.get(folder))?;
        let settings = settings(files, config, 0)?;
        for (pattern, targets) in &settings.paths {
            let Some(rest) = matched(pattern, specifier) else { continue };
            let found = targets
                .iter()
                .find_map(|target| file_at(files, &join(&settings.folder, &target.replacen('*', rest, 1))?));
            if found.is_some() {
                return found;
            }
        }
        let base = settings.base_url?;
        file_at(files, &join(&base, specifier)?)
    }

    /// Whether compiler settings may give a specifier a meaning of the project's own, also where no file is found for it:
    /// a pattern of `paths` fits, or a `baseUrl` stands before every name.
    #[cfg(feature = "dependencies")]
    pub fn may_be_alias(&self, files: &Files, from: &str, specifier: &str) -> bool {
        let Some(config) = ancestors(from).find_map(|folder| self.compilers.get(folder)) else { return false };
        let Some(settings) = settings(files, config, 0) else { return true };
        settings.base_url.is_some() || settings.paths.iter().any(|(pattern, _)| matched(pattern, specifier).is_some())
    }

    /// Whether a package of this name lies in the project.
    #[cfg(feature = "dependencies")]
    pub fn has_package(&self, name: &str) -> bool {
        self.packages.contains_key(name)
    }

    fn by_package(&self, files: &Files, specifier: &str) -> Option<String> {
        let (name, rest) = package_name(specifier);
        let folder = self.packages.get(name)?;
        let manifest = files.get(self.manifests.get(folder)?)?.manifest.as_ref()?;
        if rest.is_empty() {
            let entries = manifest.entries.iter().map(SmolStr::as_str).chain(["index", "src/index"]);
            return entries.into_iter().find_map(|entry| file_at(files, &join(folder, entry)?));
        }
        let subpath = format!("./{rest}");
        let exported = manifest.subpaths.iter().find_map(|(pattern, target)| {
            let rest = matched(pattern, &subpath)?;
            file_at(files, &join(folder, &target.replacen('*', rest, 1))?)
        });
        exported
            .or_else(|| file_at(files, &join(folder, rest)?))
            .or_else(|| file_at(files, &join(&join(folder, "src")?, rest)?))
    }

    /// `@/x` and `~/x` where no compiler setting says what they mean, and SvelteKit's `$lib`.
    fn by_framework_alias(&self, files: &Files, from: &str, specifier: &str) -> Option<String> {
        let (alias, rest) = specifier.split_once('/')?;
        let roots: &[&str] = match alias {
            "@" | "~" | "@@" | "~~" => &["src", "app", ""],
            "$lib" => &["src/lib"],
            "src" | "app" => {
                return ancestors(from).find_map(|folder| file_at(files, &join(folder, specifier)?));
            }
            _ => return None,
        };
        let folders = ancestors(from).filter(|folder| self.manifests.contains_key(*folder) || folder.is_empty());
        folders
            .into_iter()
            .find_map(|folder| roots.iter().find_map(|root| file_at(files, &join(&join(folder, root)?, rest)?)))
    }
}

/// Compiler settings with their folders made absolute within the project.
struct Settings {
    /// What `paths` are relative to.
    folder: String,
    paths: Vec<(SmolStr, Vec<SmolStr>)>,
    base_url: Option<String>,
}

fn settings(files: &Files, path: &str, depth: u32) -> Option<Settings> {
    let CompilerPaths { base_url, paths, extends } = files.get(path)?.compiler_paths.as_ref()?;
    let folder = folder_of(path);
    let base_url = base_url.as_ref().and_then(|base| join(folder, base));
    let inherited = extends
        .iter()
        .rev()
        .filter(|_| depth < EXTENDS_LIMIT)
        .find_map(|base| settings(files, &config_file(files, folder, base)?, depth + 1));
    let own = !paths.is_empty();
    Some(Settings {
        folder: match (&base_url, &inherited) {
            (Some(base), _) => base.clone(),
            (None, Some(inherited)) if !own => inherited.folder.clone(),
            _ => folder.to_owned(),
        },
        paths: if own { paths.clone() } else { inherited.as_ref().map(|base| base.paths.clone()).unwrap_or_default() },
        base_url: base_url.or_else(|| inherited.and_then(|base| base.base_url)),
    })
}

fn config_file(files: &Files, folder: &str, specifier: &str) -> Option<String> {
    let path = join(folder, specifier)?;
    [path.clone(), format!("{path}.json"), format!("{path}/tsconfig.json")]
        .into_iter()
        .find(|candidate| files.contains_key(candidate))
}

/// What the `*` of a pattern stands for, or the empty text when the pattern has none and matches whole.
fn matched<'a>(pattern: &str, text: &'a str) -> Option<&'a str> {
    match pattern.split_once('*') {
        None => (pattern == text).then_some(""),
        Some((before, after)) => text.strip_prefix(before)?.strip_suffix(after),
    }
}

pub(super) fn package_name(specifier: &str) -> (&str, &str) {
    let slashes = if specifier.starts_with('@') { 2 } else { 1 };
    match specifier.match_indices('/').nth(slashes - 1) {
        Some((at, _)) => (&specifier[..at], &specifier[at + 1..]),
        None => (specifier, ""),
    }
}

/// The file at a path whose ending or `index` may be left out.
pub(super) fn file_at(files: &Files, path: &str) -> Option<String> {
    if files.contains_key(path) {
        return Some(path.to_owned());
    }
    for (output, sources) in OUTPUT {
        if let Some(stem) = path.strip_suffix(output) {
            let found = sources.iter().map(|source| format!("{stem}.{source}")).find(|path| files.contains_key(path));
            if found.is_some() {
                return found;
            }
        }
    }
    let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
    EXTENSIONS
        .iter()
        .map(|extension| format!("{path}.{extension}"))
        .chain(EXTENSIONS.iter().map(|extension| format!("{prefix}index.{extension}")))
        .find(|candidate| files.contains_key(candidate))
}

/// The folder a file lies in; empty for the root.
pub(crate) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The folder of a file and every folder above it, the project's root (the empty text) last.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    let mut next = Some(folder_of(path));
    std::iter::from_fn(move || {
        let folder = next?;
        next = (!folder.is_empty()).then(|| folder_of(folder));
        Some(folder)
    })
}

/// Joins and normalises; `None` when the path leaves the project.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = if path.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.retain(|segment| !segment.is_empty());
                segments.pop()?;
            }
            segment => segments.push(segment),
        }
    }
    segments.retain(|segment| !segment.is_empty());
    Some(segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Language;

    fn files(paths: &[&str]) -> Files {
        paths.iter().map(|path| ((*path).to_owned(), FileFacts::empty(*path, Language::TypeScript))).collect()
    }

    #[test]
    fn finds_files_as_the_tools_do() {
        let mut files = files(&[
            "apps/web/src/lib/storage.ts",
            "apps/web/src/lib/index.ts",
            "apps/web/src/app/page.tsx",
            "packages/auth/src/index.ts",
            "packages/auth/src/session.ts",
            "tsconfig.base.json",
            "apps/web/tsconfig.json",
            "apps/web/package.json",
            "packages/auth/package.json",
        ]);
        files.get_mut("tsconfig.base.json").unwrap().compiler_paths = Some(CompilerPaths {
            base_url: Some(".".into()),
            paths: vec![("@auth/*".into(), vec!["packages/auth/src/*".into()])],
            extends: Vec::new(),
        });
        files.get_mut("apps/web/tsconfig.json").unwrap().compiler_paths =
            Some(CompilerPaths { base_url: None, paths: Vec::new(), extends: vec!["../../tsconfig.base.json".into()] });
        files.get_mut("apps/web/package.json").unwrap().manifest = Some(PackageManifest::default());
        files.get_mut("packages/auth/package.json").unwrap().manifest = Some(PackageManifest {
            name: Some("@acme/auth".into()),
            entries: vec!["./dist/index.js".into(), "src/index.ts".into()],
            subpaths: vec![("./session".into(), "./src/session.ts".into())],
            ..PackageManifest::default()
        });
        let modules = Modules::new(&files);
        let from = "apps/web/src/app/page.tsx";
        for (specifier, expected) in [
            ("../lib/storage", Some("apps/web/src/lib/storage.ts")),
            ("../lib/storage.js", Some("apps/web/src/lib/storage.ts")),
            ("../lib", Some("apps/web/src/lib/index.ts")),
            ("@/lib/storage", Some("apps/web/src/lib/storage.ts")),
            ("@auth/session", Some("packages/auth/src/session.ts")),
            ("@acme/auth", Some("packages/auth/src/index.ts")),
            ("@acme/auth/session", Some("packages/auth/src/session.ts")),
            ("react", None),
            ("../../../../../etc/passwd", None),
        ] {
            assert_eq!(modules.resolve(&files, from, specifier).as_deref(), expected, "{specifier}");
        }
    }
}
