//! What descriptors described a while ago and nothing describes today, told from the history of the files.

use super::Catalog;
use super::past::RepositoryPast;
use milepost_model::{EntityKind, EntityRef, Instant, Place, RepoId};
use std::collections::{BTreeMap, BTreeSet};

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
pub fn removed(past: &[RepositoryPast], catalog: &Catalog, hides_people: bool) -> Vec<Removed> {
    let mut found: Vec<Removed> = past.iter().flat_map(|past| of_repository(past, catalog)).collect();
    found.retain(|gone| !hides_people || gone.reference.kind != EntityKind::USER);
    found.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.reference.cmp(&b.reference)).then_with(|| a.place.cmp(&b.place)));
    // Several files may have described the same thing; it was gone with the last of them.
    let mut seen = BTreeSet::new();
    found.retain(|gone| seen.insert(gone.reference.clone()));
    found
}

fn of_repository(past: &RepositoryPast, catalog: &Catalog) -> Vec<Removed> {
    let today: BTreeSet<EntityRef> = past.today.iter().map(|described| described.reference.clone()).collect();
    let mut lost: BTreeMap<EntityRef, Removed> = BTreeMap::new();
    for (at, described) in &past.before {
        for then in described {
            if catalog.entities.contains_key(&then.reference) || lost.contains_key(&then.reference) {
                continue;
            }
            let (reference, name, place) = (then.reference.clone(), then.name.clone(), then.place.clone());
            let now = successor(&reference, &place, catalog, &today);
            let repo = past.repo.clone();
            lost.insert(reference.clone(), Removed { reference, name, place, repo, at: *at, commit: None, now });
        }
    }
    lost.into_values().collect()
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
