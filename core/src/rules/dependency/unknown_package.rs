//! A package that nobody chose: a name like a popular one, or an import that no manifest and no lockfile knows.

use std::cell::OnceCell;

use super::super::{Context, Example, Gap, Rule, RuleMeta};
use super::specifier::{Specifier, specifier};
use super::{asked, is_showcase};
use crate::facts::{Dependency, Ecosystem, FileFacts, Import};
use crate::finding::{Finding, Fix, FixLevel, Message, Severity};
use crate::packages::{is_popular, look_alike_of};
use crate::project::{Settled, folder_of, package_name};

/// The rule.
pub static RULE: Rule = Rule { meta: &META, check, check_site: None };

static META: RuleMeta = RuleMeta {
    id: "unknown-package",
    gap: Gap::Dependency,
    launch_item: 7,
    title: "A package's name is a slip away from a popular one, or nothing declares what is imported",
    severity: Severity::Warning,
    fix: Some(FixLevel::Guide),
    cwe: &[1357, 829],
    owasp: &["A06:2021", "A08:2021"],
    docs: "\
Finds two traces of a name that a person or a model made up. A dependency whose name is one letter, or one separator, away from a popular \
package and is not popular itself: attackers register such names. And an import that no manifest declares and the lockfile does not \
install: the build fails, somebody then installs whatever has that name, and names that models make up are registered by attackers, too.

The names of popular packages are in the program (see the head of the table for their date and source); nothing is asked over the network. \
Silent: names that are popular themselves, short ones, plurals and numbers, scopes, packages of the workspace, aliases of compilers and \
frameworks, virtual modules, Node's and Bun's own modules, types, tests, and imports where no lockfile tells what is installed.",
    bad: Example {
        path: "package.json",
        code: "{\n  \"name\": \"harbor-ui\",\n  \"version\": \"1.0.0\",\n  \"files\": [\"dist\"],\n  \"dependencies\": {\n    \"expresss-session\": \"^1.18.0\"\n  }\n}\n",
    },
    sound: Example {
        path: "package.json",
        code: "{\n  \"name\": \"harbor-ui\",\n  \"version\": \"1.0.0\",\n  \"files\": [\"dist\"],\n  \"dependencies\": {\n    \"express-session\": \"^1.18.0\"\n  }\n}\n",
    },
    sources: &[
        "https://docs.npmjs.com/threats-and-mitigations#by-typosquatting--dependency-confusion",
        "https://arxiv.org/abs/2406.10279",
        "https://github.com/wooorm/npm-high-impact",
    ],
    since: "0.1.0",
};

/// Modules of Node.js (nodejs.org/api, `module.builtinModules`) and what other runtimes and frameworks bring along.
const BUILT_IN: [&str; 66] = [
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "domain",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "inspector",
    "module",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "repl",
    "stream",
    "string_decoder",
    "sys",
    "timers",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
    "bun",
    "deno",
    "electron",
    "vscode",
    "server-only",
    "client-only",
    "next",
    "react",
    "react-dom",
    "k6",
    "aws-sdk",
    "@theme",
    "@site",
    "@docusaurus",
    "@generated",
    "@env",
    "@pagefind",
    "astro",
    "svelte",
    "vue",
    "nitropack",
    "h3",
    "estree",
    "figma",
];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if is_showcase(context) {
        return;
    }
    let (ecosystem, dependencies) = asked(context.file);
    for dependency in dependencies {
        if let Some(popular) = resembles(context, ecosystem, dependency) {
            findings.push(look_alike(context, dependency, popular));
        }
    }
    undeclared(context, findings);
}

fn resembles(context: &Context<'_>, ecosystem: Ecosystem, dependency: &Dependency) -> Option<&'static str> {
    let from_registry = ecosystem == Ecosystem::PyPi
        || matches!(specifier(&dependency.version), Specifier::Any | Specifier::Tag(_) | Specifier::Range(_));
    let is_alias = dependency.version.starts_with("npm:");
    let popular = look_alike_of(ecosystem, &dependency.name).filter(|_| from_registry && !is_alias)?;
    // Who uses both knows the difference.
    let (_, dependencies) = asked(context.file);
    let uses_both = dependencies.iter().any(|other| other.name == popular);
    (!uses_both && !context.project.has_package(&dependency.name)).then_some(popular)
}

fn look_alike(context: &Context<'_>, dependency: &Dependency, popular: &str) -> Finding {
    let name = &dependency.name;
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: dependency.range,
        severity: Severity::Warning,
        certainty: context.certainty(dependency.range),
        message: Message::new(
            format!("`{name}` is a slip away from `{popular}`, which many use, and is not known itself"),
            "Attackers register such names and wait for someone to mistype: their code runs at the install and in the app.",
            format!(
                "If you mean `{popular}`, write that; if not, look at who publishes `{name}` before you install it."
            ),
        ),
        related: Vec::new(),
        fixes: vec![Fix::guide(format!("Write `{popular}` if that is what you mean"))],
    }
}

/// Imports of packages that neither a manifest nor the lockfile knows, each once for a manifest.
fn undeclared(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let file = context.file;
    if !file.language.has_script() || file.imports.is_empty() || is_elsewhere(&file.path) {
        return;
    }
    let settled: OnceCell<Option<Settled<'_>>> = OnceCell::new();
    let mut said: Vec<&str> = Vec::new();
    for import in file.imports.iter().filter(|import| may_name_a_package(import)) {
        let name = package_name(&import.specifier);
        // What costs least comes first: most imports are declared.
        if said.contains(&name)
            || BUILT_IN.contains(&name.split('/').next().unwrap_or(name))
            || is_declared(context, name)
            || !context.project.is_foreign(file, &import.specifier)
        {
            continue;
        }
        let governing = context.project.manifest_folder(&file.path);
        let settled = *settled.get_or_init(|| {
            let manifest = crate::project::joined(governing?, "package.json");
            let manifest = context.project.file(&manifest)?;
            context.project.lockfile_of(&manifest.path, Ecosystem::Npm)
        });
        // Without a whole lockfile nobody can tell what is installed.
        let Some(settled) = settled.filter(|settled| settled.lock.is_complete && !settled.lock.packages.is_empty())
        else {
            return;
        };
        let types = format!("@types/{}", name.trim_start_matches('@').replace('/', "__"));
        if settled.lock.installs(name) || settled.lock.installs(&types) || is_folder(context, name) {
            continue;
        }
        if !is_said_before(context, governing.unwrap_or_default(), name) {
            findings.push(not_installed(context, import, name));
        }
        said.push(name);
    }
}

/// Code that runs where packages come from elsewhere: Deno, tests, tools.
fn is_elsewhere(path: &str) -> bool {
    let parts = || path.split('/');
    path.contains("supabase/functions/")
        || parts()
            .any(|part| matches!(part, "deno" | "scripts" | "tools" | "public" | "static" | "e2e" | "k6" | "vendor"))
        || path.contains(".config.")
        || path.contains(".d.ts")
}

/// Bare names that look like a package of a registry.
fn may_name_a_package(import: &Import) -> bool {
    let specifier = import.specifier.as_str();
    let (first, is_scoped) = match specifier.strip_prefix('@') {
        Some(rest) => (rest, true),
        None => (specifier, false),
    };
    let plain = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._/".contains(&byte))
    };
    !import.is_type_only
        && plain(first)
        && first.starts_with(|letter: char| letter.is_ascii_lowercase())
        && (!is_scoped || first.contains('/'))
        && specifier.strip_suffix(".css").is_none()
}

/// Whether a manifest beside the file or above it names the package.
fn is_declared(context: &Context<'_>, name: &str) -> bool {
    let mut folder = folder_of(&context.file.path);
    loop {
        let manifest = context.project.file(&crate::project::joined(folder, "package.json"));
        if manifest
            .and_then(|file| file.manifest.as_ref())
            .is_some_and(|manifest| manifest.depends_on(name) || manifest.name.as_deref() == Some(name))
        {
            return true;
        }
        let deno = ["deno.json", "deno.jsonc", "import_map.json"];
        if deno.iter().any(|file| context.project.file(&crate::project::joined(folder, file)).is_some()) {
            return true;
        }
        if folder.is_empty() {
            return false;
        }
        folder = folder_of(folder);
    }
}

/// Whether the first part of a name is a folder or file of the project: bundlers can be told to look there.
fn is_folder(context: &Context<'_>, name: &str) -> bool {
    let first = name.trim_start_matches('@').split('/').next().unwrap_or(name);
    let middle = format!("/{first}/");
    let start = format!("{first}/");
    context.project.files().any(|file| file.path.starts_with(&start) || file.path.contains(&middle))
}

/// Whether an earlier file of the same manifest imports it, which then carries the finding.
fn is_said_before(context: &Context<'_>, folder: &str, name: &str) -> bool {
    let own = &context.file.path;
    let earlier = context.project.files().take_while(|file| file.path < *own);
    let imports = |file: &FileFacts| {
        file.imports.iter().any(|import| {
            may_name_a_package(import)
                && package_name(&import.specifier) == name
                && context.project.is_foreign(file, &import.specifier)
        })
    };
    earlier
        .filter(|file| context.project.manifest_folder(&file.path) == Some(folder) && !is_elsewhere(&file.path))
        .any(imports)
}

fn not_installed(context: &Context<'_>, import: &Import, name: &str) -> Finding {
    let known = is_popular(Ecosystem::Npm, name);
    let severity = if known { Severity::Info } else { Severity::Warning };
    let hint = if known {
        format!("Add `{name}` to the manifest that governs this file.")
    } else {
        format!("Check that `{name}` exists and who publishes it before you install it; models make up names.")
    };
    Finding {
        rule: &META,
        path: context.file.path.clone(),
        range: import.range,
        severity,
        certainty: context.certainty(import.range),
        message: Message::new(
            format!("`{name}` is imported, and neither a manifest nor the lockfile knows it"),
            "Whoever makes the build work again installs what has this name; names that models make up are registered by attackers.",
            hint.clone(),
        ),
        related: Vec::new(),
        fixes: vec![Fix::guide(hint)],
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{bad, sound};

    const LOCK: (&str, &str) = (
        "package-lock.json",
        "{\"packages\": {\"node_modules/react\": {\"version\": \"19.0.0\"}, \"node_modules/scheduler\": {\"version\": \"0.25.0\"}}}",
    );
    const MANIFEST: (&str, &str) = ("package.json", "{\"name\": \"app\", \"dependencies\": {\"react\": \"^19\"}}");

    #[test]
    fn finds_names_that_resemble_popular_ones() {
        bad(
            RULE.meta.id,
            &[
                &[("package.json", "{\"dependencies\": {«\"expresss-session\": \"^1.0.0\"»}}")],
                &[("package.json", "{\"dependencies\": {«\"crossenv\": \"^7.0.0\"»}}")],
                &[("web/package.json", "{\"devDependencies\": {«\"typescirpt\": \"^5.0.0\"»}}")],
                &[("package.json", "{\"dependencies\": {«\"mongose\": \"latest\"», \"react\": \"^19\"}}")],
                &[("requirements.txt", "«reqeusts==2.32.0»\nflask==3.0.0\n")],
            ],
        );
    }

    #[test]
    fn finds_imports_that_nothing_installs() {
        bad(
            RULE.meta.id,
            &[
                &[LOCK, MANIFEST, ("src/a.ts", "«import x from 'super-form-helper-kit';»")],
                &[LOCK, MANIFEST, ("src/a.ts", "const x = «require('react-secure-vault-x')»;")],
                &[
                    LOCK,
                    MANIFEST,
                    ("src/a.tsx", "«import { A } from '@made-up-scope/react-thing/sub';»\nimport React from 'react';"),
                ],
                // Once for a manifest.
                &[LOCK, MANIFEST, ("src/a.ts", "«import 'made-up-one';»"), ("src/b.ts", "import 'made-up-one';")],
                &[LOCK, MANIFEST, ("src/a.ts", "«import 'express';»")],
            ],
        );
    }

    #[test]
    fn is_silent_about_what_is_known() {
        sound(
            RULE.meta.id,
            &[
                &[(
                    "package.json",
                    "{\"dependencies\": {\"preact\": \"^10\", \"mysql2\": \"^3\", \"@types/expres\": \"^1\", \"expresss-session\": \"workspace:*\"}}",
                )],
                &[("package.json", "{\"dependencies\": {\"expresss-session\": \"npm:express-session@^1\"}}")],
                &[
                    ("package.json", "{\"dependencies\": {\"lodahs\": \"1.0.0\"}}"),
                    ("packages/lodahs/package.json", "{\"name\": \"lodahs\"}"),
                ],
                &[
                    LOCK,
                    MANIFEST,
                    (
                        "src/a.ts",
                        "import fs from 'node:fs'; import path from 'path'; import x from './x'; import y from '@/y'; import z from '~/z'; import v from 'virtual:pwa'; import n from '#imports'; import s from '$app/stores'; import 'server-only'; import a from 'app/other'; import c from 'astro:content';",
                    ),
                ],
                &[
                    LOCK,
                    MANIFEST,
                    ("src/a.ts", "import { unstable_now } from 'scheduler'; import type { X } from 'made-up-types';"),
                ],
                &[MANIFEST, ("src/a.ts", "import 'made-up-one';")],
                &[
                    LOCK,
                    MANIFEST,
                    ("tsconfig.json", "{\"compilerOptions\": {\"paths\": {\"lib/*\": [\"./elsewhere/*\"]}}}"),
                    ("src/a.ts", "import x from 'lib/x';"),
                ],
                &[LOCK, MANIFEST, ("src/components/b.ts", ""), ("src/a.ts", "import x from 'components/deep/x';")],
                &[LOCK, MANIFEST, ("supabase/functions/hello/index.ts", "import 'made-up-one';")],
                &[
                    LOCK,
                    MANIFEST,
                    ("packages/ui/package.json", "{\"name\": \"@acme/ui\"}"),
                    ("src/a.ts", "import { B } from '@acme/ui';"),
                ],
            ],
        );
    }
}
