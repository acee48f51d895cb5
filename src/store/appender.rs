//! Takes harvests from many threads and adds them to the store, all or nothing.

use super::commit::{Newest, commit, newest};
use super::contents::{blob_ids, write_blobs};
use super::flush::{Waiting, write_new};
use super::manifest::Change;
use super::merge::write_shard;
use super::objects::Objects;
use super::rows::{Rows, Sealed};
use super::{Bucket, StoreError};
use milepost_model::{Fact, Harvest, Kind, Record, Sink, SinkError, with_fact};
use std::collections::{BTreeMap, BTreeSet};
use std::mem::take;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How much waits in memory before some of it is written.
const MEMORY: usize = 192 << 20;

/// What a commit added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Committed {
    /// Records that said something new.
    pub records: u64,
    /// Records that the store knew already.
    pub unchanged: u64,
    /// Contents that the store did not have.
    pub blobs: u64,
    /// Files that were written for them.
    pub parts: usize,
    /// The number of the newest manifest; 0 where the store is empty.
    pub manifest: u64,
}

/// Adds to the store. Nothing of it is seen by others before `commit`.
///
/// Records of several threads are kept in whatever order they come; as long as all of them fit into
/// memory, the same records make the same files.
#[derive(Debug)]
pub struct Appender {
    objects: Arc<Objects>,
    memory: usize,
    // Locked in this order: what is being written, then what waits.
    writing: Mutex<Writing>,
    waiting: Mutex<Memory>,
}

/// What one harvest or some lines hold.
#[derive(Debug, Default)]
pub(super) struct Batch {
    rows: BTreeMap<Kind, Rows>,
    blobs: BTreeMap<Bucket, BTreeMap<String, Vec<u8>>>,
    cursors: BTreeMap<String, Vec<u8>>,
}

/// What waits in memory.
#[derive(Debug, Default)]
struct Memory {
    rows: Waiting,
    blobs: BTreeMap<Bucket, BTreeMap<String, Vec<u8>>>,
    cursors: BTreeMap<String, Vec<u8>>,
    weight: usize,
}

#[derive(Debug)]
struct Writing {
    base: Newest,
    change: Change,
    done: Committed,
    /// Some rows are lost: what they belong to must not be committed.
    is_broken: bool,
}

impl Appender {
    pub(super) fn new(objects: Arc<Objects>) -> Result<Self, StoreError> {
        let base = newest(&objects)?;
        let writing = Writing { base, change: Change::default(), done: Committed::default(), is_broken: false };
        Ok(Self { objects, memory: MEMORY, writing: Mutex::new(writing), waiting: Mutex::default() })
    }

    /// Writes earlier than it would: when this many bytes wait.
    #[must_use]
    pub fn with_memory(mut self, bytes: usize) -> Self {
        self.memory = bytes;
        self
    }

    /// Takes one harvest, whole.
    pub fn add(&self, harvest: Harvest) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        for record in &harvest.records {
            batch.push(record)?;
        }
        for blob in harvest.blobs {
            batch.blobs.entry(Bucket::of_blob(&blob.id)).or_default().insert(blob.id, blob.bytes);
        }
        batch.cursors.extend(harvest.cursors);
        self.add_batch(batch)
    }

    pub(super) fn add_batch(&self, batch: Batch) -> Result<(), StoreError> {
        let is_full = {
            let mut waiting = lock(&self.waiting);
            waiting.append(batch);
            waiting.weight > self.memory
        };
        if !is_full {
            return Ok(());
        }
        let mut writing = lock(&self.writing);
        let heaviest = {
            let mut waiting = lock(&self.waiting);
            if waiting.weight <= self.memory {
                return Ok(());
            }
            waiting.take_heaviest(self.memory / 2)
        };
        writing.write(&self.objects, heaviest)
    }

    /// Adds what was taken since the last commit, with the cursors that belong to it.
    pub fn commit(&self) -> Result<Committed, StoreError> {
        let mut writing = lock(&self.writing);
        self.write_rest(&mut writing)?;
        writing.base = commit(&self.objects, &writing.change)?;
        writing.change = Change::default();
        Ok(Committed { manifest: writing.base.number, ..take(&mut writing.done) })
    }

    /// Like `commit`, but into the manifest of one shard, which `Store::merge` adds to a store later.
    ///
    /// Shards are counted from 1.
    pub fn commit_shard(&self, shard: u32, of: u32) -> Result<Committed, StoreError> {
        let mut writing = lock(&self.writing);
        self.write_rest(&mut writing)?;
        write_shard(&self.objects, shard, of, &writing.change)?;
        Ok(Committed { manifest: writing.base.number, ..take(&mut writing.done) })
    }

    fn write_rest(&self, writing: &mut Writing) -> Result<(), StoreError> {
        let rest = take(&mut *lock(&self.waiting));
        writing.write(&self.objects, rest)?;
        if writing.is_broken {
            return Err(StoreError::Unfinished { url: self.objects.url().to_owned() });
        }
        Ok(())
    }
}

impl Sink for Appender {
    fn accept(&self, harvest: Harvest) -> Result<(), SinkError> {
        self.add(harvest).map_err(|error| SinkError(Box::new(error)))
    }
}

impl Batch {
    /// Adds a record.
    pub fn push(&mut self, record: &Record) -> Result<(), StoreError> {
        with_fact!(record, fact => self.push_fact(fact))
    }

    /// Adds a record whose kind is known.
    pub fn push_fact<F: Fact>(&mut self, fact: &F) -> Result<(), StoreError> {
        self.rows.entry(F::KIND).or_default().push(fact)
    }
}

impl Memory {
    /// Adds rows, contents and cursors after its own.
    fn append(&mut self, batch: Batch) {
        for (kind, rows) in batch.rows {
            self.weight += rows.weight();
            self.rows.entry(kind).or_default().append(rows.seal());
        }
        for (bucket, blobs) in batch.blobs {
            self.weight += blobs.iter().map(|(id, bytes)| id.len() + bytes.len()).sum::<usize>();
            self.blobs.entry(bucket).or_default().extend(blobs);
        }
        self.cursors.extend(batch.cursors);
    }

    /// Takes out the heaviest rows and all contents until no more than that is left.
    fn take_heaviest(&mut self, left: usize) -> Self {
        let mut taken = Self { blobs: take(&mut self.blobs), ..Self::default() };
        self.weight = self.rows.values().map(Sealed::weight).sum();
        let mut order: Vec<_> = self.rows.iter().map(|(kind, rows)| (rows.weight(), *kind)).collect();
        order.sort_unstable();
        while self.weight > left {
            let Some((weight, kind)) = order.pop() else { break };
            if let Some(rows) = self.rows.remove(&kind) {
                taken.rows.insert(kind, rows);
            }
            self.weight -= weight;
        }
        taken
    }
}

impl Writing {
    fn write(&mut self, objects: &Objects, batch: Memory) -> Result<(), StoreError> {
        let written = self.try_write(objects, batch);
        self.is_broken |= written.is_err();
        written
    }

    fn try_write(&mut self, objects: &Objects, batch: Memory) -> Result<(), StoreError> {
        let rows = write_new(objects, &self.base.manifest, &self.change.parts, batch.rows)?;
        self.done.records += rows.rows;
        self.done.unchanged += rows.unchanged;
        self.done.parts += rows.parts.len();
        self.change.parts.extend(rows.parts);
        for (bucket, blobs) in batch.blobs {
            let there: Vec<_> = self.base.manifest.blobs.iter().chain(&self.change.blobs).filter(|part| part.bucket == bucket).collect();
            let known: BTreeSet<_> = blob_ids(objects, &there)?.into_iter().flatten().collect();
            let parts = write_blobs(objects, bucket, &known, &blobs)?;
            self.done.blobs += parts.iter().map(|part| part.blobs).sum::<u64>();
            self.done.parts += parts.len();
            self.change.blobs.extend(parts);
        }
        self.change.cursors.extend(batch.cursors);
        Ok(())
    }
}

/// A thread that panicked while it held the lock left a batch that was not added yet, never half of one.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
