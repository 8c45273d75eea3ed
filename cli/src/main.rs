//! The `seaworthy` command: checks a project, explains rules, starts the language server.
//!
//! Exit codes: 0 clean, 1 findings at or above `--fail-on` (or, with `checklist --strict`, something left to do), 2 the call or its input is wrong.

mod advisories;
mod agents;
mod args;
mod check;
mod checklist;
mod diff;
mod explain;
mod hook;
mod init;
mod lsp;
mod mcp;
mod output;
mod routes;
mod rules;
mod site;
mod tenancy;
mod terminal;
mod text;
mod verdict;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;

use args::{Arguments, Command};

/// What a command ends with when it cannot do what was asked: words for the person.
pub(crate) type Failure = String;

/// Exit code for a wrong call or wrong input.
const WRONG_INPUT: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.no_color {
        anstream::ColorChoice::Never.write_global();
    }
    leave_contained_panics_to_the_report();
    let result = match &arguments.command {
        Command::Check(check) => check::run(check),
        Command::Checklist(arguments) => checklist::run(arguments),
        Command::Attest(arguments) => checklist::attest(arguments),
        Command::Review(arguments) => checklist::review(arguments),
        Command::Init(arguments) => init::run(arguments),
        Command::Explain(explain) => match (&explain.tenancy, &explain.routes, &explain.rule) {
            (Some(path), ..) => tenancy::run(path),
            (None, Some(path), _) => routes::run(path),
            (None, None, rule) => explain::run(rule.as_deref().unwrap_or_default()),
        },
        Command::Advisories(command) => advisories::run(command),
        Command::Rules(rules) => rules::run(rules.json),
        Command::Site(arguments) => site::run(arguments),
        Command::Lsp => return lsp::run(),
        Command::Agents(command) => agents::run(command),
        Command::Mcp(arguments) => mcp::run(arguments),
        Command::Hook(hook) => hook::run(hook.agent),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(words) => {
            terminal::complain(&words);
            ExitCode::from(WRONG_INPUT)
        }
    }
}

/// The root of the project around a folder that a person names.
///
/// # Errors
/// It is not there, or no folder.
pub(crate) fn project_root(folder: &Path) -> Result<PathBuf, Failure> {
    let start = seaworthy_workspace::absolute(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    if start.is_dir() {
        Ok(seaworthy_workspace::find_root(&start))
    } else {
        Err(format!("{} is no folder", folder.display()))
    }
}

/// A panic while one file is analysed is reported with that file; printing it as well would tear the output.
fn leave_contained_panics_to_the_report() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let thread = std::thread::current();
        if !thread.name().is_some_and(|name| name.starts_with(seaworthy_workspace::WORKER)) {
            usual(panic);
        }
    }));
}
