//! `seaworthy lsp`: the language server.

use crate::Failure;

/// Serves until the client says goodbye.
pub(crate) fn run() -> Result<u8, Failure> {
    // WIRE HERE: `seaworthy_lsp::run_stdio()`, once the command depends on the language server.
    Err("the language server is not part of this build".to_owned())
}
