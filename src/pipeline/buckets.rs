//! The records that are measured, bucket by bucket.

use crate::metrics::{ReadError, RecordSource, RepositoryRecords};
use crate::store::{Bucket, Snapshot};
use milepost_model::RepoId;
use milepost_model::record::PipelineRun;
use std::collections::BTreeSet;

/// What figures are made from, of commits.
const COMMIT_COLUMNS: &[&str] = &["parents", "paths", "is_bot", "subject", "cherry_of", "reverts", "patch_id"];

/// What figures are made from, of changes.
const CHANGE_COLUMNS: &[&str] =
    &["number", "title", "base", "head", "is_bot", "reverts_change", "author_key", "url", "commit_shas", "labels"];

/// What figures are made from, of deployments.
const DEPLOYMENT_COLUMNS: &[&str] = &["tier", "reference", "task", "run_id", "version", "actor", "url", "environment_url", "services"];

/// What figures are made from, of releases, and what pages show of them.
const RELEASE_COLUMNS: &[&str] = &["is_prerelease", "is_draft", "name", "url"];

/// What figures are made from, of runs.
const RUN_COLUMNS: &[&str] = &["event", "branch", "url", "jobs"];

/// Gives the records of a snapshot, so that only a few buckets are in memory at once.
pub(super) struct Buckets<'a> {
    snapshot: &'a Snapshot,
    all: Vec<Bucket>,
    /// What says who wrote a record, where that is counted.
    origin: Option<&'static str>,
}

impl<'a> Buckets<'a> {
    /// The records of a snapshot; `counts_collectors` where it matters who wrote each.
    pub fn of(snapshot: &'a Snapshot, counts_collectors: bool) -> Self {
        Self { snapshot, all: snapshot.buckets(), origin: counts_collectors.then_some("provenance") }
    }
}

impl RecordSource for Buckets<'_> {
    fn buckets(&self) -> usize {
        self.all.len()
    }

    fn read(&self, bucket: usize) -> Result<Vec<RepositoryRecords>, ReadError> {
        let (snapshot, bucket) = (self.snapshot, self.all[bucket]);
        let with_origin = |names: &[&'static str]| names.iter().copied().chain(self.origin).collect::<Vec<_>>();
        Ok(RepositoryRecords::joined(
            snapshot.read_by_repository(bucket, &with_origin(COMMIT_COLUMNS))?,
            snapshot.read_by_repository(bucket, &with_origin(CHANGE_COLUMNS))?,
            snapshot.read_by_repository(bucket, &with_origin(DEPLOYMENT_COLUMNS))?,
            snapshot.read_by_repository(bucket, &with_origin(RELEASE_COLUMNS))?,
        ))
    }

    fn runs(&self, bucket: usize, repos: &BTreeSet<RepoId>) -> Result<Vec<PipelineRun>, ReadError> {
        let mut runs: Vec<PipelineRun> = self.snapshot.read_columns(self.all[bucket], RUN_COLUMNS)?;
        runs.retain(|run| repos.contains(&run.repo));
        Ok(runs)
    }
}
