//! A copy of the app that may be changed, and the server it runs as.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A copy of the app, gone when dropped.
pub struct Copy {
    folder: tempfile::TempDir,
}

impl Copy {
    /// Copies the app out of the tests, where its files would count as fixtures.
    pub fn new() -> Self {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("attack/app");
        let packages = from.join("node_modules");
        assert!(packages.is_dir(), "{} is not there: run `npm ci` in {}", packages.display(), from.display());
        let copy = Self { folder: tempfile::tempdir().unwrap() };
        // What marks the root of a project.
        fs::create_dir(copy.root().join(".git")).unwrap();
        copy_folder(&from.join("src"), &copy.root().join("src"));
        for file in ["package.json", "package-lock.json", "tsconfig.json"] {
            fs::copy(from.join(file), copy.root().join(file)).unwrap();
        }
        lend(&packages, &copy.root().join("node_modules"));
        copy
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Puts `to` in the place of `from`, which stands in the file once.
    pub fn replace(&self, path: &str, from: &str, to: &str) {
        let path = self.root().join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from} in {}:\n{text}", path.display());
        fs::write(&path, text.replace(from, to)).unwrap();
    }

    /// Compiles the app; its types must fit.
    pub fn build(&self) {
        let compiler: PathBuf = ["node_modules", "typescript", "bin", "tsc"].iter().collect();
        let output = Command::new("node").arg(compiler).current_dir(self.root()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[cfg(unix)]
fn lend(packages: &Path, to: &Path) {
    std::os::unix::fs::symlink(packages, to).unwrap();
}

/// Links need a right there that few accounts have.
#[cfg(not(unix))]
fn lend(packages: &Path, to: &Path) {
    copy_folder(packages, to);
}

/// The app as it runs; ended when dropped, also by a panic.
pub struct Server {
    process: Child,
    /// Where it listens, on the loopback address.
    pub port: u16,
}

impl Server {
    /// Starts what was built, with an empty database in memory and on a port that is free.
    pub fn start(copy: &Copy) -> Self {
        let mut command = Command::new("node");
        command.arg("dist/index.js").current_dir(copy.root());
        command.env("PORT", "0").env_remove("DATABASE_DIR").stdin(Stdio::null()).stdout(Stdio::piped());
        let mut server = Self { process: command.spawn().unwrap(), port: 0 };
        let mut line = String::new();
        BufReader::new(server.process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("listening on ").and_then(|port| port.parse().ok());
        server.port = port.unwrap_or_else(|| panic!("the app does not listen: {line}"));
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
