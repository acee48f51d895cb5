//! What an entity says under `spec`, held against its kind's rules, and the relations that follow from it.

use super::kinds::{self, Field, KindRules, Pointer, Shape};
use super::{NAME, definition, refused};
use crate::catalog::importers::reader::Reader;
use crate::catalog::importers::{ImportedEntity, Wanted};
use crate::reading::bounds;
use crate::yaml::{Mapping, Node, Scalar};
use milepost_model::{Diagnostic, EntityRef};
use serde_json::{Map, Value};

/// The most of what milepost does not know that is kept of one entity, in bytes of JSON.
const EXTRA_BYTES: usize = 64 * 1024;

/// Reads `spec` into the entity. A kind that milepost does not know is kept with all that it says.
pub(super) fn read(reader: &mut Reader<'_>, document: &Node, entity: &mut ImportedEntity) {
    let rules = kinds::of(&entity.entity.reference.kind);
    let Some(spec) = document.get("spec") else {
        // Without a spec, only the schemas of kinds complain.
        if let Some(rules) = rules {
            let keys: Vec<&str> = rules.fields.iter().filter(|field| field.is_required).map(|field| field.key).collect();
            let message = format!("{} “{}” has no “spec”", rules.kind, entity.entity.name);
            let with = if keys.is_empty() { String::new() } else { format!(" with {}", keys.join(", ")) };
            refused(reader, "required-field", message, reader.place(document), &format!("spec{with}"));
        }
        return;
    };
    if spec.mapping().is_none() {
        return reader.error("wrong-type", format!("“spec” must be a map, and this is {}", spec.found()), spec, "write `key: value` lines");
    }
    let Some(rules) = rules else {
        for (key, most) in [("type", bounds::NAME), ("lifecycle", bounds::NAME), ("owner", bounds::NAME)] {
            loose(reader, spec, key, most, entity);
        }
        return keep_rest(spec, &[], entity);
    };
    let entity_type = spec.get("type").and_then(Node::text).map(str::to_owned);
    let fields: Vec<&Field> = rules.fields.iter().chain(rules.of_type(entity_type.as_deref(), spec.get("remotes").is_some())).collect();
    for field in &fields {
        match spec.get(field.key) {
            Some(node) => take(reader, field, node, entity),
            None if field.is_required => missing(reader, rules, field.key, spec, entity),
            None => {}
        }
    }
    if let Some(node) = spec.get("tier") {
        entity.entity.tier = reader.line("spec.tier", node, bounds::NAME);
        entity.source("tier", NAME, reader.place(node));
    }
    let taken: Vec<&str> = fields
        .iter()
        .filter(|field| matches!(field.shape, Shape::Points(_) | Shape::PointsToSeveral(_) | Shape::Definition))
        .map(|field| field.key)
        .collect();
    keep_rest(spec, &taken, entity);
}

/// What most kinds say alike, of a kind that nobody gave rules to.
fn loose(reader: &mut Reader<'_>, spec: &Node, key: &'static str, most: usize, entity: &mut ImportedEntity) {
    let Some(node) = spec.get(key).filter(|node| node.scalar().is_some_and(Scalar::is_text)) else { return };
    let place = reader.place(node);
    match key {
        "type" => entity.entity.entity_type = reader.line("spec.type", node, most),
        "lifecycle" => entity.entity.lifecycle = reader.line("spec.lifecycle", node, most),
        _ => {
            let namespace = entity.entity.reference.namespace.clone();
            // What a kind of one's own means by its owner is for those who made it.
            if let Ok(owner) = EntityRef::parse(node.text().unwrap_or_default(), Some("group"), &namespace) {
                entity.own(owner, NAME, place);
            }
            return;
        }
    }
    entity.source(key, NAME, place);
}

/// A required field is missing. CODEOWNERS may still stand in for an owner, so that is told later, if at all.
fn missing(reader: &mut Reader<'_>, rules: &KindRules, key: &str, spec: &Node, entity: &mut ImportedEntity) {
    let message = format!("{} “{}” has no “spec.{key}”", rules.kind, entity.entity.name);
    let help = format!("Backstage wants {}", kinds::example(key));
    if key == "owner" {
        let place = reader.place(spec);
        let problem = Diagnostic::error("backstage/required-field", message).at(place).help(help).quoting(reader.file.text);
        entity.ownerless = Some(Box::new(problem));
    } else {
        reader.error("required-field", message, spec, help);
    }
}

fn take(reader: &mut Reader<'_>, field: &Field, node: &Node, entity: &mut ImportedEntity) {
    let key = format!("spec.{}", field.key);
    match field.shape {
        Shape::Text => {
            let value = reader.filled(&key, node, bounds::NAME);
            let place = reader.place(node);
            match field.key {
                "type" => entity.entity.entity_type = value,
                "lifecycle" => entity.entity.lifecycle = value,
                _ => return,
            }
            entity.source(field.key, NAME, place);
        }
        Shape::Texts => {
            for item in reader.items(&key, node) {
                reader.filled(&key, item, bounds::ADDRESS);
            }
        }
        Shape::Map => map(reader, &key, node),
        Shape::MapOfTexts => profile(reader, &key, node, entity),
        Shape::Maps(texts) => maps(reader, &key, node, texts),
        Shape::Forms => {
            for form in node.items().unwrap_or(std::slice::from_ref(node)) {
                map(reader, &key, form);
            }
        }
        Shape::Definition => definition::read(reader, &key, node, entity),
        Shape::Points(pointer) => point(reader, field.key, pointer, node, entity, false),
        Shape::PointsToSeveral(pointer) => {
            for item in reader.items(&key, node) {
                point(reader, field.key, pointer, item, entity, true);
            }
        }
    }
}

fn map(reader: &mut Reader<'_>, key: &str, node: &Node) {
    if node.mapping().is_none() {
        reader.error("wrong-type", format!("“{key}” must be a map, and this is {}", node.found()), node, "write `key: value` lines");
    }
}

/// A group's or a person's name for people, mail and picture; further keys are free.
fn profile(reader: &mut Reader<'_>, key: &str, node: &Node, entity: &mut ImportedEntity) {
    map(reader, key, node);
    for part in ["displayName", "email", "picture"] {
        let Some(node) = node.get(part) else { continue };
        let text = reader.filled(&format!("{key}.{part}"), node, bounds::NAME);
        if part == "displayName" && entity.entity.title.is_none() && text.is_some() {
            entity.entity.title = text;
            entity.source("title", NAME, reader.place(node));
        }
    }
}

/// A list of maps with texts that each of them needs.
fn maps(reader: &mut Reader<'_>, key: &str, node: &Node, texts: &[&str]) {
    let items = reader.items(key, node);
    if items.is_empty() && key == "spec.remotes" && node.items().is_some() {
        refused(reader, "required-field", format!("“{key}” is empty"), reader.place(node), "at least one remote");
    }
    for item in items {
        if item.mapping().is_none() {
            map(reader, key, item);
            continue;
        }
        for text in texts {
            if let Some(node) = item.get(text) {
                reader.filled(&format!("{key}.{text}"), node, bounds::ADDRESS);
            } else {
                let message = format!("an item of “{key}” has no “{text}”");
                refused(reader, "required-field", message, reader.place(item), &format!("{} in each item", texts.join(" and ")));
            }
        }
    }
}

fn point(reader: &mut Reader<'_>, field: &'static str, pointer: Pointer, node: &Node, entity: &mut ImportedEntity, is_list: bool) {
    let key = format!("spec.{field}");
    let namespace = entity.entity.reference.namespace.clone();
    if node.mapping().is_none() && reader.filled(&key, node, bounds::NAME).is_none() {
        return;
    }
    let names_kind = node.mapping().is_some() || node.text().is_some_and(|text| text.contains(':'));
    let before = reader.problems.len();
    let Some(target) = reader.reference(&key, node, pointer.default_kind.or(Some("component")), &namespace) else { return };
    if node.mapping().is_some() {
        let message = format!("“{key}” must be text, and this is {}", node.found());
        reader.error("wrong-type", message, node, format!("write {target}"));
    } else if reader.problems.len() > before {
        // That it is no text has just been told.
        reader.problems.truncate(before);
    }
    if target == entity.entity.reference {
        return reader.warning("points-at-itself", format!("“{key}” of {target} names itself, and is left out"), node, "remove it");
    }
    let wanted = wanted(reader, pointer, &key, node, names_kind, target);
    let place = reader.place(node);
    match (field, wanted) {
        ("owner", Wanted::Exactly(owner)) => entity.own(owner, NAME, place),
        (_, wanted) => {
            if !is_list {
                entity.source(field, NAME, place.clone());
            }
            entity.relate(pointer.relation, wanted, NAME, place);
        }
    }
}

fn wanted(reader: &mut Reader<'_>, pointer: Pointer, key: &str, node: &Node, names_kind: bool, target: EntityRef) -> Wanted {
    if pointer.default_kind.is_some() || names_kind {
        return Wanted::Exactly(target);
    }
    let name = &target.name;
    let message = format!("“{key}” names “{name}” without its kind, so a component or else a resource of that name is taken");
    reader.warning("kind-missing", message, node, format!("write component:{name} or resource:{name}, as Backstage demands"));
    Wanted::component_or_resource(target)
}

/// Keeps what milepost has no field for, within bounds.
fn keep_rest(spec: &Node, taken: &[&str], entity: &mut ImportedEntity) {
    let entries = spec.mapping().map(Mapping::entries).unwrap_or_default().iter();
    let rest: Map<String, Value> = entries
        .map(|entry| (entry.key.text.as_str(), &entry.value))
        .filter(|(key, _)| !matches!(*key, "type" | "lifecycle" | "tier") && !taken.contains(key))
        .map(|(key, value)| (key.to_owned(), value.to_json()))
        .collect();
    if rest.is_empty() {
        return;
    }
    let rest = Value::Object(rest);
    if rest.to_string().len() <= EXTRA_BYTES {
        entity.entity.extra.insert("spec".to_owned(), rest);
    }
}
