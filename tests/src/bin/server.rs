//! The language server as a process of its own, as tests start it: what `seaworthy lsp` runs, and nothing else of the
//! command line.
//!
//! A text that holds the word in `SEAWORTHY_TEST_PANIC` makes the analysis panic, so that tests see what a fault in it does.

use std::process::ExitCode;

use seaworthy_core::{Project, analyse};
use seaworthy_lsp::Engine;

fn main() -> ExitCode {
    let Ok(word) = std::env::var("SEAWORTHY_TEST_PANIC") else { return seaworthy_lsp::run_stdio() };
    let faulty = move |path: &str, text: &str| {
        assert!(!text.contains(&word), "asked for");
        analyse(path, text)
    };
    seaworthy_lsp::run_stdio_with(Engine::new(faulty, Project::judge))
}
