//! The stage from beginning to end: facts in, catalog out.

use super::descriptors;
use super::draft::Draft;
use super::facts::{CatalogFacts, CatalogSettings, RepositoryFacts};
use super::service::{self, Made};
use super::{Catalog, Service, identity, inferred, moved, owner_names, ownership, relations, slug, teams};
use crate::reading::Readings;
use milepost_model::{Diagnostic, Diagnostics, Entity, EntityKind, EntityRef, Place, RepoId};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Builds the catalog. The order of repositories, files and teams does not matter.
pub fn build(facts: &CatalogFacts<'_>, settings: &CatalogSettings, notes: &mut Diagnostics) -> Catalog {
    let repositories = in_order(facts.repositories);
    let mut described = descriptors::read_all(facts, &repositories);
    for found in &mut described {
        notes.extend(std::mem::take(&mut found.problems));
    }
    let broken: Vec<Vec<String>> = described.iter_mut().map(|found| std::mem::take(&mut found.broken)).collect();
    let descriptions = described.into_iter().map(|found| found.entities).collect();
    let (mut drafts, aliases) = identity::join(&repositories, descriptions, notes);
    infer(&mut drafts, &repositories, &broken, notes);

    let readings = Readings::default();
    let made: Vec<Made> = by_repository(drafts, repositories.len())
        .into_par_iter()
        .map(|(index, drafts)| service::make(facts, settings, &readings, index.map(|index| repositories[index]), drafts))
        .collect();
    let (mut drafts, mut services) = (Vec::new(), Vec::new());
    for part in made {
        drafts.extend(part.drafts);
        services.extend(part.services);
        notes.extend(part.problems);
    }

    teams::add_provider(&mut drafts, facts.teams);
    owner_names::resolve(&mut drafts, &settings.owner_names, notes);
    ownership::rename(&mut drafts, &aliases);
    if settings.hides_people {
        ownership::hide_people(&mut drafts);
    }
    let mut entities = relations::draw(drafts, !facts.teams.is_empty(), notes);
    let teams = teams::list(&mut entities, &services, &repositories, settings.hides_people, notes);
    let mut ambiguous = give_slugs(&mut services, &entities, &repositories);
    services.sort_by(|a, b| a.reference.cmp(&b.reference));
    let former = moved::former_slugs(facts, &repositories, &services, &entities);
    let moved = lead(former, &services, &mut ambiguous);
    Catalog { entities, services, teams, repositories: by_id(&repositories), ambiguous, moved }
}

/// The repositories by name, each id once.
fn in_order(repositories: &[RepositoryFacts]) -> Vec<&RepositoryFacts> {
    let mut ordered: Vec<&RepositoryFacts> = repositories.iter().collect();
    ordered.sort_by(|a, b| {
        let key = |facts: &RepositoryFacts| {
            (facts.repository.full_name.to_lowercase(), facts.repository.full_name.clone(), facts.repository.repo.clone())
        };
        key(a).cmp(&key(b))
    });
    let mut seen = BTreeSet::new();
    ordered.retain(|facts| seen.insert(&facts.repository.repo));
    ordered
}

fn by_id(repositories: &[&RepositoryFacts]) -> BTreeMap<RepoId, milepost_model::record::Repository> {
    repositories.iter().map(|facts| (facts.repository.repo.clone(), facts.repository.clone())).collect()
}

/// Adds a service for each repository that no descriptor speaks of, and says so where one tried to.
fn infer(drafts: &mut Vec<Draft>, repositories: &[&RepositoryFacts], broken: &[Vec<String>], notes: &mut Diagnostics) {
    let holders = drafts.iter().filter_map(|draft| draft.descriptor.as_ref().map(|(holder, _)| *holder));
    let homes = drafts.iter().filter(|draft| draft.entity.reference.kind == EntityKind::COMPONENT).filter_map(|draft| draft.repository);
    let spoken_of: BTreeSet<usize> = holders.chain(homes).collect();
    let silent: Vec<usize> = (0..repositories.len()).filter(|index| !spoken_of.contains(index)).collect();
    for index in &silent {
        for path in &broken[*index] {
            let name = &repositories[*index].repository.full_name;
            let message = format!("{path} describes nothing that can be used, so {name} is shown as its files suggest");
            notes.push(
                Diagnostic::warning("catalog/inferred", message)
                    .at(Place::in_repo(name, path))
                    .help("correct what is reported of this file"),
            );
        }
    }
    let taken: BTreeSet<EntityRef> = drafts.iter().map(|draft| draft.entity.reference.clone()).collect();
    drafts.extend(inferred::services(&silent, repositories, &taken));
}

/// The drafts of each repository, and those that are made in none.
fn by_repository(drafts: Vec<Draft>, count: usize) -> Vec<(Option<usize>, Vec<Draft>)> {
    let mut groups: Vec<(Option<usize>, Vec<Draft>)> = (0..count).map(|index| (Some(index), Vec::new())).collect();
    groups.push((None, Vec::new()));
    for draft in drafts {
        let index = draft.repository.unwrap_or(count);
        groups[index].1.push(draft);
    }
    groups.retain(|(_, drafts)| !drafts.is_empty());
    groups
}

/// Which service each former slug leads to. One that is taken again leads to nobody else, and one that several
/// services had lets readers choose.
fn lead(
    former: BTreeMap<String, BTreeSet<EntityRef>>,
    services: &[Service],
    ambiguous: &mut BTreeMap<String, Vec<EntityRef>>,
) -> BTreeMap<String, EntityRef> {
    let taken: BTreeSet<&str> = services.iter().map(|service| service.slug.as_str()).collect();
    let mut moved = BTreeMap::new();
    for (slug, references) in former.into_iter().filter(|(slug, _)| !taken.contains(slug.as_str())) {
        let known = ambiguous.remove(&slug).unwrap_or_default();
        let all: BTreeSet<EntityRef> = known.into_iter().chain(references).collect();
        let mut all: Vec<EntityRef> = all.into_iter().collect();
        if all.len() == 1 {
            moved.insert(slug, all.remove(0));
        } else {
            ambiguous.insert(slug, all);
        }
    }
    moved
}

fn give_slugs(
    services: &mut [Service],
    entities: &BTreeMap<EntityRef, Entity>,
    repositories: &[&RepositoryFacts],
) -> BTreeMap<String, Vec<EntityRef>> {
    let names: BTreeMap<&RepoId, &str> =
        repositories.iter().map(|facts| (&facts.repository.repo, facts.repository.full_name.as_str())).collect();
    let claims: Vec<slug::Claim<'_>> = services
        .iter()
        .map(|service| slug::Claim {
            reference: &service.reference,
            name: entities.get(&service.reference).map_or(service.reference.name.as_str(), |entity| entity.name.as_str()),
            repository: service.repo.as_ref().and_then(|repo| names.get(repo).copied()),
        })
        .collect();
    let (slugs, ambiguous) = slug::assign(&claims);
    for service in services {
        service.slug = slugs.get(&service.reference).cloned().unwrap_or_default();
    }
    ambiguous
}
