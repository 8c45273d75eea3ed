//! A folder with a built or saved site as a snapshot: the page in it and every script.
//!
//! Invariant: a folder tells nothing of headers, cookies and storage, and the snapshot says so. Links are not followed.

use std::fs;
use std::path::{Path, PathBuf};

use seaworthy_core::site::{
    Document, LARGEST_MAP, LARGEST_SCRIPT, LinkedPage, Mode, NotInspected, PageScript, SNAPSHOT_VERSION, Seen,
    Snapshot, SourceMap, legal_addresses, resolve,
};

use super::page;
use crate::Failure;

/// The most files that are looked at.
const MOST_FILES: usize = 20_000;
const LARGEST_PAGE: u64 = 16 * 1024 * 1024;

/// Reads the folder as the site at `url`.
///
/// # Errors
/// A folder that cannot be read or has no page.
pub(super) fn read(folder: &Path, url: &str) -> Result<Snapshot, Failure> {
    let mut files = Vec::new();
    walk(folder, &mut files).map_err(|error| format!("{}: {error}", folder.display()))?;
    files.sort();
    let page = page_of(folder, &files)
        .ok_or_else(|| format!("{} holds no page: no index.html, no other .html file", folder.display()))?;
    let mut not_inspected = Vec::new();
    let html = text(&page, LARGEST_PAGE).map_err(|reason| format!("{}: {reason}", page.display()))?;
    let page_url = address(folder, &page, url);
    let document = Document::read(&html, &page_url);
    let mut scripts = page::inline_scripts(&document, &page_url);
    for file in files.iter().filter(|file| has_ending(file, &["js", "mjs", "cjs"])) {
        let at = address(folder, file, url);
        match text(file, LARGEST_SCRIPT as u64) {
            Ok(text) => {
                let source_map = map_of(folder, file, &at, &text);
                scripts.push(PageScript { url: at, text, source_map });
            }
            Err(reason) => not_inspected.push(NotInspected { what: at, reason }),
        }
    }
    Ok(Snapshot {
        version: Some(SNAPSHOT_VERSION),
        mode: Mode::Requested,
        responses: unseen(
            "A folder holds no headers. Inspect the deployed page, or check the project's configuration.",
        ),
        html: Seen::Inspected { value: html },
        requests: unseen("Nobody loaded the page."),
        linked_pages: legal_pages(folder, &files, &document, url),
        scripts: Seen::Inspected { value: scripts },
        storage: unseen("Nobody ran the page."),
        cookies: unseen("Nobody loaded the page."),
        not_inspected,
        url: page_url,
        ..Snapshot::default()
    })
}

fn unseen<T>(reason: &str) -> Seen<T> {
    Seen::NotInspected { reason: reason.to_owned() }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() && !matches!(entry.file_name().to_str(), Some("node_modules" | ".git")) {
                open.push(entry.path());
            } else if kind.is_file() && files.len() < MOST_FILES {
                files.push(entry.path());
            }
        }
    }
    Ok(())
}

/// `index.html` of the folder, or the page nearest to it.
fn page_of(folder: &Path, files: &[PathBuf]) -> Option<PathBuf> {
    let index = folder.join("index.html");
    if files.contains(&index) {
        return Some(index);
    }
    let pages = files.iter().filter(|file| has_ending(file, &["html", "htm"]));
    pages.min_by_key(|file| (file.components().count(), !file.ends_with("index.html"))).cloned()
}

fn has_ending(file: &Path, endings: &[&str]) -> bool {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

fn address(folder: &Path, file: &Path, url: &str) -> String {
    let path = file.strip_prefix(folder).unwrap_or(file).to_string_lossy().replace('\\', "/");
    let path = path.strip_suffix("index.html").unwrap_or(&path);
    format!("{}/{path}", url.trim_end_matches('/'))
}

fn text(file: &Path, most: u64) -> Result<String, String> {
    let size = file.metadata().map_err(|error| error.to_string())?.len();
    if size > most {
        return Err(format!("It is larger than the {} MiB that are read.", most / 1024 / 1024));
    }
    let bytes = fs::read(file).map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned())
}

fn map_of(folder: &Path, script: &Path, address: &str, text_of_script: &str) -> Option<SourceMap> {
    let named = page::map_address(address, text_of_script, None);
    if let Some(map) = named.as_deref().and_then(page::inline_map) {
        return Some(SourceMap { url: address.to_owned(), text: map });
    }
    let name = format!("{}.map", script.file_name()?.to_string_lossy());
    let file = script.with_file_name(name);
    let is_within = file.starts_with(folder) && file.symlink_metadata().is_ok_and(|found| found.is_file());
    let text = is_within.then(|| text(&file, LARGEST_MAP as u64).ok()).flatten()?;
    Some(SourceMap { url: resolve(address, &format!("{address}.map"))?, text })
}

fn legal_pages(folder: &Path, files: &[PathBuf], document: &Document, url: &str) -> Vec<LinkedPage> {
    let find = |link: &str| {
        let path = link.strip_prefix(url.trim_end_matches('/'))?.trim_matches('/');
        let wanted = [format!("{path}.html"), format!("{path}/index.html"), path.to_owned()];
        files.iter().find(|file| {
            let own = file.strip_prefix(folder).unwrap_or(file).to_string_lossy().replace('\\', "/");
            wanted.contains(&own)
        })
    };
    legal_addresses(document)
        .into_iter()
        .filter_map(|(_, link)| {
            let text = text(find(&link)?, LARGEST_PAGE).ok()?;
            Some(LinkedPage { url: link, status: 200, text })
        })
        .collect()
}
