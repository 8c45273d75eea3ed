//! The browser extension, as packed files for Chromium and Firefox.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::tools::{npm, npm_install, root, run};

/// The largest package, in bytes: what somebody waits for who installs it.
const LARGEST: u64 = 2 * 1024 * 1024;

/// Builds both packages (with a fresh WebAssembly module), has them checked as the add-on store does, and copies them to
/// `dist/`.
///
/// # Errors
/// A step that fails, a warning of the store's own checks, or a package that is too large.
pub fn dist() -> Result<()> {
    crate::wasm::run_chore()?;
    let package = root().join("browser-extension");
    npm_install(&package)?;
    run(npm(&package).args(["run", "check"]))?;
    run(npm(&package).args(["run", "zip"]))?;
    run(npm(&package).args(["run", "lint"]))?;
    let dist = root().join("dist");
    fs::create_dir_all(&dist)?;
    for entry in fs::read_dir(package.join(".output"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "zip") {
            let to = dist.join(path.file_name().context("a zip without a name")?);
            fs::copy(&path, &to)?;
            let size = fs::metadata(&to)?.len();
            println!("{}: {size} bytes", to.display());
            ensure!(size <= LARGEST, "{} is larger than {LARGEST} bytes", to.display());
        }
    }
    Ok(())
}
