//! Which files the core has anything to say about, by name alone.

use seaworthy_core::facts::PackageManager;
use seaworthy_core::syntax::Language;

/// Endings of files that are no language of the syntax layer and still configure what a site does.
const ENDINGS: [&str; 2] = [".conf", ".conf.template"];

/// Files known by their whole name.
const NAMES: [&str; 21] = [
    "_headers",
    "_redirects",
    ".firebaserc",
    ".gitignore",
    ".htaccess",
    ".npmrc",
    ".renovaterc",
    ".snyk",
    "bun.lock",
    "bun.lockb",
    "Caddyfile",
    "deno.lock",
    "Dockerfile",
    "pdm.lock",
    "Pipfile",
    "Pipfile.lock",
    "poetry.lock",
    "Procfile",
    "requirements.txt",
    "uv.lock",
    "yarn.lock",
];

/// Globs of the files a client should watch: those that may hold facts and change often. Others are read when the project is.
pub const WATCHED: [&str; 4] = [
    "**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte,astro,html,htm,json,sql,prisma,toml,yml,yaml,rules,conf}",
    "**/.env*",
    "**/.gitignore",
    "**/*.{md,mdx}",
];

/// Whether a file of this name is analysed at all.
pub(crate) fn is_read(path: &str) -> bool {
    let name = name(path);
    Language::from_path(name) != Language::Other
        || NAMES.contains(&name)
        || name.starts_with("requirements") && name.strip_suffix(".txt").is_some()
        || ENDINGS.iter().any(|end| name.ends_with(end))
        // Of texts those alone by which a site speaks of law.
        || seaworthy_core::policy::kind_of_path(path).is_some()
}

/// Whether the file holds environment variables: `.env`, `.env.local`, `production.env`.
pub fn is_env(path: &str) -> bool {
    Language::from_path(path) == Language::Env
}

/// Whether the file tells version control what to leave out.
pub fn is_ignore_file(path: &str) -> bool {
    name(path) == ".gitignore"
}

/// Whether the file is a package manager's lock file, which is long by nature.
pub(crate) fn is_lock_file(path: &str) -> bool {
    PackageManager::of_lockfile(name(path)).is_some()
}

/// Whether only the file's being there says something: its content is binary.
pub(crate) fn is_told_by_name(path: &str) -> bool {
    name(path) == "bun.lockb"
}

pub(crate) fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_watched_is_read() {
        let endings = WATCHED[0].trim_start_matches("**/*.{").trim_end_matches('}').split(',');
        for ending in endings {
            assert!(is_read(&format!("a.{ending}")), "{ending}");
        }
    }

    #[test]
    fn kinds_are_told_by_name() {
        for path in [
            "a.ts",
            "a.TSX",
            "x/.env",
            ".env.local",
            "b/yarn.lock",
            "requirements-prod.txt",
            "uv.lock",
            "public/_headers",
            "firestore.rules",
            "a/.gitignore",
            "content/pages/privacy.mdx",
            "src/content/legal/terms.md",
        ] {
            assert!(is_read(path), "{path}");
        }
        for path in ["logo.png", "README.md", "docs/setup.md", "PRIVACY.md", "ts", "a.ts.bak", "x/environment"] {
            assert!(!is_read(path), "{path}");
        }
    }
}
