//! The stage: which workflows can be started by hand, and what is said about them.

use super::action::Action;
use super::file::{self, ActionFile};
use super::join::{self, Joined};
use super::slugs;
use crate::catalog::{Catalog, CatalogFacts, CurrentFile, RepositoryFacts, Service, entity_part};
use crate::config::{ActionSettings, Offer};
use crate::reading::dispatch::Dispatch;
use crate::reading::workflow::{self, Workflow};
use crate::rules::{Answer, Facts, RepositoryPart, Rule, Subject, Vocabulary};
use crate::yaml;
use milepost_model::{Diagnostic, Diagnostics, EntityRef, Instant, Place, RepoId, Unknown};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What people may start.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    /// The actions, by repository and id.
    pub actions: Vec<Action>,
}

impl Offered {
    /// The repositories whose workflows are offered.
    pub fn repositories(&self) -> BTreeSet<&RepoId> {
        self.actions.iter().map(|action| &action.repo).collect()
    }
}

/// Finds everything that people may start.
pub fn discover(catalog: &Catalog, facts: &CatalogFacts<'_>, settings: &ActionSettings, now: Instant, notes: &mut Diagnostics) -> Offered {
    let owners = owners(catalog);
    let mut found: Vec<(String, Found)> = facts
        .repositories
        .par_iter()
        .filter(|repository| repository.repository.is_archived != Some(true))
        .map(|repository| {
            let look = Look { catalog, facts, settings, now, repository, owner: owners.get(&repository.repository.repo).copied() };
            (repository.repository.full_name.clone(), look.found())
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let mut offered = Offered::default();
    for (_, found) in found {
        notes.extend(found.problems);
        offered.actions.extend(found.actions);
    }
    slugs::give(&mut offered.actions);
    offered
}

/// Who answers for a repository: the owner of the service at its root, else of its first one.
fn owners(catalog: &Catalog) -> BTreeMap<&RepoId, &EntityRef> {
    let mut owners: BTreeMap<&RepoId, (bool, &EntityRef)> = BTreeMap::new();
    for service in &catalog.services {
        let owner = catalog.entities.get(&service.reference).and_then(|entity| entity.owners.first());
        if let (Some(repo), Some(owner)) = (&service.repo, owner) {
            let is_root = service.folder.is_empty();
            let known = owners.entry(repo).or_insert((is_root, owner));
            if is_root && !known.0 {
                *known = (true, owner);
            }
        }
    }
    owners.into_iter().map(|(repo, (_, owner))| (repo, owner)).collect()
}

/// What one repository offers.
#[derive(Default)]
struct Found {
    actions: Vec<Action>,
    problems: Vec<Diagnostic>,
}

/// One repository, and the means to look into its files.
struct Look<'a> {
    catalog: &'a Catalog,
    now: Instant,
    facts: &'a CatalogFacts<'a>,
    settings: &'a ActionSettings,
    repository: &'a RepositoryFacts,
    owner: Option<&'a EntityRef>,
}

impl Look<'_> {
    fn found(&self) -> Found {
        let mut files: Vec<&CurrentFile> = self.repository.files.iter().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let workflows: BTreeMap<&str, Workflow> = files
            .iter()
            .filter(|file| is_workflow(&file.path))
            .filter_map(|file| Some((file.path.as_str(), self.workflow(file)?)))
            .collect();
        let mut found = Found::default();
        let mut described: BTreeSet<String> = BTreeSet::new();
        for file in files.iter().filter(|file| file::is_one(&file.path)) {
            let place = self.place(&file.path);
            let Some(text) = self.text(file) else { continue };
            let (said, problems) = file::read(&text, &place);
            found.problems.extend(problems);
            let Some(said) = said else { continue };
            match workflows.get(said.workflow.as_str()).and_then(|workflow| Some((workflow, workflow.dispatch.as_ref()?))) {
                Some((workflow, dispatch)) => {
                    described.insert(said.workflow.clone());
                    if self.offers(&said.workflow, true) {
                        self.offer(&mut found, workflow, dispatch, (said, &file.path));
                    }
                }
                None => found.problems.push(without_workflow(&said, &files)),
            }
        }
        for (path, workflow) in &workflows {
            let Some(dispatch) = &workflow.dispatch else { continue };
            if !described.contains(*path) && self.offers(path, false) {
                let said = ActionFile { workflow: (*path).to_owned(), ..ActionFile::default() };
                self.offer(&mut found, workflow, dispatch, (said, path));
            }
        }
        found.actions.sort_by(|a, b| a.id.cmp(&b.id));
        found
    }

    fn offer(&self, found: &mut Found, workflow: &Workflow, dispatch: &Dispatch, (said, path): (ActionFile, &str)) {
        let is_described = file::is_one(path);
        let of_workflow = dispatch.problems.iter().map(|problem| {
            let at = problem.place.clone().unwrap_or_default();
            let place = Place { line: at.line, column: at.column, ..self.place(&said.workflow) };
            Diagnostic { place: Some(place), ..problem.clone() }
        });
        found.problems.extend(of_workflow);
        let Joined { fields, sections, problems } = join::join(&dispatch.inputs, &said.inputs, &said.sections);
        found.problems.extend(problems);
        let repository = &self.repository.repository;
        let stem = said.workflow.rsplit('/').next().unwrap_or_default().trim_end_matches(".yaml").trim_end_matches(".yml");
        let id = if is_described { file::id(path) } else { stem.to_owned() };
        let intent = said.intent.unwrap_or_default();
        found.actions.push(Action {
            slug: String::new(),
            title: said.title.or_else(|| workflow.name.clone()).unwrap_or_else(|| join::label(stem)),
            id,
            description: said.description,
            intent,
            icon: said.icon,
            owner: said.owner.or_else(|| self.owner.cloned()),
            minutes: said.minutes,
            repo: repository.repo.clone(),
            repository: repository.full_name.clone(),
            workflow: said.workflow,
            git_ref: said.git_ref.or_else(|| repository.default_branch.clone()),
            visible_to: said.visible_to.map(|rule| self.shown_to(&rule)),
            fields,
            sections,
            guardrails: said.guardrails,
            confirm: said.confirm,
            request: said.request,
            is_described,
            run_name: workflow.run_name.clone(),
            source: self.place(path),
            runs: super::Runs::default(),
        });
    }

    /// The services of which a rule holds, or cannot be told: what is not known hides nothing.
    fn shown_to(&self, rule: &Rule) -> BTreeSet<EntityRef> {
        let is_shown = |service: &&Service| {
            let Some(entity) = entity_part(self.catalog, service) else { return true };
            let unread = Err(Unknown::NotCollected);
            let repository = service.repo.as_ref().and_then(|repo| self.catalog.repositories.get(repo));
            let part =
                repository.map(|repository| RepositoryPart { repository, branch_rules: unread, findings: Err(Unknown::NotCollected) });
            let subject = Subject { repository: part.ok_or(Unknown::NotCollected), ..Subject::new(entity, self.now) };
            rule.ask(&Facts::of(Vocabulary::REPOSITORY, &subject, &())) != Answer::No
        };
        self.catalog.services.iter().filter(is_shown).map(|service| service.reference.clone()).collect()
    }

    fn offers(&self, path: &str, is_described: bool) -> bool {
        let repository = &self.repository.repository;
        match self.settings.offer {
            Offer::All => true,
            Offer::Tagged => is_described || repository.topics.contains(&self.settings.topic),
            Offer::Listed => {
                let name = path.rsplit('/').next().unwrap_or_default();
                self.settings.listed.matches(&format!("{}/{name}", repository.full_name))
            }
        }
    }

    fn place(&self, path: &str) -> Place {
        Place::in_repo(&self.repository.repository.full_name, path)
    }

    fn text(&self, file: &CurrentFile) -> Option<String> {
        let bytes = (self.facts.content)(file.blob.as_deref()?)?;
        // What is no text is told by the catalog, for the files that it reads.
        yaml::text_of(&bytes, &Place::default()).ok().map(str::to_owned)
    }

    /// The workflow, if it may be one that people start: most are not, and need not be parsed.
    fn workflow(&self, file: &CurrentFile) -> Option<Workflow> {
        let text = self.text(file).filter(|text| text.contains("workflow_dispatch"))?;
        workflow::read(&text).ok()
    }
}

/// What is said of a file whose workflow is not there, or cannot be started.
fn without_workflow(said: &ActionFile, files: &[&CurrentFile]) -> Diagnostic {
    let path = &said.workflow;
    let (message, help) = if files.iter().any(|file| file.path == *path) {
        (format!("the workflow {path} cannot be started by hand, or cannot be read"), "give it on: workflow_dispatch")
    } else {
        (format!("there is no workflow {path} on the default branch"), "correct the path; GitHub starts only what is there")
    };
    Diagnostic::error("actions/no-workflow", message).at(said.workflow_place.clone()).help(help)
}

fn is_workflow(path: &str) -> bool {
    path.strip_prefix(".github/workflows/")
        .is_some_and(|name| !name.contains('/') && [".yml", ".yaml"].iter().any(|ending| name.ends_with(ending)))
}
