//! Which files the core has anything to say about, by name alone.

/// Kinds of file by their extension. The recognisers decide what to make of them; a file of another kind is not opened.
const EXTENSIONS: [&str; 27] = [
    "js", "mjs", "cjs", "es6", "jsx", "ts", "mts", "cts", "tsx", "vue", "svelte", "astro", "html", "htm", "xhtml", "json",
    "jsonc", "json5", "sql", "toml", "yaml", "yml", "prisma", "env", "rules", "conf", "graphql",
];

/// Files known by their whole name.
const NAMES: [&str; 10] = [
    "_headers",
    "_redirects",
    ".firebaserc",
    ".htaccess",
    ".npmrc",
    "bun.lock",
    "Caddyfile",
    "Dockerfile",
    "Procfile",
    "yarn.lock",
];

/// Lock files, which are long by nature.
const LOCK_FILES: [&str; 6] =
    ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "deno.lock"];

/// Whether a file of this name is analysed at all.
pub(crate) fn is_read(path: &str) -> bool {
    let name = name(path);
    is_env(name) || NAMES.contains(&name) || extension(name).is_some_and(|end| EXTENSIONS.contains(&end.as_str()))
}

/// Whether the file holds environment variables: `.env`, `.env.local`.
pub(crate) fn is_env(path: &str) -> bool {
    let name = name(path);
    name == ".env" || name.starts_with(".env.")
}

/// Whether the file is a package manager's lock file.
pub(crate) fn is_lock_file(path: &str) -> bool {
    LOCK_FILES.contains(&name(path))
}

pub(crate) fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn extension(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_name() {
        for path in ["a.ts", "a.TSX", "x/.env", ".env.local", "b/yarn.lock", "public/_headers", "firestore.rules"] {
            assert!(is_read(path), "{path}");
        }
        for path in ["logo.png", "README.md", "ts", "a.ts.bak", "x/environment"] {
            assert!(!is_read(path), "{path}");
        }
    }
}
