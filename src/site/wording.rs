//! How numbers and times are written for people.

use super::locale::Locale;
use chrono::{DateTime, NaiveDate, Utc};
use milepost_model::Instant;
use serde::Serialize;

/// A count with thin spaces between thousands, or what else the locale has there: `1 862`.
pub fn number(value: u64) -> String {
    let (digits, thousands) = (value.to_string(), Locale::current().thousands());
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(thousands);
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

/// A length of time in its largest fitting unit: `45 s`, `48 min`, `9.4 h`, `19 h`, `1.4 d`, `26 d`, `1.3 y`.
///
/// Below ten there is one decimal, but for seconds and minutes. What is less than a unit never reads as one: 59 minutes
/// and 59 seconds are `59 min`, since an hour would be another answer of DORA's.
pub fn duration(seconds: i64) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    const YEAR: u64 = 365 * DAY;
    let sign = if seconds < 0 { MINUS } else { "" };
    let length = seconds.unsigned_abs();
    let (unit, name, most) = match length {
        0..MINUTE => return format!("{sign}{length} s"),
        MINUTE..HOUR => return format!("{sign}{} min", ((length + MINUTE / 2) / MINUTE).min(59)),
        HOUR..DAY => (HOUR, "h", Some(23)),
        DAY..YEAR => (DAY, "d", Some(364)),
        _ => (YEAR, "y", None),
    };
    let tenths = (length * 10 + unit / 2) / unit;
    if tenths < 100 {
        return format!("{sign}{} {name}", with_tenths(tenths));
    }
    let whole = (length + unit / 2) / unit;
    format!("{sign}{} {name}", most.map_or(whole, |most| whole.min(most)))
}

/// A length of time in minutes, rounded to what [`duration`] shows of it; what is shorter than a minute is one.
pub fn shown_minutes(seconds: i64) -> u32 {
    const HOUR: u64 = 60;
    const DAY: u64 = 24 * HOUR;
    const YEAR: u64 = 365 * DAY;
    let length = seconds.max(60).unsigned_abs();
    let (unit, most) = match length / 60 {
        0..HOUR => return u32::try_from(((length + 30) / 60).min(59)).unwrap_or(59),
        HOUR..DAY => (HOUR, 23),
        DAY..YEAR => (DAY, 364),
        _ => (YEAR, u64::from(u32::MAX) / YEAR),
    };
    let tenths = (length * 10 + unit * 30) / (unit * 60);
    let minutes = if tenths < 100 { tenths * unit / 10 } else { ((length + unit * 30) / (unit * 60)).min(most) * unit };
    u32::try_from(minutes).unwrap_or(u32::MAX)
}

/// The sign of what is less than nothing: U+2212.
pub const MINUS: &str = "\u{2212}";

/// A rate that is counted in tenths of a percent: `6.8%`.
pub fn tenths_of_percent(tenths: i64) -> String {
    let sign = if tenths < 0 { MINUS } else { "" };
    format!("{sign}{}%", with_tenths(tenths.unsigned_abs()))
}

/// A number that is counted in tenths: `9.4`.
pub fn with_tenths(tenths: u64) -> String {
    format!("{}{}{}", tenths / 10, Locale::current().point(), tenths % 10)
}

/// A frequency that is counted in hundredths a week: `0.25`, `1.9`, `42`.
pub fn per_week(hundredths: i64) -> String {
    let sign = if hundredths < 0 { MINUS } else { "" };
    let value = hundredths.unsigned_abs();
    match value {
        0..100 => format!("{sign}0{}{value:02}", Locale::current().point()),
        100..995 => format!("{sign}{}", with_tenths((value + 5) / 10)),
        _ => format!("{sign}{}", number((value + 50) / 100)),
    }
}

/// A position from 0 to 10 that is counted in tenths: `9.3`.
pub fn position(tenths: u8) -> String {
    with_tenths(tenths.into())
}

/// A text with a capital in front.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A text with a small letter in front.
pub fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// A size: `640 B`, `11.2 kB`, `318 MB`.
pub fn bytes(value: u64) -> String {
    let scaled = |unit: f64, name: &str| {
        let figure = value as f64 / unit;
        if figure < 99.95 { format!("{} {name}", with_tenths((figure * 10.0).round() as u64)) } else { format!("{figure:.0} {name}") }
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
    format!("{}, {} UTC", long_weekday(instant), time(instant))
}

/// A weekday and a day: `Fri 20 Nov 2026`.
pub fn long_weekday(instant: DateTime<Utc>) -> String {
    with_weekday(instant, &day(instant))
}

/// A time of day: `06:40`.
pub fn time(instant: DateTime<Utc>) -> String {
    instant.format(Locale::current().time_form()).to_string()
}

/// A day: `20 Nov 2026`.
pub fn day(instant: DateTime<Utc>) -> String {
    date(instant.date_naive())
}

/// A day that has no hour: `20 Nov 2026`.
pub fn date(day: NaiveDate) -> String {
    Locale::current().day(day)
}

/// A day in a sentence: `20 November 2026`.
pub fn long_date(day: NaiveDate) -> String {
    Locale::current().long_day(day)
}

/// A day without its year: `20 Nov`.
pub fn day_of_year(instant: DateTime<Utc>) -> String {
    Locale::current().day_of_year(instant.date_naive())
}

/// A day and a time: `20 Nov 2026, 06:40`.
pub fn minute(instant: DateTime<Utc>) -> String {
    format!("{}, {}", day(instant), time(instant))
}

/// A weekday and a day without its year, for the week that a feed tells: `Wed 18 Nov`.
pub fn weekday(instant: DateTime<Utc>) -> String {
    with_weekday(instant, &day_of_year(instant))
}

fn with_weekday(instant: DateTime<Utc>, day: &str) -> String {
    let locale = Locale::current();
    format!("{}{}{day}", locale.weekday(instant.date_naive()), locale.after_weekday())
}

/// A month: `November 2026`.
pub fn month(instant: DateTime<Utc>) -> String {
    format!("{} {}", Locale::current().month(instant.date_naive()), instant.format("%Y"))
}

/// The short name of a month: `Nov`.
pub fn short_month(instant: DateTime<Utc>) -> &'static str {
    Locale::current().short_month(instant.date_naive())
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
    fn minutes_of_a_length_read_as_the_length_itself() {
        let lengths: Vec<(u32, String)> =
            serde_json::from_str(include_str!("../../tests/js/lengths.json")).expect("because the file is JSON");
        for (minutes, text) in lengths {
            assert_eq!(duration(i64::from(minutes) * 60), text, "{minutes} minutes");
            assert_eq!(shown_minutes(i64::from(minutes) * 60), minutes);
        }
        let mut before = 0;
        for seconds in (60..400 * 86_400).step_by(997) {
            let minutes = shown_minutes(seconds);
            assert_eq!(duration(i64::from(minutes) * 60), duration(seconds), "{seconds} seconds");
            assert!(minutes >= before, "longer is never less");
            before = minutes;
        }
        assert_eq!((shown_minutes(5), shown_minutes(-5)), (1, 1));
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
    fn lengths_of_time_are_said_in_one_way_and_never_rounded_into_another_unit() {
        for (seconds, text) in [
            (0, "0 s"),
            (59, "59 s"),
            (89, "1 min"),
            (2_880, "48 min"),
            (3_599, "59 min"),
            (3_600, "1.0 h"),
            (33_840, "9.4 h"),
            (35_999, "10 h"),
            (68_400, "19 h"),
            (86_399, "23 h"),
            (86_400, "1.0 d"),
            (120_960, "1.4 d"),
            (2_246_400, "26 d"),
            (365 * 86_400 - 1, "364 d"),
            (365 * 86_400, "1.0 y"),
            (-3_960, "\u{2212}1.1 h"),
        ] {
            assert_eq!(duration(seconds), text, "{seconds}");
        }
    }

    #[test]
    fn rates_and_frequencies_keep_what_can_be_told_apart() {
        assert_eq!(
            (tenths_of_percent(68), tenths_of_percent(1000), tenths_of_percent(-4)),
            ("6.8%".into(), "100.0%".into(), "\u{2212}0.4%".into())
        );
        for (hundredths, text) in [(8, "0.08"), (99, "0.99"), (194, "1.9"), (195, "2.0"), (994, "9.9"), (995, "10"), (4_160, "42")] {
            assert_eq!(per_week(hundredths), text, "{hundredths}");
        }
        assert_eq!(position(93), "9.3");
    }

    #[test]
    fn sizes_and_instants_read_as_people_say_them() {
        assert_eq!((bytes(640), bytes(11_240), bytes(318_000_000)), ("640 B".into(), "11.2 kB".into(), "318 MB".into()));
        let at: Instant = "2026-11-20T06:40:00Z".parse().expect("because the test wrote a valid instant");
        assert_eq!(full(at), "Fri 20 Nov 2026, 06:40 UTC");
        assert_eq!(day(at), "20 Nov 2026");
    }

    #[test]
    fn each_locale_has_its_own_signs_and_its_own_order() {
        let at: Instant = "2026-11-20T18:05:00Z".parse().expect("because the test wrote a valid instant");
        let all = || [number(1_234_567), duration(33_840), tenths_of_percent(-68), per_week(194), bytes(11_240), full(at), weekday(at)];
        for (locale, expected) in [
            (
                Locale::British,
                ["1\u{202f}234\u{202f}567", "9.4 h", "\u{2212}6.8%", "1.9", "11.2 kB", "Fri 20 Nov 2026, 18:05 UTC", "Fri 20 Nov"],
            ),
            (Locale::American, ["1,234,567", "9.4 h", "\u{2212}6.8%", "1.9", "11.2 kB", "Fri, Nov 20, 2026, 6:05 PM UTC", "Fri, Nov 20"]),
            (Locale::German, ["1.234.567", "9,4 h", "\u{2212}6,8%", "1,9", "11,2 kB", "Fr, 20.11.2026, 18:05 UTC", "Fr, 20.11."]),
            (
                Locale::French,
                ["1\u{202f}234\u{202f}567", "9,4 h", "\u{2212}6,8%", "1,9", "11,2 kB", "ven. 20/11/2026, 18:05 UTC", "ven. 20/11"],
            ),
        ] {
            assert_eq!(locale.write(|| Ok(all())).expect("because threads start"), expected);
        }
    }
}
