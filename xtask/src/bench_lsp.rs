//! `cargo xtask bench-lsp`: how long from an edit to its diagnostics, beside other language servers on this machine.

use anyhow::Result;

use crate::tools::{cargo, npm_install, root, run, target};

pub fn run_chore() -> Result<()> {
    let root = root();
    run(cargo(&root).args(["build", "--release", "--package", "seaworthy-cli"]))?;
    let peers = root.join("tests/editor/peers");
    npm_install(&peers)?;
    let ours = format!("{} lsp", target().join("release/seaworthy").display());
    let mut node = std::process::Command::new("node");
    run(node.current_dir(&root).arg("tests/editor/latency.mjs").args(["--ours", &ours, "--peers"]).arg(peers))
}
