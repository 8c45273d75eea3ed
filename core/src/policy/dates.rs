//! The date of a text: the year it gives, and dates that are none.

use super::fold::words_at;
use super::{Mark, MarkKind, mark};
use crate::text::{TextRange, offset};

/// What stands before the date, in lower case.
const BEFORE: [&str; 30] = [
    "last updated",
    "last modified",
    "last revised",
    "last update",
    "updated on",
    "effective date",
    "effective as of",
    "effective from",
    "effective",
    "date of last revision",
    "stand:",
    "stand der",
    "zuletzt aktualisiert",
    "letzte aktualisierung",
    "gültig ab",
    "dernière mise à jour",
    "mise à jour",
    "en vigueur",
    "última actualización",
    "ultima actualización",
    "fecha de entrada en vigor",
    "última atualização",
    "ultima atualização",
    "em vigor",
    "ultimo aggiornamento",
    "עודכן לאחרונה",
    "עדכון אחרון",
    "תאריך עדכון",
    "בתוקף מיום",
    "laatst bijgewerkt",
];
/// How far behind those words the date may end, in bytes.
const REACH: usize = 60;
/// What scripts write where they have no date.
const NONE: [&str; 5] = ["invalid date", "undefined", "nan", "null", "[object object]"];

/// Dates that are none: `Last updated: undefined`.
pub(super) fn broken(text: &str, folded: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    for (from, rest) in places(folded) {
        let lead = rest.len() - rest.trim_start_matches([':', ' ', '\u{a0}', '-', '–', '\n']).len();
        if let Some(none) = NONE.iter().find(|none| rest[lead..].starts_with(**none)) {
            found.push(mark(text, from + lead, from + lead + none.len(), MarkKind::Date));
        }
    }
    found
}

/// The year of the text's date.
pub(super) fn year(folded: &str) -> Option<(u16, TextRange)> {
    places(folded).filter_map(|(from, rest)| year_in(from, rest)).min_by_key(|(_, range)| *range)
}

/// The first run of four digits that is a year, on the line after the words.
fn year_in(from: usize, rest: &str) -> Option<(u16, TextRange)> {
    let lead = rest.len() - rest.trim_start().len();
    let line = rest[lead..].split('\n').next().unwrap_or_default();
    let mut at = from + lead;
    for part in line.split_inclusive(|character: char| !character.is_ascii_digit()) {
        let digits = part.trim_end_matches(|character: char| !character.is_ascii_digit());
        let year = digits.parse().ok().filter(|year| digits.len() == 4 && (1900..=2999).contains(year));
        if let Some(year) = year {
            return Some((year, TextRange::new(offset(at), offset(at + 4))));
        }
        at += part.len();
    }
    None
}

/// What follows each of the words before a date.
fn places(folded: &str) -> impl Iterator<Item = (usize, &str)> {
    BEFORE.iter().flat_map(|words| words_at(folded, words).map(move |at| at + words.len())).map(|from| {
        let mut end = (from + REACH).min(folded.len());
        while !folded.is_char_boundary(end) {
            end -= 1;
        }
        (from, &folded[from..end])
    })
}

/// Where the source of a text writes its date by a clock: `Last updated: {new Date().toLocaleDateString()}`. Then every
/// visitor sees today's date, and nobody can tell which version they agreed to. The source is that of a script or
/// a component.
pub fn is_written_by_clock(source: &str) -> Option<TextRange> {
    const CLOCK: &str = "new Date()";
    const NEAR: usize = 160;
    let folded = super::fold::fold(source);
    for at in memchr::memmem::find_iter(source.as_bytes(), CLOCK) {
        let after = &source[at + CLOCK.len()..];
        if !after.starts_with(".toLocale") && !after.starts_with(".toDateString") && !after.starts_with(".toISOString")
        {
            continue;
        }
        let mut start = at.saturating_sub(NEAR);
        while !source.is_char_boundary(start) {
            start += 1;
        }
        let near = &folded[start..at];
        let is_named = ["lastupdated", "last_updated", "lastmodified", "updatedat", "effectivedate"]
            .iter()
            .any(|name| near.contains(name));
        if is_named || BEFORE.iter().any(|words| near.contains(words)) {
            return Some(TextRange::new(offset(at), offset(at + CLOCK.len())));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    #[test]
    fn years_are_read() {
        for (text, expected) in [
            ("Last updated: 5 September 2025", Some(2025)),
            ("Stand: 01.02.2024", Some(2024)),
            ("Última atualização: 22 de maio de 2026", Some(2026)),
            ("Dernière mise à jour : le 3 mars 2023", Some(2023)),
            ("עודכן לאחרונה: 1.1.2025", Some(2025)),
            ("Last updated: January 1, 1970", Some(1970)),
            ("since 2019 we", None),
            ("Last updated: soon", None),
        ] {
            assert_eq!(year(&fold(text)).map(|(year, _)| year), expected, "{text}");
        }
    }

    #[test]
    fn dates_that_are_none_are_found() {
        for (text, expected) in [
            ("Last updated: undefined", 1),
            ("Last Updated: Invalid Date", 1),
            ("Last updated: NaN", 1),
            ("Effective 1 May 2024", 0),
        ] {
            assert_eq!(broken(text, &fold(text)).len(), expected, "{text}");
        }
    }

    #[test]
    fn dates_by_the_clock_are_found() {
        for (source, expected) in [
            ("<p>Last updated: {new Date().toLocaleDateString()}</p>", true),
            ("const lastUpdated = new Date().toLocaleDateString('de-DE');", true),
            ("<p>© {new Date().getFullYear()} Harbor</p>", false),
            ("const now = new Date().toISOString();", false),
            ("Last updated: new Date('2024-01-01').toLocaleDateString()", false),
        ] {
            assert_eq!(is_written_by_clock(source).is_some(), expected, "{source}");
        }
    }
}
