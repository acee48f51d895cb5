//! The stage: which workflows can be started by hand, and what is said about them.

use super::action::{Action, Intent, Means};
use super::file::{self, ActionFile};
use super::held::{Held, Startable};
use super::importers::{Described, Promised};
use super::join::{self, Joined};
use super::{overlay, slugs};
use crate::catalog::{Catalog, CatalogFacts, Service, entity_part};
use crate::config::{ActionSettings, Offer};
use crate::rules::{Answer, Facts, RepositoryPart, Rule, Subject, Vocabulary};
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
    let current = facts.repositories.par_iter().filter(|repository| repository.repository.is_archived != Some(true));
    let mut all: Vec<Held<'_>> = current.map(|repository| Held::of(repository, facts.content)).collect();
    all.sort_by(|a, b| a.repository.repository.full_name.cmp(&b.repository.repository.full_name));
    let elsewhere = Elsewhere::of(&mut all);
    let found: Vec<Found> = all
        .par_iter()
        .map(|held| {
            let owner = owners.get(&held.repository.repository.repo).copied();
            Look { catalog, now, settings, held, owner }.found(&elsewhere)
        })
        .collect();
    let mut offered = Offered::default();
    for found in found {
        notes.extend(found.problems);
        offered.actions.extend(found.actions);
    }
    notes.extend(elsewhere.unmet(&all));
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

/// What other portals' files say of workflows, by the repository that holds the workflow, in small letters, and its path.
struct Elsewhere(BTreeMap<(String, String), Vec<Described>>);

impl Elsewhere {
    fn of(all: &mut [Held<'_>]) -> Self {
        let mut found: BTreeMap<(String, String), Vec<Described>> = BTreeMap::new();
        for described in all.iter_mut().flat_map(|held| std::mem::take(&mut held.described)) {
            found.entry((described.repository.to_lowercase(), described.file.workflow.clone())).or_default().push(described);
        }
        for list in found.values_mut() {
            list.sort_by(|a, b| (a.origin, &a.place, &a.id).cmp(&(b.origin, &b.place, &b.id)));
        }
        Self(found)
    }

    /// What is said of workflows that nobody can start here, one note for each that says so.
    fn unmet(&self, all: &[Held<'_>]) -> Vec<Diagnostic> {
        let by_name: BTreeMap<String, &Held<'_>> =
            all.iter().map(|held| (held.repository.repository.full_name.to_lowercase(), held)).collect();
        let mut notes = Vec::new();
        for ((name, path), described) in &self.0 {
            let why = match by_name.get(name) {
                Some(held) if held.startable.contains_key(path) => continue,
                Some(held) if held.has(path) => "cannot be started by hand, or cannot be read",
                Some(_) => "is not on the default branch of that repository",
                None => "is of a repository that is not read, or is archived",
            };
            for one in described {
                let message = format!("“{}” starts {path} of {}, which {why}", one.id, one.repository);
                let help = "collect that repository too, or correct the name";
                notes.push(Diagnostic::note("actions/workflow-elsewhere", message).at(one.place.clone()).help(help));
            }
        }
        notes
    }

    /// What counts most first.
    fn of_workflow(&self, repository: &str, path: &str) -> &[Described] {
        self.0.get(&(repository.to_lowercase(), path.to_owned())).map_or(&[], Vec::as_slice)
    }
}

/// What one repository offers.
#[derive(Default)]
struct Found {
    actions: Vec<Action>,
    problems: Vec<Diagnostic>,
}

/// One repository, and what is known beside it.
struct Look<'a> {
    catalog: &'a Catalog,
    now: Instant,
    settings: &'a ActionSettings,
    held: &'a Held<'a>,
    owner: Option<&'a EntityRef>,
}

/// A description of an action: what it says, its id, and where it stands.
struct Source {
    said: ActionFile,
    id: String,
    place: Place,
    is_described: bool,
}

impl Look<'_> {
    fn found(&self, elsewhere: &Elsewhere) -> Found {
        let mut found = Found { actions: Vec::new(), problems: self.held.problems.clone() };
        let mut described: BTreeSet<&str> = BTreeSet::new();
        for (said, path) in &self.held.said {
            match self.held.startable.get(&said.workflow) {
                Some(startable) => {
                    described.insert(&said.workflow);
                    let others = elsewhere.of_workflow(self.name(), &said.workflow);
                    let said = others.iter().fold(said.clone(), |said, other| overlay::over(said, &other.file));
                    let source = Source { said, id: file::id(path), place: self.place(path), is_described: true };
                    self.offer(&mut found, startable, source);
                }
                None => found.problems.push(self.without_workflow(said)),
            }
        }
        for (path, startable) in self.held.startable.iter().filter(|(path, _)| !described.contains(path.as_str())) {
            self.offer_by_itself(&mut found, startable, path, elsewhere.of_workflow(self.name(), path));
        }
        for promised in &self.held.promised {
            if self.offers(&promised.place.path, true) {
                found.actions.push(self.promise(promised));
            }
        }
        found.problems.dedup();
        found.actions.sort_by(|a, b| a.id.cmp(&b.id));
        found
    }

    /// A workflow of which no file of our own speaks: each form that another portal has for it is an action.
    fn offer_by_itself(&self, found: &mut Found, startable: &Startable, path: &str, others: &[Described]) {
        let best = others.iter().map(|other| other.origin).min();
        let forms: Vec<&Described> = others.iter().filter(|other| other.is_whole && Some(other.origin) == best).collect();
        for form in &forms {
            let lesser = others.iter().filter(|other| other.origin > form.origin);
            let said = lesser.fold(form.file.clone(), |said, other| overlay::over(said, &other.file));
            let source = Source { said, id: form.id.clone(), place: form.place.clone(), is_described: true };
            self.offer(found, startable, source);
        }
        if forms.is_empty() {
            let own = ActionFile { workflow: path.to_owned(), ..ActionFile::default() };
            // A form of which this workflow is only a part lends its fields, and not its name.
            let lent =
                others.iter().map(|other| ActionFile { title: None, description: None, owner: None, git_ref: None, ..other.file.clone() });
            let said = lent.fold(own, |said, other| overlay::over(said, &other));
            self.offer(found, startable, Source { said, id: stem(path), place: self.place(path), is_described: false });
        }
    }

    fn offer(&self, found: &mut Found, startable: &Startable, source: Source) {
        let Source { said, id, place, is_described } = source;
        if !self.offers(&said.workflow, is_described) {
            return;
        }
        let dispatch = &startable.dispatch;
        found.problems.extend(dispatch.problems.iter().map(|problem| {
            let at = problem.place.clone().unwrap_or_default();
            let place = Place { line: at.line, column: at.column, ..self.place(&said.workflow) };
            Diagnostic { place: Some(place), ..problem.clone() }
        }));
        let Joined { fields, sections, problems } = join::join(&dispatch.inputs, &said.inputs, &said.sections);
        found.problems.extend(problems);
        let usual =
            || if startable.is_pipeline { format!("Run the pipeline of {}", self.name()) } else { join::label(&stem(&said.workflow)) };
        found.actions.push(Action {
            title: said.title.or_else(|| startable.name.clone()).unwrap_or_else(usual),
            description: said.description,
            intent: said.intent.unwrap_or_default(),
            icon: said.icon,
            owner: said.owner.or_else(|| self.owner.cloned()),
            minutes: said.minutes,
            means: if startable.is_pipeline { Means::Pipeline } else { Means::Workflow },
            workflow: said.workflow,
            git_ref: said.git_ref.or_else(|| self.held.repository.repository.default_branch.clone()),
            visible_to: said.visible_to.map(|rule| self.shown_to(&rule)),
            fields,
            sections,
            guardrails: said.guardrails,
            confirm: said.confirm,
            request: said.request,
            is_described,
            run_name: startable.run_name.clone(),
            environments: startable.environments.clone(),
            ..self.blank(id, place)
        });
    }

    /// A request for what the platform promises.
    fn promise(&self, promised: &Promised) -> Action {
        Action {
            title: promised.title.clone(),
            description: promised.description.clone(),
            intent: Intent::Get,
            means: Means::Manifest(promised.manifest.clone()),
            workflow: promised.place.path.to_string(),
            git_ref: self.held.repository.repository.default_branch.clone(),
            owner: self.owner.cloned(),
            fields: promised.fields.clone(),
            is_described: true,
            ..self.blank(promised.id.clone(), promised.place.clone())
        }
    }

    /// An action of this repository of which nothing else is known yet.
    fn blank(&self, id: String, source: Place) -> Action {
        let repository = &self.held.repository.repository;
        Action { id, source, repo: repository.repo.clone(), repository: repository.full_name.clone(), ..Action::default() }
    }

    fn name(&self) -> &str {
        &self.held.repository.repository.full_name
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
        let repository = &self.held.repository.repository;
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
        Place::in_repo(self.name(), path)
    }

    /// What is said of a file whose workflow is not there, or cannot be started.
    fn without_workflow(&self, said: &ActionFile) -> Diagnostic {
        let path = &said.workflow;
        let (message, help) = if self.held.has(path) {
            (format!("the workflow {path} cannot be started by hand, or cannot be read"), "give it on: workflow_dispatch")
        } else {
            (format!("there is no workflow {path} on the default branch"), "correct the path; GitHub starts only what is there")
        };
        Diagnostic::error("actions/no-workflow", message).at(said.workflow_place.clone()).help(help)
    }
}

/// The name of a file without its folder and ending; that of a pipeline is the same everywhere.
fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.trim_start_matches('.').trim_end_matches(".yaml").trim_end_matches(".yml").to_owned()
}
