//! Two package managers, each with its own idea of what is installed.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::is_showcase;
use crate::facts::{Ecosystem, PackageManager};
use crate::finding::{Finding, Fix, FixLevel, Message, Severity};
use crate::project::folder_of;

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "several-lockfiles",
    gap: Gap::Dependency,
    launch_item: 7,
    title: "Lockfiles of several package managers stand side by side",
    severity: Severity::Info,
    fix: Some(FixLevel::Guide),
    cwe: &[1357],
    owasp: &["A06:2021"],
    docs: "\
Finds folders with lockfiles of two or more package managers, such as `package-lock.json` beside `bun.lockb`. Each install updates one of \
them; an audit or an update of the other says nothing about what is deployed.

Silent: one lockfile, and `npm-shrinkwrap.json` beside `package-lock.json`, which one manager writes.",
    bad: Example::NONE,
    sound: Example::NONE,
    sources: &[
        "https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json",
        "https://nodejs.org/api/packages.html#packagemanager",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(manifest) = &context.file.manifest else { return };
    let folder = folder_of(&context.file.path);
    let Some(range) = manifest.dependency_tables.first().copied() else { return };
    let mut found = context.project.lockfiles_in(folder, Ecosystem::Npm);
    // Deno is another runtime, whose scripts may well stand beside an app.
    found.retain(|(_, lock)| lock.manager != PackageManager::Deno);
    let mut managers: Vec<PackageManager> = found.iter().map(|(_, lock)| lock.manager).collect();
    managers.sort_unstable();
    managers.dedup();
    if managers.len() < 2 || is_showcase(context) {
        return;
    }
    let mut names: Vec<String> =
        found.iter().map(|(path, _)| path.rsplit('/').next().unwrap_or(path).to_owned()).collect();
    names.sort();
    let chosen = manifest.package_manager.as_deref().and_then(|text| text.split('@').next()).unwrap_or_default();
    let keep = if chosen.is_empty() {
        "Keep the one your deployment installs from, delete the others, and name its manager in `packageManager`."
            .to_owned()
    } else {
        format!("Keep the one of {chosen}, which `packageManager` names, and delete the others.")
    };
    findings.push(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range,
        severity: Severity::Info,
        certainty: context.certainty(range),
        message: Message::new(
            format!("{} package managers keep lockfiles here: {}", managers.len(), super::listed(&names, 4)),
            "An update that closes a hole in one of them leaves it open in the other, which may be the one that is deployed.",
            keep.clone(),
        ),
        related: Vec::new(),
        fixes: vec![Fix::guide(keep)],
    });
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    const BAD: &str = "{«\"dependencies\"»: {\"next\": \"^16\"}}";
    const SOUND: &str = "{\"dependencies\": {\"next\": \"^16\"}}";

    #[test]
    fn finds_two_managers_in_one_folder() {
        let pnpm = "{\"packageManager\": \"pnpm@10.1.0\", «\"dependencies\"»: {\"next\": \"^16\"}}";
        bad(
            RULE.meta.id,
            &[
                &[("package.json", BAD), ("package-lock.json", "{}"), ("bun.lockb", "")],
                &[("package.json", BAD), ("package-lock.json", "{}"), ("yarn.lock", "")],
                &[("package.json", BAD), ("bun.lock", "{}"), ("pnpm-lock.yaml", "")],
                &[("web/package.json", BAD), ("web/bun.lock", "{}"), ("web/yarn.lock", ""), ("yarn.lock", "")],
                &[("package.json", pnpm), ("pnpm-lock.yaml", ""), ("package-lock.json", "{}")],
            ],
        );
    }

    #[test]
    fn is_silent_about_one_manager() {
        sound(
            RULE.meta.id,
            &[
                &[("package.json", SOUND), ("package-lock.json", "{}")],
                &[("package.json", SOUND), ("package-lock.json", "{}"), ("npm-shrinkwrap.json", "{}")],
                &[("package.json", SOUND), ("bun.lock", "{}"), ("bun.lockb", "")],
                &[("package.json", SOUND), ("package-lock.json", "{}"), ("web/yarn.lock", "")],
                &[("package.json", SOUND), ("package-lock.json", "{}"), ("poetry.lock", ""), ("deno.lock", "{}")],
                &[("package.json", SOUND)],
            ],
        );
    }
}
