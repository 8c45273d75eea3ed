//! An app whose packages are chosen anew by each install.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::is_showcase;
use super::specifier::{Specifier, specifier};
use crate::facts::{DependencyKind, Ecosystem, LOCKFILES, PackageManifest};
use crate::finding::{Finding, Fix, FixLevel, Message, Related, Severity};
use crate::project::{folder_of, joined};
use crate::text::TextRange;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "missing-lockfile",
    gap: Gap::Dependency,
    launch_item: 7,
    title: "An app has no lockfile, so each install chooses its packages anew",
    severity: Severity::Warning,
    fix: Some(FixLevel::Guide),
    cwe: &[1357, 829],
    owasp: &["A06:2021", "A08:2021"],
    docs: "\
Finds apps with dependencies and no lockfile (`package-lock.json`, `pnpm-lock.yaml`, `yarn.lock`, `bun.lock`, `deno.lock`), or with one \
that `.gitignore` leaves out. What was tested is then not what is deployed, and nobody can say afterwards which versions ran.

One finding speaks for each app. Silent: libraries that are published, packages of a workspace whose root has a lockfile, examples and \
templates, manifests that ask for nothing.",
    bad: Example {
        path: "package.json",
        code: "{\n  \"name\": \"harbor\",\n  \"private\": true,\n  \"scripts\": { \"build\": \"next build\" },\n  \"dependencies\": {\n    \"next\": \"^16.3.0\"\n  }\n}\n",
    },
    sound: Example {
        path: "package.json",
        code: "{\n  \"name\": \"harbor-ui\",\n  \"version\": \"1.0.0\",\n  \"exports\": \"./dist/index.js\",\n  \"scripts\": { \"build\": \"tsc\" },\n  \"dependencies\": {\n    \"clsx\": \"^2.1.1\"\n  }\n}\n",
    },
    sources: &[
        "https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json",
        "https://cheatsheetseries.owasp.org/cheatsheets/NPM_Security_Cheat_Sheet.html#2-enforce-the-lockfile",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(manifest) = &context.file.manifest else { return };
    let path = &context.file.path;
    if !context.file.problems.is_empty() || is_showcase(context) || !installs(manifest) || !is_app(context, manifest) {
        return;
    }
    if context.project.is_in_workspace(path) || context.project.lockfile_of(path, Ecosystem::Npm).is_some() {
        return;
    }
    let Some(range) = manifest.dependency_tables.first().copied() else { return };
    findings.push(finding(context, range));
}

/// Whether anything comes from a registry.
fn installs(manifest: &PackageManifest) -> bool {
    let own = manifest.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Peer);
    own.map(|dependency| specifier(&dependency.version)).any(|specifier| specifier != Specifier::Local)
}

/// Something that is built or started, and not what others install.
fn is_app(context: &Context<'_>, manifest: &PackageManifest) -> bool {
    if manifest.is_published {
        return false;
    }
    let is_deployed = context.project.apps().iter().any(|app| app.manifest.as_deref() == Some(&context.file.path));
    let starts = ["start", "build", "dev", "serve"].iter().any(|script| manifest.script(script).is_some());
    is_deployed || starts || !manifest.workspaces.is_empty()
}

fn finding(context: &Context<'_>, range: TextRange) -> Finding {
    let ignored = ignoring(context);
    let (what, remedy) = if ignored.is_some() {
        ("The lockfile is left out of version control", "Take its name out of `.gitignore` and commit it.")
    } else {
        (
            "No lockfile stands beside this manifest",
            "Run the package manager's install once and commit the lockfile it writes.",
        )
    };
    let mut fixes = Vec::new();
    let mut related = Vec::new();
    if let Some((path, name, line)) = ignored {
        related.push(Related { path: path.clone(), range: line, note: format!("`{name}` is left out here") });
        fixes.push(Fix::guide(format!("Take `{name}` out of `{path}` and commit the file")));
    }
    fixes.push(Fix::guide(
        "Install once, commit the lockfile, and install with `npm ci` (or `--frozen-lockfile`) from then on",
    ));
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity: Severity::Warning,
        certainty: context.certainty(range),
        message: Message::new(
            format!("{what}, so each install chooses its packages anew"),
            "A release that was hijacked an hour ago is in the next deployment, and nobody can tell afterwards which version ran.",
            remedy,
        ),
        related,
        fixes,
    }
}

/// The nearest `.gitignore` that names a lockfile of npm packages, the name and the line.
fn ignoring(context: &Context<'_>) -> Option<(String, String, TextRange)> {
    let mut folder = folder_of(&context.file.path);
    loop {
        let file = context.project.file(&joined(folder, ".gitignore"));
        let named = file.into_iter().flat_map(|file| file.ignored_lockfiles.iter().map(move |named| (file, named)));
        let npm =
            |name: &str| LOCKFILES.iter().any(|(file, manager)| *file == name && manager.ecosystem() == Ecosystem::Npm);
        if let Some((file, (name, range))) = named.into_iter().find(|(_, (name, _))| npm(name)) {
            return Some((file.path.clone(), name.to_string(), *range));
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder_of(folder);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    const NEXT: &str =
        "{\"private\": true, \"scripts\": {\"build\": \"next build\"}, «\"dependencies\"»: {\"next\": \"^16.3.0\"}}";

    fn plain(text: &str) -> String {
        text.replace(['«', '»'], "")
    }

    #[test]
    fn finds_apps_without_a_lockfile() {
        bad(
            RULE.meta.id,
            &[
                &[("package.json", NEXT)],
                &[(
                    "services/api/package.json",
                    "{\"scripts\": {\"start\": \"node .\"}, «\"dependencies\"»: {\"express\": \"^5\"}}",
                )],
                &[("package.json", "{«\"dependencies\"»: {\"express\": \"5.1.0\"}}")],
                &[
                    ("package.json", "{\"scripts\": {\"dev\": \"vite\"}, «\"devDependencies\"»: {\"vite\": \"^7\"}}"),
                    ("index.html", "<p>"),
                ],
                // The root speaks for its workspace.
                &[
                    ("package.json", "{\"workspaces\": [\"apps/*\"], «\"devDependencies\"»: {\"turbo\": \"^2\"}}"),
                    ("apps/web/package.json", &plain(NEXT)),
                ],
                // A lockfile above that is no workspace's does not cover what lies below it.
                &[
                    ("package.json", "{\"devDependencies\": {\"husky\": \"^9\"}}"),
                    ("package-lock.json", "{\"packages\": {\"node_modules/husky\": {\"version\": \"9.0.0\"}}}"),
                    ("web/package.json", NEXT),
                ],
            ],
        );
    }

    #[test]
    fn is_silent_where_versions_are_settled_or_not_its_own() {
        let next = plain(NEXT);
        let lock = "{\"packages\": {\"node_modules/next\": {\"version\": \"16.3.0\"}}}";
        sound(
            RULE.meta.id,
            &[
                &[("package.json", &next), ("package-lock.json", lock)],
                &[("package.json", &next), ("yarn.lock", "next@^16.3.0:\n  version \"16.3.0\"\n")],
                &[("package.json", &next), ("bun.lockb", "")],
                &[
                    ("package.json", "{\"workspaces\": [\"apps/*\"]}"),
                    ("yarn.lock", ""),
                    ("apps/web/package.json", &next),
                ],
                &[
                    ("pnpm-workspace.yaml", "packages:\n  - apps/*\n"),
                    ("pnpm-lock.yaml", "lockfileVersion: '9.0'\n"),
                    ("apps/web/package.json", &next),
                ],
                &[(
                    "package.json",
                    "{\"name\": \"lib\", \"version\": \"1.0.0\", \"files\": [\"dist\"], \"scripts\": {\"build\": \"tsc\"}, \"devDependencies\": {\"typescript\": \"^5\"}}",
                )],
                &[("package.json", "{\"type\": \"module\"}")],
                &[("examples/next/package.json", &next), ("package.json", "{}")],
                &[("package.json", "{\"scripts\": {\"build\": \"x\"}, \"dependencies\": {\"a\": \"file:../a\"}}")],
                &[("package.json", "{\"scripts\": {\"build\": \"next build\"}, \"dependencies\": {\"next\": ")],
            ],
        );
    }

    #[test]
    fn an_ignored_lockfile_is_pointed_at() {
        let ignored = "node_modules\n**/package-lock.json\n";
        bad(RULE.meta.id, &[&[("package.json", NEXT), (".gitignore", ignored)]]);
        let mut project = crate::Project::new(crate::Config::default());
        let files = [("package.json", plain(NEXT)), (".gitignore", ignored.to_owned())];
        project.apply(files.map(|(path, text)| crate::Change::Set(Box::new(crate::analyse(path, &text)))));
        let found = project.judge("package.json").findings;
        let related = found.iter().flat_map(|finding| &finding.related).next().unwrap();
        assert_eq!((related.path.as_str(), related.range.slice(ignored)), (".gitignore", "**/package-lock.json"));
    }
}
