//! The clock of this machine, held against what the store knows. A clock that is plainly wrong would keep facts under
//! wrong instants for good, and show a portal in which nothing ever happened.

use super::Context;
use super::failure::Failure;
use crate::store::Store;
use chrono::{Datelike, TimeDelta};
use milepost_model::Instant;

/// The first year in which a milepost could run.
const FIRST_YEAR: i32 = 2025;
/// How far the store may be ahead of the clock: it may have been kept by a machine whose clock was a little wrong.
const AHEAD: TimeDelta = TimeDelta::days(366);
/// How far it may be behind: an archive is not read for years.
const BEHIND: TimeDelta = TimeDelta::days(20 * 366);

/// The instant that a run observes: what it was told, else the clock's unless that is plainly wrong.
pub(super) fn now(told: Option<Instant>, store: &Store, context: &Context<'_>) -> Result<Instant, Failure> {
    if let Some(now) = told {
        return Ok(now);
    }
    let now = context.surroundings.now;
    let Some(why) = wrong(now, store.statistics()?.observed(), store.url()) else { return Ok(now) };
    Err(Failure::with_help(
        format!("the clock of this machine says {}, {why}", written(now)),
        "set the clock, or tell the time with --now, such as --now 2026-11-20T06:40:00Z",
    ))
}

/// Why a clock cannot be right, where it cannot.
fn wrong(now: Instant, newest: Option<Instant>, store: &str) -> Option<String> {
    if now.year() < FIRST_YEAR {
        return Some("when there was no milepost yet".to_owned());
    }
    let newest = newest?;
    let distance = now.signed_duration_since(newest);
    let seen = written(newest);
    if distance < -AHEAD {
        return Some(format!("and the newest record of the store {store} was seen on {seen}"));
    }
    (distance > BEHIND).then(|| format!("and the store {store} has no record that was seen after {seen}"))
}

fn written(instant: Instant) -> String {
    instant.format("%-d %B %Y, %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_wrong_before_there_was_a_milepost_and_far_from_what_the_store_knows() {
        for (now, newest, is_wrong) in [
            ("2026-11-20T06:40:00Z", None, false),
            ("1970-01-01T00:00:07Z", None, true),
            ("2015-06-01T00:00:00Z", None, true),
            ("2023-12-30T00:00:00Z", None, true),
            ("2025-01-02T00:00:00Z", None, false),
            ("2026-11-20T06:40:00Z", Some("2026-11-20T06:40:00Z"), false),
            // A little behind a machine that was ahead, and a year after the last run.
            ("2026-11-20T06:40:00Z", Some("2026-12-24T00:00:00Z"), false),
            ("2026-11-20T06:40:00Z", Some("2024-01-01T00:00:00Z"), false),
            ("2026-11-20T06:40:00Z", Some("2029-01-01T00:00:00Z"), true),
            ("2106-02-07T06:28:15Z", Some("2026-11-20T06:40:00Z"), true),
            ("9999-12-31T23:59:59Z", Some("2026-11-20T06:40:00Z"), true),
        ] {
            let read = |text: &str| text.parse::<Instant>().expect("it is an instant");
            assert_eq!(wrong(read(now), newest.map(read), ".milepost").is_some(), is_wrong, "{now} {newest:?}");
        }
    }
}
