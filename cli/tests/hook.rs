//! `seaworthy hook`, called as agents call it.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{Project, Run, SOUND, TOKEN};
use serde_json::{Value, json};

fn hook(project: &Project, agent: &str, event: &Value) -> Run {
    project.run_with_input(&["hook", agent], event.to_string().as_bytes())
}

fn edited(project: &Project, input: &Value) -> Run {
    let event = json!({
        "hook_event_name": "PostToolUse", "tool_name": "Edit", "cwd": project.root(), "tool_input": input,
    });
    hook(project, "claude-code", &event)
}

fn committed(files: &[(&str, &str)]) -> Project {
    let project = Project::repository(files);
    project.git(&["add", "."]);
    project.git(&["commit", "-qm", "one"]);
    project
}

#[test]
fn the_model_hears_of_what_its_edit_opened() {
    let project = committed(&[("src/a.ts", SOUND)]);
    project.write("src/a.ts", format!("{SOUND}{TOKEN}"));
    let run =
        edited(&project, &json!({ "file_path": project.path("src/a.ts"), "old_string": "", "new_string": TOKEN }));
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    let line = run.err.lines().nth(1).unwrap();
    assert!(line.starts_with("src/a.ts:3:3 error token-in-web-storage: ") && line.contains(" Do: "), "{}", run.err);
    assert_eq!(run.err.lines().count(), 2, "{}", run.err);
}

#[test]
fn what_was_there_before_is_not_its_business() {
    let project = committed(&[("a.ts", TOKEN)]);
    project.write("a.ts", format!("{TOKEN}{SOUND}"));
    let edit = json!({ "file_path": project.path("a.ts"), "old_string": "// here", "new_string": SOUND });
    let run = edited(&project, &edit);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    // Of a file that is written whole, the committed text tells.
    let run = edited(&project, &json!({ "file_path": project.path("a.ts"), "content": "" }));
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    // A file nobody knew is new as a whole.
    project.write("b.ts", TOKEN);
    let run = edited(&project, &json!({ "file_path": project.path("b.ts"), "content": TOKEN }));
    assert!(run.code == 2 && run.err.contains("b.ts:2:3"), "{}", run.err);
}

#[test]
fn an_edit_that_opens_nothing_is_passed_over_and_one_that_does_is_not() {
    let helper = "export const keep = (key: string, value: string) => localStorage.setItem(key, value);\n";
    let login = "import { keep } from './keep';\nexport function done(session: { access_token: string }, label: string) {\n  // here\n}\n";
    let project = committed(&[("keep.ts", helper), ("login.ts", login)]);
    let edit = |old: &str, new: &str| {
        project.write("login.ts", login.replace(old, new));
        edited(&project, &json!({ "file_path": project.path("login.ts"), "old_string": old, "new_string": new }))
    };
    let run = edit("// here", "// there, and more of it");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    // What it opens shows only with the other file.
    let run = edit("// here", "keep('access_token', session.access_token);");
    assert!(run.code == 2 && run.err.contains("token-in-web-storage"), "{}", run.err);
}

#[test]
fn at_the_end_every_change_counts_whoever_made_it() {
    let project = committed(&[("a.ts", TOKEN), ("b.ts", SOUND)]);
    let stop = json!({ "hook_event_name": "Stop", "cwd": project.root(), "stop_hook_active": false });
    assert_eq!(hook(&project, "claude-code", &stop).code, 0);
    project.write("b.ts", TOKEN);
    project.write("new/c.ts", TOKEN);
    let run = hook(&project, "claude-code", &stop);
    assert!(run.code == 2 && run.err.contains("b.ts:2:3") && run.err.contains("new/c.ts:2:3"), "{}", run.err);
    assert!(!run.err.contains("a.ts"), "{}", run.err);
    let again = json!({ "hook_event_name": "Stop", "cwd": project.root(), "stop_hook_active": true });
    assert_eq!(hook(&project, "claude-code", &again).code, 0, "it is told once");
    let cursor = json!({
        "hook_event_name": "stop", "status": "completed", "loop_count": 0, "workspace_roots": [project.root()],
    });
    let run = hook(&project, "cursor", &cursor);
    assert!(run.code == 0 && run.json()["followup_message"].as_str().unwrap().contains("b.ts:2:3"), "{}", run.out);
}

#[test]
fn an_agent_is_never_stopped_by_what_goes_wrong() {
    let project = Project::new(&[("a.ts", TOKEN)]);
    for input in ["", "{", "[]", "null", "{\"hook_event_name\": 1}", "{\"hook_event_name\": \"Stop\"}"] {
        let run = project.run_with_input(&["hook", "claude-code"], input.as_bytes());
        assert!(run.code == 0 && run.out.is_empty() && run.err.contains("nothing was checked"), "{input}: {}", run.err);
    }
    let gone = json!({ "file_path": project.path("gone.ts"), "content": "" });
    assert_eq!(edited(&project, &gone).code, 0);
    project.write("seaworthy.toml", "rules = 1\n");
    let run = edited(&project, &json!({ "file_path": project.path("a.ts"), "content": TOKEN }));
    assert!(run.code == 0 && run.err.contains("seaworthy.toml"), "{}", run.err);
}

#[test]
fn the_agents_format_is_a_line_each() {
    let project = Project::new(&[("a.ts", TOKEN), ("b.ts", TOKEN)]);
    let run = project.check(&["--format", "agent", "--quiet"]);
    assert_eq!((run.code, run.out.lines().count()), (1, 2), "{}", run.out);
    assert!(run.out.starts_with("a.ts:2:3 error token-in-web-storage: "), "{}", run.out);
}
