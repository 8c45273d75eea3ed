//! Paths as the person at the prompt would type them.

use std::path::{Path, PathBuf};

use seaworthy_workspace::{absolute, relative};

/// How project-relative paths are shown.
pub(crate) struct Paths {
    /// What stands before a path: empty or ends with `/`.
    prefix: String,
    /// The current folder as seen from the root, when it lies in the project: empty or ends with `/`.
    inside: String,
}

impl Paths {
    /// Paths of the project at `root` (absolute), seen from the current folder.
    pub(crate) fn new(root: &Path) -> Self {
        let here = std::env::current_dir().and_then(|here| absolute(&here)).unwrap_or_else(|_| PathBuf::from("."));
        Self::seen_from(&here, root)
    }

    /// Paths of the project at `root` as seen from another folder; both absolute.
    pub(crate) fn seen_from(here: &Path, root: &Path) -> Self {
        let with_slash = |path: String| if path.is_empty() { path } else { path + "/" };
        if let Some(prefix) = relative(here, root) {
            Self { prefix: with_slash(prefix), inside: String::new() }
        } else if let Some(inside) = relative(root, here) {
            Self { prefix: String::new(), inside: with_slash(inside) }
        } else {
            Self { prefix: with_slash(root.to_string_lossy().replace('\\', "/")), inside: String::new() }
        }
    }

    /// Paths of the project at `root` as links lead to them from another folder, with `..` where the two lie apart; both
    /// absolute. Where no such way exists, as between drives, they are absolute.
    pub(crate) fn leading_from(here: &Path, root: &Path) -> Self {
        let paths = Self::seen_from(here, root);
        let common: PathBuf = here
            .components()
            .zip(root.components())
            .take_while(|(one, other)| one == other)
            .map(|(part, _)| part)
            .collect();
        match (here.strip_prefix(&common), relative(&common, root)) {
            (Ok(down), Some(below)) if Path::new(&paths.prefix).has_root() && common.has_root() => {
                Self { prefix: format!("{}{below}/", "../".repeat(down.components().count())), inside: String::new() }
            }
            _ => paths,
        }
    }

    /// What reports put before a path: leads from the current folder to the root, when the root lies below it. A report made
    /// deeper inside the project names paths from the root, as code scanning wants them.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// A project-relative path as seen from the current folder.
    pub(crate) fn show(&self, path: &str) -> String {
        let mut inside = self.inside.as_str();
        let mut path = path;
        while let Some((folder, rest)) = inside.split_once('/') {
            match path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) {
                Some(below) => path = below,
                None => break,
            }
            inside = rest;
        }
        format!("{}{}{path}", self.prefix, "../".repeat(inside.matches('/').count()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_from_here_to_the_file() {
        for (here, root, path, shown) in [
            ("/p", "/p", "src/a.ts", "src/a.ts"),
            ("/", "/p/q", "src/a.ts", "p/q/src/a.ts"),
            ("/p/src", "/p", "src/a.ts", "a.ts"),
            ("/p/src/deep", "/p", "src/a.ts", "../a.ts"),
            ("/p/lib", "/p", "src/a.ts", "../src/a.ts"),
            ("/p/src", "/p", "src-old/a.ts", "../src-old/a.ts"),
            ("/other", "/p", "a.ts", "/p/a.ts"),
        ] {
            assert_eq!(Paths::seen_from(Path::new(here), Path::new(root)).show(path), shown, "{here} {root}");
        }
    }

    #[test]
    fn links_lead_up_and_down() {
        for (here, root, shown) in [
            ("/p", "/p", "a.ts"),
            ("/", "/p", "p/a.ts"),
            ("/p/src", "/p", "../a.ts"),
            ("/out", "/p", "../p/a.ts"),
            ("/home/ada/out", "/home/ada/code/p", "../code/p/a.ts"),
        ] {
            assert_eq!(Paths::leading_from(Path::new(here), Path::new(root)).show("a.ts"), shown, "{here} {root}");
        }
    }
}
