//! What people install, built into `dist/`: the editor extension as a package for this platform, the server inside it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::tools::{cargo, npm, root, run, target};

/// Names a program to put into the package instead of building one, for trying things out.
const SERVER_VARIABLE: &str = "SEAWORTHY_SERVER";

/// Builds everything into `dist/`.
///
/// # Errors
/// A step that fails, with its name.
pub fn run_chore() -> Result<()> {
    let root = &root();
    fs::create_dir_all(root.join("dist"))?;
    vsix(root)?;
    crate::extension::dist()
}

/// The package for VS Code, Cursor and their kin.
fn vsix(root: &Path) -> Result<()> {
    let extension = root.join("vscode-extension");
    let server = match env::var_os(SERVER_VARIABLE) {
        Some(path) => PathBuf::from(path),
        None => release_server(root)?,
    };
    let folder = extension.join("server");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let bundled = folder.join(format!("seaworthy{}", env::consts::EXE_SUFFIX));
    fs::copy(&server, &bundled).with_context(|| format!("{} cannot be copied", server.display()))?;
    // Install scripts are not needed: esbuild's program comes as a package of its own.
    run(npm(&extension).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    run(npm(&extension).args(["run", "build"]))?;
    let platform = platform()?;
    let package = root.join("dist").join(format!("seaworthy-{platform}.vsix"));
    let out = package.to_str().context("the path of dist/ is no Unicode")?;
    run(npm(&extension).args([
        "exec",
        "--",
        "vsce",
        "package",
        "--no-dependencies",
        "--target",
        platform,
        "--out",
        out,
    ]))?;
    println!("{out}");
    Ok(())
}

fn release_server(root: &Path) -> Result<PathBuf> {
    run(cargo(root).args(["build", "--release", "--package", "seaworthy"]))?;
    Ok(target().join("release").join(format!("seaworthy{}", env::consts::EXE_SUFFIX)))
}

/// The marketplace's name of this platform.
fn platform() -> Result<&'static str> {
    let musl = cfg!(target_env = "musl");
    Ok(match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") if musl => "alpine-x64",
        ("linux", "aarch64") if musl => "alpine-arm64",
        ("linux", "x86_64") => "linux-x64",
        ("linux", "aarch64") => "linux-arm64",
        ("macos", "x86_64") => "darwin-x64",
        ("macos", "aarch64") => "darwin-arm64",
        ("windows", "x86_64") => "win32-x64",
        ("windows", "aarch64") => "win32-arm64",
        (os, arch) => bail!("there is no package for {os} on {arch}"),
    })
}
