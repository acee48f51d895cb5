//! The stage: what every service documents.

use super::api::{self, ApiReference, Candidate, Definition, Description, Format, SourceFile};
use super::books::OwnPages;
use super::shelf::{Library, Shelf};
use super::{Documents, books};
use crate::catalog::{Catalog, Service};
use bytes::Bytes;
use milepost_model::{Diagnostic, Diagnostics, Entity, EntityKind, EntityRef, RelationKind, RepoId};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Reads what every service documents.
pub fn read(catalog: &Catalog, library: Library<'_>, notes: &mut Diagnostics) -> Documents {
    read_with_own(catalog, library, None, notes)
}

/// The same, with the pages that the portal's owners wrote for it.
pub fn read_with_own(catalog: &Catalog, library: Library<'_>, own: Option<&OwnPages>, notes: &mut Diagnostics) -> Documents {
    let shelves = Shelf::all(library);
    let apis = references(catalog, &shelves, notes);
    let (books, pictures) = books::read(catalog, library, own, &shelves, notes);
    Documents { apis, books, pictures }
}

/// Holds what every service documents against the rules, and keeps nothing of it.
pub fn check(catalog: &Catalog, library: Library<'_>, notes: &mut Diagnostics) {
    books::read(catalog, library, None, &Shelf::all(library), notes);
}

/// Every API that a service or an entity describes.
fn references(catalog: &Catalog, shelves: &BTreeMap<&RepoId, Shelf<'_>>, notes: &mut Diagnostics) -> Vec<ApiReference> {
    let mut apis: Vec<ApiReference> = catalog
        .services
        .par_iter()
        .flat_map_iter(|service| {
            let shelf = service.repo.as_ref().and_then(|repo| shelves.get(repo));
            shelf.map(|shelf| of_service(catalog, service, shelf)).unwrap_or_default()
        })
        .collect();
    let alone = claim(catalog, &mut apis, shelves);
    let others: Vec<ApiReference> =
        alone.into_par_iter().filter_map(|entity| of_entity(entity, shelves.get(entity.repo.as_ref()?)?)).collect();
    apis.extend(others);
    for problem in apis.iter().filter_map(|api| api.described.as_ref().err()).flatten() {
        notes.push(problem.clone());
    }
    apis
}

/// Gives API entities the references whose files they name, and returns those that none was found for.
///
/// A descriptor may describe an API without saying which component provides it.
fn claim<'c>(catalog: &'c Catalog, apis: &mut [ApiReference], shelves: &BTreeMap<&RepoId, Shelf<'_>>) -> Vec<&'c Entity> {
    let covered: BTreeSet<EntityRef> = apis.iter().filter_map(|api| api.entity.clone()).collect();
    let mut by_file: HashMap<(RepoId, String), usize> = HashMap::new();
    for (place, api) in apis.iter().enumerate().filter(|(_, api)| api.entity.is_none()) {
        if let (Some(repo), Some(file)) = (&api.repo, api.files.first()) {
            by_file.insert((repo.clone(), file.path.clone()), place);
        }
    }
    let mut alone = Vec::new();
    for entity in catalog.entities.values() {
        if entity.reference.kind != EntityKind::API || covered.contains(&entity.reference) {
            continue;
        }
        let Some(shelf) = entity.repo.as_ref().and_then(|repo| shelves.get(repo)) else { continue };
        let file = match api::definition(entity) {
            Some(Definition::File(path)) => Some(path),
            _ => None,
        };
        let place = file.and_then(|path| by_file.remove(&(shelf.facts.repository.repo.clone(), path)));
        match place {
            Some(place) => apis[place].entity = Some(entity.reference.clone()),
            None => alone.push(entity),
        }
    }
    alone
}

/// The APIs that the files of a service describe.
fn of_service(catalog: &Catalog, service: &Service, shelf: &Shelf<'_>) -> Vec<ApiReference> {
    let entities = provided(catalog, service);
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut meant: BTreeMap<String, &Entity> = BTreeMap::new();
    let mut unread: Vec<String> = Vec::new();
    for entity in entities.iter().copied().filter(|entity| entity.repo == service.repo) {
        let Some(found) = api::definition(entity) else { continue };
        if let Some(candidate) = candidate(entity, found, shelf) {
            meant.insert(candidate.path.clone(), entity);
            if !candidates.iter().any(|known| known.path == candidate.path) {
                candidates.push(candidate);
            }
        }
    }
    for (_, path) in &service.files.apis {
        if candidates.iter().any(|known| known.path == *path) {
            continue;
        }
        match shelf.content(path) {
            Some(content) => candidates.push(Candidate { path: path.clone(), content, kind: None }),
            None => unread.push(path.clone()),
        }
    }
    let mut slugs = api::Unique::default();
    let mut found = api::discover(&candidates, Some(shelf.name()));
    found.sort_by(|a, b| (a.format, &a.name).cmp(&(b.format, &b.name)));
    let references = found.into_iter().map(|found| {
        let files: Vec<SourceFile> = found
            .files
            .iter()
            .map(|at| SourceFile { path: candidates[*at].path.clone(), content: candidates[*at].content.clone() })
            .collect();
        let entity = files.iter().find_map(|file| meant.get(&file.path).copied());
        let described = found.described.unwrap_or_else(|| describe(found.format, &files, shelf));
        let slug = slugs.take(&api::slug(entity.map_or(found.name.as_str(), |entity| &entity.name)));
        reference(slug, entity, found.format, &found.name, files, described, service.repo.clone(), Some(service.reference.clone()))
    });
    let mut references: Vec<ApiReference> = references.collect();
    for path in unread {
        let (format, problem) = api::unread(&path, shelf.name());
        let slug = slugs.take(&api::slug(&path));
        let repo = service.repo.clone();
        references.push(reference(slug, None, format, &path, Vec::new(), Err(vec![problem]), repo, Some(service.reference.clone())));
    }
    references
}

/// An API whose descriptor says where it is described, and which no service of the catalog provides from there.
fn of_entity(entity: &Entity, shelf: &Shelf<'_>) -> Option<ApiReference> {
    let found = api::definition(entity)?;
    let candidate = candidate(entity, found, shelf)?;
    let found = api::discover(std::slice::from_ref(&candidate), Some(shelf.name())).into_iter().next()?;
    let files = vec![SourceFile { path: candidate.path, content: candidate.content }];
    let described = found.described.unwrap_or_else(|| describe(found.format, &files, shelf));
    let slug = api::slug(&entity.name);
    Some(reference(slug, Some(entity), found.format, &found.name, files, described, entity.repo.clone(), None))
}

/// The APIs that a service says that it provides.
fn provided<'c>(catalog: &'c Catalog, service: &Service) -> Vec<&'c Entity> {
    let relations = catalog.entities.get(&service.reference).map(|entity| entity.relations.as_slice()).unwrap_or_default();
    let provides = relations.iter().filter(|relation| relation.kind == RelationKind::ProvidesApi);
    provides.filter_map(|relation| catalog.entities.get(&relation.target)).collect()
}

fn candidate(entity: &Entity, found: Definition, shelf: &Shelf<'_>) -> Option<Candidate> {
    let kind = entity.entity_type.clone();
    match found {
        Definition::File(path) => Some(Candidate { content: shelf.content(&path)?, path, kind }),
        Definition::Text(text) => {
            let ending = match kind.as_deref() {
                Some("graphql") => "graphql",
                Some("grpc") => "proto",
                _ => "yaml",
            };
            let path = format!("{}.{ending}", api::slug(&entity.name));
            Some(Candidate { path, content: Bytes::from(text), kind })
        }
    }
}

fn describe(format: Format, files: &[SourceFile], shelf: &Shelf<'_>) -> Result<Description, Vec<Diagnostic>> {
    api::describe(format, files, Some(shelf.name()), &|path| shelf.content(path))
}

#[allow(clippy::too_many_arguments, reason = "these are the fields of a reference, in their order")]
fn reference(
    slug: String,
    entity: Option<&Entity>,
    format: Format,
    name: &str,
    files: Vec<SourceFile>,
    described: Result<Description, Vec<Diagnostic>>,
    repo: Option<RepoId>,
    service: Option<EntityRef>,
) -> ApiReference {
    let own = described.as_ref().ok().and_then(|description| description.title.clone());
    let of_entity = entity.and_then(|entity| entity.title.clone());
    // A file that cannot be read says nothing, so its own name has to do.
    let name = if described.is_err() { files.first().map_or(name, |file| file.path.as_str()) } else { name };
    let title = of_entity.or(own).or_else(|| entity.map(|entity| entity.name.clone())).unwrap_or_else(|| api::name(name));
    ApiReference { service, entity: entity.map(|entity| entity.reference.clone()), slug, title, format, repo, files, described }
}
