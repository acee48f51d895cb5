//! Keeps records, and answers what was known of the world at an instant.
//!
//! A store is a folder or a bucket of an object store. Records lie in it as Parquet,
//! `kind=<kind>/bucket=<00..3f>/<hash of the file>.parquet`, so that any engine reads them as they are;
//! the contents of files lie in `blobs/`, what collectors remember in `cursors/`. These files are
//! never changed. Which of them are the store says the newest of the numbered `manifests/`, and a manifest
//! is made only if its number is free: whoever is late reads the newer one and takes the next number.
//! So two writers at once lose nothing, and one that is killed leaves files that nobody names, which
//! `compact` removes.

mod appender;
mod blobs;
mod bucket;
mod columns;
mod commit;
mod compact;
mod contents;
mod csv;
mod derived;
mod error;
mod export;
mod fingerprint;
mod flush;
mod import;
mod known;
mod lines;
mod manifest;
mod memory;
mod merge;
mod objects;
mod part_reader;
mod part_writer;
mod rows;
mod schema;
mod settle;
mod snapshot;
mod statistics;
mod table_cells;

pub use appender::{Appender, Committed};
pub use bucket::Bucket;
pub use compact::{Compacted, Compaction};
pub use error::StoreError;
pub use export::{Exported, Format};
pub use import::Imported;
pub use memory::Cursors;
pub use merge::Merged;
pub use snapshot::Snapshot;
pub use statistics::{KindStatistics, Statistics};

use milepost_model::Instant;
use objects::Objects;
use std::sync::Arc;

/// A place that keeps records.
#[derive(Debug, Clone)]
pub struct Store {
    objects: Arc<Objects>,
}

impl Store {
    /// Opens the store in a folder, which is made where it is missing, or at `s3://bucket/path`,
    /// `gs://bucket/path` or `az://container/path`.
    ///
    /// A place that holds nothing yet is an empty store.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, [])
    }

    /// Opens a store with options for its object storage, such as `aws_region` or
    /// `google_service_account`; the environment is the caller's to read.
    pub fn open_with(url: &str, options: impl IntoIterator<Item = (String, String)>) -> Result<Self, StoreError> {
        Ok(Self { objects: Arc::new(Objects::open(url, options)?) })
    }

    /// Where it is, as it was opened.
    pub fn url(&self) -> &str {
        self.objects.url()
    }

    /// What adds to it.
    pub fn appender(&self) -> Result<Appender, StoreError> {
        Appender::new(Arc::clone(&self.objects))
    }

    /// What collectors remember of the last run that was kept.
    pub fn memory(&self) -> Result<Cursors, StoreError> {
        Cursors::read(&self.objects)
    }

    /// The world as of that instant.
    pub fn snapshot(&self, as_of: Instant) -> Result<Snapshot, StoreError> {
        Ok(Snapshot::new(Arc::clone(&self.objects), commit::newest(&self.objects)?, as_of))
    }
}
