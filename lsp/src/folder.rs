//! The folders a client has open, each a project of its own, and where a document belongs among them.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use seaworthy_core::{Config, Project};
use tower_lsp::lsp_types::Url;

use crate::disk::{self, Tracked};

/// Names a folder for as long as it is open; never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FolderId(u32);

/// The project of documents that lie in no folder.
pub const LOOSE: FolderId = FolderId(0);

/// Where a document belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The folder.
    pub folder: FolderId,
    /// The path within it, with forward slashes.
    pub path: String,
}

/// One folder and its project.
pub struct Folder {
    /// Where it is; none for [`LOOSE`].
    pub root: Option<PathBuf>,
    /// What is known of it.
    pub project: Project,
    /// Hashes of the texts of closed files the project's facts are of.
    pub hashes: HashMap<String, u64>,
    /// Which of its environment files git tracks, as far as is known.
    pub tracked: Tracked,
    /// Why its configuration could not be used the last time.
    pub config_error: Option<String>,
}

/// A project in which no file was read yet, and ignore comments end as of today.
pub(crate) fn fresh_project(config: Config) -> Project {
    let mut project = Project::new(config);
    project.set_today(disk::today());
    project
}

/// All folders.
pub struct Folders {
    folders: BTreeMap<FolderId, Folder>,
    next: u32,
}

impl Folders {
    /// Only the place for documents without a folder.
    pub fn new() -> Self {
        let mut folders = Self { folders: BTreeMap::new(), next: 0 };
        folders.insert(None);
        folders
    }

    fn insert(&mut self, root: Option<PathBuf>) -> FolderId {
        let id = FolderId(self.next);
        self.next += 1;
        let project = fresh_project(Config::default());
        self.folders.insert(
            id,
            Folder { root, project, hashes: HashMap::new(), tracked: Tracked::default(), config_error: None },
        );
        id
    }

    /// Opens the folder at a file URL; `None` when it is no file URL or open already.
    pub fn open(&mut self, url: &Url) -> Option<FolderId> {
        let root = url.to_file_path().ok()?;
        if self.with_root(&root).is_some() { None } else { Some(self.insert(Some(root))) }
    }

    /// Closes the folder at a file URL.
    pub fn close(&mut self, url: &Url) -> Option<FolderId> {
        let id = self.with_root(&url.to_file_path().ok()?)?;
        self.folders.remove(&id);
        Some(id)
    }

    fn with_root(&self, root: &Path) -> Option<FolderId> {
        self.folders.iter().find(|(_, folder)| folder.root.as_deref() == Some(root)).map(|(id, _)| *id)
    }

    /// The folders with a root.
    pub fn rooted(&self) -> impl Iterator<Item = (FolderId, &Path)> {
        self.folders.iter().filter_map(|(id, folder)| Some((*id, folder.root.as_deref()?)))
    }

    /// The folder, unless it was closed.
    pub fn get(&self, id: FolderId) -> Option<&Folder> {
        self.folders.get(&id)
    }

    /// The folder, unless it was closed.
    pub fn get_mut(&mut self, id: FolderId) -> Option<&mut Folder> {
        self.folders.get_mut(&id)
    }

    /// How many files are known.
    pub fn file_count(&self) -> usize {
        self.folders.values().map(|folder| folder.project.files().count()).sum()
    }

    /// Where a file belongs: the innermost folder that holds it.
    pub fn place_of_file(&self, full: &Path) -> Option<Place> {
        let holding = self.rooted().filter_map(|(folder, root)| {
            let path = disk::relative(root, full)?;
            Some(Place { folder, path })
        });
        holding.min_by_key(|place| place.path.len())
    }

    /// Where a document belongs. One that is not on disk is named after its language, since the path decides how a text is read.
    pub fn place(&self, url: &Url, language: &str) -> Place {
        let Ok(full) = url.to_file_path() else {
            let name = url.path().trim_start_matches('/');
            let path = if Path::new(name).extension().is_some() {
                name.into()
            } else {
                format!("{name}.{}", extension(language))
            };
            return Place { folder: LOOSE, path };
        };
        self.place_of_file(&full).unwrap_or_else(|| {
            let path = full.to_string_lossy().replace('\\', "/");
            Place { folder: LOOSE, path: path.trim_start_matches('/').to_owned() }
        })
    }

    /// The URL of a file on disk.
    pub fn url(&self, place: &Place) -> Option<Url> {
        let root = self.get(place.folder)?.root.as_deref()?;
        Url::from_file_path(root.join(&place.path)).ok()
    }
}

/// The extension that makes the core read a text as what the editor calls `language`.
fn extension(language: &str) -> &str {
    match language {
        "typescript" => "ts",
        "typescriptreact" => "tsx",
        "javascript" => "js",
        "javascriptreact" => "jsx",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn the_innermost_folder_holds_a_document() {
        let mut folders = Folders::new();
        let outer = folders.open(&url("file:///w")).unwrap();
        let inner = folders.open(&url("file:///w/apps/web")).unwrap();
        assert_eq!(folders.open(&url("file:///w")), None);
        for (document, folder, path) in [
            ("file:///w/a%20b.ts", outer, "a b.ts"),
            ("file:///w/apps/web/c.ts", inner, "c.ts"),
            ("file:///w/apps/website/d.ts", outer, "apps/website/d.ts"),
            ("file:///elsewhere/e.ts", LOOSE, "elsewhere/e.ts"),
            ("untitled:Untitled-1", LOOSE, "Untitled-1.tsx"),
        ] {
            let place = folders.place(&url(document), "typescriptreact");
            assert_eq!(place, Place { folder, path: path.into() });
        }
        folders.close(&url("file:///w/apps/web"));
        assert_eq!(folders.place(&url("file:///w/apps/web/c.ts"), "").folder, outer);
    }
}
