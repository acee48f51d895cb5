//! What operations of OpenAPI send and give back.

use super::super::examples;
use super::super::model::{Content, Payload, Response};
use super::super::schema::{Field, Schema, Shape};
use super::super::trees::Spot;
use super::super::words;
use super::parameters::BodyParameters;
use super::{Generation, Reader};
use crate::yaml::Node;

/// How many media types of one body are shown; more are the same again.
const MOST_MEDIA_TYPES: usize = 6;

impl<'t> Reader<'t> {
    /// What an operation sends.
    pub(super) fn request(&mut self, operation: Spot<'t>, body: &BodyParameters<'t>) -> Option<Payload> {
        if self.generation == Generation::Two {
            return self.swagger_request(operation, body);
        }
        let body = self.settled(operation.get("requestBody")?)?;
        Some(Payload {
            description: body.text("description").and_then(words::prose),
            is_required: body.is("required"),
            contents: self.contents(body),
        })
    }

    /// What may come back: the good first, then by status.
    pub(super) fn responses(&mut self, operation: Spot<'t>) -> Vec<Response> {
        let mut responses = Vec::new();
        for (key, spot) in operation.own_entries("responses").take(100) {
            let Some(response) = self.settled(spot) else { continue };
            let contents = match self.generation {
                Generation::Two => self.swagger_contents(operation, response),
                Generation::Three => self.contents(response),
            };
            let mut headers = Vec::new();
            for (name, header) in response.entries("headers").take(100) {
                if let Some(header) = self.settled(header) {
                    headers.push(self.parameter(header, &name.text, "header"));
                }
            }
            responses.push(Response {
                status: words::name(&key.text),
                description: response.text("description").and_then(words::prose),
                headers,
                contents,
            });
        }
        responses
    }

    /// The bodies under `content`, one for each media type.
    fn contents(&mut self, spot: Spot<'t>) -> Vec<Content> {
        let mut contents = Vec::new();
        for (media_type, content) in spot.entries("content").take(MOST_MEDIA_TYPES) {
            let Some(content) = self.settled(content) else { continue };
            let mut examples = Vec::new();
            if let Some(example) = content.node.get("example") {
                examples.push(examples::given(None, example));
            }
            for (name, example) in content.entries("examples").take(examples::MOST) {
                let Some(example) = self.settled(example) else { continue };
                let title = example.words("summary").unwrap_or_else(|| name.text.clone());
                // Some tools write the value itself where an object with the value belongs.
                let value =
                    example.node.get("value").or_else(|| example.node.get("dataValue")).or_else(|| example.node.get("serializedValue"));
                match (value, example.text("externalValue")) {
                    (Some(value), _) => examples.push(examples::given(Some(&title), value)),
                    (None, Some(elsewhere)) => examples.push(examples::elsewhere(&title, elsewhere)),
                    (None, None) => examples.push(examples::given(Some(&title), example.node)),
                }
            }
            let schema = content.get("schema").or_else(|| content.get("itemSchema"));
            contents.push(Content {
                media_type: words::name(&media_type.text),
                schema: schema.map(|schema| self.schemas.read(schema)),
                examples,
            });
        }
        contents
    }

    fn media_types(&self, operation: Spot<'t>, key: &str) -> Vec<String> {
        let own: Vec<String> = operation.items(key).filter_map(|item| item.node.text()).map(words::name).collect();
        let list = if own.is_empty() { self.root.items(key).filter_map(|item| item.node.text()).map(words::name).collect() } else { own };
        list.into_iter().take(MOST_MEDIA_TYPES).collect()
    }

    fn swagger_request(&mut self, operation: Spot<'t>, body: &BodyParameters<'t>) -> Option<Payload> {
        let mut media_types = self.media_types(operation, "consumes");
        if let Some(whole) = body.whole {
            let schema = whole.get("schema").map(|schema| self.schemas.read(schema));
            if media_types.is_empty() {
                media_types.push("application/json".to_owned());
            }
            let content = |media_type| Content { media_type, schema: schema.clone(), examples: Vec::new() };
            return Some(Payload {
                description: whole.text("description").and_then(words::prose),
                is_required: whole.is("required"),
                contents: media_types.into_iter().take(1).map(content).collect(),
            });
        }
        if body.form.is_empty() {
            return None;
        }
        let fields = body.form.iter().map(|spot| {
            let schema = self.schemas.read(*spot);
            Field { name: words::name(spot.text("name").unwrap_or_default()), is_required: spot.is("required"), schema, ..Field::default() }
        });
        let schema = Schema::of(Shape::Object(fields.collect()));
        let media_type = media_types.into_iter().next().unwrap_or_else(|| "application/x-www-form-urlencoded".to_owned());
        Some(Payload {
            description: None,
            is_required: true,
            contents: vec![Content { media_type, schema: Some(schema), examples: Vec::new() }],
        })
    }

    fn swagger_contents(&mut self, operation: Spot<'t>, response: Spot<'t>) -> Vec<Content> {
        let examples: Vec<(String, &'t Node)> =
            response.entries("examples").take(examples::MOST).map(|(key, spot)| (key.text.clone(), spot.node)).collect();
        let Some(schema) = response.get("schema").map(|schema| self.schemas.read(schema)) else {
            let content = |(media_type, example): (String, &Node)| Content {
                media_type: words::name(&media_type),
                schema: None,
                examples: vec![examples::given(None, example)],
            };
            return examples.into_iter().map(content).collect();
        };
        let media_type = self.media_types(operation, "produces").into_iter().next().unwrap_or_else(|| "application/json".to_owned());
        let given = |(name, example): &(String, &Node)| examples::given(Some(name.as_str()).filter(|name| *name != media_type), example);
        let examples = examples.iter().map(given).collect();
        vec![Content { media_type, schema: Some(schema), examples }]
    }
}
