//! `cargo xtask …`: every chore a person would otherwise do by hand. One file per chore.

mod dist;
mod extension;
mod pure;
mod test;
mod tools;
mod wasm;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Every chore of the project as a command")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Run every check there is
    Test,
    /// Build the WebAssembly package into browser-extension/wasm
    Wasm,
    /// Build what people install: the .vsix and the browser extensions, into dist/
    Dist,
}

fn main() -> Result<()> {
    match Arguments::parse().chore {
        Chore::Test => test::run_chore(),
        Chore::Wasm => wasm::run_chore(),
        Chore::Dist => dist::run(),
    }
}
