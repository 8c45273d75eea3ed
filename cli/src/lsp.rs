//! `seaworthy lsp`: the language server.

use std::process::ExitCode;

/// Serves until the client says goodbye.
pub(crate) fn run() -> ExitCode {
    seaworthy_lsp::run_stdio()
}
