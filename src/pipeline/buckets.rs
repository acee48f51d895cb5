//! The records that are measured, bucket by bucket.

use crate::metrics::{ReadError, RecordSource, RepositoryRecords};
use crate::store::{Bucket, Snapshot};

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
            self.snapshot.read_columns(bucket, &["provenance", "paths", "is_bot"])?,
            self.snapshot.read_columns(bucket, &["provenance", "number", "title", "commit_shas"])?,
            self.snapshot.read(bucket)?,
            self.snapshot.read(bucket)?,
        ))
    }
}
