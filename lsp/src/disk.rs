//! The only place of this crate that touches the disk.

use std::path::Path;

use ignore::WalkBuilder;
use seaworthy_core::{Config, ConfigFile};

/// The project's configuration file, at the root of its folder.
pub const CONFIG_NAME: &str = "seaworthy.toml";

/// Folders of generated or foreign code. They are neither walked nor watched.
const SKIPPED: [&str; 14] = [
    "node_modules",
    ".git",
    ".next",
    ".nuxt",
    ".svelte-kit",
    ".output",
    ".turbo",
    ".vercel",
    "dist",
    "build",
    "out",
    "coverage",
    "vendor",
    "target",
];

/// Extensions of files that may hold facts.
const EXTENSIONS: [&str; 21] = [
    "js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte", "astro", "html", "htm", "json", "sql",
    "prisma", "toml", "yml", "yaml", "rules", "conf",
];

/// The globs a client is asked to watch.
pub const WATCHED: [&str; 2] = [
    "**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte,astro,html,htm,json,sql,prisma,toml,yml,yaml,rules,conf}",
    "**/.env*",
];

/// Larger files are bundles or data.
const MAX_BYTES: u64 = 2 * 1024 * 1024;

/// More files than this are not a project but a disk.
const MAX_FILES: usize = 50_000;

/// Whether a project-relative path lies in a folder of generated or foreign code.
pub fn is_skipped(path: &str) -> bool {
    path.rsplit_once('/').is_some_and(|(folders, _)| folders.split('/').any(|name| SKIPPED.contains(&name)))
}

/// Whether a file at a project-relative path may hold facts.
pub fn is_source(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let known = name.rsplit_once('.').is_some_and(|(_, extension)| EXTENSIONS.contains(&extension));
    (known || name.starts_with(".env")) && !is_skipped(path)
}

/// The project-relative paths of the files below `root` that may hold facts, ignore files respected.
pub fn walk(root: &Path, config: &Config) -> Vec<String> {
    let walker = WalkBuilder::new(root)
        .hidden(false)
        .max_filesize(Some(MAX_BYTES))
        .filter_entry(|entry| !entry.file_name().to_str().is_some_and(|name| SKIPPED.contains(&name)))
        .build();
    let files = walker.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    files
        .filter_map(|entry| relative(root, entry.path()))
        .filter(|path| is_source(path) && !config.ignores(path))
        .take(MAX_FILES)
        .collect()
}

/// The text of a file; `None` when it is gone, too large or not UTF-8.
pub fn read(root: &Path, path: &str) -> Option<String> {
    let full = root.join(path);
    let size = std::fs::metadata(&full).ok()?.len();
    if size > MAX_BYTES { None } else { std::fs::read_to_string(full).ok() }
}

/// The configuration of the folder at `root`: the default one when there is no file.
///
/// # Errors
/// A file that cannot be read or used, with the reason for a person.
pub fn load_config(root: &Path) -> Result<Config, String> {
    let text = match std::fs::read_to_string(root.join(CONFIG_NAME)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Config::default()),
        Err(error) => return Err(error.to_string()),
    };
    let file: ConfigFile = toml::from_str(&text).map_err(|error| error.message().to_owned())?;
    Config::new(file).map_err(|error| error.to_string())
}

/// `full` below `root`, with forward slashes; `None` when it is not below or not UTF-8.
pub fn relative(root: &Path, full: &Path) -> Option<String> {
    let below = full.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = below.components().map(|part| part.as_os_str().to_str()).collect();
    parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_sources_and_leaves_generated_code() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["src/a.ts", ".env.local", "node_modules/x/b.js", ".next/c.js", "d.png", "old/e.ts"] {
            let full = folder.path().join(path);
            std::fs::create_dir_all(full.parent().unwrap()).unwrap();
            std::fs::write(full, "x").unwrap();
        }
        let config = Config::new(ConfigFile { ignore: vec!["old/**".into()], ..ConfigFile::default() }).unwrap();
        let mut found = walk(folder.path(), &config);
        found.sort();
        assert_eq!(found, [".env.local", "src/a.ts"]);
    }

    #[test]
    fn what_is_no_text_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.ts"), [0xff, 0xfe, 0x00]).unwrap();
        assert_eq!(read(folder.path(), "a.ts"), None);
        assert_eq!(read(folder.path(), "gone.ts"), None);
    }

    #[test]
    fn a_broken_configuration_says_why() {
        let folder = tempfile::tempdir().unwrap();
        assert!(load_config(folder.path()).is_ok());
        for (text, word) in [("[rules", "invalid"), ("[rules]\nno-such-rule = \"off\"", "no-such-rule")] {
            std::fs::write(folder.path().join(CONFIG_NAME), text).unwrap();
            let error = load_config(folder.path()).unwrap_err();
            assert!(error.contains(word) || !error.is_empty() && word == "invalid", "{error}");
        }
    }
}
