//! The types that a GraphQL schema defines, as they stand in the file.

use super::super::schema::{Choice, Combination, Field, Schema, Shape};
use super::super::types::Types;
use super::super::words;
use super::named;
use apollo_parser::cst::{self, CstNode};
use milepost_model::Place;

/// What sort of type it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Object,
    Interface,
    Input,
    Union,
    Enum,
    Scalar,
}

/// A type as it is defined, before the types that it names are known.
#[derive(Debug)]
pub(super) struct Defined {
    pub(super) name: String,
    pub(super) sort: Sort,
    pub(super) is_extension: bool,
    pub(super) schema: Schema,
    pub(super) fields: Vec<FieldDefined>,
    members: Vec<String>,
    values: Vec<Choice>,
    interfaces: Vec<String>,
    pub(super) place: Place,
}

/// A field or an argument.
#[derive(Debug)]
pub(super) struct FieldDefined {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) deprecation: Option<String>,
    pub(super) arguments: Vec<Self>,
    default: Option<String>,
    kind: Kind,
    pub(super) place: Place,
}

/// A type as a field names it.
#[derive(Debug)]
enum Kind {
    Named(String),
    List(Box<Self>),
    Required(Box<Self>),
}

type PlaceOf<'a> = &'a dyn Fn(usize) -> Place;

/// The text of a description.
pub(super) fn text(description: Option<cst::Description>) -> Option<String> {
    let value = description?.string_value()?;
    words::prose(&String::from(value))
}

fn name(name: Option<cst::Name>) -> Option<String> {
    name.map(|name| words::name(&name.text()))
}

/// Reads one definition; nothing where it defines no type.
pub(super) fn read(definition: &cst::Definition, place: Place, at: PlaceOf<'_>) -> Option<Defined> {
    use cst::Definition as D;
    let is_extension = definition.is_extension_definition();
    let (sort, description) = match definition {
        D::ObjectTypeDefinition(it) => (Sort::Object, it.description()),
        D::ObjectTypeExtension(_) => (Sort::Object, None),
        D::InterfaceTypeDefinition(it) => (Sort::Interface, it.description()),
        D::InterfaceTypeExtension(_) => (Sort::Interface, None),
        D::InputObjectTypeDefinition(it) => (Sort::Input, it.description()),
        D::InputObjectTypeExtension(_) => (Sort::Input, None),
        D::UnionTypeDefinition(it) => (Sort::Union, it.description()),
        D::UnionTypeExtension(_) => (Sort::Union, None),
        D::EnumTypeDefinition(it) => (Sort::Enum, it.description()),
        D::EnumTypeExtension(_) => (Sort::Enum, None),
        D::ScalarTypeDefinition(it) => (Sort::Scalar, it.description()),
        D::ScalarTypeExtension(_) => (Sort::Scalar, None),
        _ => return None,
    };
    let mut defined = Defined {
        name: name(definition.name())?,
        sort,
        is_extension,
        schema: Schema::default(),
        fields: Vec::new(),
        members: Vec::new(),
        values: Vec::new(),
        interfaces: Vec::new(),
        place,
    };
    if let Some(description) = text(description) {
        defined.schema.about_mut().description = Some(description);
    }
    // The parts have the same names in every definition, and each definition has only its own.
    for child in definition.syntax().children() {
        if let Some(fields) = cst::FieldsDefinition::cast(child.clone()) {
            defined.fields.extend(fields.field_definitions().filter_map(|found| field(&found, at)));
        } else if let Some(fields) = cst::InputFieldsDefinition::cast(child.clone()) {
            defined.fields.extend(fields.input_value_definitions().filter_map(|found| argument(&found, at)));
        } else if let Some(members) = cst::UnionMemberTypes::cast(child.clone()) {
            defined.members.extend(members.named_types().filter_map(|named| name(named.name())));
        } else if let Some(values) = cst::EnumValuesDefinition::cast(child.clone()) {
            defined.values.extend(values.enum_value_definitions().filter_map(|value| choice(&value)));
        } else if let Some(interfaces) = cst::ImplementsInterfaces::cast(child) {
            defined.interfaces.extend(interfaces.named_types().filter_map(|named| name(named.name())));
        }
    }
    Some(defined)
}

fn field(found: &cst::FieldDefinition, at: PlaceOf<'_>) -> Option<FieldDefined> {
    let arguments = found.arguments_definition().into_iter().flat_map(|list| list.input_value_definitions());
    Some(FieldDefined {
        name: name(found.name())?,
        description: text(found.description()),
        deprecation: deprecation(found.directives()),
        arguments: arguments.filter_map(|one| argument(&one, at)).collect(),
        default: None,
        kind: kind(&found.ty()?),
        place: at(usize::from(found.syntax().text_range().start())),
    })
}

fn argument(found: &cst::InputValueDefinition, at: PlaceOf<'_>) -> Option<FieldDefined> {
    Some(FieldDefined {
        name: name(found.name())?,
        description: text(found.description()),
        deprecation: deprecation(found.directives()),
        arguments: Vec::new(),
        default: found.default_value().and_then(|default| default.value()).map(|value| words::name(&value.syntax().text().to_string())),
        kind: kind(&found.ty()?),
        place: at(usize::from(found.syntax().text_range().start())),
    })
}

fn choice(found: &cst::EnumValueDefinition) -> Option<Choice> {
    let deprecation = deprecation(found.directives());
    let value = name(found.enum_value()?.name())?;
    let description = text(found.description());
    let description = match deprecation.as_deref() {
        Some(reason) if !reason.is_empty() => Some(format!("{} Deprecated: {reason}", description.unwrap_or_default()).trim().to_owned()),
        _ => description,
    };
    Some(Choice { value, description, is_deprecated: deprecation.is_some() })
}

/// The reason of `@deprecated`; empty where it gives none.
fn deprecation(directives: Option<cst::Directives>) -> Option<String> {
    let is_deprecated = |directive: &cst::Directive| directive.name().is_some_and(|name| name.text() == "deprecated");
    let directive = directives?.directives().find(is_deprecated)?;
    let reason = directive.arguments().into_iter().flat_map(|list| list.arguments()).find_map(|argument| match argument.value()? {
        cst::Value::StringValue(value) => words::prose(&String::from(value)),
        _ => None,
    });
    Some(reason.unwrap_or_default())
}

fn kind(found: &cst::Type) -> Kind {
    match found {
        cst::Type::NamedType(named) => Kind::Named(name(named.name()).unwrap_or_default()),
        cst::Type::ListType(list) => Kind::List(Box::new(list.ty().map_or_else(|| Kind::Named(String::new()), |inner| kind(&inner)))),
        cst::Type::NonNullType(required) => {
            let named = required.named_type().map(cst::Type::NamedType).or_else(|| required.list_type().map(cst::Type::ListType));
            Kind::Required(Box::new(named.map_or_else(|| Kind::Named(String::new()), |inner| kind(&inner))))
        }
    }
}

impl Kind {
    fn schema(&self, types: &Types) -> Schema {
        match self {
            Self::Named(name) => Schema { is_nullable: true, ..named(name, types) },
            Self::List(inner) => Schema { is_nullable: true, ..Schema::of(Shape::List(Box::new(inner.schema(types)))) },
            Self::Required(inner) => Schema { is_nullable: false, ..inner.schema(types) },
        }
    }
}

impl FieldDefined {
    /// Whether it must be given: it is not null, and has no default.
    pub(super) fn is_required(&self) -> bool {
        matches!(self.kind, Kind::Required(_)) && self.default.is_none()
    }

    /// What it holds, with what is said about it.
    pub(super) fn schema(&self, types: &Types) -> Schema {
        let mut schema = self.kind.schema(types);
        schema.is_deprecated = self.deprecation.is_some();
        let description = match self.deprecation.as_deref() {
            Some(reason) if !reason.is_empty() => Some(format!("{}\n\nDeprecated: {reason}", self.description.clone().unwrap_or_default())),
            _ => self.description.clone(),
        };
        if let Some(description) = description {
            schema.about_mut().description = Some(description.trim().to_owned());
        }
        if let Some(default) = &self.default {
            schema.about_mut().limits.push(format!("default {default}"));
        }
        schema
    }

    fn into_field(self, types: &Types, is_input: bool) -> Field {
        let mut schema = self.schema(types);
        let is_required = if is_input { self.is_required() } else { matches!(self.kind, Kind::Required(_)) };
        // What is required is not null; that it may be null is said by its not being required.
        schema.is_nullable = false;
        let arguments = self.arguments.into_iter().map(|argument| argument.into_field(types, true)).collect();
        Field { name: self.name, is_required, marks: Vec::new(), arguments, schema }
    }
}

impl Defined {
    /// Adds what an extension says.
    pub(super) fn extend(&mut self, other: Self) {
        self.fields.extend(other.fields);
        self.members.extend(other.members);
        self.values.extend(other.values);
        self.interfaces.extend(other.interfaces);
        if self.is_extension && !other.is_extension {
            self.is_extension = false;
            self.schema = other.schema;
            self.place = other.place;
            self.sort = other.sort;
        }
    }

    /// The type, now that all others are known, and the word for its sort.
    pub(super) fn into_schema(self, types: &Types) -> (&'static str, Schema) {
        let is_input = self.sort == Sort::Input;
        let (word, shape) = match self.sort {
            Sort::Object => ("type", None),
            Sort::Interface => ("interface", None),
            Sort::Input => ("input", None),
            Sort::Union => {
                ("union", Some(Shape::Combined(Combination::OneOf, self.members.iter().map(|name| named(name, types)).collect())))
            }
            Sort::Enum => ("enum", Some(Shape::Choice(self.values))),
            Sort::Scalar => ("scalar", Some(Shape::Scalar("scalar".to_owned(), None))),
        };
        let shape =
            shape.unwrap_or_else(|| Shape::Object(self.fields.into_iter().map(|field| field.into_field(types, is_input)).collect()));
        let mut schema = Schema { shape, ..self.schema };
        if !self.interfaces.is_empty() {
            schema.about_mut().limits.push(format!("implements {}", self.interfaces.join(", ")));
        }
        (word, schema)
    }
}
