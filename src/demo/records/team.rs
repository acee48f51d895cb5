//! Teams.

use super::{Lines, rev, seen_by};
use crate::demo::content::area_of;
use crate::demo::history::World;
use crate::demo::plan::Team as Plan;
use milepost_model::record::Team;

/// Every team, as its provider knows it.
pub(super) fn put(teams: &[Plan], world: &World, lines: &mut Lines) {
    let at = world.calendar.start;
    for team in teams {
        lines.put(&Team {
            id: format!("gh:github.com:lumenfreight:team:{}", team.slug),
            rev: rev(at),
            observed_at: at,
            provenance: seen_by("github"),
            slug: team.slug.clone(),
            host: Some("github.com".into()),
            name: Some(team.name.clone()),
            description: Some(team.purpose.clone()),
            parent: Some(area_of(&team.slug).into()),
            members_count: Some(team.people.len() as u64),
            url: Some(format!("https://github.com/orgs/lumenfreight/teams/{}", team.slug)),
            members: team.people.iter().map(|person| person.login.clone()).collect(),
            ..Team::default()
        });
    }
}
