//! Everything that has to hold before a change lands.

use std::path::Path;

use anyhow::Result;

use crate::tools::{cargo, npm, npm_install, root, run};

/// Formats, lints, tests of every crate, the pure core, attacks on an app that runs, the WebAssembly package, both
/// extensions and the real browser.
///
/// # Errors
/// The first step that fails.
pub fn run_chore() -> Result<()> {
    let root = root();
    step("format");
    run(cargo(&root).args(["fmt", "--all", "--check"]))?;
    step("the core stays pure");
    crate::pure::check(&root)?;
    step("lint");
    lint(&root)?;
    step("generated pages are fresh");
    crate::docs::run_chore(true)?;
    step("tests of the crates");
    run(cargo(&root).args(["test", "--workspace", "--quiet"]))?;
    step("attacks on an app, before and after it is mended");
    npm_install(&root.join("tests/attack/app"))?;
    npm_install(&root.join("tests/attack/limits"))?;
    let attacks = ["--test", "attack", "--test", "limits", "--", "--ignored"];
    run(cargo(&root).args(["test", "--quiet", "--package", "seaworthy-tests"]).args(attacks))?;
    step("verdicts on headers, beside those of other tools");
    npm_install(&root.join("tests/oracle"))?;
    run(cargo(&root).args([
        "test",
        "--quiet",
        "--package",
        "seaworthy-tests",
        "--test",
        "headers_oracle",
        "--",
        "--ignored",
    ]))?;
    step("the WebAssembly package and the browser extension");
    crate::wasm::run_chore()?;
    let extension = root.join("browser-extension");
    npm_install(&extension)?;
    run(npm(&extension).args(["run", "--silent", "check"]))?;
    run(npm(&extension).args(["run", "--silent", "build"]))?;
    run(npm(&extension).args(["run", "--silent", "lint"]))?;
    step("the extension in real browsers");
    let browser = root.join("tests/browser");
    npm_install(&browser)?;
    run(npm(&browser).args(["test", "--silent"]))?;
    step("the editor extension");
    let editor = root.join("vscode-extension");
    npm_install(&editor)?;
    run(npm(&editor).args(["run", "--silent", "check"]))?;
    run(npm(&editor).args(["run", "--silent", "build"]))?;
    Ok(())
}

/// Clippy over everything; a warning fails.
///
/// # Errors
/// A warning.
pub fn lint(root: &Path) -> Result<()> {
    run(cargo(root).args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"]))
}

fn step(name: &str) {
    println!("\n== {name}");
}
