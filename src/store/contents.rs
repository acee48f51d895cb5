//! Contents by name: what `file` records point at, and what collectors remember.

use super::commit::hash_of;
use super::manifest::{BlobPart, CursorsFile, Manifest};
use super::objects::Objects;
use super::part_reader::{read_contents, read_ids};
use super::{Bucket, StoreError, part_writer};
use bytes::Bytes;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use std::collections::{BTreeMap, BTreeSet};

/// Contents are put into one file until they take this much.
const FULL: usize = 16 << 20;

/// Checks that a file is what was written: its name is the hash of its content.
pub(super) fn verified(objects: &Objects, file: &str, content: Bytes) -> Result<Bytes, StoreError> {
    let named = file.rsplit('/').next().and_then(|name| name.strip_suffix(".parquet")).unwrap_or_default();
    if hash_of(&content) == named {
        return Ok(content);
    }
    let reason = format!("its {} bytes are not those that its name promises", content.len());
    Err(StoreError::Damaged { url: objects.url().to_owned(), file: file.to_owned(), reason })
}

/// Reads files and checks them.
pub(super) fn read_all(objects: &Objects, files: &[String]) -> Result<Vec<Bytes>, StoreError> {
    let contents = objects.get_all(files)?;
    files.iter().zip(contents).map(|(file, content)| verified(objects, file, content)).collect()
}

/// Says of a file that it is damaged.
pub(super) fn damaged(objects: &Objects, file: &str, reason: &impl ToString) -> StoreError {
    StoreError::Damaged { url: objects.url().to_owned(), file: file.to_owned(), reason: reason.to_string() }
}

/// What collectors remember.
pub(super) fn read_cursors(objects: &Objects, manifest: &Manifest) -> Result<BTreeMap<String, Vec<u8>>, StoreError> {
    let Some(cursors) = &manifest.cursors else { return Ok(BTreeMap::new()) };
    let file = cursors.file();
    Ok(read_pairs(objects, &file)?.into_iter().map(|(key, value)| (key, value.data().to_vec())).collect())
}

/// Writes what collectors remember.
pub(super) fn write_cursors(objects: &Objects, cursors: &BTreeMap<String, Vec<u8>>) -> Result<CursorsFile, StoreError> {
    let content = encode("cursor", cursors.iter())?;
    let file = CursorsFile { hash: hash_of(&content), cursors: cursors.len() as u64, bytes: content.len() as u64 };
    objects.put(&file.file(), content.into())?;
    Ok(file)
}

/// The names and contents of a file.
pub(super) fn read_pairs(objects: &Objects, file: &str) -> Result<Vec<(String, ByteArray)>, StoreError> {
    let content = verified(objects, file, objects.get(file)?)?;
    let pairs = read_contents(content).map_err(|error| damaged(objects, file, &error))?;
    pairs.into_iter().map(|(id, bytes)| Ok((text(objects, file, &id)?, bytes))).collect()
}

/// The names of the contents in a bucket.
pub(super) fn blob_ids(objects: &Objects, parts: &[&BlobPart]) -> Result<Vec<Vec<String>>, StoreError> {
    let files: Vec<_> = parts.iter().map(|part| part.file()).collect();
    let contents = read_all(objects, &files)?;
    let mut found = Vec::with_capacity(parts.len());
    for (file, content) in files.iter().zip(contents) {
        let ids = read_ids(content).map_err(|error| damaged(objects, file, &error))?;
        found.push(ids.iter().map(|id| text(objects, file, id)).collect::<Result<_, _>>()?);
    }
    Ok(found)
}

/// Writes those contents of a bucket that the store does not have yet.
pub(super) fn write_blobs(
    objects: &Objects,
    bucket: Bucket,
    known: &BTreeSet<String>,
    blobs: &BTreeMap<String, Vec<u8>>,
) -> Result<Vec<BlobPart>, StoreError> {
    let mut parts = Vec::new();
    let mut waiting = Vec::new();
    let mut weight = 0;
    for (id, bytes) in blobs.iter().filter(|(id, _)| !known.contains(*id)) {
        waiting.push((id, bytes));
        weight += id.len() + bytes.len();
        if weight >= FULL {
            parts.push(write_blob_part(objects, bucket, &waiting)?);
            waiting.clear();
            weight = 0;
        }
    }
    if !waiting.is_empty() {
        parts.push(write_blob_part(objects, bucket, &waiting)?);
    }
    Ok(parts)
}

fn write_blob_part(objects: &Objects, bucket: Bucket, blobs: &[(&String, &Vec<u8>)]) -> Result<BlobPart, StoreError> {
    let content = encode("blob", blobs.iter().copied())?;
    let part = BlobPart { bucket, hash: hash_of(&content), blobs: blobs.len() as u64, bytes: content.len() as u64 };
    objects.put(&part.file(), content.into())?;
    Ok(part)
}

fn encode<'a>(name: &str, pairs: impl Iterator<Item = (&'a String, &'a Vec<u8>)>) -> Result<Vec<u8>, StoreError> {
    let (ids, bytes): (Vec<_>, Vec<_>) = pairs.map(|(id, bytes)| (ByteArray::from(id.as_str()), ByteArray::from(bytes.clone()))).unzip();
    part_writer::contents(name, &ids, &bytes).map_err(|source: ParquetError| StoreError::Table { what: format!("a {name}"), source })
}

fn text(objects: &Objects, file: &str, id: &ByteArray) -> Result<String, StoreError> {
    id.as_utf8().map(ToOwned::to_owned).map_err(|error| damaged(objects, file, &error))
}
