//! Packages that run a program of theirs while they are installed, beyond those known to need it.

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::{is_showcase, listed};
use crate::facts::LockedPackage;
use crate::finding::{Finding, Fix, FixLevel, Message, Severity};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

/// Packages that fetch or build a binary, or set up the project, when they are installed.
const WELL_KNOWN: [&str; 74] = [
    "@apollo/protobufjs",
    "@carbon/telemetry",
    "@clerk/shared",
    "@contrast/fn-inspect",
    "@datadog/native-appsec",
    "@datadog/pprof",
    "@firebase/util",
    "@google/genai",
    "@nestjs/core",
    "@newrelic/native-metrics",
    "@parcel/watcher",
    "@playwright/browser-chromium",
    "@prisma/client",
    "@prisma/engines",
    "@scarf/scarf",
    "@sentry/cli",
    "@sentry/profiling-node",
    "@serialport/bindings-cpp",
    "@swc/core",
    "@tailwindcss/oxide",
    "@tree-sitter-grammars/tree-sitter-yaml",
    "@vercel/speed-insights",
    "aws-sdk",
    "argon2",
    "bcrypt",
    "better-sqlite3",
    "bufferutil",
    "canvas",
    "chromedriver",
    "core-js",
    "core-js-pure",
    "cpu-features",
    "cypress",
    "deasync",
    "dd-trace",
    "electron",
    "electron-winstaller",
    "es5-ext",
    "esbuild",
    "ffmpeg-static",
    "fsevents",
    "geckodriver",
    "grpc",
    "highlight.js",
    "husky",
    "isolated-vm",
    "iltorb",
    "keytar",
    "leveldown",
    "libpq",
    "lightningcss",
    "lmdb",
    "mongodb-memory-server",
    "msgpackr-extract",
    "msw",
    "nodemon",
    "node-sass",
    "nx",
    "onnxruntime-node",
    "playwright",
    "playwright-chromium",
    "prisma",
    "protobufjs",
    "puppeteer",
    "re2",
    "sharp",
    "sqlite3",
    "ssh2",
    "styled-components",
    "supabase",
    "unrs-resolver",
    "utf-8-validate",
    "vue-demi",
    "workerd",
];
/// How many names a message holds.
const SHOWN: usize = 6;

static META: RuleMeta = RuleMeta {
    id: "install-script-risk",
    gap: Gap::Dependency,
    launch_item: 7,
    title: "Packages run a program of theirs while they are installed",
    severity: Severity::Info,
    fix: Some(FixLevel::Guide),
    cwe: &[829, 506],
    owasp: &["A08:2021"],
    docs: "\
Lists the packages of a `package-lock.json` (`hasInstallScript`) or `pnpm-lock.yaml` (`requiresBuild`) that run a script of their own during the \
install, beyond those that are known to need it (esbuild, sharp, Prisma, bcrypt and the like). Worms among packages spread by such \
scripts: they run on every developer's machine and in CI, with all its secrets, before any of the app's code does.

One finding speaks for a lockfile. Yarn, Bun and pnpm 10 and later do not note it in their lockfiles; Bun and pnpm 10 run such scripts only of packages \
that the manifest names.",
    bad: Example::NONE,
    sound: Example::NONE,
    sources: &[
        "https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json#packages",
        "https://cheatsheetseries.owasp.org/cheatsheets/NPM_Security_Cheat_Sheet.html#3-minimize-attack-surfaces-by-ignoring-run-scripts",
        "https://pnpm.io/settings#onlybuiltdependencies",
    ],
    since: "0.1.0",
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(lock) = context.file.lockfile.as_ref().filter(|_| !is_showcase(context)) else { return };
    let is_risky = |package: &&LockedPackage| package.has_install_script && !is_well_known(&package.name);
    let risky: Vec<&LockedPackage> = lock.packages.iter().filter(is_risky).collect();
    let Some(first) = risky.first() else { return };
    let mut names: Vec<String> = risky.iter().map(|package| package.name.to_string()).collect();
    names.sort();
    names.dedup();
    let verb = if names.len() == 1 { "runs a script of its own" } else { "run scripts of their own" };
    findings.push(Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: first.range,
        severity: Severity::Info,
        certainty: context.certainty(first.range),
        message: Message::new(
            format!("{} {verb} during the install", listed(&names, SHOWN)),
            "A hijacked release of one of them runs on developers' machines and in CI, with the secrets that are there, before any code of yours does.",
            "Install with `ignore-scripts=true` in `.npmrc` and rebuild what needs it, or use pnpm with `onlyBuiltDependencies`.",
        ),
        related: Vec::new(),
        fixes: vec![Fix::guide("Turn install scripts off (`ignore-scripts=true` in `.npmrc`) and allow those that are needed")],
    });
}

/// Binaries for one platform come in a scope of their own.
fn is_well_known(name: &str) -> bool {
    WELL_KNOWN.contains(&name) || ["@esbuild/", "@swc/", "@next/swc-"].iter().any(|scope| name.starts_with(scope))
}

#[cfg(test)]
mod tests {
    use super::{RULE, WELL_KNOWN};
    use crate::rules::testing::{bad, sound};

    #[test]
    fn finds_packages_with_scripts() {
        bad(
            RULE.meta.id,
            &[
                &[(
                    "package-lock.json",
                    "{\"packages\": {«\"node_modules/left-build\"»: {\"version\": \"1.0.0\", \"hasInstallScript\": true}}}",
                )],
                &[(
                    "package-lock.json",
                    "{\"packages\": {\"node_modules/esbuild\": {\"version\": \"0.25.0\", \"hasInstallScript\": true}, «\"node_modules/@acme/build\"»: {\"version\": \"1.0.0\", \"hasInstallScript\": true}}}",
                )],
                &[(
                    "npm-shrinkwrap.json",
                    "{\"packages\": {«\"node_modules/a/node_modules/b\"»: {\"version\": \"1.0.0\", \"hasInstallScript\": true}, \"node_modules/c\": {\"version\": \"1.0.0\", \"hasInstallScript\": true}}}",
                )],
                &[(
                    "pnpm-lock.yaml",
                    "lockfileVersion: '6.0'\n\npackages:\n\n  «/left-build@1.0.0:»\n    resolution: {integrity: x}\n    requiresBuild: true\n    dev: false\n",
                )],
                &[(
                    "web/pnpm-lock.yaml",
                    "lockfileVersion: 5.4\n\npackages:\n\n  «/@acme/build/1.0.0_react@18.2.0:»\n    resolution: {integrity: x}\n    requiresBuild: true\n",
                )],
            ],
        );
    }

    #[test]
    fn is_silent_about_what_is_known_and_what_runs_nothing() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "package-lock.json",
                    "{\"packages\": {\"node_modules/esbuild\": {\"version\": \"0.25.0\", \"hasInstallScript\": true}}}",
                )],
                &[("package-lock.json", "{\"packages\": {\"node_modules/react\": {\"version\": \"19.0.0\"}}}")],
                &[(
                    "package-lock.json",
                    "{\"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\", \"hasInstallScript\": false}}}",
                )],
                &[(
                    "pnpm-lock.yaml",
                    "lockfileVersion: '6.0'\n\npackages:\n\n  /sharp@0.33.0:\n    requiresBuild: true\n",
                )],
                &[("yarn.lock", "left-build@^1.0.0:\n  version \"1.0.0\"\n")],
                &[("package-lock.json", "{\"packages\": {\"node_modules/left-bui")],
            ],
        );
    }

    #[test]
    fn the_list_repeats_nothing() {
        let unique: std::collections::BTreeSet<_> = WELL_KNOWN.iter().collect();
        assert_eq!(unique.len(), WELL_KNOWN.len());
    }
}
