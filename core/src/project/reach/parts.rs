//! The parts of a file that the walk goes by.

use std::collections::HashSet;

use smol_str::SmolStr;

use crate::facts::{DeclarationId, FileFacts, NameUse, Used};

/// The uses in one declaration, or in the statements that are none. Uses are sorted by it.
pub fn uses_of(file: &FileFacts, from: Option<DeclarationId>) -> &[NameUse] {
    let start = file.uses.partition_point(|used| used.from < from);
    let end = file.uses.partition_point(|used| used.from <= from);
    file.uses.get(start..end).unwrap_or_default()
}

/// The names a file exports, but for those that come through `export *`.
pub fn own_exports(file: &FileFacts) -> HashSet<&str> {
    let declared = file.declarations.iter().flat_map(|declaration| &declaration.exported_as);
    file.exports.iter().map(|export| &export.name).chain(declared).map(SmolStr::as_str).collect()
}

/// What goes with the exports that a framework takes out: they, and what only they may use.
pub fn removed(file: &FileFacts, server: &[&str]) -> Vec<bool> {
    let mut removed = vec![false; file.declarations.len()];
    let is_server =
        |exported: &[SmolStr]| !exported.is_empty() && exported.iter().all(|name| server.contains(&name.as_str()));
    let declarations = file.declarations.iter().enumerate();
    let mut open: Vec<usize> =
        declarations.filter(|(_, declaration)| is_server(&declaration.exported_as)).map(|(at, _)| at).collect();
    while let Some(at) = open.pop() {
        if removed.get(at).is_none_or(|known| *known) {
            continue;
        }
        removed[at] = true;
        for used in uses_of(file, Some(id(at))) {
            if let Used::Declaration(next) = used.of {
                open.push(next.0 as usize);
            }
        }
    }
    removed
}

/// The declaration at this place.
pub fn id(number: usize) -> DeclarationId {
    DeclarationId(index_of(number))
}

/// A place as facts keep it.
pub fn index_of(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
