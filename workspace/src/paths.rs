//! Paths as the core names them: relative to the project's root, with forward slashes, on every system.

use std::io;
use std::path::{Component, Path, PathBuf};

/// The real path with links resolved, without Windows' `\\?\` where it is not needed.
///
/// # Errors
/// Nothing is there, or it may not be looked at.
pub fn absolute(path: &Path) -> io::Result<PathBuf> {
    dunce::canonicalize(path)
}

/// `path` as seen from `root`; none when it is not below it. Names that are not Unicode are shown with U+FFFD.
pub fn relative(root: &Path, path: &Path) -> Option<String> {
    let rest = path.strip_prefix(root).ok()?;
    let names = rest.components().filter_map(|component| match component {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    Some(names.collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_have_forward_slashes() {
        let root = Path::new("root").join("app");
        assert_eq!(relative(&root, &root.join("src").join("a b.ts")).as_deref(), Some("src/a b.ts"));
        assert_eq!(relative(&root, &root).as_deref(), Some(""));
        assert_eq!(relative(&root, Path::new("root/other")), None);
    }
}
