//! What entities declare becomes relations in both directions; what points at nothing is marked.

use super::cycles;
use super::draft::Draft;
use super::importers::{Wanted, Wish};
use super::likeness::Likeness;
use crate::reading::bounds;
use milepost_model::{Diagnostic, Diagnostics, Entity, EntityKind, EntityRef, FieldSource, Place, Relation, RelationKind};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The entities with their relations, sorted and each once.
///
/// Nothing is part of itself or its own parent, however far around: the relation that closes such a
/// circle is told and left out. Dependencies may go in circles.
pub(super) fn draw(mut drafts: Vec<Draft>, knows_provider_teams: bool, notes: &mut Diagnostics) -> BTreeMap<EntityRef, Entity> {
    drafts.sort_by(|a, b| a.entity.reference.cmp(&b.entity.reference));
    let declared: Vec<Vec<Wish>> = drafts.iter_mut().map(|draft| std::mem::take(&mut draft.wishes)).collect();
    let entities: Vec<_> = drafts.into_iter().map(|draft| draft.entity).collect();
    // Asked three times a relation: hashing a name is quicker than comparing it along a tree.
    let places: Places<'_> = entities.iter().enumerate().map(|(place, entity)| (&entity.reference, place)).collect();
    let mut drawn: Vec<Vec<Relation>> = vec![Vec::new(); entities.len()];
    let mut likeness = Likeness::new(entities.iter().map(|entity| &entity.reference));
    let describes_users = entities.iter().any(|entity| entity.reference.kind == EntityKind::USER);
    let describes_groups = entities.iter().any(|entity| entity.reference.kind == EntityKind::GROUP);
    let mut unknown_owners = UnknownOwners { describes_groups, knows_provider_teams, found: BTreeMap::new() };
    for (place, wishes) in declared.into_iter().enumerate() {
        let from = &entities[place].reference;
        for wish in wishes {
            let to = meant(&wish.target, &places);
            let target = places.get(to).copied();
            let source = Some(FieldSource { importer: wish.importer.into(), place: place_of(&wish) });
            if let Some(target) = target {
                drawn[target].push(Relation { source: source.clone(), ..Relation::new(wish.kind.opposite(), from.clone()) });
            } else if wish.kind == RelationKind::OwnedBy {
                unknown_owners.add(from, to, wish.place.clone(), wish.importer);
            } else if describes_users || to.kind != EntityKind::USER {
                // Where nobody describes people, naming one is all that a group can do.
                notes.push(complaint(from, to, &mut likeness).at(wish.place.clone()));
            }
            drawn[place].push(Relation { kind: wish.kind, target: to.clone(), dangling: target.is_none(), source });
        }
    }
    notes.extend(unknown_owners.complaints(&mut likeness));
    let mut related: BTreeMap<EntityRef, Entity> = entities
        .into_par_iter()
        .zip(drawn)
        .map(|(mut entity, relations)| {
            entity.relations.extend(relations);
            entity.relations.sort();
            entity.relations.dedup_by(|next, kept| (next.kind, &next.target) == (kept.kind, &kept.target));
            (entity.reference.clone(), *entity)
        })
        .collect::<Vec<_>>()
        .into_iter()
        .collect();
    cycles::cut(&mut related, notes);
    related
}

/// Where each entity stands among all.
type Places<'a> = HashMap<&'a EntityRef, usize>;

/// What the file means: of several the first that there is.
fn meant<'a>(wanted: &'a Wanted, places: &Places<'_>) -> &'a EntityRef {
    let known = wanted.all().iter().find(|reference| places.contains_key(reference));
    known.unwrap_or_else(|| wanted.first())
}

/// Where the file says so, where there is a file.
fn place_of(wish: &Wish) -> Option<Place> {
    Some(wish.place.clone()).filter(|place| !place.path.is_empty())
}

/// Groups that own something and that nothing describes: each is told once for each repository that names it.
struct UnknownOwners {
    describes_groups: bool,
    knows_provider_teams: bool,
    found: BTreeMap<(EntityRef, Option<Arc<str>>), Named>,
}

/// Where an unknown owner is named first, and by all of which.
struct Named {
    place: Place,
    first: EntityRef,
    all: BTreeSet<EntityRef>,
}

impl UnknownOwners {
    fn add(&mut self, from: &EntityRef, owner: &EntityRef, place: Place, importer: &str) {
        // Where nobody describes groups, an owner is just a name; people are rarely described at all; and
        // CODEOWNERS names the provider's teams, of which descriptors need not speak.
        let is_codeowners = importer == "codeowners";
        let is_expected = !self.describes_groups || owner.kind != EntityKind::GROUP || (is_codeowners && !self.knows_provider_teams);
        if is_expected {
            return;
        }
        let key = (owner.clone(), place.repo.clone());
        let named = self.found.entry(key).or_insert_with(|| Named { place: place.clone(), first: from.clone(), all: BTreeSet::new() });
        named.all.insert(from.clone());
        if (&place, from) < (&named.place, &named.first) {
            (named.place, named.first) = (place, from.clone());
        }
    }

    fn complaints(self, likeness: &mut Likeness) -> Vec<Diagnostic> {
        let told = self.found.into_iter().map(|((owner, _), Named { place, first: from, all })| {
            let others = if all.len() > 1 { format!(" and {} more of this repository", all.len() - 1) } else { String::new() };
            let verb = if all.len() > 1 { "are" } else { "is" };
            let message =
                format!("{from}{others} {verb} owned by {}, which nothing describes", bounds::cut(&owner.to_string(), bounds::NAME));
            let help = likeness.help(&owner, "describe the group, or correct the owner");
            Diagnostic::warning("catalog/unknown-owner", message).at(place).help(help)
        });
        told.collect()
    }
}

/// What to say of a relation to something that the catalog does not have.
fn complaint(from: &EntityRef, to: &EntityRef, likeness: &mut Likeness) -> Diagnostic {
    let message = format!("{from} names {}, which is not in the catalog", bounds::cut(&to.to_string(), bounds::NAME));
    Diagnostic::note("catalog/dangling", message).help(likeness.help(to, "describe it, or correct the name"))
}
