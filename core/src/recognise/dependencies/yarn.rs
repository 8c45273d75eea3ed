//! Yarn's lockfile, classic and Berry, line by line.
//!
//! Sources: classic.yarnpkg.com/lang/en/docs/yarn-lock, yarnpkg.com/configuration/manifest.

use smol_str::SmolStr;

use super::pnpm::name_and_version;
use super::{content, lines};
use crate::facts::{LockedPackage, Lockfile, PackageManager, Resolution};
use crate::text::TextRange;

/// Reads a `yarn.lock`.
pub(super) fn lockfile(text: &str) -> Lockfile {
    let mut lock = Lockfile::new(PackageManager::Yarn);
    let mut entry: Option<(Vec<(&str, &str)>, TextRange)> = None;
    for (at, line) in lines(text) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if !line.starts_with(' ') {
            entry = line.strip_suffix(':').map(|header| (descriptors(header), content(at, line)));
            continue;
        }
        let Some(version) = line.strip_prefix("  version").filter(|rest| rest.starts_with([' ', ':'])) else {
            continue;
        };
        let Some((asked, range)) = entry.take() else { continue };
        let version = SmolStr::new(version.trim_start_matches(':').trim().trim_matches('"'));
        // `name@npm:other@^1` is another package under this name.
        let Some((name, range_asked)) = asked.first() else { continue };
        let real = name_and_version(range_asked).map_or(*name, |(other, _)| other);
        lock.packages.push(LockedPackage {
            name: SmolStr::new(real),
            version: version.clone(),
            range,
            has_install_script: false,
        });
        lock.resolutions.extend(asked.iter().map(|(name, asked)| Resolution {
            importer: None,
            name: SmolStr::new(name),
            asked: Some(SmolStr::new(asked)),
            version: version.clone(),
        }));
    }
    lock
}

/// `"a@^1", b@^2` or, in Berry, `"a@npm:^1, a@npm:^2"`; folders of the workspace are left out.
fn descriptors(header: &str) -> Vec<(&str, &str)> {
    let each = header.split(", ").filter_map(|part| name_and_version(part.trim_matches('"')));
    each.filter(|(_, range)| !range.starts_with("workspace:"))
        .map(|(name, range)| (name, range.strip_prefix("npm:").unwrap_or(range)))
        .collect()
}
