//! The names that stand in what a call is given, as written: a value's own name tells what it holds even where the value
//! itself cannot be told.
//!
//! Invariant: what is only compared, counted, negated, hashed or masked is not handed over, and is no mention.

use smol_str::SmolStr;

use crate::facts::{Given, Value};
use crate::syntax::digest::CallSite;
use crate::text::{TextRange, offset};

/// Longer arguments are looked at in part.
const LONGEST: usize = 4_000;
/// More names are not noted of one call.
const MOST: usize = 24;
/// Functions that hand on what they are given.
const HANDS_ON: [&str; 14] = [
    "stringify",
    "String",
    "inspect",
    "format",
    "encodeURIComponent",
    "assign",
    "fromEntries",
    "entries",
    "red",
    "green",
    "blue",
    "yellow",
    "cyan",
    "URLSearchParams",
];
/// Methods that give what they are called on.
const ITSELF: [&str; 7] = ["toLowerCase", "toUpperCase", "trim", "toString", "toJSON", "toObject", "join"];

/// The names a callee is written with: `["this", "logger", "info"]`; empty when it is no plain chain.
pub fn written_callee<'t>(site: &CallSite, text: &'t str) -> Vec<&'t str> {
    let rest = text.get(site.call.range.start as usize..).unwrap_or_default();
    let rest = rest.strip_prefix("new ").unwrap_or(rest);
    let (chain, length) = chain_at(rest);
    let after = rest[length..].trim_start();
    if after.starts_with(['(', '<']) || after.starts_with("?.(") { chain } else { Vec::new() }
}

/// What a call is given from its argument `from` on, as far as `matters` says of a name and of the one before it.
pub fn given(site: &CallSite, from: usize, text: &str, matters: &dyn Fn(&str, &str) -> bool) -> Vec<Given> {
    let mut found = Vec::new();
    for (value, range) in site.call.arguments.iter().zip(&site.argument_ranges).skip(from) {
        if matches!(value, Value::Function(_) | Value::Text(_) | Value::Number(_) | Value::Bool(_)) {
            continue;
        }
        found.extend(within(value, *range, text, matters));
    }
    found.truncate(MOST);
    found
}

/// What one expression hands over.
pub fn within(value: &Value, range: TextRange, text: &str, matters: &dyn Fn(&str, &str) -> bool) -> Vec<Given> {
    let mut found = Vec::new();
    let written = text.get(range.start as usize..range.end as usize).unwrap_or_default();
    let mut scan = Scan { text: written, base: range.start, value, matters, found: &mut found };
    scan.code(0, written.len().min(LONGEST));
    found
}

/// One argument being looked through.
struct Scan<'a, 't> {
    text: &'t str,
    base: u32,
    value: &'a Value,
    matters: &'a dyn Fn(&str, &str) -> bool,
    found: &'a mut Vec<Given>,
}

impl Scan<'_, '_> {
    /// Looks through code between two offsets.
    fn code(&mut self, mut at: usize, end: usize) {
        let bytes = self.text.as_bytes();
        while at < end {
            match bytes[at] {
                quote @ (b'"' | b'\'') => at = string_end(bytes, at + 1, end, quote),
                b'`' => at = self.template(at + 1, end),
                b'/' if bytes.get(at + 1) == Some(&b'/') => {
                    at = memchr::memchr(b'\n', &bytes[at..end]).map_or(end, |found| at + found);
                }
                byte if is_name_start(byte) => at = self.name(at, end),
                // A number, or the rest of a name in letters beyond ASCII.
                byte if byte.is_ascii_digit() || !byte.is_ascii() => at = name_end(bytes, at, end),
                _ => at += 1,
            }
        }
    }

    /// The holes of a template; gives where it ends.
    fn template(&mut self, mut at: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        while at < end {
            match bytes[at] {
                b'\\' => at += 2,
                b'`' => return at + 1,
                b'$' if bytes.get(at + 1) == Some(&b'{') => {
                    let close = closing(bytes, at + 2, end);
                    self.code(at + 2, close);
                    at = close + 1;
                }
                _ => at += 1,
            }
        }
        end
    }

    /// A chain of names at `at`; gives where to go on.
    fn name(&mut self, at: usize, end: usize) -> usize {
        let (mut chain, length) = chain_at(&self.text[at..]);
        let stop = at + length.max(1);
        let before = self.text[..at].trim_end();
        let after = self.text[stop.min(self.text.len())..].trim_start();
        if after.starts_with('(') || after.starts_with("?.(") {
            let open = self.text.len() - after.len() + usize::from(after.starts_with('?')) * 2;
            let close = closing(self.text.as_bytes(), open + 1, end);
            let last = chain.last().copied().unwrap_or_default();
            if HANDS_ON.contains(&last) {
                self.code(open + 1, close);
            } else if ITSELF.contains(&last) && chain.len() > 1 {
                chain.pop();
                self.note(&chain, TextRange::new(offset(at), offset(stop)));
            }
            return close + 1;
        }
        if is_key(before, after) {
            // `{ email: "…" }`, `{ email: !!email }`: nothing of it is told.
            let told = after[1..].trim_start();
            let length = told.find([',', '}', '\n']).unwrap_or(told.len());
            let told = &told[..length];
            let is_plain = told.starts_with(['"', '\'', '!']) || told.starts_with(|first: char| first.is_ascii_digit());
            let is_word = matches!(told.trim(), "undefined" | "null" | "true" | "false");
            let is_masked = told.contains('(') && !HANDS_ON.iter().any(|name| told.contains(&format!("{name}(")));
            if is_plain || is_word || is_masked && is_protective(told) {
                return self.text.len() - after.len() + 1 + (after[1..].len() - after[1..].trim_start().len()) + length;
            }
            self.note(&chain, TextRange::new(offset(at), offset(stop)));
            return stop;
        }
        let is_tested = before.ends_with('!')
            || before.ends_with("typeof")
            || before.ends_with("===")
            || before.ends_with("!==")
            || after.starts_with("===")
            || after.starts_with("!=")
            || after.starts_with("==")
            || after.starts_with("&&")
            || after.starts_with('?') && !after.starts_with("??") && !after.starts_with("?.");
        if !is_tested {
            self.note(&chain, TextRange::new(offset(at), offset(stop)));
        }
        stop
    }

    fn note(&mut self, chain: &[&str], range: TextRange) {
        let Some((name, before)) = chain.split_last() else { return };
        let of = before.last().copied().unwrap_or_default();
        if !(self.matters)(name, of) {
            return;
        }
        let is_whole = range.start == 0 && range.end as usize == self.text.len();
        let place = TextRange::new(self.base + range.start, self.base + range.end);
        let value = if is_whole { self.value.clone() } else { self.part(name, place) };
        // A key and the value beside it are one thing.
        let is_same = |known: &Given| known.name == *name && known.range.end + 2 + 64 > place.start;
        if !self.found.last().is_some_and(is_same) {
            self.found.push(Given { name: SmolStr::new(name), of: SmolStr::new(of), range: place, value, is_whole });
        }
    }

    /// The value of an entry of the object that the argument is.
    fn part(&self, name: &str, place: TextRange) -> Value {
        let object = self.value.object();
        let entry = object.and_then(|object| {
            object.properties.iter().find(|entry| {
                entry.range.contains(place) && (entry.key.as_deref() == Some(name) || entry.value_range == place)
            })
        });
        entry.map(|entry| entry.value.clone()).unwrap_or_default()
    }
}

/// Whether what is told goes through something that takes the data out of it.
fn is_protective(told: &str) -> bool {
    let lower = told.to_ascii_lowercase();
    [
        "mask",
        "redact",
        "hash",
        "anonym",
        "sha",
        "md5",
        "encrypt",
        "obfus",
        "truncate",
        "boolean(",
        "slice(",
        "substring(",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// Whether a name is a key of an object: `{ email: …`, `, email: …`.
fn is_key(before: &str, after: &str) -> bool {
    after.starts_with(':') && before.ends_with(['{', ','])
}

/// The chain of plain members that a text begins with, and its length: `user?.email`, `req.body`, `rows[0].email`.
fn chain_at(text: &str) -> (Vec<&str>, usize) {
    let bytes = text.as_bytes();
    let mut chain = Vec::new();
    let mut at = 0;
    while at < bytes.len() && is_name_start(bytes[at]) {
        let end = name_end(bytes, at, bytes.len());
        chain.push(&text[at..end]);
        at = end;
        if bytes.get(at) == Some(&b'!') && bytes.get(at + 1) == Some(&b'.') {
            at += 1;
        }
        if bytes.get(at) == Some(&b'[') {
            let close = memchr::memchr(b']', &bytes[at..]).map(|found| at + found);
            match close.filter(|close| bytes.get(close + 1) == Some(&b'.')) {
                Some(close) => at = close + 1,
                None => break,
            }
        }
        let skip = if bytes[at..].starts_with(b"?.") { 2 } else { usize::from(bytes.get(at) == Some(&b'.')) };
        if skip == 0 || !bytes.get(at + skip).is_some_and(|next| is_name_start(*next)) {
            break;
        }
        at += skip;
    }
    (chain, at)
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$'
}

/// Where a run of name letters ends; letters beyond ASCII count, so that the end is never within one.
fn name_end(bytes: &[u8], from: usize, end: usize) -> usize {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || !byte.is_ascii();
    bytes[from..end].iter().position(|byte| !is_part(*byte)).map_or(end, |length| from + length)
}

/// Where a string ends: after its quote.
fn string_end(bytes: &[u8], mut at: usize, end: usize, quote: u8) -> usize {
    while at < end && bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(end)
}

/// Where the bracket that is open at `at` closes.
fn closing(bytes: &[u8], mut at: usize, end: usize) -> usize {
    let mut depth = 0_u32;
    while at < end {
        match bytes[at] {
            quote @ (b'"' | b'\'') => {
                at = string_end(bytes, at + 1, end, quote);
                continue;
            }
            b'(' | b'{' | b'[' => depth += 1,
            b')' | b'}' | b']' if depth == 0 => return at,
            b')' | b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use crate::analyse;

    fn names(argument: &str) -> String {
        let facts = analyse("a.ts", &format!("console.log({argument});"));
        let names = facts.outflows.iter().flat_map(|flow| &flow.given).map(|given| given.name.to_string());
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_handed_over_is_named() {
        for (argument, expected) in [
            ("user.email", "email"),
            ("'Sent to ' + user.email", "email"),
            ("`Sent to ${user?.email} and ${phone}`", "email phone"),
            ("{ email: user.email, id }", "email"),
            ("{ email }", "email"),
            ("JSON.stringify(user)", "user"),
            ("rows[0].email", "email"),
            ("email.toLowerCase()", "email"),
            ("req.body", "body"),
            ("\"email sent\"", ""),
            ("`email ${id}`", ""),
            ("user.id", ""),
            ("email.length", ""),
            ("!!email", ""),
            ("{ email: !!email }", ""),
            ("{ password: \"***\" }", ""),
            ("{ email: maskEmail(user.email) }", ""),
            ("mask(email)", ""),
            ("findUser(email)", ""),
            ("email ? 'yes' : 'no'", ""),
            ("email === other", ""),
            ("email.split('@')[1]", ""),
            ("error", ""),
            ("// email\n id", ""),
        ] {
            assert_eq!(names(argument), expected, "{argument}");
        }
    }

    #[test]
    fn damaged_text_does_no_harm() {
        let text = "console.log(`a ${user.email} \\`, { é: \"ü\", email: (\"x\", user[0].phone?.(ö } );\nlogger.info('";
        for end in 0..text.len() {
            if text.is_char_boundary(end) {
                analyse("a.ts", &text[..end]);
            }
        }
    }
}
