//! Days of the calendar. The core has no clock: whoever asks says which day it is.
//!
//! Invariant: a [`Date`] is a day of the proleptic Gregorian calendar between the years 1 and 9999.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, IntoDeserializer as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day, without a time or a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// 1 January 1970.
    pub const UNIX_START: Self = Self { year: 1970, month: 1, day: 1 };

    /// The day with these numbers, months and days from 1; none when the calendar has no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let is_day = (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1;
        (is_day && day <= days_in_month(year, month)).then_some(Self { year, month, day })
    }

    /// The day that is so many days after 1 January 1970, the start of Unix time.
    pub fn from_unix_days(days: i64) -> Option<Self> {
        // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
        let shifted = days.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// Days since 1 January 1970.
    pub fn unix_days(self) -> i64 {
        // The inverse of `from_unix_days`: days_from_civil.
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted_month = if month > 2 { month - 3 } else { month + 9 };
        let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// The day a span later. A month later than 31 January is the last day of February. Stops at the year 9999.
    #[must_use]
    pub fn after(self, span: Span) -> Self {
        let last = Self { year: 9999, month: 12, day: 31 };
        match span {
            Span::Days(days) => Self::from_unix_days(self.unix_days() + i64::from(days)).unwrap_or(last),
            Span::Months(months) => {
                let all = u32::from(self.year) * 12 + u32::from(self.month) - 1 + u32::from(months);
                let year = u16::try_from(all / 12).unwrap_or(u16::MAX);
                let month = u8::try_from(all % 12 + 1).unwrap_or(12);
                Self::new(year, month, self.day.min(days_in_month(year, month))).unwrap_or(last)
            }
        }
    }

    /// As people write it: `1 November 2026`.
    pub fn in_words(self) -> String {
        let month = MONTHS.get(usize::from(self.month) - 1).copied().unwrap_or_default();
        format!("{} {month} {}", self.day, self.year)
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const fn days_in_month(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    /// ISO 8601: `2026-11-01`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split('-');
        let mut number = |length: usize| {
            let part = parts.next().filter(|part| part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))?;
            part.parse::<u16>().ok()
        };
        let read = number(4).zip(number(2)).zip(number(2));
        let day = read
            .filter(|_| parts.next().is_none())
            .and_then(|((year, month), day)| Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?));
        day.ok_or_else(|| format!("`{text}` is no day; write it as 2026-11-01"))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DateVisitor)
    }
}

struct DateVisitor;

impl<'de> Visitor<'de> for DateVisitor {
    type Value = Date;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a day such as 2026-11-01")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
        text.parse().map_err(E::custom)
    }

    /// A bare TOML date arrives as a map of one entry, whatever its key, which the `toml` crate keeps to itself.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Date, A::Error> {
        let entry = map.next_entry::<de::IgnoredAny, TomlDate>()?;
        entry.map(|(_, date)| date.0).ok_or_else(|| de::Error::custom("not a day such as 2026-11-01"))
    }
}

/// The text of a TOML date or date with a time, of which only the day counts.
struct TomlDate(Date);

impl<'de> Deserialize<'de> for TomlDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let day = text.split(['T', 't', ' ']).next().unwrap_or_default();
        let read = Date::deserialize(day.into_deserializer());
        read.map(Self).map_err(|error: de::value::Error| de::Error::custom(error))
    }
}

/// A span of time, as a calendar counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// So many days.
    Days(u16),
    /// So many months; a year has twelve.
    Months(u16),
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, one) = match *self {
            Self::Days(days) if days > 0 && days.is_multiple_of(7) => (days / 7, "week"),
            Self::Days(days) => (days, "day"),
            Self::Months(months) if months > 0 && months.is_multiple_of(12) => (months / 12, "year"),
            Self::Months(months) => (months, "month"),
        };
        write!(formatter, "{number} {one}{}", if number == 1 { "" } else { "s" })
    }
}

impl FromStr for Span {
    type Err = String;

    /// `1 year`, `6 months`, `2 weeks`, `90 days`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no span of time; write it as `1 year`, `6 months`, `2 weeks` or `90 days`");
        let mut words = text.split_whitespace();
        let (Some(number), Some(unit), None) = (words.next(), words.next(), words.next()) else { return Err(wrong()) };
        let number: u16 = number.parse().ok().filter(|number| (1..=3650).contains(number)).ok_or_else(wrong)?;
        match unit.trim_end_matches('s') {
            "day" => Ok(Self::Days(number)),
            "week" => number.checked_mul(7).map(Self::Days).ok_or_else(wrong),
            "month" => Ok(Self::Months(number)),
            "year" => number.checked_mul(12).map(Self::Months).ok_or_else(wrong),
            _ => Err(wrong()),
        }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_read_and_written() {
        for text in ["2026-11-01", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(day(text).to_string(), text);
        }
        assert_eq!(day("2026-11-01").in_words(), "1 November 2026");
        for wrong in
            ["", "2026-1-1", "2026-13-01", "2025-02-29", "1900-02-29", "2026-04-31", "2026-11-01x", "+026-11-01"]
        {
            assert!(wrong.parse::<Date>().unwrap_err().contains("no day"), "{wrong}");
        }
    }

    #[test]
    fn unix_days_go_both_ways() {
        for (text, days) in [("1970-01-01", 0), ("1969-12-31", -1), ("2000-03-01", 11_017), ("2026-11-24", 20_781)] {
            assert_eq!(day(text).unix_days(), days, "{text}");
            assert_eq!(Date::from_unix_days(days), Some(day(text)));
        }
        for days in (-700_000..2_900_000).step_by(997) {
            assert_eq!(Date::from_unix_days(days).map(Date::unix_days), Some(days));
        }
        assert_eq!(Date::from_unix_days(i64::MAX), None);
    }

    #[test]
    fn spans_are_added_as_a_calendar_does() {
        for (from, span, to) in [
            ("2026-01-31", "1 month", "2026-02-28"),
            ("2024-02-29", "1 year", "2025-02-28"),
            ("2026-11-24", "3 months", "2027-02-24"),
            ("2026-12-25", "2 weeks", "2027-01-08"),
            ("2026-01-01", "90 days", "2026-04-01"),
            ("9999-12-01", "1 year", "9999-12-31"),
        ] {
            assert_eq!(day(from).after(span.parse().unwrap()), day(to), "{from} {span}");
        }
    }

    #[test]
    fn spans_are_read_and_written() {
        for text in ["1 year", "2 years", "6 months", "1 week", "90 days"] {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), text);
        }
        for wrong in ["", "year", "1", "0 days", "-1 days", "1 fortnight", "one year", "1 year 2 months", "9999 years"]
        {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }
}
