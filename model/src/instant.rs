//! Points in time and lengths of time, as every record writes them.

use chrono::{DateTime, NaiveDate, Utc};

/// A point in time, always UTC. Written as RFC 3339.
pub type Instant = DateTime<Utc>;

/// A length of time in whole seconds.
pub type Seconds = i64;

/// The instant of a number of seconds since 1970, if the calendar has it.
///
/// Git lets an author write any number; chrono's calendar ends after 262 000 years.
pub fn from_unix(seconds: i64) -> Option<Instant> {
    DateTime::from_timestamp(seconds, 0)
}

/// The instant that a text of exactly the form `2026-11-20T06:40:00Z` names.
pub fn from_whole_seconds(text: &str) -> Option<Instant> {
    let bytes: &[u8; 20] = text.as_bytes().try_into().ok()?;
    if (bytes[4], bytes[7], bytes[10], bytes[13], bytes[16], bytes[19]) != (b'-', b'-', b'T', b':', b':', b'Z') {
        return None;
    }
    let number = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0, |sum: u32, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    };
    let date = NaiveDate::from_ymd_opt(number(0, 4)?.cast_signed(), number(5, 7)?, number(8, 10)?)?;
    Some(date.and_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)?.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_seconds_read_as_chrono_reads_them() {
        for text in ["2026-11-20T06:40:00Z", "2024-02-29T23:59:59Z", "0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z"] {
            assert_eq!(from_whole_seconds(text), text.parse().ok(), "{text}");
        }
        for other in
            ["2026-02-29T00:00:00Z", "2026-11-20T24:00:00Z", "2026-11-20T06:40:00z", "2026-11-20T06:40:00.5Z", "+026-11-20T06:40:00Z", ""]
        {
            assert_eq!(from_whole_seconds(other), None, "{other}");
        }
    }
}
