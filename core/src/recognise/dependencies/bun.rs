//! Bun's text lockfile: JSON with trailing commas, one package per line (bun.com/docs/install/lockfile).

use smol_str::SmolStr;

use crate::facts::{LockedPackage, Lockfile, PackageManager, Resolution};
use crate::syntax::json::{self, JsonValue};

/// Reads a `bun.lock`.
pub(super) fn lockfile(text: &str) -> Lockfile {
    let json = json::parse(text);
    let mut lock = Lockfile::new(PackageManager::Bun);
    lock.is_complete = json.is_complete();
    let Some(root) = &json.value else { return lock };
    let workspaces = root.get(&["workspaces"]).map(JsonValue::properties).unwrap_or_default();
    let folder_of = |package: &str| {
        let named = |value: &JsonValue| value.get(&["name"]).and_then(JsonValue::as_str) == Some(package);
        workspaces.iter().find(|workspace| named(&workspace.value)).map(|workspace| workspace.key.as_str())
    };
    for property in root.get(&["packages"]).map(JsonValue::properties).unwrap_or_default() {
        let Some(resolved) = property.value.get(&["0"]).and_then(JsonValue::as_str) else { continue };
        let Some((name, version)) = super::pnpm::name_and_version(resolved) else { continue };
        if !version.starts_with(|first: char| first.is_ascii_digit()) {
            continue;
        }
        let package = LockedPackage {
            name: SmolStr::new(name),
            version: SmolStr::new(version),
            range: property.key_range,
            // Bun runs scripts of trusted packages only and does not note which have some.
            has_install_script: false,
        };
        // A key is the package's path: its name where it is hoisted, below a workspace's name where it is not.
        let key = property.key.as_str();
        let owner = key.strip_suffix(name).and_then(|owner| owner.strip_suffix('/'));
        let importer = if key == name { Some("") } else { owner.and_then(folder_of) };
        if let Some(importer) = importer.or((!key.trim_start_matches('@').contains('/')).then_some("")) {
            let name = if key == name || owner.is_some() { name } else { key };
            lock.resolutions.push(Resolution {
                importer: Some(SmolStr::new(importer)),
                name: SmolStr::new(name),
                asked: None,
                version: package.version.clone(),
            });
        }
        lock.packages.push(package);
    }
    lock
}
