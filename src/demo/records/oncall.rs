//! Who is on call.

use super::{Lines, seen_by};
use crate::demo::history::World;
use crate::demo::plan::{NAMED_TEAMS, Team};
use chrono::Duration;
use milepost_model::record::OnCall;
use milepost_model::window::start_of_week;

/// How many weeks of duty are known.
const WEEKS: usize = 54;

/// A year of duty, Monday 09:00 to Monday 09:00, the one that covers today included.
///
/// The first of a team is on duty today; before them it was the others' turn, one after the other.
pub(super) fn put(teams: &[Team], world: &World, lines: &mut Lines) {
    let today = world.calendar.today;
    let mut current = start_of_week(today) + Duration::hours(9);
    if current > today {
        current -= Duration::weeks(1);
    }
    for (nth, team) in teams.iter().enumerate() {
        // Teams that scale makes necessary have a duty too, without its history.
        let weeks = if nth < NAMED_TEAMS { WEEKS } else { 1 };
        for back in 0..weeks {
            let from = current - Duration::weeks(i64::from(back as u32));
            let person = &team.people[(team.people.len() * WEEKS - back) % team.people.len()];
            lines.put(&OnCall {
                id: format!("pager:{}:{}", team.slug, from.format("%Y-%m-%d")),
                observed_at: today,
                provenance: seen_by("pager"),
                from,
                to: from + Duration::weeks(1),
                team: Some(team.slug.clone()),
                person: Some(person.name.clone()),
                schedule: Some(format!("{} primary", team.name)),
                url: Some(format!("https://oncall.lumenfreight.example/schedules/{}", team.slug)),
                ..OnCall::default()
            });
        }
    }
}
