//! The exemptions and acknowledgements of a `milepost.yaml`.
//!
//! They are kept as they stand under `exempt` and `acknowledge`; whether one is over is for those to
//! say who know what day it is.

use crate::catalog::importers::ImportedEntity;
use crate::catalog::importers::reader::Reader;
use crate::reading::bounds;
use crate::yaml::Node;
use chrono::NaiveDate;
use serde_json::{Map, Value};

const KEYS: [&str; 5] = ["rule", "path", "why", "by", "until"];

/// Reads `exempt` and `acknowledge`.
pub(super) fn read(reader: &mut Reader<'_>, document: &Node, service: &mut ImportedEntity) {
    if let Some(list) = document.get("exempt") {
        let nodes = reader.items("exempt", list);
        let found: Vec<Value> = nodes.iter().filter_map(|node| exemption(reader, node)).collect();
        if !found.is_empty() {
            service.entity.extra.insert("exempt".to_owned(), Value::Array(found));
        }
    }
    if let Some(list) = document.get("acknowledge") {
        let nodes = reader.items("acknowledge", list);
        let found: Vec<Value> = nodes.iter().filter_map(|node| acknowledgement(reader, node)).collect();
        if !found.is_empty() {
            service.entity.extra.insert("acknowledge".to_owned(), Value::Array(found));
        }
    }
}

fn exemption(reader: &mut Reader<'_>, node: &Node) -> Option<Value> {
    let Some(mapping) = node.mapping() else {
        reader.error(
            "wrong-type",
            format!("an exemption is a map, and this is {}", node.found()),
            node,
            "write rule:, why:, by: and until:",
        );
        return None;
    };
    super::unknown_keys(reader, mapping, &KEYS, "exempt.");
    let mut found = Map::new();
    for key in KEYS {
        if let Some(text) = mapping.get(key).and_then(|node| reader.line(&format!("exempt.{key}"), node, bounds::SENTENCE)) {
            found.insert(key.to_owned(), Value::String(text));
        }
    }
    if found.contains_key("rule") == found.contains_key("path") {
        reader.error("bad-exemption", "an exemption names either a rule or a path".into(), node, "write rule: or path:, not both");
        return None;
    }
    for key in ["why", "by", "until"] {
        if !found.contains_key(key) {
            reader.error("bad-exemption", format!("this exemption has no “{key}”, so it does not count"), node, format!("write {key}:"));
            return None;
        }
    }
    let until = found.get("until").and_then(Value::as_str).unwrap_or_default();
    if until.parse::<NaiveDate>().is_err() {
        let message = format!("“{}” is no date, so the exemption does not count", bounds::cut(until, 40));
        reader.error(
            "bad-exemption",
            message,
            mapping.get("until").unwrap_or(node),
            "write the last day on which it holds, such as 2027-03-31",
        );
        return None;
    }
    Some(Value::Object(found))
}

fn acknowledgement(reader: &mut Reader<'_>, node: &Node) -> Option<Value> {
    let text = reader.line("acknowledge", node, bounds::NAME)?;
    if text.strip_prefix("left:").is_some_and(|path| !path.is_empty()) {
        return Some(Value::String(text));
    }
    reader.warning("bad-acknowledgement", format!("“{text}” acknowledges nothing that milepost knows"), node, "write left:<golden path>");
    None
}
