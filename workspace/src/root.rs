//! Where a project begins.

use std::path::{Path, PathBuf};

/// The name of the configuration file.
pub const CONFIG_NAME: &str = "seaworthy.toml";

/// The root of the project that `start` (a folder, absolute) belongs to: the nearest folder, going up, that holds
/// `seaworthy.toml` or `.git`; `start` itself when there is none.
///
/// A home folder under version control is not taken for a project unless it is `start`.
pub fn find_root(start: &Path) -> PathBuf {
    let home = std::env::home_dir();
    for folder in start.ancestors() {
        if folder.join(CONFIG_NAME).is_file() {
            return folder.to_owned();
        }
        if folder.join(".git").exists() {
            let is_home = home.as_deref() == Some(folder);
            return if is_home { start.to_owned() } else { folder.to_owned() };
        }
    }
    start.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_nearest_mark_wins() {
        let folder = tempfile::tempdir().unwrap();
        let base = crate::paths::absolute(folder.path()).unwrap();
        let deep = base.join("repo/apps/web/src");
        fs::create_dir_all(&deep).unwrap();
        fs::create_dir_all(base.join("repo/.git")).unwrap();
        assert_eq!(find_root(&deep), base.join("repo"));
        fs::write(base.join("repo/apps/seaworthy.toml"), "").unwrap();
        assert_eq!(find_root(&deep), base.join("repo/apps"));
    }
}
