//! Who exists: the repositories, services, teams and people of Lumen Freight.
//!
//! A repository's plan depends on the seed and on its own number alone, so it is the same however
//! many others there are.

mod awkward;
mod generated;
mod named;
mod paths;
mod people;
mod unit;

pub(super) use awkward::Awkward;
pub(super) use generated::NAMES_PER_TEAM;
pub(super) use named::NAMED;
pub(super) use paths::{GoldenPath, Itinerary, Journey};
pub(super) use people::{NAMED_TEAMS, Person, Team, generated_team, named_team, team_of};
pub(super) use unit::{Apis, Descriptor, Language, Owner, Pace, Part, Unit, Writing, origin};

use super::calendar::Calendar;

/// The plan of the repository with that number.
pub(super) fn unit(index: usize, seed: u64, calendar: Calendar) -> Unit {
    if index < NAMED { named::unit(index, seed, calendar) } else { generated::unit(index, seed, calendar) }
}

/// How many teams only scale makes necessary, beside the named ones.
pub(super) fn generated_teams(services: usize) -> usize {
    services.saturating_sub(NAMED).div_ceil(NAMES_PER_TEAM)
}

/// The word with a capital in front.
pub(super) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
