//! What a check knows of advisories: the store, a report that was made before, and, where it is asked for, the project's
//! own package managers.
//!
//! Invariant: a package manager runs only where `--audit` is given, without a shell, in the lockfile's folder, and not for
//! ever.

use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use seaworthy_core::facts::PackageManager;
use seaworthy_core::packages::{Advisories, from_report};
use seaworthy_workspace::Workspace;
use seaworthy_workspace::advisories::{data_folder, load, report};

use crate::Failure;
use crate::args::CheckArguments;
use crate::terminal::complain;

/// An audit asks a registry, which may be slow; it is not worth a longer wait.
const PATIENCE: Duration = Duration::from_mins(2);
const PAUSE: Duration = Duration::from_millis(50);

/// Hands the workspace every advisory that is to count. An audit that fails is said and changes nothing else.
pub(super) fn gather(arguments: &CheckArguments, workspace: &mut Workspace) -> Result<(), Failure> {
    let mut all = Advisories::default();
    for path in &arguments.audit_report {
        all.extend(report(path).map_err(|error| error.to_string())?);
    }
    if arguments.audit {
        audit(workspace, &mut all);
    }
    if let Some(folder) = data_folder() {
        all.extend(load(&folder).map_err(|error| error.to_string())?);
    }
    workspace.set_advisories(Arc::new(all));
    Ok(())
}

fn audit(workspace: &Workspace, all: &mut Advisories) {
    let lockfiles = workspace.lockfiles();
    if lockfiles.is_empty() {
        complain("there is no lockfile to audit");
    }
    for (path, manager) in lockfiles {
        let on_disk = workspace.on_disk(&path);
        let folder = on_disk.parent().unwrap_or(workspace.root());
        let Some(words) = command(manager, &on_disk) else {
            complain(&format!("{path}: {} has no audit of its own; import advisories instead", manager.as_str()));
            continue;
        };
        let found = run(&words, folder).and_then(|text| from_report(&text).map_err(|error| error.to_string()));
        match found {
            Ok(found) => {
                for (ecosystem, package, advisory) in found {
                    all.add(ecosystem, &package, advisory);
                }
            }
            Err(reason) => complain(&format!("{path}: `{}` gave no report: {reason}", words.join(" "))),
        }
    }
}

/// The audit of a manager; none where it has none.
fn command(manager: PackageManager, lockfile: &Path) -> Option<Vec<&'static str>> {
    let words: &[&str] = match manager {
        PackageManager::Npm => &["npm", "audit", "--json", "--package-lock-only"],
        PackageManager::Pnpm => &["pnpm", "audit", "--json"],
        PackageManager::Yarn if is_classic(lockfile) => &["yarn", "audit", "--json"],
        PackageManager::Yarn => &["yarn", "npm", "audit", "--all", "--recursive", "--json"],
        PackageManager::Bun => &["bun", "audit", "--json"],
        PackageManager::Pipenv => &["pipenv", "run", "pip-audit", "--format", "json"],
        PackageManager::Poetry => &["poetry", "run", "pip-audit", "--format", "json"],
        PackageManager::Uv => &["uv", "run", "pip-audit", "--format", "json"],
        PackageManager::Deno | PackageManager::Pip | PackageManager::Pdm => return None,
    };
    Some(words.to_vec())
}

fn is_classic(lockfile: &Path) -> bool {
    let mut head = [0; 256];
    let read = std::fs::File::open(lockfile).and_then(|mut file| file.read(&mut head)).unwrap_or(0);
    String::from_utf8_lossy(&head[..read]).contains("yarn lockfile v1")
}

/// Runs a program and gives what it prints. An audit that finds something exits with an error, so the code says nothing.
fn run(words: &[&str], folder: &Path) -> Result<String, Failure> {
    let (program, arguments) = words.split_first().ok_or("nothing to run")?;
    // On Windows package managers are scripts.
    let program = if cfg!(windows) { format!("{program}.cmd") } else { (*program).to_owned() };
    let mut child = Command::new(&program)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("cannot run {program}: {error}"))?;
    let Some(mut out) = child.stdout.take() else { return Err("it has no output".to_owned()) };
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        let read = out.read_to_end(&mut text);
        read.map(|_| String::from_utf8_lossy(&text).into_owned())
    });
    let started = Instant::now();
    while child.try_wait().map_err(|error| error.to_string())?.is_none() {
        if started.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("it took longer than {} seconds", PATIENCE.as_secs()));
        }
        std::thread::sleep(PAUSE);
    }
    let text = reader.join().map_err(|_| "its output could not be read".to_owned())?;
    text.map_err(|error| error.to_string())
}
