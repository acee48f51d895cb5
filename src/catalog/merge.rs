//! Several descriptions of one thing become one, and every field remembers who said it.
//!
//! Of a single value the most trusted description's counts; what others say instead is kept as
//! overruled and told as a conflict with both places. Lists and maps add up.

use super::draft::Draft;
use super::identity::Candidate;
use super::importers::{ImportedEntity, Wish, words};
use milepost_model::{Diagnostic, Diagnostics, Entity, EntityRef, FieldSource, Overruled, Place, RelationKind, Severity};

/// A field of a single value.
struct Single {
    name: &'static str,
    of: fn(&mut Entity) -> &mut Option<String>,
    /// Two ways to put a thing into words are no mistake; two lifecycles are.
    is_prose: bool,
}

const SINGLES: [Single; 5] = [
    Single { name: "title", of: |entity| &mut entity.title, is_prose: true },
    Single { name: "description", of: |entity| &mut entity.description, is_prose: true },
    Single { name: "type", of: |entity| &mut entity.entity_type, is_prose: false },
    Single { name: "lifecycle", of: |entity| &mut entity.lifecycle, is_prose: false },
    Single { name: "tier", of: |entity| &mut entity.tier, is_prose: false },
];

/// One draft of all descriptions of one thing: of the most trusted, and of the others in that order.
pub(super) fn merge(first: Candidate, others: Vec<Candidate>, notes: &mut Diagnostics) -> Draft {
    let (mut rank, place) = (first.description.rank, first.description.imported.place.clone());
    let mut is_ours = first.description.importer == "milepost";
    let mut draft = Draft {
        wishes: first.description.imported.wishes,
        aliases: first.description.imported.aliases,
        repository: first.home.repository,
        folder: first.home.folder,
        descriptor: Some((first.holder, first.description.path)),
        ownerless: first.description.imported.ownerless,
        ..Draft::undescribed(first.description.imported.entity, place)
    };
    for next in others {
        let imported = next.description.imported;
        if next.description.rank == rank && imported.is_shared {
            absorb(&mut draft, imported, next.description.importer, notes);
            continue;
        }
        if next.description.rank == rank {
            let message = format!("{} is described twice: here and in {}, which counts", draft.entity.reference, draft.place);
            notes.push(
                Diagnostic::error("catalog/described-twice", message)
                    .at(imported.place)
                    .help("give one of them another name, or remove it"),
            );
            continue;
        }
        rank = next.description.rank;
        is_ours |= next.description.importer == "milepost";
        absorb(&mut draft, imported, next.description.importer, notes);
    }
    if is_ours {
        // The defaults of milepost.yaml, which hold where no other descriptor says something else.
        draft.entity.entity_type.get_or_insert_with(|| "service".to_owned());
        draft.entity.lifecycle.get_or_insert_with(|| "production".to_owned());
    }
    draft
}

/// Where a field stands, or where its entity does.
pub(super) fn place_of(entity: &Entity, field: &str, whole: &Place) -> Place {
    entity.sources.get(field).and_then(|source| source.place.clone()).unwrap_or_else(|| whole.clone())
}

/// Fills the draft's gaps with what a less trusted description says, and tells where the two differ.
fn absorb(draft: &mut Draft, mut other: ImportedEntity, importer: &'static str, notes: &mut Diagnostics) {
    let whole = other.place.clone();
    for field in &SINGLES {
        let Some(value) = (field.of)(&mut other.entity).take() else { continue };
        let theirs = source_of(&other.entity, field.name, importer, &whole);
        let ours = (field.of)(&mut draft.entity);
        match ours {
            None => {
                *ours = Some(value);
                draft.entity.sources.insert(field.name.to_owned(), theirs);
            }
            Some(kept) if !words::agree(field.name, kept, &value) => {
                let severity = if field.is_prose { Severity::Note } else { Severity::Warning };
                let kept = kept.clone();
                overrule(draft, severity, field.name, &kept, value, theirs, notes);
            }
            Some(_) => {}
        }
    }
    take_owners(draft, &other, importer, notes);
    take_lists(draft, &mut other, importer);
    take_wishes(draft, other.wishes, notes);
    draft.aliases.extend(other.aliases);
}

fn source_of(entity: &Entity, field: &str, importer: &'static str, whole: &Place) -> FieldSource {
    let known = entity.sources.get(field).cloned();
    known.unwrap_or_else(|| FieldSource { importer: importer.into(), place: Some(whole.clone()) })
}

/// Notes that a less trusted file says something else, and shows both places.
fn overrule(draft: &mut Draft, severity: Severity, field: &str, kept: &str, value: String, source: FieldSource, notes: &mut Diagnostics) {
    let kept_at = place_of(&draft.entity, field, &draft.place);
    let message = format!("the {field} is “{value}” here and “{kept}” in {kept_at}, which counts");
    let place = source.place.clone().unwrap_or_default();
    notes.push(Diagnostic::new(severity, "catalog/conflict", message).at(place).help("let both say the same, or remove one"));
    draft.entity.overruled.push(Overruled { field: field.to_owned(), value, source });
}

/// Who owns a thing is one decision: the list of the most trusted file that names anybody counts as a whole.
fn take_owners(draft: &mut Draft, other: &ImportedEntity, importer: &'static str, notes: &mut Diagnostics) {
    let Some(primary) = other.entity.owners.first() else { return };
    let source = source_of(&other.entity, "owner", importer, &other.place);
    if let Some(kept) = draft.entity.owners.first().cloned() {
        if !draft.entity.owners.contains(primary) {
            overrule(draft, Severity::Warning, "owner", &kept.to_string(), primary.to_string(), source, notes);
        }
        return;
    }
    draft.entity.owners.clone_from(&other.entity.owners);
    draft.entity.sources.insert("owner".to_owned(), source);
    draft.wishes.extend(other.wishes.iter().filter(|wish| wish.kind == RelationKind::OwnedBy).cloned());
}

/// Lists and maps add up; each item that is new remembers the file that added it.
fn take_lists(draft: &mut Draft, other: &mut ImportedEntity, importer: &'static str) {
    let (ours, theirs) = (&mut draft.entity, &mut other.entity);
    let mut added: Vec<(String, FieldSource)> = Vec::new();
    let source = |entity: &Entity, field: &str| source_of(entity, field, importer, &other.place);
    if ours.paths.is_empty() && !theirs.paths.is_empty() {
        added.push(("paths".to_owned(), source(theirs, "paths")));
        ours.paths = std::mem::take(&mut theirs.paths);
    }
    for tag in std::mem::take(&mut theirs.tags) {
        if !ours.tags.contains(&tag) {
            added.push((format!("tags/{tag}"), source(theirs, "tags")));
            ours.tags.push(tag);
        }
    }
    for link in std::mem::take(&mut theirs.links) {
        let address = |url: &str| url.trim_end_matches('/').to_owned();
        if !ours.links.iter().any(|known| address(&known.url) == address(&link.url)) {
            added.push((format!("links/{}", link.url), source(theirs, "links")));
            ours.links.push(link);
        }
    }
    for (field, ours, values) in [
        ("labels", &mut ours.labels, std::mem::take(&mut theirs.labels)),
        ("annotations", &mut ours.annotations, std::mem::take(&mut theirs.annotations)),
    ] {
        for (key, value) in values {
            if let std::collections::btree_map::Entry::Vacant(free) = ours.entry(key) {
                added.push((format!("{field}/{}", free.key()), source(theirs, field)));
                free.insert(value);
            }
        }
    }
    for (key, value) in std::mem::take(&mut theirs.extra) {
        ours.extra.entry(key).or_insert(value);
    }
    ours.sources.extend(added);
}

/// A thing is part of one system, child of one group and replaced by one thing, and of several that are named the most
/// trusted counts; others add up.
fn take_wishes(draft: &mut Draft, wishes: Vec<Wish>, notes: &mut Diagnostics) {
    use RelationKind::{ChildOf, OwnedBy, PartOf, ReplacedBy};
    let whole = |wish: &Wish| matches!(wish.kind, PartOf | ChildOf | ReplacedBy).then(|| (wish.kind, wish.target.first().kind.clone()));
    let known: Vec<Wish> = draft.wishes.clone();
    for wish in wishes.into_iter().filter(|wish| wish.kind != OwnedBy) {
        let rival = whole(&wish).and_then(|key| known.iter().find(|known| whole(known).as_ref() == Some(&key)));
        match rival {
            Some(rival) if rival.target != wish.target => {
                let field = match wish.kind {
                    ChildOf => "parent",
                    ReplacedBy => "successor",
                    _ => &wish.target.first().kind,
                };
                let source = FieldSource { importer: wish.importer.into(), place: Some(wish.place.clone()) };
                let (kept, value): (&EntityRef, &EntityRef) = (rival.target.first(), wish.target.first());
                let message = format!("the {field} is “{value}” here and “{kept}” in {}, which counts", rival.place);
                notes.push(
                    Diagnostic::warning("catalog/conflict", message).at(wish.place.clone()).help("let both say the same, or remove one"),
                );
                draft.entity.overruled.push(Overruled { field: field.to_owned(), value: value.to_string(), source });
            }
            Some(_) => {}
            None if known.iter().any(|known| known.kind == wish.kind && known.target == wish.target) => {}
            None => draft.wishes.push(wish),
        }
    }
}
