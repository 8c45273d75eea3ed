//! Source lines as they may be shown: credentials in them are covered.
//!
//! A code frame in a terminal, a CI log or a pull request comment is a copy of the source line. Where that line holds a
//! key, the copy would spread it. Covering keeps the number of characters, so that columns stay true.

use std::ops::Range;

/// What covers a character.
const COVER: char = '•';
/// How much of a credential stays readable: enough to recognise its kind (`sk_l`, `eyJh`).
const SHOWN: usize = 4;
/// The shortest run that is taken for a credential by its looks alone.
const SHORTEST: usize = 20;
/// The shortest text between quotes that is covered, in characters.
const SHORTEST_QUOTED: usize = 6;
/// Lines people write are shorter than this, in bytes.
const LONGEST_WRITTEN: usize = 4 * 1024;
/// So far beside a part of a longer line is looked for what reaches into it, in bytes.
const BESIDE: usize = 4 * 1024;

/// Covers what looks like a credential: runs of at least 20 letters, digits and `_ - + = .` that mix letters and digits.
/// With `all_quoted`, for lines a rule found a secret in, everything between quotes of 6 characters or more is covered
/// too. The result has as many characters as `text`.
pub fn mask(text: &str, all_quoted: bool) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    cover_runs(&mut characters);
    if all_quoted {
        cover_quoted(&mut characters);
    }
    characters.into_iter().collect()
}

/// Covers a part of a line as [`mask`] covers the line, without reading far beyond the part where the line is long. `part`
/// is in bytes; the result has as many characters as the part.
///
/// In a line of minified code it cannot be told which quotes open and which close: a quote in a regular expression turns
/// all that follow. So what stands between any two of them is covered there.
pub fn mask_part(line: &str, part: Range<usize>, all_quoted: bool) -> String {
    if line.len() <= LONGEST_WRITTEN {
        let masked = mask(line, all_quoted);
        let skipped = line[..part.start].chars().count();
        return masked.chars().skip(skipped).take(line[part].chars().count()).collect();
    }
    let around = floor(line, part.start.saturating_sub(BESIDE))..floor(line, (part.end + BESIDE).min(line.len()));
    let mut characters: Vec<char> = line[around.clone()].chars().collect();
    cover_runs(&mut characters);
    if all_quoted {
        cover_between_quotes(&mut characters);
    }
    let skipped = line[around.start..part.start].chars().count();
    characters.into_iter().skip(skipped).take(line[part].chars().count()).collect()
}

fn floor(line: &str, mut at: usize) -> usize {
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn is_run(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '+' | '=' | '.')
}

/// A chain of short names (`process.env.STRIPE_KEY_2`) or a version is no credential, so only the parts between dots and
/// equal signs count, except in a JWT, whose parts are long themselves.
fn is_credential(run: &[char]) -> bool {
    let digits = run.iter().filter(|character| character.is_ascii_digit()).count();
    let letters = run.iter().filter(|character| character.is_ascii_alphabetic()).count();
    run.len() >= SHORTEST && digits >= 3 && letters >= 3
}

fn cover_runs(characters: &mut [char]) {
    let mut start = 0;
    while start < characters.len() {
        let end = run_end(characters, start, |character| is_run(character) && !matches!(character, '.' | '='));
        if end > start {
            if is_credential(&characters[start..end]) {
                cover(&mut characters[start..end]);
            }
            start = end;
        } else {
            start += 1;
        }
    }
}

fn run_end(characters: &[char], start: usize, belongs: impl Fn(char) -> bool) -> usize {
    characters[start..]
        .iter()
        .position(|character| !belongs(*character))
        .map_or(characters.len(), |length| start + length)
}

fn cover_quoted(characters: &mut [char]) {
    let mut at = 0;
    while at < characters.len() {
        let quote = characters[at];
        at += 1;
        if !matches!(quote, '"' | '\'' | '`') {
            continue;
        }
        let end = run_end(characters, at, |character| character != quote);
        if end - at >= SHORTEST_QUOTED && !names_module(&characters[..at - 1]) {
            cover(&mut characters[at..end]);
        }
        if end == characters.len() {
            // A quote without a partner (one in a regular expression, say) may have turned all others.
            cover_between_quotes(characters);
        }
        at = end + 1;
    }
    // `KEY=value` in an env file has no quotes.
    if let Some(equals) = characters.iter().position(|character| *character == '=')
        && characters[..equals].iter().all(|character| character.is_ascii_alphanumeric() || "_ -".contains(*character))
        && characters.get(equals + 1).is_some_and(|next| is_run(*next))
    {
        cover(&mut characters[equals + 1..]);
    }
}

/// Covers what stands between one quote and the next, whichever of them opens. Before the first and after the last quote
/// a string may go on that begins or ends out of sight, so that is covered too.
fn cover_between_quotes(characters: &mut [char]) {
    for stretch in characters.split_mut(|character| matches!(character, '"' | '\'' | '`')) {
        if stretch.len() >= SHORTEST_QUOTED {
            cover(stretch);
        }
    }
}

/// Whether what stands before a quote says that a module's name follows: `import`, `from`, `require(`. Nobody keeps a secret
/// there, and covered imports would hide how a file gets to the browser.
fn names_module(before: &[char]) -> bool {
    let text: String = before.iter().rev().take(12).rev().collect();
    let text = text.trim_end();
    let is_word = |word: &str| {
        text.strip_suffix(word).is_some_and(|rest| !rest.ends_with(|last: char| last.is_alphanumeric() || last == '_'))
    };
    is_word("from") || is_word("import") || is_word("import(") || is_word("require(")
}

fn cover(run: &mut [char]) {
    let shown = SHOWN.min(run.len() / 4);
    for character in &mut run[shown..] {
        if !character.is_whitespace() {
            *character = COVER;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fake_key() -> String {
        format!("{}_{}", "sk", "a1b2c3d4".repeat(4))
    }

    #[test]
    fn credentials_are_covered_and_columns_stay() {
        let line = format!("const key = \"{}\"; // 漢字", fake_key());
        let masked = mask(&line, false);
        assert!(!masked.contains(&fake_key()), "{masked}");
        assert!(masked.contains("sk_a•"), "{masked}");
        assert!(masked.ends_with("// 漢字"));
        assert_eq!(masked.chars().count(), line.chars().count());
    }

    #[test]
    fn each_part_of_a_token_is_covered() {
        let token =
            format!("{}.{}.{}", "eyJ0eXAiOiJKV1Qi1234".repeat(2), "eyJzdWIiOiIxMjM0NTY3".repeat(2), "x1y2z3".repeat(8));
        let masked = mask(&format!("t = '{token}'"), false);
        for part in token.split('.') {
            assert!(!masked.contains(&part[4..]), "{masked}");
        }
    }

    #[test]
    fn a_short_password_is_covered_where_a_secret_was_found() {
        assert_eq!(mask("password: 'correct horse'", true), "password: 'cor•••• •••••'");
        assert_eq!(mask("DB_PASSWORD=hunter2hunter2", true), "DB_PASSWORD=hun•••••••••••");
    }

    #[test]
    fn a_part_is_covered_as_in_its_line() {
        let quoted = "correct horse battery";
        for before in [0, 50, 100_000] {
            let line =
                format!("{}f(\"x\",/\"/,{{password:\"{quoted}\",key:\"{}\"}});", "é;".repeat(before), fake_key());
            for name in [quoted, &fake_key()] {
                let at = line.find(name).unwrap();
                // From the middle of the credential, so that its opening quote is out of sight.
                let part = at + 4..at + name.len();
                let masked = mask_part(&line, part.clone(), true);
                assert_eq!(masked.chars().count(), line[part.clone()].chars().count());
                for word in line[part].split(' ') {
                    assert!(!masked.contains(word), "{before}: {masked}");
                }
            }
        }
    }

    #[test]
    fn a_part_of_code_stays_readable() {
        let line = format!("{}localStorage.setItem(\"access_token\",t)", "x;".repeat(100_000));
        let at = line.find("local").unwrap();
        assert_eq!(mask_part(&line, at..line.len(), false), line[at..]);
    }

    #[test]
    fn imports_stay_readable_where_a_secret_was_found() {
        for line in [
            "import { config } from \"@/lib/config\";",
            "const db = require('../lib/database');",
            "import './server-setup';",
        ] {
            assert_eq!(mask(line, true), line);
        }
        assert_eq!(mask("x.platform \"longer\"", true), "x.platform \"l•••••\"");
        let key = fake_key();
        assert!(
            !mask(&format!("import x from '{key}';"), true).contains(&key),
            "what looks like a key is covered anywhere"
        );
    }

    #[test]
    fn ordinary_code_stays_readable() {
        for line in [
            "localStorage.setItem(\"access_token\", session.access_token);",
            "const value = process.env.NEXT_PUBLIC_STRIPE_KEY_2;",
            "import { useSomethingRatherLongIndeed } from '@/components/ui/some-long-name';",
        ] {
            assert_eq!(mask(line, false), line);
        }
    }
}
