//! The disk as the server sees it: what `seaworthy-workspace` says of it, so that the editor looks at the files the command
//! line looks at, with limits of a program that lives long.

use std::path::{Path, PathBuf};

use seaworthy_core::Config;
use seaworthy_workspace as workspace;

pub use workspace::config::CONFIG_NAME;
pub use workspace::{Tracked, WATCHED, is_env, is_free, is_ignore_file, is_in_output_folder, lists, today, wants};

/// Larger files are bundles or data.
const MAX_BYTES: u64 = 2 * 1024 * 1024;

/// More files than this are not a project but a disk.
const MAX_FILES: usize = 50_000;

/// The project-relative paths of the files below `root` that may hold facts, ignore files respected.
pub fn walk(root: &Path, config: &Config, tracked: &Tracked) -> Vec<String> {
    workspace::files(root, config, tracked).files.into_keys().take(MAX_FILES).collect()
}

/// The text of a file without a byte order mark; `None` when it is gone, too large, no text, or machine-made.
pub fn read(root: &Path, path: &str) -> Option<String> {
    let full = root.join(path);
    let size = std::fs::metadata(&full).ok()?.len();
    if size > MAX_BYTES { None } else { workspace::read_found(path, &full).map(|file| file.text) }
}

/// The folder whose configuration is in force at `root`: the nearest one, going up, as the command line finds it.
pub fn config_folder(root: &Path) -> PathBuf {
    workspace::find_root(root)
}

/// The configuration of the folder at `root`: the nearest one, going up; the default one when there is no file.
///
/// # Errors
/// A file that cannot be read or used, with its place and the reason for a person.
pub fn load_config(root: &Path) -> Result<Config, String> {
    let folder = config_folder(root);
    let path = folder.join(CONFIG_NAME);
    if !path.is_file() {
        return Ok(Config::default());
    }
    let config = workspace::config::load(&path).map_err(|error| error.to_string())?;
    Ok(match relative(&folder, root) {
        Some(base) => config.based_at(&base),
        None => config,
    })
}

/// `full` below `root`, with forward slashes; `None` when it is not below.
pub fn relative(root: &Path, full: &Path) -> Option<String> {
    workspace::relative(root, full).filter(|path| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use seaworthy_core::ConfigFile;

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
        let mut found = walk(folder.path(), &config, &Tracked::default());
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
    fn the_nearest_configuration_counts() {
        let folder = tempfile::tempdir().unwrap();
        let web = folder.path().join("apps/web");
        std::fs::create_dir_all(&web).unwrap();
        std::fs::write(folder.path().join(CONFIG_NAME), "ignore = ['apps/web/old/**']").unwrap();
        let config = load_config(&web).unwrap();
        assert!(config.ignores("old/a.ts") && !config.ignores("apps/web/old/a.ts"));
        std::fs::write(web.join(CONFIG_NAME), "").unwrap();
        assert!(!load_config(&web).unwrap().ignores("old/a.ts"));
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
