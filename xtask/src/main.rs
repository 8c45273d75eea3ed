//! `cargo xtask …`: every chore a person would otherwise do by hand. One file per chore.

mod dist;
mod docs;
mod extension;
mod new_rule;
mod pure;
mod test;
mod third_parties;
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
    /// Write the rule pages and the configuration schema
    Docs {
        /// Fail when a file is stale instead of writing it
        #[arg(long)]
        check: bool,
    },
    /// Start a rule: `cargo xtask new-rule token-storage token-in-somewhere`
    NewRule {
        /// The gap it belongs to
        gap: String,
        /// Its kebab-case id, which states the bad pattern
        id: String,
    },
    /// Format all Rust code
    Fmt,
    /// Clippy over everything, warnings are errors
    Lint,
    /// Run the benchmarks
    Bench,
    /// Build the WebAssembly package into browser-extension/wasm
    Wasm,
    /// Write who is who on the web from third-party-web's `dist/entities-nostats.json`
    ThirdParties {
        /// That file
        file: std::path::PathBuf,
    },
    /// Build what people install: the .vsix and the browser extensions, into dist/
    Dist,
}

fn main() -> Result<()> {
    match Arguments::parse().chore {
        Chore::Test => test::run_chore(),
        Chore::Docs { check } => docs::run_chore(check),
        Chore::NewRule { gap, id } => new_rule::run_chore(&gap, &id),
        Chore::Fmt => tools::run(tools::cargo(&tools::root()).args(["fmt", "--all"])),
        Chore::Lint => test::lint(&tools::root()),
        Chore::Bench => tools::run(tools::cargo(&tools::root()).args([
            "run",
            "--release",
            "--package",
            "seaworthy-tests",
            "--bin",
            "bench",
        ])),
        Chore::Wasm => wasm::run_chore(),
        Chore::ThirdParties { file } => third_parties::run_chore(&file),
        Chore::Dist => dist::run_chore(),
    }
}
