//! The files of a repository through time, and what their contents say.

use super::ground::RepositoryPast;
use super::rubric::Rubric;
use crate::catalog::importers::{IMPORTERS, may_match};
use crate::reading::{automation, bounds, dockerfile, workflow_habits};
use crate::rules::{Probe, WorkflowPart};
use milepost_model::Instant;
use milepost_model::record::File;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The files of one repository through time.
#[derive(Default)]
pub(super) struct FilesPast<'a> {
    files: Vec<&'a File>,
    /// Every instant at which some file came or went, in order.
    turns: Vec<Instant>,
    workflows: BTreeMap<&'a str, WorkflowPart>,
    images: BTreeMap<&'a str, Vec<String>>,
    texts: BTreeMap<&'a str, String>,
}

/// The contents that a repository's past needs, by their hashes.
pub(super) fn wanted<'a>(past: &'a RepositoryPast, rubric: &Rubric, since: Instant) -> BTreeSet<&'a str> {
    let is_recent = |file: &&File| file.valid_to.is_none_or(|until| until > since);
    let is_read = |path: &str| automation::is_at(path) || is_container(path) || is_descriptive(path) || rubric.reads_text(path);
    let mut is_read = once_a_path(is_read);
    past.files.iter().filter(is_recent).filter(|file| is_read(&file.path)).filter_map(|file| file.blob.as_deref()).collect()
}

/// A question about paths that remembers its answers: a path has as many files as it had contents.
pub(super) fn once_a_path<'a>(ask: impl Fn(&str) -> bool) -> impl FnMut(&'a str) -> bool {
    let mut answers: HashMap<&'a str, bool> = HashMap::new();
    move |path| *answers.entry(path).or_insert_with(|| ask(path))
}

/// Whether a file says what the repository's services are, or who owns them.
pub(super) fn is_descriptive(path: &str) -> bool {
    last_part(path) == "CODEOWNERS" || may_match(path) && IMPORTERS.iter().any(|importer| importer.matches(path))
}

pub(super) fn is_container(path: &str) -> bool {
    let name = last_part(path);
    matches!(name, "Dockerfile" | "Containerfile") || name.starts_with("Dockerfile.")
}

pub(super) fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

impl<'a> FilesPast<'a> {
    /// Reads what the contents of a repository's files say, once for each content.
    pub(super) fn of(past: &'a RepositoryPast, rubric: &Rubric, contents: &BTreeMap<String, Vec<u8>>) -> Self {
        let mut found = Self::default();
        let mut reads_text = once_a_path(|path| rubric.reads_text(path));
        for file in &past.files {
            found.files.push(file);
            found.turns.push(file.valid_from);
            found.turns.extend(file.valid_to);
            let Some((blob, bytes)) = file.blob.as_deref().and_then(|blob| Some((blob, contents.get(blob)?))) else { continue };
            if automation::is_at(&file.path) {
                found.workflows.entry(blob).or_insert_with(|| read_workflow(&bounds::text(bytes)));
            } else if is_container(&file.path) {
                found.images.entry(blob).or_insert_with(|| dockerfile::base_images(&bounds::text(bytes)));
            }
            if reads_text(&file.path) {
                found.texts.entry(blob).or_insert_with(|| bounds::text(bytes).into_owned());
            }
        }
        found.files.sort_by(|a, b| (&a.path, a.valid_from).cmp(&(&b.path, b.valid_from)));
        found.turns.sort_unstable();
        found.turns.dedup();
        found
    }

    /// Whether nothing is known of any file.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// A number that differs where a file came or went between two instants.
    pub(super) fn epoch(&self, at: Instant) -> usize {
        self.turns.partition_point(|turn| *turn <= at)
    }

    /// The files that were there at an instant, by path.
    pub(super) fn at(&self, at: Instant) -> impl Iterator<Item = &'a File> + '_ {
        self.files.iter().copied().filter(move |file| file.valid_from <= at && file.valid_to.is_none_or(|until| until > at))
    }

    /// Whether a file that is kept at its newest version only came there later, so that nobody knows of before.
    pub(super) fn came_later(&self, at: Instant, is_such: impl Fn(&str) -> bool) -> bool {
        self.files.iter().any(|file| file.last_change.is_some() && file.valid_from > at && is_such(&file.path))
    }

    /// What a workflow says.
    pub(super) fn workflow(&self, file: &File) -> Option<WorkflowPart> {
        let part = self.workflows.get(file.blob.as_deref()?)?;
        automation::is_at(&file.path).then(|| WorkflowPart { path: file.path.clone(), ..part.clone() })
    }

    /// Whether a file is a workflow.
    pub(super) fn is_workflow(file: &File) -> bool {
        automation::is_at(&file.path)
    }

    /// The images that a container builds on; nothing where its content was not kept.
    pub(super) fn images(&self, file: &File) -> Option<&[String]> {
        self.images.get(file.blob.as_deref()?).map(Vec::as_slice)
    }

    /// Whether a file's text is what a rule looks for; nothing where its content was not kept.
    pub(super) fn meets(&self, probe: &Probe, file: &File) -> Option<bool> {
        if probe.pattern.is_none() {
            return Some(true);
        }
        Some(probe.is_met_by(self.texts.get(file.blob.as_deref()?)?))
    }
}

fn read_workflow(text: &str) -> WorkflowPart {
    let habits = workflow_habits::read(text).unwrap_or_default();
    let workflow = automation::read(text).unwrap_or_default();
    WorkflowPart {
        path: String::new(),
        triggers: workflow.triggers,
        uses: workflow.jobs.into_iter().flat_map(|job| job.uses).map(|used| used.what).collect(),
        is_least: habits.is_least,
        tests: habits.tests,
        hands_over: habits.hands_over,
    }
}
