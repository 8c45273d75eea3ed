//! What is to be checked, and the project it belongs to.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use seaworthy_workspace::{
    Bundles, OpenOptions, Progress, Scan, ScanRequest, Staged, TextFile, Workspace, absolute, find_root,
};

use crate::Failure;
use crate::args::CheckArguments;

/// What is to be checked.
pub(super) enum What {
    /// Files and folders of the project, or a text that stands for one.
    Sources(ScanRequest),
    /// What is staged for commit.
    Staged(Staged),
    /// No source: built output alone.
    Nothing,
}

/// What a call asks for.
pub(super) struct Call {
    /// The project.
    pub(super) workspace: Workspace,
    /// What of it.
    pub(super) what: What,
    /// Built output to check besides.
    pub(super) bundles: Option<Bundles>,
    /// The paths a person named: absolute.
    pub(super) named: Vec<PathBuf>,
}

impl Call {
    /// Reads and judges what is asked for.
    pub(super) fn scan(&mut self, progress: &dyn Progress) -> Scan {
        let workspace = &self.workspace;
        let mut scan = match &mut self.what {
            What::Sources(request) => workspace.scan(request, progress),
            What::Staged(staged) => workspace.scan_staged(std::mem::take(staged), progress),
            What::Nothing => workspace.empty_scan(),
        };
        if let Some(bundles) = &self.bundles {
            workspace.judge_bundles(bundles, &mut scan, progress);
        }
        scan
    }
}

/// Opens and reads the project around a path; what lies below the path is judged.
pub(crate) fn scan_of(path: &Path, options: OpenOptions) -> Result<(Workspace, Scan), Failure> {
    let mut call = open_for_paths(&[path.to_owned()], options)?;
    let progress = super::progress::Line::new(false);
    let scan = call.scan(&progress);
    progress.clear();
    Ok((call.workspace, scan))
}

/// Opens the project around the named paths (or around the file that standard input stands for).
pub(super) fn open(arguments: &CheckArguments, options: OpenOptions) -> Result<Call, Failure> {
    match &arguments.path {
        Some(path) if arguments.stdin => open_for_stdin(path, options),
        _ if arguments.staged => open_for_staged(&arguments.paths, options),
        _ if arguments.bundles.is_empty() => open_for_paths(&arguments.paths, options),
        _ => open_for_bundles(arguments, options),
    }
}

fn open_for_paths(paths: &[PathBuf], options: OpenOptions) -> Result<Call, Failure> {
    let here = [PathBuf::from(".")];
    let targets = real_all(if paths.is_empty() { &here } else { paths })?;
    let workspace = open_around(&targets, options)?;
    let what = What::Sources(ScanRequest { targets: targets.clone(), overlays: None });
    Ok(Call { workspace, what, bundles: None, named: targets })
}

fn open_for_staged(paths: &[PathBuf], options: OpenOptions) -> Result<Call, Failure> {
    let named = real_all(paths)?;
    let here = [real(Path::new("."))?];
    let workspace = open_around(if named.is_empty() { &here } else { &named }, options)?;
    let staged = workspace.staged(&named).map_err(|error| format!("cannot tell what is staged: {error}"))?;
    Ok(Call { workspace, what: What::Staged(staged), bundles: None, named })
}

fn open_for_bundles(arguments: &CheckArguments, options: OpenOptions) -> Result<Call, Failure> {
    let places = real_all(&arguments.bundles)?;
    let mut call = if arguments.paths.is_empty() {
        let workspace = open_around(&places, options)?;
        Call { workspace, what: What::Nothing, bundles: None, named: places.clone() }
    } else {
        open_for_paths(&arguments.paths, options)?
    };
    call.bundles = Some(call.workspace.bundles(&places).map_err(|error| error.to_string())?);
    Ok(call)
}

fn open_for_stdin(path: &Path, options: OpenOptions) -> Result<Call, Failure> {
    let full = std::path::absolute(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let full = without_dots(&full);
    // The file, and its folders, need not be there yet.
    let there = full.ancestors().skip(1).find(|folder| folder.is_dir()).unwrap_or(&full);
    let real_folder = real(there)?;
    let full = full.strip_prefix(there).map_or_else(|_| full.clone(), |rest| real_folder.join(rest));
    let workspace = open_root(&find_root(&real_folder), options)?;
    let name = workspace.relative(&full).ok_or_else(|| format!("--path must name a file, not {}", path.display()))?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| format!("cannot read standard input: {error}"))?;
    let file = TextFile::from_bytes(&bytes).map_err(|reason| format!("standard input: {reason}"))?;
    let overlays = Some(BTreeMap::from([(name, file.text)]));
    let what = What::Sources(ScanRequest { targets: Vec::new(), overlays });
    Ok(Call { workspace, what, bundles: None, named: Vec::new() })
}

/// Opens the project that holds all of these paths, which are absolute.
fn open_around(paths: &[PathBuf], options: OpenOptions) -> Result<Workspace, Failure> {
    let folders: Vec<&Path> = paths.iter().map(|path| folder_of(path)).collect();
    open_root(&find_root(&common(&folders)), options)
}

fn open_root(root: &Path, options: OpenOptions) -> Result<Workspace, Failure> {
    Workspace::open(root, options).map_err(|error| error.to_string())
}

fn real_all(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    paths.iter().map(|path| real(path)).collect()
}

fn real(path: &Path) -> Result<PathBuf, Failure> {
    absolute(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => format!("there is no file or folder {}", path.display()),
        _ => format!("{}: {error}", path.display()),
    })
}

fn folder_of(path: &Path) -> &Path {
    if path.is_dir() { path } else { path.parent().unwrap_or(path) }
}

/// The deepest folder that holds all of them.
fn common(folders: &[&Path]) -> PathBuf {
    let Some((first, rest)) = folders.split_first() else { return PathBuf::from(".") };
    let holds_all = |folder: &&Path| rest.iter().all(|other| other.starts_with(folder));
    first.ancestors().find(holds_all).unwrap_or(first).to_owned()
}

/// Takes out `.` and `..` by name, for paths that are not there yet.
fn without_dots(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                out.pop();
            }
            std::path::Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_folder_holds_all() {
        let paths = |names: &[&'static str]| common(&names.iter().map(|name| Path::new(*name)).collect::<Vec<_>>());
        assert_eq!(paths(&["/a/b/c", "/a/b/d"]), Path::new("/a/b"));
        assert_eq!(paths(&["/a/b", "/a/b/d"]), Path::new("/a/b"));
        assert_eq!(paths(&["/a/b"]), Path::new("/a/b"));
    }

    #[test]
    fn dots_are_taken_out() {
        assert_eq!(without_dots(Path::new("/a/./b/../c.ts")), Path::new("/a/c.ts"));
    }
}
