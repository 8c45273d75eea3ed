//! Advisories on disk: a compact store in the user's data folder, filled from OSV files that the user has.
//!
//! Invariant: nothing is fetched. A store that cannot be read is an error with its path, never silently empty.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use seaworthy_core::facts::Ecosystem;
use seaworthy_core::packages::{Advisories, Advisory, from_osv, from_report};
use serde::{Deserialize, Serialize};

/// The environment variable that names another data folder.
pub const DATA_DIR: &str = "SEAWORTHY_DATA_DIR";
const STORE: &str = "advisories.jsonl";
/// Larger files are no single advisory, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Deeper folders are no export of OSV.
const DEEPEST: usize = 8;

/// What cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdvisoriesError {
    /// The file or folder.
    pub path: PathBuf,
    /// Why, as a clause.
    pub reason: String,
}

impl AdvisoriesError {
    fn new(path: &Path, reason: &(impl ToString + ?Sized)) -> Self {
        Self { path: path.to_owned(), reason: reason.to_string() }
    }
}

impl std::fmt::Display for AdvisoriesError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}: {}", self.path.display(), self.reason)
    }
}

impl std::error::Error for AdvisoriesError {}

/// What an import came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Advisories that are in the store now.
    pub kept: usize,
    /// Files that were read.
    pub files: usize,
    /// Files that hold no advisory, and why.
    pub refused: Vec<AdvisoriesError>,
}

/// One line of the store.
#[derive(Serialize, Deserialize)]
struct Line {
    ecosystem: String,
    package: String,
    #[serde(flatten)]
    advisory: Advisory,
}

/// The user's data folder for Seaworthy: what [`DATA_DIR`] names, else the system's place for such data
/// (`$XDG_DATA_HOME` or `~/.local/share`, `~/Library/Application Support`, `%LOCALAPPDATA%`). None where no home is known.
pub fn data_folder() -> Option<PathBuf> {
    let of = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(chosen) = of(DATA_DIR) {
        return Some(chosen);
    }
    let base = if cfg!(windows) {
        of("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        of("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        // Relative values are to be ignored (XDG Base Directory Specification).
        let data = of("XDG_DATA_HOME").filter(|path| path.is_absolute());
        data.or_else(|| of("HOME").map(|home| home.join(".local/share")))
    };
    base.map(|base| base.join("seaworthy"))
}

/// The store's path in a data folder.
pub fn store_path(folder: &Path) -> PathBuf {
    folder.join(STORE)
}

/// The advisories in a data folder's store; none where there is no store.
///
/// # Errors
/// The store cannot be read, or a line of it is none of ours.
pub fn load(folder: &Path) -> Result<Advisories, AdvisoriesError> {
    let path = store_path(folder);
    let mut all = Advisories::default();
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(all),
        Err(error) => return Err(AdvisoriesError::new(&path, &error)),
    };
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let problem = |reason: String| AdvisoriesError::new(&path, &format!("line {}: {reason}", number + 1));
        let line = line.map_err(|error| problem(error.to_string()))?;
        let line: Line = serde_json::from_str(&line).map_err(|error| problem(error.to_string()))?;
        let ecosystem = if line.ecosystem == Ecosystem::PyPi.as_str() { Ecosystem::PyPi } else { Ecosystem::Npm };
        all.add(ecosystem, &line.package, line.advisory);
    }
    Ok(all)
}

/// Reads OSV files and folders of them, and writes the store anew with what they hold about npm and PyPI.
///
/// # Errors
/// A path that is not there, nothing that is an advisory, or a store that cannot be written. A single file that is none is
/// told in [`Imported::refused`].
pub fn import(paths: &[PathBuf], folder: &Path) -> Result<Imported, AdvisoriesError> {
    let mut files = Vec::new();
    for path in paths {
        collect(path, 0, &mut files)?;
    }
    files.sort();
    let mut imported = Imported { files: files.len(), ..Imported::default() };
    let mut lines = Vec::new();
    for file in &files {
        match read(file) {
            Ok(found) => lines.extend(found.into_iter().map(|(ecosystem, package, advisory)| Line {
                ecosystem: ecosystem.as_str().to_owned(),
                package: package.to_string(),
                advisory,
            })),
            Err(reason) => imported.refused.push(AdvisoriesError::new(file, &reason)),
        }
    }
    if lines.is_empty() {
        let place = paths.first().map_or(folder, PathBuf::as_path);
        return Err(AdvisoriesError::new(place, "holds no advisory about npm or PyPI in the OSV format"));
    }
    imported.kept = lines.len();
    write(&lines, folder)?;
    Ok(imported)
}

/// The advisories in a package manager's report.
///
/// # Errors
/// The file cannot be read, or is no report.
pub fn report(path: &Path) -> Result<Advisories, AdvisoriesError> {
    let text = text(path).map_err(|reason| AdvisoriesError::new(path, &reason))?;
    let mut all = Advisories::default();
    for (ecosystem, package, advisory) in from_report(&text).map_err(|error| AdvisoriesError::new(path, &error))? {
        all.add(ecosystem, &package, advisory);
    }
    Ok(all)
}

fn read(path: &Path) -> Result<Vec<(Ecosystem, impl std::fmt::Display + use<>, Advisory)>, String> {
    from_osv(&text(path)?).map_err(|error| error.to_string())
}

fn text(path: &Path) -> Result<String, String> {
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > LARGEST {
        return Err("larger than 64 MiB".to_owned());
    }
    fs::read_to_string(path).map_err(|error| error.to_string())
}

/// Files named are read whatever their name; in folders, those that end in `.json`. Links are not followed.
fn collect(path: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), AdvisoriesError> {
    let kind = fs::symlink_metadata(path).map_err(|error| AdvisoriesError::new(path, &error))?;
    if kind.is_file() {
        if depth == 0 || path.extension().is_some_and(|ending| ending == "json") {
            files.push(path.to_owned());
        }
    } else if kind.is_dir() && depth < DEEPEST {
        for entry in fs::read_dir(path).map_err(|error| AdvisoriesError::new(path, &error))? {
            let entry = entry.map_err(|error| AdvisoriesError::new(path, &error))?;
            collect(&entry.path(), depth + 1, files)?;
        }
    }
    Ok(())
}

/// Written beside and moved into place, so that a store is whole or the old one.
fn write(lines: &[Line], folder: &Path) -> Result<(), AdvisoriesError> {
    let path = store_path(folder);
    let problem = |error: io::Error| AdvisoriesError::new(&path, &error);
    fs::create_dir_all(folder).map_err(problem)?;
    let mut file = BufWriter::new(tempfile::NamedTempFile::new_in(folder).map_err(problem)?);
    for line in lines {
        serde_json::to_writer(&mut file, line).map_err(|error| problem(error.into()))?;
        file.write_all(b"\n").map_err(problem)?;
    }
    let file = file.into_inner().map_err(|error| problem(error.into_error()))?;
    file.persist(&path).map_err(|error| problem(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADVISORY: &str = r#"{"id":"GHSA-aaaa-bbbb-cccc","summary":"bad","affected":[{"package":{"ecosystem":"npm","name":"left-pad"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.3.0"}]}]}]}"#;

    #[test]
    fn an_import_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let (osv, data) = (folder.path().join("osv/npm"), folder.path().join("data"));
        fs::create_dir_all(&osv).unwrap();
        for (name, text) in [("a.json", ADVISORY), ("b.json", "{}"), ("notes.txt", "x")] {
            fs::write(osv.join(name), text).unwrap();
        }
        assert!(load(&data).unwrap().is_empty());
        let imported = import(&[folder.path().join("osv")], &data).unwrap();
        assert_eq!((imported.kept, imported.files, imported.refused.len()), (1, 2, 1));
        let all = load(&data).unwrap();
        assert!(all.of(Ecosystem::Npm, "left-pad")[0].affects(Ecosystem::Npm, "1.2.0"));
        fs::write(store_path(&data), "nonsense\n").unwrap();
        assert!(load(&data).unwrap_err().reason.starts_with("line 1"));
    }

    #[test]
    fn what_holds_nothing_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.json");
        fs::write(&file, "{\"id\":\"X\"}").unwrap();
        assert!(import(std::slice::from_ref(&file), folder.path()).unwrap_err().reason.contains("no advisory"));
        assert!(import(&[folder.path().join("none")], folder.path()).is_err());
        assert!(report(&file).is_err());
    }
}
