//! Who owned what before, and since when somebody else does, told from earlier versions of descriptors.
//!
//! Only the file that the catalog takes a thing's owner from is asked: what another one said never counted.

use super::past::{Described, RepositoryPast};
use super::{Catalog, owner_names};
use milepost_model::{EntityKind, EntityRef, Instant, RepoId};
use std::collections::BTreeMap;

/// That something has another owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    /// What.
    pub reference: EntityRef,
    /// Who owned it before; nothing where nobody was named.
    pub from: Option<EntityRef>,
    /// Who owned it then; nothing where nobody is named.
    pub to: Option<EntityRef>,
    /// When its descriptor changed.
    pub at: Instant,
    /// The descriptor, by its path.
    pub path: String,
    /// Its repository.
    pub repo: RepoId,
}

/// Finds every change of an owner, the newest first. `names` says who is meant by other names; people are left out where
/// they are hidden.
pub fn handed_over(past: &[RepositoryPast], catalog: &Catalog, names: &[(String, EntityRef)], hides_people: bool) -> Vec<HandedOver> {
    let mut found: Vec<HandedOver> = past.iter().flat_map(|past| of_repository(past, catalog, names)).collect();
    let is_person = |owner: &Option<EntityRef>| owner.as_ref().is_some_and(|owner| owner.kind == EntityKind::USER);
    found.retain(|one| !hides_people || !is_person(&one.from) && !is_person(&one.to));
    found.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.reference.cmp(&b.reference)));
    found
}

/// Owners by what is owned and by the path of the file that names them.
type Owners = BTreeMap<(EntityRef, String), Option<EntityRef>>;

fn owners(described: &[Described], names: &[(String, EntityRef)]) -> Owners {
    let of = |one: &Described| {
        let owner = one.owner.as_ref().map(|owner| owner_names::meant(names, owner));
        ((one.reference.clone(), one.place.path.to_string()), owner)
    };
    described.iter().map(of).collect()
}

fn of_repository(past: &RepositoryPast, catalog: &Catalog, names: &[(String, EntityRef)]) -> Vec<HandedOver> {
    let mut found = Vec::new();
    let mut later = owners(&past.today, names);
    later.retain(|(reference, path), _| is_asked(catalog, reference, path));
    for (at, described) in &past.before {
        let earlier = owners(described, names);
        for ((reference, path), to) in &later {
            let Some(from) = earlier.get(&(reference.clone(), path.clone())).filter(|from| *from != to) else { continue };
            found.push(HandedOver {
                reference: reference.clone(),
                from: from.clone(),
                to: to.clone(),
                at: *at,
                path: path.clone(),
                repo: past.repo.clone(),
            });
        }
        // What was not described there before began with this change.
        later = earlier.into_iter().filter(|(key, _)| later.contains_key(key)).collect();
    }
    found
}

/// Whether a file is the one that says who owns a thing: it names the owner that counts, or nobody does and it names the thing.
fn is_asked(catalog: &Catalog, reference: &EntityRef, path: &str) -> bool {
    let Some(entity) = catalog.entities.get(reference) else { return false };
    let source = entity.sources.get("owner").or_else(|| entity.sources.get("name"));
    source.and_then(|source| source.place.as_ref()).is_some_and(|place| *place.path == *path)
}
