//! Examples: those that a description gives, and one made from the schema where it gives none.

use super::limits;
use super::model::{Content, Description, Example};
use super::schema::{Combination, Field, Schema, Shape, TypeId};
use super::words;
use crate::reading::bounds;
use crate::yaml::Node;
use serde_json::{Map, Value, json};

/// How many examples of one body are kept.
pub(super) const MOST: usize = 5;
/// The longest example that is kept, in bytes.
const LONGEST: usize = 16_000;
/// How many values an example that we make may have.
const MOST_VALUES: usize = 120;
/// How deep an example that we make goes.
const DEEPEST: usize = 6;

/// An example that the description gives.
pub(super) fn given(name: Option<&str>, node: &Node) -> Example {
    let value = node.to_json();
    let text = match &value {
        Value::String(text) => text.clone(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    };
    Example { name: name.map(words::name), text: shortened(text), is_made: false }
}

/// An example that the description keeps somewhere else.
pub(super) fn elsewhere(name: &str, address: &str) -> Example {
    Example { name: Some(words::name(name)), text: bounds::cut(address, bounds::ADDRESS), is_made: false }
}

/// An example from the schema of a body that has none and is written in JSON.
pub fn made(description: &Description, content: &Content) -> Option<Example> {
    let is_json = content.media_type.is_empty() || content.media_type.contains("json") || !content.media_type.contains('/');
    let schema = content.schema.as_ref().filter(|_| content.examples.is_empty() && is_json)?;
    let mut maker = Maker { description, inside: Vec::new(), left: MOST_VALUES };
    let value = maker.make(schema, 0)?;
    // A lone placeholder shows nothing that the type does not say.
    let says_something = value.is_object() || value.is_array();
    says_something.then(|| Example { name: None, text: shortened(serde_json::to_string_pretty(&value).unwrap_or_default()), is_made: true })
}

fn shortened(text: String) -> String {
    if text.len() <= LONGEST {
        return text;
    }
    let end = text[..text.floor_char_boundary(LONGEST)].rfind('\n').unwrap_or_else(|| text.floor_char_boundary(LONGEST));
    format!("{}\n…", &text[..end])
}

struct Maker<'d> {
    description: &'d Description,
    inside: Vec<TypeId>,
    left: usize,
}

impl Maker<'_> {
    fn make(&mut self, schema: &Schema, depth: usize) -> Option<Value> {
        if let Some(example) = schema.about.as_ref().and_then(|about| about.example.clone()) {
            return Some(example);
        }
        self.left = self.left.checked_sub(1)?;
        match &schema.shape {
            Shape::Anything => Some(json!({})).filter(|_| depth == 0),
            Shape::Nothing | Shape::Missing(_) | Shape::Combined(Combination::Not, _) => None,
            Shape::Scalar(kind, format) => Some(scalar(kind, format.as_deref(), schema)),
            Shape::Choice(choices) => choices.iter().find(|choice| !choice.is_deprecated).map(|choice| Value::String(choice.value.clone())),
            Shape::List(inner) => Some(Value::Array(self.deeper(inner, depth).into_iter().collect())),
            Shape::Map(inner) => Some(self.deeper(inner, depth).map_or_else(|| json!({}), |value| json!({ "name": value }))),
            Shape::Object(fields) => Some(Value::Object(self.object(fields, depth))),
            Shape::Named(id) => self.named(*id, depth),
            Shape::Combined(Combination::AllOf, parts) => Some(self.all(parts, depth)),
            Shape::Combined(_, parts) => parts.iter().find_map(|part| self.make(part, depth)),
        }
    }

    fn deeper(&mut self, schema: &Schema, depth: usize) -> Option<Value> {
        if depth >= DEEPEST { None } else { self.make(schema, depth + 1) }
    }

    fn named(&mut self, id: TypeId, depth: usize) -> Option<Value> {
        // A type inside itself ends here, or the example would not.
        if self.inside.contains(&id) {
            return None;
        }
        let description = self.description;
        self.inside.push(id);
        let value = description.types.get(id.0).and_then(|found| self.make(&found.schema, depth));
        self.inside.pop();
        value
    }

    fn object(&mut self, fields: &[Field], depth: usize) -> Map<String, Value> {
        let mut object = Map::new();
        let mut chosen: Vec<&str> = Vec::new();
        for field in fields.iter().filter(|field| !field.schema.is_deprecated && field.name != "any other name") {
            // Of fields that exclude one another an example can hold one.
            if let Some(mark) = field.marks.iter().find(|mark| mark.starts_with("one of ")) {
                if chosen.contains(&mark.as_str()) {
                    continue;
                }
                chosen.push(mark);
            }
            if let Some(value) = self.deeper(&field.schema, depth) {
                object.insert(field.name.clone(), value);
            }
        }
        object
    }

    fn all(&mut self, parts: &[Schema], depth: usize) -> Value {
        let mut whole = Map::new();
        for part in parts {
            match self.make(part, depth) {
                Some(Value::Object(object)) => whole.extend(object),
                Some(other) if whole.is_empty() => return other,
                _ => {}
            }
        }
        Value::Object(whole)
    }
}

/// A value that a reader takes for an example at once.
fn scalar(kind: &str, format: Option<&str>, schema: &Schema) -> Value {
    let limits = schema.about.as_ref().map(|about| about.limits.as_slice()).unwrap_or_default();
    let default = limits.iter().find_map(|limit| limit.strip_prefix("default ")).filter(|default| !default.is_empty());
    let at_least = limits.iter().find_map(|limit| limit.strip_prefix("at least ")).and_then(|limit| limit.parse::<i64>().ok());
    let number = default.and_then(|default| serde_json::from_str::<Value>(default).ok()).filter(Value::is_number);
    match kind {
        "integer" | "int32" | "int64" | "uint32" | "uint64" | "sint32" | "sint64" | "fixed32" | "fixed64" | "sfixed32" | "sfixed64"
        | "Int" | "long" | "int" => number.unwrap_or_else(|| json!(at_least.unwrap_or(1))),
        "number" | "float" | "double" | "Float" => number.unwrap_or_else(|| at_least.map_or_else(|| json!(1.5), |least| json!(least))),
        "boolean" | "bool" | "Boolean" => json!(default != Some("false")),
        "null" => Value::Null,
        "bytes" => json!("aGVsbG8="),
        "ID" => json!("abc123"),
        _ => json!(default.unwrap_or_else(|| of_format(format.unwrap_or_default()))),
    }
}

fn of_format(format: &str) -> &'static str {
    match format {
        "date-time" => "2026-11-20T06:40:00Z",
        "date" => "2026-11-20",
        "time" => "06:40:00Z",
        "duration" => "PT15M",
        "email" => "ada@example.com",
        "uuid" => "6f1c2b1e-8c1d-4a57-9f0e-2b7d5c3a9e10",
        "uri" | "url" | "uri-reference" => "https://example.com/",
        "hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "byte" | "base64" => "aGVsbG8=",
        "password" => "…",
        _ => "text",
    }
}

/// The value of an example as text, for one line.
pub(super) fn one_line(value: &Value) -> String {
    words::name(&limits::shown(value))
}

#[cfg(test)]
mod tests {
    use super::super::model::Type;
    use super::*;

    fn field(name: &str, schema: Schema) -> Field {
        Field { name: name.to_owned(), schema, ..Field::default() }
    }

    #[test]
    fn an_example_shows_every_field_and_stops_inside_itself() {
        let node = Schema::of(Shape::Object(vec![
            field("id", Schema::scalar("integer")),
            field("at", Schema::of(Shape::Scalar("string".into(), Some("date".into())))),
            field("children", Schema::of(Shape::List(Box::new(Schema::of(Shape::Named(TypeId(0))))))),
            field("gone", Schema { is_deprecated: true, ..Schema::scalar("string") }),
        ]));
        let description = Description { types: vec![Type { schema: node, ..Type::default() }], ..Description::default() };
        let content =
            Content { media_type: "application/json".into(), schema: Some(Schema::of(Shape::Named(TypeId(0)))), examples: Vec::new() };
        let example = made(&description, &content).expect("because the schema is an object");
        let value: Value = serde_json::from_str(&example.text).expect("because it is JSON");
        assert_eq!(value, json!({"id": 1, "at": "2026-11-20", "children": []}));
        assert!(example.is_made);
    }

    #[test]
    fn a_long_example_is_cut_at_a_line() {
        let text = shortened("line\n".repeat(10_000));
        assert!(text.len() <= LONGEST + 4 && text.ends_with("line\n…"));
    }
}
