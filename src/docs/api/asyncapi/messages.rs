//! What a message of AsyncAPI holds.

use super::super::examples;
use super::super::model::{Content, Parameter};
use super::super::schema::{Field, Schema, Shape};
use super::super::trees::Spot;
use super::super::words;
use super::Reader;

/// How many messages of one operation are shown.
const MOST: usize = 60;

/// What messages hold, and what stands in their headers.
#[derive(Default)]
pub(super) struct Messages {
    pub(super) contents: Vec<Content>,
    pub(super) headers: Vec<Parameter>,
    /// What the first message says of itself, for operations that say nothing.
    pub(super) summary: Option<String>,
    pub(super) description: Option<String>,
}

impl<'t> Reader<'t> {
    /// Reads messages, each with the name that it is known by where it stands.
    pub(super) fn messages(&mut self, spots: impl Iterator<Item = (Option<String>, Spot<'t>)>) -> Messages {
        let mut found = Messages::default();
        for (known_as, spot) in spots.take(MOST) {
            let reference = spot.text("$ref").and_then(|text| text.rsplit('/').next()).map(str::to_owned);
            let Some(message) = self.settled(spot) else { continue };
            let traits: Vec<Spot<'t>> = message.items("traits").collect();
            let traits: Vec<Spot<'t>> = traits.into_iter().filter_map(|spot| self.settled(spot)).collect();
            let all = || std::iter::once(message).chain(traits.iter().copied());
            let name = message.words("title").or_else(|| message.words("name")).or(known_as).or(reference);
            let media_type = all().find_map(|spot| spot.words("contentType"));
            let name = words::name(&name.unwrap_or_else(|| "Message".to_owned()));
            let title = media_type
                .filter(|kind| kind != "application/json")
                .map_or_else(|| name.clone(), |kind| format!("{name}, {}", words::name(&kind)));
            let schema = message.get("payload").map(|payload| self.payload(message, payload));
            let examples = message.items("examples").take(examples::MOST).filter_map(|example| {
                let payload = example.node.get("payload")?;
                Some(examples::given(example.text("summary").or_else(|| example.text("name")), payload))
            });
            if found.summary.is_none() {
                found.summary = all().find_map(|spot| spot.text("summary").and_then(words::sentence));
                found.description = all().find_map(|spot| spot.text("description").and_then(words::prose));
            }
            found.contents.push(Content { media_type: title, schema, examples: examples.collect() });
            let headers = all().filter_map(|spot| spot.get("headers")).collect::<Vec<_>>();
            for headers in headers {
                self.headers(headers, &mut found.headers);
            }
        }
        found
    }

    /// A payload: a schema, or in version 3 a schema with its format beside it.
    fn payload(&mut self, message: Spot<'t>, payload: Spot<'t>) -> Schema {
        let multi = payload.get("schema").filter(|_| payload.get("schemaFormat").is_some());
        let format = payload.text("schemaFormat").or_else(|| message.text("schemaFormat")).unwrap_or_default();
        let schema = multi.unwrap_or(payload);
        if format.contains("avro") {
            return avro(schema, 0);
        }
        if format.contains("protobuf") || format.contains("raml") || format.contains("xml") {
            return Schema::of(Shape::Scalar(words::name(format), None));
        }
        self.schemas.read(schema)
    }

    fn headers(&mut self, spot: Spot<'t>, found: &mut Vec<Parameter>) {
        let Some(schema) = self.settled(spot) else { return };
        let required: Vec<&str> = schema.items("required").take(200).filter_map(|item| item.node.text()).collect();
        for (key, value) in schema.entries("properties").take(100) {
            if found.iter().any(|known| known.name == key.text) {
                continue;
            }
            let read = self.schemas.read(value);
            found.push(Parameter {
                name: words::name(&key.text),
                location: "header".to_owned(),
                is_required: required.contains(&key.text.as_str()),
                is_deprecated: read.is_deprecated,
                description: read.description().map(str::to_owned),
                example: read.about.as_ref().and_then(|about| about.example.as_ref()).map(examples::one_line),
                schema: read,
            });
        }
    }
}

/// A schema of Avro, as far as records, lists, maps and unions go.
fn avro(spot: Spot<'_>, depth: usize) -> Schema {
    const DEEPEST: usize = 16;
    if depth > DEEPEST {
        return Schema::default();
    }
    if let Some(items) = spot.node.items() {
        let is_null = |node: &crate::yaml::Node| node.text() == Some("null") || node.is_null();
        let mut parts: Vec<Schema> = items.iter().filter(|node| !is_null(node)).map(|node| avro(spot.to(node), depth + 1)).collect();
        let mut schema = if parts.len() == 1 {
            parts.swap_remove(0)
        } else {
            Schema::of(Shape::Combined(super::super::schema::Combination::OneOf, parts))
        };
        schema.is_nullable = items.iter().any(is_null);
        return schema;
    }
    if let Some(name) = spot.node.text() {
        return Schema::scalar(&words::name(name));
    }
    let mut schema = match spot.text("type") {
        Some("record") => Schema::of(Shape::Object(
            spot.items("fields")
                .take(1_000)
                .map(|field| {
                    let mut schema = field.get("type").map_or_else(Schema::default, |kind| avro(kind, depth + 1));
                    if let Some(doc) = field.text("doc").and_then(words::prose) {
                        schema.about_mut().description = Some(doc);
                    }
                    let is_required = field.get("default").is_none() && !schema.is_nullable;
                    Field { name: words::name(field.text("name").unwrap_or_default()), is_required, schema, ..Field::default() }
                })
                .collect(),
        )),
        Some("array") => Schema::of(Shape::List(Box::new(spot.get("items").map_or_else(Schema::default, |items| avro(items, depth + 1))))),
        Some("map") => Schema::of(Shape::Map(Box::new(spot.get("values").map_or_else(Schema::default, |values| avro(values, depth + 1))))),
        Some("enum") => Schema::of(Shape::Choice(
            spot.items("symbols")
                .filter_map(|symbol| symbol.node.text())
                .take(500)
                .map(|value| super::super::schema::Choice { value: words::name(value), ..Default::default() })
                .collect(),
        )),
        Some(name) => Schema::of(Shape::Scalar(words::name(name), spot.text("logicalType").map(words::name))),
        None => spot.get("type").map_or_else(Schema::default, |kind| avro(kind, depth + 1)),
    };
    if let Some(doc) = spot.text("doc").and_then(words::prose) {
        schema.about_mut().description = Some(doc);
    }
    schema
}
