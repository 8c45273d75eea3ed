//! What happens around the documents: files that change on disk, folders that come and go.

use std::collections::{BTreeSet, HashMap};
use std::time::Instant;

use tower_lsp::lsp_types::{FileChangeType, FileEvent, WorkspaceFoldersChangeEvent};

use crate::disk;
use crate::folder::FolderId;
use crate::owner::Owner;

impl Owner {
    /// Takes in what a client saw change on disk. Generated folders are not looked into.
    pub(crate) fn watched(&mut self, changes: Vec<FileEvent>) {
        let mut by_folder: HashMap<FolderId, BTreeSet<String>> = HashMap::new();
        let (mut configs, mut relisted) = (BTreeSet::new(), BTreeSet::new());
        for change in changes {
            let Ok(full) = change.uri.to_file_path() else { continue };
            if full.file_name().is_some_and(|name| name == disk::CONFIG_NAME) {
                configs.insert(full);
                continue;
            }
            let Some(place) = self.folders.place_of_file(&full) else { continue };
            let paths = by_folder.entry(place.folder).or_default();
            if disk::is_ignore_file(&place.path) && !disk::is_in_output_folder(&place.path) {
                relisted.insert(place.folder);
            } else if self.wants(&place) {
                paths.insert(place.path);
            } else if change.typ == FileChangeType::DELETED {
                // A deleted folder is one event, whatever was in it.
                let below = format!("{}/", place.path);
                let files = self.folders.get(place.folder).into_iter().flat_map(|folder| folder.project.files());
                paths.extend(files.map(|file| &file.path).filter(|path| path.starts_with(&below)).cloned());
            }
        }
        for id in relisted {
            self.walk(id);
        }
        for file in configs {
            self.load_below(&file);
        }
        for (id, paths) in by_folder {
            let Some(folder) = self.folders.get(id).filter(|_| !paths.is_empty()) else { continue };
            let config = folder.project.config();
            let paths = paths.into_iter().filter(|path| !config.ignores(path)).collect();
            self.read(id, paths);
        }
    }

    /// Takes in that folders were opened or closed.
    pub(crate) fn change_folders(&mut self, change: &WorkspaceFoldersChangeEvent) {
        for folder in &change.removed {
            if let Some(id) = self.folders.close(&folder.uri) {
                self.clear_closed(id);
            }
        }
        let opened: Vec<_> = change.added.iter().filter_map(|folder| self.folders.open(&folder.uri)).collect();
        self.place_documents();
        for id in opened {
            self.load(id);
        }
    }

    /// Gives every document its place among the folders there are now.
    fn place_documents(&mut self) {
        let mut left = Vec::new();
        for (url, document) in &mut self.documents {
            // A document without a file keeps its place; only files lie in folders.
            if url.to_file_path().is_err() {
                continue;
            }
            let place = self.folders.place(url, "");
            if place != document.place {
                left.push(std::mem::replace(&mut document.place, place));
                self.last_ticket += 1;
                document.ticket = self.last_ticket;
                document.schedule.hurry(Instant::now());
            }
        }
        for place in &left {
            self.forget_or_reread(place);
        }
    }
}
