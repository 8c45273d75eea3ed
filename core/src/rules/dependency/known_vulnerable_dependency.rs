//! A package in a version with a hole that is known to everyone.

mod holes;

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::{asked, is_showcase, listed};
use crate::facts::{Dependency, DependencyKind};
use crate::finding::{Edit, Finding, Fix, FixLevel, Message, Severity};
use crate::packages::{Grade, KNOWN_SINCE, major};
use holes::{Basis, Holes};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "known-vulnerable-dependency",
    gap: Gap::Dependency,
    launch_item: 7,
    title: "A package is used in a version with a known hole",
    severity: Severity::Error,
    fix: Some(FixLevel::Suggestion),
    cwe: &[1395, 1104],
    owasp: &["A06:2021"],
    docs: "\
Compares the versions that a lockfile installs with known advisories: those you import (`seaworthy advisories import`), those in a report of \
your package manager (`seaworthy check --audit`, or `--audit-report FILE`), and a short table in the program of the gravest ones about packages \
that web apps are made of. The table is of 2026-11-24 and grows old; an import or a report knows more. Nothing is asked over the network \
unless you say `--audit`.

Where no lockfile tells the version, an exact one in the manifest counts. A range is judged by its lowest version and one step milder, \
since an install may choose a newer one; the message says so. Packages for development are one step milder as well. What other packages \
bring along is told in one finding at the lockfile.

The fix writes the lowest fixed version into the manifest; install afterwards, so that the lockfile follows.",
    bad: Example {
        path: "package.json",
        code: "{\n  \"name\": \"harbor-ui\",\n  \"version\": \"1.0.0\",\n  \"files\": [\"dist\"],\n  \"dependencies\": {\n    \"next\": \"15.1.0\"\n  }\n}\n",
    },
    sound: Example {
        path: "package.json",
        code: "{\n  \"name\": \"harbor-ui\",\n  \"version\": \"1.0.0\",\n  \"files\": [\"dist\"],\n  \"dependencies\": {\n    \"next\": \"16.3.8\"\n  }\n}\n",
    },
    sources: &[
        "https://ossf.github.io/osv-schema/",
        "https://github.com/advisories",
        "https://owasp.org/Top10/A06_2021-Vulnerable_and_Outdated_Components/",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if is_showcase(context) {
        return;
    }
    let (ecosystem, dependencies) = asked(context.file);
    for dependency in dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Peer) {
        if let Some(holes) = Holes::of_dependency(context, ecosystem, dependency) {
            findings.push(direct(context, dependency, &holes));
        }
    }
    findings.extend(brought_along(context));
}

/// An error is what is surely wrong: the gravest holes, in a version that surely runs.
fn severity(grade: Grade, is_certain: bool, kind: DependencyKind) -> Severity {
    let steps = u8::from(!is_certain) + u8::from(kind == DependencyKind::Development);
    match (grade, steps) {
        (Grade::Critical, 0) => Severity::Error,
        (Grade::Critical, 1) | (Grade::High, 0) => Severity::Warning,
        _ => Severity::Info,
    }
}

fn direct(context: &Context<'_>, dependency: &Dependency, holes: &Holes<'_>) -> Finding {
    let name = &dependency.name;
    let worst = holes.worst();
    let (says, note) = match holes.basis {
        Basis::Locked => (format!("`{name}` {} is installed", holes.version), ""),
        Basis::Exact => (format!("`{name}` is {}", holes.version), ""),
        Basis::Lowest => (
            format!("`{name}` may be {}", holes.version),
            " No lockfile tells the version, so the lowest that the range allows is judged.",
        ),
    };
    let more = match holes.advisories.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let origin = if holes.is_from_table() { format!(" (table of {KNOWN_SINCE})") } else { String::new() };
    let remedy = match &holes.fixed {
        Some(fixed) => format!("Update to {fixed} or later and install.{note} Read: {}", worst.url),
        None => format!("No fixed version is known; read what to do instead.{note} Read: {}", worst.url),
    };
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: dependency.range,
        severity: severity(worst.grade, holes.basis != Basis::Lowest, dependency.kind),
        certainty: context.certainty(dependency.range),
        message: Message::new(
            format!("{says}, which has a known hole: {}{more}{origin}", holes.name_of_worst()),
            sentence(&worst.summary),
            remedy,
        ),
        related: Vec::new(),
        fixes: fixes(context, dependency, holes),
    }
}

fn fixes(context: &Context<'_>, dependency: &Dependency, holes: &Holes<'_>) -> Vec<Fix> {
    let name = &dependency.name;
    let Some(fixed) = &holes.fixed else {
        return vec![Fix::guide(format!("Replace `{name}`, or close the hole as its advisory says"))];
    };
    let guide = Fix::guide(format!("Update `{name}` to {fixed} or later"));
    let version = dependency.version.as_str();
    let operator = version.len() - version.trim_start_matches(['^', '~', '=', 'v', '>', ' ']).len();
    let (operator, rest) = version.split_at(operator);
    let is_plain = rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-+".contains(&byte))
        && rest.starts_with(|first: char| first.is_ascii_digit())
        && dependency.version_range.len() as usize == version.len();
    if !is_plain {
        return vec![guide];
    }
    let jump = if major(rest) == major(fixed) { "" } else { ", a new major version" };
    let edit =
        Edit { path: context.file.path.clone(), range: dependency.version_range, text: format!("{operator}{fixed}") };
    vec![
        Fix { title: format!("Update `{name}` to {fixed}{jump}"), level: FixLevel::Suggestion, edits: vec![edit] },
        guide,
    ]
}

/// What is installed because other packages need it, in one finding at the lockfile.
fn brought_along(context: &Context<'_>) -> Option<Finding> {
    let lock = context.file.lockfile.as_ref()?;
    let ecosystem = lock.manager.ecosystem();
    let direct: std::collections::HashSet<&str> = context
        .project
        .files()
        .flat_map(|file| asked(file).1.iter().map(|dependency| dependency.name.as_str()))
        .collect();
    let mut names = Vec::new();
    let mut worst: Option<Holes<'_>> = None;
    let mut range = None;
    for package in lock.packages.iter().filter(|package| !direct.contains(package.name.as_str())) {
        let Some(holes) = Holes::of_version(context, ecosystem, &package.name, &package.version, Basis::Locked) else {
            continue;
        };
        names.push(format!("{} {}", package.name, package.version));
        if worst.as_ref().is_none_or(|worst| worst.worst().grade < holes.worst().grade) {
            range = Some(package.range);
            worst = Some(holes);
        }
    }
    let (worst, range) = (worst?, range?);
    names.sort();
    names.dedup();
    let are = if names.len() == 1 { "is" } else { "are" };
    let origin = if worst.is_from_table() { format!(" (table of {KNOWN_SINCE})") } else { String::new() };
    let grave = worst.worst().grade == Grade::Critical && !worst.is_from_table();
    Some(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity: if grave { Severity::Warning } else { Severity::Info },
        certainty: context.certainty(range),
        message: Message::new(
            format!("{} {are} brought along by other packages, with known holes{origin}", listed(&names, 5)),
            format!(
                "The gravest, {} in `{}`: {}",
                worst.name_of_worst(),
                worst.package,
                sentence(&worst.worst().summary)
            ),
            format!(
                "Update the packages that bring them, or set a version for the whole tree (`overrides`). Read: {}",
                worst.worst().url
            ),
        ),
        related: Vec::new(),
        fixes: vec![Fix::guide("Update the packages that bring them along, or set their version in `overrides`")],
    })
}

/// A summary as a sentence.
fn sentence(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), characters.as_str()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::RULE;
    use crate::facts::Ecosystem;
    use crate::packages::{Advisories, from_osv};
    use crate::rules::testing::{bad, mends, sound};
    use crate::{Change, Config, Finding, Project, Severity, analyse};

    const NEXT_LOCK: &str = "{\"packages\": {\"node_modules/next\": {\"version\": \"15.1.0\"}}}";

    #[test]
    fn finds_what_is_installed_with_a_hole() {
        let pnpm = "lockfileVersion: '9.0'\n\nimporters:\n\n  web:\n    dependencies:\n      multer:\n        specifier: ^1.4.4-lts.1\n        version: 1.4.5-lts.1\n\npackages:\n\n  multer@1.4.5-lts.1:\n    resolution: {}\n";
        bad(
            RULE.meta.id,
            &[
                &[("package.json", "{\"dependencies\": {«\"next\": \"15.1.0\"», \"react\": \"^19.0.0\"}}")],
                &[("package.json", "{\"dependencies\": {«\"next\": \"^15.0.0\"»}}"), ("package-lock.json", NEXT_LOCK)],
                &[("package.json", "{\"dependencies\": {«\"jsonwebtoken\": \"^8.5.1\"»}}")],
                &[
                    ("package.json", "{\"dependencies\": {«\"ws\": \"^8.0.0\"»}}"),
                    ("yarn.lock", "ws@^8.0.0:\n  version \"8.16.0\"\n"),
                ],
                &[
                    ("web/package.json", "{\"dependencies\": {«\"multer\": \"^1.4.4-lts.1\"»}}"),
                    ("pnpm-lock.yaml", pnpm),
                ],
                &[
                    ("package.json", "{\"dependencies\": {«\"ejs\": \"*\"»}}"),
                    (
                        "package-lock.json",
                        "{\"lockfileVersion\": 1, \"dependencies\": {\"ejs\": {\"version\": \"3.1.6\"}}}",
                    ),
                ],
                &[
                    ("package.json", "{\"dependencies\": {\"a\": \"1.0.0\"}}"),
                    (
                        "package-lock.json",
                        "{\"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\"}, «\"node_modules/a/node_modules/minimist\"»: {\"version\": \"1.2.5\"}}}",
                    ),
                ],
                &[("requirements.txt", "«flask==2.2.0»\nrequests==2.32.0\n")],
                &[
                    ("pyproject.toml", "[tool.poetry.dependencies]\npython = \"^3.12\"\n«flask = \"^2.0\"»\n"),
                    ("poetry.lock", "[[package]]\nname = \"Flask\"\nversion = \"2.2.4\"\n"),
                ],
            ],
        );
    }

    #[test]
    fn is_silent_about_what_is_fixed_or_not_known() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "package.json",
                    "{\"dependencies\": {\"next\": \"16.3.8\", \"jsonwebtoken\": \"^9.0.2\", \"left-pad\": \"1.0.0\"}}",
                )],
                &[
                    ("package.json", "{\"dependencies\": {\"next\": \"^15.1.0\"}}"),
                    ("package-lock.json", "{\"packages\": {\"node_modules/next\": {\"version\": \"15.5.18\"}}}"),
                ],
                &[("package.json", "{\"dependencies\": {\"next\": \"latest\", \"ws\": \"*\"}}")],
                &[(
                    "package.json",
                    "{\"dependencies\": {\"ws\": \"^7.5.10\", \"form-data\": \"^4.0.0\"}, \"overrides\": {\"form-data\": \"4.0.4\"}}",
                )],
                &[("package.json", "{\"peerDependencies\": {\"next\": \"15.1.0\"}}")],
                &[("package.json", "{\"dependencies\": {\"next\": \"14.2.35\"}}")],
                &[("requirements.txt", "flask==3.1.0\nrequests\n")],
                &[("examples/a/package.json", "{\"dependencies\": {\"next\": \"15.1.0\"}}"), ("package.json", "{}")],
            ],
        );
    }

    fn judged(manifest: &str, lock: Option<&str>, advisories: Advisories) -> Vec<Finding> {
        let mut project = Project::new(Config::default());
        project.set_advisories(Arc::new(advisories));
        let files = [("package.json", Some(manifest)), ("package-lock.json", lock)];
        project.apply(files.into_iter().filter_map(|(path, text)| Some(Change::Set(Box::new(analyse(path, text?))))));
        let found = ["package.json", "package-lock.json"].map(|path| project.judge(path).findings);
        found.into_iter().flatten().filter(|finding| finding.rule.id == RULE.meta.id).collect()
    }

    #[test]
    fn what_is_not_sure_is_said_more_softly() {
        for (manifest, lock, expected) in [
            ("{\"dependencies\": {\"next\": \"15.1.0\"}}", None, Severity::Error),
            ("{\"dependencies\": {\"next\": \"^15.1.0\"}}", None, Severity::Warning),
            ("{\"dependencies\": {\"next\": \"^15.1.0\"}}", Some(NEXT_LOCK), Severity::Error),
            ("{\"devDependencies\": {\"next\": \"^15.1.0\"}}", None, Severity::Info),
            ("{\"dependencies\": {\"jsonwebtoken\": \"8.5.1\"}}", None, Severity::Info),
        ] {
            let found = judged(manifest, lock, Advisories::default());
            assert_eq!(found.iter().map(|finding| finding.severity).collect::<Vec<_>>(), [expected], "{manifest}");
            let told = found[0].message.remedy.contains("lowest");
            assert_eq!(told, manifest.contains('^') && lock.is_none(), "{}", found[0].message.remedy);
        }
    }

    #[test]
    fn imported_advisories_count_and_replace_the_table() {
        let osv = r#"[{"id":"GHSA-aaaa-bbbb-cccc","summary":"bad things happen","affected":[{"package":{"ecosystem":"npm","name":"left-pad"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.3.0"}]}]}],"database_specific":{"severity":"HIGH"}},
            {"id":"GHSA-f82v-jwr5-mffw","summary":"as imported","affected":[{"package":{"ecosystem":"npm","name":"next"},"ranges":[{"type":"SEMVER","events":[{"introduced":"15.0.0"},{"fixed":"15.2.3"}]}]}],"database_specific":{"severity":"CRITICAL"}}]"#;
        let mut advisories = Advisories::default();
        for (ecosystem, package, advisory) in from_osv(osv).unwrap() {
            advisories.add(ecosystem, &package, advisory);
        }
        assert_eq!(advisories.with_known(Ecosystem::Npm, "next").len(), 5, "the same advisory stands once");
        let found = judged("{\"dependencies\": {\"left-pad\": \"1.2.0\"}}", None, advisories);
        assert_eq!((found.len(), found[0].severity), (1, Severity::Warning));
        assert!(found[0].message.what.contains("GHSA-aaaa-bbbb-cccc") && !found[0].message.what.contains("table"));
        assert_eq!(found[0].message.risk, "Bad things happen.");
    }

    #[test]
    fn the_fix_closes_every_hole_at_once() {
        mends(
            RULE.meta.id,
            &[
                (
                    &[("package.json", "{\"dependencies\": {\"next\": \"15.1.0\"}}")],
                    "{\"dependencies\": {\"next\": \"15.5.18\"}}",
                ),
                (
                    &[("package.json", "{\"dependencies\": {\"next\": \"^14.1.0\"}}")],
                    "{\"dependencies\": {\"next\": \"^14.2.25\"}}",
                ),
                (
                    &[("package.json", "{\"dependencies\": {\"jsonwebtoken\": \"~8.5.1\"}}")],
                    "{\"dependencies\": {\"jsonwebtoken\": \"~9.0.0\"}}",
                ),
                (
                    &[("package.json", "{\"dependencies\": {\"mongoose\": \"7.0.0 || 8.0.0\"}}")],
                    "{\"dependencies\": {\"mongoose\": \"7.0.0 || 8.0.0\"}}",
                ),
            ],
        );
    }
}
