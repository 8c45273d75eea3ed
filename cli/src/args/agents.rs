//! What coding agents have to do with the command line: hooks, the MCP server, setting them up.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

pub(super) const HOOK_HELP: &str = "\
Reads the event as JSON from standard input. Speaks only of errors and warnings that were not there before, in at most 20
lines; says nothing when there are none, and never stands in the agent's way when it cannot check.

Exit codes:
  0  nothing new, or nothing to check    2  new findings, on standard error (Claude Code shows them to the model)
For Cursor the exit code is always 0; new findings are its follow-up message.";

pub(super) const AGENTS_HELP: &str = "\
Examples:
  seaworthy agents install                        every agent; shows the change and asks
  seaworthy agents install --agent cursor --yes   one agent, without asking
  seaworthy agents doctor                         prove that the hooks fire

What is there is kept: comments, order and formatting too. Where a file cannot be read, nothing is written.
Without a terminal and without --yes the change is only shown.";

pub(super) const MCP_HELP: &str = "\
Tools: check_files, check_text, explain_rule, list_rules, launch_checklist, preview_fix, and with --allow-edits apply_fix.
Looks at one project and nothing around it; uses no network. `seaworthy agents install` makes agents start it.";

#[derive(Subcommand)]
pub(crate) enum AgentsCommand {
    /// Put hooks, the MCP server and a rule into the files of coding agents: shows the change, then asks
    #[command(after_help = AGENTS_HELP)]
    Install(ChangeArguments),
    /// Take them out again: the files are then as they were before
    Remove(ChangeArguments),
    /// Tell what is installed
    Status(AgentsArguments),
    /// Prove that what is installed works, on a planted gap in a folder of its own
    Doctor(AgentsArguments),
}

#[derive(Args)]
pub(crate) struct AgentsArguments {
    /// A folder of the project
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,
    /// Whose files
    #[arg(long, value_enum, default_value_t = AgentChoice::All, value_name = "AGENT")]
    pub(crate) agent: AgentChoice,
}

#[derive(Args)]
pub(crate) struct ChangeArguments {
    #[command(flatten)]
    pub(crate) of: AgentsArguments,
    /// Change the files without asking
    #[arg(long, short)]
    pub(crate) yes: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AgentChoice {
    /// .claude/settings.json, .mcp.json, CLAUDE.md
    ClaudeCode,
    /// .cursor/hooks.json, .cursor/mcp.json, .cursor/rules/seaworthy.mdc
    Cursor,
    /// .vscode/mcp.json, .github/copilot-instructions.md
    Vscode,
    /// Each of them
    All,
}

#[derive(Args)]
pub(crate) struct McpArguments {
    /// A folder of the project to serve
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub(crate) root: PathBuf,
    /// Let agents apply fixes; without it nothing is ever written
    #[arg(long)]
    pub(crate) allow_edits: bool,
}

#[derive(Args)]
pub(crate) struct HookArguments {
    /// Whose hook calls
    #[arg(value_enum, value_name = "AGENT")]
    pub(crate) agent: Agent,
}

/// A coding agent that has hooks.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Agent {
    /// PostToolUse (Edit, MultiEdit, Write) and Stop, in .claude/settings.json
    ClaudeCode,
    /// stop, in .cursor/hooks.json
    Cursor,
}
