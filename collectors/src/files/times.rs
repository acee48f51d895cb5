//! Points in time as people's exports write them.

use chrono::format::{Item, StrftimeItems};
use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use milepost_model::Instant;

/// Words that stand for a form, beside patterns.
const WORDS: &[&str] = &["epoch", "epoch_ms", "rfc3339"];

/// What the usual forms are, for people.
pub(super) const ALLOWED: &str =
    "2026-11-19T09:10:00Z, 2026-11-19 09:10:00 +0100, 2026-11-19 09:10, 2026-11-19, or seconds or milliseconds since 1970";

/// Whether this is a zone of the IANA database.
pub fn is_zone(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

/// Whether this is a word for a form of times, or a pattern of one.
pub fn is_time_format(text: &str) -> bool {
    WORDS.contains(&text) || (text.contains('%') && StrftimeItems::new(text).all(|item| item != Item::Error))
}

/// How times are written where they name no zone, and in which forms.
#[derive(Debug, Clone)]
pub(super) struct Times<'a> {
    zone: Tz,
    formats: &'a [String],
}

impl<'a> Times<'a> {
    pub(super) fn new(zone: Option<&str>, formats: &'a [String]) -> Self {
        Self { zone: zone.and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC), formats }
    }

    /// The instant of a text.
    pub(super) fn read(&self, text: &str) -> Option<Instant> {
        let text = text.trim();
        if self.formats.is_empty() {
            return self.usual(text);
        }
        self.formats.iter().find_map(|format| self.in_form(text, format))
    }

    /// The day of a text, in its zone.
    pub(super) fn day(&self, text: &str) -> Option<NaiveDate> {
        let instant = self.read(text)?;
        Some(instant.with_timezone(&self.zone).date_naive())
    }

    fn in_form(&self, text: &str, format: &str) -> Option<Instant> {
        match format {
            "epoch" => epoch(text, 1_000_000),
            "epoch_ms" => epoch(text, 1_000),
            "rfc3339" => text.parse::<DateTime<Utc>>().ok(),
            pattern => DateTime::parse_from_str(text, pattern)
                .map(|at| at.with_timezone(&Utc))
                .ok()
                .or_else(|| self.local(NaiveDateTime::parse_from_str(text, pattern).ok()?))
                .or_else(|| self.local(NaiveDate::parse_from_str(text, pattern).ok()?.and_time(NaiveTime::MIN))),
        }
    }

    fn usual(&self, text: &str) -> Option<Instant> {
        let digits = text.strip_prefix('-').unwrap_or(text).split('.').next().unwrap_or_default();
        if digits.len() >= 9 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return if digits.len() >= 12 { epoch(text, 1_000) } else { epoch(text, 1_000_000) };
        }
        let plain = text.strip_suffix("UTC").map_or_else(|| text.to_owned(), |rest| format!("{}Z", rest.trim_end()));
        if let Ok(at) = plain.parse::<DateTime<Utc>>() {
            return Some(at);
        }
        for pattern in
            ["%Y-%m-%d %H:%M:%S%.f %z", "%Y-%m-%d %H:%M:%S%.f%z", "%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%d %H:%M %z"]
        {
            if let Ok(at) = DateTime::parse_from_str(&plain, pattern) {
                return Some(at.with_timezone(&Utc));
            }
        }
        for pattern in ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"] {
            if let Ok(at) = NaiveDateTime::parse_from_str(text, pattern) {
                return self.local(at);
            }
        }
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d"));
        self.local(day.ok()?.and_time(NaiveTime::MIN))
    }

    /// A time on the clocks of the zone: the first of two, and an hour later where clocks jumped over it.
    fn local(&self, at: NaiveDateTime) -> Option<Instant> {
        let found = match self.zone.from_local_datetime(&at) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at,
            LocalResult::None => self.zone.from_local_datetime(&at.checked_add_signed(Duration::hours(1))?).earliest()?,
        };
        Some(found.with_timezone(&Utc))
    }
}

/// The instant of a number of which each is so many microseconds.
fn epoch(text: &str, micros: i64) -> Option<Instant> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole: i64 = whole.parse().ok()?;
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    let part = part.parse::<i64>().ok()? * micros / 1_000_000;
    DateTime::from_timestamp_micros(whole.checked_mul(micros)?.checked_add(part)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_forms_are_read_and_those_that_may_mean_two_things_are_not() {
        let lisbon = Times::new(Some("Europe/Lisbon"), &[]);
        for (text, expected) in [
            ("2026-11-19T09:10:00Z", Some("2026-11-19T09:10:00Z")),
            ("2026-11-19T09:10:00.25+01:00", Some("2026-11-19T08:10:00.250Z")),
            ("2026-11-19 09:10:00 +0100", Some("2026-11-19T08:10:00Z")),
            ("2026-11-19 09:10:00 UTC", Some("2026-11-19T09:10:00Z")),
            // Lisbon is an hour ahead in summer.
            ("2026-07-19 09:10", Some("2026-07-19T08:10:00Z")),
            ("2026-07-19", Some("2026-07-18T23:00:00Z")),
            ("2026-11", Some("2026-11-01T00:00:00Z")),
            // The clocks jumped over this time, and showed that one twice.
            ("2026-03-29 01:30", Some("2026-03-29T01:30:00Z")),
            ("2026-10-25 01:30", Some("2026-10-25T00:30:00Z")),
            ("1795156800", Some("2026-11-20T06:40:00Z")),
            ("1795156800.5", Some("2026-11-20T06:40:00.500Z")),
            ("1795156800123", Some("2026-11-20T06:40:00.123Z")),
            ("99999999999999999999", None),
            ("19/11/2026", None),
            ("11.19.2026 09:10", None),
            ("2026-02-30", None),
            ("soon", None),
            ("", None),
        ] {
            let expected = expected.map(|text| text.parse::<Instant>().expect(text));
            assert_eq!(lisbon.read(text), expected, "{text}");
        }
    }

    #[test]
    fn patterns_are_read_in_their_zone_and_nothing_else_is() {
        let formats = ["%d.%m.%Y %H:%M".to_owned(), "%d.%m.%Y".to_owned(), "epoch_ms".to_owned()];
        let times = Times::new(Some("Europe/Berlin"), &formats);
        assert_eq!(times.read("19.11.2026 09:10"), "2026-11-19T08:10:00Z".parse().ok());
        assert_eq!(times.read("19.11.2026"), "2026-11-18T23:00:00Z".parse().ok());
        assert_eq!(times.day("19.11.2026"), NaiveDate::from_ymd_opt(2026, 11, 19));
        assert_eq!(times.read("1795156800000"), "2026-11-20T06:40:00Z".parse().ok());
        assert_eq!(times.read("2026-11-19"), None);
        assert!(is_time_format("%d/%m/%y") && is_time_format("epoch") && !is_time_format("dd/mm") && !is_time_format("%Q"));
        assert!(is_zone("Europe/Berlin") && !is_zone("Berlin"));
    }
}
