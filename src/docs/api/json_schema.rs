//! JSON Schema as OpenAPI and AsyncAPI write it, from draft 4 to 2020-12, into the one model of types.

use super::findings::Findings;
use super::limits;
use super::model::Type;
use super::schema::{Choice, Combination, Field, Schema, Shape};
use super::trees::{Lost, Pointers, Spot, Trees};
use super::types::Types;
use super::words;
use crate::yaml::{self, Node};
use milepost_model::Severity;
use serde_json::Value;
use std::collections::HashSet;

/// How many schemas may stand inside one another before the rest is left out.
const DEEPEST: usize = 32;
/// How many schemas one description may hold, those of its types included.
const MOST: usize = 600_000;
/// How many fields of one object are kept.
const MOST_FIELDS: usize = 2_000;
/// How many values of an enumeration are kept.
const MOST_VALUES: usize = 500;
/// The largest example that is kept beside a schema, in bytes of JSON.
const EXAMPLE_BYTES: usize = 2_000;

/// Reads schemas; types that are referred to wait until the end.
pub(super) struct Schemas<'t> {
    pub(super) pointers: Pointers<'t>,
    pub(super) findings: Findings,
    types: Types,
    waiting: Vec<(super::schema::TypeId, Spot<'t>)>,
    count: usize,
}

impl<'t> Schemas<'t> {
    pub(super) fn new(trees: &'t Trees, findings: Findings) -> Self {
        Self { pointers: Pointers::new(trees), findings, types: Types::default(), waiting: Vec::new(), count: 0 }
    }

    /// Makes a type of every entry below a pointer, such as `#/components/schemas`.
    pub(super) fn declare(&mut self, root: Spot<'t>, pointer: &str) {
        let Ok((spot, _)) = self.pointers.find(root, pointer) else { return };
        for (key, _) in spot.all() {
            let reference = format!("{pointer}/{}", key.text.replace('~', "~0").replace('/', "~1"));
            self.reference(root, &reference);
        }
    }

    /// Reads the types that wait, and those that they refer to.
    pub(super) fn finish(mut self) -> (Vec<Type>, Findings) {
        while let Some((id, spot)) = self.waiting.pop() {
            let schema = self.read(spot);
            self.types.get_mut(id).schema = schema;
        }
        (self.types.into_list(), self.findings)
    }

    /// Reads a schema where it stands.
    pub(super) fn read(&mut self, spot: Spot<'t>) -> Schema {
        self.at_depth(spot, 0)
    }

    /// Says that a reference leads nowhere.
    pub(super) fn complain(&mut self, spot: Spot<'t>, lost: Lost, reference: &str) {
        let short = words::name(reference);
        let (severity, code, message, help) = match lost {
            Lost::Foreign => (
                Severity::Note,
                "api/foreign-reference",
                format!("“{short}” is on another site, which is not read"),
                "keep a copy of the file in the repository",
            ),
            Lost::File => (
                Severity::Warning,
                "api/unresolved-reference",
                format!("“{short}” names a file that was not read"),
                "correct the path; files are read as YAML or JSON from the same repository",
            ),
            Lost::Nothing => (
                Severity::Warning,
                "api/unresolved-reference",
                format!("“{short}” leads to nothing"),
                "correct the reference, or describe what it names",
            ),
            Lost::Circle => (
                Severity::Warning,
                "api/circular-reference",
                format!("“{short}” leads back to itself"),
                "let one of the references lead to a description",
            ),
        };
        self.findings.add(severity, code, || message, || spot.place(), help);
    }

    /// The type that a reference names.
    fn reference(&mut self, from: Spot<'t>, reference: &str) -> Schema {
        let (spot, key) = match self.pointers.find(from, reference) {
            Ok(found) => found,
            Err(lost) => {
                self.complain(from, lost, reference);
                return Schema::of(Shape::Missing(words::name(reference)));
            }
        };
        let name = key.rsplit('/').next().unwrap_or_default();
        let name = name.split('#').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
        let stem = ["yaml", "yml", "json"].iter().find_map(|ending| name.strip_suffix(ending)?.strip_suffix('.'));
        match self.types.enter(&key, stem.unwrap_or(&name), || spot.place()) {
            Some((id, is_new)) => {
                if is_new {
                    self.waiting.push((id, spot));
                }
                Schema::of(Shape::Named(id))
            }
            None => Schema::of(Shape::Missing(words::name(&name))),
        }
    }

    fn at_depth(&mut self, spot: Spot<'t>, depth: usize) -> Schema {
        self.count += 1;
        if depth > DEEPEST || self.count > MOST {
            let message = || {
                if depth > DEEPEST {
                    format!("schemas are nested deeper than {DEEPEST}")
                } else {
                    format!("there are more than {MOST} schemas")
                }
            };
            self.findings.add(
                Severity::Warning,
                "api/too-much",
                message,
                || spot.place(),
                "the rest is left out; name parts of it as types",
            );
            return Schema::default();
        }
        match spot.node.boolean() {
            Some(true) => return Schema::default(),
            Some(false) => return Schema::of(Shape::Nothing),
            None => {}
        }
        let mut schema = match spot.text("$ref") {
            Some(reference) => self.reference(spot, reference),
            None => self.inline(spot, depth),
        };
        schema.is_nullable |= spot.is("nullable") || spot.is("x-nullable");
        schema.is_deprecated = spot.is("deprecated") || spot.is("x-deprecated");
        annotate(&mut schema, spot);
        schema
    }

    /// A schema without a reference: its own shape, and what it is combined with.
    fn inline(&mut self, spot: Spot<'t>, depth: usize) -> Schema {
        let mut own = self.own_shape(spot, depth);
        let mut parts = Vec::new();
        for (key, how) in [("oneOf", Combination::OneOf), ("anyOf", Combination::AnyOf)] {
            if spot.node.get(key).and_then(Node::items).is_some_and(|items| !items.is_empty()) {
                let alternatives: Vec<Schema> = spot.items(key).map(|item| self.at_depth(item, depth + 1)).collect();
                parts.push(alternative(how, alternatives));
            }
        }
        let mut all: Vec<Schema> = spot.items("allOf").map(|item| self.at_depth(item, depth + 1)).collect();
        if let Some(not) = spot.get("not") {
            all.push(Schema::of(Shape::Combined(Combination::Not, vec![self.at_depth(not, depth + 1)])));
        }
        if parts.is_empty() && all.is_empty() {
            return own;
        }
        let is_nullable = own.is_nullable;
        own.is_nullable = false;
        let says_something = match &own.shape {
            Shape::Anything => false,
            // `type: object` beside a combination says nothing that its parts do not say.
            Shape::Object(fields) => !fields.is_empty(),
            _ => true,
        };
        let own = Some(own).filter(|_| says_something);
        let mut schema = together(all.into_iter().chain(parts).chain(own).collect());
        schema.is_nullable |= is_nullable;
        schema
    }

    fn own_shape(&mut self, spot: Spot<'t>, depth: usize) -> Schema {
        let mut kinds: Vec<&str> = match spot.node.get("type") {
            Some(node) => {
                node.items().map_or_else(|| node.text().into_iter().collect(), |items| items.iter().filter_map(Node::text).collect())
            }
            None => Vec::new(),
        };
        // `type: [string, null]` without quotes holds a null, not the text.
        let has_null = spot.node.get("type").and_then(Node::items).is_some_and(|items| items.iter().any(Node::is_null));
        let count = kinds.len();
        kinds.retain(|kind| *kind != "null");
        let is_nullable = has_null || kinds.len() < count;
        let format = spot.words("format").map(|format| words::name(&format));
        let shape = if let Some((choices, allows_null)) = choices(spot) {
            return Schema { is_nullable: is_nullable || allows_null, ..Schema::of(Shape::Choice(choices)) };
        } else {
            match kinds.as_slice() {
                ["array"] => Shape::List(Box::new(self.items(spot, depth))),
                ["object"] => self.object(spot, depth),
                [] if spot.get("properties").is_some() || spot.get("additionalProperties").is_some() => self.object(spot, depth),
                [] if spot.get("items").is_some() || spot.get("prefixItems").is_some() => Shape::List(Box::new(self.items(spot, depth))),
                [] if is_nullable => Shape::Scalar("null".to_owned(), None),
                [] => format.map_or(Shape::Anything, |format| Shape::Scalar("value".to_owned(), Some(format))),
                [kind] => Shape::Scalar(words::name(kind), format),
                several => self.several(spot, several, format, depth),
            }
        };
        Schema { is_nullable: is_nullable && shape != Shape::Scalar("null".to_owned(), None), ..Schema::of(shape) }
    }

    /// A schema with several types at once.
    fn several(&mut self, spot: Spot<'t>, kinds: &[&str], format: Option<String>, depth: usize) -> Shape {
        if !kinds.iter().any(|kind| matches!(*kind, "array" | "object")) {
            return Shape::Scalar(words::name(&kinds.join(" or ")), format);
        }
        let part = |kind: &&str| match *kind {
            "array" => Schema::of(Shape::List(Box::new(self.items(spot, depth)))),
            "object" => Schema::of(self.object(spot, depth)),
            other => Schema::scalar(&words::name(other)),
        };
        Shape::Combined(Combination::AnyOf, kinds.iter().take(7).map(part).collect())
    }

    fn items(&mut self, spot: Spot<'t>, depth: usize) -> Schema {
        let tuple: Vec<Spot<'t>> = spot.items("prefixItems").chain(spot.items("items")).collect();
        if !tuple.is_empty() {
            let parts = tuple.into_iter().map(|item| self.at_depth(item, depth + 1)).collect();
            return alternative(Combination::AnyOf, parts);
        }
        spot.get("items").map_or_else(Schema::default, |items| self.at_depth(items, depth + 1))
    }

    fn object(&mut self, spot: Spot<'t>, depth: usize) -> Shape {
        let required: HashSet<&str> = spot.items("required").filter_map(|item| item.node.text()).collect();
        let mut fields: Vec<Field> = Vec::new();
        // Names may begin with `x-` here, unlike everywhere else.
        let properties =
            spot.get("properties").and_then(|properties| properties.node.mapping()).map(yaml::Mapping::entries).unwrap_or_default();
        for entry in properties.iter().take(MOST_FIELDS) {
            let value = spot.to(&entry.value);
            let mut marks = Vec::new();
            for (key, mark) in [("readOnly", "read only"), ("writeOnly", "write only")] {
                if value.is(key) {
                    marks.push(mark.to_owned());
                }
            }
            fields.push(Field {
                name: words::name(&entry.key.text),
                is_required: required.contains(entry.key.text.as_str()),
                marks,
                arguments: Vec::new(),
                schema: self.at_depth(value, depth + 1),
            });
        }
        let patterns = spot.get("patternProperties").into_iter().flat_map(Spot::all).map(|(_, value)| value);
        let rest = spot.get("additionalProperties").into_iter().chain(patterns).find(|rest| rest.node.boolean() != Some(false));
        match rest {
            Some(rest) if fields.is_empty() => Shape::Map(Box::new(self.at_depth(rest, depth + 1))),
            Some(rest) if rest.node.mapping().is_some_and(|mapping| !mapping.entries().is_empty()) => {
                let schema = self.at_depth(rest, depth + 1);
                fields.push(Field { name: "any other name".to_owned(), schema, ..Field::default() });
                Shape::Object(fields)
            }
            _ => Shape::Object(fields),
        }
    }
}

/// Several alternatives: null among them makes the rest nullable, and one alone is no alternative.
fn alternative(how: Combination, parts: Vec<Schema>) -> Schema {
    let is_null = |part: &Schema| part.shape == Shape::Scalar("null".to_owned(), None);
    let has_null = parts.iter().any(is_null);
    let mut rest: Vec<Schema> = parts.into_iter().filter(|part| !is_null(part)).collect();
    let mut schema = match rest.len() {
        0 => Schema::scalar("null"),
        1 => rest.swap_remove(0),
        _ => Schema::of(Shape::Combined(how, rest)),
    };
    schema.is_nullable |= has_null;
    schema
}

/// Everything that must hold together: fields of objects that stand here are one object.
fn together(parts: Vec<Schema>) -> Schema {
    let mut kept: Vec<Schema> = Vec::new();
    let mut fields: Vec<Field> = Vec::new();
    for part in parts {
        match part {
            Schema { shape: Shape::Object(own), about: None, is_nullable: false, is_deprecated: false } => {
                for field in own {
                    match fields.iter_mut().find(|known| known.name == field.name) {
                        Some(known) => *known = field,
                        None => fields.push(field),
                    }
                }
            }
            Schema { shape: Shape::Anything, about: None, .. } => {}
            other => kept.push(other),
        }
    }
    if !fields.is_empty() {
        kept.push(Schema::of(Shape::Object(fields)));
    }
    if kept.len() == 1 { kept.swap_remove(0) } else { Schema::of(Shape::Combined(Combination::AllOf, kept)) }
}

/// The values of an enumeration, and whether null is one of them.
fn choices(spot: Spot<'_>) -> Option<(Vec<Choice>, bool)> {
    let of = |node: &Node| Choice { value: words::name(&limits::shown(&node.to_json())), ..Choice::default() };
    if let Some(only) = spot.node.get("const") {
        return Some((vec![of(only)], false));
    }
    let items = spot.node.get("enum")?.items()?;
    let described: Vec<&str> = ["x-enumDescriptions", "x-enum-descriptions", "x-enumNames"]
        .iter()
        .find_map(|key| spot.node.get(key)?.items())
        .map(|items| items.iter().filter_map(Node::text).collect())
        .unwrap_or_default();
    let values = items.iter().enumerate().filter(|(_, node)| !node.is_null()).take(MOST_VALUES).map(|(at, node)| {
        let description = described.get(at).and_then(|text| words::sentence(text));
        Choice { description, ..of(node) }
    });
    Some((values.collect(), items.iter().any(Node::is_null)))
}

/// Adds what is said about a schema beside its shape.
fn annotate(schema: &mut Schema, spot: Spot<'_>) {
    if let Some(description) = spot.text("description").or_else(|| spot.text("title")).and_then(words::prose) {
        schema.about_mut().description = Some(description);
    }
    let mut limits = limits::of(spot.node);
    if let Some(property) = spot.node.at(&["discriminator", "propertyName"]).or_else(|| spot.node.get("discriminator")).and_then(Node::text)
    {
        limits.push(format!("told apart by {}", words::name(property)));
    }
    if !limits.is_empty() {
        schema.about_mut().limits = limits;
    }
    let example = spot.node.get("example").or_else(|| spot.node.get("examples").and_then(Node::items).and_then(<[Node]>::first));
    if let Some(example) =
        example.map(Node::to_json).filter(|example| *example != Value::Null && example.to_string().len() <= EXAMPLE_BYTES)
    {
        schema.about_mut().example = Some(example);
    }
}
