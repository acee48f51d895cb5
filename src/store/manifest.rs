//! The manifest: the list of files that are the store at one moment.

use super::{Bucket, StoreError};
use milepost_model::{Instant, Kind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The newest format of stores that this milepost reads and writes.
pub(super) const FORMAT: u64 = 1;

/// How many earlier manifests each one names. A writer that finds its own among them knows that it
/// was not overtaken.
const FOLLOWS: usize = 64;

/// One file of records.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Part {
    /// The kind's word; a newer milepost may know kinds that this one does not.
    pub kind: String,
    pub bucket: Bucket,
    /// The hash of its content.
    pub hash: String,
    pub rows: u64,
    pub bytes: u64,
    /// The first and the last instant at which one of its records happened.
    pub happened: (Instant, Instant),
    /// When its newest record was seen.
    pub observed: Instant,
    /// How many of its records each collector wrote.
    pub collectors: BTreeMap<String, u64>,
}

impl Part {
    pub fn file(&self) -> String {
        format!("kind={}/bucket={}/{}.parquet", self.kind, self.bucket, self.hash)
    }
}

/// One file of contents.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct BlobPart {
    pub bucket: Bucket,
    /// The hash of its content.
    pub hash: String,
    pub blobs: u64,
    pub bytes: u64,
}

impl BlobPart {
    pub fn file(&self) -> String {
        format!("blobs/bucket={}/{}.parquet", self.bucket, self.hash)
    }
}

/// The file of what collectors remember.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CursorsFile {
    /// The hash of its content.
    pub hash: String,
    pub cursors: u64,
    pub bytes: u64,
}

impl CursorsFile {
    pub fn file(&self) -> String {
        format!("cursors/{}.parquet", self.hash)
    }
}

/// The store at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub format: u64,
    /// The hashes of the manifests before it, the newest first.
    #[serde(default)]
    pub follows: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursors: Option<CursorsFile>,
    /// Sorted.
    #[serde(default)]
    pub blobs: Vec<BlobPart>,
    /// Sorted.
    #[serde(default)]
    pub parts: Vec<Part>,
}

impl Default for Manifest {
    fn default() -> Self {
        Self { format: FORMAT, follows: Vec::new(), cursors: None, blobs: Vec::new(), parts: Vec::new() }
    }
}

impl Manifest {
    /// Reads a manifest; `url` and `file` are for messages.
    pub fn parse(url: &str, file: &str, content: &[u8]) -> Result<Self, StoreError> {
        #[derive(Deserialize)]
        struct Head {
            format: u64,
        }
        let damaged = |error: serde_json::Error| StoreError::Damaged {
            url: url.to_owned(),
            file: file.to_owned(),
            reason: format!("{error}; without this file the store is as the manifest before it says"),
        };
        let head: Head = serde_json::from_slice(content).map_err(damaged)?;
        if head.format > FORMAT {
            return Err(StoreError::Newer { url: url.to_owned(), file: file.to_owned(), found: head.format, known: FORMAT });
        }
        serde_json::from_slice(content).map_err(damaged)
    }

    /// The manifest as it is written.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = serde_json::to_vec(self).expect("because a manifest holds only what JSON can say");
        text.push(b'\n');
        text
    }

    /// The parts of a kind in a bucket.
    pub fn parts_of(&self, kind: Kind, bucket: Bucket) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.kind == kind.word() && part.bucket == bucket)
    }

    /// The names of all files that it names.
    pub fn files(&self) -> impl Iterator<Item = String> {
        let parts = self.parts.iter().map(Part::file);
        let blobs = self.blobs.iter().map(BlobPart::file);
        parts.chain(blobs).chain(self.cursors.iter().map(CursorsFile::file))
    }

    /// What follows that manifest once the change is made. `None` where nothing changes.
    pub fn after(&self, hash: Option<&str>, change: &Change, cursors: Option<CursorsFile>) -> Option<Self> {
        let mut next = self.clone();
        next.format = FORMAT;
        next.parts.retain(|part| !change.less_parts.contains(part));
        next.parts.extend(change.parts.iter().cloned());
        next.parts.sort();
        next.parts.dedup();
        next.blobs.retain(|part| !change.less_blobs.contains(part));
        next.blobs.extend(change.blobs.iter().cloned());
        next.blobs.sort();
        next.blobs.dedup();
        next.cursors = cursors.or(next.cursors);
        if next == *self {
            return None;
        }
        next.follows.splice(0..0, hash.map(ToOwned::to_owned));
        next.follows.truncate(FOLLOWS);
        Some(next)
    }
}

/// What a writer wants to be different.
#[derive(Debug, Default)]
pub(super) struct Change {
    pub parts: Vec<Part>,
    pub less_parts: Vec<Part>,
    pub blobs: Vec<BlobPart>,
    pub less_blobs: Vec<BlobPart>,
    pub cursors: BTreeMap<String, Vec<u8>>,
}

/// The file of the manifest of that number.
pub(super) fn file_of(number: u64) -> String {
    format!("manifests/{number:020}.json")
}

/// The number of a manifest's file, if it is one.
pub(super) fn number_of(file: &str) -> Option<u64> {
    let digits = file.strip_prefix("manifests/")?.strip_suffix(".json")?;
    (digits.len() == 20).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_of_a_newer_format_is_refused_before_it_is_read() {
        let error = Manifest::parse("s", "manifests/1.json", br#"{"format":2,"parts":"something else"}"#).expect_err("it is newer");
        assert!(matches!(error, StoreError::Newer { found: 2, known: 1, .. }), "{error}");
    }

    #[test]
    fn manifests_sort_by_name_as_by_number() {
        assert!(file_of(9) < file_of(10));
        assert_eq!(number_of(&file_of(u64::MAX)), Some(u64::MAX));
        assert_eq!(number_of("manifests/1.json"), None);
    }
}
