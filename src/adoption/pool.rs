//! Counts of services add up, for the organisation, for each path and for each team.

use super::state::Count;
use super::{Adoption, Through};
use milepost_model::EntityRef;
use std::collections::BTreeMap;

/// Fills in what follows from the services.
pub(super) fn sum_up(adoption: &mut Adoption) {
    let instants = adoption.instants.len();
    let none = || vec![Count::default(); instants];
    let (mut overall, mut through) = (none(), Through::default());
    let mut paths: Vec<(Vec<Count>, Through)> = adoption.paths.iter().map(|_| (none(), Through::default())).collect();
    let mut teams: BTreeMap<EntityRef, Vec<Count>> = BTreeMap::new();
    for service in &adoption.services {
        let team = service.owner.as_ref().map(|owner| teams.entry(owner.clone()).or_insert_with(none));
        for (count, state) in overall.iter_mut().zip(&service.overall) {
            count.add(*state);
        }
        for (count, state) in team.into_iter().flatten().zip(&service.overall) {
            count.add(*state);
        }
        through.add(service.through);
        for (path, standing) in &service.paths {
            for (count, moment) in paths[*path].0.iter_mut().zip(&standing.moments) {
                count.add(moment.state);
            }
            if standing.moments.last().is_some_and(|moment| moment.state.is_on()) {
                paths[*path].1.add(service.through);
            }
        }
    }
    for (path, (counts, through)) in adoption.paths.iter_mut().zip(paths) {
        (path.counts, path.through) = (counts, through);
    }
    adoption.overall = overall;
    adoption.through = through;
    adoption.teams = teams.into_iter().collect();
}
