//! The demo's year: when it starts, when it ends, and when people work in it.

use super::random::Random;
use chrono::{Datelike, Duration, Timelike, Weekday};
use milepost_model::Instant;
use milepost_model::window::{start_of_day, start_of_week};

/// The stretch of time that the demo tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calendar {
    /// The first instant: a Monday.
    pub(super) start: Instant,
    /// The last instant; nothing happens after it.
    pub(super) today: Instant,
}

impl Calendar {
    /// So many complete weeks, and the week that is not over.
    pub(super) fn new(today: Instant, weeks: u32) -> Self {
        Self { start: start_of_week(today) - Duration::weeks(i64::from(weeks)), today }
    }

    /// That time of the day, so many days before today.
    pub(super) fn days_ago(self, days: i64, hour: i64, minute: i64) -> Instant {
        start_of_day(self.today) - Duration::days(days) + Duration::minutes(hour * 60 + minute)
    }

    /// How much of the year is over: 0 at its start, 1 today.
    pub(super) fn progress(self, at: Instant) -> f64 {
        let whole = (self.today - self.start).num_seconds().max(1) as f64;
        ((at - self.start).num_seconds() as f64 / whole).clamp(0.0, 1.0)
    }

    /// How many weeks it has, the one that is not over included.
    pub(super) fn weeks(self) -> i64 {
        (self.today - self.start).num_days() / 7 + 1
    }
}

/// Some moment of work in the week that starts then: mostly Tuesday to Thursday, rarely on a weekend.
pub(super) fn moment_in_week(week: Instant, random: &mut Random) -> Instant {
    let day = random.pick(&[0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4]);
    let day = if random.chance(0.015) { 5 } else { day };
    // Two humps, before and after lunch.
    let hour = random.pick(&[7, 8, 8, 9, 9, 9, 10, 10, 11, 12, 13, 13, 14, 14, 15, 15, 16, 17]);
    week + Duration::days(day) + Duration::seconds(hour * 3600 + random.between(0, 3599))
}

/// The instant itself during working hours, else some minutes into the next working morning.
pub(super) fn at_work(at: Instant, random: &mut Random) -> Instant {
    let is_working_day = !matches!(at.weekday(), Weekday::Sat | Weekday::Sun);
    if is_working_day && (7..18).contains(&at.hour()) {
        return at;
    }
    let mut morning = start_of_day(at) + Duration::hours(7);
    if at.hour() >= 7 {
        morning += Duration::days(1);
    }
    while matches!(morning.weekday(), Weekday::Sat | Weekday::Sun) {
        morning += Duration::days(1);
    }
    morning + Duration::seconds(random.between(300, 7200))
}

/// How busy that week is: quiet around the turn of the year and in August.
pub(super) fn season(week: Instant) -> f64 {
    match (week.month(), week.day()) {
        (12, 21..) | (1, 1) => 0.15,
        (12, 14..) | (1, 2..=7) => 0.6,
        (8, _) => 0.75,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().expect("because the test wrote a valid instant")
    }

    #[test]
    fn the_year_starts_on_a_monday() {
        let calendar = Calendar::new(at("2026-11-20T06:40:00Z"), 53);
        assert_eq!(calendar.start, at("2025-11-10T00:00:00Z"));
        assert_eq!(calendar.days_ago(39, 9, 30), at("2026-10-12T09:30:00Z"));
        assert!(calendar.progress(calendar.start) < 0.001 && calendar.progress(calendar.today) > 0.999);
    }

    #[test]
    fn work_outside_hours_waits_for_the_next_morning() {
        let mut random = Random::of(7, "a", "b");
        assert_eq!(at_work(at("2026-11-19T12:00:00Z"), &mut random), at("2026-11-19T12:00:00Z"));
        for (from, day) in [("2026-11-20T19:00:00Z", 23), ("2026-11-21T03:00:00Z", 23), ("2026-11-19T02:00:00Z", 19)] {
            assert_eq!(at_work(at(from), &mut random).day(), day, "{from}");
        }
    }
}
