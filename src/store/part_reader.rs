//! Reads the columns of a part that are asked for, and nothing of the others.

use super::schema::{FINGERPRINT, leaf, physical};
use milepost_model::cell::{CellType, Column};
use parquet::basic::Type as Physical;
use parquet::column::reader::ColumnReader;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, FileReader, RowGroupReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::schema::types::SchemaDescriptor;

/// A column that was read.
#[derive(Debug)]
pub(super) struct ReadColumn {
    pub values: ReadValues,
    /// The level at which a value is there; 0 where the file says that it always is.
    pub full: i16,
    pub definitions: Vec<i16>,
    pub repetitions: Vec<i16>,
}

/// The values of a column that was read.
#[derive(Debug)]
pub(super) enum ReadValues {
    Texts(Vec<ByteArray>),
    Longs(Vec<i64>),
    Doubles(Vec<f64>),
    Booleans(Vec<bool>),
}

/// The columns of a part.
#[derive(Debug)]
pub(super) struct Table {
    pub rows: usize,
    /// In the order of the kind's columns; `None` where one was not asked for or the part lacks it.
    pub columns: Vec<Option<ReadColumn>>,
    pub fingerprints: Vec<u64>,
}

impl Table {
    /// Reads a part.
    pub fn read<R: ChunkReader + 'static>(source: R, columns: &[Column], is_wanted: impl Fn(&Column) -> bool) -> Result<Self> {
        let reader = SerializedFileReader::new(source)?;
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        let mut table = Self { rows: 0, columns: columns.iter().map(|_| None).collect(), fingerprints: Vec::new() };
        let mut places = Vec::new();
        for (place, column) in columns.iter().enumerate().filter(|(_, column)| is_wanted(column)) {
            if let Some(found) = find(&schema, column.name, column.cell)? {
                places.push((place, found));
            }
        }
        let fingerprint = find(&schema, FINGERPRINT, CellType::Integer)?.ok_or_else(|| wrong(format!("it has no column {FINGERPRINT}")))?;
        for group in 0..reader.num_row_groups() {
            let group = reader.get_row_group(group)?;
            let rows = usize::try_from(group.metadata().num_rows()).map_err(|_| wrong("it counts its rows below zero".to_owned()))?;
            for &(place, found) in &places {
                let full = schema.column(found).max_def_level();
                let column = table.columns[place].get_or_insert_with(|| ReadColumn::new(columns[place].cell, full));
                column.read(group.as_ref(), found, rows)?;
            }
            let mut prints = ReadColumn::new(CellType::Integer, 0);
            prints.read(group.as_ref(), fingerprint, rows)?;
            if let ReadValues::Longs(longs) = prints.values {
                table.fingerprints.extend(longs.into_iter().map(i64::cast_unsigned));
            }
            table.rows += rows;
        }
        Ok(table)
    }
}

/// Whether the part has columns that these are not: a newer milepost wrote it.
pub(super) fn has_unknown_columns<R: ChunkReader + 'static>(source: R, columns: &[Column]) -> Result<bool> {
    let reader = SerializedFileReader::new(source)?;
    let schema = reader.metadata().file_metadata().schema_descr();
    Ok(schema.columns().iter().any(|found| {
        let name = &found.path().parts()[0];
        name != FINGERPRINT && !columns.iter().any(|column| column.name == name)
    }))
}

/// The ids of a file of contents by name.
pub(super) fn read_ids<R: ChunkReader + 'static>(source: R) -> Result<Vec<ByteArray>> {
    texts(&SerializedFileReader::new(source)?, "id")
}

/// The ids and contents of a file of contents by name.
pub(super) fn read_contents<R: ChunkReader + 'static>(source: R) -> Result<Vec<(ByteArray, ByteArray)>> {
    let reader = SerializedFileReader::new(source)?;
    Ok(texts(&reader, "id")?.into_iter().zip(texts(&reader, "bytes")?).collect())
}

fn texts<R: ChunkReader + 'static>(reader: &SerializedFileReader<R>, name: &str) -> Result<Vec<ByteArray>> {
    let schema = reader.metadata().file_metadata().schema_descr();
    let found = find(schema, name, CellType::Text)?.ok_or_else(|| wrong(format!("it has no column {name}")))?;
    let mut column = ReadColumn::new(CellType::Text, 0);
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        let rows = usize::try_from(group.metadata().num_rows()).map_err(|_| wrong("it counts its rows below zero".to_owned()))?;
        column.read(group.as_ref(), found, rows)?;
    }
    let ReadValues::Texts(texts) = column.values else { unreachable!("because texts were asked for") };
    Ok(texts)
}

/// The place of a column's leaf.
fn find(schema: &SchemaDescriptor, name: &str, cell: CellType) -> Result<Option<usize>> {
    let Some(place) = schema.columns().iter().position(|column| column.path().parts()[0] == name) else { return Ok(None) };
    let found = schema.column(place);
    let path = leaf(name, cell);
    if found.path() != &path || found.physical_type() != physical(cell) {
        return Err(wrong(format!("its column {name} is {} and should be {}", found.physical_type(), physical(cell))));
    }
    Ok(Some(place))
}

fn wrong(reason: String) -> ParquetError {
    ParquetError::General(reason)
}

impl ReadColumn {
    fn new(cell: CellType, full: i16) -> Self {
        let values = match physical(cell) {
            Physical::BYTE_ARRAY => ReadValues::Texts(Vec::new()),
            Physical::DOUBLE => ReadValues::Doubles(Vec::new()),
            Physical::BOOLEAN => ReadValues::Booleans(Vec::new()),
            _ => ReadValues::Longs(Vec::new()),
        };
        Self { values, full, definitions: Vec::new(), repetitions: Vec::new() }
    }

    fn read(&mut self, group: &dyn RowGroupReader, place: usize, rows: usize) -> Result<()> {
        if self.full > 0 {
            self.definitions.reserve(rows);
        }
        /// One reader of each physical type, with the same call.
        macro_rules! read_all {
            ($reader:expr, $values:expr) => {{
                let mut left = rows;
                $values.reserve(rows);
                while left > 0 {
                    let (read, _, _) = $reader.read_records(left, Some(&mut self.definitions), Some(&mut self.repetitions), $values)?;
                    if read == 0 {
                        return Err(wrong(format!("{left} rows of a column are not there")));
                    }
                    left -= read;
                }
            }};
        }
        match (group.get_column_reader(place)?, &mut self.values) {
            (ColumnReader::ByteArrayColumnReader(mut reader), ReadValues::Texts(values)) => read_all!(reader, values),
            (ColumnReader::Int64ColumnReader(mut reader), ReadValues::Longs(values)) => read_all!(reader, values),
            (ColumnReader::DoubleColumnReader(mut reader), ReadValues::Doubles(values)) => read_all!(reader, values),
            (ColumnReader::BoolColumnReader(mut reader), ReadValues::Booleans(values)) => read_all!(reader, values),
            _ => return Err(wrong("a column has another type than the file says".to_owned())),
        }
        Ok(())
    }
}
