//! Documentation that several entities share, as their descriptors say.

use super::Book;
use crate::catalog::Catalog;
use milepost_model::{Diagnostic, Diagnostics, Entity, EntityKind, EntityRef};
use std::collections::BTreeMap;

/// Where a descriptor says that another entity's documentation is its own too.
const OF_ANOTHER: &str = "backstage.io/techdocs-entity";

/// Tells every book for which other entities it is shown.
pub(super) fn lend(books: &mut [Book], catalog: &Catalog, notes: &mut Diagnostics) {
    let by_owner: BTreeMap<EntityRef, usize> =
        books.iter().enumerate().filter(|(_, book)| !book.is_own).map(|(place, book)| (book.owner.clone(), place)).collect();
    for entity in catalog.entities.values() {
        let Some(named) = entity.annotations.get(OF_ANOTHER) else { continue };
        let owner = EntityRef::parse(named, Some(EntityKind::COMPONENT), &entity.reference.namespace).ok();
        match owner.and_then(|owner| by_owner.get(&owner)) {
            Some(place) if books[*place].owner == entity.reference => {}
            Some(place) => books[*place].shown_for.push(entity.reference.clone()),
            None => notes.push(unknown(entity, named)),
        }
    }
}

fn unknown(entity: &Entity, named: &str) -> Diagnostic {
    let message = format!("{OF_ANOTHER} of {} names “{named}”, which has no documentation", entity.name);
    let found = Diagnostic::warning("docs/no-such-docs", message).help("name an entity whose pages the portal shows");
    let places = || entity.sources.values().filter_map(|source| source.place.clone());
    let place = entity.sources.get("annotations").and_then(|source| source.place.clone()).or_else(|| places().next());
    match place {
        Some(place) => found.at(place),
        None => found,
    }
}
