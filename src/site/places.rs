//! Where every entity of the catalog has its page.

use super::links::path_segment;
use super::rows::{service_address, team_address};
use crate::portal::Portal;
use milepost_model::entity_ref::DEFAULT_NAMESPACE;
use milepost_model::{EntityKind, EntityRef, RelationKind};
use std::collections::{BTreeMap, HashMap};

/// The addresses of all entities.
#[derive(Debug, Default)]
pub struct Places<'a> {
    addresses: HashMap<&'a EntityRef, String>,
    /// Those with a page of their own that is neither a service's nor a team's, by kind.
    plain: BTreeMap<&'a str, Vec<&'a EntityRef>>,
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
            } else {
                places.addresses.insert(reference, format!("{}{}/", folder(&reference.kind), slug(reference)));
                places.plain.entry(&reference.kind).or_default().push(reference);
            }
        }
        places
    }

    /// The address of an entity's page, where the catalog has it.
    pub fn address(&self, reference: &EntityRef) -> Option<&str> {
        self.addresses.get(reference).map(String::as_str)
    }

    /// Whether an entity has a page, and not only a line on that of another.
    pub fn has_page(&self, reference: &EntityRef) -> bool {
        self.address(reference).is_some_and(|address| !address.contains('#'))
    }

    /// The kinds whose entities have plain pages, sorted.
    pub fn kinds(&self) -> impl Iterator<Item = &'a str> {
        self.plain.keys().copied()
    }

    /// The entities of a kind that have a page of their own that is neither a service's nor a team's, sorted.
    pub fn of_kind(&self, kind: &str) -> &[&'a EntityRef] {
        self.plain.get(kind).map_or(&[], Vec::as_slice)
    }
}

/// The folder that holds the pages of a kind, which is also the address of their list.
pub fn folder(kind: &str) -> String {
    match kind {
        EntityKind::API => "apis/".to_owned(),
        EntityKind::DOMAIN => "domains/".to_owned(),
        EntityKind::RESOURCE => "resources/".to_owned(),
        EntityKind::SYSTEM => "systems/".to_owned(),
        other => format!("entities/{}/", path_segment(other)),
    }
}

/// The part of an address that stands for an entity: its name, outside the default namespace with that behind it.
fn slug(reference: &EntityRef) -> String {
    let name = path_segment(&reference.name);
    if reference.namespace == DEFAULT_NAMESPACE { name } else { format!("{name}~{}", path_segment(&reference.namespace)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_a_folder_and_each_namespace_a_suffix() {
        for (reference, expected) in [
            (EntityRef::new("system", "booking"), "systems/booking/"),
            (EntityRef::in_namespace("api", "eu", "rates.v1"), "apis/rates.v1~eu/"),
            (EntityRef::new("Environment", "prod"), "entities/environment/prod/"),
            (EntityRef::new("resource", ".."), "resources/-~2e~2e-/"),
        ] {
            assert_eq!(format!("{}{}/", folder(&reference.kind), slug(&reference)), expected);
        }
    }
}
