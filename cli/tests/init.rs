//! `seaworthy init`, by the real binary.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::fs;

use common::{Project, SOUND, TOKEN};

const WORKFLOW: &str = ".github/workflows/seaworthy.yml";

#[test]
fn a_project_is_set_up_once() {
    let project = Project::repository(&[("a.ts", SOUND)]);
    let run = project.run(&["init", "--hook", "git"]);
    assert_eq!(run.code, 0, "{}", run.err);
    for path in ["seaworthy.toml", WORKFLOW, ".git/hooks/pre-commit"] {
        assert!(run.out.contains(&format!("wrote {path}")), "{}", run.out);
    }
    let config = project.read("seaworthy.toml");
    assert!(config.lines().all(|line| line.is_empty() || line.starts_with('#')), "it changes nothing by itself");
    assert!(
        project.read(WORKFLOW).contains("upload-sarif") && project.read(WORKFLOW).contains("security-events: write")
    );
    assert_eq!(project.check(&[]).code, 0);
    project.write("seaworthy.toml", "# mine\n");
    let again = project.run(&["init", "--hook", "git"]);
    assert!(again.code == 0 && again.out.matches("there already").count() == 2, "{}", again.out);
    assert!(again.out.contains("runs seaworthy already"), "{}", again.out);
    assert_eq!(project.read("seaworthy.toml"), "# mine\n");
}

#[test]
fn the_configuration_is_sound_without_its_comment_marks() {
    let project = Project::new(&[("a.ts", SOUND)]);
    project.run(&["init", "--hook", "none"]);
    let bare: Vec<String> = project
        .read("seaworthy.toml")
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .filter(|line| line.starts_with('[') || line.contains(" = "))
        .map(str::to_owned)
        .collect();
    assert!(bare.len() > 15, "{bare:?}");
    project.write("seaworthy.toml", bare.join("\n"));
    let run = project.check(&[]);
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn a_dry_run_writes_nothing() {
    let project = Project::repository(&[("a.ts", SOUND)]);
    let run = project.run(&["init", "--dry-run"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.matches("would write").count() == 3 && run.out.contains("│ name: Seaworthy"), "{}", run.out);
    assert!(!project.path("seaworthy.toml").exists() && !project.path(".github").exists());
    assert!(!project.path(".git/hooks/pre-commit").exists());
}

#[test]
fn the_hook_fits_the_project() {
    for (files, expected) in [
        (&[("package.json", r#"{"devDependencies":{"husky":"9"}}"#)][..], "for husky to .husky/pre-commit"),
        (&[("package.json", r#"{"devDependencies":{"lefthook":"1"}}"#)], "for lefthook to lefthook.yml"),
        (&[("lefthook.yml", "pre-push:\n")], "a hook for lefthook: add this to lefthook.yml"),
        (&[(".pre-commit-config.yaml", "repos: []\n")], "a hook for pre-commit: add this to .pre-commit-config.yaml"),
        (&[(".husky/pre-commit", "npm test\n")], "a hook for husky: add this to .husky/pre-commit"),
        (&[(".husky/pre-commit", "seaworthy check --staged\n")], "runs seaworthy already: .husky/pre-commit"),
        (&[], "no hook written; to have one for git: seaworthy init --hook git"),
    ] {
        let project = Project::repository(files);
        let before: Vec<String> = files.iter().map(|(path, _)| project.read(path)).collect();
        let run = project.run(&["init"]);
        let words = expected.split(" to ").next().unwrap();
        assert!(run.code == 0 && run.out.contains(words), "{expected}: {}", run.out);
        let after: Vec<String> = files.iter().map(|(path, _)| project.read(path)).collect();
        assert_eq!(before, after, "nothing that is there is changed");
    }
    // Without a repository there is nothing to hook into.
    let run = Project::new(&[]).run(&["init", "--hook", "git"]);
    assert!(run.code == 0 && run.out.contains("no hook: "), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn the_hook_stops_a_commit() {
    let project = Project::repository(&[("a.ts", TOKEN)]);
    project.run(&["init", "--hook", "git"]);
    project.git(&["add", "a.ts"]);
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_seaworthy")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let commit = common::git_command(project.root(), &["commit", "-q", "-m", "x"]).env("PATH", path).output().unwrap();
    let said = String::from_utf8_lossy(&commit.stdout).into_owned() + &String::from_utf8_lossy(&commit.stderr);
    assert!(!commit.status.success() && said.contains("token-in-web-storage"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_not_followed() {
    let project = Project::repository(&[("a.ts", SOUND)]);
    let outside = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path(), project.path(".github")).unwrap();
    let run = project.run(&["init", "--hook", "none"]);
    assert!(run.code == 2 && run.out.contains("it would lie outside the project"), "{}", run.out);
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}
