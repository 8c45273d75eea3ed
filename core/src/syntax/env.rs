//! `.env` files with places, read as dotenv reads them (motdotla/dotenv, "What rules does the parsing engine follow?"):
//! `KEY=value`, an optional `export`, single, double and backtick quotes over several lines, `#` comments.
//!
//! Invariant: never fails; a line that is no entry is skipped.

use crate::text::{TextRange, offset};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvEntry {
    /// The variable's name.
    pub key: String,
    /// Where the name stands.
    pub key_range: TextRange,
    /// The value: without quotes, without surrounding spaces; in double quotes `\n` and `\r` are resolved.
    pub value: String,
    /// Where the value stands, without its quotes. Empty without a value.
    pub value_range: TextRange,
    /// How the value is quoted.
    pub quote: Option<char>,
    /// Where the comment after the value stands, from its `#`.
    pub comment: Option<TextRange>,
    /// Whether `export` stands before the name.
    pub exported: bool,
}

/// Reads the entries of `text` in order. A name may come more than once; dotenv lets the last one count.
pub fn parse(text: &str) -> Vec<EnvEntry> {
    let mut entries = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = line_end(text, at);
        match entry(text, at, end) {
            Some((entry, next)) => {
                entries.push(entry);
                at = next;
            }
            None => at = end,
        }
        at += line_break(text, at);
    }
    entries
}

fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found)
}

fn line_break(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

/// The entry on the line from `at` to `end`, and where its last line ends.
fn entry(text: &str, at: usize, end: usize) -> Option<(EnvEntry, usize)> {
    let mut start = skip_blanks(text, at, end);
    let exported = text[start..end].strip_prefix("export").is_some_and(|rest| rest.starts_with([' ', '\t']));
    if exported {
        start = skip_blanks(text, start + "export".len(), end);
    }
    let name = text[start..end].find(|letter: char| !is_name(letter)).map_or(end, |found| start + found);
    if name == start {
        return None;
    }
    let sign = skip_blanks(text, name, end);
    // dotenv also takes `KEY: value`.
    let separator = text[sign..end].chars().next().filter(|sign| matches!(sign, '=' | ':'))?;
    let begin = skip_blanks(text, sign + separator.len_utf8(), end);
    if separator == ':' && begin == sign + 1 {
        return None;
    }
    let value = quoted(text, begin, end).unwrap_or_else(|| plain(text, begin, end));
    let entry = EnvEntry {
        key: text[start..name].to_owned(),
        key_range: TextRange::new(offset(start), offset(name)),
        value: value.text,
        value_range: TextRange::new(offset(value.start), offset(value.end)),
        quote: value.quote,
        comment: value.comment.map(|from| TextRange::new(offset(from), offset(value.line_end))),
        exported,
    };
    Some((entry, value.line_end))
}

fn is_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-')
}

fn skip_blanks(text: &str, at: usize, end: usize) -> usize {
    end - text[at..end].trim_start_matches([' ', '\t']).len()
}

struct Value {
    text: String,
    start: usize,
    end: usize,
    quote: Option<char>,
    comment: Option<usize>,
    line_end: usize,
}

/// A quoted value; its end may stand on a later line. `None` without quotes, or without a closing quote.
fn quoted(text: &str, begin: usize, end: usize) -> Option<Value> {
    let quote = text[begin..end].chars().next().filter(|first| matches!(first, '"' | '\'' | '`'))?;
    let start = begin + 1;
    let mut close = start;
    let bytes = text.as_bytes();
    while *bytes.get(close)? != quote as u8 {
        close += if bytes[close] == b'\\' && quote == '"' { 2 } else { 1 };
    }
    let raw = text.get(start..close)?;
    let line_end = line_end(text, close);
    let after = skip_blanks(text, close + 1, line_end);
    let value =
        if quote == '"' { raw.replace("\\n", "\n").replace("\\r", "\r").replace("\\\"", "\"") } else { raw.to_owned() };
    let comment = text[after..line_end].starts_with('#').then_some(after);
    Some(Value { text: value, start, end: close, quote: Some(quote), comment, line_end })
}

fn plain(text: &str, begin: usize, end: usize) -> Value {
    let line = &text[begin..end];
    let comment = line.find('#').map(|found| begin + found);
    let value = text[begin..comment.unwrap_or(end)].trim_end();
    Value { text: value.to_owned(), start: begin, end: begin + value.len(), quote: None, comment, line_end: end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(String, String)> {
        parse(text)
            .into_iter()
            .map(|entry| {
                assert_eq!(entry.key_range.slice(text), entry.key);
                (entry.key, entry.value)
            })
            .collect()
    }

    #[test]
    fn entries_are_read_as_dotenv_reads_them() {
        let table: [(&str, &[(&str, &str)]); 16] = [
            ("A=1", &[("A", "1")]),
            ("A=1\r\nB=2\r\n", &[("A", "1"), ("B", "2")]),
            ("A = x y  # note", &[("A", "x y")]),
            ("export A=1", &[("A", "1")]),
            ("export=1", &[("export", "1")]),
            ("# A=1\n\nB=2", &[("B", "2")]),
            ("A=\"x#y\" # note", &[("A", "x#y")]),
            ("A='a\\n'", &[("A", "a\\n")]),
            ("A=\"a\\nb\"", &[("A", "a\nb")]),
            ("K=\"-----BEGIN\nabc\n-----END\"\nB=1", &[("K", "-----BEGIN\nabc\n-----END"), ("B", "1")]),
            ("A=`x \"y\"`", &[("A", "x \"y\"")]),
            ("A=\"never closed\nB=2", &[("A", "\"never closed"), ("B", "2")]),
            ("A=", &[("A", "")]),
            ("A: x", &[("A", "x")]),
            ("not an entry\nhttps://x\n漢=1", &[]),
            ("A=漢字😀 # 注\nB=1", &[("A", "漢字😀"), ("B", "1")]),
        ];
        for (text, expected) in table {
            let expected: Vec<_> =
                expected.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            assert_eq!(values(text), expected, "{text:?}");
        }
    }

    #[test]
    fn places_are_true() {
        let text = "\u{20}export  API_KEY = \"値\"  # 注\nB=x\n";
        let entries = parse(text);
        let first = &entries[0];
        assert!(first.exported && first.quote == Some('"'));
        assert_eq!(first.value_range.slice(text), "値");
        assert_eq!(first.comment.map(|range| range.slice(text)), Some("# 注"));
        assert_eq!(entries[1].value_range.slice(text), "x");
        assert_eq!(entries[1].comment, None);
    }

    #[test]
    fn a_backslash_at_the_end_does_no_harm() {
        for text in ["A=\"\\", "A=\"\\漢\"", "A=\"漢\\", "=", "export ", "export", ":", "A:b"] {
            let _ = values(text);
        }
    }
}
