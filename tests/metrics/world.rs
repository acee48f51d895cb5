//! Records in memory, measured as a build would.

use milepost::catalog::{Catalog, PathScope, Service, ServiceFiles};
use milepost::config::Config;
use milepost::metrics::{self, Clock, Measurements, ReadError, RecordSource, RepositoryRecords};
use milepost_model::record::{Coverage, Incident, PipelineRun, Repository};
use milepost_model::{EntityRef, Fact, Instant, Record, RepoId, Window, ndjson};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A service of a case: its name, its repository, and its paths where it shares it.
#[derive(Debug, Clone)]
pub struct Made {
    pub name: String,
    pub repo: String,
    pub paths: Vec<String>,
}

/// Everything that a measurement is made from.
#[derive(Debug, Clone)]
pub struct World {
    pub records: Vec<Record>,
    pub services: Vec<Made>,
    pub config: String,
    pub as_of: Instant,
    pub asked: Option<Window>,
}

impl World {
    /// Reads records from lines of JSON; a line that begins with `#` is for people.
    pub fn read(text: &str, file: &str) -> Vec<Record> {
        let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#'));
        lines.map(|(line, number)| ndjson::read_line(line, file, number).unwrap_or_else(|problem| panic!("{problem:?}"))).collect()
    }

    pub fn measure(&self) -> Measurements {
        let text = format!("[organisation]\nname = \"x\"\n{}", self.config);
        let config = Config::load(&text, Path::new("metrics-config.toml")).unwrap_or_else(|problems| panic!("{problems:#?}"));
        let coverage: Vec<Coverage> = self.of(|record| if let Record::Coverage(row) = record { Some(row) } else { None });
        let incidents: Vec<Incident> = self.of(|record| if let Record::Incident(row) = record { Some(row) } else { None });
        let clock = Clock {
            as_of: self.as_of,
            settings: &config.delivery,
            asked: self.asked,
            coverage: &coverage,
            incidents: &incidents,
            keeps_records: true,
            counts_collectors: true,
        };
        metrics::measure(&self.catalog(), &Source(self), &clock).expect("because records in memory can be read")
    }

    fn of<T>(&self, take: impl Fn(Record) -> Option<T>) -> Vec<T> {
        self.records.iter().cloned().filter_map(take).collect()
    }

    fn catalog(&self) -> Catalog {
        let mut catalog = Catalog::default();
        for repository in self.of(|record| if let Record::Repository(row) = record { Some(row) } else { None }) {
            catalog.repositories.insert(repository.repo.clone(), repository);
        }
        for made in &self.services {
            let repo = RepoId::from(made.repo.as_str());
            let bare = || Repository { repo: repo.clone(), full_name: format!("o/{}", made.name), ..Repository::default() };
            catalog.repositories.entry(repo.clone()).or_insert_with(bare);
            catalog.services.push(Service {
                reference: EntityRef::new("component", &made.name),
                slug: made.name.clone(),
                repo: Some(repo),
                folder: String::new(),
                scope: PathScope { include: made.paths.clone(), exclude: Vec::new() },
                is_inferred: false,
                how_to_run: Vec::new(),
                files: ServiceFiles::default(),
                pipelines: Vec::new(),
            });
        }
        catalog
    }
}

/// The records of each repository, in the order in which they are.
fn each<F: Fact>(records: Vec<F>) -> BTreeMap<RepoId, Vec<F>> {
    let mut found: BTreeMap<RepoId, Vec<F>> = BTreeMap::new();
    for record in records {
        if let Some(repo) = record.repo().cloned() {
            found.entry(repo).or_default().push(record);
        }
    }
    found
}

struct Source<'a>(&'a World);

impl RecordSource for Source<'_> {
    fn buckets(&self) -> usize {
        1
    }

    fn read(&self, _bucket: usize) -> Result<Vec<RepositoryRecords>, ReadError> {
        let world = self.0;
        Ok(RepositoryRecords::joined(
            each(world.of(|record| if let Record::Commit(row) = record { Some(row) } else { None })),
            each(world.of(|record| if let Record::Change(row) = record { Some(row) } else { None })),
            each(world.of(|record| if let Record::Deployment(row) = record { Some(row) } else { None })),
            each(world.of(|record| if let Record::Release(row) = record { Some(row) } else { None })),
        ))
    }

    fn runs(&self, _bucket: usize, repos: &BTreeSet<RepoId>) -> Result<Vec<PipelineRun>, ReadError> {
        Ok(self.0.of(|record| if let Record::PipelineRun(row) = record { Some(row).filter(|run| repos.contains(&run.repo)) } else { None }))
    }
}
