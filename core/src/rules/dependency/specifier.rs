//! What the range of a dependency in a `package.json` asks for (docs.npmjs.com, "package.json", `dependencies`).

/// What a range asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Specifier<'a> {
    /// One version, or a range of versions that has an upper end.
    Range(&'a str),
    /// Any version: `*`, `x`, nothing.
    Any,
    /// Whatever a name points at today: `latest`, `next`, `beta`.
    Tag(&'a str),
    /// A repository, at a commit or release.
    PinnedGit,
    /// A repository, at whatever its branch holds.
    Git,
    /// A file from a web server.
    Url,
    /// A folder of the project, a package of the workspace, a version that stands elsewhere.
    Local,
}

/// How ranges begin that ask for nothing from npm's registry.
const LOCAL: [&str; 8] = ["file:", "link:", "portal:", "workspace:", "catalog:", "patch:", "jsr:", "."];

/// Reads a range. An alias (`npm:other@^1`) is read as the range behind it.
pub(super) fn specifier(text: &str) -> Specifier<'_> {
    let text = text.trim();
    if let Some(alias) = text.strip_prefix("npm:") {
        let range = alias.get(1..).and_then(|rest| rest.split_once('@')).map_or("", |(_, range)| range);
        return specifier(range);
    }
    if LOCAL.iter().any(|prefix| text.starts_with(prefix)) || text.starts_with('/') || text.contains("{{") {
        return Specifier::Local;
    }
    if is_git(text) {
        return if names_commit(text) { Specifier::PinnedGit } else { Specifier::Git };
    }
    if text.starts_with("http:") || text.starts_with("https:") {
        return Specifier::Url;
    }
    match text {
        "" | "*" | "x" | "X" | ">=0" | ">=0.0.0" | ">= 0.0.0" => Specifier::Any,
        _ if text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-') => Specifier::Tag(text),
        _ => Specifier::Range(text),
    }
}

fn is_git(text: &str) -> bool {
    let is_shorthand = || {
        let (owner, rest) = text.split_once('/').unwrap_or(("", ""));
        !owner.is_empty() && !rest.is_empty() && !text.contains(':') && !text.starts_with('@')
    };
    ["git+", "git:", "git@", "github:", "gitlab:", "bitbucket:", "gist:", "ssh:"]
        .iter()
        .any(|start| text.starts_with(start))
        || (text.starts_with("https://")
            && text.split('#').next().is_some_and(|url| url.strip_suffix(".git").is_some()))
        || is_shorthand()
}

/// A commit, a release, or a range of releases after `#`.
fn names_commit(text: &str) -> bool {
    let Some((_, reference)) = text.split_once('#') else { return false };
    let is_commit = reference.len() >= 7 && reference.bytes().all(|byte| byte.is_ascii_hexdigit());
    let reference = reference.rsplit(['/', '@']).next().unwrap_or(reference);
    let plain = reference.trim_start_matches(['v', '^', '~', '=']);
    let is_release = plain.starts_with(|first: char| first.is_ascii_digit()) && plain.contains('.');
    is_commit || is_release || reference.starts_with("semver:") || text.contains("commit=")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_told_apart() {
        for (text, expected) in [
            ("^1.0.0", Specifier::Range("^1.0.0")),
            ("15.1.0", Specifier::Range("15.1.0")),
            (">=1 <2", Specifier::Range(">=1 <2")),
            ("", Specifier::Any),
            (" * ", Specifier::Any),
            ("latest", Specifier::Tag("latest")),
            ("npm:react@^19", Specifier::Range("^19")),
            ("npm:@scope/react@latest", Specifier::Tag("latest")),
            ("npm:react", Specifier::Any),
            ("github:user/repo", Specifier::Git),
            ("user/repo#main", Specifier::Git),
            ("user/repo#v1.2.0", Specifier::PinnedGit),
            ("git+https://github.com/a/b.git#3f2c9a7d0e", Specifier::PinnedGit),
            ("https://example.com/a.tgz", Specifier::Url),
            ("workspace:*", Specifier::Local),
            ("catalog:", Specifier::Local),
            ("../shared", Specifier::Local),
            ("file:../shared", Specifier::Local),
        ] {
            assert_eq!(specifier(text), expected, "{text}");
        }
    }
}
