//! What a site's robots.txt (RFC 9309) says to Seaworthy by name.
//!
//! Only a group that names it counts: Seaworthy is not a crawler but looks at one page that its user names, as a browser
//! does.

use super::client::Answer;

/// The name in `User-agent` lines.
const OWN_NAME: &str = "seaworthy";

/// Rules for Seaworthy: path prefix and whether it may be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Robots {
    rules: Vec<(String, bool)>,
}

impl Robots {
    /// Reads the answer to a request for `/robots.txt`; no answer, no rules.
    pub(super) fn read(answer: Option<Answer>) -> Self {
        answer.map(|answer| Self::parse(&answer.text())).unwrap_or_default()
    }

    fn parse(text: &str) -> Self {
        let mut rules = Vec::new();
        let (mut is_ours, mut in_names) = (false, false);
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    let names_us = value.to_ascii_lowercase().split('/').next() == Some(OWN_NAME);
                    is_ours = names_us || (in_names && is_ours);
                    in_names = true;
                }
                "allow" | "disallow" => {
                    in_names = false;
                    if is_ours && !value.is_empty() {
                        rules.push((value.to_owned(), key == "allow"));
                    }
                }
                _ => in_names = false,
            }
        }
        Self { rules }
    }

    /// Whether a path may be read. The longest rule counts; of equal ones, the one that allows.
    pub(super) fn allows(&self, path: &str) -> bool {
        let of_path = self.rules.iter().filter(|(rule, _)| matches(rule, path));
        of_path.max_by_key(|(rule, allows)| (rule.len(), *allows)).is_none_or(|(_, allows)| *allows)
    }
}

/// `*` stands for anything, `$` at the end for the end.
fn matches(rule: &str, path: &str) -> bool {
    let (rule, to_end) = rule.strip_suffix('$').map_or((rule, false), |rule| (rule, true));
    let mut parts = rule.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    !to_end || rest.is_empty() || rule.ends_with('*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rules_that_name_us_count() {
        let robots = Robots::parse(
            "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Seaworthy/1\nDisallow: /a\nAllow: /a/b # ok\n\nUser-agent: x\nDisallow: /c",
        );
        for (path, expected) in [("/", true), ("/a", false), ("/a/x", false), ("/a/b/c", true), ("/c", true)] {
            assert_eq!(robots.allows(path), expected, "{path}");
        }
        assert!(Robots::parse("").allows("/"));
    }

    #[test]
    fn patterns_match() {
        for (rule, path, expected) in [
            ("/*.map$", "/a/b.map", true),
            ("/*.map$", "/a/b.map.js", false),
            ("/x", "/y", false),
            ("/a*c", "/abbc/d", true),
        ] {
            assert_eq!(matches(rule, path), expected, "{rule} {path}");
        }
    }
}
