//! What a store holds, told from its manifest alone.

use super::commit::newest;
use super::{Store, StoreError};
use milepost_model::Instant;
use std::collections::BTreeMap;

/// What a store holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// By the kind's word.
    pub kinds: BTreeMap<String, KindStatistics>,
    /// How many contents of files there are.
    pub blobs: u64,
    /// How many bytes they take.
    pub blob_bytes: u64,
    /// How many cursors collectors left.
    pub cursors: u64,
    /// The number of the newest manifest; 0 where the store is empty.
    pub manifest: u64,
}

/// What a store holds of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindStatistics {
    /// Rows; earlier revisions count too until they are compacted away.
    pub rows: u64,
    /// Bytes that they take.
    pub bytes: u64,
    /// Files that hold them.
    pub parts: u64,
    /// How many of them each collector wrote.
    pub collectors: BTreeMap<String, u64>,
    /// When the first and the last of them happened.
    pub happened: (Instant, Instant),
    /// When the newest of them was seen.
    pub observed: Instant,
}

impl Statistics {
    /// When the newest record of all was seen; nothing where there is none.
    pub fn observed(&self) -> Option<Instant> {
        self.kinds.values().map(|kind| kind.observed).max()
    }

    /// The most files that any kind has in one bucket on average: above eight or so, compacting pays.
    pub fn parts_per_bucket(&self) -> u64 {
        self.kinds.values().map(|kind| kind.parts.div_ceil(u64::from(super::Bucket::COUNT))).max().unwrap_or(0)
    }
}

impl Store {
    /// What the store holds.
    pub fn statistics(&self) -> Result<Statistics, StoreError> {
        let newest = newest(&self.objects)?;
        let manifest = newest.manifest;
        let mut statistics = Statistics {
            blobs: manifest.blobs.iter().map(|part| part.blobs).sum(),
            blob_bytes: manifest.blobs.iter().map(|part| part.bytes).sum(),
            cursors: manifest.cursors.map_or(0, |file| file.cursors),
            manifest: newest.number,
            ..Statistics::default()
        };
        for part in manifest.parts {
            let kind = statistics.kinds.entry(part.kind).or_insert_with(|| KindStatistics {
                rows: 0,
                bytes: 0,
                parts: 0,
                collectors: BTreeMap::new(),
                happened: part.happened,
                observed: part.observed,
            });
            kind.rows += part.rows;
            kind.bytes += part.bytes;
            kind.parts += 1;
            for (collector, rows) in part.collectors {
                *kind.collectors.entry(collector).or_default() += rows;
            }
            kind.happened = (kind.happened.0.min(part.happened.0), kind.happened.1.max(part.happened.1));
            kind.observed = kind.observed.max(part.observed);
        }
        Ok(statistics)
    }
}
