//! The services of one repository: their paths, and what its files show of them.

use super::draft::Draft;
use super::facts::{CatalogFacts, CatalogSettings, CurrentFile, RepositoryFacts};
use super::{PathScope, Service, how_to_run, inferred, ownership, pipelines, placement, scope, service_files};
use crate::reading::{Readings, bounds, manifest, readme};
use milepost_model::{Diagnostic, EntityKind, FieldSource, Place};
use std::sync::Arc;

/// What a repository holds of its services.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// The drafts, with what the repository's files add to them.
    pub(super) drafts: Vec<Draft>,
    /// The services among them, without slugs.
    pub(super) services: Vec<Service>,
    /// What is wrong with its files.
    pub(super) problems: Vec<Diagnostic>,
}

/// One repository, and the means to look into its files, which are sorted by path.
pub(super) struct Look<'a> {
    pub(super) facts: &'a CatalogFacts<'a>,
    pub(super) settings: &'a CatalogSettings,
    pub(super) readings: &'a Readings,
    pub(super) repository: &'a RepositoryFacts,
    pub(super) files: Vec<&'a CurrentFile>,
}

impl Look<'_> {
    /// What a README says, if its content was kept and is Markdown.
    fn readme(&self, path: &str) -> Option<Arc<readme::Readme>> {
        let name = placement::last_part(path).to_lowercase();
        let is_markdown = !name.contains('.') || [".md", ".markdown"].iter().any(|ending| name.ends_with(ending));
        let blob = self.files.iter().find(|file| file.path == path && is_markdown)?.blob.as_deref()?;
        let bytes = (self.facts.content)(blob)?;
        Some(self.readings.readmes.get(blob, || readme::read(&bounds::prose(&bytes))))
    }

    /// What a manifest or task file says, if its content was kept.
    pub(super) fn manifest(&self, file: &CurrentFile) -> Option<Arc<manifest::Manifest>> {
        let (blob, name) = (file.blob.as_deref()?, placement::last_part(&file.path));
        let bytes = (self.facts.content)(blob)?;
        // One content says different things as a Makefile and as a package.json.
        Some(self.readings.manifests.get(&format!("{name}:{blob}"), || manifest::read(name, &bounds::prose(&bytes))))
    }

    /// The files that lie in a folder itself.
    pub(super) fn in_folder<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = &'s CurrentFile> {
        self.files.iter().copied().filter(move |file| file.path.rsplit_once('/').map_or("", |(found, _)| found) == folder)
    }
}

/// Looks at the files of one repository for the drafts that are made there.
pub(super) fn make(
    facts: &CatalogFacts<'_>,
    settings: &CatalogSettings,
    readings: &Readings,
    repository: Option<&RepositoryFacts>,
    mut drafts: Vec<Draft>,
) -> Made {
    let Some(repository) = repository else {
        let problems = drafts
            .iter_mut()
            .filter(|draft| draft.entity.owners.is_empty())
            .filter_map(|draft| draft.ownerless.take())
            .map(|problem| *problem)
            .collect();
        let services = drafts.iter().filter(|draft| draft.is_component()).map(|draft| bare(draft, None, PathScope::default())).collect();
        return Made { drafts, services, problems };
    };
    let mut files: Vec<&CurrentFile> = repository.files.iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let look = Look { facts, settings, readings, repository, files };
    let name = &repository.repository.full_name;
    let workflows = if settings.is_brief { pipelines::Workflows::default() } else { pipelines::read(facts, readings, &look.files, name) };
    let owners = ownership::Codeowners::find(facts, readings, &look.files);
    let components: Vec<&Draft> = drafts.iter().filter(|draft| draft.is_component()).collect();
    let claims: Vec<scope::Claim<'_>> =
        components.iter().map(|draft| scope::Claim { folder: &draft.folder, declared: &draft.entity.paths }).collect();
    let is_only = claims.len() == 1;
    let mut scopes = scope::settle(&claims).into_iter();
    let names: Vec<[String; 2]> =
        components.iter().map(|draft| [draft.entity.reference.name.clone(), placement::last_part(&draft.folder).to_owned()]).collect();
    let mut made = Made { problems: workflows.problems, ..Made::default() };
    for draft in &mut drafts {
        if !matches!(&*draft.entity.reference.kind, EntityKind::GROUP | EntityKind::USER) {
            draft.entity.repo = Some(repository.repository.repo.clone());
        }
        find_owner(draft, owners.as_ref(), name, settings);
        made.problems.extend(draft.ownerless.take().filter(|_| draft.entity.owners.is_empty()).map(|problem| *problem));
        if !draft.is_component() {
            continue;
        }
        let mut service = bare(draft, Some(repository), scopes.next().unwrap_or_default());
        if settings.is_brief {
            made.services.push(service);
            continue;
        }
        look_at(&look, draft, &mut service, is_only);
        if draft.is_inferred && draft.entity.entity_type.is_none() {
            draft.entity.entity_type = Some(inferred::entity_type(repository, workflows.deploys).to_owned());
            draft.entity.sources.insert("type".to_owned(), source(inferred::NAME, None));
        }
        let own: Vec<&str> = names[made.services.len()].iter().map(String::as_str).collect();
        let others: Vec<&str> = names.iter().flatten().map(String::as_str).filter(|name| !own.contains(name)).collect();
        service.pipelines = pipelines::of_service(&workflows.pipelines, &own, &others);
        made.services.push(service);
    }
    made.drafts = drafts;
    made
}

/// CODEOWNERS, and after it the settings, give an owner to what has none; teams and people own themselves.
fn find_owner(draft: &mut Draft, owners: Option<&ownership::Codeowners>, repository: &str, settings: &CatalogSettings) {
    let kind = &*draft.entity.reference.kind;
    if matches!(kind, EntityKind::GROUP | EntityKind::USER) {
        return;
    }
    // Of an inferred service and of a described one alike; other kinds have an owner only where one is missing.
    if let Some(owners) = owners.filter(|_| draft.is_component() || draft.ownerless.is_some()) {
        // Before the scope: what the descriptor declares tells best which rule speaks of it.
        draft.codeowners = owners.apply(draft, repository);
    }
    if let Some(owner) = settings.default_owner.as_ref().filter(|_| draft.is_component() && draft.entity.owners.is_empty()) {
        ownership::give(draft, owner);
    }
}

/// Fills in what the service's own files show of it.
fn look_at(look: &Look<'_>, draft: &mut Draft, service: &mut Service, is_only: bool) {
    draft.entity.paths.clone_from(&service.scope.include);
    service.files = service_files::find(look, &service.folder, &service.scope);
    service.files.descriptor = draft.descriptor.as_ref().map(|(_, path)| path.clone());
    service.files.codeowners = draft.codeowners.take();
    let readme = service.files.readme.as_deref().and_then(|path| look.readme(path));
    service.how_to_run = how_to_run::find(look, &service.folder, readme.as_deref(), service.files.readme.as_deref());
    describe(look, draft, service, readme.as_deref(), is_only);
}

fn source(importer: &'static str, place: Option<Place>) -> FieldSource {
    FieldSource { importer: importer.into(), place }
}

/// The service before its repository's files are looked at.
fn bare(draft: &Draft, repository: Option<&RepositoryFacts>, scope: PathScope) -> Service {
    Service {
        reference: draft.entity.reference.clone(),
        slug: String::new(),
        repo: repository.map(|facts| facts.repository.repo.clone()),
        folder: draft.folder.clone(),
        scope,
        is_inferred: draft.is_inferred,
        how_to_run: Vec::new(),
        files: super::ServiceFiles::default(),
        pipelines: Vec::new(),
    }
}

/// Gives an entity that says nothing of itself the words of its repository, its manifest or its README.
fn describe(look: &Look<'_>, draft: &mut Draft, service: &Service, readme: Option<&readme::Readme>, is_only: bool) {
    if draft.entity.description.is_some() {
        return;
    }
    let repository = &look.repository.repository;
    // The provider's sentence is about the repository, so of several services it describes none.
    let provider = || {
        let text = repository.description.as_deref().filter(|_| is_only)?;
        Some((bounds::cut(&bounds::one_line(text), bounds::SENTENCE), "repository", None)).filter(|(text, ..)| !text.is_empty())
    };
    let manifest = || {
        let is_package = |file: &&CurrentFile| matches!(placement::last_part(&file.path), "package.json" | "Cargo.toml" | "pyproject.toml");
        let file = look.in_folder(&service.folder).find(is_package)?;
        Some((look.manifest(file)?.description.clone()?, "manifest", Some(file.path.clone())))
    };
    let readme = || Some((readme?.summary.clone()?, "readme", service.files.readme.clone()));
    if let Some((text, importer, path)) = provider().or_else(manifest).or_else(readme) {
        draft.entity.description = Some(text);
        let place = path.map(|path| Place::in_repo(&repository.full_name, path));
        draft.entity.sources.insert("description".to_owned(), source(importer, place));
    }
}
