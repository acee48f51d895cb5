//! Finds contents by their hash.

use super::contents::{blob_ids, read_pairs};
use super::manifest::{BlobPart, Manifest};
use super::objects::Objects;
use super::{Bucket, StoreError};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Which file holds which content, read bucket by bucket when first asked.
#[derive(Debug)]
pub(super) struct BlobIndex {
    buckets: BTreeMap<Bucket, Lazy>,
}

#[derive(Debug)]
struct Lazy {
    parts: Vec<BlobPart>,
    /// The place in `parts` of the file that holds a content.
    places: OnceLock<BTreeMap<String, usize>>,
}

impl BlobIndex {
    pub fn new(manifest: &Manifest) -> Self {
        let mut buckets = BTreeMap::new();
        for part in &manifest.blobs {
            let lazy = buckets.entry(part.bucket).or_insert_with(|| Lazy { parts: Vec::new(), places: OnceLock::new() });
            lazy.parts.push(part.clone());
        }
        Self { buckets }
    }

    /// The contents of those hashes, as far as there are any.
    pub fn read<'a>(&self, objects: &Objects, ids: impl IntoIterator<Item = &'a str>) -> Result<BTreeMap<String, Vec<u8>>, StoreError> {
        let mut wanted: BTreeMap<Bucket, BTreeSet<&str>> = BTreeMap::new();
        for id in ids {
            wanted.entry(Bucket::of_blob(id)).or_default().insert(id);
        }
        let found: Vec<_> =
            wanted.into_par_iter().filter_map(|(bucket, ids)| self.buckets.get(&bucket).map(|lazy| lazy.read(objects, &ids))).collect();
        let mut all = BTreeMap::new();
        for some in found {
            all.extend(some?);
        }
        Ok(all)
    }
}

impl Lazy {
    fn read(&self, objects: &Objects, ids: &BTreeSet<&str>) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let places = self.places(objects)?;
        let parts: BTreeSet<_> = ids.iter().filter_map(|id| places.get(*id)).collect();
        let mut found = Vec::with_capacity(ids.len());
        for part in parts {
            let pairs = read_pairs(objects, &self.parts[*part].file())?;
            found.extend(pairs.into_iter().filter(|(id, _)| ids.contains(id.as_str())).map(|(id, bytes)| (id, bytes.data().to_vec())));
        }
        Ok(found)
    }

    fn places(&self, objects: &Objects) -> Result<&BTreeMap<String, usize>, StoreError> {
        if let Some(places) = self.places.get() {
            return Ok(places);
        }
        let parts: Vec<_> = self.parts.iter().collect();
        let mut places = BTreeMap::new();
        for (place, ids) in blob_ids(objects, &parts)?.into_iter().enumerate() {
            places.extend(ids.into_iter().map(|id| (id, place)));
        }
        Ok(self.places.get_or_init(|| places))
    }
}
