//! Whether anybody is there to be asked about what a team owns.

use super::{RepositoryFacts, Service, Standing, Team};
use milepost_model::{Diagnostic, Entity, EntityKind, EntityRef, RepoId};
use std::collections::{BTreeMap, BTreeSet};

/// The services whose repository is archived.
pub(super) fn archived(services: &[Service], repositories: &[&RepositoryFacts]) -> BTreeSet<EntityRef> {
    let retired: BTreeSet<&RepoId> = repositories
        .iter()
        .filter(|facts| facts.repository.is_archived == Some(true) || facts.repository.archived_at.is_some())
        .map(|facts| &facts.repository.repo)
        .collect();
    let is_retired = |service: &&Service| service.repo.as_ref().is_some_and(|repo| retired.contains(repo));
    services.iter().filter(is_retired).map(|service| service.reference.clone()).collect()
}

/// Gives every team its standing.
pub(super) fn judge(teams: &mut [Team], entities: &BTreeMap<EntityRef, Entity>, archived: &BTreeSet<EntityRef>, hides_people: bool) {
    let describes_groups = entities.keys().any(|reference| reference.kind == EntityKind::GROUP);
    let staffed = staffed(teams, entities);
    let knows_people = !hides_people && !staffed.is_empty();
    for team in teams {
        let is_group = team.reference.kind == EntityKind::GROUP;
        team.standing = if is_group && !team.is_described {
            if describes_groups { Standing::Missing } else { Standing::Unknown }
        } else if is_group && knows_people && !staffed.contains(&team.reference) {
            Standing::Empty
        } else if !team.services.is_empty() && team.services.iter().all(|service| archived.contains(service)) {
            Standing::Retired
        } else if !is_group || staffed.contains(&team.reference) {
            Standing::Staffed
        } else {
            Standing::Unknown
        };
    }
}

/// The groups that have people, in them or in a group below.
fn staffed(teams: &[Team], entities: &BTreeMap<EntityRef, Entity>) -> BTreeSet<EntityRef> {
    let count = |team: &Team| entities.get(&team.reference).and_then(|entity| entity.extra.get("members_count")?.as_u64()).unwrap_or(0);
    let parents: BTreeMap<&EntityRef, &EntityRef> =
        teams.iter().filter_map(|team| Some((&team.reference, team.parent.as_ref()?))).collect();
    let mut found = BTreeSet::new();
    for team in teams.iter().filter(|team| !team.members.is_empty() || count(team) > 0) {
        let mut next = Some(&team.reference);
        while let Some(reference) = next.filter(|reference| found.insert((*reference).clone())) {
            next = parents.get(reference).copied();
        }
    }
    found
}

/// What is wrong with those who own services.
pub(super) fn complaints(teams: &[Team], entities: &BTreeMap<EntityRef, Entity>) -> Vec<Diagnostic> {
    let told = teams.iter().filter(|team| !team.services.is_empty()).filter_map(|team| {
        let owned = if team.services.len() == 1 { "one service".to_owned() } else { format!("{} services", team.services.len()) };
        let found = match team.standing {
            Standing::Empty => {
                let message = format!("{} owns {owned} and has no members", team.reference);
                Diagnostic::warning("catalog/empty-owner", message).help("add its members, or give its services another owner")
            }
            Standing::Retired if team.reference.kind == EntityKind::GROUP && team.is_described => {
                let message = format!("{} owns {owned}, and nothing that is not archived", team.reference);
                Diagnostic::note("catalog/retired-owner", message).help("remove the group, or leave it while its past matters")
            }
            _ => return None,
        };
        let place = entities.get(&team.reference).and_then(|entity| entity.sources.get("name")?.place.clone());
        Some(match place {
            Some(place) => found.at(place),
            None => found,
        })
    });
    told.collect()
}
