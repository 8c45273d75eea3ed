//! The launch checklist as a page, for the command `seaworthy.checklist`; and, from the same judgement of every file, the
//! findings for the command `seaworthy.findings`.
//!
//! Invariant: the owner waits for nothing. It hands over a copy of what it knows; judging every file and writing the page happen
//! on a thread of their own.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use seaworthy_core::checklist::{Automation, Input, checklist};
use seaworthy_core::report::{ChecklistReport, checklist_html, encode_path};
use seaworthy_core::{ColumnUnit, Project};
use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::lsp_types::Url;

use crate::background::spawn;
use crate::disk;
use crate::engine::Engine;
use crate::event::Reply;
use crate::findings;
use crate::owner::Owner;

/// The command that answers with the page.
pub const COMMAND: &str = "seaworthy.checklist";
/// What a page's links call in an editor that can be told to open a place; see [`Links::Command`].
const OPEN: &str = "seaworthy.openPlace";

/// What the command is given, all of it optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Wish {
    /// The folder; the first one when none is named.
    pub folder: Option<Url>,
    /// What the places of the page lead to.
    pub links: Links,
    /// What is wanted of the folder.
    #[serde(skip)]
    pub want: Want,
}

/// What is written of a folder once all of it is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Want {
    /// The checklist as a page.
    #[default]
    Page,
    /// The findings as JSON.
    Findings,
}

/// A page that was asked for before the project was read.
pub type Asked = (Wish, Reply<Value>);

/// What the places of a page lead to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Links {
    /// The file.
    #[default]
    File,
    /// The editor's command `seaworthy.openPlace` with the file's URL and the line, from 1.
    Command,
}

impl Owner {
    /// Writes the page now, or once the project is read.
    pub(crate) fn checklist(&mut self, wish: Wish, reply: Reply<Value>) {
        if self.is_reading() {
            self.waiting.push((wish, reply));
        } else {
            self.write_checklist(&wish, reply);
        }
    }

    /// Whether there is more of the project to read.
    pub(crate) fn is_reading(&self) -> bool {
        !self.ready || self.walking > 0
    }

    /// Writes the pages that waited for the project to be read.
    pub(crate) fn write_waiting(&mut self) {
        if !self.is_reading() {
            for (wish, reply) in std::mem::take(&mut self.waiting) {
                self.write_checklist(&wish, reply);
            }
        }
    }

    fn write_checklist(&self, wish: &Wish, reply: Reply<Value>) {
        let wanted = wish.folder.as_ref().and_then(|url| url.to_file_path().ok());
        let found = self.folders.rooted().find(|(_, root)| wanted.as_deref().is_none_or(|wanted| wanted == *root));
        // Dropping the reply answers that there is nothing.
        let Some((id, root)) = found.filter(|_| self.settings.enable) else { return };
        let Some(folder) = self.folders.get(id) else { return };
        let open = self.documents.values().filter(|document| document.place.folder == id);
        let page = Page {
            engine: self.engine.clone(),
            project: folder.project.clone(),
            root: root.to_owned(),
            texts: open.map(|document| (document.place.path.clone(), document.snapshot.text.clone())).collect(),
            links: wish.links,
            want: wish.want,
            unit: self.unit,
        };
        let spawned = spawn("seaworthy-checklist", move || {
            // The client may have gone; then nobody listens.
            drop(reply.send(catch_unwind(AssertUnwindSafe(|| page.write())).ok()));
        });
        if let Err(error) = spawned {
            eprintln!("seaworthy: no thread for the checklist: {error}");
        }
    }
}

/// Everything a page is written from.
struct Page {
    engine: Engine,
    project: Project,
    root: PathBuf,
    /// The texts of open documents, by path; others are on disk.
    texts: BTreeMap<String, String>,
    links: Links,
    want: Want,
    unit: ColumnUnit,
}

impl Page {
    fn write(mut self) -> Value {
        let paths: Vec<String> = self.project.files().map(|file| file.path.clone()).collect();
        let judge = |path: String| {
            let judged = catch_unwind(AssertUnwindSafe(|| (self.engine.judge)(&self.project, &path)));
            judged.ok().map(|judgement| (path, judgement))
        };
        let judged: BTreeMap<_, _> = paths.into_iter().filter_map(judge).collect();
        for finding in judged.values().flat_map(|judgement| &judgement.findings) {
            if !self.texts.contains_key(&finding.path)
                && let Some(text) = disk::read(&self.root, &finding.path)
            {
                self.texts.insert(finding.path.clone(), text);
            }
        }
        if self.want == Want::Findings {
            return findings::as_json(&self.root, &judged, &self.texts, self.unit);
        }
        let list = checklist(&Input {
            project: &self.project,
            judged: &judged,
            automation: &Automation::of(&self.project),
            unread: self.project.files().filter(|file| !file.problems.is_empty()).count(),
            today: seaworthy_workspace::today(),
        });
        let link = |path: &str, line: u32| link(&self.root, path, line, self.links);
        let manifest = self.project.file("package.json").and_then(|file| file.manifest.as_ref()?.name.clone());
        let folder = self.root.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = manifest.map(|name| name.to_string()).or(folder).unwrap_or_default();
        Value::String(checklist_html(&ChecklistReport {
            version: env!("CARGO_PKG_VERSION"),
            project: &name,
            prefix: "",
            checklist: &list,
            texts: &self.texts,
            link: &link,
        }))
    }
}

fn link(root: &Path, path: &str, line: u32, links: Links) -> Option<String> {
    let url = Url::from_file_path(root.join(path)).ok()?;
    Some(match links {
        Links::File => url.to_string(),
        Links::Command => format!("command:{OPEN}?{}", encode_path(&json!([url, line]).to_string())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_to_the_file_or_to_the_editors_command() {
        let root = Path::new("/w");
        assert_eq!(link(root, "a b.ts", 3, Links::File).as_deref(), Some("file:///w/a%20b.ts"));
        let command = link(root, "a b.ts", 3, Links::Command).unwrap();
        assert_eq!(command, "command:seaworthy.openPlace?%5B%22file%3A///w/a%2520b.ts%22%2C3%5D");
    }

    #[test]
    fn a_wish_may_say_nothing() {
        let read = |value| serde_json::from_value::<Wish>(value).unwrap();
        assert_eq!(read(json!({})), Wish::default());
        let wish = read(json!({ "folder": "file:///w", "links": "command" }));
        assert_eq!((wish.folder.unwrap().as_str(), wish.links), ("file:///w", Links::Command));
    }
}
