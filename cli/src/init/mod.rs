//! `seaworthy init`: a configuration, a workflow and a hook to start with.
//!
//! Invariant: what is there is neither changed nor overwritten; where something would have to go into a file that is there, it
//! is told.

mod hook;
mod texts;

use std::fmt::Write as _;
use std::path::Path;

use seaworthy_workspace::{WriteError, make_executable, write_new};

use crate::args::{HookChoice, InitArguments};
use crate::output::deliver;
use crate::terminal::{CODE, DIM, GOOD, confirm};
use crate::text::Paths;
use crate::{Failure, project_root};
use hook::{Hook, Where};

/// Sets a project up and says what was written.
pub(crate) fn run(arguments: &InitArguments) -> Result<u8, Failure> {
    let root = project_root(&arguments.path)?;
    let mut setup =
        Setup { root: &root, paths: Paths::new(&root), is_dry: arguments.dry_run, said: String::new(), failed: false };
    setup.file("seaworthy.toml", texts::CONFIGURATION, false);
    setup.file(".github/workflows/seaworthy.yml", texts::WORKFLOW, false);
    let hook = match arguments.hook {
        Some(HookChoice::None) => None,
        Some(choice) => Some(Hook::of(choice)),
        None => Some(Hook::fitting(&root)),
    };
    if let Some(hook) = hook {
        setup.hook(hook, arguments.hook.is_some());
    }
    let Setup { said, failed, .. } = setup;
    deliver(&format!("{said}\nNext: {CODE}seaworthy check{CODE:#} and {CODE}seaworthy checklist{CODE:#}.\n"), None)?;
    Ok(if failed { 2 } else { 0 })
}

struct Setup<'a> {
    root: &'a Path,
    paths: Paths,
    is_dry: bool,
    said: String,
    failed: bool,
}

impl Setup<'_> {
    /// Makes a file where nothing is.
    fn file(&mut self, path: &str, text: &str, is_program: bool) {
        let shown = self.paths.show(path);
        if self.root.join(path).symlink_metadata().is_ok() {
            self.say(&format!("{DIM}there already, left as it is:{DIM:#} {shown}"));
            return;
        }
        if self.is_dry {
            self.say(&format!("{DIM}would write{DIM:#} {shown}\n"));
            for line in text.lines() {
                let _ = writeln!(self.said, "    {DIM}│{DIM:#} {line}");
            }
            return;
        }
        let made = write_new(self.root, path, text)
            .and_then(|()| if is_program { Ok(make_executable(&self.root.join(path))?) } else { Ok(()) });
        match made {
            Ok(()) => self.say(&format!("{GOOD}wrote{GOOD:#} {shown}")),
            Err(WriteError::Exists) => self.say(&format!("{DIM}there already, left as it is:{DIM:#} {shown}")),
            Err(error) => {
                self.failed = true;
                self.say(&format!("not written: {shown}: {error}"));
            }
        }
    }

    /// Writes a hook where a person wants it, or tells what to add to the file that is there.
    fn hook(&mut self, hook: Hook, is_asked_for: bool) {
        match hook.place(self.root) {
            Where::NewFile(path) => {
                let question = format!("Write a pre-commit hook for {} to {}?", hook.name(), self.paths.show(&path));
                if is_asked_for || self.is_dry || confirm(&question) {
                    self.file(&path, hook.text(), hook.is_program());
                } else {
                    let choice = hook.flag();
                    self.say(&format!(
                        "{DIM}no hook written; to have one for {}:{DIM:#} seaworthy init --hook {choice}",
                        hook.name()
                    ));
                }
            }
            Where::ExistingFile(path) if Hook::is_in(&self.root.join(&path)) => {
                let shown = self.paths.show(&path);
                self.say(&format!("{DIM}runs seaworthy already:{DIM:#} {shown}"));
            }
            Where::ExistingFile(path) => {
                let shown = self.paths.show(&path);
                self.say(&format!("{DIM}a hook for {}: add this to{DIM:#} {shown}\n", hook.name()));
                for line in hook.addition().lines() {
                    let _ = writeln!(self.said, "    {CODE}{line}{CODE:#}");
                }
            }
            Where::Nowhere => {
                self.say(&format!("{DIM}no hook: this is no git repository with hooks of its own{DIM:#}"));
            }
        }
    }

    fn say(&mut self, words: &str) {
        let _ = writeln!(self.said, "  {words}");
    }
}
