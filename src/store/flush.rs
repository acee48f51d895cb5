//! Rows that waited in memory become parts, without those that the store knows already.

use super::columns::Columns;
use super::commit::hash_of;
use super::contents::{damaged, read_all};
use super::known::{COMPARED, Known};
use super::manifest::{Manifest, Part};
use super::objects::Objects;
use super::part_reader::Table;
use super::rows::{Row, Rows};
use super::{Bucket, StoreError, part_writer};
use bytes::Bytes;
use milepost_model::record::Kind;
use milepost_model::{Fact, Instant, with_kind};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A part takes rows of this much; compressed it is a tenth.
const FULL: usize = 64 << 20;
/// How many kinds and buckets are read and written at once, so that memory stays bounded.
const AT_ONCE: usize = 64;

/// Rows of each kind and bucket.
pub(super) type Waiting = BTreeMap<(Kind, Bucket), Rows>;

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
    let mut waiting = waiting.into_iter();
    loop {
        let some: Vec<_> = waiting.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            return Ok(written);
        }
        let done: Vec<_> =
            some.into_par_iter().map(|((kind, bucket), rows)| write_one(objects, base, earlier, kind, bucket, rows)).collect();
        let mut files = Vec::new();
        for one in done {
            let one = one?;
            written.rows += one.rows;
            written.unchanged += one.unchanged;
            for (part, content) in one.parts {
                files.push((part.file(), content));
                written.parts.push(part);
            }
        }
        objects.put_all(files)?;
    }
}

/// Writes rows as they are: the caller knows that they are in order and all new.
pub(super) fn write_as_they_are(objects: &Objects, kind: Kind, bucket: Bucket, rows: Rows) -> Result<Vec<Part>, StoreError> {
    let chosen = rows.rows().to_vec();
    let parts = encode(kind, bucket, rows, &chosen)?;
    let (parts, files) = parts.into_iter().map(|(part, content)| (part.clone(), (part.file(), content))).unzip();
    objects.put_all(files)?;
    Ok(parts)
}

struct Encoded {
    parts: Vec<(Part, Bytes)>,
    rows: u64,
    unchanged: u64,
}

fn write_one(objects: &Objects, base: &Manifest, earlier: &[Part], kind: Kind, bucket: Bucket, rows: Rows) -> Result<Encoded, StoreError> {
    let own = earlier.iter().filter(|part| part.kind == kind.word() && part.bucket == bucket);
    let files: Vec<_> = base.parts_of(kind, bucket).chain(own).map(Part::file).collect();
    let mut known = Known::default();
    let columns = with_kind!(kind, T => T::COLUMNS);
    for (file, content) in files.iter().zip(read_all(objects, &files)?) {
        let table = Table::read(content, columns, |column| COMPARED.contains(&column.name));
        known.add(table.map_err(|error| damaged(objects, file, &error))?);
    }
    let fresh = known.fresh(with_kind!(kind, T => T::HISTORY), &rows);
    let (all, new) = (rows.rows().len() as u64, fresh.len() as u64);
    Ok(Encoded { parts: encode(kind, bucket, rows, &fresh)?, rows: new, unchanged: all - new })
}

/// The parts that hold those rows.
fn encode(kind: Kind, bucket: Bucket, rows: Rows, chosen: &[Row]) -> Result<Vec<(Part, Bytes)>, StoreError> {
    if chosen.is_empty() {
        return Ok(Vec::new());
    }
    let columns = with_kind!(kind, T => T::COLUMNS);
    let described: Vec<_> = split(chosen).into_iter().map(|some| (some, describe(kind, bucket, &rows, some))).collect();
    let arena = rows.into_arena();
    let mut parts = Vec::with_capacity(described.len());
    for (some, mut part) in described {
        let content = part_writer::part(kind.word(), columns, &Columns::of(columns, &arena, some))
            .map_err(|source| StoreError::Table { what: format!("{} records", kind.word()), source })?;
        part.hash = hash_of(&content);
        part.bytes = content.len() as u64;
        parts.push((part, content.into()));
    }
    Ok(parts)
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

/// What the manifest says of a part, but for its content.
fn describe(kind: Kind, bucket: Bucket, rows: &Rows, chosen: &[Row]) -> Part {
    let instant = |micros: Option<i64>| micros.and_then(Instant::from_timestamp_micros).unwrap_or_default();
    let mut collectors = BTreeMap::new();
    for row in chosen {
        let collector = rows.collector_of(row);
        match collectors.get_mut(collector) {
            Some(count) => *count += 1,
            None => drop(collectors.insert(collector.to_owned(), 1)),
        }
    }
    Part {
        kind: kind.word().to_owned(),
        bucket,
        hash: String::new(),
        rows: chosen.len() as u64,
        bytes: 0,
        happened: (instant(chosen.iter().map(|row| row.happened_at).min()), instant(chosen.iter().map(|row| row.happened_at).max())),
        observed: instant(chosen.iter().map(|row| row.observed_at).max()),
        collectors,
    }
}
