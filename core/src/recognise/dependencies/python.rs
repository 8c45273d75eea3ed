//! Python manifests: requirements files, `pyproject.toml` (PEP 621, Poetry, uv) and `Pipfile`.
//!
//! Sources: pip.pypa.io/en/stable/reference/requirements-file-format, PEP 508, PEP 621,
//! python-poetry.org/docs/pyproject, docs.astral.sh/uv/concepts/projects/dependencies, pipenv.pypa.io/en/latest/pipfile.html

use smol_str::SmolStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::lines;
use crate::facts::{Dependency, DependencyKind, Requirements};
use crate::text::{TextRange, offset};

/// What the file asks for, when its name is that of a manifest.
pub(super) fn requirements(name: &str, text: &str) -> Option<Requirements> {
    match name {
        "pyproject.toml" => read_toml(text, pyproject),
        "Pipfile" => read_toml(text, pipfile),
        _ if name.starts_with("requirements") && name.strip_suffix(".txt").is_some() => requirements_file(text),
        _ => None,
    }
}

/// Names are the same whatever their case and separators (PEP 503).
pub(super) fn normalised(name: &str) -> String {
    name.trim().to_ascii_lowercase().replace(['_', '.'], "-")
}

/// A requirements file; none when most lines are no requirements, since any text may have such a name.
fn requirements_file(text: &str) -> Option<Requirements> {
    let mut found = Requirements::default();
    let (mut foreign, mut hashes) = (0usize, 0usize);
    for (at, line) in lines(text) {
        let stripped = line.split(" #").next().unwrap_or(line).trim();
        if stripped.is_empty() || stripped.starts_with('#') {
            continue;
        }
        hashes += usize::from(stripped.contains("--hash="));
        if stripped.starts_with('-') {
            let include = ["-r ", "--requirement ", "-c ", "--constraint "];
            let file = include.iter().find_map(|option| stripped.strip_prefix(option));
            found.includes.extend(file.map(|file| SmolStr::new(file.trim())));
            continue;
        }
        let start = at + (line.len() - line.trim_start().len());
        match requirement(stripped, start, DependencyKind::Runtime) {
            Some(dependency) => found.dependencies.push(dependency),
            None => foreign += 1,
        }
    }
    found.is_hashed = !found.dependencies.is_empty() && hashes >= found.dependencies.len();
    (found.dependencies.len() > foreign || !found.includes.is_empty()).then_some(found)
}

/// One requirement in the grammar of PEP 508, `name[extra]>=1 ; marker`, that begins at byte `start` of the text.
fn requirement(text: &str, start: usize, kind: DependencyKind) -> Option<Dependency> {
    let head = text.split([';', '\\']).next()?.split(" --").next()?.trim_end();
    let is_name = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    let name_end = head.find(|character| !is_name(character)).unwrap_or(head.len());
    let name = &head[..name_end];
    if name.is_empty() || !name.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return None;
    }
    let mut rest = head[name_end..].trim_start();
    if let Some(extras) = rest.strip_prefix('[') {
        rest = extras.split_once(']')?.1.trim_start();
    }
    if !rest.is_empty() && !rest.starts_with(['=', '<', '>', '~', '!', '@', '(']) {
        return None;
    }
    let version_start = start + (head.len() - rest.len());
    Some(Dependency {
        name: SmolStr::new(normalised(name)),
        version: SmolStr::new(rest),
        kind,
        range: TextRange::new(offset(start), offset(start + head.len())),
        version_range: TextRange::new(offset(version_start), offset(version_start + rest.len())),
    })
}

fn read_toml(text: &str, read: fn(&DeTable<'_>) -> Option<Requirements>) -> Option<Requirements> {
    let root = DeTable::parse(text).ok()?;
    read(root.get_ref())
}

fn pyproject(root: &DeTable<'_>) -> Option<Requirements> {
    let mut found = Requirements::default();
    let project = table(root, "project");
    if let Some(project) = project {
        list(project, "dependencies", DependencyKind::Runtime, &mut found);
        for (_, group) in table(project, "optional-dependencies").into_iter().flatten() {
            items(group, DependencyKind::Optional, &mut found);
        }
    }
    for (_, group) in table(root, "dependency-groups").into_iter().flatten() {
        items(group, DependencyKind::Development, &mut found);
    }
    let tool = table(root, "tool");
    let poetry = tool.and_then(|tool| table(tool, "poetry"));
    if let Some(poetry) = poetry {
        entries(poetry, "dependencies", DependencyKind::Runtime, &mut found);
        entries(poetry, "dev-dependencies", DependencyKind::Development, &mut found);
        for (_, group) in table(poetry, "group").into_iter().flatten() {
            if let DeValue::Table(group) = group.get_ref() {
                entries(group, "dependencies", DependencyKind::Development, &mut found);
            }
        }
    }
    let is_package = |table: &DeTable<'_>| table.contains_key("classifiers") || table.contains_key("packages");
    found.is_library = project.is_some_and(is_package) || poetry.is_some_and(is_package);
    (!found.dependencies.is_empty()).then_some(found)
}

fn pipfile(root: &DeTable<'_>) -> Option<Requirements> {
    let mut found = Requirements::default();
    entries(root, "packages", DependencyKind::Runtime, &mut found);
    entries(root, "dev-packages", DependencyKind::Development, &mut found);
    (!found.dependencies.is_empty()).then_some(found)
}

fn table<'a, 't>(parent: &'a DeTable<'t>, key: &str) -> Option<&'a DeTable<'t>> {
    parent.get(key)?.get_ref().as_table()
}

/// A list of requirements in the grammar of PEP 508.
fn list(parent: &DeTable<'_>, key: &str, kind: DependencyKind, found: &mut Requirements) {
    if let Some(value) = parent.get(key) {
        items(value, kind, found);
    }
}

fn items(value: &Spanned<DeValue<'_>>, kind: DependencyKind, found: &mut Requirements) {
    for item in value.get_ref().as_array().into_iter().flat_map(|array| array.iter()) {
        if let Some(text) = item.get_ref().as_str() {
            found.dependencies.extend(requirement(text, item.span().start + 1, kind));
        }
    }
}

/// A table of Poetry or Pipenv: name to range, or to a table with `version`, `path` or `git`.
fn entries(parent: &DeTable<'_>, key: &str, kind: DependencyKind, found: &mut Requirements) {
    for (name, value) in table(parent, key).into_iter().flatten() {
        if name.get_ref().as_ref() == "python" {
            continue;
        }
        let place = |value: &Spanned<DeValue<'_>>| {
            let text = value.get_ref().as_str()?;
            let span = value.span();
            Some((SmolStr::new(text), TextRange::new(offset(span.start + 1), offset(span.end.saturating_sub(1)))))
        };
        let inner = value.get_ref().as_table();
        let version = place(value).or_else(|| place(inner?.get("version")?));
        // A folder or a repository is no release.
        let Some((version, version_range)) = version else { continue };
        let range = TextRange::new(offset(name.span().start), offset(value.span().end));
        let name = SmolStr::new(normalised(name.get_ref()));
        found.dependencies.push(Dependency { name, version, kind, range, version_range });
    }
}
