//! The named types of one description: each is read once, whoever refers to it and however often.

use super::model::{Description, Type};
use super::schema::{Field, Schema, Shape, TypeId};
use super::words;
use milepost_model::Place;
use std::collections::{BTreeSet, HashMap};

/// The most types that one description may have.
const MOST: usize = 20_000;

/// Types under construction: known by a key of their format, such as where they are described.
#[derive(Debug, Default)]
pub(super) struct Types {
    by_key: HashMap<String, TypeId>,
    list: Vec<Type>,
}

impl Types {
    /// The type of that key, and whether it is new and so is to be filled in; none where there are too many.
    pub(super) fn enter(&mut self, key: &str, name: &str, place: impl FnOnce() -> Place) -> Option<(TypeId, bool)> {
        if let Some(known) = self.by_key.get(key) {
            return Some((*known, false));
        }
        if self.list.len() >= MOST {
            return None;
        }
        let id = TypeId(self.list.len());
        self.by_key.insert(key.to_owned(), id);
        self.list.push(Type { name: words::name(name), place: place(), ..Type::default() });
        Some((id, true))
    }

    /// The type of that key, if there is one.
    pub(super) fn known(&self, key: &str) -> Option<TypeId> {
        self.by_key.get(key).copied()
    }

    /// A type, to fill in.
    pub(super) fn get_mut(&mut self, id: TypeId) -> &mut Type {
        &mut self.list[id.0]
    }

    /// The types in order, with names and anchors that come once each.
    pub(super) fn into_list(self) -> Vec<Type> {
        let mut list = self.list;
        let mut names = words::Unique::default();
        let mut anchors = words::Unique::default();
        for found in &mut list {
            found.name = names.take(&found.name);
            found.anchor = anchors.take(&format!("type-{}", words::slug(&found.name)));
        }
        list
    }
}

/// Marks the types that operations use, directly or through others.
pub(super) fn mark(description: &mut Description) {
    let mut waiting: Vec<TypeId> = Vec::new();
    for (_, operation) in description.operations() {
        let bodies = operation.request.iter().flat_map(|request| &request.contents);
        let answers = operation.responses.iter().flat_map(|response| &response.contents);
        bodies.chain(answers).filter_map(|content| content.schema.as_ref()).for_each(|schema| named(schema, &mut waiting));
        let headers = operation.responses.iter().flat_map(|response| &response.headers);
        operation.parameters.iter().chain(headers).for_each(|parameter| named(&parameter.schema, &mut waiting));
    }
    let types = &mut description.types;
    let mut seen: BTreeSet<TypeId> = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if seen.insert(id)
            && let Some(found) = types.get(id.0)
        {
            named(&found.schema, &mut waiting);
        }
    }
    for id in seen {
        if let Some(found) = types.get_mut(id.0) {
            found.is_used = true;
        }
    }
}

/// The types that a schema names, without those that they name.
pub(super) fn named(schema: &Schema, found: &mut Vec<TypeId>) {
    let fields = |fields: &[Field], found: &mut Vec<TypeId>| {
        for field in fields {
            named(&field.schema, found);
            field.arguments.iter().for_each(|argument| named(&argument.schema, found));
        }
    };
    match &schema.shape {
        Shape::Named(id) => found.push(*id),
        Shape::List(inner) | Shape::Map(inner) => named(inner, found),
        Shape::Object(list) => fields(list, found),
        Shape::Combined(_, parts) => parts.iter().for_each(|part| named(part, found)),
        Shape::Anything | Shape::Nothing | Shape::Scalar(..) | Shape::Choice(_) | Shape::Missing(_) => {}
    }
}
