//! Logins, attacked: the same one with three frameworks, run for real. Before they are mended, 200 wrong passwords in a row are
//! tried; after Seaworthy's own fix the eleventh is refused with 429 and `Retry-After`, and a rightful login still works.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use seaworthy_core::FixLevel;
use seaworthy_workspace::{OpenOptions, ScanRequest, Workspace};
use serde_json::Value;

#[test]
#[ignore = "needs node and the packages of tests/attack/limits, which `cargo xtask test` installs"]
fn guesses_go_on_until_the_login_is_mended() {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("attack/limits");
    let packages = from.join("node_modules");
    assert!(packages.is_dir(), "{} is not there: run `npm ci` in {}", packages.display(), from.display());
    let copy = tempfile::tempdir().unwrap();
    // What marks the root of a project.
    fs::create_dir(copy.path().join(".git")).unwrap();
    fs::create_dir(copy.path().join("src")).unwrap();
    let apps = ["src/express.js", "src/fastify.js", "src/hono.js"];
    for file in apps.into_iter().chain(["package.json", "attack.mjs"]) {
        fs::copy(from.join(file), copy.path().join(file)).unwrap();
    }
    // Modules are looked for in the folders above a file.
    link(&packages, &copy.path().join("node_modules"));

    for app in apps {
        let said = attack(copy.path(), app);
        assert!(statuses(&said).iter().all(|status| *status == 401), "{app}: every guess is tried: {said}");
    }
    assert_eq!(mend(copy.path()), apps.len(), "each login is found and mended");
    for app in apps {
        let said = attack(copy.path(), app);
        let statuses = statuses(&said);
        assert!(statuses[..10].iter().all(|status| *status == 401), "{app}: ten guesses are let through: {said}");
        assert!(statuses[10..].iter().all(|status| *status == 429), "{app}: the others are refused: {said}");
        let wait: u32 = said["guesses"][10]["wait"].as_str().unwrap().parse().unwrap();
        assert!((1..=900).contains(&wait), "{app}: Retry-After says {wait} seconds");
        assert_eq!((&said["before"]["status"], &said["after"]["status"]), (&204.into(), &204.into()), "{app}");
    }
    assert_eq!(mend(copy.path()), 0, "nothing is left to mend");
}

fn attack(root: &Path, app: &str) -> Value {
    let output = Command::new("node")
        .args(["attack.mjs", app])
        .current_dir(root)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

fn statuses(said: &Value) -> Vec<u64> {
    said["guesses"].as_array().unwrap().iter().map(|guess| guess["status"].as_u64().unwrap()).collect()
}

/// Applies the first fix of each finding of the gap, and gives how many there were.
fn mend(root: &Path) -> usize {
    let workspace = Workspace::open(root, OpenOptions::default()).unwrap();
    let scan = workspace.scan(&ScanRequest::default(), &());
    let found: Vec<_> = scan.findings().filter(|finding| finding.rule.id == "auth-route-without-rate-limit").collect();
    for finding in &found {
        let fix = finding.fixes.first().filter(|fix| fix.level == FixLevel::Suggestion).unwrap();
        let mut edits: Vec<_> = fix.edits.iter().filter(|edit| edit.path == finding.path).collect();
        assert_eq!(edits.len(), fix.edits.len(), "the limiters are among the dependencies already");
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.range));
        let path: PathBuf = root.join(&finding.path);
        let mut text = fs::read_to_string(&path).unwrap();
        for edit in edits {
            text.replace_range(edit.range.start as usize..edit.range.end as usize, &edit.text);
        }
        fs::write(&path, text).unwrap();
    }
    found.len()
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) {
    std::os::unix::fs::symlink(from, to).unwrap();
}

#[cfg(not(unix))]
fn link(from: &Path, to: &Path) {
    let copied = Command::new("xcopy").args(["/e", "/i", "/q"]).args([from, to]).status().unwrap();
    assert!(copied.success());
}
