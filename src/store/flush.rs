//! Rows that waited in memory become parts, without those that the store knows already.

use super::columns::Columns;
use super::commit::hash_of;
use super::contents::{damaged, read_all};
use super::known::{COMPARED, Known};
use super::manifest::{Manifest, Part};
use super::objects::Objects;
use super::part_reader::Table;
use super::rows::{Row, Rows, Sealed};
use super::{Bucket, StoreError, part_writer};
use bytes::Bytes;
use milepost_model::cell::Column;
use milepost_model::record::Kind;
use milepost_model::{Fact, Instant, with_kind};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A part takes rows of this much; compressed it is a tenth.
const FULL: usize = 64 << 20;

/// Rows of each kind.
pub(super) type Waiting = BTreeMap<Kind, Sealed>;

/// What came of some rows.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub parts: Vec<Part>,
    pub rows: u64,
    pub unchanged: u64,
}

/// Writes those rows that say something new; what is known is what both manifest and earlier parts hold.
pub(super) fn write_new(objects: &Objects, base: &Manifest, earlier: &[Part], waiting: Waiting) -> Result<Written, StoreError> {
    let mut written = Written::default();
    for (kind, rows) in waiting {
        let Sealed { arenas, mut rows, collectors } = rows;
        rows.sort_by_key(|row| row.bucket);
        let buckets: Vec<_> = rows.chunk_by(|a, b| a.bucket == b.bucket).collect();
        let (columns, history) = with_kind!(kind, T => (T::COLUMNS, T::HISTORY));
        let write = |rows: &&[Row]| {
            let bucket = rows[0].bucket;
            let own = earlier.iter().filter(|part| part.kind == kind.word() && part.bucket == bucket);
            let files: Vec<_> = base.parts_of(kind, bucket).chain(own).map(Part::file).collect();
            let fresh = read_known(objects, &files, columns)?.fresh(history, &arenas, rows);
            Ok((fresh.len(), encode(kind, &arenas, &collectors, &fresh)?))
        };
        let done: Vec<Result<_, StoreError>> = buckets.par_iter().map(write).collect();
        let (mut files, all) = (Vec::new(), rows.len() as u64);
        let before = written.rows;
        for one in done {
            let (fresh, parts) = one?;
            written.rows += fresh as u64;
            for (part, content) in parts {
                files.push((part.file(), content));
                written.parts.push(part);
            }
        }
        written.unchanged += all - (written.rows - before);
        objects.put_all(files)?;
    }
    Ok(written)
}

/// Writes rows as they are: the caller knows that they are of one bucket, in order and all new.
pub(super) fn write_as_they_are(objects: &Objects, kind: Kind, rows: Rows) -> Result<Vec<Part>, StoreError> {
    let Sealed { arenas, rows, collectors } = rows.seal();
    let parts = encode(kind, &arenas, &collectors, &rows)?;
    let (parts, files) = parts.into_iter().map(|(part, content)| (part.clone(), (part.file(), content))).unzip();
    objects.put_all(files)?;
    Ok(parts)
}

fn read_known(objects: &Objects, files: &[String], columns: &[Column]) -> Result<Known, StoreError> {
    let mut known = Known::default();
    for (file, content) in files.iter().zip(read_all(objects, files)?) {
        let table = Table::read(content, columns, |column| COMPARED.contains(&column.name));
        known.add(table.map_err(|error| damaged(objects, file, &error))?);
    }
    Ok(known)
}

/// The parts that hold those rows of one bucket.
fn encode(kind: Kind, arenas: &[Bytes], collectors: &[String], rows: &[Row]) -> Result<Vec<(Part, Bytes)>, StoreError> {
    let columns = with_kind!(kind, T => T::COLUMNS);
    let encode = |rows| {
        let content = part_writer::part(kind.word(), columns, &Columns::of(columns, arenas, rows))
            .map_err(|source| StoreError::Table { what: format!("{} records", kind.word()), source })?;
        Ok((describe(kind, collectors, rows, &content), content.into()))
    };
    split(rows).into_iter().map(encode).collect()
}

/// Rows in stretches that each fill a part.
fn split(rows: &[Row]) -> Vec<&[Row]> {
    let mut stretches = Vec::new();
    let (mut start, mut weight) = (0, 0);
    for (place, row) in rows.iter().enumerate() {
        weight += row.weight();
        if weight >= FULL {
            stretches.push(&rows[start..=place]);
            (start, weight) = (place + 1, 0);
        }
    }
    if start < rows.len() {
        stretches.push(&rows[start..]);
    }
    stretches
}

/// What the manifest says of a part.
fn describe(kind: Kind, names: &[String], rows: &[Row], content: &[u8]) -> Part {
    let instant = |micros: Option<i64>| micros.and_then(Instant::from_timestamp_micros).unwrap_or_default();
    let happened = || rows.iter().map(|row| row.happened_at);
    let mut collectors = BTreeMap::new();
    for (place, name) in names.iter().enumerate() {
        let count = rows.iter().filter(|row| row.collector == place).count() as u64;
        if count > 0 {
            collectors.insert(name.clone(), count);
        }
    }
    Part {
        kind: kind.word().to_owned(),
        bucket: rows.first().map_or(Bucket::WITHOUT_REPOSITORY, |row| row.bucket),
        hash: hash_of(content),
        rows: rows.len() as u64,
        bytes: content.len() as u64,
        happened: (instant(happened().min()), instant(happened().max())),
        observed: instant(rows.iter().map(|row| row.observed_at).max()),
        collectors,
    }
}
