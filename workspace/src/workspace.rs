//! A project on disk, opened: its root, its configuration and the threads that read it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::ThreadPool;
use seaworthy_core::facts::PackageManager;
use seaworthy_core::packages::Advisories;
use seaworthy_core::{Config, FileFacts, Project, analyse};

use crate::classify::{SkipReason, skip_by_text};
use crate::config::{self, CONFIG_NAME, ConfigProblem};
use crate::contain::contained;
use crate::paths::{absolute, relative};
use crate::read::{TextFile, Unreadable, read_file};
use crate::root::find_root;
use crate::tracked::Tracked;
use crate::walk::{Listing, Walk, files_below, reason_by_path, wants};

/// The parser recurses as deep as the core's guard allows, which needs more than a thread's usual 2 MiB.
const STACK: usize = 16 * 1024 * 1024;

/// Name of the reading threads, for a panic hook that wants to leave contained panics to the report.
pub const WORKER: &str = "seaworthy-worker";

/// How a project is opened.
#[derive(Clone, Debug, Default)]
pub struct OpenOptions {
    /// The configuration file to use instead of the root's `seaworthy.toml`.
    pub config: Option<PathBuf>,
    /// Whether tests, stories, mocks and fixtures are analysed too.
    pub include_tests: bool,
}

/// Why a project could not be opened.
#[derive(Debug)]
pub enum OpenError {
    /// The folder is not there or may not be looked at.
    Folder(PathBuf, std::io::Error),
    /// The configuration cannot be used.
    Config(ConfigProblem),
    /// The system gives no threads.
    Threads(String),
}

impl fmt::Display for OpenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path, error) => write!(formatter, "{}: {error}", path.display()),
            Self::Config(problem) => problem.fmt(formatter),
            Self::Threads(words) => write!(formatter, "no threads to work with: {words}"),
        }
    }
}

impl std::error::Error for OpenError {}

/// A project on disk.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    config: Config,
    config_path: Option<PathBuf>,
    include_tests: bool,
    advisories: Arc<Advisories>,
    pool: ThreadPool,
}

impl Workspace {
    /// Opens the project whose root is `root`.
    ///
    /// # Errors
    /// The folder is not there, or the configuration cannot be used.
    pub fn open(root: &Path, options: OpenOptions) -> Result<Self, OpenError> {
        let root = absolute(root).map_err(|error| OpenError::Folder(root.to_owned(), error))?;
        let config_path = options.config.or_else(|| Some(root.join(CONFIG_NAME)).filter(|path| path.is_file()));
        let config = config_path.as_deref().map_or(Ok(Config::default()), config::load).map_err(OpenError::Config)?;
        let pool = rayon::ThreadPoolBuilder::new()
            .stack_size(STACK)
            .thread_name(|number| format!("{WORKER}-{number}"))
            .build()
            .map_err(|error| OpenError::Threads(error.to_string()))?;
        Ok(Self { root, config, config_path, include_tests: options.include_tests, advisories: Arc::default(), pool })
    }

    /// Opens the project the folder `start` belongs to; see [`find_root`].
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn discover(start: &Path, options: OpenOptions) -> Result<Self, OpenError> {
        let start = absolute(start).map_err(|error| OpenError::Folder(start.to_owned(), error))?;
        Self::open(&find_root(&start), options)
    }

    /// The root: absolute, links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The configuration in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The file the configuration came from.
    pub fn config_path(&self) -> Option<&Path> {
        self.config_path.as_deref()
    }

    /// Hands over the advisories that later scans judge by, besides those in the program.
    pub fn set_advisories(&mut self, advisories: Arc<Advisories>) {
        self.advisories = advisories;
    }

    /// A project in which no file was read yet.
    pub(crate) fn empty_project(&self) -> Project {
        let mut project = Project::new(self.config.clone());
        project.set_today(crate::today());
        project.set_advisories(Arc::clone(&self.advisories));
        project
    }

    /// Every lockfile of the project, with who writes it, in order of path.
    pub fn lockfiles(&self) -> Vec<(String, PackageManager)> {
        let listing = self.files_below([self.root()], &Tracked::default());
        let manager = |path: String| {
            let manager = PackageManager::of_lockfile(crate::kinds::name(&path))?;
            Some((path, manager))
        };
        listing.files.into_keys().filter_map(manager).collect()
    }

    /// The threads to work on.
    pub(crate) fn pool(&self) -> &ThreadPool {
        &self.pool
    }

    /// The project-relative path of a file on disk; none when it lies outside.
    pub fn relative(&self, on_disk: &Path) -> Option<String> {
        relative(&self.root, on_disk).filter(|path| !path.is_empty())
    }

    /// The path on disk of a project-relative path.
    pub fn on_disk(&self, path: &str) -> PathBuf {
        path.split('/').fold(self.root.clone(), |folder, name| folder.join(name))
    }

    /// The files below these folders, which lie in the project.
    pub(crate) fn files_below<'a>(&self, folders: impl IntoIterator<Item = &'a Path>, tracked: &Tracked) -> Listing {
        let include_tests = self.include_tests;
        files_below(folders, &Walk { root: &self.root, config: &self.config, include_tests, tracked })
    }

    /// Why a walk leaves out the file at this path, by its path alone.
    pub(crate) fn reason_by_path(&self, path: &str) -> Option<SkipReason> {
        reason_by_path(path, &self.config, self.include_tests)
    }

    /// Whether a changed file at this project-relative path belongs to the project, by its path alone (version control's
    /// ignore files are not asked).
    pub fn wants(&self, path: &str) -> bool {
        wants(path, &self.config, self.include_tests)
    }

    /// Reads one file as a person names it, whatever its header says.
    ///
    /// # Errors
    /// It is not there, too large, not text.
    pub fn read(&self, path: &str) -> Result<TextFile, Unreadable> {
        read_file(path, &self.on_disk(path), true)
    }

    /// Reads the facts of one text, on a thread with the stack that deep texts need; a panic is contained.
    ///
    /// # Errors
    /// The analysis panicked.
    pub fn analyse(&self, path: &str, text: &str) -> Result<FileFacts, Unreadable> {
        self.pool.install(|| contained(path, || analyse(path, text)))
    }

    /// Whether a text is generated or minified, so that a walk leaves it out.
    pub fn is_machine_made(&self, path: &str, text: &str) -> bool {
        skip_by_text(path, text).is_some()
    }
}

/// The files a person named, and those below the folders a person named.
#[derive(Clone, Debug, Default)]
pub(crate) struct Targets {
    /// Files named themselves.
    pub(crate) named: BTreeMap<String, PathBuf>,
    /// Folders, absolute.
    pub(crate) folders: Vec<PathBuf>,
}

impl Targets {
    /// Sorts paths on disk (absolute, in the project) into files and folders.
    pub(crate) fn new(workspace: &Workspace, paths: &[PathBuf]) -> Self {
        let mut targets = Self::default();
        for path in paths {
            if path.is_dir() {
                targets.folders.push(path.clone());
            } else if let Some(name) = workspace.relative(path) {
                targets.named.insert(name, path.clone());
            }
        }
        targets
    }

    /// Whether a file of the project is to be judged.
    pub(crate) fn contain(&self, path: &str, on_disk: &Path) -> bool {
        self.named.contains_key(path) || self.folders.iter().any(|folder| on_disk.starts_with(folder))
    }
}
