//! A stretch of time that includes its start and excludes its end.

use crate::Instant;
use chrono::{Datelike, Duration, NaiveTime, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// The half-open stretch of time `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    /// The first instant inside.
    pub from: Instant,
    /// The first instant after it.
    pub to: Instant,
}

impl Window {
    /// The last `days` whole UTC days before `as_of`'s own day, which is excluded since it is not over.
    pub fn last_days(days: i64, as_of: Instant) -> Self {
        let to = start_of_day(as_of);
        Self { from: to - Duration::days(days), to }
    }

    /// Whether the instant lies inside.
    pub fn contains(self, instant: Instant) -> bool {
        self.from <= instant && instant < self.to
    }

    /// The last `count` complete ISO weeks before `as_of`, oldest first.
    pub fn last_weeks(count: i64, as_of: Instant) -> Vec<Self> {
        let end = start_of_week(as_of);
        (0..count).rev().map(|back| Self { from: end - Duration::weeks(back + 1), to: end - Duration::weeks(back) }).collect()
    }
}

/// Midnight UTC at or before the instant.
pub fn start_of_day(instant: Instant) -> Instant {
    Utc.from_utc_datetime(&instant.date_naive().and_time(NaiveTime::MIN))
}

/// Monday midnight UTC at or before the instant: ISO weeks start on Monday.
pub fn start_of_week(instant: Instant) -> Instant {
    let days = i64::from(instant.weekday().num_days_from_monday());
    start_of_day(instant) - Duration::days(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("because the test wrote a valid instant")
    }

    #[test]
    fn a_window_ends_before_the_day_that_is_not_over() {
        let window = Window::last_days(28, at("2026-11-20T06:40:00Z"));
        assert_eq!(window.to, at("2026-11-20T00:00:00Z"));
        assert_eq!(window.from, at("2026-10-23T00:00:00Z"));
        assert!(window.contains(window.from) && !window.contains(window.to));
    }

    #[test]
    fn weeks_are_iso_weeks_and_complete() {
        let weeks = Window::last_weeks(2, at("2026-11-20T06:40:00Z"));
        assert_eq!(weeks[1].to, at("2026-11-16T00:00:00Z"));
        assert_eq!(weeks[0].from, at("2026-11-02T00:00:00Z"));
    }
}
