//! The records that are measured, bucket by bucket.

use crate::metrics::{ReadError, RecordSource, RepositoryRecords};
use crate::store::{Bucket, Snapshot};
use milepost_model::RepoId;
use milepost_model::record::PipelineRun;
use std::collections::BTreeSet;

/// What figures are made from, of changes.
const CHANGE_COLUMNS: &[&str] =
    &["provenance", "number", "title", "base", "head", "is_bot", "reverts_change", "url", "commit_shas", "labels"];

/// What figures are made from, of runs.
const RUN_COLUMNS: &[&str] = &["event", "branch", "url", "jobs"];

/// Gives the records of a snapshot, so that only a few buckets are in memory at once.
pub(super) struct Buckets<'a> {
    snapshot: &'a Snapshot,
    buckets: Vec<Bucket>,
}

impl<'a> Buckets<'a> {
    pub fn of(snapshot: &'a Snapshot) -> Self {
        Self { snapshot, buckets: snapshot.buckets() }
    }
}

impl RecordSource for Buckets<'_> {
    fn buckets(&self) -> usize {
        self.buckets.len()
    }

    fn read(&self, bucket: usize) -> Result<Vec<RepositoryRecords>, ReadError> {
        let bucket = self.buckets[bucket];
        Ok(RepositoryRecords::sorted(
            self.snapshot
                .read_columns(bucket, &["provenance", "parents", "paths", "is_bot", "subject", "cherry_of", "reverts", "patch_id"])?,
            self.snapshot.read_columns(bucket, CHANGE_COLUMNS)?,
            self.snapshot.read(bucket)?,
            self.snapshot.read(bucket)?,
        ))
    }

    fn runs(&self, bucket: usize, repos: &BTreeSet<RepoId>) -> Result<Vec<PipelineRun>, ReadError> {
        let mut runs: Vec<PipelineRun> = self.snapshot.read_columns(self.buckets[bucket], RUN_COLUMNS)?;
        runs.retain(|run| repos.contains(&run.repo));
        Ok(runs)
    }
}
