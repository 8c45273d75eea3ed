//! What configuration files say: packages and how the compiler finds modules.

use smol_str::SmolStr;

use super::DependencyKind;
use crate::text::TextRange;

/// A `package.json`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PackageManifest {
    /// The package's name.
    pub name: Option<SmolStr>,
    /// Entry points, best first: `exports["."]`, `module`, `main`, `types`.
    pub entries: Vec<SmolStr>,
    /// Subpath exports: `./x` and the file it stands for; both may hold one `*`.
    pub subpaths: Vec<(SmolStr, SmolStr)>,
    /// Dependencies of every kind.
    pub dependencies: Vec<Dependency>,
    /// Where the tables of dependencies begin, their keys; the first is the best place to speak of all of them.
    pub dependency_tables: Vec<TextRange>,
    /// Commands by name (`scripts`).
    pub scripts: Vec<(SmolStr, SmolStr)>,
    /// The manager and version that `packageManager` names.
    pub package_manager: Option<SmolStr>,
    /// Globs of the workspace's folders.
    pub workspaces: Vec<SmolStr>,
    /// Packages whose version is set for the whole tree (`overrides`, `resolutions`, `pnpm.overrides`), and to what.
    pub overrides: Vec<(SmolStr, SmolStr)>,
    /// Whether registries refuse it (`"private": true`).
    pub is_private: bool,
    /// Whether it says what a registry gets of it (`files`, `publishConfig`, `exports`, `bin` with a version), so that it is
    /// a library or a tool others install.
    pub is_published: bool,
}

/// One dependency of a manifest.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependency {
    /// The package.
    pub name: SmolStr,
    /// The range as written.
    pub version: SmolStr,
    /// What it is needed for.
    pub kind: DependencyKind,
    /// The whole entry.
    pub range: TextRange,
    /// The range as written, without quotes; empty where no range is written.
    pub version_range: TextRange,
}

impl PackageManifest {
    /// The command of a script.
    pub fn script(&self, name: &str) -> Option<&str> {
        self.scripts.iter().find(|(script, _)| script == name).map(|(_, command)| command.as_str())
    }

    /// Whether the manifest names `package` among its dependencies.
    pub fn depends_on(&self, package: &str) -> bool {
        self.dependencies.iter().any(|dependency| dependency.name == package)
    }
}

/// The module settings of a `tsconfig.json` or `jsconfig.json`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompilerPaths {
    /// `baseUrl`, relative to the file.
    pub base_url: Option<SmolStr>,
    /// `paths`: a pattern with at most one `*`, and where to look, relative to `baseUrl` or the file.
    pub paths: Vec<(SmolStr, Vec<SmolStr>)>,
    /// Files it extends, as written.
    pub extends: Vec<SmolStr>,
}
