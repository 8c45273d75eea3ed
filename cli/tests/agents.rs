//! `seaworthy agents`: into the files of agents, and out of them again.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use common::{Project, Run, finish};

/// Files as people and other tools leave them.
const SETTINGS: &str = "{\n\t// team settings\n\t\"permissions\": { \"allow\": [\"Bash(npm test)\"], },\n\t\"hooks\": {\n\t\t\"PostToolUse\": [\n\t\t\t{ \"matcher\": \"Edit\", \"hooks\": [{ \"type\": \"command\", \"command\": \"prettier --write\" }] }\n\t\t]\n\t}\n}";
const SERVERS: &str = "{\"mcpServers\":{\"db\":{\"command\":\"db\",\"env\":{\"URL\":\"x\"}}}}\r\n";

fn agents(project: &Project, arguments: &[&str]) -> Run {
    project.run(&[&["agents"], arguments].concat())
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn what_is_put_in_comes_out_byte_for_byte() {
    let project = Project::new(&[
        (".claude/settings.json", SETTINGS),
        (".mcp.json", SERVERS),
        ("CLAUDE.md", "# Ours\n\nUse tabs."),
        (".cursor/hooks.json", "{ \"version\": 1, \"hooks\": { \"stop\": [] } }\n"),
        (".github/copilot-instructions.md", "\u{feff}Be brief.\r\n"),
    ]);
    let before = files(project.root());
    let shown = agents(&project, &["install"]);
    assert_eq!((shown.code, files(project.root())), (0, before.clone()), "without a yes it is only shown");
    assert!(shown.err.contains("+++ b/.claude/settings.json") && shown.err.contains("--yes"), "{}", shown.err);

    let run = agents(&project, &["install", "--yes"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let settings = project.read(".claude/settings.json");
    assert!(settings.contains("// team settings") && settings.contains("prettier --write"), "{settings}");
    assert_eq!(settings.matches("seaworthy hook claude-code").count(), 2, "{settings}");
    assert!(project.read(".mcp.json").contains(r#""seaworthy": { "command": "seaworthy", "args": ["mcp"] }"#));
    assert!(project.read("CLAUDE.md").starts_with("# Ours\n\nUse tabs.\n\n<!-- seaworthy:begin -->\n"));
    assert!(project.read(".cursor/rules/seaworthy.mdc").starts_with("---\n"));
    let vscode: serde_json::Value = serde_json::from_str(&project.read(".vscode/mcp.json")).unwrap();
    assert_eq!(vscode["servers"]["seaworthy"]["command"], "seaworthy");

    let again = agents(&project, &["install", "--yes"]);
    assert!(again.code == 0 && again.err.contains("in place already"), "{}", again.err);
    let status = agents(&project, &["status"]);
    assert_eq!(status.out.matches("not installed").count(), 0, "{}", status.out);
    assert_eq!(agents(&project, &["remove", "--yes"]).code, 0);
    assert_eq!(files(project.root()), before);
    assert!(!project.path(".vscode").exists() && !project.path(".cursor/rules").exists());
    assert!(agents(&project, &["remove", "--yes"]).err.contains("nothing to take out"));
    assert_eq!(agents(&project, &["status"]).out.matches("not installed").count(), 8);
}

#[test]
fn one_agent_is_chosen() {
    let project = Project::new(&[]);
    assert_eq!(agents(&project, &["install", "--agent", "vscode", "--yes"]).code, 0);
    let made: Vec<String> = files(project.root()).into_keys().collect();
    assert_eq!(made, [".github/copilot-instructions.md", ".vscode/mcp.json"]);
}

#[test]
fn where_one_file_is_broken_none_is_written() {
    let project = Project::new(&[
        (".claude/settings.json", "{\n  \"hooks\": {\n    \"Stop\": [,]\n  }\n}\n"),
        (".cursor/mcp.json", "[]"),
    ]);
    let before = files(project.root());
    for command in ["install", "remove"] {
        let run = agents(&project, &[command, "--yes"]);
        assert_eq!((run.code, files(project.root())), (2, before.clone()));
        assert!(run.err.contains(".claude/settings.json: line 3, column 14"), "{}", run.err);
        assert!(run.err.contains(".cursor/mcp.json: it holds no object"), "{}", run.err);
    }
    assert_eq!(agents(&project, &["status"]).code, 2);
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_project_only() {
    use std::os::unix::fs::symlink;
    let outside = Project::new(&[("CLAUDE.md", "theirs\n")]);
    let project = Project::new(&[("AGENTS.md", "ours\n")]);
    symlink("AGENTS.md", project.path("CLAUDE.md")).unwrap();
    fs::create_dir(project.path(".github")).unwrap();
    symlink("../AGENTS.md", project.path(".github/copilot-instructions.md")).unwrap();
    assert_eq!(agents(&project, &["install", "--yes"]).code, 0);
    assert_eq!(project.read("AGENTS.md").matches("seaworthy:begin").count(), 1, "one file by two names");
    assert!(project.path("CLAUDE.md").is_symlink());
    assert_eq!(agents(&project, &["remove", "--yes"]).code, 0);
    assert_eq!(project.read("AGENTS.md"), "ours\n");
    fs::remove_file(project.path("CLAUDE.md")).unwrap();
    symlink(outside.path("CLAUDE.md"), project.path("CLAUDE.md")).unwrap();
    let run = agents(&project, &["install", "--yes"]);
    assert!(run.code == 2 && run.err.contains("leads out of the project"), "{}", run.err);
    assert_eq!(outside.read("CLAUDE.md"), "theirs\n");
}

/// Runs the doctor with the program on the path, as an installation has it.
fn doctor(project: &Project, path: &str) -> Run {
    let mut command = project.command(&["agents", "doctor"]);
    finish(command.env("PATH", path).stdin(Stdio::null()))
}

#[cfg(unix)]
#[test]
fn the_doctor_proves_that_hooks_fire() {
    let project = Project::new(&[]);
    let program = Path::new(env!("CARGO_BIN_EXE_seaworthy")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let none = doctor(&project, &path);
    assert!(none.code == 1 && none.out.contains("agents install"), "{}", none.out);
    agents(&project, &["install", "--yes"]);
    let all = doctor(&project, &path);
    assert_eq!((all.code, all.out.matches("works").count()), (0, 5), "{}{}", all.out, all.err);
    assert_eq!(all.out.matches("told of a planted gap").count(), 2, "{}", all.out);
    let gone = doctor(&project, "/usr/bin:/bin");
    assert!(gone.code == 1 && gone.out.contains("exit code 127"), "{}", gone.out);
    let settings = project.read(".claude/settings.json").replace("hook claude-code\"", "hook claude-code; touch ran\"");
    project.write(".claude/settings.json", settings);
    let changed = doctor(&project, &path);
    assert!(changed.code == 1 && changed.out.contains("not the one that is installed"), "{}", changed.out);
    assert!(!project.path("ran").exists());
}
