//! Configuration files of the JavaScript world: package manifests and compiler paths.

mod scripts;
mod supabase;

pub use supabase::recognise as supabase;

use smol_str::SmolStr;

use crate::facts::{CompilerPaths, Dependency, DependencyKind, FileFacts, PackageManifest};
use crate::syntax::json::{self, JsonValue};
use crate::syntax::{Problem, ProblemKind};
use crate::text::TextRange;

/// Kinds of dependencies in a manifest (docs.npmjs.com, "package.json").
const DEPENDENCIES: [(&str, DependencyKind); 4] = [
    ("dependencies", DependencyKind::Runtime),
    ("devDependencies", DependencyKind::Development),
    ("optionalDependencies", DependencyKind::Optional),
    ("peerDependencies", DependencyKind::Peer),
];
/// Tables that set versions for the whole tree (npm, Yarn, pnpm).
const OVERRIDES: [&[&str]; 3] = [&["overrides"], &["resolutions"], &["pnpm", "overrides"]];

/// Turns a JSON file into facts; files that are neither manifest nor compiler settings hold none.
pub fn recognise(text: &str, facts: &mut FileFacts) {
    let name = facts.path.rsplit('/').next().unwrap_or(&facts.path);
    let is_manifest = name == "package.json";
    let is_compiler = name.contains("tsconfig") || name.contains("jsconfig");
    let names_scripts = matches!(name, "manifest.json" | "angular.json");
    if !is_manifest && !is_compiler && !names_scripts {
        return;
    }
    let parsed = json::parse(text);
    if names_scripts {
        facts.script_sources = parsed.value.as_ref().map(scripts::named_by).unwrap_or_default();
        return;
    }
    if let Some((range, message)) = &parsed.error {
        facts.problems.push(Problem { range: *range, kind: ProblemKind::Syntax, message: message.clone() });
    }
    let Some(root) = &parsed.value else { return };
    if is_manifest {
        facts.manifest = Some(manifest(root));
    } else {
        facts.compiler_paths = Some(compiler_paths(root));
    }
}

fn manifest(root: &JsonValue) -> PackageManifest {
    let text = |key: &str| root.get(&[key]).and_then(JsonValue::as_str).map(SmolStr::new);
    let mut entries = Vec::new();
    let mut subpaths = Vec::new();
    if let Some(exports) = root.get(&["exports"]) {
        exported(exports, &mut entries, &mut subpaths);
    }
    entries.extend(["source", "module", "main", "types"].iter().filter_map(|key| text(key)));
    let (dependencies, dependency_tables) = dependencies(root);
    let has = |key: &str| root.get(&[key]).is_some();
    let is_private = root.get(&["private"]).and_then(JsonValue::as_bool) == Some(true);
    PackageManifest {
        name: text("name"),
        entries,
        subpaths,
        dependencies,
        dependency_tables,
        scripts: texts(root.get(&["scripts"])),
        package_manager: text("packageManager"),
        workspaces: workspaces(root),
        overrides: OVERRIDES.iter().flat_map(|path| texts(root.get(path))).collect(),
        is_private,
        is_published: !is_private
            && has("version")
            && ["files", "publishConfig", "exports", "bin", "types"].iter().any(|key| has(key)),
    }
}

fn dependencies(root: &JsonValue) -> (Vec<Dependency>, Vec<TextRange>) {
    let mut found = Vec::new();
    let mut tables = Vec::new();
    for (name, kind) in DEPENDENCIES {
        let Some(table) = root.properties().iter().rev().find(|property| property.key == name) else { continue };
        let properties = table.value.properties();
        if kind != DependencyKind::Peer && !properties.is_empty() {
            tables.push(table.key_range);
        }
        found.extend(properties.iter().map(|property| Dependency {
            name: SmolStr::new(&property.key),
            version: SmolStr::new(property.value.as_str().unwrap_or_default()),
            kind,
            range: TextRange::new(property.key_range.start, property.value.range.end),
            version_range: property.value.range.inside_quotes(),
        }));
    }
    (found, tables)
}

/// The strings of a table.
fn texts(table: Option<&JsonValue>) -> Vec<(SmolStr, SmolStr)> {
    let properties = table.map(JsonValue::properties).unwrap_or_default();
    let text = |property: &json::JsonProperty| Some((SmolStr::new(&property.key), property.value.as_str()?.into()));
    properties.iter().filter_map(text).collect()
}

/// A list of globs, or a table with one under `packages`.
fn workspaces(root: &JsonValue) -> Vec<SmolStr> {
    let Some(value) = root.get(&["workspaces"]) else { return Vec::new() };
    let list = value.get(&["packages"]).unwrap_or(value);
    list.items().iter().filter_map(JsonValue::as_str).map(SmolStr::new).collect()
}

/// `exports` is a target, a table of subpaths, or conditions (nodejs.org, "Package entry points").
fn exported(exports: &JsonValue, entries: &mut Vec<SmolStr>, subpaths: &mut Vec<(SmolStr, SmolStr)>) {
    let subpath_table = exports.properties().iter().any(|property| property.key.starts_with('.'));
    if !subpath_table {
        entries.extend(targets(exports));
        return;
    }
    for property in exports.properties() {
        if property.key == "." {
            entries.extend(targets(&property.value));
        } else {
            let subpath = |target| (SmolStr::new(&property.key), target);
            subpaths.extend(targets(&property.value).into_iter().map(subpath));
        }
    }
}

/// The files a target may stand for, whatever the condition.
fn targets(target: &JsonValue) -> Vec<SmolStr> {
    match target.as_str() {
        Some(text) => vec![SmolStr::new(text)],
        None => target.properties().iter().flat_map(|property| targets(&property.value)).collect(),
    }
}

fn compiler_paths(root: &JsonValue) -> CompilerPaths {
    let options = root.get(&["compilerOptions"]);
    let text = |value: &JsonValue| value.as_str().map(SmolStr::new);
    let paths = options.and_then(|options| options.get(&["paths"])).map(JsonValue::properties).unwrap_or_default();
    let extends = root.get(&["extends"]);
    CompilerPaths {
        base_url: options.and_then(|options| options.get(&["baseUrl"])).and_then(text),
        paths: paths
            .iter()
            .map(|property| (SmolStr::new(&property.key), property.value.items().iter().filter_map(text).collect()))
            .collect(),
        extends: extends
            .map(|value| {
                value
                    .as_str()
                    .map_or_else(|| value.items().iter().filter_map(text).collect(), |one| vec![SmolStr::new(one)])
            })
            .unwrap_or_default(),
    }
}
