//! What descriptors said right before each of their last changes.

use super::descriptors;
use super::facts::{CatalogFacts, CurrentFile, RepositoryFacts};
use milepost_model::{EntityRef, Instant, Place, RepoId};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How many changes of a repository's files are looked before; older ones were looked at by earlier builds.
const MOST_CHANGES: usize = 20;

/// A version of a file that a repository no longer holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastFile {
    /// Its path.
    pub path: String,
    /// Its content's hash.
    pub blob: String,
    /// When it came.
    pub from: Instant,
    /// When it was replaced or removed.
    pub until: Instant,
}

/// Something that a descriptor described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// What it was called.
    pub reference: EntityRef,
    /// Its name for people.
    pub name: String,
    /// Where it was described.
    pub place: Place,
    /// The first owner that was named.
    pub owner: Option<EntityRef>,
}

/// What the descriptors of a repository say and said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositoryPast {
    /// The repository.
    pub repo: RepoId,
    /// What they say today.
    pub today: Vec<Described>,
    /// What they said right before each change, the newest change first.
    pub before: Vec<(Instant, Vec<Described>)>,
}

/// Reads the past of every repository whose files have one.
pub fn past(facts: &CatalogFacts<'_>, files: &BTreeMap<RepoId, Vec<PastFile>>) -> Vec<RepositoryPast> {
    let with_past: Vec<(&RepositoryFacts, &Vec<PastFile>)> =
        facts.repositories.iter().filter_map(|repository| Some((repository, files.get(&repository.repository.repo)?))).collect();
    with_past.into_par_iter().map(|(repository, files)| of_repository(facts, repository, files)).collect()
}

fn of_repository(facts: &CatalogFacts<'_>, repository: &RepositoryFacts, files: &[PastFile]) -> RepositoryPast {
    let changes: BTreeSet<Instant> = files.iter().map(|file| file.until).collect();
    let before = changes.into_iter().rev().take(MOST_CHANGES).map(|at| (at, described(facts, &as_before(repository, files, at)))).collect();
    RepositoryPast { repo: repository.repository.repo.clone(), today: described(facts, repository), before }
}

/// The repository as it was right before an instant.
fn as_before(repository: &RepositoryFacts, past: &[PastFile], at: Instant) -> RepositoryFacts {
    let held = repository.files.iter().filter(|file| file.last_change.is_some_and(|since| since < at)).cloned();
    let gone = past.iter().filter(|file| file.from < at && file.until >= at).map(|file| CurrentFile {
        path: file.path.clone(),
        blob: Some(file.blob.clone()),
        last_change: Some(file.from),
        changed_by: None,
    });
    RepositoryFacts { repository: repository.repository.clone(), files: held.chain(gone).collect(), former: Vec::new() }
}

fn described(facts: &CatalogFacts<'_>, repository: &RepositoryFacts) -> Vec<Described> {
    let found = descriptors::read(facts, repository).entities.into_iter().map(|description| description.imported);
    let named = found.filter(|imported| !imported.entity.reference.name.is_empty());
    let told = named.map(|imported| Described {
        owner: imported.entity.owners.first().cloned(),
        name: imported.entity.title.unwrap_or(imported.entity.name),
        reference: imported.entity.reference,
        place: imported.place,
    });
    told.collect()
}
