//! Which descriptions speak of the same thing.
//!
//! Two do when they have one name and one home, or when they lie in one folder, each the only one of
//! its format there, whatever they call it. The home of a component is the repository that it is made
//! in; everything else is the same wherever it is described.

use super::apart;
use super::descriptors::Description;
use super::draft::Draft;
use super::facts::RepositoryFacts;
use super::merge;
use super::placement::{Directory, Home, last_part};
use super::slug;
use crate::reading::bounds;
use milepost_model::{Diagnostic, Diagnostics, EntityKind, EntityRef, Place};
use std::collections::{BTreeMap, BTreeSet};

/// A description with the repository that holds it and the home of what it describes.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) holder: usize,
    pub(super) home: Home,
    /// Whether file and annotations say where it is made, and not only that somebody describes it here.
    is_placed: bool,
    // Apart, since it is large and candidates are moved and sorted.
    pub(super) description: Box<Description>,
}

impl Candidate {
    fn is_component(&self) -> bool {
        is_component(&self.description)
    }

    fn reference(&self) -> &EntityRef {
        &self.description.imported.entity.reference
    }

    /// What it speaks of. Only components have a home: a group is the same group wherever it is described.
    fn subject(&self) -> (&EntityRef, Option<usize>) {
        (self.reference(), self.is_component().then_some(self.home.repository).flatten())
    }

    /// The most trusted first, and among equals the one that lies highest.
    fn order(&self) -> (usize, usize, usize, &str, &Place) {
        let description = &self.description;
        (description.rank, description.path.matches('/').count(), self.holder, &description.path, &description.imported.place)
    }
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
        let mut own = placed(&directory, holder, descriptions);
        name_the_nameless(&mut own, &repositories[holder].repository.full_name);
        unify_neighbours(&mut own, &mut aliases, notes);
        candidates.extend(own);
    }
    bring_home(&mut candidates);
    candidates.sort_by(|a, b| a.subject().cmp(&b.subject()).then_with(|| a.order().cmp(&b.order())));
    let mut drafts = Vec::new();
    let mut candidates = candidates.into_iter().peekable();
    while let Some(first) = candidates.next() {
        let others: Vec<Candidate> = std::iter::from_fn(|| candidates.next_if(|next| next.subject() == first.subject())).collect();
        drafts.push(merge::merge(first, others, notes));
    }
    (apart::tell_apart(drafts, repositories, notes), aliases)
}

fn is_component(description: &Description) -> bool {
    description.imported.entity.reference.kind == EntityKind::COMPONENT
}

/// The descriptions of one repository, each with its home.
fn placed(directory: &Directory<'_>, holder: usize, descriptions: Vec<Description>) -> Vec<Candidate> {
    let mut per_format: BTreeMap<usize, usize> = BTreeMap::new();
    for description in descriptions.iter().filter(|d| is_component(d)) {
        *per_format.entry(description.rank).or_default() += 1;
    }
    // Formats that describe one component each speak of the same one.
    let is_alone = per_format.values().all(|count| *count <= 1);
    let mut own: Vec<Candidate> = descriptions
        .into_iter()
        .map(|description| {
            let home = directory.home(holder, &description, is_alone);
            Candidate { holder, home, is_placed: true, description: Box::new(description) }
        })
        .collect();
    let mut neighbours: BTreeMap<(Home, usize), usize> = BTreeMap::new();
    for candidate in own.iter().filter(|candidate| candidate.is_component()) {
        *neighbours.entry((candidate.home.clone(), candidate.description.rank)).or_default() += 1;
    }
    for candidate in &mut own {
        let is_among_others = neighbours.get(&(candidate.home.clone(), candidate.description.rank)).is_some_and(|count| *count > 1);
        candidate.is_placed = candidate.description.imported.made_in.is_some() || !is_among_others;
    }
    own
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

/// Where formats describe one component each in one folder, they speak of the same one.
fn unify_neighbours(candidates: &mut [Candidate], aliases: &mut BTreeMap<EntityRef, EntityRef>, notes: &mut Diagnostics) {
    let mut by_folder: BTreeMap<Home, Vec<usize>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate().filter(|(_, c)| c.is_component()) {
        by_folder.entry(candidate.home.clone()).or_default().push(index);
    }
    for mut indices in by_folder.into_values() {
        indices.sort_by(|a, b| candidates[*a].order().cmp(&candidates[*b].order()));
        let differ = indices.windows(2).all(|pair| candidates[pair[0]].description.rank != candidates[pair[1]].description.rank);
        let Some((first, others)) = indices.split_first().filter(|_| differ) else { continue };
        let (reference, name, place) = {
            let imported = &candidates[*first].description.imported;
            (imported.entity.reference.clone(), imported.entity.name.clone(), merge::place_of(&imported.entity, "name", &imported.place))
        };
        for index in others {
            let imported = &mut candidates[*index].description.imported;
            if imported.entity.reference == reference {
                continue;
            }
            // “Support Console” and support-console are one name, written for people and for programs.
            if slug::reference_name(&imported.entity.name) != slug::reference_name(&name) {
                let other = merge::place_of(&imported.entity, "name", &imported.place);
                let message = format!("the name is “{}” here and “{name}” in {place}, which counts", imported.entity.name);
                notes.push(Diagnostic::note("catalog/conflict", message).at(other).help("let both say the same"));
            }
            aliases.insert(std::mem::replace(&mut imported.entity.reference, reference.clone()), reference.clone());
        }
    }
}

/// A description that lies among those of other components, and does not say where its own is made,
/// speaks of the one component of that name that has a home.
fn bring_home(candidates: &mut [Candidate]) {
    let mut homes: BTreeMap<EntityRef, BTreeSet<Home>> = BTreeMap::new();
    for candidate in candidates.iter().filter(|candidate| candidate.is_component() && candidate.is_placed) {
        homes.entry(candidate.reference().clone()).or_default().insert(candidate.home.clone());
    }
    for candidate in candidates.iter_mut().filter(|candidate| candidate.is_component() && !candidate.is_placed) {
        let known = homes.get(candidate.reference()).filter(|known| known.len() == 1);
        if let Some(home) = known.and_then(BTreeSet::first) {
            candidate.home = home.clone();
        }
    }
}
