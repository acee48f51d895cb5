//! What a report does not know, as sentences.

use super::levels::place;
use crate::portal::Portal;
use crate::portal::adoption::Count;
use crate::portal::delivery::Unfit;
use crate::site::wording::{counted, number};
use milepost_model::Instant;

/// Every gap that the figures of a week have.
pub(super) fn sentences(portal: &Portal, count: &Count, until: Instant) -> Vec<String> {
    let mut found = Vec::new();
    if count.unknown > 0 {
        found.push(format!("{} cannot be told to be on a path or not.", counted(count.unknown.into(), "service", "services")));
    }
    let health = &portal.health;
    if health.repositories_read < health.repositories_known {
        found.push(format!("{} of {} repositories were read whole.", number(health.repositories_read), number(health.repositories_known)));
    }
    let through = portal.adoption.through;
    if through.unknown > 0 {
        let all = counted(through.all().into(), "deployment", "deployments");
        found.push(format!(
            "Of {} of {all} of the last 90 days nothing tells which run did them, or what it executed.",
            number(through.unknown.into())
        ));
    }
    let services = &portal.measurements.delivery.services;
    let unplaced: u64 = services.iter().map(|(_, service)| service.quality.count(Unfit::UnknownCommit)).sum();
    if unplaced > 0 {
        found.push(format!("The commit of {} is not known.", counted(unplaced, "deployment", "deployments")));
    }
    if let Some(place) = place(portal, until) {
        for card in &portal.scores.cards {
            let Some(mix) = card.mix.get(place).filter(|mix| mix.uncertain > 0) else { continue };
            let of = counted(u64::from(mix.all()), "service", "services");
            found.push(format!(
                "The level of {} of {of} on {} depends on what is not known.",
                number(mix.uncertain.into()),
                card.card.title
            ));
        }
    }
    found
}
