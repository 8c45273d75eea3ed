//! The browser extension, as packed files for Chromium and Firefox.

use std::fs;

use anyhow::{Context, Result};

use crate::tools::{npm, npm_install, root, run};

/// Builds both packages (with a fresh WebAssembly module) and copies them to `dist/`.
pub fn dist() -> Result<()> {
    crate::wasm::run_chore()?;
    let package = root().join("browser-extension");
    npm_install(&package)?;
    run(npm(&package).args(["run", "check"]))?;
    run(npm(&package).args(["run", "zip"]))?;
    let dist = root().join("dist");
    fs::create_dir_all(&dist)?;
    for entry in fs::read_dir(package.join(".output"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "zip") {
            let to = dist.join(path.file_name().context("a zip without a name")?);
            fs::copy(&path, &to)?;
            println!("{}: {} bytes", to.display(), fs::metadata(&to)?.len());
        }
    }
    Ok(())
}
