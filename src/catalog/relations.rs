//! What entities declare becomes relations in both directions; what points at nothing is marked.

use super::importers::Wanted;
use super::merge::Draft;
use crate::reading::bounds;
use milepost_model::{Diagnostic, Diagnostics, Entity, EntityKind, EntityRef, Relation};
use std::collections::{BTreeMap, BTreeSet};

/// The entities with their relations, sorted and each once.
pub(super) fn draw(drafts: Vec<Draft>, notes: &mut Diagnostics) -> BTreeMap<EntityRef, Entity> {
    let known: BTreeSet<EntityRef> = drafts.iter().map(|draft| draft.entity.reference.clone()).collect();
    let describes_groups = known.iter().any(|reference| reference.kind == EntityKind::GROUP);
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
            if dangling {
                notes.extend(complaint(&from, &to, wish.kind, describes_groups, &known).map(|found| found.at(wish.place)));
            } else {
                let back = Relation { kind: wish.kind.opposite(), target: from.clone(), dangling: false };
                relations.entry(to.clone()).or_default().insert(back);
            }
            relations.entry(from.clone()).or_default().insert(Relation { kind: wish.kind, target: to, dangling });
        }
        entities.insert(from, draft.entity);
    }
    for (reference, found) in relations {
        if let Some(entity) = entities.get_mut(&reference) {
            entity.relations = found.into_iter().collect();
        }
    }
    entities
}

/// What to say of a relation to something that the catalog does not have.
fn complaint(
    from: &EntityRef,
    to: &EntityRef,
    kind: milepost_model::RelationKind,
    describes_groups: bool,
    known: &BTreeSet<EntityRef>,
) -> Option<Diagnostic> {
    let shown = bounds::cut(&to.to_string(), bounds::NAME);
    if kind == milepost_model::RelationKind::OwnedBy {
        // Where nobody describes groups, an owner is just a name, and people are rarely described at all.
        let is_expected = !describes_groups || to.kind != EntityKind::GROUP;
        let message = format!("{from} is owned by {shown}, which nothing describes");
        return (!is_expected).then(|| {
            Diagnostic::warning("catalog/unknown-owner", message).help(help(to, known, "describe the group, or correct the owner"))
        });
    }
    let message = format!("{from} names {shown}, which is not in the catalog");
    Some(Diagnostic::note("catalog/dangling", message).help(help(to, known, "describe it, or correct the name")))
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
        .map(|reference| (strsim::jaro_winkler(&reference.name, &to.name), reference))
        .filter(|(likeness, _)| *likeness > 0.88)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
    near.map_or_else(|| otherwise.to_owned(), |(_, reference)| format!("did you mean {reference}?"))
}
