//! Files that belong to a project and are still not analysed: build output, generated and minified code, tests.

use crate::kinds::{is_lock_file, name};

/// Folders that hold installed packages or the output of a build.
const OUTPUT_FOLDERS: [&str; 22] = [
    "node_modules",
    "bower_components",
    ".next",
    ".nuxt",
    ".output",
    ".svelte-kit",
    ".turbo",
    ".vercel",
    ".wrangler",
    ".netlify",
    ".astro",
    ".expo",
    ".cache",
    ".yarn",
    "__generated__",
    "build",
    "coverage",
    "dist",
    "out",
    "storybook-static",
    "target",
    "vendor",
];

const TEST_FOLDERS: [&str; 13] = [
    "__tests__",
    "__test__",
    "__mocks__",
    "__fixtures__",
    "__snapshots__",
    "e2e",
    "cypress",
    "playwright",
    "mocks",
    "fixtures",
    "test",
    "tests",
    "spec",
];

/// The part of a file before its extension that tells a test: `login.test.ts`, `Button.stories.tsx`.
const TEST_PARTS: [&str; 8] = ["test", "tests", "spec", "e2e", "stories", "story", "mock", "fixture"];

/// How far into a file a header that calls it generated may stand, in bytes.
const HEADER: usize = 1024;
/// A text shorter than this is not called minified.
const SHORTEST_MINIFIED: usize = 4 * 1024;
/// Longest average line of code people write, in bytes.
const LONGEST_AVERAGE: usize = 500;
/// Longest single line in code people write (an inlined image, a long SVG path), in bytes.
const LONGEST_LINE: usize = 20 * 1024;

/// A file that was left out, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Project-relative path with forward slashes.
    pub path: String,
    /// Why.
    pub reason: SkipReason,
}

/// Why a file was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// A test, a story, a mock or a fixture.
    Test,
    /// Its header says that a program writes it.
    Generated,
    /// Made short for browsers.
    Minified,
    /// `ignore` in `seaworthy.toml` names it.
    Configured,
    /// A symbolic link; what it leads to is read where it is.
    Link,
    /// Neither file nor folder: a pipe, a socket, a device.
    Special,
}

impl SkipReason {
    /// What the files are, for a sentence that counts them (`3 generated files`).
    pub const fn describe(self, count: usize) -> &'static str {
        match (self, count) {
            (Self::Test, 1) => "test file",
            (Self::Test, _) => "test files",
            (Self::Generated, 1) => "generated file",
            (Self::Generated, _) => "generated files",
            (Self::Minified, 1) => "minified file",
            (Self::Minified, _) => "minified files",
            (Self::Configured, 1) => "file ignored in seaworthy.toml",
            (Self::Configured, _) => "files ignored in seaworthy.toml",
            (Self::Link, 1) => "symbolic link",
            (Self::Link, _) => "symbolic links",
            (Self::Special, 1) => "pipe, socket or device",
            (Self::Special, _) => "pipes, sockets or devices",
        }
    }
}

/// Whether a folder of this name holds installed packages or build output.
pub(crate) fn is_output_folder(name: &str) -> bool {
    OUTPUT_FOLDERS.contains(&name)
}

/// Whether a hidden file or folder is looked at all the same.
pub(crate) fn is_welcome_though_hidden(name: &str) -> bool {
    crate::kinds::is_env(name)
        || matches!(
            name,
            ".github"
                | ".circleci"
                | ".gitlab-ci.yml"
                | ".gitignore"
                | ".npmrc"
                | ".renovaterc"
                | ".renovaterc.json"
                | ".snyk"
                | ".firebaserc"
                | ".htaccess"
                | ".well-known"
        )
}

/// Whether the path tells a test, story, mock or fixture.
pub(crate) fn is_test(path: &str) -> bool {
    let mut parts: Vec<&str> = path.split('/').collect();
    let file = parts.pop().unwrap_or("");
    let in_folder = parts.iter().any(|part| TEST_FOLDERS.contains(part));
    let mut words = file.split('.');
    words.next();
    let words: Vec<&str> = words.collect();
    // The last word is the extension.
    in_folder || words.iter().rev().skip(1).any(|word| TEST_PARTS.contains(word))
}

/// Whether a text is not what a person would mend: generated or minified.
pub(crate) fn skip_by_text(path: &str, text: &str) -> Option<SkipReason> {
    if is_lock_file(path) {
        return None;
    }
    if has_generated_header(text) {
        return Some(SkipReason::Generated);
    }
    is_minified(path, text).then_some(SkipReason::Minified)
}

fn has_generated_header(text: &str) -> bool {
    let mut end = HEADER.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let header = text[..end].lines().take_while(|line| is_comment(line));
    header.into_iter().any(|line| {
        // Tools shout it (the Go convention, `// Code generated … DO NOT EDIT.`). AI builders write "automatically generated.
        // Do not edit it directly" over the very files that hold a project's auth client, which are code to look at.
        line.contains("@generated") || line.contains("DO NOT EDIT") || line.contains("Auto-generated file")
    })
}

/// Only comments at the top count: a string that says "do not edit" is the program's own.
fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty()
        || ["//", "/*", "*", "#", "<!--", "--", "'use ", "\"use "].iter().any(|start| line.starts_with(start))
}

fn is_minified(path: &str, text: &str) -> bool {
    if name(path).split('.').rev().nth(1) == Some("min") {
        return true;
    }
    if text.len() < SHORTEST_MINIFIED || !is_script(path) {
        return false;
    }
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1;
    text.len() / lines > LONGEST_AVERAGE
        || longest_line(text) > LONGEST_LINE && text.len() / lines > LONGEST_AVERAGE / 4
}

/// JSON, SQL and the like have long lines for good reasons.
fn is_script(path: &str) -> bool {
    let extension = name(path).rsplit('.').next().unwrap_or("");
    matches!(extension, "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx")
}

fn longest_line(text: &str) -> usize {
    text.split(['\n', '\r']).map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_told_by_path() {
        for path in
            ["src/a.test.ts", "a.spec.tsx", "x/__tests__/y.ts", "e2e/login.ts", "Button.stories.tsx", "a.e2e-x.test.js"]
        {
            assert!(is_test(path), "{path}");
        }
        for path in ["src/test.ts", "src/latest.ts", "app/spec.ts", "contest/a.ts", "src/mock.ts", "a.tests"] {
            assert!(!is_test(path), "{path}");
        }
    }

    #[test]
    fn generated_and_minified_code_is_told_by_text() {
        let long = "x".repeat(30_000);
        for (path, text, expected) in [
            ("a.ts", "/* eslint-disable */\n// @generated by tool\nx", Some(SkipReason::Generated)),
            ("a.ts", "// Code generated by x. DO NOT EDIT.\n", Some(SkipReason::Generated)),
            ("a.ts", "const help = 'DO NOT EDIT';\n", None),
            ("a.ts", "import x from 'y';\n// @generated\n", None),
            ("lib/a.min.js", "x", Some(SkipReason::Minified)),
            ("a.js", &long, Some(SkipReason::Minified)),
            ("a.json", &long, None),
            ("a.ts", &format!("{}{long}", "const a = 1;\n".repeat(3000)), None),
            ("package-lock.json", &long, None),
            ("empty.ts", "", None),
        ] {
            assert_eq!(skip_by_text(path, text), expected, "{path} {text:.40}");
        }
    }
}
