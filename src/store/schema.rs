//! The Parquet schema of a kind of record, so that any engine reads a part as it lies.

use milepost_model::cell::{CellType, Column};
use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::schema::types::{ColumnPath, Type, TypePtr};
use std::sync::Arc;

/// The column that holds the fingerprint of all but when a record was seen.
pub(super) const FINGERPRINT: &str = "content_hash";

/// The schema of a kind's parts: its columns in order, then the fingerprint.
pub(super) fn schema_of(name: &str, columns: &[Column]) -> TypePtr {
    let mut fields: Vec<_> = columns.iter().map(|column| Arc::new(field(column))).collect();
    fields.push(Arc::new(primitive(FINGERPRINT, Physical::INT64, None, Repetition::REQUIRED)));
    root(name, fields)
}

/// The schema of contents by name: blobs and cursors.
pub(super) fn schema_of_contents(name: &str) -> TypePtr {
    let id = primitive("id", Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::REQUIRED);
    let bytes = primitive("bytes", Physical::BYTE_ARRAY, None, Repetition::REQUIRED);
    root(name, vec![Arc::new(id), Arc::new(bytes)])
}

/// The physical type of a column's values.
pub(super) fn physical(cell: CellType) -> Physical {
    match cell {
        CellType::Text | CellType::TextList | CellType::Json => Physical::BYTE_ARRAY,
        CellType::Integer | CellType::Instant => Physical::INT64,
        CellType::Number => Physical::DOUBLE,
        CellType::Boolean => Physical::BOOLEAN,
    }
}

/// The path of the leaf that holds a column's values.
pub(super) fn leaf(name: &str, cell: CellType) -> ColumnPath {
    let mut path = vec![name.to_owned()];
    if cell == CellType::TextList {
        path.extend(["list".to_owned(), "element".to_owned()]);
    }
    ColumnPath::new(path)
}

fn field(column: &Column) -> Type {
    let repetition = if column.required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
    let logical = match column.cell {
        CellType::Text => Some(LogicalType::String),
        CellType::Json => Some(LogicalType::Json),
        CellType::Instant => Some(LogicalType::timestamp(true, TimeUnit::MICROS)),
        CellType::TextList => return list(column.name),
        CellType::Integer | CellType::Number | CellType::Boolean => None,
    };
    primitive(column.name, physical(column.cell), logical, repetition)
}

/// The three levels that the format asks of a list.
fn list(name: &str) -> Type {
    let element = primitive("element", Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::REQUIRED);
    let middle = Type::group_type_builder("list").with_repetition(Repetition::REPEATED).with_fields(vec![Arc::new(element)]);
    Type::group_type_builder(name)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(Some(LogicalType::List))
        .with_converted_type(ConvertedType::LIST)
        .with_fields(vec![Arc::new(middle.build().expect("because a group of one leaf is valid"))])
        .build()
        .expect("because an optional list of three levels is valid")
}

fn primitive(name: &str, physical: Physical, logical: Option<LogicalType>, repetition: Repetition) -> Type {
    Type::primitive_type_builder(name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical)
        .build()
        .expect("because each of these logical types fits its physical type")
}

fn root(name: &str, fields: Vec<TypePtr>) -> TypePtr {
    Arc::new(Type::group_type_builder(name).with_fields(fields).build().expect("because a group of valid fields is valid"))
}
