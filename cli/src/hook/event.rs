//! The events of agents, as far as they matter here.
//!
//! Claude Code: <https://code.claude.com/docs/en/hooks>. Cursor: <https://cursor.com/docs/agent/hooks>.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Failure;

/// How often Cursor's agent is sent back to work in one conversation.
const MOST_ROUNDS: u64 = 3;

/// What an agent tells.
#[derive(Debug, PartialEq)]
pub(super) enum Event {
    /// It changed a file.
    Edit(Edited),
    /// It is about to stop.
    Stop {
        /// A folder of the project.
        folder: PathBuf,
    },
    /// Nothing to check.
    Other,
}

/// A file that was changed, and how.
#[derive(Debug, PartialEq)]
pub(super) struct Edited {
    /// Absolute.
    pub(super) path: PathBuf,
    /// The text before, when the agent tells it.
    original: Option<String>,
    /// What was taken out, what was put in its place, and whether everywhere; in order.
    replaced: Vec<(String, String, bool)>,
}

impl Edited {
    /// The text before, from the text now; none when the event does not tell.
    pub(super) fn before(&self, now: &str) -> Option<String> {
        if self.original.is_some() {
            return self.original.clone();
        }
        if self.replaced.is_empty() {
            return None;
        }
        let mut text = now.to_owned();
        for (old, new, everywhere) in self.replaced.iter().rev() {
            // What was only taken out left no mark where it was.
            if new.is_empty() || !text.contains(new) {
                return None;
            }
            text = if *everywhere { text.replace(new, old) } else { text.replacen(new, old, 1) };
        }
        Some(text)
    }
}

/// An event of Claude Code.
pub(super) fn claude_code(event: &Value) -> Result<Event, Failure> {
    let folder = text(event, "cwd").map(PathBuf::from);
    match text(event, "hook_event_name").ok_or("the event has no `hook_event_name`")? {
        "PostToolUse" => {
            let input = &event["tool_input"];
            let Some(path) = text(input, "file_path") else { return Ok(Event::Other) };
            let original = text(&event["tool_response"], "originalFile").map(str::to_owned);
            let path = absolute(folder.as_deref(), path);
            Ok(Event::Edit(Edited { path, original, replaced: replaced(input) }))
        }
        // A second time would send it round and round.
        "Stop" | "SubagentStop" if event["stop_hook_active"] == true => Ok(Event::Other),
        "Stop" | "SubagentStop" => Ok(Event::Stop { folder: folder.ok_or("the event has no `cwd`")? }),
        _ => Ok(Event::Other),
    }
}

/// An event of Cursor. It takes an answer only when it stops, so nothing is done before.
pub(super) fn cursor(event: &Value) -> Result<Event, Failure> {
    let is_stop = text(event, "hook_event_name").ok_or("the event has no `hook_event_name`")? == "stop";
    let is_done = text(event, "status").is_none_or(|status| status == "completed");
    if !is_stop || !is_done || event["loop_count"].as_u64().unwrap_or(0) >= MOST_ROUNDS {
        return Ok(Event::Other);
    }
    let folder = event["workspace_roots"][0].as_str().ok_or("the event has no `workspace_roots`")?;
    Ok(Event::Stop { folder: PathBuf::from(folder) })
}

/// The replacements of Edit and MultiEdit; none of Write.
fn replaced(input: &Value) -> Vec<(String, String, bool)> {
    let one = |edit: &Value| {
        let everywhere = edit["replace_all"] == true;
        Some((text(edit, "old_string")?.to_owned(), text(edit, "new_string")?.to_owned(), everywhere))
    };
    match input["edits"].as_array() {
        Some(edits) => edits.iter().filter_map(one).collect(),
        None => one(input).into_iter().collect(),
    }
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

fn absolute(folder: Option<&Path>, path: &str) -> PathBuf {
    folder.map_or_else(|| PathBuf::from(path), |folder| folder.join(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn edit(input: &Value) -> Edited {
        let event = json!({ "hook_event_name": "PostToolUse", "cwd": "/app", "tool_input": input });
        match claude_code(&event) {
            Ok(Event::Edit(edited)) => edited,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_text_before_is_found_again() {
        let one = edit(&json!({ "file_path": "a.ts", "old_string": "one", "new_string": "two" }));
        assert_eq!(one.path, Path::new("/app/a.ts"));
        assert_eq!(one.before("two two").as_deref(), Some("one two"));
        let all = json!({ "file_path": "/x/a.ts", "old_string": "one", "new_string": "two", "replace_all": true });
        assert_eq!(edit(&all).before("two two").as_deref(), Some("one one"));
        let edits = json!([{ "old_string": "a", "new_string": "b" }, { "old_string": "b", "new_string": "c" }]);
        assert_eq!(edit(&json!({ "file_path": "a.ts", "edits": edits })).before("c").as_deref(), Some("a"));
        let taken = json!({ "file_path": "a.ts", "old_string": "one", "new_string": "" });
        assert_eq!(edit(&taken).before("two"), None);
        assert_eq!(edit(&json!({ "file_path": "a.ts", "content": "x" })).before("x"), None);
    }

    #[test]
    fn nobody_is_sent_round_and_round() {
        let stop = json!({ "hook_event_name": "Stop", "cwd": "/app", "stop_hook_active": true });
        assert_eq!(claude_code(&stop), Ok(Event::Other));
        let stop = |rounds: u64| {
            cursor(
                &json!({ "hook_event_name": "stop", "status": "completed", "loop_count": rounds, "workspace_roots": ["/app"] }),
            )
        };
        assert!(matches!(stop(0), Ok(Event::Stop { .. })));
        assert_eq!(stop(MOST_ROUNDS), Ok(Event::Other));
    }

    #[test]
    fn what_is_no_event_is_told() {
        assert!(claude_code(&json!({})).is_err());
        assert_eq!(claude_code(&json!({ "hook_event_name": "PreToolUse" })), Ok(Event::Other));
        assert!(cursor(&json!({ "hook_event_name": "stop", "status": "completed" })).is_err());
    }
}
