//! What descriptors described a while ago and nothing describes today, told from the history of the files.

use super::Catalog;
use super::descriptors;
use super::facts::{CatalogFacts, CurrentFile, RepositoryFacts};
use milepost_model::{EntityKind, EntityRef, Instant, Place, RepoId};
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

/// Something that was in the catalog and is not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// What it was called.
    pub reference: EntityRef,
    /// Its name for people.
    pub name: String,
    /// Where it was described.
    pub place: Place,
    /// The repository that described it.
    pub repo: RepoId,
    /// When the description went.
    pub at: Instant,
    /// The commit that took it away, where it is known.
    pub commit: Option<String>,
    /// What the same file describes since, where it is one thing of the same kind.
    pub now: Option<EntityRef>,
}

/// Finds what past versions of files described and the catalog has not, the newest loss first.
pub fn removed(facts: &CatalogFacts<'_>, past: &BTreeMap<RepoId, Vec<PastFile>>, catalog: &Catalog, hides_people: bool) -> Vec<Removed> {
    let with_past: Vec<(&RepositoryFacts, &Vec<PastFile>)> =
        facts.repositories.iter().filter_map(|repository| Some((repository, past.get(&repository.repository.repo)?))).collect();
    let mut found: Vec<Removed> =
        with_past.into_par_iter().flat_map_iter(|(repository, past)| of_repository(facts, repository, past, catalog)).collect();
    found.retain(|gone| !hides_people || gone.reference.kind != EntityKind::USER);
    found.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.reference.cmp(&b.reference)).then_with(|| a.place.cmp(&b.place)));
    // Several files may have described the same thing; it was gone with the last of them.
    let mut seen = BTreeSet::new();
    found.retain(|gone| seen.insert(gone.reference.clone()));
    found
}

fn of_repository(facts: &CatalogFacts<'_>, repository: &RepositoryFacts, past: &[PastFile], catalog: &Catalog) -> Vec<Removed> {
    let today: BTreeSet<EntityRef> = described(facts, repository).into_iter().map(|(reference, ..)| reference).collect();
    let changes: BTreeSet<Instant> = past.iter().map(|file| file.until).collect();
    let mut lost: BTreeMap<EntityRef, Removed> = BTreeMap::new();
    for at in changes.into_iter().rev().take(MOST_CHANGES) {
        for (reference, name, place) in described(facts, &before(repository, past, at)) {
            if catalog.entities.contains_key(&reference) || lost.contains_key(&reference) {
                continue;
            }
            let now = successor(&reference, &place, catalog, &today);
            let repo = repository.repository.repo.clone();
            lost.insert(reference.clone(), Removed { reference, name, place, repo, at, commit: None, now });
        }
    }
    lost.into_values().collect()
}

/// The repository as it was right before an instant.
fn before(repository: &RepositoryFacts, past: &[PastFile], at: Instant) -> RepositoryFacts {
    let held = repository.files.iter().filter(|file| file.last_change.is_some_and(|since| since < at)).cloned();
    let gone = past.iter().filter(|file| file.from < at && file.until >= at).map(|file| CurrentFile {
        path: file.path.clone(),
        blob: Some(file.blob.clone()),
        last_change: Some(file.from),
        changed_by: None,
    });
    RepositoryFacts { repository: repository.repository.clone(), files: held.chain(gone).collect(), former: Vec::new() }
}

fn described(facts: &CatalogFacts<'_>, repository: &RepositoryFacts) -> Vec<(EntityRef, String, Place)> {
    let found = descriptors::read(facts, repository).entities.into_iter().map(|description| description.imported);
    let named = found.filter(|imported| !imported.entity.reference.name.is_empty());
    named.map(|imported| (imported.entity.reference, imported.entity.title.unwrap_or(imported.entity.name), imported.place)).collect()
}

/// What the same file describes today, where that is one thing of the same kind: then the name changed and the thing stayed.
fn successor(reference: &EntityRef, place: &Place, catalog: &Catalog, today: &BTreeSet<EntityRef>) -> Option<EntityRef> {
    let is_there = |found: &&EntityRef| {
        let source = catalog.entities.get(*found).and_then(|entity| entity.sources.get("name")?.place.as_ref());
        source.is_some_and(|source| source.path == place.path && source.repo == place.repo)
    };
    let mut found = today.iter().filter(|found| found.kind == reference.kind).filter(is_there);
    let only = found.next()?;
    found.next().is_none().then(|| only.clone())
}
