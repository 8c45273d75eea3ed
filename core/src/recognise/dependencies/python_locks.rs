//! Lockfiles of Python: poetry.lock, uv.lock and pdm.lock, which are lists of `[[package]]`, and Pipfile.lock.

use smol_str::SmolStr;

use super::{content, lines};
use crate::facts::{LockedPackage, Lockfile, PackageManager, Resolution};
use crate::syntax::json::{self, JsonValue};
use crate::text::TextRange;

/// Reads a list of `[[package]]` tables, line by line: `name` and `version` stand first in each.
pub(super) fn packages(manager: PackageManager, text: &str) -> Lockfile {
    let mut lock = Lockfile::new(manager);
    let mut name: Option<(&str, TextRange)> = None;
    let mut in_package = false;
    for (at, line) in lines(text) {
        if line.starts_with('[') {
            in_package = line == "[[package]]";
            name = None;
        } else if in_package && let Some((key, value)) = line.split_once(" = ") {
            let value = value.trim().trim_matches('"');
            match (key, name) {
                ("name", _) => name = Some((value, content(at, line))),
                ("version", Some((name, range))) => add(&mut lock, name, value, range),
                _ => {}
            }
        }
    }
    lock
}

/// Reads a `Pipfile.lock`.
pub(super) fn pipfile(text: &str) -> Lockfile {
    let json = json::parse(text);
    let mut lock = Lockfile::new(PackageManager::Pipenv);
    lock.is_complete = json.is_complete();
    for table in ["default", "develop"] {
        for property in json.get(&[table]).map(JsonValue::properties).unwrap_or_default() {
            let version = property.value.get(&["version"]).and_then(JsonValue::as_str);
            if let Some(version) = version.and_then(|version| version.strip_prefix("==")) {
                add(&mut lock, &property.key, version, property.key_range);
            }
        }
    }
    lock
}

fn add(lock: &mut Lockfile, name: &str, version: &str, range: TextRange) {
    let name = SmolStr::new(super::python::normalised(name));
    let version = SmolStr::new(version);
    lock.resolutions.push(Resolution {
        importer: Some(SmolStr::new_static("")),
        name: name.clone(),
        asked: None,
        version: version.clone(),
    });
    lock.packages.push(LockedPackage { name, version, range, has_install_script: false });
}
