//! Characters that steer a terminal or turn the direction of writing, taken out of text that people see.
//!
//! A source file, a path or a name in it is a stranger's text: an escape sequence could hide a line of a report, a
//! bidirectional control could make code read backwards (CVE-2021-42574).

use std::fmt::Write as _;

/// One character as it may be shown: line breaks become a space, a tab stays, what steers becomes U+FFFD.
pub const fn clean_character(character: char) -> char {
    match character {
        '\n' | '\r' => ' ',
        '\t' => '\t',
        other if steers(other) => '\u{fffd}',
        other => other,
    }
}

/// Text on one line, with as many characters as before, none of which steers.
pub fn clean(text: &str) -> String {
    text.chars().map(clean_character).collect()
}

/// JSON text with steering characters escaped. In JSON they stand only in strings, where `\uXXXX` means the same.
pub(crate) fn clean_json(text: &str) -> String {
    if !text.chars().any(steers_in_json) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if steers_in_json(character) {
            let _ = write!(out, "\\u{:04x}", u32::from(character));
        } else {
            out.push(character);
        }
    }
    out
}

/// JSON's own line breaks are white space between its parts.
const fn steers_in_json(character: char) -> bool {
    steers(character) && character != '\n'
}

const fn steers(character: char) -> bool {
    let is_control = matches!(character, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}');
    // Zero-width and bidirectional controls, line separators, and the byte order mark.
    let is_invisible = matches!(
        character,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    is_control || is_invisible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_passes() {
        let text = "a\u{1b}[31mb\u{9b}2J\u{7}\r\n\u{202e}c\u{200b}漢\t";
        assert_eq!(clean(text), "a\u{fffd}[31mb\u{fffd}2J\u{fffd}  \u{fffd}c\u{fffd}漢\t");
        assert_eq!(clean(text).chars().count(), text.chars().count());
    }

    #[test]
    fn json_keeps_its_meaning() {
        let value = serde_json::json!({ "a": "x\u{9b}\u{202e}\u{1b}\n漢" });
        let clean = clean_json(&format!("{value:#}"));
        assert!(!clean.contains(['\u{9b}', '\u{202e}', '\u{1b}']), "{clean}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&clean).unwrap(), value);
    }
}
