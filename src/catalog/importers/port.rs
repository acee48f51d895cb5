//! Port's `port.yml`: entities of any blueprint, one, a list or several documents, and blueprints in `.port/`.

mod blueprint;
mod properties;
mod relations;

use super::reader::{ITEMS, Reader};
use super::shape::{self, Manner, Object, Shape, may, needs};
use super::sketch::{Field, Sketch, each, line, reference};
use super::{DescriptorFile, Imported, ImportedEntity, Importer, tells};
use crate::catalog::Trust;
use crate::reading::bounds;
use crate::yaml::{self, Node};
use milepost_model::{EntityKind, Severity};
use std::collections::BTreeMap;

const NAME: &str = "port";
const MANNER: Manner = Manner::described("Port");

/// Port's descriptors.
#[derive(Debug, Clone, Copy)]
pub struct Port;

impl Importer for Port {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Port descriptor"
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/port.{yml,yaml}", "**/.port/**/*.{yml,yaml,json}"]
    }

    fn trust(&self) -> Trust {
        Trust::OtherPortal
    }

    fn sniff(&self, _path: &str, text: &str) -> bool {
        let is_entity = tells::says(text, "blueprint");
        let is_blueprint = tells::says(text, "schema") && tells::says(text, "properties");
        let is_other = ["invocationMethod", "rules", "levels"].iter().any(|key| tells::says(text, key));
        tells::says(text, "identifier") && (is_entity || is_blueprint) && !is_other && !tells::begins(text, "resources")
    }

    fn import(&self, file: &DescriptorFile<'_>) -> Imported {
        let mut reader = Reader::new(*file, NAME, false);
        let (documents, problems) = yaml::documents(file.text, &reader.whole());
        reader.problems.extend(problems);
        let mut imported = Imported::default();
        // A file is one entity, a list of them, or documents of either form.
        let nodes: Vec<&Node> = documents.iter().flat_map(|document| document.items().unwrap_or(std::slice::from_ref(document))).collect();
        if nodes.len() > ITEMS {
            let message = format!("the file has {} entities, and the first {ITEMS} are read", nodes.len());
            reader.warning("too-many", message, nodes[ITEMS], "split it up");
        }
        let nodes = &nodes[..nodes.len().min(ITEMS)];
        let targets = blueprint::targets(nodes);
        for node in nodes {
            imported.entities.extend(item(&mut reader, node, &targets));
        }
        imported.problems = reader.problems;
        imported
    }
}

static ENTITY: Object = Object {
    what: "an entity",
    keys: &[
        needs("identifier", Shape::Filled),
        needs("blueprint", Shape::Filled),
        may("title", Shape::Text),
        may("icon", Shape::Text),
        may("team", Shape::Either(&[Shape::Text, Shape::List(&Shape::Text)])),
        may("properties", Shape::Map(&Shape::Any)),
        may("relations", Shape::Map(&Shape::Either(&[Shape::Text, Shape::List(&Shape::Text)]))),
    ],
    is_open: false,
    also: &[],
};

/// The targets of each blueprint's relations, where the file describes the blueprint.
type Targets = BTreeMap<(String, String), String>;

fn item(reader: &mut Reader<'_>, node: &Node, targets: &Targets) -> Option<ImportedEntity> {
    if blueprint::is_one(node) {
        return blueprint::read(reader, node);
    }
    shape::hold(reader, node, &Shape::Object(&ENTITY), MANNER);
    let (identifier, blueprint) = (node.get("identifier")?, node.get("blueprint")?);
    let (name, word) = (line(identifier, bounds::NAME)?, line(blueprint, bounds::NAME)?);
    let (kind, entity_type) = kind_of(&word);
    if kind.is_empty() {
        let message = format!("“{word}” is no blueprint");
        reader.complain(Severity::Error, "bad-value", message, reader.place(blueprint), "write the identifier of a blueprint");
        return None;
    }
    let mut entity = Sketch::new(NAME, &kind, &name, reader.place(node));
    entity.found.source("name", NAME, reader.place(identifier));
    entity.say(reader, Field::Title, node.get("title"));
    if let Some(entity_type) = entity_type {
        entity.put(Field::Type, entity_type);
        entity.found.source("type", NAME, reader.place(blueprint));
    }
    for team in each(node.get("team")) {
        if let Some(name) = line(team, bounds::NAME) {
            entity.own(reader, reference(EntityKind::GROUP, &name), team);
        }
    }
    properties::read(reader, node.get("properties"), &mut entity);
    relations::read(reader, node.get("relations"), &word, targets, &mut entity);
    entity.keep("blueprint", word.into());
    Some(entity.finish(reader))
}

/// Blueprints that stand for a component, whatever else they are.
const COMPONENTS: [&str; 20] = [
    "service",
    "microservice",
    "component",
    "application",
    "app",
    "webapplication",
    "webapp",
    "website",
    "frontend",
    "backend",
    "library",
    "package",
    "workload",
    "job",
    "lambda",
    "function",
    "module",
    "tool",
    "mobileapp",
    "cli",
];

/// milepost's kind for a blueprint, and the type that it stands for; a blueprint that is not known is a kind of its own.
fn kind_of(blueprint: &str) -> (String, Option<String>) {
    let word: String = blueprint.chars().filter(char::is_ascii_alphanumeric).flat_map(char::to_lowercase).collect();
    let kind = match word.as_str() {
        "microservice" => return (EntityKind::COMPONENT.to_owned(), Some("service".to_owned())),
        component if COMPONENTS.contains(&component) => EntityKind::COMPONENT,
        "system" | "product" => EntityKind::SYSTEM,
        "domain" => EntityKind::DOMAIN,
        "team" | "group" | "squad" => EntityKind::GROUP,
        "user" | "member" | "developer" => EntityKind::USER,
        "api" => EntityKind::API,
        "database" | "datastore" | "resource" | "cloudresource" | "bucket" | "queue" | "topic" | "cluster" | "k8scluster" => {
            EntityKind::RESOURCE
        }
        _ => return (word, None),
    };
    let has_type = matches!(kind, EntityKind::COMPONENT | EntityKind::RESOURCE);
    (kind.to_owned(), has_type.then(|| blueprint.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blueprints_become_kinds() {
        for (blueprint, kind, entity_type) in [
            ("service", "component", Some("service")),
            ("web_application", "component", Some("web_application")),
            ("_team", "group", None),
            ("Domain", "domain", None),
            ("githubRepository", "githubrepository", None),
            ("database", "resource", Some("database")),
            ("%%", "", None),
        ] {
            assert_eq!(kind_of(blueprint), (kind.to_owned(), entity_type.map(str::to_owned)), "{blueprint}");
        }
    }
}
