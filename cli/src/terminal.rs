//! What goes to a terminal: width, clean text, and words on standard error.
//!
//! Invariant: text that comes from a file or a path reaches a terminal only through [`clean`], so that no escape sequence in
//! a source file can move the cursor, change the title or hide a line.

use std::io::{self, IsTerminal as _, Write as _};

use anstyle::{AnsiColor, Style};
pub(crate) use seaworthy_core::report::{clean, clean_character};
use unicode_width::UnicodeWidthStr as _;

/// Width used when the output is no terminal, in columns.
const USUAL_WIDTH: usize = 100;
/// Lines longer than this are hard to read, however wide the window is.
const WIDEST: usize = 120;
const NARROWEST: usize = 40;

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const INFO: Style = AnsiColor::BrightBlue.on_default().bold();
pub(crate) const GOOD: Style = AnsiColor::BrightGreen.on_default().bold();
pub(crate) const CODE: Style = AnsiColor::Cyan.on_default();

/// The columns to fill on standard output.
pub(crate) fn width() -> usize {
    let of_terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let of_environment = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    of_terminal.or_else(of_environment).unwrap_or(USUAL_WIDTH).clamp(NARROWEST, WIDEST)
}

/// Whether lines may be drawn with more than ASCII: yes, unless the locale says that nothing else is understood.
pub(crate) fn has_unicode() -> bool {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
    cfg!(windows) || !matches!(locale.as_deref(), Some("C" | "POSIX"))
}

/// Breaks text between words so that no line is wider than `width` columns where that is possible.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut();
        match last {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Says on standard error what went wrong.
pub(crate) fn complain(words: &str) {
    let reset = ERROR.render_reset();
    let lines: Vec<String> = words.lines().map(clean).collect();
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(anstream::stderr(), "{}seaworthy:{reset} {}", ERROR.render(), lines.join("\n"));
}

/// Says something on standard error.
pub(crate) fn say(words: &str) {
    let _ = writeln!(anstream::stderr(), "{words}");
}

/// Asks a question that is answered with yes or no; no, when nobody is there.
pub(crate) fn confirm(question: &str) -> bool {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return false;
    }
    let _ = write!(anstream::stderr(), "{question} [y/N] ");
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).is_ok() && matches!(answer.trim(), "y" | "Y" | "yes" | "Yes")
}

/// `1 file`, `1,234 files`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// A number with its thousands set apart.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_by_their_width() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("漢字 漢字", 5), ["漢字", "漢字"]);
        assert_eq!(wrap("unbreakable", 3), ["unbreakable"]);
        assert_eq!(wrap("", 3), [""]);
    }

    #[test]
    fn numbers_are_grouped() {
        for (number, words) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), words);
        }
    }
}
