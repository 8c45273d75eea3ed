//! The language server alone, for editors and tests that do not need the rest of the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    seaworthy_lsp::run_stdio()
}
