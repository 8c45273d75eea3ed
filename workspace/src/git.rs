//! Asks git about a working tree. Nothing else in this crate starts a program.
//!
//! Invariant: git is only asked to read, may not prompt, wait, take locks or run what a repository's configuration names,
//! and is given up after a while; where it cannot answer, the question stays open.

use std::ffi::OsStr;
use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Variables that would lead git to another repository than the one the folder lies in. A hook has some of them set.
const ELSEWHERE: [&str; 6] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE"];

/// Why git gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GitError {
    /// The folder lies in no repository.
    NoRepository,
    /// There is no git, or it cannot be started; the system's words.
    NoGit(String),
    /// git says no; its own words.
    Refused(String),
    /// It took longer than so many seconds.
    TooSlow(u64),
}

impl fmt::Display for GitError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRepository => formatter.write_str("there is no git repository here"),
            Self::NoGit(words) => write!(formatter, "git cannot be started: {words}"),
            Self::Refused(words) => write!(formatter, "git says: {words}"),
            Self::TooSlow(seconds) => write!(formatter, "git took longer than {seconds} seconds"),
        }
    }
}

impl std::error::Error for GitError {}

/// A folder in a working tree.
#[derive(Clone, Debug)]
pub(crate) struct Git {
    folder: PathBuf,
    index: Option<PathBuf>,
}

impl Git {
    /// git for the folder at `folder` (absolute); none when no folder from there upward holds `.git`.
    pub(crate) fn at(folder: &Path) -> Option<Self> {
        let top = top(folder)?;
        Some(Self { folder: folder.to_owned(), index: index_of_hook(&top) })
    }

    /// Runs git in the folder and gives what it printed. `input` goes to its standard input.
    ///
    /// # Errors
    /// There is no git, it failed, or it took too long.
    pub(crate) fn run(&self, arguments: &[&str], input: Vec<u8>, limit: Duration) -> Result<Vec<u8>, GitError> {
        let mut child = self.command(arguments).spawn().map_err(|error| GitError::NoGit(error.to_string()))?;
        if let Some(mut stdin) = child.stdin.take() {
            // git may end before it has read everything; then its exit tells why.
            thread::spawn(move || drop(stdin.write_all(&input)));
        }
        let (out, err) = (reading(child.stdout.take()), reading(child.stderr.take()));
        let deadline = Instant::now() + limit;
        let answer = wait(&out, deadline).zip(wait(&err, deadline));
        let Some((out, err)) = answer else {
            // It may have ended this very moment.
            drop(child.kill());
            drop(child.wait());
            return Err(GitError::TooSlow(limit.as_secs()));
        };
        let status = child.wait().map_err(|error| GitError::NoGit(error.to_string()))?;
        if status.success() { Ok(out) } else { Err(GitError::Refused(first_line(&err))) }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        for name in ELSEWHERE {
            command.env_remove(name);
        }
        if let Some(index) = &self.index {
            command.env("GIT_INDEX_FILE", index);
        }
        command
            .args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"])
            .args(arguments)
            .current_dir(&self.folder)
            .envs([("GIT_TERMINAL_PROMPT", "0"), ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_NO_LAZY_FETCH", "1")])
            // Its words are shown to people, but looked at by programs.
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

/// The nearest folder from `folder` upward that holds `.git`: a folder, or the file that a worktree or a submodule has.
fn top(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// The index a hook of the repository at `top` works on: `git commit -a` and `git commit FILE` make one for themselves and
/// name it in the environment.
fn index_of_hook(top: &Path) -> Option<PathBuf> {
    let index = std::env::var_os("GIT_INDEX_FILE").filter(|index| !index.is_empty())?;
    let here = crate::paths::absolute(&std::env::current_dir().ok()?).ok()?;
    // A hook runs in the working tree; elsewhere the variable speaks of another repository.
    (self::top(&here).as_deref() == Some(top)).then(|| here.join(index))
}

/// Reads a stream on a thread of its own: two full pipes would otherwise wait for each other.
fn reading(stream: Option<impl std::io::Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            drop(stream.read_to_end(&mut bytes));
        }
        drop(sender.send(bytes));
    });
    receiver
}

/// What was read, unless that takes too long.
fn wait(receiver: &Receiver<Vec<u8>>, deadline: Instant) -> Option<Vec<u8>> {
    match receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        Ok(bytes) => Some(bytes),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => Some(Vec::new()),
    }
}

fn first_line(bytes: &[u8]) -> String {
    let words = String::from_utf8_lossy(bytes);
    let line = words.lines().find(|line| !line.trim().is_empty()).unwrap_or("it failed without a word");
    line.trim_start_matches("fatal: ").to_owned()
}

/// The parts of a list whose entries end with NUL.
pub(crate) fn entries(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == 0).filter(|entry| !entry.is_empty())
}

/// A path as git prints it, with forward slashes; what is no Unicode is shown with U+FFFD, as everywhere.
pub(crate) fn path(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Whether a folder below a working tree begins another one.
pub(crate) fn begins_another(folder: &Path) -> bool {
    folder.join(OsStr::new(".git")).exists()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Runs git for a test, as a person without a configuration of their own.
    pub(crate) fn git(folder: &Path, arguments: &[&str]) {
        let mut command = Command::new("git");
        for name in ELSEWHERE {
            command.env_remove(name);
        }
        let identity = ["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "init.defaultBranch=main"];
        let output = command
            .args(identity)
            .args(arguments)
            .current_dir(folder)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    #[test]
    fn what_is_no_repository_is_not_asked() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Git::at(folder.path()).is_none());
    }

    #[test]
    fn a_refusal_is_said_in_gits_words() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".git")).unwrap();
        let refused = Git::at(folder.path()).unwrap().run(&["ls-files"], Vec::new(), Duration::from_secs(30));
        let Err(GitError::Refused(words)) = refused else { panic!("{refused:?}") };
        assert!(words.contains("not a git repository"), "{words}");
    }

    #[test]
    fn a_slow_git_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "-q"]);
        let at = Git::at(folder.path()).unwrap();
        // It waits for the end of an input that is larger than a pipe, and prints it: nothing is lost, nobody waits.
        let large = "0".repeat(40) + "\n";
        let out = at.run(&["cat-file", "--batch-check"], large.repeat(10_000).into_bytes(), Duration::from_mins(1));
        assert_eq!(memchr::memchr_iter(b'\n', &out.unwrap()).count(), 10_000);
        let begun = Instant::now();
        let slow = at.run(&["-c", "alias.sleep=!sleep 20", "sleep"], Vec::new(), Duration::from_millis(300));
        assert_eq!(slow, Err(GitError::TooSlow(0)));
        assert!(begun.elapsed() < Duration::from_secs(15));
    }
}
