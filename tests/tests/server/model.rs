//! The project as it must be: the same texts, analysed and judged in this process.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use seaworthy_core::{Change, Config, Project, analyse};
use seaworthy_workspace::{OpenOptions, ScanRequest, Workspace, config};
use tempfile::TempDir;

use crate::client::{Seen, expected, uri};

pub struct Model {
    project: Project,
    pub texts: BTreeMap<String, String>,
}

impl Model {
    /// The folder as it is on disk.
    pub fn of(folder: &Path) -> Self {
        let workspace = Workspace::open(folder, OpenOptions::default()).unwrap();
        let scan = workspace.scan(&ScanRequest::default(), &());
        let paths: Vec<String> = scan.project.files().map(|file| file.path.clone()).collect();
        let mut model = Self { project: Project::new(config_of(folder)), texts: BTreeMap::new() };
        for path in paths {
            let text = std::fs::read_to_string(folder.join(&path)).unwrap();
            model.set(&path, &text);
        }
        model
    }

    pub fn set(&mut self, path: &str, text: &str) {
        self.texts.insert(path.into(), text.into());
        self.project.apply([Change::Set(Box::new(analyse(path, text)))]);
    }

    pub fn remove(&mut self, path: &str) {
        self.texts.remove(path);
        self.project.apply([Change::Remove(path.into())]);
    }

    pub fn configure(&mut self, config: Config) {
        self.project.set_config(config);
    }

    pub fn ignores(&self, path: &str) -> bool {
        self.project.config().ignores(path)
    }

    /// What must be found in a file.
    pub fn findings(&self, path: &str) -> Vec<Seen> {
        if self.ignores(path) {
            return Vec::new();
        }
        expected(&self.texts[path], &self.project.judge(path).findings)
    }
}

pub fn config_of(folder: &Path) -> Config {
    let file = folder.join(config::CONFIG_NAME);
    if file.is_file() { config::load(&file).unwrap() } else { Config::default() }
}

/// A folder with these files.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

pub fn write(root: &Path, path: &str, text: &str) {
    let full = root.join(path);
    std::fs::create_dir_all(full.parent().unwrap()).unwrap();
    std::fs::write(full, text).unwrap();
}

/// A copy of the example app.
pub fn harbor() -> TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/harbor");
    let folder = tempfile::tempdir().unwrap();
    copy(&from, folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target: PathBuf = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

pub fn uri_in(folder: &TempDir, path: &str) -> String {
    uri(&folder.path().join(path))
}

/// The paths of the scripts of a model, in order.
pub fn scripts(model: &Model) -> Vec<String> {
    let is_script = |path: &&String| matches!(path.rsplit('.').next(), Some("ts" | "tsx" | "js"));
    model.texts.keys().filter(is_script).cloned().collect()
}
