//! Rewrites many small files as few, and removes those that nobody names.

use super::commit::{Newest, commit, kept, newest};
use super::contents::{damaged, read_all, read_pairs, write_blobs};
use super::flush::write_as_they_are;
use super::manifest::{BlobPart, Change, Manifest, Part, file_of, number_of};
use super::objects::Objects;
use super::part_reader::has_unknown_columns;
use super::rows::Rows;
use super::settle::{in_order, worth_keeping};
use super::snapshot::rows_of;
use super::{Bucket, Store, StoreError};
use milepost_model::{Fact, Instant, Kind, with_kind};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// A file of contents that is this large is not rewritten.
const LARGE_ENOUGH: u64 = 4 << 20;

/// How a store is compacted.
#[derive(Debug, Clone, Copy)]
pub struct Compaction {
    /// What time it is.
    pub now: Instant,
    /// How old a file that nobody names must be before it is removed: longer than any run that may be
    /// writing now and than any reader that began earlier may need.
    pub grace: Duration,
    /// How many files a kind may have in a bucket before they are rewritten as one.
    pub at_most: usize,
}

/// What a compaction did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Files that were rewritten.
    pub rewritten: usize,
    /// Files that took their place.
    pub written: usize,
    /// Files that were removed because nobody names them.
    pub removed: usize,
    /// The number of the newest manifest.
    pub manifest: u64,
}

impl Store {
    /// Rewrites what lies in many files, and removes what nobody names. Nothing that a snapshot would
    /// show is lost: of an event the last revision stays, of a state every change.
    pub fn compact(&self, how: Compaction) -> Result<Compacted, StoreError> {
        let base = newest(&self.objects)?;
        let mut change = Change::default();
        for done in rewrite_parts(&self.objects, &base.manifest, how.at_most) {
            let (less, parts) = done?;
            change.less_parts.extend(less);
            change.parts.extend(parts);
        }
        rewrite_blobs(&self.objects, &base.manifest, how.at_most, &mut change)?;
        let Newest { number, .. } = commit(&self.objects, &change)?;
        let removed = remove_unnamed(&self.objects, number, how)?;
        Ok(Compacted {
            rewritten: change.less_parts.len() + change.less_blobs.len(),
            written: change.parts.len() + change.blobs.len(),
            removed,
            manifest: number,
        })
    }
}

type Replaced = (Vec<Part>, Vec<Part>);

fn rewrite_parts(objects: &Objects, manifest: &Manifest, at_most: usize) -> Vec<Result<Replaced, StoreError>> {
    let mut places: BTreeMap<(Kind, Bucket), Vec<Part>> = BTreeMap::new();
    for part in &manifest.parts {
        // What a newer milepost calls a kind is left as it is.
        if let Some(kind) = Kind::from_word(&part.kind) {
            places.entry((kind, part.bucket)).or_default().push(part.clone());
        }
    }
    places.retain(|_, parts| parts.len() > at_most.max(1));
    let rewrite = |((kind, _), parts): ((Kind, Bucket), Vec<Part>)| {
        let written = with_kind!(kind, T => rewrite_one::<T>(objects, &parts))?;
        let Some(written) = written else { return Ok(Replaced::default()) };
        // A store that was compacted already stays as it is.
        let less = parts.iter().filter(|part| !written.contains(part)).cloned().collect();
        Ok((less, written.into_iter().filter(|part| !parts.contains(part)).collect()))
    };
    places.into_par_iter().map(rewrite).collect()
}

/// The parts that take the place of these. `None` where a newer milepost wrote columns that would be lost.
fn rewrite_one<F: Fact>(objects: &Objects, parts: &[Part]) -> Result<Option<Vec<Part>>, StoreError> {
    let files: Vec<_> = parts.iter().map(Part::file).collect();
    for (file, content) in files.iter().zip(read_all(objects, &files)?) {
        if has_unknown_columns(content, F::COLUMNS).map_err(|error| damaged(objects, file, &error))? {
            return Ok(None);
        }
    }
    let mut rows = Rows::default();
    for fact in worth_keeping(in_order(rows_of::<F>(objects, &files, |_| true)?)) {
        rows.push(&fact)?;
    }
    write_as_they_are(objects, F::KIND, rows).map(Some)
}

fn rewrite_blobs(objects: &Objects, manifest: &Manifest, at_most: usize, change: &mut Change) -> Result<(), StoreError> {
    let mut buckets: BTreeMap<Bucket, Vec<&BlobPart>> = BTreeMap::new();
    for part in manifest.blobs.iter().filter(|part| part.bytes < LARGE_ENOUGH) {
        buckets.entry(part.bucket).or_default().push(part);
    }
    buckets.retain(|_, parts| parts.len() > at_most.max(1));
    for (bucket, parts) in buckets {
        let mut blobs = BTreeMap::new();
        for part in &parts {
            blobs.extend(read_pairs(objects, &part.file())?.into_iter().map(|(id, bytes)| (id, bytes.data().to_vec())));
        }
        let written = write_blobs(objects, bucket, &BTreeSet::new(), &blobs)?;
        change.less_blobs.extend(parts.iter().filter(|part| !written.contains(part)).map(|part| (*part).clone()));
        change.blobs.extend(written.into_iter().filter(|part| !parts.contains(&part)));
    }
    Ok(())
}

/// Removes manifests before the newest, and files that none of the others names, where they are old.
fn remove_unnamed(objects: &Objects, newest: u64, how: Compaction) -> Result<usize, StoreError> {
    let Some(before) = chrono::TimeDelta::from_std(how.grace).ok().and_then(|grace| how.now.checked_sub_signed(grace)) else {
        return Ok(0);
    };
    let listed = objects.list("")?;
    let is_old = |changed: Instant| changed < before;
    let manifests: Vec<_> = listed
        .iter()
        .filter(|file| is_old(file.changed))
        .filter_map(|file| number_of(&file.name).filter(|number| *number < newest).map(file_of))
        .collect();
    objects.delete(&manifests)?;
    let named: BTreeSet<_> = kept(objects)?.iter().flat_map(|manifest| manifest.files().collect::<Vec<_>>()).collect();
    let unnamed: Vec<_> = listed
        .into_iter()
        .filter(|file| is_old(file.changed) && is_of_the_store(&file.name) && !named.contains(&file.name))
        .map(|file| file.name)
        .collect();
    objects.delete(&unnamed)?;
    let unfinished = objects.remove_unfinished(before);
    Ok(unnamed.len() + manifests.len() + unfinished)
}

/// Whether the store made a file of that name; everything else in its folder is somebody else's.
fn is_of_the_store(file: &str) -> bool {
    let is_hash = |name: &str| name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let Some((folder, name)) = file.rsplit_once('/') else { return false };
    name.strip_suffix(".parquet").is_some_and(is_hash)
        && (folder == "cursors" || folder.starts_with("blobs/bucket=") || folder.starts_with("kind="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_store_are_ever_removed() {
        let hash = "a".repeat(64);
        for (file, is) in [
            (format!("kind=commit/bucket=0a/{hash}.parquet"), true),
            (format!("cursors/{hash}.parquet"), true),
            (format!("{hash}.parquet"), false),
            (format!("mine/{hash}.parquet"), false),
            ("kind=commit/bucket=0a/mine.parquet".to_owned(), false),
            ("README.md".to_owned(), false),
        ] {
            assert_eq!(is_of_the_store(&file), is, "{file}");
        }
    }
}
