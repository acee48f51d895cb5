//! What every Backstage entity has: version, kind and metadata.

use super::{NAME, links, refused};
use crate::catalog::importers::reader::{ITEMS, Reader};
use crate::catalog::importers::{ImportedEntity, names};
use crate::reading::bounds;
use crate::yaml::{Key, Mapping, Node};
use milepost_model::{EntityRef, Severity, entity_ref::DEFAULT_NAMESPACE};

/// The keys that an entity may have at its root.
const ROOT: [&str; 6] = ["apiVersion", "kind", "metadata", "spec", "relations", "status"];

/// Reads version, kind and metadata; an entity without a usable kind and name is none.
pub(super) fn read(reader: &mut Reader<'_>, document: &Node) -> Option<ImportedEntity> {
    foreign_keys(reader, document);
    api_version(reader, document);
    let kind = kind(reader, document)?;
    let Some(metadata) = document.get("metadata") else {
        refused(reader, "required-field", format!("this {kind} has no “metadata”"), reader.place(document), "metadata with a name");
        return None;
    };
    let name = name(reader, metadata, &kind)?;
    let namespace = namespace(reader, metadata);
    let place = reader.place(document);
    let mut entity = ImportedEntity::new(EntityRef::in_namespace(&kind, &namespace, &name), &name, place);
    entity.source("name", NAME, metadata.get("name").map_or_else(|| reader.place(metadata), |node| reader.place(node)));
    texts(reader, metadata, &mut entity);
    tags(reader, metadata, &mut entity);
    labels(reader, metadata, &mut entity);
    if let Some(node) = metadata.get("links") {
        links::read(reader, node, &mut entity);
    }
    Some(entity)
}

fn foreign_keys(reader: &mut Reader<'_>, document: &Node) {
    for entry in document.mapping().map(Mapping::entries).unwrap_or_default() {
        if !ROOT.contains(&entry.key.text.as_str()) {
            let message = format!("“{}” is not a key of an entity", bounds::cut(&entry.key.text, 60));
            let rule = format!("only {} at the root; most other things belong under spec or metadata", ROOT[..4].join(", "));
            refused(reader, "unknown-key", message, key_place(reader, &entry.key), &rule);
        }
    }
}

fn key_place(reader: &Reader<'_>, key: &Key) -> milepost_model::Place {
    key.place(&reader.whole())
}

fn api_version(reader: &mut Reader<'_>, document: &Node) {
    let rule = "a version such as backstage.io/v1alpha1";
    match document.get("apiVersion") {
        None => refused(reader, "required-field", "there is no “apiVersion”".into(), reader.place(document), rule),
        Some(node) => {
            if let Some(text) = reader.line("apiVersion", node, bounds::NAME).filter(|text| !names::is_api_version(text)) {
                refused(reader, "bad-api-version", format!("“{text}” is no API version"), reader.place(node), rule);
            }
        }
    }
}

fn kind(reader: &mut Reader<'_>, document: &Node) -> Option<String> {
    let Some(node) = document.get("kind") else {
        refused(reader, "required-field", "there is no “kind”".into(), reader.place(document), "a kind such as Component");
        return None;
    };
    let kind = reader.line("kind", node, bounds::NAME)?;
    if !names::is_kind(&kind) {
        refused(reader, "bad-kind", format!("“{kind}” is no kind"), reader.place(node), "letters and digits, a letter first, at most 63");
        return None;
    }
    let known = super::spec::KINDS.iter().map(|rules| rules.kind).chain(["Location"]).find(|known| known.eq_ignore_ascii_case(&kind));
    if let Some(known) = known.filter(|known| *known != kind) {
        reader.warning("kind-case", format!("the kind “{kind}” is written {known}"), node, format!("write kind: {known}"));
    }
    Some(kind)
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
    refused(reader, "bad-name", format!("“{shown}” cannot be a name"), reader.place(node), rule);
    None
}

fn namespace(reader: &mut Reader<'_>, metadata: &Node) -> String {
    let Some(node) = metadata.get("namespace") else { return DEFAULT_NAMESPACE.to_owned() };
    match reader.line("metadata.namespace", node, bounds::NAME) {
        Some(text) if names::is_namespace(&text) => text,
        Some(text) => {
            let message = format!("“{text}” cannot be a namespace, so “{DEFAULT_NAMESPACE}” is used");
            refused(reader, "bad-namespace", message, reader.place(node), "lower-case letters, digits and - inside, at most 63 characters");
            DEFAULT_NAMESPACE.to_owned()
        }
        None => DEFAULT_NAMESPACE.to_owned(),
    }
}

fn texts(reader: &mut Reader<'_>, metadata: &Node, entity: &mut ImportedEntity) {
    if let Some(node) = metadata.get("title") {
        entity.entity.title = reader.line("metadata.title", node, bounds::NAME);
        entity.source("title", NAME, reader.place(node));
    }
    if let Some(node) = metadata.get("description") {
        entity.entity.description = reader.line("metadata.description", node, bounds::SENTENCE);
        entity.source("description", NAME, reader.place(node));
    }
}

fn tags(reader: &mut Reader<'_>, metadata: &Node, entity: &mut ImportedEntity) {
    let Some(list) = metadata.get("tags") else { return };
    for node in reader.items("metadata.tags", list) {
        let Some(tag) = reader.line("metadata.tags", node, bounds::NAME) else { continue };
        if names::is_tag(&tag) {
            entity.entity.tags.push(tag);
        } else {
            let rule = "tags of lower-case letters, digits, :, + and #, in words joined by one -, at most 63 characters";
            refused(reader, "bad-tag", format!("“{tag}” cannot be a tag, and is left out"), reader.place(node), rule);
        }
    }
}

fn labels(reader: &mut Reader<'_>, metadata: &Node, entity: &mut ImportedEntity) {
    for (section, is_label) in [("labels", true), ("annotations", false)] {
        let Some(node) = metadata.get(section).filter(|node| !node.is_null()) else { continue };
        let Some(mapping) = node.mapping() else {
            reader.error(
                "wrong-type",
                format!("“metadata.{section}” must be a map, and this is {}", node.found()),
                node,
                "write `key: value` lines",
            );
            continue;
        };
        for entry in mapping.entries().iter().take(ITEMS) {
            let key = &entry.key.text;
            if !names::is_key(key) {
                let message = format!("“{}” cannot be a key of {section}, and is left out", bounds::cut(key, 60));
                refused(reader, "bad-key", message, key_place(reader, &entry.key), "keys such as name or example.com/name");
                continue;
            }
            // An annotation may be empty text, as in `example.com/flag: ""`.
            let Some(value) = reader.text(&format!("metadata.{section}.{key}"), &entry.value) else {
                if entry.value.is_null() {
                    let message = format!("“{key}” has no value, and is left out");
                    reader.complain(
                        Severity::Error,
                        "wrong-type",
                        message,
                        key_place(reader, &entry.key),
                        "write \"\" where you mean empty text",
                    );
                }
                continue;
            };
            if !is_label {
                entity.entity.annotations.insert(key.clone(), bounds::cut(&value, bounds::ADDRESS));
            } else if names::is_label_value(&value) {
                entity.entity.labels.insert(key.clone(), value);
            } else {
                let message = format!("“{}” cannot be the value of a label, and is left out", bounds::cut(&value, 60));
                refused(
                    reader,
                    "bad-label",
                    message,
                    reader.place(&entry.value),
                    "label values that look like names; an annotation takes any text",
                );
            }
        }
    }
}
