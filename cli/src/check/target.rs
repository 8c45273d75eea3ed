//! What is to be checked, and the project it belongs to.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use seaworthy_workspace::{OpenOptions, ScanRequest, TextFile, Workspace, absolute, find_root};

use crate::Failure;
use crate::args::CheckArguments;

/// Opens the project around the named paths (or around the file that standard input stands for).
pub(super) fn open(arguments: &CheckArguments, options: OpenOptions) -> Result<(Workspace, ScanRequest), Failure> {
    match &arguments.path {
        Some(path) if arguments.stdin => open_for_stdin(path, options),
        _ => open_for_paths(&arguments.paths, options),
    }
}

fn open_for_paths(paths: &[PathBuf], options: OpenOptions) -> Result<(Workspace, ScanRequest), Failure> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let targets: Vec<PathBuf> = paths.iter().map(|path| real(path)).collect::<Result<_, _>>()?;
    let folders: Vec<&Path> = targets.iter().map(|path| folder_of(path)).collect();
    let workspace = open_root(&find_root(&common(&folders)), options)?;
    Ok((workspace, ScanRequest { targets, overlay: None }))
}

fn open_for_stdin(path: &Path, options: OpenOptions) -> Result<(Workspace, ScanRequest), Failure> {
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
    Ok((workspace, ScanRequest { targets: Vec::new(), overlay: Some((name, file.text)) }))
}

fn open_root(root: &Path, options: OpenOptions) -> Result<Workspace, Failure> {
    Workspace::open(root, options).map_err(|error| error.to_string())
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
