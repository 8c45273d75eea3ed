//! The core touches no file system, network, clock, thread or process: a search of its sources, and a build for a target
//! that has none of them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::tools::{cargo, run};

/// Paths of the standard library that the core may not name.
///
/// Addresses as data (`std::net::IpAddr`) are fine; what connects is not.
const FORBIDDEN: [&str; 11] = [
    "std::fs",
    "net::Tcp",
    "net::Udp",
    "ToSocketAddrs",
    "std::process",
    "std::thread",
    "std::time",
    "std::env",
    "thread_local!",
    "static mut",
    "println!",
];

/// Checks the sources, then builds the core for `wasm32-unknown-unknown`.
///
/// # Errors
/// A forbidden path, with its file and line, or a build that fails.
pub fn check(root: &Path) -> Result<()> {
    let mut found = Vec::new();
    search(&root.join("core/src"), &mut found)?;
    if !found.is_empty() {
        bail!("the core has to stay pure:\n{}", found.join("\n"));
    }
    // Where rustup manages the toolchain, this installs the target or says that it is there.
    if Command::new("rustup").arg("--version").output().is_ok() {
        run(Command::new("rustup").current_dir(root).args(["target", "add", "wasm32-unknown-unknown"]))?;
    }
    run(cargo(root).args(["check", "--quiet", "--package", "seaworthy-core", "--target", "wasm32-unknown-unknown"]))
}

fn search(folder: &Path, found: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            search(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test(&path) {
            let text = fs::read_to_string(&path)?;
            // What stands below `#[cfg(test)]` never reaches a user.
            let shipped = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(&text);
            for (line, content) in shipped.lines().enumerate() {
                let names = FORBIDDEN.iter().find(|name| content.contains(**name));
                if let Some(name) = names.filter(|_| !content.trim_start().starts_with("//")) {
                    found.push(format!("{}:{}: {name}", path.display(), line + 1));
                }
            }
        }
    }
    Ok(())
}

fn is_test(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "testing")
        || path.with_extension("").components().any(|part| part.as_os_str() == "tests")
}
