//! Scorecards: the past of repositories from the snapshot, and what `milepost scorecard` prints.

use super::PipelineError;
use super::buckets::Buckets;
use super::facts::{self, Facts};
use super::histories::Histories;
use crate::actions::Action;
use crate::adoption;
use crate::catalog;
use crate::config::Config;
use crate::metrics::{self, ReadError};
use crate::scorecards::{Ground, PastSource, RepositoryPast, Rubric, Scores};
use crate::store::{Bucket, Snapshot, Store};
use milepost_model::record::{BranchRule, File, Finding, Slo};
use milepost_model::{Diagnostics, Instant, RepoId};
use std::collections::{BTreeMap, BTreeSet};

/// Asks every rule of every service, and what the guardrails of these actions ask.
pub(super) fn score(config: &Config, snapshot: &Snapshot, ground: &Ground<'_>, actions: &[Action]) -> Result<Scores, PipelineError> {
    let rubric = Rubric::of(config).telling(&actions.iter().flat_map(Action::asks).collect());
    if rubric.is_empty() {
        return Ok(Scores::default());
    }
    let mut slos: Vec<Slo> = snapshot.history(Bucket::WITHOUT_REPOSITORY)?;
    slos.retain(|slo| slo.measured_at <= ground.as_of);
    let past = Past { snapshot, buckets: snapshot.buckets() };
    crate::scorecards::score(&rubric, &Ground { slos: &slos, ..*ground }, &past).map_err(PipelineError::Records)
}

/// Where every service stands, as a build would say it.
pub fn scores(config: &Config, store: &Store, as_of: Instant) -> Result<Scores, PipelineError> {
    let snapshot = store.snapshot(as_of)?;
    let facts = Facts::gather(&snapshot, &store.statistics()?, config)?;
    if facts.counted().0 == 0 {
        return Err(PipelineError::NothingToShow);
    }
    let (content, settings) = (|id: &str| facts.content(id), facts::catalog_settings(config));
    let mut notes = Diagnostics::default();
    let catalog = catalog::build(&facts.for_catalog(&content), &settings, &mut notes);
    let measured = metrics::measure(&catalog, &Buckets::of(&snapshot, facts.counts_collectors()), &facts.clock(&config.delivery));
    let measured = measured.map_err(PipelineError::Records)?;
    let histories = Histories::of(&snapshot, facts.admitted(), !facts.counts_collectors());
    let clock = facts.adoption_clock(config, &measured.delivery);
    let adoption = adoption::assess(&catalog, &histories, &clock).map_err(PipelineError::Records)?;
    score(config, &snapshot, &facts.for_scores((&catalog, &settings), &measured, &adoption, &notes), &[])
}

/// The past of repositories, a bucket at a time.
struct Past<'a> {
    snapshot: &'a Snapshot,
    buckets: Vec<Bucket>,
}

impl PastSource for Past<'_> {
    fn buckets(&self) -> usize {
        self.buckets.len()
    }

    fn read(&self, bucket: usize) -> Result<Vec<RepositoryPast>, ReadError> {
        let bucket = self.buckets[bucket];
        let mut found: BTreeMap<RepoId, RepositoryPast> = BTreeMap::new();
        let mut of = |repo: &RepoId, add: &mut dyn FnMut(&mut RepositoryPast)| {
            add(found.entry(repo.clone()).or_insert_with(|| RepositoryPast { repo: repo.clone(), ..RepositoryPast::default() }));
        };
        for file in self.snapshot.read::<File>(bucket)? {
            of(&file.repo.clone(), &mut |past| past.files.push(file.clone()));
        }
        for rule in self.snapshot.history::<BranchRule>(bucket)? {
            of(&rule.repo.clone(), &mut |past| past.branch_rules.push(rule.clone()));
        }
        for finding in self.snapshot.read::<Finding>(bucket)? {
            of(&finding.repo.clone(), &mut |past| past.findings.push(finding.clone()));
        }
        Ok(found.into_values().collect())
    }

    fn contents(&self, blobs: BTreeSet<&str>) -> Result<BTreeMap<String, Vec<u8>>, ReadError> {
        Ok(self.snapshot.blobs(blobs)?)
    }
}
