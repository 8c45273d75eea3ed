//! Patterns of paths: segments with `*` for any part of a name, and `**` for any number of folders.
//!
//! Invariant: a match takes no more than the product of the two lengths for each segment, whatever the text.

/// Whether a path matches a pattern. Both have forward slashes.
pub fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('/') {
        Some(("**", rest)) => {
            matches(rest, path) || path.split_once('/').is_some_and(|(_, deeper)| matches(pattern, deeper))
        }
        Some((first, rest)) => {
            path.split_once('/').is_some_and(|(folder, deeper)| segment(first, folder) && matches(rest, deeper))
        }
        None if pattern == "**" => true,
        None => !path.contains('/') && segment(pattern, path),
    }
}

/// Whether one name matches; only one `*` is known.
fn segment(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => {
            name.len() >= before.len() + after.len() && name.starts_with(before) && name.ends_with(after)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn paths_match_as_people_read_patterns() {
        for (pattern, path, expected) in [
            ("src/main", "src/main", true),
            ("src/main", "src/mainly", false),
            ("src/main", "x/src/main", false),
            ("pages/**", "pages/index", true),
            ("pages/**", "pages/a/b", true),
            ("pages/**", "pagesx/a", false),
            ("pages/**", "pages", false),
            ("src/routes/**/+page*", "src/routes/+page", true),
            ("src/routes/**/+page*", "src/routes/a/b/+page@x", true),
            ("src/routes/**/+page*", "src/routes/a/+layout", false),
            ("**/_document", "pages/_document", true),
            ("*/index", "a/index", true),
            ("*/index", "a/b/index", false),
            ("projects/*/src/main", "projects/x/src/main", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }
}
