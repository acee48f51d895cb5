//! What the catalog would have said of a repository's services before.
//!
//! Descriptors and CODEOWNERS are kept with their history. Where they read as they do now, the catalog's
//! own answer counts; elsewhere the repository is read alone as it was, once for each state of these files.

use super::files::{is_descriptive, once_a_path};
use super::ground::{Ground, RepositoryPast};
use crate::catalog::{self, CatalogFacts, CurrentFile, RepositoryFacts};
use bytes::Bytes;
use milepost_model::record::{File, Repository};
use milepost_model::{Diagnostics, Entity, EntityRef, Instant};
use std::collections::BTreeMap;

/// What descriptors said of a repository's services, one state after the other.
#[derive(Default)]
pub(super) struct EntityPast {
    /// From when on, and what the services were then; nothing where that is what the catalog says now.
    states: Vec<(Instant, Option<BTreeMap<EntityRef, Entity>>)>,
}

impl EntityPast {
    /// Reads the states that a repository's descriptors had at these instants, which are in order.
    pub(super) fn of(
        ground: &Ground<'_>,
        past: &RepositoryPast,
        repository: &Repository,
        contents: &BTreeMap<String, Vec<u8>>,
        instants: &[Instant],
    ) -> Self {
        let mut is_descriptive = once_a_path(is_descriptive);
        let files: Vec<&File> = past.files.iter().filter(|file| is_descriptive(&file.path)).collect();
        let held = |at: Instant| -> Vec<(&str, Option<&str>)> {
            let there = files.iter().filter(|file| file.valid_from <= at && file.valid_to.is_none_or(|until| until > at));
            let mut held: Vec<_> = there.map(|file| (file.path.as_str(), file.blob.as_deref())).collect();
            held.sort_unstable();
            held
        };
        let now = held(ground.as_of);
        let mut states: Vec<(Instant, Option<BTreeMap<EntityRef, Entity>>)> = Vec::new();
        let mut before: Option<Vec<(&str, Option<&str>)>> = None;
        for &at in instants {
            let state = held(at);
            if before.as_ref() == Some(&state) {
                continue;
            }
            let read = (state != now).then(|| read(ground, repository, contents, &state));
            states.push((at, read));
            before = Some(state);
        }
        Self { states }
    }

    /// What a service was at an instant; nothing where it was what it is now.
    pub(super) fn at(&self, service: &EntityRef, at: Instant) -> Option<Entity> {
        let place = self.states.partition_point(|(from, _)| *from <= at).checked_sub(1)?;
        let entities = self.states[place].1.as_ref()?;
        Some(entities.get(service).cloned().unwrap_or_else(|| Entity::new(service.clone(), service.name.clone())))
    }

    /// A number that differs where a descriptor changed between two instants.
    pub(super) fn epoch(&self, at: Instant) -> usize {
        self.states.partition_point(|(from, _)| *from <= at)
    }
}

fn read(
    ground: &Ground<'_>,
    repository: &Repository,
    contents: &BTreeMap<String, Vec<u8>>,
    state: &[(&str, Option<&str>)],
) -> BTreeMap<EntityRef, Entity> {
    let file = |(path, blob): &(&str, Option<&str>)| CurrentFile {
        path: (*path).to_owned(),
        blob: blob.map(str::to_owned),
        last_change: None,
        changed_by: None,
    };
    let alone = [RepositoryFacts { repository: repository.clone(), files: state.iter().map(file).collect(), former: Vec::new() }];
    let content = |id: &str| contents.get(id).map(|bytes| Bytes::copy_from_slice(bytes));
    let facts = CatalogFacts { repositories: &alone, teams: &[], content: &content };
    let settings = catalog::CatalogSettings { is_brief: true, ..ground.settings.clone() };
    catalog::build(&facts, &settings, &mut Diagnostics::default()).entities
}
