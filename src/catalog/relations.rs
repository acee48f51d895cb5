//! What entities declare becomes relations in both directions; what points at nothing is marked.

use super::importers::Wanted;
use super::merge::Draft;
use crate::reading::bounds;
use milepost_model::{Diagnostic, Diagnostics, Entity, EntityKind, EntityRef, FieldSource, Place, Relation, RelationKind};
use std::collections::{BTreeMap, BTreeSet};

/// The entities with their relations, sorted and each once.
pub(super) fn draw(drafts: Vec<Draft>, knows_provider_teams: bool, notes: &mut Diagnostics) -> BTreeMap<EntityRef, Entity> {
    let known: BTreeSet<EntityRef> = drafts.iter().map(|draft| draft.entity.reference.clone()).collect();
    let mut unknown_owners = UnknownOwners::new(&known, knows_provider_teams);
    let mut relations: BTreeMap<EntityRef, BTreeSet<Relation>> = BTreeMap::new();
    let mut entities = BTreeMap::new();
    for draft in drafts {
        let from = draft.entity.reference.clone();
        for wish in draft.wishes {
            let to = match wish.target {
                Wanted::Exactly(target) => target,
                Wanted::ComponentOrResource(component) => {
                    let resource = EntityRef { kind: EntityKind::RESOURCE.to_owned(), ..component.clone() };
                    if !known.contains(&component) && known.contains(&resource) { resource } else { component }
                }
            };
            let dangling = !known.contains(&to);
            if dangling && wish.kind == RelationKind::OwnedBy {
                unknown_owners.add(&from, &to, wish.place, draft.entity.sources.get("owner"));
            } else if dangling {
                notes.push(complaint(&from, &to, &known).at(wish.place));
            } else {
                let back = Relation { kind: wish.kind.opposite(), target: from.clone(), dangling: false };
                relations.entry(to.clone()).or_default().insert(back);
            }
            relations.entry(from.clone()).or_default().insert(Relation { kind: wish.kind, target: to, dangling });
        }
        entities.insert(from, draft.entity);
    }
    notes.extend(unknown_owners.complaints(&known));
    for (reference, found) in relations {
        if let Some(entity) = entities.get_mut(&reference) {
            entity.relations = found.into_iter().collect();
        }
    }
    entities
}

/// Groups that own something and that nothing describes: each is told once for each repository that names it.
struct UnknownOwners {
    describes_groups: bool,
    knows_provider_teams: bool,
    found: BTreeMap<(EntityRef, Option<String>), (Place, EntityRef, usize)>,
}

impl UnknownOwners {
    fn new(known: &BTreeSet<EntityRef>, knows_provider_teams: bool) -> Self {
        let describes_groups = known.iter().any(|reference| reference.kind == EntityKind::GROUP);
        Self { describes_groups, knows_provider_teams, found: BTreeMap::new() }
    }

    fn add(&mut self, from: &EntityRef, owner: &EntityRef, place: Place, source: Option<&FieldSource>) {
        // Where nobody describes groups, an owner is just a name; people are rarely described at all; and
        // CODEOWNERS names the provider's teams, of which descriptors need not speak.
        let is_codeowners = source.is_some_and(|source| source.importer == "codeowners");
        let is_expected = !self.describes_groups || owner.kind != EntityKind::GROUP || (is_codeowners && !self.knows_provider_teams);
        if is_expected {
            return;
        }
        let key = (owner.clone(), place.repo.clone());
        let entry = self.found.entry(key).or_insert_with(|| (place.clone(), from.clone(), 0));
        entry.2 += 1;
        if (&place, from) < (&entry.0, &entry.1) {
            (entry.0, entry.1) = (place, from.clone());
        }
    }

    fn complaints(self, known: &BTreeSet<EntityRef>) -> Vec<Diagnostic> {
        let told = self.found.into_iter().map(|((owner, _), (place, from, count))| {
            let others = if count > 1 { format!(" and {} more of this repository", count - 1) } else { String::new() };
            let verb = if count > 1 { "are" } else { "is" };
            let message =
                format!("{from}{others} {verb} owned by {}, which nothing describes", bounds::cut(&owner.to_string(), bounds::NAME));
            Diagnostic::warning("catalog/unknown-owner", message).at(place).help(help(
                &owner,
                known,
                "describe the group, or correct the owner",
            ))
        });
        told.collect()
    }
}

/// What to say of a relation to something that the catalog does not have.
fn complaint(from: &EntityRef, to: &EntityRef, known: &BTreeSet<EntityRef>) -> Diagnostic {
    let message = format!("{from} names {}, which is not in the catalog", bounds::cut(&to.to_string(), bounds::NAME));
    Diagnostic::note("catalog/dangling", message).help(help(to, known, "describe it, or correct the name"))
}

/// The known entity of the same kind whose name is most like this one, else what to do.
fn help(to: &EntityRef, known: &BTreeSet<EntityRef>, otherwise: &str) -> String {
    // Comparing with all of a large catalog for every dangling name would cost more than the rest.
    const MOST: usize = 2_000;
    let first = EntityRef { kind: to.kind.clone(), namespace: String::new(), name: String::new() };
    let near = known
        .range(first..)
        .take_while(|reference| reference.kind == to.kind)
        .take(MOST)
        .map(|reference| (strsim::normalized_damerau_levenshtein(&reference.name, &to.name), reference))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
    near.map_or_else(|| otherwise.to_owned(), |(_, reference)| format!("did you mean {reference}?"))
}
