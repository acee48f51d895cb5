//! Where every entity of the catalog has its page.

use super::rows::{service_address, team_address};
use crate::portal::Portal;
use milepost_model::{EntityKind, EntityRef, RelationKind};
use std::collections::HashMap;

/// The addresses of all entities.
#[derive(Debug, Default)]
pub struct Places<'a> {
    addresses: HashMap<&'a EntityRef, String>,
}

impl<'a> Places<'a> {
    /// The addresses of a portal.
    pub fn of(portal: &'a Portal) -> Self {
        let mut places = Self::default();
        for service in &portal.catalog.services {
            places.addresses.insert(&service.reference, service_address(&service.slug));
        }
        for team in &portal.catalog.teams {
            places.addresses.insert(&team.reference, team_address(&team.slug));
        }
        for (reference, entity) in &portal.catalog.entities {
            if places.addresses.contains_key(reference) {
                continue;
            }
            // People are shown where they are the point: among the members of their team.
            let is_group = |relation: &&milepost_model::Relation| relation.kind == RelationKind::MemberOf && !relation.dangling;
            let group = entity.relations.iter().find(is_group).and_then(|relation| places.addresses.get(&relation.target));
            if let Some(group) = group.filter(|_| reference.kind == EntityKind::USER) {
                let address = format!("{group}#mb");
                places.addresses.insert(reference, address);
            }
        }
        places
    }

    /// The address of an entity's page, where the catalog has it.
    pub fn address(&self, reference: &EntityRef) -> Option<&str> {
        self.addresses.get(reference).map(String::as_str)
    }
}
