//! The JSON Schema of a line of records.

use super::records::{SHARED, own_columns};
use super::{DIALECT, schema_id};
use milepost_model::cell::{CellType, Column};
use milepost_model::record::{Fact, Kind, SCHEMA};
use milepost_model::with_kind;
use serde_json::{Map, Value, json};

/// The schema, from the records' own columns.
pub fn record_schema() -> Value {
    let kinds: Map<String, Value> = Kind::ALL.iter().map(|kind| (kind.word().to_owned(), with_kind!(*kind, T => object::<T>()))).collect();
    let rules: Vec<Value> = Kind::ALL
        .iter()
        .map(|kind| {
            let word = kind.word();
            json!({"if": {"properties": {"kind": {"const": word}}}, "then": {"$ref": format!("#/$defs/{word}")}})
        })
        .collect();
    json!({
        "$schema": DIALECT,
        "$id": schema_id("records.schema.json"),
        "title": "A record of milepost",
        "description": "One line of the interchange form. A field that is absent or null is unknown.",
        "type": "object",
        "required": ["kind", "id", "observed_at"],
        "properties": {
            "schema": {"const": SCHEMA},
            "kind": {"enum": Kind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>()},
        },
        "allOf": rules,
        "$defs": kinds,
    })
}

fn object<T: Fact>() -> Value {
    let columns = || T::COLUMNS.iter().take(SHARED).chain(own_columns::<T>());
    let properties: Map<String, Value> = columns().map(|column| (column.written.to_owned(), property(column))).collect();
    let required: Vec<&str> = columns().filter(|column| is_required(column)).map(|column| column.written).collect();
    json!({"description": T::DOC.trim(), "type": "object", "required": required, "properties": properties})
}

fn is_required(column: &Column) -> bool {
    column.required && column.name != "rev"
}

fn property(column: &Column) -> Value {
    let mut types = match column.cell {
        CellType::Text | CellType::Instant => vec!["string"],
        CellType::Integer => vec!["integer"],
        CellType::Number => vec!["number"],
        CellType::Boolean => vec!["boolean"],
        CellType::TextList => vec!["array"],
        CellType::Json => vec!["object", "array"],
    };
    if !is_required(column) && column.name != "rev" {
        types.push("null");
    }
    let mut schema = json!({"description": column.doc.trim()});
    schema["type"] = if types.len() == 1 { Value::from(types[0]) } else { Value::from(types) };
    match column.cell {
        CellType::Instant => schema["format"] = Value::from("date-time"),
        CellType::TextList => schema["items"] = json!({"type": "string"}),
        CellType::Text if !column.words.is_empty() => schema["examples"] = Value::from(column.words),
        _ => {}
    }
    schema
}
