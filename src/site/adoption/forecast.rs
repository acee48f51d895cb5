//! When a target is reached at the pace of the last weeks.

use super::share::ratio;
use crate::portal::adoption::Count;
use crate::site::wording;
use chrono::{Duration, NaiveDate};
use milepost_model::Instant;

/// How many weeks tell the pace.
const WEEKS: usize = 8;

/// A target: a share in ten-thousandths, and until when it should be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The share.
    pub share: u64,
    /// Until when.
    pub by: Option<NaiveDate>,
}

/// What the pace of the last eight weeks comes to, as a sentence.
pub fn sentence(counts: &[Count], at: usize, as_of: Instant, target: Target) -> Option<String> {
    let now = ratio(counts.get(at)?).tenths()?;
    let wanted = i64::try_from(target.share / 10).ok()?;
    let goal = format!("{}%", percent(wanted));
    if now >= wanted {
        return Some(format!("The target of {goal} is reached."));
    }
    let before = ratio(counts.get(at.checked_sub(WEEKS)?)?).tenths()?;
    let gained = now - before;
    let by = target.by.map(|by| format!(" by {}", wording::long_date(by))).unwrap_or_default();
    if gained <= 0 {
        return Some(format!("At the last eight weeks’ pace the target of {goal}{by} is not reached."));
    }
    let days = ((wanted - now) * i64::try_from(WEEKS).ok()? * 7 + gained - 1) / gained;
    let reached = (as_of + Duration::try_days(days.min(36_500))?).date_naive();
    let against = target.by.map(|by| match (reached - by).num_days() {
        0 => ", on the target date".to_owned(),
        late @ 1.. => format!(", {} after the target date", wording::counted(late.unsigned_abs(), "day", "days")),
        early => format!(", {} before the target date", wording::counted(early.unsigned_abs(), "day", "days")),
    });
    Some(format!("At the last eight weeks’ pace {goal} is reached on {}{}.", wording::long_date(reached), against.unwrap_or_default()))
}

fn percent(tenths: i64) -> String {
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { wording::with_tenths(tenths.unsigned_abs()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_of_eight_weeks_tells_when_the_target_is_reached() {
        let as_of = "2026-11-20T06:40:00Z".parse().expect("because it is an instant");
        let counts = |from: u32, to: u32| -> Vec<Count> {
            (0..9)
                .map(|week| Count {
                    current: if week == 8 { to } else { from },
                    off: 100 - if week == 8 { to } else { from },
                    ..Count::default()
                })
                .collect()
        };
        let by = NaiveDate::from_ymd_opt(2026, 12, 31);
        for (from, to, expected) in [
            (60, 68, "At the last eight weeks’ pace 75% is reached on 8 January 2027, 8 days after the target date."),
            (68, 68, "At the last eight weeks’ pace the target of 75% by 31 December 2026 is not reached."),
            (60, 80, "The target of 75% is reached."),
        ] {
            assert_eq!(sentence(&counts(from, to), 8, as_of, Target { share: 7500, by }).as_deref(), Some(expected));
        }
        assert_eq!(sentence(&counts(1, 2), 3, as_of, Target { share: 7500, by }), None);
    }
}
