//! `check --staged`, in real repositories.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{Project, Run, SOUND, TOKEN, finish, git, git_command};

fn staged(project: &Project) -> Run {
    project.check(&["--staged"])
}

/// Paths and lines of what is found.
fn places(run: &Run) -> Vec<String> {
    let findings = run.json()["findings"].as_array().unwrap().clone();
    let place = |finding: &serde_json::Value| {
        format!("{}:{}", finding["path"].as_str().unwrap(), finding["place"]["start"]["line"])
    };
    findings.iter().map(place).collect()
}

#[test]
fn only_what_is_staged_is_judged_in_a_first_commit_too() {
    let project = Project::repository(&[("src/a.ts", TOKEN), ("src/b.ts", TOKEN), ("ok.ts", SOUND), ("logo.png", "x")]);
    let run = staged(&project);
    assert_eq!((run.code, run.out.lines().next().unwrap().contains("Nothing is staged.")), (0, true), "{}", run.out);
    project.git(&["add", "logo.png"]);
    let run = staged(&project);
    assert!(run.code == 0 && run.out.contains("no staged file is one Seaworthy checks"), "{}", run.out);
    project.git(&["add", "ok.ts"]);
    let run = staged(&project);
    assert!(run.code == 0 && run.out.contains("Nothing found in 1 staged file."), "{}", run.out);
    project.git(&["add", "src/a.ts"]);
    let run = staged(&project);
    assert!(run.code == 1 && run.out.contains("1 error in 1 of 2 staged files."), "{}", run.out);
    assert!(run.out.contains("src/a.ts:2:3") && !run.out.contains("b.ts"), "{}", run.out);
    assert_eq!(project.check(&["--staged", "--fail-on", "never"]).code, 0);
    project.git(&["commit", "-qm", "one"]);
    assert_eq!(staged(&project).code, 0, "what is committed is not staged");
}

#[test]
fn the_staged_text_counts_not_the_one_on_disk() {
    let project = Project::repository(&[("a.ts", TOKEN), ("b.ts", SOUND), ("gone.ts", TOKEN)]);
    project.git(&["add", "."]);
    project.write("a.ts", SOUND);
    project.write("b.ts", TOKEN);
    std::fs::remove_file(project.path("gone.ts")).unwrap();
    let run = project.check(&["--staged", "--format", "json"]);
    assert_eq!(places(&run), ["a.ts:2", "gone.ts:2"]);
    assert_eq!(run.code, 1);
}

#[test]
fn what_stands_around_is_read_from_disk() {
    let helper = "export function keep(key: string, value: string) {\n  localStorage.setItem(key, value);\n}\n";
    let caller = "import { keep } from './keep';\nexport const login = (r: { access_token: string }) => keep('access_token', r.access_token);\n";
    let project = Project::repository(&[("keep.ts", helper), ("login.ts", caller)]);
    project.git(&["add", "login.ts"]);
    assert_eq!(places(&project.check(&["--staged", "--format", "json"])), ["login.ts:2"]);
}

#[test]
fn deleted_renamed_and_odd_names() {
    let project = Project::repository(&[("a.ts", TOKEN), ("b.ts", TOKEN)]);
    project.git(&["add", "."]);
    project.git(&["commit", "-qm", "one"]);
    project.git(&["rm", "-q", "a.ts"]);
    assert!(staged(&project).out.contains("Nothing is staged."), "a deletion brings nothing");
    project.git(&["mv", "b.ts", "moved here.ts"]);
    assert_eq!(places(&project.check(&["--staged", "--format", "json"])), ["moved here.ts:2"]);
    project.git(&["commit", "-qm", "two"]);
    let names: &[&str] = if cfg!(unix) {
        &["with space.ts", "ü/漢字.ts", "line\nbreak.ts", "tab\t\"quote\".ts", "-dash.ts", ":colon.ts"]
    } else {
        &["with space.ts", "ü/漢字.ts", "-dash.ts"]
    };
    for name in names {
        project.write(name, TOKEN);
    }
    project.git(&["add", "-A"]);
    let run = project.check(&["--staged", "--format", "json"]);
    assert_eq!(run.json()["findings"].as_array().unwrap().len(), names.len(), "{}", run.out);
    assert!(run.json()["notes"].as_array().unwrap().is_empty(), "{}", run.out);
}

#[test]
fn binary_files_links_and_tests_are_named() {
    let project = Project::repository(&[("a.test.ts", TOKEN), ("ok.ts", SOUND)]);
    project.write("bin.ts", b"a\0b");
    #[cfg(unix)]
    std::os::unix::fs::symlink("ok.ts", project.path("link.ts")).unwrap();
    project.git(&["add", "."]);
    let run = staged(&project);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("Not read: bin.ts (it is not text)."), "{}", run.out);
    assert!(run.out.contains("1 test file (--include-tests)"), "{}", run.out);
    #[cfg(unix)]
    assert!(run.out.contains("1 symbolic link"), "{}", run.out);
    assert_eq!(project.check(&["--staged", "--include-tests"]).code, 1);
}

#[test]
fn paths_narrow_what_is_staged() {
    let project =
        Project::repository(&[("src/a.ts", TOKEN), ("lib/b.ts", TOKEN), ("lib/c.ts", TOKEN), ("empty/x", "")]);
    project.git(&["add", "src", "lib/b.ts"]);
    let check = |paths: &[&str]| project.check(&[&["--staged", "--format", "json"], paths].concat());
    assert_eq!(places(&check(&["lib"])), ["lib/b.ts:2"]);
    assert_eq!(places(&check(&["src/a.ts"])), ["src/a.ts:2"]);
    assert_eq!(check(&["lib/c.ts"]).json()["summary"]["files"], 0);
    assert!(project.check(&["--staged", "empty"]).out.contains("Nothing is staged in these paths."));
    assert_eq!(check(&["nowhere"]).code, 2);
    let inside = finish(project.command(&["check", "--staged"]).current_dir(project.path("lib")));
    assert!(inside.out.contains(" b.ts:2:3") && inside.out.contains(" ../src/a.ts:2:3"), "{}", inside.out);
}

#[test]
fn a_project_may_lie_below_the_repository() {
    let project = Project::repository(&[("web/seaworthy.toml", ""), ("web/a.ts", TOKEN), ("api/b.ts", TOKEN)]);
    project.git(&["add", "."]);
    let inside = finish(project.command(&["check", "--staged", "--format", "json"]).current_dir(project.path("web")));
    assert_eq!(places(&inside), ["a.ts:2"]);
}

#[test]
fn submodules_are_repositories_of_their_own() {
    let inner = Project::repository(&[("a.ts", TOKEN)]);
    inner.git(&["add", "."]);
    inner.git(&["commit", "-qm", "one"]);
    let outer = Project::repository(&[("b.ts", TOKEN)]);
    outer.git(&["submodule", "--quiet", "add", &inner.root().to_string_lossy(), "inner"]);
    outer.git(&["add", "b.ts"]);
    assert_eq!(places(&outer.check(&["--staged", "--format", "json"])), ["b.ts:2"]);
    outer.write("inner/a.ts", format!("\n{TOKEN}"));
    git(&outer.path("inner"), &["add", "a.ts"]);
    let inside = finish(outer.command(&["check", "--staged", "--format", "json"]).current_dir(outer.path("inner")));
    assert_eq!(places(&inside), ["a.ts:3"]);
}

#[test]
fn without_a_repository_the_call_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let project = Project::new(&[("a.ts", TOKEN)]);
    let outside = finish(project.command(&["check", "--staged"]).current_dir(folder.path()));
    assert_eq!((outside.code, outside.out.as_str()), (2, ""));
    assert!(outside.err.contains("cannot tell what is staged: there is no git repository here"), "{}", outside.err);
    let broken = staged(&project);
    assert_eq!(broken.code, 2);
    assert!(broken.err.contains("cannot tell what is staged: git says: not a git repository"), "{}", broken.err);
    let repository = Project::repository(&[]);
    let without_git = finish(repository.command(&["check", "--staged"]).env("PATH", folder.path()));
    assert_eq!(without_git.code, 2);
    assert!(without_git.err.contains("git cannot be started"), "{}", without_git.err);
    for other in ["--fix", "--write-baseline=b.json", "--bundles=src"] {
        assert_eq!(project.check(&["--staged", other]).code, 2, "{other}");
    }
}

/// A hook is told of the index that is being committed by an environment variable.
#[cfg(unix)]
#[test]
fn a_hook_checks_what_is_being_committed() {
    use std::os::unix::fs::PermissionsExt as _;

    let project = Project::repository(&[("a.ts", SOUND), ("b.ts", SOUND), (".gitignore", "")]);
    project.git(&["add", "."]);
    project.git(&["commit", "-qm", "one"]);
    let hook = project.path(".git/hooks/pre-commit");
    let report = project.path("report.json");
    let line = format!(
        "exec '{}' check --staged --format json --quiet > '{}'",
        env!("CARGO_BIN_EXE_seaworthy"),
        report.display()
    );
    project.write(".git/hooks/pre-commit", format!("#!/bin/sh\n{line}\n"));
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    let refused = |folder: &std::path::Path, arguments: &[&str]| -> Vec<String> {
        let output = git_command(folder, arguments).output().unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        places(&Run { code: 1, out: std::fs::read_to_string(&report).unwrap(), err: String::new() })
    };

    project.write("a.ts", TOKEN);
    project.write("b.ts", TOKEN);
    assert_eq!(refused(project.root(), &["commit", "-qam", "all"]), ["a.ts:2", "b.ts:2"]);
    assert_eq!(refused(project.root(), &["commit", "-qm", "one of two", "b.ts"]), ["b.ts:2"]);
    project.git(&["add", "a.ts"]);
    assert_eq!(refused(project.root(), &["commit", "-qm", "staged"]), ["a.ts:2"]);

    let tree = tempfile::tempdir().unwrap();
    let tree = tree.path().join("tree");
    project.git(&["worktree", "add", "-q", &tree.to_string_lossy()]);
    std::fs::write(tree.join("b.ts"), format!("\n{TOKEN}")).unwrap();
    std::fs::create_dir(tree.join("deep")).unwrap();
    assert_eq!(refused(&tree.join("deep"), &["commit", "-qam", "in a worktree"]), ["b.ts:3"]);

    project.write("a.ts", SOUND);
    project.write("b.ts", SOUND);
    project.write("c.ts", SOUND);
    project.git(&["add", "c.ts"]);
    project.git(&["commit", "-qam", "sound"]);
}

/// The index of another repository is none of ours.
#[test]
fn a_hook_may_check_another_repository() {
    let (one, other) = (Project::repository(&[("a.ts", TOKEN)]), Project::repository(&[("b.ts", TOKEN)]));
    one.git(&["add", "."]);
    other.git(&["add", "."]);
    let mut command = one.command(&["check", "--staged", "--format", "json", &other.root().to_string_lossy()]);
    command.env("GIT_INDEX_FILE", one.path(".git/index")).env("GIT_DIR", one.path(".git"));
    let run = finish(&mut command);
    let found = places(&run);
    assert!(found.len() == 1 && found[0].ends_with("b.ts:2"), "{found:?} {}", run.err);
}

#[test]
fn environment_files_that_git_keeps_are_looked_at() {
    let files = [(".gitignore", ".env*\n"), (".env", "A=1\n"), (".env.local", "A=1\n"), ("a.ts", SOUND)];
    let project = Project::repository(&files);
    let looked_at = |arguments: &[&str]| {
        project.check(&[&["--format", "json"], arguments].concat()).json()["summary"]["files"].clone()
    };
    assert_eq!(looked_at(&[]), 2, "an ignored .env is where secrets belong");
    project.git(&["add", "-f", ".env"]);
    assert_eq!(looked_at(&[]), 3);
    assert_eq!(looked_at(&["--staged"]), 1);
    project.git(&["commit", "-qm", "one"]);
    assert_eq!(looked_at(&[]), 3);
    project.git(&["rm", "-q", "--cached", ".env"]);
    assert_eq!(looked_at(&[]), 2);
}
