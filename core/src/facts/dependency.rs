//! What is installed and how: what manifests ask for, what lockfiles settle on, what pipelines run.
//!
//! Invariant: names and versions stand as written; nothing here says whether they are good.

use smol_str::SmolStr;

use crate::text::TextRange;

/// A registry of packages, and with it the meaning of names and versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ecosystem {
    /// JavaScript packages; versions are Semantic Versioning 2.0.
    Npm,
    /// Python packages; versions are PEP 440.
    PyPi,
}

impl Ecosystem {
    /// The name that OSV gives it (<https://ossf.github.io/osv-schema/#affectedpackage-field>).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Npm => "npm",
            Self::PyPi => "PyPI",
        }
    }
}

/// What a dependency is needed for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum DependencyKind {
    /// To run.
    #[default]
    Runtime,
    /// To develop, build and test.
    Development,
    /// To run, where it can be installed.
    Optional,
    /// By those who use the package; they install it.
    Peer,
}

/// A program that installs packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PackageManager {
    /// npm.
    Npm,
    /// pnpm.
    Pnpm,
    /// Yarn, classic or Berry.
    Yarn,
    /// Bun.
    Bun,
    /// Deno.
    Deno,
    /// pip.
    Pip,
    /// Poetry.
    Poetry,
    /// uv.
    Uv,
    /// Pipenv.
    Pipenv,
    /// PDM.
    Pdm,
}

impl PackageManager {
    /// What people call it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Npm => "npm",
            Self::Pnpm => "pnpm",
            Self::Yarn => "yarn",
            Self::Bun => "bun",
            Self::Deno => "deno",
            Self::Pip => "pip",
            Self::Poetry => "poetry",
            Self::Uv => "uv",
            Self::Pipenv => "pipenv",
            Self::Pdm => "pdm",
        }
    }

    /// The registry it installs from.
    pub const fn ecosystem(self) -> Ecosystem {
        match self {
            Self::Npm | Self::Pnpm | Self::Yarn | Self::Bun | Self::Deno => Ecosystem::Npm,
            _ => Ecosystem::PyPi,
        }
    }

    /// The manager whose lockfile has this name.
    pub fn of_lockfile(name: &str) -> Option<Self> {
        LOCKFILES.iter().find(|(file, _)| *file == name).map(|(_, manager)| *manager)
    }
}

/// Names of lockfiles and who writes them.
pub const LOCKFILES: [(&str, PackageManager); 11] = [
    ("package-lock.json", PackageManager::Npm),
    ("npm-shrinkwrap.json", PackageManager::Npm),
    ("pnpm-lock.yaml", PackageManager::Pnpm),
    ("yarn.lock", PackageManager::Yarn),
    ("bun.lock", PackageManager::Bun),
    ("bun.lockb", PackageManager::Bun),
    ("deno.lock", PackageManager::Deno),
    ("poetry.lock", PackageManager::Poetry),
    ("uv.lock", PackageManager::Uv),
    ("Pipfile.lock", PackageManager::Pipenv),
    ("pdm.lock", PackageManager::Pdm),
];

/// A lockfile.
#[derive(Clone, Debug, PartialEq)]
pub struct Lockfile {
    /// Who writes it.
    pub manager: PackageManager,
    /// Every package it installs, in the order of the text; a name may stand several times.
    pub packages: Vec<LockedPackage>,
    /// What it settles on for what manifests ask.
    pub resolutions: Vec<Resolution>,
    /// Whether it could be read to its end, so that a package that is missing is really missing.
    pub is_complete: bool,
}

/// One package that a lockfile installs.
#[derive(Clone, Debug, PartialEq)]
pub struct LockedPackage {
    /// The package.
    pub name: SmolStr,
    /// Its version.
    pub version: SmolStr,
    /// Where its entry begins: the key or the first line.
    pub range: TextRange,
    /// Whether it runs a script of its own while it is installed; lockfiles of some managers do not tell.
    pub has_install_script: bool,
}

/// What a lockfile settles on for a dependency.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolution {
    /// Whose dependency: the folder of the manifest relative to the lockfile (empty beside it), none where the lockfile
    /// tells by range alone.
    pub importer: Option<SmolStr>,
    /// The package, by the name the manifest uses.
    pub name: SmolStr,
    /// The range that was asked for, where the lockfile repeats it.
    pub asked: Option<SmolStr>,
    /// The version.
    pub version: SmolStr,
}

impl Lockfile {
    /// A lockfile in which nothing was read yet.
    pub fn new(manager: PackageManager) -> Self {
        Self { manager, packages: Vec::new(), resolutions: Vec::new(), is_complete: true }
    }

    /// The version installed for `name` where the manifest in `importer` (relative to the lockfile) asks for `range`; none
    /// when the lockfile does not tell surely.
    pub fn version_for(&self, importer: &str, name: &str, range: &str) -> Option<&str> {
        let of_name = || self.resolutions.iter().filter(|resolution| resolution.name == name);
        let exact = of_name().find(|resolution| resolution.importer.as_deref() == Some(importer));
        let asked =
            || of_name().find(|resolution| resolution.importer.is_none() && resolution.asked.as_deref() == Some(range));
        // Hoisted: what a folder does not have of its own is the root's.
        let hoisted = || of_name().find(|resolution| resolution.importer.as_deref() == Some(""));
        if let Some(found) = exact.or_else(asked).or_else(hoisted) {
            return Some(&found.version);
        }
        let mut versions: Vec<&str> = self.versions(name).collect();
        versions.dedup();
        if let [one] = versions[..] { Some(one) } else { None }
    }

    /// Every version of a package that is installed.
    pub fn versions<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let of_name = self.packages.iter().filter(move |package| package.name == name);
        of_name.map(|package| package.version.as_str()).collect::<Vec<_>>().into_iter()
    }

    /// Whether a package of this name is installed.
    pub fn installs(&self, name: &str) -> bool {
        self.packages.iter().any(|package| package.name == name)
    }
}

/// What a Python manifest asks for: `requirements.txt`, `pyproject.toml`, `Pipfile`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Requirements {
    /// What is asked for.
    pub dependencies: Vec<super::Dependency>,
    /// Further files, as written (`-r base.txt`).
    pub includes: Vec<SmolStr>,
    /// Whether every requirement names the hashes it accepts.
    pub is_hashed: bool,
    /// Whether the manifest is a package's that others install.
    pub is_library: bool,
}

/// A file that tells a machine what to run when the code changes, or a robot what to watch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pipeline {
    /// What it runs, in order.
    pub steps: Vec<PipelineStep>,
    /// Whether something in it looks for known vulnerabilities, or keeps packages up to date.
    pub audits: bool,
    /// Whether something in it analyses the project's own code for holes.
    pub analyses: bool,
    /// Whether a part of it could not be read, so that it counts as one that audits without having been seen to.
    pub is_cut: bool,
    /// How its steps are written.
    pub style: PipelineStyle,
}

/// How the steps of a pipeline are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PipelineStyle {
    /// A list of `run` and `uses`.
    GitHub,
    /// Lists of commands.
    #[default]
    Other,
}

/// A step that matters to what is installed.
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineStep {
    /// The command that installs.
    pub range: TextRange,
    /// What installs.
    pub manager: PackageManager,
    /// Where a step after it begins: an offset in the text, and the indentation of its list item.
    pub next: Option<(u32, SmolStr)>,
}
