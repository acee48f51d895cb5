//! All figures, measured bucket by bucket.

use super::coverage::Coverages;
use super::organisation::Sums;
use super::repository::{self, Context, RepositoryFigures, RepositoryRecords};
use super::{Measurements, WEEKS, events};
use crate::catalog::{Catalog, Service};
use milepost_model::record::{Coverage, Incident, Repository};
use milepost_model::{Instant, RepoId, Window};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Why records could not be read.
pub type ReadError = Box<dyn std::error::Error + Send + Sync>;

/// Gives records bucket by bucket, so that no more than a few buckets are in memory at once.
pub trait RecordSource: Sync {
    /// How many buckets there are.
    fn buckets(&self) -> usize;

    /// The records of one bucket. All records of a repository are in the same one.
    fn read(&self, bucket: usize) -> Result<Vec<RepositoryRecords>, ReadError>;
}

/// What measuring needs beside the records of repositories.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    /// The instant that the figures tell of.
    pub as_of: Instant,
    /// Whether an environment of this name is production.
    pub is_production: &'a (dyn Fn(&str) -> bool + Sync),
    /// What was really read.
    pub coverage: &'a [Coverage],
    /// Every incident.
    pub incidents: &'a [Incident],
}

impl std::fmt::Debug for Clock<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clock").field("as_of", &self.as_of).finish_non_exhaustive()
    }
}

/// Measures everything. Buckets are read in parallel, and added up in their order.
pub fn measure(catalog: &Catalog, source: &dyn RecordSource, clock: &Clock<'_>) -> Result<Measurements, ReadError> {
    let weeks = Window::last_weeks(i64::try_from(WEEKS)?, clock.as_of);
    let coverages = Coverages::new(clock.coverage);
    let names: BTreeSet<String> =
        catalog.services.iter().flat_map(|s| [s.reference.name.clone(), s.slug.clone(), s.reference.to_string()]).collect();
    let context = Context { as_of: clock.as_of, weeks: &weeks, is_production: clock.is_production, coverages: &coverages, names: &names };
    let services = by_repository(&catalog.services);
    let own = |repo: &RepoId| services.get(repo).map(Vec::as_slice).unwrap_or_default();
    let parts: Vec<Vec<(RepoId, RepositoryFigures)>> = (0..source.buckets())
        .into_par_iter()
        .map(|bucket| {
            let mut figures = Vec::new();
            for mut records in source.read(bucket)? {
                // A repository that is not in the portal leaves no trace in its figures.
                let Some(repository) = catalog.repositories.get(&records.repo) else { continue };
                let repo = records.repo.clone();
                let found = repository::measure(&mut records, repository, own(&repo), &context);
                figures.push((repo, found));
            }
            Ok(figures)
        })
        .collect::<Result<_, ReadError>>()?;
    let mut measured: BTreeMap<RepoId, RepositoryFigures> = parts.into_iter().flatten().collect();
    // A repository without records has figures too: known zeros where its coverage is complete.
    let silent: Vec<(&RepoId, &Repository)> = catalog.repositories.iter().filter(|(repo, _)| !measured.contains_key(*repo)).collect();
    for (repo, repository) in silent {
        let mut none = RepositoryRecords { repo: repo.clone(), ..RepositoryRecords::default() };
        measured.insert(repo.clone(), repository::measure(&mut none, repository, own(repo), &context));
    }
    Ok(join(measured, catalog, clock, weeks))
}

fn by_repository(services: &[Service]) -> BTreeMap<RepoId, Vec<&Service>> {
    let mut found: BTreeMap<RepoId, Vec<&Service>> = BTreeMap::new();
    for service in services {
        if let Some(repo) = &service.repo {
            found.entry(repo.clone()).or_default().push(service);
        }
    }
    found
}

fn join(measured: BTreeMap<RepoId, RepositoryFigures>, catalog: &Catalog, clock: &Clock<'_>, weeks: Vec<Window>) -> Measurements {
    let mut sums = Sums::new(weeks.len());
    let mut found = Measurements { weeks, ..Measurements::default() };
    let mut events = events::incidents(clock.incidents, catalog, clock.as_of);
    for (_, figures) in measured {
        sums.add(&figures);
        found.services.extend(figures.services);
        found.tally.add(figures.tally);
        events.extend(figures.events);
    }
    found.tally.count(clock.incidents);
    let repositories: Vec<Repository> = catalog.repositories.values().cloned().collect();
    found.tally.count(&repositories);
    (found.organisation, found.changes_known, found.deployments_known) = sums.finish();
    found.events = events::newest(events);
    found
}
