//! Which files start in the browser without anything importing them, and which never get there.

use super::conventions::{CONVENTIONS, SERVED, SERVER_ONLY};
use super::kind::EntryKind;
use super::pattern::matches;
use super::roots::{Framework, Roots};
use crate::facts::FileFacts;
use crate::syntax::Language;

/// Modules that fail to build in client code, so that a file that imports one is none.
const SERVER_MARKERS: [&str; 2] = ["server-only", "@tanstack/react-start/server-only"];

/// What a file's place and head tell of it, without its imports being followed.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// How it starts in the browser; none when it does not.
    pub entry: Option<Entry>,
    /// Whether it never gets there, even where client code imports it: the import gives a stub, or fails to build.
    pub is_server_only: bool,
}

/// What is known of a file before imports are followed.
pub fn standing(file: &FileFacts, roots: &Roots) -> Standing {
    let places = roots.of(&file.path);
    let is_server_only = is_server_only(file, &places);
    Standing { entry: entry(file, &places, is_server_only), is_server_only }
}

/// A file's path from the root of each app it belongs to.
type Places<'p> = [(Framework, &'p str)];

/// A file that starts in the browser.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Why.
    pub kind: EntryKind,
    /// Exports the framework takes out.
    pub server_exports: &'static [&'static str],
}

fn entry(file: &FileFacts, places: &Places<'_>, is_server_only: bool) -> Option<Entry> {
    let plain = |kind| Some(Entry { kind, server_exports: &[] });
    if !file.language.has_script() || file.language == Language::Declaration || is_test(&file.path) {
        return None;
    }
    match file.language {
        Language::Html => return plain(EntryKind::Page),
        Language::Astro if runs_on_server_whole(file) => return None,
        Language::Astro => return plain(EntryKind::Page),
        _ if is_server_only => return None,
        _ => {}
    }
    if file.directives.iter().any(|directive| directive == "use client") {
        return plain(EntryKind::ClientComponent);
    }
    let served = places.iter().any(|(framework, path)| {
        SERVED.iter().any(|(known, pattern)| known == framework && matches(pattern, without_ending(path)))
    });
    if served && file.language == Language::JavaScript {
        return plain(EntryKind::PublicFile);
    }
    places.iter().find_map(|(framework, path)| by_convention(file, *framework, without_ending(path)))
}

fn by_convention(file: &FileFacts, framework: Framework, path: &str) -> Option<Entry> {
    let convention = CONVENTIONS.iter().find(|convention| {
        convention.framework == framework
            && convention.files.iter().any(|pattern| matches(pattern, path))
            && !convention.but.iter().any(|pattern| matches(pattern, path))
    })?;
    let exports = |name: &&str| file.exports.iter().any(|export| export.name == **name);
    let is_asked_for = convention.exporting.is_empty() || convention.exporting.iter().any(exports);
    is_asked_for.then_some(Entry { kind: convention.kind, server_exports: convention.server_exports })
}

/// Whether no script of a component runs in the browser.
fn runs_on_server_whole(file: &FileFacts) -> bool {
    file.server_ranges.iter().any(|range| range.start == 0)
}

fn is_server_only(file: &FileFacts, places: &Places<'_>) -> bool {
    if file.directives.iter().any(|directive| directive == "use server")
        || file.imports.iter().any(|import| SERVER_MARKERS.contains(&import.specifier.as_str()))
        || is_named_for_server(&file.path)
    {
        return true;
    }
    places.iter().any(|(framework, path)| {
        let path = without_ending(path);
        SERVER_ONLY.iter().any(|(known, pattern)| known == framework && matches(pattern, path))
            || (*framework == Framework::SvelteKit && path.ends_with(".remote"))
    })
}

/// `db.server.ts` and files in a folder `.server` (remix.run, ".server modules"; svelte.dev, "Server-only modules").
fn is_named_for_server(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.contains(".server.") || path.split('/').any(|folder| folder == ".server")
}

fn is_test(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    [".test.", ".spec.", ".stories.", ".cy."].iter().any(|part| name.contains(part))
        || path.split('/').any(|folder| matches!(folder, "__tests__" | "__mocks__" | ".storybook"))
}

fn without_ending(path: &str) -> &str {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    path[name..].rfind('.').filter(|at| *at > 0).map_or(path, |at| &path[..name + at])
}
