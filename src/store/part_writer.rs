//! Writes columns as Parquet.

use super::columns::{ColumnOfRows, Columns, Values};
use super::schema::{FINGERPRINT, leaf, schema_of, schema_of_contents};
use milepost_model::cell::{CellType, Column};
use milepost_model::record::SCHEMA;
use parquet::basic::{Compression, Encoding, GzipLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::ColumnPath;
use std::io::Write;
use std::sync::Arc;

/// Hexadecimal ids and hashes are half air, which needs an entropy coder; anything above the lowest
/// level costs more time than the bytes are worth.
const FAST: i32 = 1;
/// Contents are written once and are text for the most part.
const SMALL: i32 = 6;

/// Writes a file of one kind of record, one group of rows after the other.
pub(super) struct PartWriter<W: Write + Send> {
    out: SerializedFileWriter<W>,
}

impl<W: Write + Send> PartWriter<W> {
    /// Begins a file whose encodings suit the rows of its first group.
    pub fn new(out: W, kind: &str, columns: &[Column], first: Option<&Columns>) -> Result<Self> {
        let mut properties = properties(kind).set_compression(Compression::SNAPPY);
        for column in first.iter().flat_map(|first| &first.columns) {
            properties = encode(properties, column);
        }
        let fingerprint = ColumnPath::from(FINGERPRINT);
        let properties = properties
            .set_column_dictionary_enabled(fingerprint.clone(), false)
            .set_column_encoding(fingerprint.clone(), Encoding::PLAIN)
            .set_column_compression(fingerprint.clone(), Compression::UNCOMPRESSED)
            .set_column_statistics_enabled(fingerprint, EnabledStatistics::None);
        let out = SerializedFileWriter::new(out, schema_of(kind, columns), Arc::new(properties.build()))?;
        Ok(Self { out })
    }

    /// Writes some rows.
    pub fn group(&mut self, rows: &Columns) -> Result<()> {
        let mut group = self.out.next_row_group()?;
        for column in &rows.columns {
            let mut writer = group.next_column()?.expect("because the schema has every column");
            write_column(&mut writer, column)?;
            writer.close()?;
        }
        let mut writer = group.next_column()?.expect("because the schema ends with the fingerprint");
        if let ColumnWriter::Int64ColumnWriter(longs) = writer.untyped() {
            longs.write_batch(&rows.fingerprints, None, None)?;
        }
        writer.close()?;
        group.close()?;
        Ok(())
    }

    /// Ends the file.
    pub fn finish(self) -> Result<W> {
        self.out.into_inner()
    }
}

/// The bytes of a part.
pub(super) fn part(kind: &str, columns: &[Column], rows: &Columns) -> Result<Vec<u8>> {
    let mut writer = PartWriter::new(Vec::new(), kind, columns, Some(rows))?;
    writer.group(rows)?;
    writer.finish()
}

/// The bytes of a file of contents by name.
pub(super) fn contents(name: &str, ids: &[ByteArray], bytes: &[ByteArray]) -> Result<Vec<u8>> {
    let content = ColumnPath::from("bytes");
    let properties = properties(name)
        .set_compression(gzip(SMALL))
        .set_dictionary_enabled(false)
        .set_column_encoding(ColumnPath::from("id"), Encoding::DELTA_BYTE_ARRAY)
        .set_column_statistics_enabled(content, EnabledStatistics::None);
    let mut out = SerializedFileWriter::new(Vec::new(), schema_of_contents(name), Arc::new(properties.build()))?;
    let mut group = out.next_row_group()?;
    for column in [ids, bytes] {
        let mut writer = group.next_column()?.expect("because the schema has two columns");
        if let ColumnWriter::ByteArrayColumnWriter(texts) = writer.untyped() {
            texts.write_batch(column, None, None)?;
        }
        writer.close()?;
    }
    group.close()?;
    out.into_inner()
}

fn gzip(level: i32) -> Compression {
    Compression::GZIP(GzipLevel::try_new(level.cast_unsigned()).expect("because gzip has levels 0 to 9"))
}

fn properties(name: &str) -> WriterPropertiesBuilder {
    WriterProperties::builder().set_statistics_enabled(EnabledStatistics::Chunk).set_offset_index_disabled(true).set_key_value_metadata(
        Some(vec![
            KeyValue::new("milepost.kind".to_owned(), name.to_owned()),
            KeyValue::new("milepost.schema".to_owned(), SCHEMA.to_owned()),
        ]),
    )
}

/// Chooses how a column is written.
fn encode(properties: WriterPropertiesBuilder, rows: &ColumnOfRows) -> WriterPropertiesBuilder {
    let path = leaf(rows.column.name, rows.column.cell);
    let encoding = match rows.column.cell {
        CellType::Integer | CellType::Instant => Encoding::DELTA_BINARY_PACKED,
        CellType::Text | CellType::TextList | CellType::Json if rows.is_mostly_distinct() => {
            // Rows are in the order of their ids, which begin alike.
            let encoding = if rows.column.name == "id" { Encoding::DELTA_BYTE_ARRAY } else { Encoding::DELTA_LENGTH_BYTE_ARRAY };
            return properties
                .set_column_compression(path.clone(), gzip(FAST))
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, encoding);
        }
        _ => return properties,
    };
    properties.set_column_dictionary_enabled(path.clone(), false).set_column_encoding(path, encoding)
}

fn write_column(writer: &mut SerializedColumnWriter<'_>, column: &ColumnOfRows) -> Result<()> {
    let definitions = (!column.column.required).then_some(column.definitions.as_slice());
    let repetitions = (column.column.cell == CellType::TextList).then_some(column.repetitions.as_slice());
    match (writer.untyped(), &column.values) {
        (ColumnWriter::ByteArrayColumnWriter(out), Values::Texts(values)) => out.write_batch(values, definitions, repetitions)?,
        (ColumnWriter::Int64ColumnWriter(out), Values::Longs(values)) => out.write_batch(values, definitions, repetitions)?,
        (ColumnWriter::DoubleColumnWriter(out), Values::Doubles(values)) => out.write_batch(values, definitions, repetitions)?,
        (ColumnWriter::BoolColumnWriter(out), Values::Booleans(values)) => out.write_batch(values, definitions, repetitions)?,
        _ => unreachable!("because the schema was made from the same columns"),
    };
    Ok(())
}
