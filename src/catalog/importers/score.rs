//! Score's `score.yaml`: a workload, and the resources that it needs, some of them shared.

mod schema;

use super::reader::Reader;
use super::shape::{self, Manner, Shape};
use super::sketch::{Field, Sketch, line, reference};
use super::{DescriptorFile, Imported, ImportedEntity, Importer, Wanted, tells};
use crate::catalog::Trust;
use crate::reading::bounds;
use crate::yaml::{self, Mapping, Node};
use milepost_model::{EntityKind, RelationKind};
use serde_json::{Value, json};

const NAME: &str = "score";
const MANNER: Manner = Manner::published("Score");

/// Score's workloads.
#[derive(Debug, Clone, Copy)]
pub struct Score;

impl Importer for Score {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Score workload"
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/score.{yaml,yml}", "**/*.score.{yaml,yml}", "**/score-*.{yaml,yml}", "**/.score/*.{yaml,yml}"]
    }

    fn trust(&self) -> Trust {
        Trust::Workload
    }

    fn sniff(&self, _path: &str, text: &str) -> bool {
        let is_versioned =
            text.lines().any(|line| line.trim_start_matches('\u{feff}').starts_with("apiVersion") && line.contains("score.dev/"));
        is_versioned || ["apiVersion", "metadata", "containers"].iter().all(|key| tells::begins(text, key))
    }

    fn import(&self, file: &DescriptorFile<'_>) -> Imported {
        let mut reader = Reader::new(*file, NAME, false);
        let (documents, problems) = yaml::documents(file.text, &reader.whole());
        reader.problems.extend(problems);
        let mut imported = Imported::default();
        for document in &documents {
            shape::hold(&mut reader, document, &Shape::Object(&schema::WORKLOAD), MANNER);
            imported.entities.extend(workload(&mut reader, document).into_iter().flatten());
        }
        imported.problems = reader.problems;
        imported
    }
}

fn entries(node: Option<&Node>) -> &[yaml::Entry] {
    node.and_then(Node::mapping).map(Mapping::entries).unwrap_or_default()
}

/// The workload, and then its resources.
fn workload(reader: &mut Reader<'_>, document: &Node) -> Option<Vec<ImportedEntity>> {
    let node = document.at(&["metadata", "name"])?;
    let name = line(node, bounds::NAME)?;
    let mut entity = Sketch::new(NAME, EntityKind::COMPONENT, &name, reader.place(document));
    entity.found.source("name", NAME, reader.place(node));
    entity.put(Field::Type, "service".to_owned());
    entity.say(reader, Field::Description, document.at(&["metadata", "description"]));
    for entry in entries(document.at(&["metadata", "annotations"])) {
        if let Some(value) = entry.value.text().filter(|_| entity.found.entity.annotations.len() < super::reader::ITEMS) {
            entity.found.entity.annotations.insert(bounds::cut(&entry.key.text, bounds::NAME), bounds::cut(value, bounds::ADDRESS));
        }
    }
    let endpoints: Vec<Value> = entries(document.at(&["service", "ports"])).iter().map(endpoint).collect();
    if !endpoints.is_empty() {
        entity.keep("endpoints", endpoints.into());
    }
    let images = entries(document.get("containers")).iter();
    let images: Vec<Value> =
        images.filter_map(|entry| Some(json!({"name": entry.key.text, "image": entry.value.get("image")?.text()?}))).collect();
    if !images.is_empty() {
        entity.keep("containers", images.into());
    }
    entity.keep_rest(document.get("metadata"), &["name", "description", "annotations"]);
    let mut found = Vec::new();
    for entry in entries(document.get("resources")).iter().take(super::reader::ITEMS) {
        if let Some(needed) = resource(reader, &name, entry) {
            let wanted = Wanted::Exactly(needed.entity.reference.clone());
            entity.relate(reader, RelationKind::DependsOn, wanted, entry.value.get("type").unwrap_or(&entry.value));
            found.push(needed);
        }
    }
    found.insert(0, entity.finish(reader));
    Some(found)
}

/// A port that it listens on. What is no number is told already, and stays text.
fn endpoint(entry: &yaml::Entry) -> Value {
    let value = |key: &str| entry.value.get(key).map(Node::to_json).unwrap_or_default();
    let protocol = entry.value.get("protocol").and_then(Node::text).unwrap_or("TCP");
    json!({"name": entry.key.text, "port": value("port"), "target_port": value("targetPort"), "protocol": protocol})
}

/// A resource. Those of one type, class and id are one and the same, whichever workload names them;
/// without an id it is the workload's own.
fn resource(reader: &mut Reader<'_>, workload: &str, entry: &yaml::Entry) -> Option<ImportedEntity> {
    let node = &entry.value;
    let word = |key: &str| node.get(key).and_then(|node| line(node, bounds::NAME));
    let resource_type = word("type")?;
    let class = word("class").unwrap_or_else(|| "default".to_owned());
    let id = word("id");
    let own = format!("{workload}.{}", bounds::cut(&entry.key.text, bounds::NAME));
    let unique = format!("{resource_type}.{class}.{}", id.as_deref().unwrap_or(&own));
    let mut entity = Sketch::new(NAME, EntityKind::RESOURCE, &unique, reader.place(node));
    entity.found.entity.reference = reference(EntityKind::RESOURCE, &unique);
    entity.found.entity.name = id.clone().unwrap_or(own);
    entity.found.is_shared = id.is_some();
    entity.say(reader, Field::Type, node.get("type"));
    if class != "default" {
        entity.keep("class", class.into());
    }
    entity.keep_rest(Some(node), &["type", "class", "id"]);
    Some(entity.finish(reader))
}
