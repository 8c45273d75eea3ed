//! Who speaks in a text: the names by which it calls itself, and all its words that may be names.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::text::{TextRange, offset};

/// How a text says who "we" are, right behind the name.
const WE: [&str; 18] = [
    "(\"we\"",
    "(“we”",
    "(\"we,\"",
    "(“we,”",
    "(\"us\"",
    "(“us”",
    "(we,",
    "(\"our\"",
    "(&quot;we&quot;",
    "(\"the company\"",
    "(„wir“",
    "(\"wir\"",
    "(« nous »",
    "(\"nosotros\"",
    "(“nosotros”",
    "(\"nós\"",
    "(“nós”",
    "(\"noi\"",
];
/// More names than these are not kept.
const MOST: usize = 600;

/// The names by which a text calls the one who speaks.
pub(super) fn speakers(text: &str) -> Vec<(SmolStr, TextRange)> {
    let folded = super::fold::fold(text);
    let mut found: Vec<(SmolStr, TextRange)> = Vec::new();
    for we in WE {
        for at in memchr::memmem::find_iter(folded.as_bytes(), we) {
            if let Some((start, end)) = name_before(text, at) {
                let name = SmolStr::new(&text[start..end]);
                if !found.iter().any(|(known, _)| *known == name) {
                    found.push((name, TextRange::new(offset(start), offset(end))));
                }
            }
        }
    }
    found.sort_by_key(|(_, range)| *range);
    found
}

/// The run of capitalised words that ends before `at`.
fn name_before(text: &str, at: usize) -> Option<(usize, usize)> {
    let before = text.get(..at)?.trim_end();
    let end = before.len();
    let mut start = end;
    let mut words = 0;
    while words < 5 {
        let rest = text[..start].trim_end_matches(' ');
        let from = rest
            .rfind([' ', '\n', '(', '"', '“'])
            .map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
        let word = &rest[from..];
        let begins_name = word.chars().next().is_some_and(|first| first.is_uppercase() || first.is_ascii_digit());
        // A sentence or a clause ended there; `Inc.` and `Co.` end none.
        let ends_before = words > 0 && word.ends_with(['.', ':', ';']) && word.len() > 5;
        if !begins_name || ends_before {
            break;
        }
        start = from;
        words += 1;
        if from == 0 {
            break;
        }
    }
    (words > 0).then_some((start, end))
}

/// Words that may be names, in lower case: those with a capital, and parts of addresses.
pub(super) fn names(text: &str) -> BTreeSet<SmolStr> {
    let parts = text.split(|character: char| !character.is_alphanumeric());
    let is_name =
        |part: &&str| part.chars().count() > 1 && part.chars().next().is_some_and(|first| !first.is_lowercase());
    let mut found: BTreeSet<SmolStr> =
        parts.filter(is_name).map(|part| SmolStr::new(part.to_lowercase())).take(MOST).collect();
    let hosts =
        text.split_whitespace().filter(|word| word.contains('@') || word.contains("://") || word.contains("www."));
    for host in hosts.take(50) {
        let parts = host.split(|character: char| !character.is_alphanumeric()).filter(|part| part.len() > 2);
        found.extend(parts.map(|part| SmolStr::new(part.to_lowercase())));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_who_speaks_is_named() {
        for (text, expected) in [
            ("This explains how Harbor Berths (\"we\", \"us\") collects", Some("Harbor Berths")),
            ("Welcome. Blue Whale Ltd. (“we”) runs this.", Some("Blue Whale Ltd.")),
            ("Die Hafen GmbH („wir“) verarbeitet", Some("Die Hafen GmbH")),
            ("our site (\"we\")", None),
            ("nothing of the kind", None),
        ] {
            let found = speakers(text);
            assert_eq!(found.first().map(|(name, _)| name.as_str()), expected, "{text}");
            if let Some((name, range)) = found.first() {
                assert_eq!(range.slice(text), name);
            }
        }
    }

    #[test]
    fn names_are_kept_in_lower_case() {
        let found = names("Harbor and privacy@blue-whale.example, www.sea.example");
        for name in ["harbor", "blue", "whale", "sea"] {
            assert!(found.contains(name), "{name}");
        }
        assert!(!found.contains("and"));
    }
}
