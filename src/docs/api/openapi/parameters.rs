//! What an operation of OpenAPI takes beside its body.

use super::super::limits;
use super::super::model::Parameter;
use super::super::schema::Schema;
use super::super::trees::Spot;
use super::super::words;
use super::{Generation, Reader};
use crate::yaml::Node;

/// What Swagger 2 declares among the parameters, though it is the body.
#[derive(Default)]
pub(super) struct BodyParameters<'t> {
    /// The one with `in: body`.
    pub(super) whole: Option<Spot<'t>>,
    /// Those with `in: formData`.
    pub(super) form: Vec<Spot<'t>>,
}

impl<'t> Reader<'t> {
    /// The parameters of an operation: those of its path, and its own, which win.
    pub(super) fn parameters(&mut self, shared: &[Spot<'t>], own: &[Spot<'t>]) -> (Vec<Parameter>, BodyParameters<'t>) {
        let mut body = BodyParameters::default();
        let mut found: Vec<Parameter> = Vec::new();
        for spot in shared.iter().chain(own).take(1_000) {
            let Some(spot) = self.settled(*spot) else { continue };
            match spot.text("in") {
                Some("body") => body.whole = Some(spot),
                Some("formData") => body.form.push(spot),
                location => {
                    let parameter = self.parameter(spot, spot.text("name").unwrap_or_default(), location.unwrap_or("query"));
                    let is_same = |known: &&mut Parameter| known.name == parameter.name && known.location == parameter.location;
                    match found.iter_mut().find(is_same) {
                        Some(known) => *known = parameter,
                        None => found.push(parameter),
                    }
                }
            }
        }
        (found, body)
    }

    /// A parameter, or a header under its name.
    pub(super) fn parameter(&mut self, spot: Spot<'t>, name: &str, location: &str) -> Parameter {
        let schema = self.parameter_schema(spot);
        let of_schema = schema.about.as_ref().and_then(|about| about.example.as_ref());
        let examples = spot.get("examples").and_then(|examples| examples.all().next());
        let example = spot.node.get("example").or_else(|| examples.and_then(|(_, example)| example.node.get("value")));
        Parameter {
            name: words::name(name),
            location: words::name(location),
            is_required: spot.is("required"),
            is_deprecated: spot.is("deprecated") || schema.is_deprecated,
            description: spot.text("description").and_then(words::prose),
            example: example
                .map(Node::to_json)
                .as_ref()
                .or(of_schema)
                .map(|value| words::name(&limits::shown(value)))
                .filter(|text| !text.is_empty()),
            schema,
        }
    }

    fn parameter_schema(&mut self, spot: Spot<'t>) -> Schema {
        if let Some(schema) = spot.get("schema") {
            return self.schemas.read(schema);
        }
        if let Some((_, content)) = spot.entries("content").next() {
            return content.get("schema").map_or_else(Schema::default, |schema| self.schemas.read(schema));
        }
        if self.generation == Generation::Three {
            return Schema::default();
        }
        // In Swagger 2 the type stands in the parameter itself, with its description.
        let mut schema = self.schemas.read(spot);
        if let Some(about) = schema.about.as_deref_mut() {
            about.description = None;
        }
        schema
    }
}
