//! The records that are measured, bucket by bucket.

use crate::metrics::{ReadError, RecordSource, RepositoryRecords};
use crate::store::{Bucket, Snapshot};

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
        let bucket = self.all[bucket];
        let with_origin = |names: &[&'static str]| names.iter().copied().chain(self.origin).collect::<Vec<_>>();
        Ok(RepositoryRecords::sorted(
            self.snapshot.read_columns(bucket, &with_origin(&["paths", "is_bot"]))?,
            self.snapshot.read_columns(bucket, &with_origin(&["number", "title", "commit_shas"]))?,
            self.snapshot.read(bucket)?,
            self.snapshot.read(bucket)?,
        ))
    }
}
