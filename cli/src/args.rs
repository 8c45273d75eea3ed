//! The command line as it is typed.

mod agents;
mod site;

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use seaworthy_core::Severity;
use seaworthy_core::checklist::{Date, ItemNumber, ReviewKind, Span};
use serde::Deserialize;

pub(crate) use agents::{
    Agent, AgentChoice, AgentsArguments, AgentsCommand, ChangeArguments, HookArguments, McpArguments,
};
pub(crate) use site::{Resolution, SiteArguments, SiteFormat};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Cyan.on_default().bold())
    .usage(AnsiColor::Cyan.on_default().bold())
    .literal(AnsiColor::Green.on_default().bold())
    .placeholder(AnsiColor::Green.on_default());

const EXAMPLES: &str = "\
Examples:
  seaworthy check                          this folder and all below it
  seaworthy check src/auth .env            some folders and files, judged within their project
  seaworthy check --staged                 what is about to be committed, for a hook
  seaworthy check --bundles dist           what browsers get of the built app
  seaworthy check --fix                    mend what can be mended without changing behaviour
  seaworthy explain token-in-web-storage   why it matters and what to do instead
  seaworthy checklist                      the ten things that have to hold before launch
  seaworthy site https://app.example.com   what the deployed page gives away
  seaworthy init                           a configuration, a workflow and a hook to start with

Exit codes:
  0  clean    1  findings at or above --fail-on    2  the call or its input is wrong

Nothing leaves this machine: no telemetry, and no network but for --audit and for the site that `site` is given.";

const CHECK_EXAMPLES: &str = "\
Examples:
  seaworthy check                              this folder
  seaworthy check --fail-on error              let warnings pass
  seaworthy check --rule token-storage         one rule, or all rules of one gap
  seaworthy check --fix=suggestions            look at every proposed change, then decide
  seaworthy check --format sarif --output seaworthy.sarif
  seaworthy check --write-baseline known.json  accept what is there today …
  seaworthy check --baseline known.json        … and hear only of what is new
  seaworthy check --staged                     before a commit: the staged texts
  seaworthy check --bundles dist .next         after a build: what browsers get
  generate | seaworthy check --stdin --path src/login.ts

Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on (after --fix: of what is left)
  2  the call or its input is wrong: no such path, a broken seaworthy.toml, an unreadable baseline";

const CHECKLIST_EXAMPLES: &str = "\
Examples:
  seaworthy checklist                                       this project
  seaworthy checklist apps/web                              one app of several
  seaworthy checklist --format html --output checklist.html a page to read, send and print
  seaworthy checklist --strict                              for a deploy: fail unless all ten hold or do not apply
  seaworthy attest 8 --by \"Ada\" --note \"read by our lawyer\" --link https://…
  seaworthy review penetration-test --by \"Some Company\" --on 2026-11-01

Exit codes:
  0  the checklist was made, whatever it says (with --strict: every item holds or does not apply)
  1  with --strict only: something is left to do
  2  the call or its input is wrong";

const INIT_EXAMPLES: &str = "\
Writes, where nothing is there yet:
  seaworthy.toml                       a commented configuration
  .github/workflows/seaworthy.yml      checks every change, shows findings in code scanning
  a pre-commit hook                    for husky, lefthook, pre-commit or plain git, if you say yes

Nothing that is there is changed or overwritten.";

/// Finds the security gaps AI coding tools leave open in web apps.
#[derive(Parser)]
#[command(name = "seaworthy", version, styles = STYLES, after_help = EXAMPLES, arg_required_else_help = true)]
#[command(disable_help_subcommand = true, max_term_width = 110)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Print without colours (so does NO_COLOR=1; CLICOLOR_FORCE=1 forces them)
    #[arg(long, global = true)]
    pub(crate) no_color: bool,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Check folders or files
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Box<CheckArguments>),
    /// Tell how the ten launch items stand, and which reviews are due
    #[command(after_help = CHECKLIST_EXAMPLES)]
    Checklist(ChecklistArguments),
    /// Give your word for a launch item that no tool can see: writes it to seaworthy.toml
    Attest(AttestArguments),
    /// Put a review on record: writes it to seaworthy.toml
    Review(ReviewArguments),
    /// Set a project up: configuration, workflow, pre-commit hook
    #[command(after_help = INIT_EXAMPLES)]
    Init(InitArguments),
    /// Tell what a rule means, with a bad and a sound example, or what is believed of a project
    Explain(ExplainArguments),
    /// List every rule
    Rules(RulesArguments),
    /// Keep advisories about packages, which checks then judge by
    #[command(subcommand)]
    Advisories(AdvisoriesCommand),
    /// Inspect a deployed page: a URL, a HAR file or a folder with a built site
    #[command(after_help = site::EXAMPLES)]
    Site(Box<SiteArguments>),
    /// Start the language server on standard input and output
    Lsp,
    /// Make coding agents check what they write: install, remove, status, doctor
    #[command(subcommand)]
    Agents(AgentsCommand),
    /// Serve coding agents that speak the Model Context Protocol, on standard input and output
    #[command(after_help = agents::MCP_HELP)]
    Mcp(McpArguments),
    /// Answer a coding agent's hook: tell it what its last edit opened
    #[command(after_help = agents::HOOK_HELP)]
    Hook(HookArguments),
}

#[derive(Args)]
pub(crate) struct ChecklistArguments {
    /// The folder; the project around it is read too
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,
    /// How to report
    #[arg(long, value_enum, default_value_t = ChecklistFormat::Text)]
    pub(crate) format: ChecklistFormat,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Exit with 1 unless every item holds or does not apply
    #[arg(long)]
    pub(crate) strict: bool,
    /// The day to judge by: attestations end, reviews fall due (today, in UTC)
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// Use this configuration instead of the project's seaworthy.toml
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChecklistFormat {
    /// For people
    Text,
    /// For a pull request or a job summary
    Markdown,
    /// For programs
    Json,
    /// A page to read, send and print
    Html,
}

#[derive(Args)]
pub(crate) struct AttestArguments {
    /// The launch item: its number, or its id
    #[arg(value_name = "ITEM", value_parser = ItemNumber::named)]
    pub(crate) item: ItemNumber,
    /// What was done
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: String,
    /// How long it counts: `1 year`, `6 months`, `90 days` (1 year)
    #[arg(long, value_name = "SPAN")]
    pub(crate) valid_for: Option<Span>,
    #[command(flatten)]
    pub(crate) who: WhoArguments,
}

#[derive(Args)]
pub(crate) struct ReviewArguments {
    /// Which: dependency-audit, static-analysis, code-review, dependency-review, permissions-review, penetration-test
    #[arg(value_name = "KIND", value_parser = ReviewKind::named)]
    pub(crate) kind: ReviewKind,
    /// What came of it
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    #[command(flatten)]
    pub(crate) who: WhoArguments,
}

#[derive(Args)]
pub(crate) struct WhoArguments {
    /// Who says so, or did it
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,
    /// The day (today, in UTC)
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// Where it can be looked up
    #[arg(long, value_name = "URL")]
    pub(crate) link: Option<String>,
    /// A folder of the project
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub(crate) project: PathBuf,
    /// Write to this configuration instead of the project's seaworthy.toml
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct InitArguments {
    /// A folder of the project
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The pre-commit hook to write (the one that fits the project, after asking)
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) hook: Option<HookChoice>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum HookChoice {
    Husky,
    Lefthook,
    PreCommit,
    Git,
    None,
}

#[derive(Subcommand)]
pub(crate) enum AdvisoriesCommand {
    /// Read OSV files, or folders of them (unpacked), in place of what was imported before
    Import {
        /// Files in the OSV format, or folders of them
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,
    },
    /// Tell how many there are, and where
    Show,
}

#[derive(Args)]
pub(crate) struct ExplainArguments {
    /// The rule's id, as findings show it
    #[arg(value_name = "RULE", required_unless_present_any = ["tenancy", "routes"])]
    pub(crate) rule: Option<String>,
    /// Tell whose rows each model of a project holds, and why: of this folder, or of PATH
    #[arg(long, value_name = "PATH", num_args = 0..=1, default_missing_value = ".", conflicts_with = "rule")]
    pub(crate) tenancy: Option<std::path::PathBuf>,
    /// List every route, what stands in front of it and what it does: of this folder, or of PATH
    #[arg(long, value_name = "PATH", num_args = 0..=1, default_missing_value = ".", conflicts_with_all = ["rule", "tenancy"])]
    pub(crate) routes: Option<std::path::PathBuf>,
}

#[derive(Args)]
pub(crate) struct RulesArguments {
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag a person types")]
pub(crate) struct CheckArguments {
    /// Folders or files; the project around them is read too. Files named here are checked whatever ignore files say
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// How to report
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Reporting")]
    pub(crate) format: Format,
    /// Write the report to a file instead of standard output
    #[arg(long, short, value_name = "FILE", help_heading = "Reporting")]
    pub(crate) output: Option<PathBuf>,
    /// The severity from which findings make the exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Warning, value_name = "SEVERITY", help_heading = "Reporting")]
    pub(crate) fail_on: FailOn,
    /// Show at most so many findings, the gravest first (text, markdown and github)
    #[arg(long, value_name = "N", help_heading = "Reporting")]
    pub(crate) max_findings: Option<usize>,
    /// Print findings only: no verdict, no progress
    #[arg(long, short, help_heading = "Reporting")]
    pub(crate) quiet: bool,

    /// Only this rule, or the rules of this gap; may be given several times
    #[arg(long, value_name = "ID", help_heading = "What to check")]
    pub(crate) rule: Vec<String>,
    /// Check what is staged for the next commit, as it is staged; paths narrow it
    #[arg(long, conflicts_with_all = ["stdin", "fix", "bundles", "write_baseline"], help_heading = "What to check")]
    pub(crate) staged: bool,
    /// Check built output (dist, .next, build/client) as code that browsers get; without a PATH nothing else is checked
    #[arg(long, value_name = "DIR", num_args = 1.., conflicts_with_all = ["stdin", "fix"], help_heading = "What to check")]
    pub(crate) bundles: Vec<PathBuf>,
    /// Check tests, stories, mocks and fixtures too
    #[arg(long, help_heading = "What to check")]
    pub(crate) include_tests: bool,
    /// Ask the project's package managers for known vulnerabilities: the one thing that uses the network
    #[arg(long, conflicts_with_all = ["stdin"], help_heading = "What to check")]
    pub(crate) audit: bool,
    /// Count the advisories of a report that a package manager made (`npm audit --json`); may be given several times
    #[arg(long, value_name = "FILE", help_heading = "What to check")]
    pub(crate) audit_report: Vec<PathBuf>,
    /// Use this configuration instead of the project's seaworthy.toml
    #[arg(long, value_name = "FILE", help_heading = "What to check")]
    pub(crate) config: Option<PathBuf>,
    /// Check the text on standard input as if it were the file --path names
    #[arg(long, requires = "path", conflicts_with_all = ["paths", "fix", "write_baseline"], help_heading = "What to check")]
    pub(crate) stdin: bool,
    /// The file the text on standard input stands for
    #[arg(long, value_name = "FILE", requires = "stdin", help_heading = "What to check")]
    pub(crate) path: Option<PathBuf>,

    /// Report only findings that this earlier JSON report or baseline does not hold
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write what is found to this baseline and report nothing
    #[arg(long, value_name = "FILE", conflicts_with = "fix", help_heading = "Baseline")]
    pub(crate) write_baseline: Option<PathBuf>,

    /// Apply fixes: `safe` ones keep behaviour as intended; `suggestions` change it, so a diff is shown first
    #[arg(long, value_enum, value_name = "LEVEL", num_args = 0..=1, require_equals = true, default_missing_value = "safe")]
    #[arg(help_heading = "Fixing")]
    pub(crate) fix: Option<FixChoice>,
    /// Apply suggestions without asking
    #[arg(long, short, requires = "fix", help_heading = "Fixing")]
    pub(crate) yes: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs and agents
    Json,
    /// For code scanning (SARIF 2.1.0)
    Sarif,
    /// For GitHub Actions annotations
    Github,
    /// For a pull request comment
    Markdown,
    /// For coding agents: a line each, with what to do
    Agent,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    #[value(alias = "warn")]
    Warning,
    #[value(alias = "information")]
    Info,
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes the check fail.
    pub(crate) fn is_met_by(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => severity >= Severity::Info,
            Self::Never => false,
        }
    }
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FixChoice {
    #[default]
    Safe,
    #[serde(rename = "suggestion")]
    Suggestions,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn fix_takes_its_level_after_an_equals_sign_only() {
        for (line, fix, paths) in [
            (&["seaworthy", "check", "--fix", "src"][..], Some(FixChoice::Safe), 1),
            (&["seaworthy", "check", "--fix=suggestions"], Some(FixChoice::Suggestions), 0),
            (&["seaworthy", "check", "a", "b"], None, 2),
        ] {
            let Command::Check(check) = Arguments::try_parse_from(line).ok().unwrap().command else { panic!() };
            assert!(check.fix == fix && check.paths.len() == paths, "{line:?}");
        }
        assert!(Arguments::try_parse_from(["seaworthy", "check", "--stdin"]).is_err());
        assert!(Arguments::try_parse_from(["seaworthy", "check", "--yes"]).is_err());
        for other in ["--fix", "--bundles=dist", "--write-baseline=b.json", "--stdin"] {
            assert!(Arguments::try_parse_from(["seaworthy", "check", "--staged", other]).is_err(), "{other}");
        }
        assert!(Arguments::try_parse_from(["seaworthy", "check", "--bundles", "dist", "--fix"]).is_err());
    }
}
