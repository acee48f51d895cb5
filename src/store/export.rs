//! Writes everything that the store knows into files that other tools read.

use super::columns::Columns;
use super::csv::{header, line};
use super::part_writer::PartWriter;
use super::rows::Rows;
use super::{Snapshot, Store, StoreError};
use milepost_model::{Fact, Instant, Kind, ndjson, with_kind};
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// What an export writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One record a line, as `import` reads it.
    Ndjson,
    /// One table a kind, with typed columns.
    Parquet,
    /// One table a kind; lists and nested values as JSON.
    Csv,
}

impl Format {
    /// Every format, by the word that people write.
    pub const ALL: &'static [(&'static str, Self)] = &[("csv", Self::Csv), ("ndjson", Self::Ndjson), ("parquet", Self::Parquet)];

    fn extension(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::Parquet => "parquet",
            Self::Csv => "csv",
        }
    }
}

/// A file that an export wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub path: PathBuf,
    /// How many records it holds.
    pub records: u64,
}

impl Store {
    /// Writes a file for each kind that there is into a folder: of an event the last revision, of a
    /// state every change. Importing them into an empty store gives the same snapshots.
    ///
    /// Records stand bucket by bucket and then by time and id, so that no kind has to fit into memory.
    pub fn export(&self, format: Format, to: &Path) -> Result<Vec<Exported>, StoreError> {
        std::fs::create_dir_all(to).map_err(|source| StoreError::File { doing: "make the folder", path: to.to_owned(), source })?;
        let snapshot = self.snapshot(Instant::UNIX_EPOCH)?;
        let kinds: Vec<_> = Kind::ALL.iter().copied().filter(|kind| snapshot.has(*kind)).collect();
        kinds.into_par_iter().map(|kind| with_kind!(kind, T => export_kind::<T>(&snapshot, format, to))).collect()
    }
}

fn export_kind<F: Fact>(snapshot: &Snapshot, format: Format, to: &Path) -> Result<Exported, StoreError> {
    let path = to.join(format!("{}.{}", F::KIND.word(), format.extension()));
    // Whoever reads meanwhile finds the file before or after, never half of it.
    let unfinished = to.join(format!("{}.{}.unfinished", F::KIND.word(), format.extension()));
    let failed = |source| StoreError::File { doing: "write", path: unfinished.clone(), source };
    let out = BufWriter::new(File::create(&unfinished).map_err(failed)?);
    let records = match format {
        Format::Parquet => write_parquet::<F>(snapshot, out, &unfinished),
        Format::Ndjson => write_lines::<F>(snapshot, out, &unfinished, |out, fact| ndjson::write_fact(fact, out)),
        Format::Csv => {
            let mut out = out;
            out.write_all(header(F::COLUMNS).as_bytes()).map_err(failed)?;
            write_lines::<F>(snapshot, out, &unfinished, |out, fact| out.write_all(line(fact).as_bytes()))
        }
    }?;
    std::fs::rename(&unfinished, &path).map_err(failed)?;
    Ok(Exported { path, records })
}

fn write_lines<F: Fact>(
    snapshot: &Snapshot,
    mut out: BufWriter<File>,
    path: &Path,
    write: impl Fn(&mut BufWriter<File>, &F) -> std::io::Result<()>,
) -> Result<u64, StoreError> {
    let failed = |source| StoreError::File { doing: "write", path: path.to_owned(), source };
    let mut records = 0;
    for bucket in snapshot.buckets() {
        for fact in snapshot.history::<F>(bucket)? {
            write(&mut out, &fact).map_err(failed)?;
            records += 1;
        }
    }
    out.flush().map_err(failed)?;
    Ok(records)
}

fn write_parquet<F: Fact>(snapshot: &Snapshot, out: BufWriter<File>, path: &Path) -> Result<u64, StoreError> {
    let failed = |source| StoreError::Table { what: path.display().to_string(), source };
    let mut writer = None;
    let mut out = Some(out);
    let mut records = 0;
    for bucket in snapshot.buckets() {
        let mut rows = Rows::default();
        for fact in snapshot.history::<F>(bucket)? {
            rows.push(&fact)?;
        }
        let rows = rows.seal();
        if rows.rows.is_empty() {
            continue;
        }
        records += rows.rows.len() as u64;
        let columns = Columns::of(F::COLUMNS, &rows.arenas, &rows.rows);
        if let Some(out) = out.take() {
            writer = Some(PartWriter::new(out, F::KIND.word(), F::COLUMNS, Some(&columns)).map_err(failed)?);
        }
        if let Some(writer) = &mut writer {
            writer.group(&columns).map_err(failed)?;
        }
    }
    if let Some(writer) = writer {
        let mut out = writer.finish().map_err(failed)?;
        out.flush().map_err(|source| StoreError::File { doing: "write", path: path.to_owned(), source })?;
    }
    Ok(records)
}
