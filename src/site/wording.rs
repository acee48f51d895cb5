//! How numbers and times are written for people.

use chrono::{DateTime, Utc};
use milepost_model::Instant;
use serde::Serialize;

/// The space inside a number, which never breaks: U+202F.
const THIN: char = '\u{202f}';

/// A count with thin spaces between thousands: `1 862`.
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(THIN);
        }
        text.push(digit);
    }
    text
}

/// A count and its noun: `1 service`, `1 862 services`.
pub fn counted(value: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(value), if value == 1 { one } else { many })
}

/// A share in whole per cent; only nothing is 0% and only all is 100%.
pub fn percent(part: u64, whole: u64) -> Option<u64> {
    if whole == 0 {
        return None;
    }
    let rounded = (part * 200 + whole) / (whole * 2);
    Some(if part == 0 {
        0
    } else if part >= whole {
        100
    } else {
        rounded.clamp(1, 99)
    })
}

/// A size: `640 B`, `11.2 kB`, `318 MB`.
pub fn bytes(value: u64) -> String {
    let scaled = |unit: f64, name: &str| {
        let figure = value as f64 / unit;
        if figure < 99.95 { format!("{figure:.1} {name}") } else { format!("{figure:.0} {name}") }
    };
    match value {
        0..1_000 => format!("{value} B"),
        1_000..1_000_000 => scaled(1e3, "kB"),
        1_000_000..1_000_000_000 => scaled(1e6, "MB"),
        _ => scaled(1e9, "GB"),
    }
}

/// An instant in the three forms that pages need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct When {
    /// For machines: `2026-11-20T06:40:00Z`.
    pub iso: String,
    /// For people: `Fri 20 Nov 2026, 06:40 UTC`.
    pub text: String,
    /// The day alone: `20 Nov 2026`.
    pub day: String,
}

impl When {
    /// The forms of an instant.
    pub fn new(instant: Instant) -> Self {
        Self { iso: iso(instant), text: full(instant), day: day(instant) }
    }
}

/// For machines: `2026-11-20T06:40:00Z`.
pub fn iso(instant: Instant) -> String {
    instant.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A day and a time with its zone: `Fri 20 Nov 2026, 06:40 UTC`.
pub fn full(instant: Instant) -> String {
    instant.format("%a %-d %b %Y, %H:%M UTC").to_string()
}

/// A day: `20 Nov 2026`.
pub fn day(instant: DateTime<Utc>) -> String {
    instant.format("%-d %b %Y").to_string()
}

/// A weekday and a day without its year, for the week that a feed tells: `Wed 18 Nov`.
pub fn weekday(instant: DateTime<Utc>) -> String {
    instant.format("%a %-d %b").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_thin_spaces_and_their_noun() {
        for (value, text) in [(0, "0"), (999, "999"), (1862, "1\u{202f}862"), (1_234_567, "1\u{202f}234\u{202f}567")] {
            assert_eq!(number(value), text);
        }
        assert_eq!(counted(1, "service", "services"), "1 service");
    }

    #[test]
    fn a_share_is_never_rounded_to_none_or_all() {
        for (part, whole, expected) in
            [(0, 9, Some(0)), (1, 900, Some(1)), (899, 900, Some(99)), (9, 9, Some(100)), (1, 2, Some(50)), (0, 0, None)]
        {
            assert_eq!(percent(part, whole), expected);
        }
    }

    #[test]
    fn sizes_and_instants_read_as_people_say_them() {
        assert_eq!((bytes(640), bytes(11_240), bytes(318_000_000)), ("640 B".into(), "11.2 kB".into(), "318 MB".into()));
        let at: Instant = "2026-11-20T06:40:00Z".parse().expect("because the test wrote a valid instant");
        assert_eq!(full(at), "Fri 20 Nov 2026, 06:40 UTC");
        assert_eq!(day(at), "20 Nov 2026");
    }
}
