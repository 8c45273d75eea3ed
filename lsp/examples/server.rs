//! The language server alone, for editors and tests that do not need the rest of the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("--version") {
        println!("seaworthy {}", env!("CARGO_PKG_VERSION"));
        return ExitCode::SUCCESS;
    }
    seaworthy_lsp::run_stdio()
}
