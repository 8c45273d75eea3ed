//! Which file of the project a page's script address names.

use std::collections::BTreeMap;

use crate::facts::FileFacts;
use crate::project::modules::{ancestors, file_at, folder_of, join};

/// The file that `url`, written in `file`, names; none for scripts from elsewhere.
pub fn source_target(files: &BTreeMap<String, FileFacts>, file: &FileFacts, url: &str) -> Option<String> {
    // What build tools put in the place of the public folder's address.
    let url = ["%PUBLIC_URL%", "%sveltekit.assets%", "<%= BASE_URL %>"]
        .iter()
        .find_map(|start| url.strip_prefix(start))
        .unwrap_or(url);
    let url = url.split(['?', '#']).next().unwrap_or_default();
    if url.is_empty() || url.contains("://") || url.starts_with("//") || url.starts_with("data:") {
        return None;
    }
    let folder = folder_of(&file.path);
    if !url.starts_with('/')
        && let Some(found) = join(folder, url).and_then(|path| file_at(files, &path))
    {
        return Some(found);
    }
    // An address from the site's root: what lies above the page may be that root, and so may a public folder in it.
    let rest = url.trim_start_matches('/');
    ancestors(&file.path).find_map(|root| {
        ["", "public", "static"].iter().find_map(|served| file_at(files, &join(&join(root, served)?, rest)?))
    })
}
