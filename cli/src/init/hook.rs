//! Which pre-commit hook fits a project, and what it holds.

use std::path::Path;

use crate::args::HookChoice;

/// A way to run something before a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hook {
    Husky,
    Lefthook,
    PreCommit,
    Git,
}

/// Where a hook goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// A file that is not there yet.
    NewFile(String),
    /// A file that is there, to which a person adds it.
    ExistingFile(String),
    /// There is no place for it.
    Nowhere,
}

const LEFTHOOK: [&str; 4] = ["lefthook.yml", ".lefthook.yml", "lefthook.yaml", ".lefthook.yaml"];
const PRE_COMMIT: &str = ".pre-commit-config.yaml";
const COMMAND: &str = "seaworthy check --staged\n";
const SCRIPT: &str = "#!/bin/sh\nexec seaworthy check --staged\n";
const LEFTHOOK_TEXT: &str = "pre-commit:\n  jobs:\n    - name: seaworthy\n      run: seaworthy check --staged\n";
const PRE_COMMIT_TEXT: &str = "repos:\n  - repo: https://github.com/seaworthy-dev/seaworthy\n    rev: main # better a tag or a commit\n    hooks:\n      - id: seaworthy\n";

impl Hook {
    /// The hook a person chose; git's own for none.
    pub(super) const fn of(choice: HookChoice) -> Self {
        match choice {
            HookChoice::Husky => Self::Husky,
            HookChoice::Lefthook => Self::Lefthook,
            HookChoice::PreCommit => Self::PreCommit,
            HookChoice::Git | HookChoice::None => Self::Git,
        }
    }

    /// The hook of the tool the project uses; git's own where it uses none.
    pub(super) fn fitting(root: &Path) -> Self {
        let manifest = std::fs::read_to_string(root.join("package.json")).unwrap_or_default();
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap_or_default();
        let needs =
            |name: &str| ["dependencies", "devDependencies"].iter().any(|kind| manifest[*kind].get(name).is_some());
        if root.join(".husky").is_dir() || needs("husky") {
            Self::Husky
        } else if LEFTHOOK.iter().any(|name| root.join(name).is_file()) || needs("lefthook") {
            Self::Lefthook
        } else if root.join(PRE_COMMIT).is_file() {
            Self::PreCommit
        } else {
            Self::Git
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Husky => "husky",
            Self::Lefthook => "lefthook",
            Self::PreCommit => "pre-commit",
            Self::Git => "git",
        }
    }

    /// What `--hook` takes for it.
    pub(super) const fn flag(self) -> &'static str {
        self.name()
    }

    /// Where it goes, as a project-relative path.
    pub(super) fn place(self, root: &Path) -> Where {
        let path = match self {
            Self::Husky => ".husky/pre-commit",
            Self::Lefthook => LEFTHOOK.into_iter().find(|name| root.join(name).is_file()).unwrap_or(LEFTHOOK[0]),
            Self::PreCommit => PRE_COMMIT,
            // Of a work tree or a submodule, `.git` is a file, and hooks are kept elsewhere.
            Self::Git if !root.join(".git/hooks").is_dir() => return Where::Nowhere,
            Self::Git => ".git/hooks/pre-commit",
        };
        if root.join(path).symlink_metadata().is_ok() {
            Where::ExistingFile(path.to_owned())
        } else {
            Where::NewFile(path.to_owned())
        }
    }

    /// The whole file.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Husky => COMMAND,
            Self::Lefthook => LEFTHOOK_TEXT,
            Self::PreCommit => PRE_COMMIT_TEXT,
            Self::Git => SCRIPT,
        }
    }

    /// What goes into a file that is there.
    pub(super) const fn addition(self) -> &'static str {
        match self {
            Self::Husky | Self::Git => COMMAND,
            Self::Lefthook => LEFTHOOK_TEXT,
            Self::PreCommit => PRE_COMMIT_TEXT,
        }
    }

    /// Whether the file is run as a program.
    pub(super) const fn is_program(self) -> bool {
        matches!(self, Self::Husky | Self::Git)
    }

    /// Whether a file runs Seaworthy already.
    pub(super) fn is_in(file: &Path) -> bool {
        std::fs::read_to_string(file).is_ok_and(|text| text.contains("seaworthy"))
    }
}
