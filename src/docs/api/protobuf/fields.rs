//! The fields of a message.

use super::super::schema::{Field, Schema, Shape};
use super::super::words;
use super::{Found, Reader, options};
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto};

/// The number of a message's fields in a path to a comment (descriptor.proto).
const FIELDS: i32 = 2;

impl Reader<'_> {
    /// What a message holds.
    pub(super) fn message(&mut self, found: &Found<'_>, message: &DescriptorProto, scope: &str) -> Schema {
        let mut fields = Vec::new();
        for (at, field) in (0..).zip(&message.field).take(2_000) {
            let path: Vec<i32> = found.path.iter().copied().chain([FIELDS, at]).collect();
            let mut schema = self.field_schema(message, field, scope);
            let uninterpreted = field.options.as_ref().map(|options| options.uninterpreted_option.as_slice()).unwrap_or_default();
            schema.is_deprecated =
                field.options.as_ref().is_some_and(|options| options.deprecated == Some(true)) || options::is_deprecated(uninterpreted);
            if let Some(text) = found.parsed.comments.before(&path) {
                schema.about_mut().description = Some(text);
            }
            if let Some(default) = &field.default_value {
                schema.about_mut().limits.push(format!("default {}", words::name(default)));
            }
            let mut marks = vec![format!("= {}", field.number.unwrap_or_default())];
            let oneof = field.oneof_index.filter(|_| field.proto3_optional != Some(true));
            if let Some(oneof) = oneof.and_then(|at| message.oneof_decl.get(usize::try_from(at).ok()?)) {
                marks.push(format!("one of {}", words::name(oneof.name.as_deref().unwrap_or_default())));
            } else if field.proto3_optional == Some(true) {
                marks.push("optional".to_owned());
            }
            fields.push(Field {
                name: words::name(field.name.as_deref().unwrap_or_default()),
                is_required: field.label == Some(Label::Required as i32) || options::is_required(uninterpreted),
                marks,
                arguments: Vec::new(),
                schema,
            });
        }
        let uninterpreted = message.options.as_ref().map(|options| options.uninterpreted_option.as_slice()).unwrap_or_default();
        let is_deprecated =
            message.options.as_ref().is_some_and(|options| options.deprecated == Some(true)) || options::is_deprecated(uninterpreted);
        Schema { is_deprecated, ..Schema::of(Shape::Object(fields)) }
    }

    fn field_schema(&mut self, message: &DescriptorProto, field: &FieldDescriptorProto, scope: &str) -> Schema {
        let is_repeated = field.label == Some(Label::Repeated as i32);
        if let Some(entry) = field.type_name.as_deref().filter(|_| is_repeated).and_then(|name| map_entry(message, name)) {
            let value = entry.field.get(1).map_or_else(Schema::default, |value| self.single(value, scope));
            return Schema::of(Shape::Map(Box::new(value)));
        }
        let single = self.single(field, scope);
        if is_repeated { Schema::of(Shape::List(Box::new(single))) } else { single }
    }

    fn single(&mut self, field: &FieldDescriptorProto, scope: &str) -> Schema {
        match field.type_name.as_deref() {
            Some(name) => self.named(name, scope),
            None => Schema::scalar(scalar(field.r#type)),
        }
    }
}

/// The message that the parser made for a map.
fn map_entry<'m>(message: &'m DescriptorProto, name: &str) -> Option<&'m DescriptorProto> {
    let short = name.rsplit('.').next().unwrap_or(name);
    let is_entry = |nested: &&DescriptorProto| {
        nested.name.as_deref() == Some(short) && nested.options.as_ref().is_some_and(|options| options.map_entry == Some(true))
    };
    message.nested_type.iter().find(is_entry)
}

fn scalar(kind: Option<i32>) -> &'static str {
    match kind.and_then(|kind| Type::try_from(kind).ok()) {
        Some(Type::Double) => "double",
        Some(Type::Float) => "float",
        Some(Type::Int64) => "int64",
        Some(Type::Uint64) => "uint64",
        Some(Type::Int32) => "int32",
        Some(Type::Fixed64) => "fixed64",
        Some(Type::Fixed32) => "fixed32",
        Some(Type::Bool) => "bool",
        Some(Type::String) => "string",
        Some(Type::Bytes) => "bytes",
        Some(Type::Uint32) => "uint32",
        Some(Type::Sfixed32) => "sfixed32",
        Some(Type::Sfixed64) => "sfixed64",
        Some(Type::Sint32) => "sint32",
        Some(Type::Sint64) => "sint64",
        Some(Type::Group | Type::Message | Type::Enum) | None => "message",
    }
}

/// A type that no file of the repository describes: those that every protobuf knows, else its name alone.
pub(super) fn well_known(name: &str) -> Schema {
    let of = |format: &str| Schema::of(Shape::Scalar("string".to_owned(), Some(format.to_owned())));
    match name {
        "google.protobuf.Timestamp" => of("date-time"),
        "google.protobuf.Duration" => of("duration"),
        "google.protobuf.FieldMask" => of("field mask"),
        "google.protobuf.Empty" => Schema::of(Shape::Object(Vec::new())),
        "google.protobuf.Struct" | "google.protobuf.Any" | "google.protobuf.Value" => Schema::of(Shape::Anything),
        "google.protobuf.ListValue" => Schema::of(Shape::List(Box::default())),
        "google.protobuf.StringValue" => Schema { is_nullable: true, ..Schema::scalar("string") },
        "google.protobuf.BoolValue" => Schema { is_nullable: true, ..Schema::scalar("bool") },
        "google.protobuf.BytesValue" => Schema { is_nullable: true, ..Schema::scalar("bytes") },
        "google.protobuf.DoubleValue" => Schema { is_nullable: true, ..Schema::scalar("double") },
        "google.protobuf.FloatValue" => Schema { is_nullable: true, ..Schema::scalar("float") },
        "google.protobuf.Int32Value" => Schema { is_nullable: true, ..Schema::scalar("int32") },
        "google.protobuf.Int64Value" => Schema { is_nullable: true, ..Schema::scalar("int64") },
        "google.protobuf.UInt32Value" => Schema { is_nullable: true, ..Schema::scalar("uint32") },
        "google.protobuf.UInt64Value" => Schema { is_nullable: true, ..Schema::scalar("uint64") },
        other => Schema::scalar(&words::name(other)),
    }
}
