//! Brings the parts of other stores and of shards into one store.

use super::commit::{commit, newest};
use super::contents::{read_cursors, verified, write_cursors};
use super::manifest::{BlobPart, Change, Manifest, Part};
use super::objects::Objects;
use super::{Store, StoreError};
use std::collections::BTreeSet;

/// What a merge did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Files that the store did not have.
    pub files: usize,
    /// Manifests of shards that were read, such as `manifest-1-of-4`.
    pub shards: Vec<String>,
    /// Shards that their fellows speak of and that were not there.
    pub missing: Vec<String>,
    /// The number of the newest manifest.
    pub manifest: u64,
}

impl Store {
    /// Adds all that other stores hold: of each folder the manifests of shards, where it has any, else
    /// its newest manifest. Doing it twice changes nothing.
    pub fn merge(&self, others: &[Self]) -> Result<Merged, StoreError> {
        let mut merged = Merged::default();
        let mut change = Change::default();
        let there: BTreeSet<_> = newest(&self.objects)?.manifest.files().collect();
        for other in others {
            let other = &other.objects;
            for manifest in manifests_of(other, &mut merged)? {
                for file in manifest.parts.iter().map(Part::file).chain(manifest.blobs.iter().map(BlobPart::file)) {
                    if !there.contains(&file) {
                        self.objects.put(&file, verified(other, &file, other.get(&file)?)?)?;
                        merged.files += 1;
                    }
                }
                change.cursors.extend(read_cursors(other, &manifest)?);
                change.parts.extend(manifest.parts);
                change.blobs.extend(manifest.blobs);
            }
        }
        merged.missing = missing(&merged.shards);
        merged.manifest = commit(&self.objects, &change)?.number;
        Ok(merged)
    }
}

impl Store {
    /// Takes in the shards that were collected into this very store, as jobs side by side do that share a bucket; once
    /// all of them were taken in, their manifests go, so that the next ones are waited for.
    pub fn merge_own(&self) -> Result<Merged, StoreError> {
        let mut merged = Merged::default();
        let mut change = Change::default();
        let names = shard_files(&self.objects)?;
        for file in &names {
            let manifest = Manifest::parse(self.objects.url(), file, &self.objects.get(file)?)?;
            merged.files += manifest.parts.len() + manifest.blobs.len();
            merged.shards.push(file.trim_end_matches(".json").to_owned());
            change.cursors.extend(read_cursors(&self.objects, &manifest)?);
            change.parts.extend(manifest.parts);
            change.blobs.extend(manifest.blobs);
        }
        merged.missing = missing(&merged.shards);
        merged.manifest = commit(&self.objects, &change)?.number;
        if merged.missing.is_empty() {
            self.objects.delete(&names)?;
        }
        Ok(merged)
    }
}

/// The files of the manifests of shards in a place.
fn shard_files(objects: &Objects) -> Result<Vec<String>, StoreError> {
    Ok(objects.list_here()?.into_iter().filter(|name| shard_of(name).is_some()).collect())
}

/// Writes the manifest of a shard: only what the shard added.
pub(super) fn write_shard(objects: &Objects, shard: u32, of: u32, change: &Change) -> Result<(), StoreError> {
    let cursors = if change.cursors.is_empty() { None } else { Some(write_cursors(objects, &change.cursors)?) };
    let manifest = Manifest::default().after(None, change, cursors).unwrap_or_default();
    objects.put(&format!("{}.json", shard_name(shard, of)), manifest.to_bytes().into())
}

/// The manifests that say what another store holds.
fn manifests_of(other: &Objects, merged: &mut Merged) -> Result<Vec<Manifest>, StoreError> {
    let names = shard_files(other)?;
    let mut manifests = Vec::new();
    for file in &names {
        manifests.push(Manifest::parse(other.url(), file, &other.get(file)?)?);
        merged.shards.push(file.trim_end_matches(".json").to_owned());
    }
    if manifests.is_empty() {
        manifests.push(newest(other)?.manifest);
    }
    Ok(manifests)
}

fn shard_name(shard: u32, of: u32) -> String {
    format!("manifest-{shard}-of-{of}")
}

/// The shard's number and how many there are, if the file is a shard's manifest.
fn shard_of(file: &str) -> Option<(u32, u32)> {
    let (shard, of) = file.strip_prefix("manifest-")?.strip_suffix(".json")?.split_once("-of-")?;
    Some((shard.parse().ok()?, of.parse().ok()?))
}

fn missing(shards: &[String]) -> Vec<String> {
    let of: BTreeSet<u32> = shards.iter().filter_map(|name| shard_of(&format!("{name}.json"))).map(|(_, of)| of).collect();
    // A file may claim any number of fellows; nobody runs that many.
    let all = of.into_iter().flat_map(|of| (1..=of.min(10_000)).map(move |shard| shard_name(shard, of)));
    all.filter(|name| !shards.contains(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_that_is_not_there_is_named() {
        let there = ["manifest-1-of-3".to_owned(), "manifest-3-of-3".to_owned()];
        assert_eq!(missing(&there), ["manifest-2-of-3"]);
        assert_eq!(missing(&[]), [""; 0]);
        assert_eq!(shard_of("manifest-x-of-3.json"), None);
    }
}
