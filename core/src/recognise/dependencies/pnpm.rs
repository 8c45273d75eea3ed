//! pnpm's lockfile, versions 5 to 9, line by line: pnpm writes it, so its layout is fixed.
//!
//! Sources: github.com/pnpm/spec, "lockfile" 5.1, 6.0 and 9.0.

use smol_str::SmolStr;

use super::{content, lines};
use crate::facts::{LockedPackage, Lockfile, PackageManager, Resolution};

/// Which part of the file a line stands in.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Importers,
    /// The tables of a single project, at the top level.
    Root,
    Packages,
    Other,
}

/// Reads a `pnpm-lock.yaml`.
pub(super) fn lockfile(text: &str) -> Lockfile {
    let mut lock = Lockfile::new(PackageManager::Pnpm);
    let mut part = Part::Other;
    let mut importer = SmolStr::default();
    let mut asking = Asking::default();
    for (at, line) in lines(text) {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let Some((key, value)) = split(line) else { continue };
        if indent == 0 {
            part = part_of(key);
            asking = Asking { in_table: part == Part::Root, ..Asking::default() };
            continue;
        }
        match part {
            Part::Importers if indent == 2 => {
                importer = SmolStr::new(if key == "." { "" } else { key });
                asking = Asking::default();
            }
            Part::Importers if indent == 4 => {
                asking = Asking { in_table: is_table(key), ..Asking::default() };
            }
            Part::Importers => asking.line(indent - 4, key, value, &importer, &mut lock),
            Part::Root => asking.line(indent, key, value, "", &mut lock),
            Part::Packages if indent == 2 => {
                if let Some((name, version)) = package_key(key) {
                    lock.packages.push(LockedPackage {
                        name: SmolStr::new(name),
                        version: SmolStr::new(version),
                        range: content(at, line),
                        has_install_script: false,
                    });
                }
            }
            Part::Packages if indent == 4 && key == "requiresBuild" && value == "true" => {
                if let Some(package) = lock.packages.last_mut() {
                    package.has_install_script = true;
                }
            }
            _ => {}
        }
    }
    lock
}

/// The dependency whose entry is being read.
#[derive(Default)]
struct Asking {
    in_table: bool,
    name: SmolStr,
    asked: Option<SmolStr>,
}

impl Asking {
    /// A line of a table of dependencies; `indent` counts from the table.
    fn line(&mut self, indent: usize, key: &str, value: &str, importer: &str, lock: &mut Lockfile) {
        if !self.in_table {
            return;
        }
        match (indent, key) {
            (2, name) => {
                self.name = SmolStr::new(name);
                self.asked = None;
                self.settle(value, importer, lock);
            }
            (4, "specifier") => self.asked = Some(SmolStr::new(value)),
            (4, "version") => self.settle(value, importer, lock),
            _ => {}
        }
    }

    fn settle(&self, value: &str, importer: &str, lock: &mut Lockfile) {
        // `other@1.0.0` and `/other/1.0.0` are another package under this name.
        let plain = value.split(['(', '_']).next().unwrap_or(value);
        let version = plain.rsplit(['@', '/']).next().unwrap_or(plain);
        if version.starts_with(|first: char| first.is_ascii_digit()) && !value.contains(':') {
            lock.resolutions.push(Resolution {
                importer: Some(SmolStr::new(importer)),
                name: self.name.clone(),
                asked: self.asked.clone(),
                version: SmolStr::new(version),
            });
        }
    }
}

fn part_of(key: &str) -> Part {
    match key {
        "importers" => Part::Importers,
        "packages" => Part::Packages,
        key if is_table(key) => Part::Root,
        _ => Part::Other,
    }
}

fn is_table(key: &str) -> bool {
    matches!(key, "dependencies" | "devDependencies" | "optionalDependencies")
}

/// The key and value of a line, without quotes; none for a line of another form.
fn split(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let (key, rest) = match line.strip_prefix('\'') {
        Some(quoted) => {
            let (key, rest) = quoted.split_once('\'')?;
            (key, rest.strip_prefix(':')?)
        }
        None => line.split_once(": ").or_else(|| Some((line.strip_suffix(':')?, "")))?,
    };
    Some((key, rest.trim().trim_matches('\'')))
}

/// `/next/12.0.0_react@17`, `/next@12.0.0(react@17)`, `next@15.1.0`: name and version.
fn package_key(key: &str) -> Option<(&str, &str)> {
    let key = key.split('(').next().unwrap_or(key);
    let Some(old) = key.strip_prefix('/') else { return name_and_version(key).filter(is_version) };
    // Before version 6 a slash stood before the version, and what follows it may hold an `@` of its own.
    let scope = if old.starts_with('@') { old.find('/')? + 1 } else { 0 };
    let by_slash = old[scope..].find('/').and_then(|at| {
        let slash = scope + at;
        Some((&old[..slash], old[slash + 1..].split('_').next()?)).filter(is_version)
    });
    by_slash.or_else(|| name_and_version(old).filter(is_version))
}

fn is_version((_, version): &(&str, &str)) -> bool {
    version.starts_with(|first: char| first.is_ascii_digit()) && !version.contains(['/', ':'])
}

/// `@scope/name@version` cut at the `@` that is not the scope's.
pub(super) fn name_and_version(text: &str) -> Option<(&str, &str)> {
    let at = text.get(1..)?.find('@')? + 1;
    Some((&text[..at], &text[at + 1..]))
}
