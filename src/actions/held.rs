//! What one repository holds of actions: workflows that can be started, and files that describe some.

use super::file::{self, ActionFile};
use super::importers::{self, Described, Promised};
use crate::catalog::{CurrentFile, RepositoryFacts};
use crate::reading::dispatch::Dispatch;
use crate::reading::workflow::RunsIn;
use crate::reading::{pipeline, workflow};
use crate::yaml;
use bytes::Bytes;
use milepost_model::{Diagnostic, Place};
use std::collections::BTreeMap;

/// Something that can be started, as its own file says.
#[derive(Debug, Clone)]
pub(super) struct Startable {
    pub(super) name: Option<String>,
    pub(super) run_name: Option<String>,
    pub(super) dispatch: Dispatch,
    /// The environments that its jobs run in.
    pub(super) environments: Vec<RunsIn>,
    /// Whether it is a pipeline, which another host starts in its own way.
    pub(super) is_pipeline: bool,
}

/// What one repository holds.
pub(super) struct Held<'a> {
    pub(super) repository: &'a RepositoryFacts,
    /// What can be started, by path.
    pub(super) startable: BTreeMap<String, Startable>,
    /// The files of `milepost.actions/`, with their paths.
    pub(super) said: Vec<(ActionFile, String)>,
    /// What its files say of workflows of any repository.
    pub(super) described: Vec<Described>,
    /// What the platform promises.
    pub(super) promised: Vec<Promised>,
    pub(super) problems: Vec<Diagnostic>,
}

impl<'a> Held<'a> {
    /// Reads the files of a repository.
    pub(super) fn of(repository: &'a RepositoryFacts, content: &(dyn Fn(&str) -> Option<Bytes> + Sync)) -> Self {
        let mut files: Vec<&CurrentFile> = repository.files.iter().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut held = Held {
            repository,
            startable: BTreeMap::new(),
            said: Vec::new(),
            described: Vec::new(),
            promised: Vec::new(),
            problems: Vec::new(),
        };
        let runs_pipelines = runs_pipelines(repository);
        for file in files {
            let path = file.path.as_str();
            if ![".yaml", ".yml", ".json"].iter().any(|ending| path.ends_with(ending)) {
                continue;
            }
            let Some(bytes) = file.blob.as_deref().and_then(content) else { continue };
            // What is no text is told by the catalog, for the files that it reads.
            let Ok(text) = yaml::text_of(&bytes, &Place::default()) else { continue };
            held.take(path, text, runs_pipelines);
        }
        held
    }

    fn take(&mut self, path: &str, text: &str, runs_pipelines: bool) {
        let place = Place::in_repo(&self.repository.repository.full_name, path);
        if is_workflow(path) {
            // Most workflows are not started by hand, and need not be parsed.
            if !text.contains("workflow_dispatch") {
                return;
            }
            let read = match workflow::read(text) {
                Ok(read) => read,
                Err(problems) => {
                    self.problems.extend(problems.first().map(|problem| unread(problem, &place, text)));
                    return;
                }
            };
            let environments = read.runs_in();
            if let Some(dispatch) = read.dispatch {
                let found = Startable { name: read.name, run_name: read.run_name, dispatch, environments, is_pipeline: false };
                self.startable.insert(path.to_owned(), found);
            }
        } else if path == pipeline::PATH {
            if let Some(dispatch) = pipeline::read(text).filter(|_| runs_pipelines) {
                let found = Startable { name: None, run_name: None, dispatch, environments: Vec::new(), is_pipeline: true };
                self.startable.insert(path.to_owned(), found);
            }
        } else if file::is_one(path) {
            let (said, problems) = file::read(text, &place);
            self.problems.extend(problems);
            self.said.extend(said.map(|said| (said, path.to_owned())));
        } else if importers::is_one(path, text) {
            let found = importers::read(text, &place);
            self.problems.extend(found.problems);
            self.described.extend(found.described);
            self.promised.extend(found.promised);
        }
    }

    /// Whether it holds a file at this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.repository.files.iter().any(|file| file.path == path)
    }
}

/// What is said of a workflow that cannot be read: nobody can start it.
fn unread(problem: &Diagnostic, file: &Place, text: &str) -> Diagnostic {
    let at = problem.place.clone().unwrap_or_default();
    let place = Place { line: at.line, column: at.column, ..file.clone() };
    let message = format!("this workflow cannot be read, so nobody can start it: {}", problem.message);
    let help = problem.help.clone().unwrap_or_else(|| "GitHub shows the same under its name; correct the YAML".to_owned());
    Diagnostic::warning("actions/workflow-unread", message).at(place).help(help).quoting(text)
}

/// Whether the host that a repository lies on runs pipelines and not workflows.
fn runs_pipelines(repository: &RepositoryFacts) -> bool {
    let url = repository.repository.url.as_deref().unwrap_or_default();
    let host = url.split_once("://").map(|(_, rest)| rest.split(['/', ':']).next().unwrap_or_default()).unwrap_or_default();
    let has_workflows = || repository.files.iter().any(|file| is_workflow(&file.path));
    host.contains("gitlab") || (!host.is_empty() && host != "github.com" && !has_workflows())
}

fn is_workflow(path: &str) -> bool {
    path.strip_prefix(".github/workflows/")
        .is_some_and(|name| !name.contains('/') && [".yml", ".yaml"].iter().any(|ending| name.ends_with(ending)))
}
