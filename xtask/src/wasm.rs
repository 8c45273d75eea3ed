//! The WebAssembly package: the core as one `.wasm` file with its JavaScript and TypeScript sides.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::tools::{cargo, npm_install, root, run, target};

/// Recursion in a parser needs room: the linker's default of 1 MiB overflows on nesting that the core's own depth limit
/// still lets through.
const STACK_SIZE: u32 = 16 * 1024 * 1024;

/// What rustc's WebAssembly target uses by default, so that the optimiser accepts it. Every browser the extension supports has all.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds, binds, optimises and measures; the package ends up in `browser-extension/wasm`.
pub fn run_chore() -> Result<()> {
    let out = root().join("browser-extension/wasm");
    let built = build()?;
    // Written beside and moved into place, so that a failed build never leaves half a package.
    let fresh = out.with_extension("new");
    let _ = fs::remove_dir_all(&fresh);
    bind(&built, &fresh)?;
    optimise(&fresh.join("seaworthy_bg.wasm"))?;
    let _ = fs::remove_dir_all(&out);
    fs::rename(&fresh, &out).context("cannot move the package into place")?;
    report_size(&out.join("seaworthy_bg.wasm"))
}

fn build() -> Result<PathBuf> {
    let flags = format!("-C link-arg=-zstack-size={STACK_SIZE}");
    run(cargo(&root())
        .args(["build", "--package", "seaworthy-wasm", "--profile", "wasm", "--target", "wasm32-unknown-unknown"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags))?;
    Ok(target().join("wasm32-unknown-unknown/wasm/seaworthy_wasm.wasm"))
}

fn bind(built: &Path, out: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(built)
        .out_name("seaworthy")
        .web(true)?
        .typescript(true)
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(out)
        .context("wasm-bindgen failed")
}

fn optimise(module: &Path) -> Result<()> {
    let package = root().join("browser-extension");
    npm_install(&package)?;
    let before = fs::metadata(module)?.len();
    let optimiser = package.join("node_modules/binaryen/bin/wasm-opt");
    run(std::process::Command::new("node")
        .arg(optimiser)
        .arg(module)
        .args(FEATURES)
        .args(["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features", "-o"])
        .arg(module))?;
    let after = fs::metadata(module)?.len();
    ensure!(after <= before, "the optimiser made the module larger: {before} to {after} bytes");
    Ok(())
}

fn report_size(module: &Path) -> Result<()> {
    let bytes = fs::read(module)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&bytes)?;
    let packed = gzip.finish()?.len();
    println!("{}: {} bytes, {packed} gzipped", module.display(), bytes.len());
    Ok(())
}
