//! The JSON Schema of metrics-config.toml.

use super::{DIALECT, schema_id};
use crate::config::language::{Absent, Entries, Key, Table, Values};
use crate::config::sections::TABLES;
use serde_json::{Map, Value, json};
use toml::de::DeValue;

/// The schema, from the same tables as the reader.
pub fn schema() -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for table in TABLES {
        let entry = if table.is_list { json!({"type": "array", "items": object(table)}) } else { object(table) };
        properties.insert(table.name.to_owned(), described(entry, table.doc));
        if !table.is_list && table.keys.iter().any(|key| matches!(key.absent, Absent::Required)) {
            required.push(table.name);
        }
    }
    json!({
        "$schema": DIALECT,
        "$id": schema_id("metrics-config.schema.json"),
        "title": "metrics-config.toml",
        "description": "What an organisation chose.",
        "type": "object",
        "required": required,
        "additionalProperties": false,
        "properties": properties,
    })
}

fn object(table: &Table) -> Value {
    let properties: Map<String, Value> = table.keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required = |kind: Option<&str>| -> Vec<&str> {
        let is_meant = |key: &&Key| kind.map_or(key.only_for.is_none(), |kind| key.is_only_for(kind));
        table.keys.iter().filter(|key| matches!(key.absent, Absent::Required)).filter(is_meant).map(|key| key.name).collect()
    };
    let mut schema = json!({"type": "object", "required": required(None), "additionalProperties": false, "properties": properties});
    let Some(Values::Words(kinds)) = table.key("kind").map(|key| key.values) else { return schema };
    let rules: Vec<Value> = kinds
        .iter()
        .map(|kind| {
            let foreign = table.keys.iter().filter(|key| key.only_for.is_some() && !key.is_only_for(kind.word));
            let forbidden: Map<String, Value> = foreign.map(|key| (key.name.to_owned(), Value::Bool(false))).collect();
            json!({
                "if": {"properties": {"kind": {"const": kind.word}}, "required": ["kind"]},
                "then": {"required": required(Some(kind.word)), "properties": forbidden},
            })
        })
        .collect();
    schema["allOf"] = Value::Array(rules);
    schema
}

fn property(key: &Key) -> Value {
    let mut schema = match key.values {
        Values::Boolean => json!({"type": "boolean"}),
        Values::Whole { least, most } => json!({"type": "integer", "minimum": least, "maximum": most}),
        Values::Words(words) => json!({"type": "string", "enum": words.iter().map(|word| word.word).collect::<Vec<_>>()}),
        Values::Id => json!({"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,39}$"}),
        Values::Address => json!({"type": "string", "pattern": "^https?://[^?#@]+$"}),
        Values::Host => json!({"type": "string", "pattern": "^[^/@ ]+$"}),
        Values::BasePath => json!({"type": "string", "pattern": "^/[^?#\\\\ ]*$"}),
        Values::Link => json!({"type": "string", "pattern": "^(https?://[^@]+|/([^/].*)?)$"}),
        Values::LinkTemplate(_) => json!({"type": "string", "pattern": "^https?://[^@{}/]+/[^@ ]*$"}),
        Values::Destination => json!({"type": "string", "pattern": "^(dir:.+|branch:[A-Za-z0-9_./-]+|(s3|gs|az)://[^/@]+(/.*)?)$"}),
        Values::StoreAddress => json!({"type": "string", "pattern": "^((s3|gs|az)://[^/@]+(/.*)?|(?!.*://).+)$"}),
        Values::Paths | Values::Globs | Values::Texts => json!({"type": "array", "items": {"type": "string", "minLength": 1}}),
        Values::Share => json!({"type": "number", "minimum": 0, "maximum": 1}),
        Values::Day => json!({"type": "string", "format": "date"}),
        Values::Tables(table) => json!({"type": "array", "items": object(table)}),
        Values::Regex | Values::Search => json!({"type": "string", "minLength": 1, "format": "regex"}),
        Values::Colour => json!({"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"}),
        Values::Owner => json!({"type": "string", "pattern": "^([^:/]+:)?([^:/]+/)?[^:/]+$"}),
        Values::Map(Entries::Texts) => json!({"type": "object", "additionalProperties": {"anyOf": [
            {"type": "string", "minLength": 1}, {"type": "array", "items": {"type": "string", "minLength": 1}},
        ]}}),
        Values::Map(Entries::Plain) => json!({"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}}),
        Values::Map(Entries::Words) => {
            json!({"type": "object", "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}}})
        }
        Values::Expression(_) | Values::Evidence(_) | Values::Prose | Values::Text | Values::Path => {
            json!({"type": "string", "minLength": 1})
        }
    };
    if let Absent::Is(default) = key.absent {
        schema["default"] = as_json(default);
    }
    schema["examples"] = json!([as_json(key.example)]);
    described(schema, key.doc)
}

fn described(mut schema: Value, doc: &str) -> Value {
    schema["description"] = Value::from(doc);
    schema
}

/// A default or an example, which stand as TOML in the tables.
fn as_json(toml: &str) -> Value {
    fn convert(value: &DeValue<'_>) -> Value {
        match value {
            DeValue::String(text) => Value::from(text.as_ref()),
            DeValue::Boolean(value) => Value::from(*value),
            DeValue::Integer(number) => number.as_str().replace('_', "").parse::<i64>().map_or(Value::Null, Value::from),
            DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Value::Null, Value::from),
            DeValue::Datetime(written) => Value::from(written.to_string()),
            DeValue::Table(entries) => {
                entries.iter().map(|(key, value)| (key.get_ref().to_string(), convert(value.get_ref()))).collect::<Map<_, _>>().into()
            }
            DeValue::Array(items) => items.iter().map(|item| convert(item.get_ref())).collect(),
        }
    }
    DeValue::parse(toml).map_or(Value::Null, |value| convert(value.get_ref()))
}
