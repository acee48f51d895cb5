//! Whether a project can have anything new, as far as its own activity tells.
//!
//! GitLab notes when a project was last active: when something was pushed, merged, opened, closed or said. It notes
//! it once an hour at most, and labels that are set later leave no trace. So what stands still is left alone only
//! where the last reading came long enough after the last activity, and never for longer than a week.

use crate::remote::stretch::{Lane, Stretch};
use chrono::Duration;
use milepost_model::Instant;

/// What happens so soon after a noted activity may not be noted itself.
const SHADOW: Duration = Duration::minutes(75);
/// For no longer than this nothing is asked.
const QUIET: Duration = Duration::days(7);

/// What is known of a project's activity.
#[derive(Debug, Clone)]
pub struct Activity {
    last: Option<Instant>,
    /// Whether everything is asked again, whatever the activity says.
    pub is_due: bool,
}

impl Activity {
    /// The last activity of a project that was last looked into whole at that instant.
    pub fn new(last: Option<Instant>, looked_at: Option<Instant>, now: Instant) -> Self {
        Self { last, is_due: looked_at.is_none_or(|at| now - at >= QUIET) }
    }

    /// What the activity looks like.
    pub fn mark(&self) -> Option<String> {
        self.last.map(|at| at.timestamp_millis().to_string())
    }

    /// Whether what was read at an instant, under that mark, still holds.
    pub fn stands(&self, mark: Option<&str>, read_at: Option<Instant>) -> bool {
        let is_clear = self.last.zip(read_at).is_some_and(|(last, read_at)| read_at >= last + SHADOW);
        !self.is_due && is_clear && mark.is_some() && mark == self.mark().as_deref()
    }

    /// Begins a list that the activity tells of.
    pub fn lane(&self, mut known: Stretch, from: Instant, now: Instant) -> Lane {
        if !self.stands(known.digest.as_deref(), known.high) {
            known.digest = None;
        }
        Lane::begin(known, from, now, self.mark())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Instant {
        milepost_model::instant::from_unix(1_795_000_000 + hour * 3_600).expect("because the calendar has it")
    }

    #[test]
    fn a_list_is_left_alone_only_where_nothing_can_have_been_missed() {
        let read = |high: i64| Stretch {
            low: Some(at(0)),
            high: Some(at(high)),
            digest: Activity::new(Some(at(10)), None, at(0)).mark(),
            ..Stretch::default()
        };
        let rows = [
            ("nothing happened", Some(at(10)), 20, Some(at(12)), false),
            ("the last reading came within the hour of the last activity", Some(at(10)), 11, Some(at(12)), true),
            ("something happened", Some(at(21)), 20, Some(at(12)), true),
            ("nobody knows", None, 20, Some(at(12)), true),
            ("a week has passed", Some(at(10)), 20, Some(at(-200)), true),
        ];
        for (what, last, high, looked_at, expected) in rows {
            let activity = Activity::new(last, looked_at, at(30));
            assert_eq!(activity.lane(read(high), at(0), at(30)).wants(), expected, "{what}");
        }
    }
}
