//! The store as of an instant: the only input of everything that judges.

use super::blobs::BlobIndex;
use super::commit::Newest;
use super::contents::{damaged, read_all};
use super::manifest::Part;
use super::objects::Objects;
use super::part_reader::Table;
use super::settle::{as_of, by_repository, by_time, has_ties, in_order, worth_keeping};
use super::table_cells::{Read, facts};
use super::{Bucket, StoreError};
use milepost_model::cell::{CellType, Column};
use milepost_model::record::History;
use milepost_model::{Fact, Instant, Kind, RepoId};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The world at an instant, told with everything that the store knew when the snapshot was made.
///
/// Writers that come later do not change it.
#[derive(Debug)]
pub struct Snapshot {
    objects: Arc<Objects>,
    newest: Newest,
    as_of: Instant,
    blobs: BlobIndex,
}

impl Snapshot {
    pub(super) fn new(objects: Arc<Objects>, newest: Newest, as_of: Instant) -> Self {
        let blobs = BlobIndex::new(&newest.manifest);
        Self { objects, newest, as_of, blobs }
    }

    /// The instant that it tells of.
    pub fn as_of(&self) -> Instant {
        self.as_of
    }

    /// The same records as of another instant.
    #[must_use]
    pub fn at(&self, as_of: Instant) -> Self {
        Self::new(Arc::clone(&self.objects), self.newest.clone(), as_of)
    }

    /// The number of the manifest that it was made from; 0 where the store is empty.
    pub fn manifest(&self) -> u64 {
        self.newest.number
    }

    /// The buckets that hold any record, in order.
    pub fn buckets(&self) -> Vec<Bucket> {
        self.newest.manifest.parts.iter().map(|part| part.bucket).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Whether it holds any record of that kind.
    pub fn has(&self, kind: Kind) -> bool {
        self.newest.manifest.parts.iter().any(|part| part.kind == kind.word())
    }

    /// Whether a state was first seen after the instant, so that it is only assumed to have held then.
    pub fn is_assumed<F: Fact>(&self, fact: &F) -> bool {
        F::HISTORY == History::State && fact.observed_at() > self.as_of
    }

    /// The records of a kind in a bucket: of each id the one that counts, by time and then by id.
    ///
    /// Records of no repository are in `Bucket::WITHOUT_REPOSITORY`. A kind whose records may gain a
    /// repository later (incidents, tickets) is read with `read_all`, which sees both.
    pub fn read<F: Fact>(&self, bucket: Bucket) -> Result<Vec<F>, StoreError> {
        Ok(by_time(as_of(in_order(self.rows::<F>(bucket, |_| true)?), self.as_of)))
    }

    /// Like `read`, but without the optional columns that are not named: they are empty in the result.
    ///
    /// Columns that every record has and those that hold an instant are always read. So are the others
    /// where two texts claim the same revision, since then all of both decides.
    pub fn read_columns<F: Fact>(&self, bucket: Bucket, names: &[&str]) -> Result<Vec<F>, StoreError> {
        Ok(by_time(self.held(bucket, names)?))
    }

    /// The same for each repository by itself.
    pub fn read_by_repository<F: Fact>(&self, bucket: Bucket, names: &[&str]) -> Result<BTreeMap<RepoId, Vec<F>>, StoreError> {
        Ok(by_repository(self.held(bucket, names)?))
    }

    /// Those columns of what holds, in the order of the ids.
    fn held<F: Fact>(&self, bucket: Bucket, names: &[&str]) -> Result<Vec<F>, StoreError> {
        let is_wanted = |column: &Column| column.required || column.cell == CellType::Instant || names.contains(&column.name);
        let mut rows = in_order(self.rows::<F>(bucket, is_wanted)?);
        if has_ties(&rows) {
            rows = in_order(self.rows::<F>(bucket, |_| true)?);
        }
        Ok(as_of(rows, self.as_of))
    }

    /// All records of a kind, by time and then by id.
    pub fn read_all<F: Fact>(&self) -> Result<Vec<F>, StoreError> {
        let buckets: BTreeSet<_> = self.parts::<F>().map(|part| part.bucket).collect();
        let read: Vec<_> = buckets.into_par_iter().map(|bucket| self.rows::<F>(bucket, |_| true)).collect();
        let mut rows = Vec::new();
        for some in read {
            rows.extend(some?);
        }
        Ok(by_time(as_of(in_order(rows), self.as_of)))
    }

    /// Every record of a kind in a bucket that says something, whatever the instant: of an event the
    /// last revision, of a state each change. By time and then by id.
    pub fn history<F: Fact>(&self, bucket: Bucket) -> Result<Vec<F>, StoreError> {
        Ok(by_time(worth_keeping(in_order(self.rows::<F>(bucket, |_| true)?))))
    }

    /// The content of that hash, if the store has it.
    pub fn blob(&self, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.blobs([id])?.remove(id))
    }

    /// The contents of those hashes; what the store does not have is not among them.
    pub fn blobs<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<BTreeMap<String, Vec<u8>>, StoreError> {
        self.blobs.read(&self.objects, ids)
    }

    fn parts<F: Fact>(&self) -> impl Iterator<Item = &Part> {
        self.newest.manifest.parts.iter().filter(|part| part.kind == F::KIND.word())
    }

    fn rows<F: Fact>(&self, bucket: Bucket, is_wanted: impl Fn(&Column) -> bool + Sync) -> Result<Vec<Read<F>>, StoreError> {
        let files: Vec<_> = self.newest.manifest.parts_of(F::KIND, bucket).map(Part::file).collect();
        rows_of(&self.objects, &files, is_wanted)
    }
}

/// The rows of some parts.
pub(super) fn rows_of<F: Fact>(
    objects: &Objects,
    files: &[String],
    is_wanted: impl Fn(&Column) -> bool + Sync,
) -> Result<Vec<Read<F>>, StoreError> {
    let mut rows = Vec::new();
    for (file, content) in files.iter().zip(read_all(objects, files)?) {
        let table = Table::read(content, F::COLUMNS, &is_wanted).map_err(|error| damaged(objects, file, &error))?;
        let read = facts(table).map_err(|reason| damaged(objects, file, &reason))?;
        // Most buckets have one file, whose rows need not move.
        if rows.is_empty() {
            rows = read;
        } else {
            rows.extend(read);
        }
    }
    Ok(rows)
}
