//! Several descriptions of one thing become one, and one name for several things becomes several.

use super::descriptors::Description;
use super::facts::RepositoryFacts;
use super::importers::Wish;
use super::placement::{Directory, Home, last_part};
use super::slug;
use crate::reading::bounds;
use milepost_model::{Diagnostic, Diagnostics, Entity, EntityKind, EntityRef, FieldSource, Place};
use std::collections::BTreeMap;

/// An entity on its way into the catalog.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) entity: Entity,
    pub(super) wishes: Vec<Wish>,
    pub(super) aliases: Vec<String>,
    /// The repository that it is made in, by its place among all.
    pub(super) repository: Option<usize>,
    /// Its folder there.
    pub(super) folder: String,
    /// The repository that holds its descriptor, and the path.
    pub(super) descriptor: Option<(usize, String)>,
    pub(super) place: Place,
    pub(super) is_inferred: bool,
    /// The CODEOWNERS file that speaks of it.
    pub(super) codeowners: Option<String>,
}

/// A description with the repository that holds it and the home of what it describes.
struct Candidate {
    holder: usize,
    home: Home,
    description: Description,
}

/// Joins the descriptions of all repositories; `described[i]` belongs to `repositories[i]`.
///
/// Beside the drafts, gives the names that turned out to be other names of the same thing.
pub(super) fn join(
    repositories: &[&RepositoryFacts],
    described: Vec<Vec<Description>>,
    notes: &mut Diagnostics,
) -> (Vec<Draft>, BTreeMap<EntityRef, EntityRef>) {
    let directory = Directory::new(repositories);
    let mut aliases = BTreeMap::new();
    let mut candidates = Vec::new();
    for (holder, descriptions) in described.into_iter().enumerate() {
        let files = descriptions.iter().filter(|d| is_component(d)).map(|d| &d.path).collect::<std::collections::BTreeSet<_>>().len();
        let components = descriptions.iter().filter(|d| is_component(d)).count();
        let is_alone = components <= 1 || (files == components && components <= 2 && has_one_of_each(&descriptions));
        let mut own: Vec<Candidate> = descriptions
            .into_iter()
            .map(|description| Candidate { holder, home: directory.home(holder, &description, is_alone), description })
            .collect();
        name_the_nameless(&mut own, &repositories[holder].repository.full_name);
        unify_neighbours(&mut own, &mut aliases, notes);
        candidates.extend(own);
    }
    // The most trusted first, and among equals the one that lies highest.
    candidates.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut groups: BTreeMap<(EntityRef, Option<usize>), Vec<Candidate>> = BTreeMap::new();
    for candidate in candidates {
        // Only components have a home: a group is the same group wherever it is described.
        let home = is_component(&candidate.description).then_some(candidate.home.repository).flatten();
        groups.entry((candidate.description.imported.entity.reference.clone(), home)).or_default().push(candidate);
    }
    let drafts: Vec<Draft> = groups.into_values().filter_map(|group| merge(group, notes)).collect();
    (tell_apart(drafts, repositories, notes), aliases)
}

fn is_component(description: &Description) -> bool {
    description.imported.entity.reference.kind == EntityKind::COMPONENT
}

/// Two formats that describe one component each speak of the same one.
fn has_one_of_each(descriptions: &[Description]) -> bool {
    let mut importers: Vec<&str> = descriptions.iter().filter(|d| is_component(d)).map(|d| d.importer).collect();
    importers.sort_unstable();
    importers.windows(2).all(|pair| pair[0] != pair[1])
}

fn order(candidate: &Candidate) -> (u8, usize, usize, &str, &Place) {
    let description = &candidate.description;
    let depth = description.path.matches('/').count();
    (u8::MAX - description.trust, depth, candidate.holder, &description.path, &description.imported.place)
}

/// A service without a usable name is called after its folder, or after the repository in the root.
fn name_the_nameless(candidates: &mut [Candidate], repository: &str) {
    for candidate in candidates {
        let entity = &mut candidate.description.imported.entity;
        if entity.reference.name.is_empty() {
            let folder = &candidate.home.folder;
            let name = last_part(if folder.is_empty() { repository } else { folder }).to_owned();
            entity.reference = EntityRef::new(&entity.reference.kind, &slug::reference_name(&name));
            entity.name = bounds::cut(&bounds::one_line(&name), bounds::NAME);
        }
    }
}

/// Where two formats describe one component each in one folder, they speak of the same one.
fn unify_neighbours(candidates: &mut [Candidate], aliases: &mut BTreeMap<EntityRef, EntityRef>, notes: &mut Diagnostics) {
    let mut by_folder: BTreeMap<Home, Vec<usize>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate().filter(|(_, c)| is_component(&c.description)) {
        by_folder.entry(candidate.home.clone()).or_default().push(index);
    }
    for mut indices in by_folder.into_values() {
        indices.sort_by(|a, b| order(&candidates[*a]).cmp(&order(&candidates[*b])));
        let differ = indices.windows(2).all(|pair| candidates[pair[0]].description.trust != candidates[pair[1]].description.trust);
        let Some((first, others)) = indices.split_first().filter(|_| differ) else { continue };
        let (reference, name, place) = {
            let imported = &candidates[*first].description.imported;
            (imported.entity.reference.clone(), imported.entity.name.clone(), place_of(&imported.entity, "name", &imported.place))
        };
        for index in others {
            let imported = &mut candidates[*index].description.imported;
            if imported.entity.reference == reference {
                continue;
            }
            let other = place_of(&imported.entity, "name", &imported.place);
            notes.push(conflict("name", &name, &place, &imported.entity.name, &other));
            aliases.insert(std::mem::replace(&mut imported.entity.reference, reference.clone()), reference.clone());
        }
    }
}

fn place_of(entity: &Entity, field: &str, whole: &Place) -> Place {
    entity.sources.get(field).and_then(|source| source.place.clone()).unwrap_or_else(|| whole.clone())
}

fn conflict(field: &str, kept: &str, kept_at: &Place, other: &str, other_at: &Place) -> Diagnostic {
    let message = format!("the {field} is “{other}” here and “{kept}” in {kept_at}, which counts");
    Diagnostic::warning("catalog/conflict", message).at(other_at.clone()).help("let both say the same, or remove one")
}

/// One draft of all descriptions of one thing, the most trusted first.
fn merge(group: Vec<Candidate>, notes: &mut Diagnostics) -> Option<Draft> {
    let mut group = group.into_iter();
    let first = group.next()?;
    let (trust, place) = (first.description.trust, first.description.imported.place.clone());
    let mut is_ours = first.description.importer == "milepost";
    let mut draft = Draft {
        entity: first.description.imported.entity,
        wishes: first.description.imported.wishes,
        aliases: first.description.imported.aliases,
        repository: first.home.repository,
        folder: first.home.folder,
        descriptor: Some((first.holder, first.description.path)),
        place,
        is_inferred: false,
        codeowners: None,
    };
    let mut least = trust;
    for next in group {
        let imported = next.description.imported;
        if next.description.trust == least {
            let message = format!("{} is described twice: here and in {}, which counts", draft.entity.reference, draft.place);
            notes.push(
                Diagnostic::error("catalog/described-twice", message)
                    .at(imported.place)
                    .help("give one of them another name, or remove it"),
            );
            continue;
        }
        least = next.description.trust;
        is_ours |= next.description.importer == "milepost";
        absorb(&mut draft, imported, notes);
    }
    if is_ours {
        // The defaults of milepost.yaml, which hold where no other descriptor says something else.
        draft.entity.entity_type.get_or_insert_with(|| "service".to_owned());
        draft.entity.lifecycle.get_or_insert_with(|| "production".to_owned());
    }
    Some(draft)
}

/// Fills the draft's gaps with what a less trusted description says, and reports where the two differ.
fn absorb(draft: &mut Draft, other: super::importers::ImportedEntity, notes: &mut Diagnostics) {
    let (whole, other_whole) = (draft.place.clone(), other.place);
    let mut theirs = other.entity;
    let mut sources: Vec<(String, FieldSource)> = Vec::new();
    let places = (draft.entity.sources.clone(), theirs.sources.clone());
    let place = |sources: &BTreeMap<String, FieldSource>, field: &str, whole: &Place| {
        sources.get(field).and_then(|source| source.place.clone()).unwrap_or_else(|| whole.clone())
    };
    let mine = &mut draft.entity;
    for (field, ours, other) in [
        ("title", &mut mine.title, theirs.title.take()),
        ("description", &mut mine.description, theirs.description.take()),
        ("type", &mut mine.entity_type, theirs.entity_type.take()),
        ("lifecycle", &mut mine.lifecycle, theirs.lifecycle.take()),
        ("tier", &mut mine.tier, theirs.tier.take()),
    ] {
        match (&ours, other) {
            (None, Some(value)) => {
                *ours = Some(value);
                sources.extend(theirs.sources.get(field).map(|source| (field.to_owned(), source.clone())));
            }
            (Some(kept), Some(value)) if *kept != value => {
                notes.push(conflict(field, kept, &place(&places.0, field, &whole), &value, &place(&places.1, field, &other_whole)));
            }
            _ => {}
        }
    }
    match (mine.owners.first(), theirs.owners.first()) {
        (None, Some(_)) => {
            mine.owners = std::mem::take(&mut theirs.owners);
            sources.extend(theirs.sources.get("owner").map(|source| ("owner".to_owned(), source.clone())));
        }
        (Some(kept), Some(value)) if kept != value => {
            let found = conflict(
                "owner",
                &kept.to_string(),
                &place(&places.0, "owner", &whole),
                &value.to_string(),
                &place(&places.1, "owner", &other_whole),
            );
            notes.push(found);
        }
        _ => {}
    }
    if mine.paths.is_empty() {
        mine.paths = theirs.paths;
    }
    for tag in theirs.tags {
        if !mine.tags.contains(&tag) {
            mine.tags.push(tag);
        }
    }
    for link in theirs.links {
        if !mine.links.iter().any(|known| known.url == link.url || (known.kind == link.kind && link.kind != "other")) {
            mine.links.push(link);
        }
    }
    for (key, value) in theirs.labels {
        mine.labels.entry(key).or_insert(value);
    }
    for (key, value) in theirs.annotations {
        mine.annotations.entry(key).or_insert(value);
    }
    for (key, value) in theirs.extra {
        mine.extra.entry(key).or_insert(value);
    }
    mine.sources.extend(sources);
    take_wishes(draft, other.wishes, notes);
    draft.aliases.extend(other.aliases);
}

/// A thing has one owner and is part of one whole, of several that are named the most trusted counts; other relations add up.
fn take_wishes(draft: &mut Draft, wishes: Vec<Wish>, notes: &mut Diagnostics) {
    use milepost_model::RelationKind::{ChildOf, OwnedBy, PartOf};
    let single: Vec<Wish> = draft.wishes.iter().filter(|wish| matches!(wish.kind, OwnedBy | PartOf | ChildOf)).cloned().collect();
    for wish in wishes {
        match single.iter().find(|known| known.kind == wish.kind) {
            None if !draft.wishes.contains(&wish) => draft.wishes.push(wish),
            Some(known) if known.target != wish.target && wish.kind == PartOf => {
                let (kept, other) = (named(known), named(&wish));
                notes.push(conflict("system", &kept, &known.place, &other, &wish.place));
            }
            _ => {}
        }
    }
}

fn named(wish: &Wish) -> String {
    match &wish.target {
        super::importers::Wanted::Exactly(reference) | super::importers::Wanted::ComponentOrResource(reference) => reference.to_string(),
    }
}

/// Components of one name that are made in different repositories are different components.
///
/// The name stays with the one whose repository is called so, else with the first repository by name.
fn tell_apart(drafts: Vec<Draft>, repositories: &[&RepositoryFacts], notes: &mut Diagnostics) -> Vec<Draft> {
    let mut groups: BTreeMap<EntityRef, Vec<Draft>> = BTreeMap::new();
    for draft in drafts {
        groups.entry(draft.entity.reference.clone()).or_default().push(draft);
    }
    let mut apart = Vec::new();
    for (reference, mut group) in groups {
        let name_of = |draft: &Draft| draft.repository.map_or("", |index| repositories[index].repository.full_name.as_str());
        group.sort_by_key(|draft| {
            (last_part(name_of(draft)).to_lowercase() != reference.name, draft.repository.is_none(), name_of(draft).to_owned())
        });
        let Some(first) = group.first().map(|draft| draft.place.clone()) else { continue };
        for (index, draft) in group.iter_mut().enumerate().skip(1) {
            let suffix = match name_of(draft) {
                "" => index.to_string(),
                name => slug::reference_name(&name.replace('/', "-")),
            };
            draft.entity.reference.name = format!("{}~{suffix}", reference.name);
            let message = format!("{reference} is also described in {first}; this one is called {}", draft.entity.reference);
            notes.push(
                Diagnostic::error("catalog/name-taken", message).at(draft.place.clone()).help("give one of them another name or namespace"),
            );
        }
        apart.extend(group);
    }
    apart
}
