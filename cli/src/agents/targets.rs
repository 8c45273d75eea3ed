//! Which file of which agent holds what.
//!
//! Claude Code: <https://code.claude.com/docs/en/hooks>, <https://code.claude.com/docs/en/mcp>. Cursor:
//! <https://cursor.com/docs/agent/hooks>, <https://cursor.com/docs/context/mcp>. VS Code:
//! <https://code.visualstudio.com/docs/copilot/customization/mcp-servers>.

use super::After;
use super::json::{self, Entry, Found};
use super::layout::Tree;
use super::section;
use crate::args::AgentChoice;

/// The commands that agents' hooks run.
pub(super) const CLAUDE_CODE_HOOK: &str = "seaworthy hook claude-code";
pub(super) const CURSOR_HOOK: &str = "seaworthy hook cursor";

/// What the rules files tell every agent.
const RULES: &str = "\
## Security checks

Seaworthy finds security gaps in this project's code.

- After you change code, call `check_files` of the `seaworthy` MCP server with the changed files, or run
  `seaworthy check --format agent FILES`. Mend what it names, then check again.
- `explain_rule`, or `seaworthy explain RULE`, tells what a rule means and what to do instead.
- Never silence a finding (`seaworthy-ignore`), loosen `seaworthy.toml` or attest a launch item unless the person asks for it.
";

const CURSOR_RULES: &str =
    "---\ndescription: Check changed code for security gaps with Seaworthy\nalwaysApply: true\n---\n\n";

/// A file of an agent and what of it is Seaworthy's.
pub(super) struct Target {
    /// Project-relative path with forward slashes.
    pub(super) path: &'static str,
    /// What it is for, in words.
    pub(super) about: &'static str,
    content: Content,
}

enum Content {
    Entries(Vec<Entry>),
    Section,
    Whole,
}

/// How much of it a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    All,
    Some,
    None,
}

impl Target {
    /// The files of the chosen agents.
    pub(super) fn of(choice: AgentChoice) -> Vec<Self> {
        let is = |agent| choice == agent || choice == AgentChoice::All;
        let mut targets = Vec::new();
        if is(AgentChoice::ClaudeCode) {
            targets.extend(claude_code());
        }
        if is(AgentChoice::Cursor) {
            targets.extend(cursor());
        }
        if is(AgentChoice::Vscode) {
            targets.extend(vscode());
        }
        targets
    }

    /// The text with everything in it; none when it is in already.
    pub(super) fn put_in(&self, text: Option<&str>) -> Result<Option<String>, String> {
        match &self.content {
            Content::Section => with_mark(text, |text| section::put_in(text, RULES)),
            Content::Whole if text.is_some() => Ok(None),
            Content::Whole => Ok(Some(whole()?)),
            Content::Entries(entries) => with_mark(text, |text| {
                let mut made: Option<String> = None;
                for entry in entries {
                    if let Some(next) = json::put_in(made.as_deref().or(text), entry)? {
                        made = Some(next);
                    }
                }
                Ok(made)
            }),
        }
    }

    /// The text without anything of it; none when nothing is in.
    pub(super) fn take_out(&self, text: &str) -> Result<Option<After>, String> {
        let (mark, text) = split_mark(text);
        let out = match &self.content {
            Content::Section => section::take_out(text, RULES)?,
            Content::Whole => (text == whole()?).then_some(None),
            Content::Entries(entries) => {
                let mut out: Option<After> = None;
                for entry in entries.iter().rev() {
                    let Some(now) = out.as_ref().map_or(Some(text), |after| after.as_deref()) else { break };
                    if let Some(next) = json::take_out(now, entry)? {
                        out = Some(next);
                    }
                }
                out
            }
        };
        // A file that held a mark alone was there.
        Ok(out.map(|after| if mark.is_empty() { after } else { Some(format!("{mark}{}", after.unwrap_or_default())) }))
    }

    /// How much of it a text holds.
    pub(super) fn state(&self, text: Option<&str>) -> Result<State, String> {
        let Some(text) = text.map(|text| split_mark(text).1) else { return Ok(State::None) };
        match &self.content {
            Content::Section => Ok(if section::is_in(text)? { State::All } else { State::None }),
            Content::Whole => Ok(if section::is_in(text)? { State::All } else { State::None }),
            Content::Entries(entries) => {
                let mut here = 0;
                for entry in entries {
                    here += usize::from(json::find(text, entry)? == Found::Here);
                }
                Ok(match here {
                    0 => State::None,
                    some if some == entries.len() => State::All,
                    _ => State::Some,
                })
            }
        }
    }
}

fn whole() -> Result<String, String> {
    let section = section::put_in(None, RULES)?.unwrap_or_default();
    Ok(format!("{CURSOR_RULES}{section}"))
}

/// Some editors put a byte order mark before a text; no JSON begins with one.
fn split_mark(text: &str) -> (&str, &str) {
    text.split_at(if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 })
}

fn with_mark(
    text: Option<&str>,
    change: impl FnOnce(Option<&str>) -> Result<Option<String>, String>,
) -> Result<Option<String>, String> {
    let Some((mark, rest)) = text.map(split_mark) else { return change(None) };
    Ok(change(Some(rest))?.map(|made| format!("{mark}{made}")))
}

fn claude_code() -> [Target; 3] {
    let run = |seconds| {
        Tree::List(vec![Tree::Object(vec![
            ("type", Tree::Text("command")),
            ("command", Tree::Text(CLAUDE_CODE_HOOK)),
            ("timeout", Tree::Number(seconds)),
        ])])
    };
    let edits = Tree::Object(vec![("matcher", Tree::Text("Edit|MultiEdit|Write")), ("hooks", run(30))]);
    let stop = Tree::Object(vec![("hooks", run(60))]);
    let hooks = vec![
        Entry { keys: &["hooks", "PostToolUse"], name: None, value: edits, beside: None },
        Entry { keys: &["hooks", "Stop"], name: None, value: stop, beside: None },
    ];
    [
        Target {
            path: ".claude/settings.json",
            about: "hooks: after each edit, and when Claude Code stops",
            content: Content::Entries(hooks),
        },
        server(".mcp.json", "mcpServers", &["mcpServers"], vec![Tree::Text("mcp")]),
        Target { path: "CLAUDE.md", about: "a rule to check what it changes", content: Content::Section },
    ]
}

fn cursor() -> [Target; 3] {
    let value = Tree::Object(vec![("command", Tree::Text(CURSOR_HOOK))]);
    let beside = Some(("version", Tree::Number(1)));
    let hook = Entry { keys: &["hooks", "stop"], name: None, value, beside };
    [
        Target {
            path: ".cursor/hooks.json",
            about: "hook: when Cursor's agent stops",
            content: Content::Entries(vec![hook]),
        },
        server(".cursor/mcp.json", "mcpServers", &["mcpServers"], in_workspace()),
        Target {
            path: ".cursor/rules/seaworthy.mdc",
            about: "a rule to check what it changes",
            content: Content::Whole,
        },
    ]
}

fn vscode() -> [Target; 2] {
    [
        server(".vscode/mcp.json", "servers", &["servers"], in_workspace()),
        Target {
            path: ".github/copilot-instructions.md",
            about: "a rule to check what it changes",
            content: Content::Section,
        },
    ]
}

/// Editors start servers anywhere, so they are told where the project is.
fn in_workspace() -> Vec<Tree> {
    vec![Tree::Text("mcp"), Tree::Text("--root"), Tree::Text("${workspaceFolder}")]
}

fn server(path: &'static str, key: &str, keys: &'static [&'static str], arguments: Vec<Tree>) -> Target {
    let mut value = vec![("command", Tree::Text("seaworthy")), ("args", Tree::List(arguments))];
    if key == "servers" {
        value.insert(0, ("type", Tree::Text("stdio")));
    }
    let entry = Entry { keys, name: Some("seaworthy"), value: Tree::Object(value), beside: None };
    Target { path, about: "the MCP server, which reads and never writes", content: Content::Entries(vec![entry]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_comes_back_as_it_was() {
        for target in Target::of(AgentChoice::All) {
            for before in
                [None, Some(""), Some("{}\n"), Some("\u{feff}{}"), Some("{\n  \"hooks\": {},\n  \"a\": 1\n}\n")]
            {
                let Some(with) = target.put_in(before).unwrap() else {
                    assert!(matches!(target.content, Content::Whole), "{}", target.path);
                    continue;
                };
                assert_eq!(target.state(Some(&with)), Ok(State::All), "{with}");
                assert_eq!(target.put_in(Some(&with)).unwrap(), None, "{with}");
                assert_eq!(target.take_out(&with).unwrap(), Some(before.map(str::to_owned)), "{with}");
            }
        }
    }

    #[test]
    fn what_is_half_in_is_completed() {
        let target = &claude_code()[0];
        let Content::Entries(entries) = &target.content else { panic!() };
        let half = json::put_in(None, &entries[0]).unwrap().unwrap();
        assert_eq!(target.state(Some(&half)), Ok(State::Some));
        let with = target.put_in(Some(&half)).unwrap().unwrap();
        assert_eq!(with.matches(CLAUDE_CODE_HOOK).count(), 2, "{with}");
        let value: serde_json::Value = serde_json::from_str(&with).unwrap();
        assert_eq!(value["hooks"]["PostToolUse"][0]["matcher"], "Edit|MultiEdit|Write");
        assert_eq!(value["hooks"]["Stop"][0]["hooks"][0]["command"], CLAUDE_CODE_HOOK);
    }
}
