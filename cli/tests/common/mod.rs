//! A project on disk and the real command run in it.
#![allow(dead_code, clippy::unwrap_used, reason = "shared by test files that each use a part")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One error: `token-in-web-storage` on its second line.
pub const TOKEN: &str = "export function remember(session: { access_token: string }) {\n  localStorage.setItem(\"access_token\", session.access_token);\n}\n";
/// A session cookie without HttpOnly, which has a safe fix.
pub const COOKIE: &str = "app.post(\"/login\", (req, res) => {\n  res.cookie(\"session\", createSession(req.body), { secure: true, sameSite: \"lax\" });\n  res.end();\n});\n";
/// Nothing to find.
pub const SOUND: &str = "localStorage.setItem(\"theme\", \"dark\");\n";

/// What a run gave.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }
}

/// A folder that is the root of a repository.
pub struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(project.root().join(".git")).unwrap();
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    /// A folder that is a real repository; nothing is staged yet.
    pub fn repository(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        project.git(&["init", "-q"]);
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    /// Runs git in the root.
    pub fn git(&self, arguments: &[&str]) {
        git(self.root(), arguments);
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_seaworthy"));
        command.args(arguments).current_dir(self.root());
        for name in GIT.iter().chain(&["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "LC_ALL", "LC_CTYPE"]) {
            command.env_remove(name);
        }
        command.env("LANG", "C.UTF-8").env("COLUMNS", "100");
        // What the person who runs the tests has imported says nothing here.
        command.env("SEAWORTHY_DATA_DIR", self.path("data"));
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        finish(self.command(arguments).stdin(Stdio::null()))
    }

    /// Runs `check` with these arguments.
    pub fn check(&self, arguments: &[&str]) -> Run {
        self.run(&[&["check"], arguments].concat())
    }

    pub fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        collect(&child.wait_with_output().unwrap())
    }
}

/// What leads git elsewhere, or makes one machine's git another.
const GIT: [&str; 4] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

/// A git command of a person without a configuration of their own.
pub fn git_command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    for name in GIT {
        command.env_remove(name);
    }
    let identity = ["user.name=t", "user.email=t@localhost", "init.defaultBranch=main", "protocol.file.allow=always"];
    command.args(identity.iter().flat_map(|setting| ["-c", setting])).args(arguments).current_dir(folder);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    command
}

/// Runs git, which must succeed.
pub fn git(folder: &Path, arguments: &[&str]) {
    let output = git_command(folder, arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

pub fn finish(command: &mut Command) -> Run {
    collect(&command.output().unwrap())
}

fn collect(output: &std::process::Output) -> Run {
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout.clone()).unwrap(),
        err: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}
