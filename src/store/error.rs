//! Why the store could not do what was asked, and what a person can do about it.

use std::path::PathBuf;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The place is not one that a store can be in.
    #[error("“{url}” cannot be a store: {reason}; give a folder, or s3://bucket/path, gs://bucket/path or az://container/path")]
    Place {
        /// The place as it was given.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The folder or bucket did not answer as it should.
    #[error("could not {doing} in the store {url}: {source}")]
    Storage {
        /// What was being done.
        doing: String,
        /// The store.
        url: String,
        /// What the storage said.
        #[source]
        source: object_store::Error,
    },
    /// A file of the store is not there.
    #[error(
        "the store {url} names {file}, which is not there; bring it back from a copy of the store, or collect again into a new store (what the provider has dropped since is then lost)"
    )]
    Missing {
        /// The store.
        url: String,
        /// The file.
        file: String,
    },
    /// A file of the store is not what was written.
    #[error(
        "{file} in the store {url} is damaged: {reason}; replace it by the same file of a copy of the store, or collect again into a new store (what the provider has dropped since is then lost)"
    )]
    Damaged {
        /// The store.
        url: String,
        /// The file.
        file: String,
        /// How that shows.
        reason: String,
    },
    /// A newer milepost wrote the store.
    #[error(
        "{file} in the store {url} has format {found}, and this milepost knows formats up to {known}; use the newer milepost that wrote it"
    )]
    Newer {
        /// The store.
        url: String,
        /// The manifest.
        file: String,
        /// Its format.
        found: u64,
        /// The newest format that this milepost knows.
        known: u64,
    },
    /// Other writers were faster every time.
    #[error("the store {url} was changed by others {tries} times while this run tried to add to it; nothing of it was lost, run it again")]
    Busy {
        /// The store.
        url: String,
        /// How often it was tried.
        tries: u32,
    },
    /// Some of a run could not be written, so that the rest must not be kept either.
    #[error("some records could not be written to the store {url}, so nothing of this run was kept; run it again once they can be")]
    Unfinished {
        /// The store.
        url: String,
    },
    /// A record is too large to be kept.
    #[error("the {kind} {id} takes {bytes} bytes, and a record may take {most}; leave its largest field out")]
    TooLarge {
        /// The record's kind.
        kind: &'static str,
        /// The start of its id.
        id: String,
        /// Its size.
        bytes: usize,
        /// The largest size.
        most: usize,
    },
    /// A file outside of the store could not be read or written.
    #[error("could not {doing} {path}: {source}", path = path.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A table could not be written.
    #[error("could not write {what} as Parquet: {source}")]
    Table {
        /// What was being written.
        what: String,
        /// What the writer said.
        #[source]
        source: parquet::errors::ParquetError,
    },
}
