//! What a Backstage entity says under `metadata`, by the rules of its validators.

use super::{NAME, links, refused};
use crate::catalog::importers::reader::{ITEMS, Reader};
use crate::catalog::importers::{ImportedEntity, names};
use crate::reading::bounds;
use crate::yaml::Node;
use milepost_model::{EntityRef, entity_ref::DEFAULT_NAMESPACE};

/// Reads `metadata`; an entity without a usable name is none.
pub(super) fn read(reader: &mut Reader<'_>, document: &Node, kind: &str) -> Option<ImportedEntity> {
    let Some(metadata) = document.get("metadata") else {
        refused(reader, "required-field", format!("this {kind} has no “metadata”"), reader.place(document), "metadata with a name");
        return None;
    };
    if metadata.mapping().is_none() {
        let message = format!("“metadata” must be a map, and this is {}", metadata.found());
        reader.error("wrong-type", message, metadata, "write name: and the other keys below it");
        return None;
    }
    let name = name(reader, metadata, kind);
    let namespace = namespace(reader, metadata);
    // What else is wrong is told even of an entity without a name.
    let known = name.as_deref().unwrap_or("unnamed");
    let mut entity = ImportedEntity::new(EntityRef::in_namespace(kind, &namespace, known), known, reader.place(document));
    entity.source("name", NAME, metadata.get("name").map_or_else(|| reader.place(metadata), |node| reader.place(node)));
    texts(reader, metadata, &mut entity);
    tags(reader, metadata, &mut entity);
    labels(reader, metadata, &mut entity);
    annotations(reader, metadata, &mut entity);
    if let Some(node) = metadata.get("links") {
        entity.source("links", NAME, reader.place(node));
        links::read(reader, node, &mut entity);
    }
    name.map(|_| entity)
}

fn name(reader: &mut Reader<'_>, metadata: &Node, kind: &str) -> Option<String> {
    let rule = "a name of letters and digits with -, _ and . inside, at most 63 characters";
    let Some(node) = metadata.get("name").filter(|node| !node.is_null()) else {
        refused(reader, "required-field", format!("this {kind} has no “metadata.name”"), reader.place(metadata), rule);
        return None;
    };
    let name = reader.text("metadata.name", node)?;
    if names::is_name(&name) {
        return Some(name);
    }
    let shown = bounds::cut(&bounds::one_line(&name), names::LONGEST);
    let rule = format!("{rule}{}", instead(&names::as_name(&name)));
    refused(reader, "bad-name", format!("“{shown}” cannot be a name"), reader.place(node), &rule);
    None
}

/// “; for example x”, where something usable is left of a text.
fn instead(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("; for example {text}") }
}

fn namespace(reader: &mut Reader<'_>, metadata: &Node) -> String {
    let Some(node) = metadata.get("namespace") else { return DEFAULT_NAMESPACE.to_owned() };
    match reader.exact("metadata.namespace", node) {
        Some(text) if names::is_namespace(&text) => text,
        Some(text) => {
            let shown = bounds::cut(&bounds::one_line(&text), names::LONGEST);
            let message = format!("“{shown}” cannot be a namespace, so “{DEFAULT_NAMESPACE}” is used");
            let rule = "lower-case letters, digits and - inside, at most 63 characters";
            refused(reader, "bad-namespace", message, reader.place(node), &format!("{rule}{}", instead(&names::as_namespace(&text))));
            DEFAULT_NAMESPACE.to_owned()
        }
        None => DEFAULT_NAMESPACE.to_owned(),
    }
}

fn texts(reader: &mut Reader<'_>, metadata: &Node, entity: &mut ImportedEntity) {
    if let Some(node) = metadata.get("title") {
        entity.entity.title = reader.filled("metadata.title", node, bounds::NAME);
        entity.source("title", NAME, reader.place(node));
    }
    let Some(node) = metadata.get("description") else { return };
    // An empty text is a description; nothing at all is none.
    if node.is_null() {
        return reader.error("empty-value", "“metadata.description” is empty".into(), node, "write \"\", or remove the key");
    }
    entity.entity.description = reader.line("metadata.description", node, bounds::SENTENCE);
    if entity.entity.description.is_some() {
        entity.source("description", NAME, reader.place(node));
    }
}

fn tags(reader: &mut Reader<'_>, metadata: &Node, entity: &mut ImportedEntity) {
    let Some(list) = metadata.get("tags") else { return };
    entity.source("tags", NAME, reader.place(list));
    for node in reader.items("metadata.tags", list) {
        let Some(tag) = reader.exact("metadata.tags", node) else { continue };
        if names::is_tag(&tag) {
            if !entity.entity.tags.contains(&tag) {
                entity.entity.tags.push(tag);
            }
            continue;
        }
        let rule = "tags of lower-case letters, digits, :, + and #, in words joined by one -, at most 63 characters";
        let shown = bounds::cut(&bounds::one_line(&tag), names::LONGEST);
        let message = format!("“{shown}” cannot be a tag, and is left out");
        refused(reader, "bad-tag", message, reader.place(node), &format!("{rule}{}", instead(&names::as_tag(&tag))));
    }
}

fn labels(reader: &mut Reader<'_>, metadata: &Node, entity: &mut ImportedEntity) {
    for (key, node) in pairs(reader, metadata, "labels", entity) {
        let Some(value) = value(reader, "labels", &key, &node) else { continue };
        if names::is_label_value(&value) {
            entity.entity.labels.insert(key, value);
        } else {
            let message = format!("“{}” cannot be the value of a label, and is left out", bounds::cut(&value, 60));
            let rule = "label values that look like names; an annotation takes any text";
            refused(reader, "bad-label", message, reader.place(&node), rule);
        }
    }
}

fn annotations(reader: &mut Reader<'_>, metadata: &Node, entity: &mut ImportedEntity) {
    for (key, node) in pairs(reader, metadata, "annotations", entity) {
        if let Some(value) = value(reader, "annotations", &key, &node) {
            entity.entity.annotations.insert(key, bounds::cut(&value, bounds::ADDRESS));
        }
    }
}

/// The entries of a map whose keys are as they may be.
fn pairs(reader: &mut Reader<'_>, metadata: &Node, section: &str, entity: &mut ImportedEntity) -> Vec<(String, Node)> {
    let Some(node) = metadata.get(section) else { return Vec::new() };
    let Some(mapping) = node.mapping() else {
        let message = format!("“metadata.{section}” must be a map, and this is {}", node.found());
        reader.error("wrong-type", message, node, format!("write `key: value` lines, or remove {section}"));
        return Vec::new();
    };
    entity.source(section, NAME, reader.place(node));
    let mut found = Vec::new();
    for entry in mapping.entries().iter().take(ITEMS) {
        let key = &entry.key.text;
        if names::is_key(key) {
            found.push((key.clone(), entry.value.clone()));
        } else {
            let message = format!("“{}” cannot be a key of {section}, and is left out", bounds::cut(key, 60));
            refused(
                reader,
                "bad-key",
                message,
                entry.key.place(&reader.whole()),
                "keys such as name or example.com/name, each part at most 63",
            );
        }
    }
    found
}

/// The text of a label or an annotation, which may be empty, as in `example.com/flag: ""`.
fn value(reader: &mut Reader<'_>, section: &str, key: &str, node: &Node) -> Option<String> {
    if node.is_null() {
        let message = format!("“{key}” has no value, and is left out");
        reader.error("empty-value", message, node, "write \"\" where you mean empty text");
        return None;
    }
    reader.text(&format!("metadata.{section}.{key}"), node)
}
