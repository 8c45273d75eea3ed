//! npm's lockfile in its three versions (docs.npmjs.com, "package-lock.json").

use smol_str::SmolStr;

use crate::facts::{LockedPackage, Lockfile, PackageManager, Resolution};
use crate::syntax::json::{self, JsonProperty, JsonValue};

/// Reads a `package-lock.json` or `npm-shrinkwrap.json`.
pub(super) fn lockfile(text: &str) -> Lockfile {
    let json = json::parse(text);
    let mut lock = Lockfile::new(PackageManager::Npm);
    lock.is_complete = json.is_complete();
    let Some(root) = &json.value else { return lock };
    if let Some(packages) = root.get(&["packages"]) {
        packages.properties().iter().for_each(|property| installed(property, &mut lock));
    } else if let Some(tree) = root.get(&["dependencies"]) {
        nested(tree, true, &mut lock);
    }
    lock
}

/// Versions 2 and 3: a key is a path, `apps/web/node_modules/next`.
fn installed(property: &JsonProperty, lock: &mut Lockfile) {
    let Some((before, name)) = property.key.rsplit_once("node_modules/") else { return };
    let text = |key: &str| property.value.get(&[key]).and_then(JsonValue::as_str);
    // A link leads to a folder of the workspace.
    let Some(version) = text("version") else { return };
    if !before.contains("node_modules/") {
        lock.resolutions.push(Resolution {
            importer: Some(SmolStr::new(before.trim_end_matches('/'))),
            name: SmolStr::new(name),
            asked: None,
            version: SmolStr::new(version),
        });
    }
    let script = property.value.get(&["hasInstallScript"]).and_then(JsonValue::as_bool);
    lock.packages.push(LockedPackage {
        name: SmolStr::new(text("name").unwrap_or(name)),
        version: SmolStr::new(version),
        range: property.key_range,
        has_install_script: script == Some(true),
    });
}

/// Version 1: packages within packages. The reader of the text bounds the nesting.
fn nested(tree: &JsonValue, is_top: bool, lock: &mut Lockfile) {
    for property in tree.properties() {
        let Some(version) = property.value.get(&["version"]).and_then(JsonValue::as_str) else { continue };
        // `npm:other@1.0.0` is another package under this name.
        let (name, version) = version
            .strip_prefix("npm:")
            .and_then(|alias| alias.rsplit_once('@'))
            .unwrap_or((property.key.as_str(), version));
        if is_top {
            lock.resolutions.push(Resolution {
                importer: Some(SmolStr::new_static("")),
                name: SmolStr::new(&property.key),
                asked: None,
                version: SmolStr::new(version),
            });
        }
        lock.packages.push(LockedPackage {
            name: SmolStr::new(name),
            version: SmolStr::new(version),
            range: property.key_range,
            has_install_script: false,
        });
        if let Some(inner) = property.value.get(&["dependencies"]) {
            nested(inner, false, lock);
        }
    }
}
