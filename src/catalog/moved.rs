//! Where services that were called something else are now: their old addresses must still lead to them.
//!
//! Nothing but the repository remembers. A service is the same one as long as its descriptor stays where it
//! is and describes one component alone, or as long as it is alone in a repository that was renamed.

use super::descriptors;
use super::facts::{CatalogFacts, CurrentFile, FormerFile, RepositoryFacts};
use super::placement::last_part;
use super::{Service, slug};
use milepost_model::entity_ref::DEFAULT_NAMESPACE;
use milepost_model::{Entity, EntityKind, EntityRef, RepoId};
use std::collections::{BTreeMap, BTreeSet};

/// The slugs that services had, each with the services that had it.
pub(super) fn former_slugs(
    facts: &CatalogFacts<'_>,
    repositories: &[&RepositoryFacts],
    services: &[Service],
    entities: &BTreeMap<EntityRef, Entity>,
) -> BTreeMap<String, BTreeSet<EntityRef>> {
    let by_id: BTreeMap<&RepoId, &RepositoryFacts> = repositories.iter().map(|facts| (&facts.repository.repo, *facts)).collect();
    let mut together: BTreeMap<&RepoId, Vec<&Service>> = BTreeMap::new();
    for service in services {
        if let Some(repo) = &service.repo {
            together.entry(repo).or_default().push(service);
        }
    }
    let mut found: BTreeMap<String, BTreeSet<EntityRef>> = BTreeMap::new();
    for (repo, services) in together {
        let Some(repository) = by_id.get(repo) else { continue };
        for service in &services {
            let mut slugs = BTreeSet::new();
            if services.len() == 1 {
                slugs.extend(of_repository(repository, service));
            }
            let is_alone = services.iter().filter(|other| other.files.descriptor == service.files.descriptor).count() == 1;
            let name = entities.get(&service.reference).map_or(service.reference.name.as_str(), |entity| entity.name.as_str());
            if let Some(path) = service.files.descriptor.as_deref().filter(|_| is_alone) {
                let formers = repository.former.iter().filter(|former| former.path == path);
                slugs.extend(formers.filter_map(|former| of_descriptor(facts, repository, former, name)));
            }
            slugs.remove(&service.slug);
            for slug in slugs {
                found.entry(slug).or_default().insert(service.reference.clone());
            }
        }
    }
    found
}

/// What a service that is called as its repository was called while that had other names.
fn of_repository(repository: &RepositoryFacts, service: &Service) -> Vec<String> {
    let row = &repository.repository;
    let is_called_so = service.is_inferred || last_part(&row.full_name).eq_ignore_ascii_case(&service.reference.name);
    row.renamed_from.iter().filter(|_| is_called_so).map(|name| slug::of(last_part(name))).collect()
}

/// The slug of the one component that an earlier content of a descriptor described, if it had another name.
fn of_descriptor(facts: &CatalogFacts<'_>, repository: &RepositoryFacts, former: &FormerFile, name: &str) -> Option<String> {
    let content = (facts.content)(&former.blob)?;
    // Most contents say the same name, and need not be read as YAML to know it.
    let text = std::str::from_utf8(&content).ok()?;
    let named = text.lines().filter_map(|line| line.trim_start().strip_prefix("name:"));
    if named.map(|value| value.trim().trim_matches(['"', '\''])).any(|value| value == name) {
        return None;
    }
    let file = CurrentFile { path: former.path.clone(), blob: Some(former.blob.clone()), last_change: None, changed_by: None };
    let then = RepositoryFacts { repository: repository.repository.clone(), files: vec![file], former: Vec::new() };
    let described = descriptors::read(facts, &then).entities;
    let mut components = described.iter().map(|one| &one.imported.entity).filter(|entity| entity.reference.kind == EntityKind::COMPONENT);
    match (components.next(), components.next()) {
        (Some(entity), None) if !entity.name.is_empty() => {
            let slug = slug::of(&entity.name);
            let namespace = &entity.reference.namespace;
            Some(if namespace == DEFAULT_NAMESPACE { slug } else { format!("{slug}~{}", slug::of(namespace)) })
        }
        _ => None,
    }
}
