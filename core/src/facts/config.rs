//! What configuration files say: packages and how the compiler finds modules.

use smol_str::SmolStr;

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
}

/// One dependency of a manifest.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependency {
    /// The package.
    pub name: SmolStr,
    /// The range as written.
    pub version: SmolStr,
    /// Whether it is needed only for development.
    pub is_development: bool,
    /// The whole entry.
    pub range: TextRange,
}

impl PackageManifest {
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
