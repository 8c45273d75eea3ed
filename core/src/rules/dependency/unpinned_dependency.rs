//! A dependency for which any version, or any content at all, will do.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::specifier::{Specifier, specifier};
use super::{asked, is_showcase};
use crate::facts::{Dependency, DependencyKind, Ecosystem};
use crate::finding::{Edit, Finding, Fix, FixLevel, Message, Severity};
use crate::packages::{Version, is_exact};
use crate::text::TextRange;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "unpinned-dependency",
    gap: Gap::Dependency,
    launch_item: 7,
    title: "A dependency takes whatever version, branch or file is there on the day",
    severity: Severity::Warning,
    fix: Some(FixLevel::Safe),
    cwe: &[1357, 829, 494],
    owasp: &["A06:2021", "A08:2021"],
    docs: "\
Finds dependencies in `package.json` that ask for `latest` or another tag, for `*`, `x` or nothing, for a branch of a repository, or for a \
file on a web server. The next major version, a hijacked release or a changed branch is then installed without anyone deciding it.

With a lockfile the installed version stands still until the next update, so the finding is information, and the fix writes the \
version that the lockfile holds. Ranges with an upper end (`^1.2.0`, `~1.2.0`) are fine where a lockfile covers them; where none does, \
`missing-lockfile` says so once. In Python, where requirements name no exact version and neither a lockfile nor hashes settle them, one \
finding speaks for the whole file.

Silent: peer dependencies, packages of the workspace, folders, `catalog:`, commits and releases of repositories, examples and templates.",
    bad: Example {
        path: "package.json",
        code: "{\n  \"name\": \"harbor\",\n  \"private\": true,\n  \"dependencies\": {\n    \"zustand\": \"latest\"\n  }\n}\n",
    },
    sound: Example {
        path: "package.json",
        code: "{\n  \"name\": \"harbor-ui\",\n  \"version\": \"1.0.0\",\n  \"files\": [\"dist\"],\n  \"dependencies\": {\n    \"zustand\": \"^5.0.3\"\n  }\n}\n",
    },
    sources: &[
        "https://docs.npmjs.com/cli/v11/configuring-npm/package-json#dependencies",
        "https://cheatsheetseries.owasp.org/cheatsheets/NPM_Security_Cheat_Sheet.html",
        "https://pip.pypa.io/en/stable/topics/repeatable-installs/",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if is_showcase(context) {
        return;
    }
    let (ecosystem, dependencies) = asked(context.file);
    if ecosystem == Ecosystem::PyPi {
        findings.extend(python(context, dependencies));
        return;
    }
    for dependency in dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Peer) {
        if let Some((what, risk)) = floats(dependency)
            && !is_own(context, dependency)
        {
            findings.push(finding(context, dependency, what, risk));
        }
    }
}

/// A package of the workspace, for which npm and Yarn take `*`: one that lies in the project, or of the manifest's own scope.
/// Types, which never run, are left alone where a lockfile holds them still.
fn is_own(context: &Context<'_>, dependency: &Dependency) -> bool {
    let scope = |name: &str| name.strip_prefix('@')?.split_once('/').map(|(scope, _)| scope.to_owned());
    let manifest_name = context.file.manifest.as_ref().and_then(|manifest| manifest.name.as_deref());
    let same_scope = || manifest_name.and_then(scope).is_some_and(|own| scope(&dependency.name).as_ref() == Some(&own));
    let is_any = specifier(&dependency.version) == Specifier::Any;
    let is_still_types = || {
        dependency.name.starts_with("@types/")
            && context.project.lockfile_of(&context.file.path, Ecosystem::Npm).is_some()
    };
    is_any && (context.project.has_package(&dependency.name) || same_scope()) || is_still_types()
}

const ANY: &str = "The next major version installs itself, and so does a release that someone who stole the maintainer's account publishes.";
const MOVES: &str = "Whoever may push to that branch decides what runs in this app.";
const REPLACED: &str = "Whoever runs that server, or takes it over, decides what runs in this app.";

/// What a dependency leaves open, and what that allows.
fn floats(dependency: &Dependency) -> Option<(String, &'static str)> {
    let name = &dependency.name;
    match specifier(&dependency.version) {
        Specifier::Any => Some((format!("`{name}` may be any version"), ANY)),
        Specifier::Tag(tag) => Some((format!("`{name}` is whatever `{tag}` points at on the day of the install"), ANY)),
        Specifier::Git => Some((format!("`{name}` is whatever its repository's branch holds"), MOVES)),
        Specifier::Url => Some((format!("`{name}` is a file from a web server"), REPLACED)),
        Specifier::Range(_) | Specifier::PinnedGit | Specifier::Local => None,
    }
}

fn finding(context: &Context<'_>, dependency: &Dependency, what: String, risk: &str) -> Finding {
    let settled = context.project.lockfile_of(&context.file.path, Ecosystem::Npm);
    let locked = settled.as_ref().and_then(|settled| settled.version(&dependency.name, &dependency.version));
    let locked = locked.filter(|version| Version::parse(Ecosystem::Npm, version).is_some());
    let from_registry = matches!(specifier(&dependency.version), Specifier::Any | Specifier::Tag(_));
    let is_plain =
        !dependency.version.starts_with("npm:") && dependency.version_range.len() as usize == dependency.version.len();
    let fix = match locked.filter(|_| from_registry && is_plain) {
        Some(version) => Fix {
            title: format!("Write the version that is installed: {version}"),
            level: FixLevel::Safe,
            edits: vec![Edit {
                path: context.file.path.clone(),
                range: dependency.version_range,
                text: version.to_owned(),
            }],
        },
        None if from_registry => Fix::guide("Write the version you use, and commit a lockfile"),
        None => Fix::guide("Name a commit (`#` and its hash), or use a release from the registry"),
    };
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: dependency.range,
        severity: if settled.is_some() { Severity::Info } else { Severity::Warning },
        certainty: context.certainty(dependency.range),
        message: Message::new(
            what,
            risk,
            match locked {
                Some(version) => format!("Write the version the lockfile holds, {version}, and update it on purpose."),
                None => "Write a version (`npm install --save-exact` does), and commit the lockfile.".to_owned(),
            },
        ),
        related: Vec::new(),
        fixes: vec![fix],
    }
}

/// One finding for all of a Python manifest's open requirements.
fn python(context: &Context<'_>, dependencies: &[Dependency]) -> Option<Finding> {
    let requirements = context.file.requirements.as_ref()?;
    let name = context.file.path.rsplit('/').next().unwrap_or(&context.file.path);
    let is_for_work = ["dev", "test", "doc", "lint", "ci"].iter().any(|word| name.contains(word));
    if requirements.is_hashed || requirements.is_library || is_for_work {
        return None;
    }
    let settled = context.project.lockfile_of(&context.file.path, Ecosystem::PyPi);
    if settled.is_some() || (name == "pyproject.toml" && has_requirements(context)) {
        return None;
    }
    let open: Vec<&Dependency> = dependencies
        .iter()
        .filter(|dependency| dependency.kind == DependencyKind::Runtime)
        .filter(|dependency| !is_exact(Ecosystem::PyPi, &dependency.version) && !dependency.version.starts_with('@'))
        .collect();
    let first = open.first()?;
    let (few, all) = (open.len(), dependencies.len());
    Some(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: TextRange::new(first.range.start, first.range.end),
        severity: Severity::Warning,
        certainty: context.certainty(first.range),
        message: Message::new(
            format!("{few} of {all} requirements name no exact version, and no lockfile settles them"),
            ANY,
            "Lock them: `uv lock`, `poetry lock`, or `pip-compile --generate-hashes`, and commit the result.",
        ),
        related: Vec::new(),
        fixes: vec![Fix::guide("Commit a lockfile: `uv lock`, `poetry lock` or `pip-compile --generate-hashes`")],
    })
}

/// Whether requirements files beside it speak for the project.
fn has_requirements(context: &Context<'_>) -> bool {
    let path = crate::project::joined(crate::project::folder_of(&context.file.path), "requirements.txt");
    context.project.file(&path).is_some_and(|file| file.requirements.is_some())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, mends, sound};

    #[test]
    fn finds_what_floats() {
        bad(
            RULE.meta.id,
            &[
                &[("package.json", "{\"dependencies\": {«\"zustand\": \"latest\"», \"react\": \"^19.0.0\"}}")],
                &[(
                    "package.json",
                    "{\"dependencies\": {«\"axios\": \"*\"»}, \"devDependencies\": {«\"vite\": \"\"»}}",
                )],
                &[("apps/web/package.json", "{\"dependencies\": {«\"next\": \"canary\"», «\"a\": \"x\"»}}")],
                &[("package.json", "{\"dependencies\": {«\"lib\": \"github:acme/lib\"», «\"b\": \"acme/b#main\"»}}")],
                &[("package.json", "{\"dependencies\": {«\"xlsx\": \"https://cdn.example.com/xlsx.tgz\"»}}")],
                &[("package.json", "{\"optionalDependencies\": {«\"r\": \"npm:react@latest\"»}}")],
                &[
                    ("package.json", "{\"dependencies\": {«\"zustand\": \"latest\"»}}"),
                    (
                        "package-lock.json",
                        "{\"lockfileVersion\": 3, \"packages\": {\"node_modules/zustand\": {\"version\": \"5.0.3\"}}}",
                    ),
                ],
                &[("requirements.txt", "«flask»\nrequests>=2.0\ndjango==4.2.1\n")],
                &[("Pipfile", "[packages]\n«tinybird-cli = \"*\"»\n")],
                &[(
                    "pyproject.toml",
                    "[project]\nname = \"a\"\ndependencies = [\n  \"«fastapi>=0.1»\",\n  \"uvicorn[standard]\",\n]\n",
                )],
            ],
        );
    }

    #[test]
    fn is_silent_about_what_stands_still() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "package.json",
                    "{\"dependencies\": {\"react\": \"^19.0.0\", \"next\": \"15.1.0\", \"a\": \">=1 <2\", \"b\": \"1.x\"}}",
                )],
                &[("package.json", "{\"peerDependencies\": {\"react\": \"*\"}, \"engines\": {\"node\": \"*\"}}")],
                &[(
                    "package.json",
                    "{\"dependencies\": {\"@acme/ui\": \"workspace:*\", \"zod\": \"catalog:\", \"c\": \"file:../c\"}}",
                )],
                &[(
                    "package.json",
                    "{\"dependencies\": {\"d\": \"acme/d#3f2c9a7d0e11\", \"e\": \"git+ssh://git@github.com/a/e.git#v1.0.0\"}}",
                )],
                &[
                    ("examples/basic/package.json", "{\"dependencies\": {\"zustand\": \"latest\"}}"),
                    ("package.json", "{}"),
                ],
                &[
                    (
                        "package.json",
                        "{\"name\": \"@acme/web\", \"dependencies\": {\"@acme/db\": \"*\", \"ui\": \"*\"}}",
                    ),
                    ("packages/ui/package.json", "{\"name\": \"ui\"}"),
                ],
                &[("package.json", "{\"devDependencies\": {\"@types/bun\": \"latest\"}}"), ("bun.lock", "{}")],
                &[("requirements.txt", "flask==3.0.0\nrequests==2.32.0 ; python_version > '3.8'\n")],
                &[("requirements.txt", "flask>=3 \\\n    --hash=sha256:aa\n")],
                &[("requirements.txt", "Our requirements, in short:\nthe app must be fast\nand it must be cheap\n")],
                &[
                    ("pyproject.toml", "[project]\ndependencies = [\"fastapi>=0.1\"]\n"),
                    ("uv.lock", "version = 1\n[[package]]\nname = \"fastapi\"\nversion = \"0.115.0\"\n"),
                ],
                &[("requirements-dev.txt", "pytest\nruff\n")],
            ],
        );
    }

    #[test]
    fn the_fix_writes_what_is_installed() {
        let manifest = "{\"dependencies\": {\"zustand\": \"latest\"}}";
        let mended = "{\"dependencies\": {\"zustand\": \"5.0.3\"}}";
        for (lock, text) in [
            (
                "bun.lock",
                "{\"workspaces\": {\"\": {\"name\": \"a\"}}, \"packages\": {\"zustand\": [\"zustand@5.0.3\", \"\", {}, \"sha512-x\"],},}",
            ),
            (
                "package-lock.json",
                "{\"packages\": {\"node_modules/zustand\": {\"version\": \"5.0.3\"}, \"node_modules/a/node_modules/zustand\": {\"version\": \"4.0.0\"}}}",
            ),
        ] {
            mends(RULE.meta.id, &[(&[(lock, text), ("package.json", manifest)], mended)]);
        }
        let yarn =
            "# yarn lockfile v1\n\nzustand@^4.0.0:\n  version \"4.0.0\"\n\nzustand@latest:\n  version \"5.0.3\"\n";
        let pnpm = "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      zustand:\n        specifier: latest\n        version: 5.0.3(react@19.0.0)\n\npackages:\n\n  zustand@5.0.3:\n    resolution: {}\n";
        for (lock, text) in [("yarn.lock", yarn), ("pnpm-lock.yaml", pnpm)] {
            let mut project = crate::Project::new(crate::Config::default());
            project.apply(
                [("package.json", manifest), (lock, text)]
                    .map(|(path, text)| crate::Change::Set(Box::new(crate::analyse(path, text)))),
            );
            let found = project.judge("package.json").findings;
            let found = found.iter().find(|finding| finding.rule.id == RULE.meta.id).unwrap();
            assert_eq!(found.fixes[0].edits[0].text, "5.0.3", "{lock}");
        }
    }
}
